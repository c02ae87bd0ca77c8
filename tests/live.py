"""Live stages whose answers are written down, a pipeline of them, and who sends them sound."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from types import TracebackType
from typing import Any, Self

import numpy as np
from websockets.sync.client import ClientConnection

from assistant.types import (
    SAMPLE_RATE,
    AudioChunk,
    Diarized,
    Heard,
    Meeting,
    Segment,
    SpeechTurn,
    Voices,
    Word,
)
from tests.canned import NODES, TALK, WORLD, Said
from tests.server import PATIENCE, Server

SETTLED = 0.5
"""Seconds after its end in which what was said is settled."""


class Hear:
    """The words of the talk as they would be heard: first as a tail, settled after a pause."""

    def __init__(self, meeting: Meeting, *, seconds: float = 0.0, repeat: float = 30.0) -> None:
        self._seconds = seconds
        self._repeat = repeat
        self._origin: float | None = None
        self._settled: set[tuple[int, float]] = set()

    def push(self, item: AudioChunk) -> Iterator[Heard]:
        time.sleep(self._seconds)
        if self._origin is None:
            self._origin = item.start
        settled: list[Word] = []
        tail: list[Word] = []
        for said in _around(item.end, self._repeat):
            key = int(said.start // self._repeat), said.start
            if said.start < self._origin - 1e-3 or said.start >= item.end or key in self._settled:
                continue
            if said.end + SETTLED <= item.end:
                self._settled.add(key)
                settled += said.words()
            else:
                tail += [word for word in said.words() if word.end <= item.end]
        self._settled = {key for key in self._settled if key[1] > item.end - 2 * self._repeat}
        yield Heard(item.end, tuple(settled), tuple(tail), pause=bool(settled))

    def finish(self) -> Iterator[Heard]:
        yield from ()


class Failing(Hear):
    """Hears nothing."""

    def push(self, item: AudioChunk) -> Iterator[Heard]:
        raise ValueError("the ear is out of order")


class Know:
    """Who speaks: voices get names in the order in which they are heard, known ones keep theirs."""

    optional = (Voices,)

    def __init__(self, *, repeat: float = 30.0) -> None:
        self._names: dict[str, str] = {}
        self._repeat = repeat

    def push(self, item: AudioChunk | Voices) -> Iterator[Diarized | Voices]:
        if isinstance(item, Voices):
            for name, row in zip(item.names, item.sums, strict=True):
                self._names[f"S{int(row[0])}"] = name
            return
        turns = []
        known = len(self._names)
        for said in _around(item.end, self._repeat):
            if item.end - 10.0 <= said.start < item.end and said.end <= item.end:
                name = self._names.setdefault(said.speaker, f"S{len(self._names) + 1}")
                turns.append(SpeechTurn(name, said.start, said.end))
        yield Diarized(max(0.0, item.end - 10.0), item.end, tuple(turns))
        if len(self._names) > known:
            sums = np.array([[float(voice[1:])] for voice in self._names], np.float32)
            yield Voices(tuple(self._names.values()), sums, (1,) * len(sums))

    def finish(self) -> Iterator[Diarized | Voices]:
        yield from ()


class Join:
    """A segment for what was settled at once, one for the tail; speakers as they become known."""

    def __init__(self) -> None:
        self._tail: str | None = None
        self._open: dict[str, Segment] = {}
        self._turns: tuple[SpeechTurn, ...] = ()

    def push(self, item: Heard | Diarized) -> Iterator[Segment]:
        if isinstance(item, Diarized):
            kept = [turn for turn in self._turns if item.start - 60.0 < turn.start < item.start]
            self._turns = (*kept, *item.turns)
            for segment in list(self._open.values()):
                if (speaker := self._speaker(segment.start, segment.end)) is not None:
                    del self._open[segment.id]
                    yield _segment(segment.words, True, speaker, segment.revision + 1)
            return
        for words in _phrases(item.settled):
            found = _segment(words, True, self._speaker(words[0].start, words[-1].end), 1000)
            if found.speaker is None:
                self._open[found.id] = found
            if self._tail == found.id:
                self._tail = None
            yield found
        if item.tail:
            found = _segment(item.tail, False, None, len(item.tail))
            self._tail = found.id
            yield found
        elif self._tail is not None:
            yield Segment(self._tail, 0.0, 0.0, "", final=False)
            self._tail = None

    def finish(self) -> Iterator[Segment]:
        yield from ()

    def _speaker(self, start: float, end: float) -> str | None:
        middle = (start + end) / 2
        return next((t.speaker for t in self._turns if t.start <= middle <= t.end), None)


def _around(moment: float, repeat: float) -> Iterator[Said]:
    """The talk, said again and again, as far as it is near a moment."""
    first = max(0, int(moment // repeat) - 1)
    for n in range(first, int(moment // repeat) + 1):
        for said in WORLD.talk:
            yield Said(said.start + n * repeat, said.end + n * repeat, said.speaker, said.text)


def _phrases(words: tuple[Word, ...]) -> Iterator[tuple[Word, ...]]:
    phrase: list[Word] = []
    for word in words:
        if phrase and word.start - phrase[-1].end > 0.2:
            yield tuple(phrase)
            phrase = []
        phrase.append(word)
    if phrase:
        yield tuple(phrase)


def _segment(words: tuple[Word, ...], final: bool, speaker: str | None, revision: int) -> Segment:
    text = " ".join(word.text for word in words)
    start, end = words[0].start, words[-1].end
    name = f"u{round(start * 1000)}"
    return Segment(name, start, end, text, speaker, words, "en", False, final, revision)


LIVE: dict[str, dict[str, Any]] = {
    "asr": {"use": "tests.live:Hear", "from": "audio"},
    "speakers": {"use": "tests.live:Know", "from": "audio"},
    "segments": {"use": "tests.live:Join", "from": ["asr", "speakers"]},
    **{
        name: {**NODES[name], "from": "segments"}
        for name in ("names", "chapters", "summary", "decisions")
    },
    "action_items": {**NODES["action_items"], "from": ["segments", "names"]},
}
CONFIG: dict[str, Any] = {"models": {}, "pipelines": {"recording": NODES, "live": LIVE}}
TEXTS = [said.text for said in TALK]


def noise(seconds: float, seed: int = 0, channels: int = 1) -> bytes:
    """Sound of which no two stretches are alike."""
    made = np.random.default_rng(seed)
    shape = round(seconds * SAMPLE_RATE), channels
    return made.integers(-3000, 3000, shape, dtype=np.int16).astype("<i2").tobytes()


class Sending:
    """A client of the live socket that knows what it sent and what was acknowledged."""

    def __init__(
        self, server: Server, meeting: str, sound: bytes, after: int = 0, channels: int = 1
    ) -> None:
        self.frame = 2 * channels
        self.sound = sound
        self.meeting = meeting
        self.events: list[dict[str, Any]] = []
        self.acknowledged = -1
        self._open = server.socket(f"/api/meetings/{meeting}/live?after={after}")

    def __enter__(self) -> Self:
        self.socket: ClientConnection = self._open.__enter__()
        self.hear(lambda: self.acknowledged >= 0)
        self.first = self.acknowledged
        self.sent = self.acknowledged * self.frame
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.__exit__(kind, error, trace)

    def send(self, seconds: float, piece: int = 3200) -> None:
        """Sends that much of what has not been sent."""
        end = min(len(self.sound), self.sent + round(seconds * SAMPLE_RATE) * self.frame)
        while self.sent < end:
            upto = min(end, self.sent + piece)
            self.socket.send(self.sound[self.sent : upto])
            self.sent = upto

    def hear(self, right: Any) -> None:
        """Takes what the server says until `right()`."""
        deadline = time.monotonic() + PATIENCE
        while not right():
            assert time.monotonic() < deadline, (self.acknowledged, self.events[-5:])
            try:
                self.take(json.loads(self.socket.recv(1.0)))
            except TimeoutError:
                continue

    def take(self, told: dict[str, Any]) -> None:
        """Takes one message."""
        if told["type"] == "audio.ack":
            assert told["samples"] >= self.acknowledged
            self.acknowledged = told["samples"]
        else:
            self.events.append(told)

    def all_kept(self) -> None:
        """Waits until all that was sent is acknowledged."""
        self.hear(lambda: self.acknowledged * self.frame >= self.sent - self.frame + 1)

    def stop(self) -> None:
        """Ends the meeting."""
        self.socket.send('{"type": "stop"}')

    def of(self, kind: str) -> list[dict[str, Any]]:
        """The events of a kind."""
        return [event for event in self.events if event["type"] == kind]

    def settled(self) -> dict[str, str]:
        """The texts of settled segments whose speakers are known, by id."""
        told = [event for event in self.of("segment") if event["final"] and event["speaker"]]
        return {event["id"]: event["text"] for event in told}

    def state(self) -> str | None:
        """The state that was told last."""
        told = self.of("meeting")
        return told[-1]["state"] if told else None


def created(server: Server, **fields: Any) -> str:
    """The id of a new live meeting."""
    answer = server.client.post("/api/meetings", json={"live": True, **fields})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])
