"""Real stages with canned answers, for tests of the graph and the runner."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar

from assistant.models import Weights
from assistant.types import (
    ActionItem,
    AudioChunk,
    Chapter,
    Decision,
    Meeting,
    Notice,
    Point,
    Segment,
    Share,
    SpeechTurn,
    Summary,
    Word,
)


class Words:
    """One word for each chunk."""

    def __init__(self, *, prefix: str = "w") -> None:
        self.prefix = prefix

    def push(self, item: AudioChunk) -> Iterator[Word]:
        yield Word(f"{self.prefix}{item.offset}", item.start, item.end)

    def finish(self) -> Iterator[Word]:
        yield from ()


class Turns:
    """One turn over everything, at the end."""

    def __init__(self) -> None:
        self.end = 0.0

    def push(self, item: AudioChunk) -> Iterator[SpeechTurn]:
        self.end = item.end
        yield from ()

    def finish(self) -> Iterator[SpeechTurn]:
        yield SpeechTurn("S1", 0.0, self.end)


class Join:
    """Segments out of words and turns."""

    def __init__(self) -> None:
        self.words: list[Word] = []
        self.turns: list[SpeechTurn] = []

    def push(self, item: Word | SpeechTurn) -> Iterator[Segment]:
        if isinstance(item, Word):
            self.words.append(item)
        else:
            self.turns.append(item)
        yield from ()

    def finish(self) -> Iterator[Segment]:
        for number, word in enumerate(self.words, 1):
            speaker = self.turns[0].speaker if self.turns else None
            yield Segment(f"g{number}", word.start, word.end, word.text, speaker)


class Upper:
    """Segments in capitals, under the same ids."""

    def push(self, item: Segment) -> Iterator[Segment]:
        yield Segment(item.id, item.start, item.end, item.text.upper(), item.speaker)

    def finish(self) -> Iterator[Segment]:
        yield from ()


class Whole:
    """One chapter over all segments; knows the meeting and a model."""

    loaders: ClassVar[Mapping[str, Callable[[Weights], Any]]] = {"model": lambda weights: weights}

    def __init__(self, model: Weights, meeting: Meeting, *, words: int = 7) -> None:
        self.title = f"{meeting.title} {model.name} {words}"
        self.segments: list[Segment] = []

    def push(self, item: Segment) -> Iterator[Chapter]:
        self.segments.append(item)
        yield from ()

    def finish(self) -> Iterator[Chapter]:
        if self.segments:
            first, last = self.segments[0], self.segments[-1]
            ids = (first.id, last.id)
            yield Chapter("c1", self.title, first.start, last.end, "", ids)


class Notes:
    """Minutes of one line each, that rest on the first segment."""

    def __init__(self) -> None:
        self.first: Segment | None = None

    def push(self, item: Segment) -> Iterator[Summary | Decision | ActionItem]:
        self.first = self.first or item
        yield from ()

    def finish(self) -> Iterator[Summary | Decision | ActionItem]:
        if first := self.first:
            yield Summary("All went well", (Point(first.text, (first.id,)),))
            yield Decision("d1", "Ship it", (first.id,))
            yield ActionItem("a1", "Write the report", (first.id,), first.speaker)


class Styled:
    """Minutes of one line each that tell in which style they are, after `seconds` of work.

    Anything but general minutes comes with a notice. With `only`, no other prompt takes time.
    """

    def __init__(self, meeting: Meeting, *, seconds: float = 0.0, only: str = "") -> None:
        self.style = meeting.style
        self.seconds = seconds if meeting.style.prompt.startswith(only) else 0.0
        self.first: Segment | None = None

    def push(self, item: Segment) -> Iterator[Summary | Decision | ActionItem | Notice | Share]:
        self.first = self.first or item
        yield from ()

    def finish(self) -> Iterator[Summary | Decision | ActionItem | Notice | Share]:
        first, self.first = self.first, None
        if first is None:
            return
        for part in range(round(self.seconds * 20)):
            time.sleep(0.05)
            yield Share(part / self.seconds / 20)
        style = self.style
        yield Summary(f"{style.template} {style.granularity} {style.prompt}")
        yield Decision("d1", f"Ship the {style.template}", (first.id,))
        yield ActionItem("a1", "Write the report", (first.id,), first.speaker)
        if style.template != "general":
            article = "an" if style.template == "interview" else "a"
            yield Notice(f"written for {article} {style.template}")


class Slow:
    """Words, each after `seconds` of work."""

    def __init__(self, *, seconds: float) -> None:
        self.seconds = seconds

    def push(self, item: AudioChunk) -> Iterator[Word]:
        time.sleep(self.seconds)
        yield Word("late", item.start, item.end)

    def finish(self) -> Iterator[Word]:
        yield from ()


class Broken:
    """Fails on the chunk that starts at `at` seconds."""

    def __init__(self, *, at: float) -> None:
        self.at = at

    def push(self, item: AudioChunk) -> Iterator[Word]:
        if item.start >= self.at:
            raise ValueError("no such thing")
        yield Word("fine", item.start, item.end)

    def finish(self) -> Iterator[Word]:
        yield from ()


class NoModels:
    """Leases a model's name instead of weights."""

    def __init__(self) -> None:
        self.leased: list[str] = []

    @contextmanager
    def lease(self, name: str, loader: Callable[[Weights], Any]) -> Iterator[Any]:
        from pathlib import Path

        self.leased.append(name)
        yield loader(Weights(name, Path()))

    def sha256(self, name: str) -> str:
        return f"hash of {name}"

    def resolve(self, name: str) -> None:
        return None
