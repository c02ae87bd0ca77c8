"""The latest sound of a recording, dropped once nobody needs it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assistant.speech.sides import Sides
from assistant.types import AudioChunk, Samples


class Sound:
    """Takes sound as it comes. Samples are counted from the first one of all."""

    def __init__(self) -> None:
        self.origin: int | None = None
        """Where in the meeting the first sample lies; None while there is none."""
        self.received = 0
        """How many samples have come."""
        self.samples: Samples = np.empty(0, np.float32)
        """What is held."""
        self._sides = Sides()
        self._waiting: list[AudioChunk] = []
        self._dropped = 0

    def add(self, chunk: AudioChunk) -> None:
        """Takes what comes next."""
        if self.origin is None:
            self.origin = chunk.offset
        self._waiting.append(chunk)
        self.received += len(chunk.samples)

    def cut(self, start: int, end: int) -> Samples:
        """The samples from `start` to `end`, zeros where there are none."""
        self._join()
        piece = self.samples[max(0, start - self._dropped) : max(0, end - self._dropped)]
        before = max(0, self._dropped - start)
        return np.pad(piece, (before, end - start - before - len(piece)))

    def sides(self, cells: NDArray[np.intp]) -> NDArray[np.intp]:
        """The channel of each cell; see `Sides.of`."""
        self._join()
        return self._sides.of(cells)

    def forget(self, before: int) -> None:
        """Drops what lies before a sample."""
        self._join()
        gone = min(len(self.samples), max(0, before - self._dropped))
        self.samples = self.samples[gone:].copy()
        self._dropped += gone
        self._sides.forget(self._dropped)

    def _join(self) -> None:
        if self._waiting:
            self._sides.add(self._waiting)
            parts = (chunk.samples for chunk in self._waiting)
            self.samples = np.concatenate([self.samples, *parts])
            self._waiting = []
