"""A person's word on the summary: lists of lines given whole, kept true when speakers merge."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter

from assistant.errors import NotFound
from assistant.store import Overlay, Put, Stored
from assistant.types import SpeakerPoint, Summary

LISTS = ("points", "by_speaker", "questions", "keywords")
LABEL = "summary"
"""The label of a step that changed more or less than one list."""

_POINTS: TypeAdapter[tuple[SpeakerPoint, ...]] = TypeAdapter(tuple[SpeakerPoint, ...])


def label(fields: Mapping[str, Any]) -> str:
    """What a step is called that gave these fields."""
    names = [name for name in LISTS if name in fields]
    return names[0] if len(fields) == len(names) == 1 else LABEL


def check(fields: Mapping[str, Any], segments: Collection[str], speakers: Collection[str]) -> None:
    """Raises NotFound: a line rests on a segment, or is of a speaker, that is not there."""
    for name in LISTS:
        lines = [line for line in fields.get(name) or () if isinstance(line, Mapping)]
        for line in lines:
            _known("segment", line.get("segments", ()), segments)
        if name == "by_speaker":
            _known("speaker", [line["speaker"] for line in lines], speakers)


def credited(written: Iterable[Stored], speaker: str, into: str) -> Iterator[Put | Overlay]:
    """The summary with what one speaker said as said by another, in each of its layers."""
    for stored in written:
        machine, shown = stored.machine, stored.record
        if isinstance(machine, Summary) and stored.node is not None:
            points = _said_by(machine.by_speaker, speaker, into)
            if points != machine.by_speaker:
                yield Put(replace(machine, by_speaker=points), stored.node, stored.run)
        if isinstance(shown, Summary) and "by_speaker" in stored.edited:
            points = _said_by(shown.by_speaker, speaker, into)
            if points != shown.by_speaker:
                fields = {"by_speaker": _POINTS.dump_python(points, mode="json")}
                yield Overlay(stored.kind, stored.id, fields)


def _known(kind: str, named: Sequence[str], known: Collection[str]) -> None:
    for name in named:
        if name not in known:
            raise NotFound(f"there is no {kind} {name!r} that a line could name")


def _said_by(points: tuple[SpeakerPoint, ...], speaker: str, into: str) -> tuple[SpeakerPoint, ...]:
    return tuple(
        replace(point, speaker=into) if point.speaker == speaker else point for point in points
    )
