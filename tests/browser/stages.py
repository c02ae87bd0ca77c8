"""Real stages with canned answers; a title with "slow" or "broken" in it makes them so."""

from __future__ import annotations

import datetime
import time
from collections.abc import Iterator
from itertools import pairwise

from assistant.types import (
    ActionItem,
    AudioChunk,
    Chapter,
    Decision,
    Meeting,
    Point,
    Segment,
    Speaker,
    Summary,
    Word,
)

TALK = (
    ("S1", "Good morning everyone, let us begin with the release."),
    ("S2", "The invoices are checked and the payment bug is fixed."),
    ("S3", "Then I would rather not ship right before the weekend."),
    ("S2", "Monday works for me."),
    ("S1", "So it is decided: we release on Monday."),
    ("S1", "Next is the letter to our customers."),
    ("S3", "I will write the letter by Thursday."),
    ("S1", "Thank you, that is all for today."),
)
SECONDS = 5.0
"""The length of a line, and of a chunk of audio."""
LENGTH = SECONDS * len(TALK)
PAUSE = 0.4
"""Seconds of work on a chunk when it is to be slow."""


def words(text: str, start: float) -> tuple[Word, ...]:
    """The words of a line, each of the same length."""
    texts = text.split()
    step = (SECONDS - 0.5) / len(texts)
    return tuple(
        Word(each, start + n * step, start + (n + 1) * step, 0.3 if each == "payment" else 0.9)
        for n, each in enumerate(texts)
    )


def segment(number: int, name: str, *, final: bool = True) -> Segment:
    """A line as a segment."""
    speaker, text = TALK[number]
    start = number * SECONDS
    said = words(text, start)
    who = speaker if final else None
    return Segment(f"{name}{number + 1}", start, said[-1].end, text, who, said, "en", final=final)


class Draft:
    """A provisional segment for each chunk."""

    def __init__(self, meeting: Meeting) -> None:
        self.pause = PAUSE if "slow" in meeting.title else 0.0

    def push(self, item: AudioChunk) -> Iterator[Segment]:
        time.sleep(self.pause)
        number = round(item.start / SECONDS)
        if number < len(TALK):
            yield segment(number, "d", final=False)

    def finish(self) -> Iterator[Segment]:
        yield from ()


class Talk:
    """The talk, as far as there is sound for it, at the end."""

    def __init__(self, meeting: Meeting) -> None:
        self.pause = PAUSE if "slow" in meeting.title else 0.0
        self.end = 0.0

    def push(self, item: AudioChunk) -> Iterator[Segment]:
        time.sleep(self.pause)
        self.end = item.end
        yield from ()

    def finish(self) -> Iterator[Segment]:
        lines = [n for n in range(len(TALK)) if n * SECONDS < self.end]
        self.end = 0.0
        for number in lines:
            yield segment(number, "g")


class _Listener:
    """Hears all segments before it speaks."""

    def __init__(self) -> None:
        self.segments: list[Segment] = []

    def heard(self) -> list[Segment]:
        """What was heard since the last time."""
        segments, self.segments = self.segments, []
        return segments


class Names(_Listener):
    """Who speaks; one of them has told a name."""

    def push(self, item: Segment) -> Iterator[Speaker]:
        self.segments.append(item)
        yield from ()

    def finish(self) -> Iterator[Speaker]:
        segments = self.heard()
        for name in sorted({each.speaker or "" for each in segments}):
            seconds = sum(each.end - each.start for each in segments if each.speaker == name)
            yield Speaker(name, "Grace" if name == "S3" else None, seconds)


class Chapters(_Listener):
    """Two chapters, or a failure."""

    def __init__(self, meeting: Meeting) -> None:
        super().__init__()
        self.broken = "broken" in meeting.title

    def push(self, item: Segment) -> Iterator[Chapter]:
        self.segments.append(item)
        yield from ()

    def finish(self) -> Iterator[Chapter]:
        segments = self.heard()
        if segments and self.broken:
            raise ValueError("the chapters do not add up")
        cuts = sorted({0, min(5, len(segments)), len(segments)})
        titles = ("The release", "The letter")
        for number, (title, (start, end)) in enumerate(
            zip(titles, pairwise(cuts), strict=False), 1
        ):
            first, last = segments[start], segments[end - 1]
            ids = (first.id, last.id)
            yield Chapter(f"c{number}", title, first.start, last.end, first.text, ids)


class InShort(_Listener):
    """A summary."""

    def push(self, item: Segment) -> Iterator[Summary]:
        self.segments.append(item)
        yield from ()

    def finish(self) -> Iterator[Summary]:
        if not (segments := self.heard()):
            return
        first = segments[0].id
        point = Point("The payment bug is fixed.", (segments[-1].id,))
        overview = "The release is settled and a letter is on its way."
        yield Summary(overview, (Point("A release is near.", (first,)), point), (), (), ("letter",))


class Decisions(_Listener):
    """One decision."""

    def push(self, item: Segment) -> Iterator[Decision]:
        self.segments.append(item)
        yield from ()

    def finish(self) -> Iterator[Decision]:
        if any(each.id == "g5" for each in self.heard()):
            yield Decision("d1", "We release on Monday.", ("g5",))


class Tasks(_Listener):
    """One action item."""

    def push(self, item: Segment) -> Iterator[ActionItem]:
        self.segments.append(item)
        yield from ()

    def finish(self) -> Iterator[ActionItem]:
        if any(each.id == "g7" for each in self.heard()):
            due = datetime.date(2026, 1, 8)
            yield ActionItem("a1", "Write the letter", ("g7",), "S3", due, "by Thursday")
