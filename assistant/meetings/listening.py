"""The sound half of the live pipeline at work on one meeting: what is heard is told at once."""

from __future__ import annotations

import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.engine import LocalEngine
from assistant.graph import SOUND, SOURCE, Graph
from assistant.meetings.capture import Capture
from assistant.meetings.files import drive
from assistant.meetings.recorder import Recorder
from assistant.meetings.runs import Stop
from assistant.runner import Event, Output, Passed, Progress, caught
from assistant.types import SAMPLE_RATE, AudioChunk, Meeting, Segment, Voices

PIPELINE = "live"
SHORT, LONG = SAMPLE_RATE // 10, SAMPLE_RATE
"""Samples of a chunk where somebody speaks now, and of one where there is much to catch up."""
AHEAD = 32
"""Chunks that may wait for a stage, so that words need not wait for who says them."""
LOOKED = 0.5
"""Seconds after which it is looked whether the work is still wanted."""


def halves(graph: Graph) -> tuple[Graph, Graph]:
    """The part of a live graph that hears, and the part that reads the segments it gives."""
    sound = graph.until(Recorder.givers(graph))
    return sound, graph.after({node.name for node in sound.nodes})


def load_voices(path: Path) -> Voices | None:
    """The voices that were kept last, None where there are none."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
            sizes = tuple(int(size) for size in kept["sizes"])
            return Voices(tuple(map(str, kept["names"])), kept["sums"], sizes)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None


def save_voices(path: Path, voices: Voices) -> None:
    """Keeps voices whole or not at all."""
    partial = path.with_suffix(".partial")
    with partial.open("wb") as file:
        np.savez(file, names=np.array(voices.names, str), sums=voices.sums, sizes=voices.sizes)
    partial.replace(path)


class Listening:
    """A session over a meeting's sound from a sample on, until `finish` or `cancel`.

    It reads the sound behind who writes it, in threads of its own. What ended it early is in
    `error` once it has `ended`.

    Args:
        begin: the sample that comes first.
        voices: the file in which the voices are kept, for who listens on after this one.
        put: takes each segment, with the name of the node that gave it.

    Raises GraphError: there is no live pipeline.
    """

    def __init__(
        self,
        engine: LocalEngine,
        meeting: Meeting,
        capture: Capture,
        begin: int,
        voices: Path,
        put: Callable[[Segment, str], None],
    ) -> None:
        self._engine = engine
        self._meeting = meeting
        self._graph, _ = halves(engine.graph(PIPELINE))
        ears = [node.name for node in self._graph.nodes if node.accepts & SOUND]
        self._heard = dict.fromkeys(ears, begin / SAMPLE_RATE)
        self._capture = capture
        self._begin = begin
        self._voices = voices
        self._put = put
        self._until: int | None = None
        self._stop = Stop()
        self.error: BaseException | None = None
        self._thread = threading.Thread(target=self._work, name="listening", daemon=True)
        self._thread.start()

    @property
    def heard(self) -> float:
        """Seconds of the meeting that every stage has heard."""
        return min(self._heard.values())

    @property
    def ended(self) -> bool:
        """Whether nothing more will come of it."""
        return not self._thread.is_alive()

    def finish(self, upto: int) -> None:
        """Listens to what there is up to that sample, then ends."""
        self._until = min(upto, self._capture.samples)
        self._capture.wake()

    def cancel(self) -> None:
        """Ends at once."""
        self._until = 0
        self._stop.now("the meeting is not listened to any more")
        self._capture.wake()

    def join(self, seconds: float | None = None) -> bool:
        """Waits until it has ended, so long at most; says whether it has."""
        self._thread.join(seconds)
        return self.ended

    def _work(self) -> None:
        self.error = caught(self._listen)

    def _listen(self) -> None:
        with self._engine.open(self._meeting, self._graph, AHEAD) as session:
            self._stop.watch(session)
            for event in drive(session, self._sound()):
                self._take(event)

    def _sound(self) -> Iterator[tuple[str, Voices | AudioChunk]]:
        if (known := load_voices(self._voices)) is not None:
            yield SOURCE, known
        offset = self._begin
        while (end := self._end(offset)) is not None:
            if end - offset >= SHORT or end == self._until:
                pcm = self._capture.read(offset, min(LONG, end - offset))
                yield SOURCE, as_chunk(pcm, offset, self._capture)
                offset += len(pcm)

    def _end(self, offset: int) -> int | None:
        """Up to where there is sound to hear; None once all that is wanted has been heard."""
        if self._until is None:
            self._stop.check()
            self._capture.wait(offset + SHORT - 1, LOOKED)
        until = self._until
        if until is None:
            return self._capture.samples
        return until if offset < until else None

    def _take(self, event: Event) -> None:
        match event:
            case Output(stage, Segment() as segment):
                self._put(segment, stage)
            case Passed(_, Voices() as voices):
                save_voices(self._voices, voices)
            case Progress(stage, position) if stage in self._heard:
                self._heard[stage] = max(self._heard[stage], position)


def as_chunk(pcm: NDArray[np.int16], offset: int, capture: Capture) -> AudioChunk:
    """Samples of shape (n, channels) as the stages take them.

    How much waits behind them is asked when they are heard: they may have waited themselves.
    """
    sound = pcm.astype(np.float32) / 32768.0
    end = offset + len(pcm)

    def behind() -> float:
        return (capture.samples - end) / SAMPLE_RATE

    if sound.shape[1] == 1:
        return AudioChunk(sound[:, 0], offset, behind)
    return AudioChunk(sound.mean(axis=1), offset, behind, sound)
