"""minutes.json, schema 1, read back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field, ValidationError

from assistant.errors import InputError
from assistant.language.words import glue
from assistant.types import (
    ActionItem,
    Chapter,
    Decision,
    Meeting,
    Minutes,
    Provenance,
    Segment,
    Speaker,
    Summary,
)

LONGEST = 10 * 24 * 3600.0
"""Seconds; a time past this is a mistake, milliseconds perhaps."""


def _numbered(letter: str) -> Callable[[Any], Any]:
    """Gives an id to entries that the schema writes without one."""

    def add(entries: Any) -> Any:
        if not isinstance(entries, list):
            return entries
        return [
            {"id": f"{letter}{number}", **entry} if isinstance(entry, dict) else entry
            for number, entry in enumerate(entries, start=1)
        ]

    return add


def _owned(entries: Any) -> Any:
    """Puts the speaker who owns an entry in the place of the name that is shown."""
    if not isinstance(entries, list):
        return entries
    return [
        {**entry, "owner": entry["owner_id"]}
        if isinstance(entry, dict) and entry.get("owner_id") is not None
        else entry
        for entry in entries
    ]


class _Document(BaseModel):
    version: Literal[1] = Field(alias="schema", default=1)
    meeting: Meeting = Meeting(id="")
    speakers: tuple[Speaker, ...] = ()
    segments: tuple[Segment, ...]
    chapters: Annotated[tuple[Chapter, ...], BeforeValidator(_numbered("c"))] = ()
    summary: Summary = Summary()
    decisions: Annotated[tuple[Decision, ...], BeforeValidator(_numbered("d"))] = ()
    action_items: Annotated[tuple[ActionItem, ...], BeforeValidator(_owned)] = ()
    provenance: Provenance | None = None


def parse_minutes(name: str, text: str) -> Minutes:
    """Minutes as minutes.json has them, segments in time order.

    Raises InputError, which names the file and the place.
    """
    try:
        document = _Document.model_validate_json(text)
    except ValidationError as error:
        raise InputError(f"{name}: {_first_line(error)}") from error
    for fault in _faults(document):
        raise InputError(f"{name}: {fault}")
    segments = (replace(each, words=glue(each.words, each.text)) for each in document.segments)
    return Minutes(
        meeting=document.meeting,
        speakers=document.speakers,
        segments=tuple(sorted(segments, key=lambda segment: segment.start)),
        chapters=document.chapters,
        summary=document.summary,
        decisions=document.decisions,
        action_items=document.action_items,
        provenance=document.provenance,
    )


def _faults(document: _Document) -> Iterator[str]:
    for kind, ids in (
        ("segments", [each.id for each in document.segments]),
        ("speakers", [each.id for each in document.speakers]),
    ):
        for repeated in (each for each, count in Counter(ids).items() if count > 1):
            yield f"{kind}: the id {repeated!r} is used twice; every id should be its own"
    if not 0 <= (document.meeting.duration or 0) <= LONGEST:
        yield f"meeting.duration is {document.meeting.duration}; it should be seconds"
    for at, segment in enumerate(document.segments):
        for place, start, end in (
            (f"segments[{at}]", segment.start, segment.end),
            *(
                (f"segments[{at}].words[{i}]", word.start, word.end)
                for i, word in enumerate(segment.words)
            ),
        ):
            if not 0 <= start <= end <= LONGEST:
                yield f"{place} lasts from {start} to {end}; times should be seconds and rise"


def _first_line(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in first["loc"])
    told = " ".join(f"{place.lstrip('.')} {first['msg']}".split())
    return f"{told}; it should be as in minutes.json, schema 1"
