"""Real stages with canned answers, which the title of a meeting makes others.

"slow" and "broken" make them so; "unnamed" has a name suggested, "rich" a summary of every kind.
Minutes of coarse chapters differ from the others; fine ones take long where the title says
"pensive", and fail where it says "stubborn".
"""

from __future__ import annotations

import datetime
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from assistant.types import (
    ActionItem,
    AudioChunk,
    Chapter,
    Decision,
    Meeting,
    Point,
    Question,
    Segment,
    Share,
    Speaker,
    SpeakerPoint,
    Suggestion,
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


class Spoken:
    """The talk over and over as it is spoken: word by word, then settled, then with its speaker."""

    def __init__(self) -> None:
        self.line = -1
        self.told = 0
        self.unknown: Segment | None = None

    def push(self, item: AudioChunk) -> Iterator[Segment]:
        number = int(item.end / SECONDS)
        if self.line < 0:
            self.line = int(item.start / SECONDS)
        for line in range(self.line, number):
            yield from self.recognised()
            self.unknown = said(line)
            yield self.unknown
            self.line, self.told = line + 1, 0
        if item.end % SECONDS > 1.0:
            yield from self.recognised()
        if item.behind < 1.0:
            yield from self.going_on(number, item.end)

    def finish(self) -> Iterator[Segment]:
        yield from self.recognised()
        if self.line >= 0 and self.told:
            yield said(self.line, self.told)

    def recognised(self) -> Iterator[Segment]:
        """The last line once it is known who said it."""
        if self.unknown is not None:
            line = round(self.unknown.start / SECONDS)
            yield replace(self.unknown, speaker=TALK[line % len(TALK)][0], revision=2)
            self.unknown = None

    def going_on(self, line: int, end: float) -> Iterator[Segment]:
        """What is being said."""
        texts = words(TALK[line % len(TALK)][1], line * SECONDS)
        told = sum(word.end <= end for word in texts)
        if told > self.told:
            self.told = told
            yield replace(said(line, told), final=False)


def said(line: int, count: int | None = None) -> Segment:
    """A line of the talk over and over, or its first words; nobody knows yet who said it."""
    start = line * SECONDS
    known = words(TALK[line % len(TALK)][1], start)[:count]
    text = " ".join(word.text for word in known)
    return Segment(f"u{start * 1000:.0f}", start, known[-1].end, text, None, known, "en")


class _Listener:
    """Hears all segments before it speaks."""

    def __init__(self) -> None:
        self.segments: dict[str, Segment] = {}

    def take(self, item: Segment) -> None:
        """Keeps the newest of each segment."""
        self.segments[item.id] = item

    def heard(self) -> list[Segment]:
        """What was heard since the last time."""
        segments = [each for each in self.segments.values() if each.final]
        self.segments = {}
        return segments

    def named(self, text: str) -> str | None:
        """The first segment that says something."""
        return next((each.id for each in self.heard() if text in each.text), None)


class Names(_Listener):
    """Who speaks; one of them has told a name."""

    def __init__(self, meeting: Meeting) -> None:
        super().__init__()
        self.suggests = "unnamed" in meeting.title

    def push(self, item: Segment) -> Iterator[Speaker]:
        self.take(item)
        yield from ()

    def finish(self) -> Iterator[Speaker]:
        segments = self.heard()
        for name in sorted({each.speaker for each in segments if each.speaker}):
            seconds = sum(each.end - each.start for each in segments if each.speaker == name)
            suggested = self.suggests and name == "S2"
            suggestion = Suggestion("Daniel", 0.7, (segments[1].id,)) if suggested else None
            yield Speaker(name, "Grace" if name == "S3" else None, seconds, suggestion)


class Chapters(_Listener):
    """Two chapters, or a failure."""

    def __init__(self, meeting: Meeting) -> None:
        super().__init__()
        self.broken = "broken" in meeting.title
        self.coarse = meeting.style.granularity == "coarse"

    def push(self, item: Segment) -> Iterator[Chapter]:
        self.take(item)
        yield from ()

    def finish(self) -> Iterator[Chapter]:
        segments = self.heard()
        if segments and self.broken:
            raise ValueError("the chapters do not add up")
        middle = () if self.coarse else (min(5, len(segments)),)
        cuts = sorted({0, *middle, len(segments)})
        titles = ("The release", "The letter")
        for number, (title, (start, end)) in enumerate(
            zip(titles, pairwise(cuts), strict=False), 1
        ):
            first, last = segments[start], segments[end - 1]
            ids = (first.id, last.id)
            yield Chapter(f"c{number}", title, first.start, last.end, first.text, ids)


class InShort(_Listener):
    """A summary."""

    def __init__(self, meeting: Meeting) -> None:
        super().__init__()
        self.meeting = meeting

    def push(self, item: Segment) -> Iterator[Summary | Share]:
        self.take(item)
        yield from ()

    def finish(self) -> Iterator[Summary | Share]:
        if not (segments := self.heard()):
            return
        if self.meeting.style.granularity == "fine":
            yield from self.thought_over()
        yield self.summary(segments[0].id, segments[-1].id)

    def thought_over(self) -> Iterator[Share]:
        """What fine chapters take."""
        if "stubborn" in self.meeting.title:
            raise ValueError("the words do not come")
        for part in range(600 if "pensive" in self.meeting.title else 0):
            time.sleep(0.05)
            yield Share(part / 600)

    def summary(self, first: str, last: str) -> Summary:
        """The release in short; coarse minutes say it in other words."""
        points = [
            Point("A release is near.", (first,)),
            Point("The payment bug is fixed.", (last,)),
        ]
        overview = "The release is settled and a letter is on its way."
        if self.meeting.style.granularity == "coarse":
            overview = "The release is settled and a letter is written by Thursday."
            points = [points[0], Point("Invoices are checked.", (last,))]
        told = Summary(overview, tuple(points), (), (), ("letter",), (first,))
        if "rich" not in self.meeting.title:
            return told
        asked = Question("When do we release?", "On Monday.", (last,))
        said = SpeakerPoint("S2", "Checked the invoices.", (first,))
        return replace(told, questions=(asked,), by_speaker=(said,), keywords=("letter", "release"))


class Decisions(_Listener):
    """One decision; coarse minutes find another one."""

    def __init__(self, meeting: Meeting) -> None:
        super().__init__()
        self.coarse = meeting.style.granularity == "coarse"

    def push(self, item: Segment) -> Iterator[Decision]:
        self.take(item)
        yield from ()

    def finish(self) -> Iterator[Decision]:
        found = {"it is decided": ("d1", "We release on Monday.")}
        if self.coarse:
            found["the letter to"] = ("d2", "Customers get a letter.")
        segments = self.heard()
        for words, (name, text) in found.items():
            if said := [each.id for each in segments if words in each.text]:
                yield Decision(name, text, (said[0],))


class Tasks(_Listener):
    """One action item."""

    def push(self, item: Segment) -> Iterator[ActionItem]:
        self.take(item)
        yield from ()

    def finish(self) -> Iterator[ActionItem]:
        if (segment := self.named("I will write")) is not None:
            due = datetime.date(2026, 1, 8)
            yield ActionItem("a1", "Write the letter", (segment,), "S3", due, "by Thursday")
