"""Small talks for the tests of the minutes: lines of "Speaker: text" as segments."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Protocol, TypeVar

from assistant.types import Meeting, Segment

TUESDAY = datetime.date(2025, 3, 4)

Out = TypeVar("Out", covariant=True)


class Listener(Protocol[Out]):
    """A stage that takes segments."""

    def push(self, item: Segment) -> Iterator[Out]: ...

    def finish(self) -> Iterator[Out]: ...


def meeting(language: str = "en") -> Meeting:
    return Meeting("m", date=TUESDAY, language=language)


def talk(*lines: str, language: str = "en") -> list[Segment]:
    """Segments g0, g1, … of five seconds each."""
    segments = []
    for number, line in enumerate(lines):
        speaker, text = line.split(": ", 1)
        start = 5.0 * number
        segments.append(Segment(f"g{number}", start, start + 4.5, text, speaker, language=language))
    return segments


def heard(stage: Listener[Out], segments: list[Segment]) -> list[Out]:
    """Everything a stage gives for `segments`; nothing more comes after that."""
    given = [out for segment in segments for out in stage.push(segment)]
    given += stage.finish()
    assert list(stage.finish()) == []
    return given
