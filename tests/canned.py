"""A meeting whose words and voices are written down, run through the real stages of text.

A pipeline of it needs no weights. What it says is `WORLD.talk`, which a test changes to have a
later run hear something else under the same settings.
"""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path
from typing import Any

from assistant.config import Settings
from assistant.engine import LocalEngine
from assistant.meetings.house import Rules
from assistant.meetings.library import Listeners, Meetings
from assistant.models import Models
from assistant.runner import Event as RunEvent
from assistant.runner import Progress
from assistant.store import Event, MeetingRow, Store
from assistant.store.blobs import Blobs
from assistant.types import (
    AudioChunk,
    Chapter,
    Meeting,
    Point,
    Segment,
    SpeakerPoint,
    SpeechTurn,
    Summary,
    Word,
)
from tests.recordings import tone, write_wav

PATIENCE = 30.0


@dataclass(frozen=True)
class Said:
    """What a voice says from `start` to `end`."""

    start: float
    end: float
    speaker: str
    text: str

    def words(self) -> Iterator[Word]:
        texts = self.text.split()
        step = (self.end - self.start) / len(texts)
        for n, text in enumerate(texts):
            yield Word(text, self.start + step * n, self.start + step * (n + 1), 0.9, "en")


TALK = (
    Said(0.2, 4.0, "S1", "good morning everyone let us begin with the budget"),
    Said(5.2, 9.0, "S2", "the budget is fine as it stands"),
    Said(10.2, 14.0, "S1", "we decided to ship the release on Friday"),
    Said(15.2, 19.0, "S2", "I will send the figures by Thursday"),
    Said(20.2, 24.0, "S1", "please check the numbers again"),
    Said(25.2, 29.0, "S2", "I will check the numbers tomorrow"),
)
SECONDS = 30.0


@dataclass
class World:
    """What the canned stages find; `broken` ones fail, `hold` holds the recogniser."""

    talk: tuple[Said, ...] = TALK
    broken: set[str] = field(default_factory=set)
    hold: threading.Event | None = None
    busy: int = 0
    most: int = 0


WORLD = World()


class Hear:
    """The words of the talk, each chunk after `seconds` of work."""

    def __init__(self, meeting: Meeting, *, seconds: float = 0.0) -> None:
        self._seconds = seconds

    def push(self, item: AudioChunk) -> Iterator[Word]:
        _may_fail("asr")
        time.sleep(self._seconds)
        if WORLD.hold is not None:
            WORLD.busy += 1
            WORLD.most = max(WORLD.most, WORLD.busy)
            WORLD.hold.wait(PATIENCE)
            WORLD.busy -= 1
        for said in WORLD.talk:
            if item.start <= said.start < item.end:
                yield from said.words()

    def finish(self) -> Iterator[Word]:
        yield from ()


class Voices:
    """The turns of the talk, at the end."""

    def __init__(self) -> None:
        self._end = 0.0

    def push(self, item: AudioChunk) -> Iterator[SpeechTurn]:
        self._end = item.end
        yield from ()

    def finish(self) -> Iterator[SpeechTurn]:
        for said in WORLD.talk:
            if said.start < self._end:
                yield SpeechTurn(said.speaker, said.start, said.end)
        self._end = 0.0


class Parts:
    """A chapter for every `seconds` of the meeting."""

    def __init__(self, *, seconds: float = 15.0) -> None:
        self._seconds = seconds
        self._segments: list[Segment] = []

    def push(self, item: Segment) -> Iterator[Chapter]:
        _may_fail("chapters")
        self._segments.append(item)
        yield from ()

    def finish(self) -> Iterator[Chapter]:
        segments, self._segments = self._segments, []
        for number, group in groupby(segments, lambda s: int(s.start // self._seconds)):
            part = list(group)
            title, ids = part[0].text[:20], (part[0].id, part[-1].id)
            yield Chapter(f"c{number + 1}", title, part[0].start, part[-1].end, "", ids)


class Short:
    """A summary that repeats everything."""

    def __init__(self) -> None:
        self._segments: list[Segment] = []

    def push(self, item: Segment) -> Iterator[Summary]:
        self._segments.append(item)
        yield from ()

    def finish(self) -> Iterator[Summary]:
        segments, self._segments = self._segments, []
        _may_fail("summary")
        if segments:
            yield Summary(
                overview=" ".join(s.text for s in segments),
                points=tuple(Point(s.text, (s.id,)) for s in segments),
                by_speaker=tuple(
                    SpeakerPoint(s.speaker, s.text, (s.id,)) for s in segments if s.speaker
                ),
            )


class Wrong:
    """No summary at all."""

    def push(self, item: Segment) -> Iterator[Summary]:
        raise ValueError("nothing comes to mind")

    def finish(self) -> Iterator[Summary]:
        yield from ()


def _may_fail(stage: str) -> None:
    if stage in WORLD.broken:
        raise ValueError(f"{stage} is out of order")


NODES: dict[str, dict[str, Any]] = {
    "asr": {"use": "tests.canned:Hear", "from": "audio"},
    "draft": {"use": "draft.Sentences", "from": "asr"},
    "speakers": {"use": "tests.canned:Voices", "from": "audio"},
    "segments": {"use": "attribute.WordsToSpeakers", "from": ["asr", "speakers"]},
    "punctuation": {"use": "punctuate.Rules", "from": "segments"},
    "names": {"use": "names.FromTalk", "from": "punctuation"},
    "chapters": {"use": "tests.canned:Parts", "from": "punctuation"},
    "summary": {"use": "tests.canned:Short", "from": "punctuation"},
    "decisions": {"use": "decisions.SpeechActs", "from": "punctuation"},
    "action_items": {"use": "action_items.SpeechActs", "from": ["punctuation", "names"]},
}


Nodes = dict[str, dict[str, Any]]


def settings(
    live: Nodes | None = None, models: Nodes | None = None, **changes: dict[str, Any]
) -> Settings:
    """The pipeline `recording`, with some options changed by node or whole nodes added, and one
    that is `live`; `models` are language models elsewhere.
    """
    names = dict.fromkeys((*NODES, *changes))
    nodes = {name: {**NODES.get(name, {}), **changes.get(name, {})} for name in names}
    pipelines = {"recording": nodes, **({"live": live} if live else {})}
    return Settings.model_validate({"models": models or {}, "pipelines": pipelines})


class Shelf:
    """Meetings in a folder, with their workers, and what was told of them."""

    def __init__(
        self,
        folder: Path,
        workers: int = 1,
        rules: Rules | None = None,
        live: Nodes | None = None,
        models: Nodes | None = None,
        **changes: dict[str, Any],
    ) -> None:
        self.folder = folder
        known = settings(live, models, **changes)
        self.store = Store.open(f"sqlite:///{folder / 'meetings.db'}")
        self.told: dict[str, list[Event]] = {}
        self.ran: list[str] = []
        self.outcomes: list[tuple[str, str]] = []
        self.removed: list[str] = []
        self._changed = threading.Condition()
        self.meetings = Meetings(
            self.store,
            Blobs(str(folder / "meetings"), folder / "cache"),
            LocalEngine(known, Models(known, folder)),
            Listeners(self._publish, self.removed.append, self._finished, self._observe),
            workers,
            rules,
        )

    def add(self, title: str = "Talk", seconds: float = SECONDS) -> str:
        """A recording of that length, waiting."""
        with tempfile.TemporaryDirectory() as name:
            path = write_wav(Path(name) / "file", tone(seconds))
            return self.meetings.add(path, f"{title}.wav", Meeting(""), "recording").id

    def until(self, right: Callable[[], bool]) -> None:
        """Waits for something that events or ends of runs bring about."""
        deadline = time.monotonic() + PATIENCE
        while not right():
            assert time.monotonic() < deadline, self.outcomes
            with self._changed:
                self._changed.wait(0.05)

    def ended(self, meeting: str, times: int = 1) -> MeetingRow:
        """The meeting, once that many runs of it have ended."""
        self.until(lambda: [name for name, _ in self.outcomes].count(meeting) >= times)
        return self.store.meeting(meeting)

    def processed(self, title: str = "Talk", seconds: float = SECONDS) -> str:
        """A new meeting that is done."""
        name = self.add(title, seconds)
        row = self.ended(name)
        assert row.state == "done", row.reason
        return name

    def again(self, meeting: str, node: str | None) -> MeetingRow:
        """Runs a meeting again; `ran` are the stages that did."""
        times = [name for name, _ in self.outcomes].count(meeting)
        self.ran.clear()
        self.meetings.rerun(meeting, node)
        return self.ended(meeting, times + 1)

    def segments(self, meeting: str) -> list[Segment]:
        """The segments as they stand, without revisions."""
        return [replace(s, revision=0) for s in self.store.snapshot(meeting).minutes().segments]

    def _publish(self, meeting: str, events: Any) -> None:
        with self._changed:
            self.told.setdefault(meeting, []).extend(events)
            self._changed.notify_all()

    def _finished(self, meeting: str, outcome: str) -> None:
        with self._changed:
            self.outcomes.append((meeting, outcome))
            self._changed.notify_all()

    def _observe(self, event: RunEvent) -> None:
        if isinstance(event, Progress) and event.done:
            self.ran.append(event.stage)


@contextmanager
def shelf(folder: Path, workers: int = 1, **changes: Any) -> Iterator[Shelf]:
    """A shelf whose workers run; stopped and closed at the end."""
    opened = Shelf(folder, workers, **changes)
    opened.meetings.start()
    try:
        yield opened
    finally:
        if WORLD.hold is not None:
            WORLD.hold.set()
        opened.meetings.stop()
        opened.store.close()
        WORLD.__init__()  # type: ignore[misc]
