"""Which of two channels somebody is heard in, where a recording keeps channels apart."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from assistant.speech.cells import CELL, REACH
from assistant.speech.voices import FIRST, FRAME, POOLED
from assistant.types import AudioChunk

ANY = -1
"""The channel of what may be on any."""


class Sides:
    """In which channel it is louder, from one moment to the next."""

    def __init__(self) -> None:
        self._balance = np.empty(0, np.float32)
        self._dropped = 0
        self.parted = False
        """Whether channels are kept apart at all."""

    def add(self, items: Iterable[AudioChunk]) -> None:
        """Takes the next sound."""
        balances = [self._balance]
        for item in items:
            sides = item.channels
            self.parted |= sides is not None
            if sides is None:
                balances.append(np.zeros(len(item.samples), np.float32))
            else:
                balances.append(np.square(sides[:, 0]) - np.square(sides[:, 1]))
        self._balance = np.concatenate(balances)

    def of(self, cells: NDArray[np.intp]) -> NDArray[np.intp]:
        """The channel of each cell, 0 or 1; `ANY` where channels are not kept apart."""
        if not self.parted:
            return np.full(len(cells), ANY)
        middles = FIRST + (cells * CELL + CELL // 2) * FRAME - self._dropped
        reach = REACH * POOLED
        sums = [self._balance[max(0, m - reach) : max(0, m + reach)].sum() for m in middles]
        return np.where(np.array(sums) >= 0, 0, 1)

    def forget(self, before: int) -> None:
        """Drops the sound before a sample, counted from the first one."""
        gone = min(len(self._balance), max(0, before - self._dropped))
        self._balance = self._balance[gone:].copy()
        self._dropped += gone


def apart(
    scores: NDArray[np.float32], places: NDArray[np.intp], channels: NDArray[np.intp]
) -> NDArray[np.float32]:
    """Scores of moments, rows, for voices, columns: a voice is never of another channel."""
    rows = places[:, None]
    other = (rows != ANY) & (channels != ANY) & (rows != channels)
    return np.where(other, np.float32(-1e3), scores)
