"""The transcript part of minutes.json, checked."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, Field, ValidationError

from assistant.errors import InputError
from assistant.types import Segment, Speaker, Word
from assistant.words import glue

LONGEST = 10 * 24 * 3600.0

Seconds = Annotated[float, Field(ge=0, le=LONGEST, allow_inf_nan=False)]
Probability = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class _Word(BaseModel):
    text: str
    start: Seconds
    end: Seconds
    confidence: Probability | None = None


class _Segment(BaseModel):
    id: str
    start: Seconds
    end: Seconds
    text: str
    speaker: str | None = None
    overlap: bool = False
    words: list[_Word] = []


class _Speaker(BaseModel):
    id: str
    name: str | None = None


class _Meeting(BaseModel):
    title: str = ""
    date: datetime.date | None = None
    duration: Seconds | None = None
    language: str = "auto"


class _Document(BaseModel):
    version: Literal[1] = Field(alias="schema", default=1)
    meeting: _Meeting = _Meeting()
    speakers: list[_Speaker] = []
    segments: list[_Segment]


@dataclass(frozen=True, slots=True)
class Document:
    """What minutes.json says of a transcript; `language` is "" where it does not say."""

    segments: tuple[Segment, ...]
    speakers: tuple[Speaker, ...]
    title: str
    date: datetime.date | None
    language: str
    duration: float


def read_json(name: str, text: str) -> Document:
    """Reads minutes.json, schema 1; what is not transcript is left unread.

    Raises InputError, which names the file and the place.
    """
    try:
        document = _Document.model_validate_json(text)
    except ValidationError as error:
        raise InputError(f"{name}: {_first_line(error)}") from error
    for kind, ids in (
        ("segments", [each.id for each in document.segments]),
        ("speakers", [each.id for each in document.speakers]),
    ):
        twice = [each for each, count in Counter(ids).items() if count > 1]
        if twice:
            raise InputError(f"{name}: {kind}: the id {twice[0]!r} is used twice; ids are unique")
    meeting = document.meeting
    return Document(
        segments=tuple(_segment(name, at, each) for at, each in enumerate(document.segments)),
        speakers=tuple(Speaker(each.id, each.name) for each in document.speakers),
        title=meeting.title,
        date=meeting.date,
        language="" if meeting.language == "auto" else meeting.language,
        duration=meeting.duration or 0.0,
    )


def _segment(name: str, at: int, given: _Segment) -> Segment:
    if given.end < given.start:
        raise InputError(f"{name}: segments[{at}] ends before it starts; end should be later")
    words = [Word(each.text, each.start, each.end, each.confidence) for each in given.words]
    return Segment(
        id=given.id,
        start=given.start,
        end=given.end,
        text=given.text,
        speaker=given.speaker,
        words=glue(words, given.text),
        overlap=given.overlap,
    )


def _first_line(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    place = "".join(
        f"[{part}]" if isinstance(part, int) else f".{part}" for part in first["loc"]
    ).lstrip(".")
    told = " ".join(f"{place} {first['msg']}".split())
    return f"{told}; it should be as in minutes.json, schema 1"
