"""Sound as it comes, and the phrase that is being spoken in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from assistant.speech.vad import FRAME, HYSTERESIS, Network
from assistant.types import SAMPLE_RATE, AudioChunk, Samples

BLOCK = 4 * FRAME
"""Samples a step, 0.13 s: fixed, so that results do not depend on how audio is cut."""
PAD = int(0.3 * SAMPLE_RATE)
"""Samples before the first voiced frame that belong to a phrase."""


class Ear:
    """Holds the sound of one phrase and nothing older. All positions are samples of the meeting.

    Args:
        session: the voice activity network's.
        threshold: probability at which speech begins.
    """

    def __init__(self, session: Any, threshold: float = 0.5) -> None:
        self._network = Network(session)
        self._threshold = threshold
        self._samples: Samples = np.zeros(0, np.float32)
        self._offset = 0
        self._barrier: int | None = None
        self.now = 0
        """How far was heard."""
        self.start: int | None = None
        """Where the phrase begins; None while nobody speaks."""
        self.onset = 0
        """The phrase's first voiced frame."""
        self.voiced = 0
        """The end of the newest voiced frame."""
        self.frames = 0
        """How many frames of the phrase are voiced."""

    @property
    def silence(self) -> float:
        """Seconds since the newest voiced frame."""
        return (self.now - self.voiced) / SAMPLE_RATE

    @property
    def seconds(self) -> float:
        """How long the phrase is by now."""
        return 0.0 if self.start is None else (self.now - self.start) / SAMPLE_RATE

    def hear(self, chunk: AudioChunk) -> Iterator[None]:
        """Takes the next sound; stops after each step for whoever looks at it."""
        if self._barrier is None:
            self._offset = self.now = self._barrier = chunk.offset
        self._samples = np.concatenate([self._samples, chunk.samples])
        while self._offset + len(self._samples) - self.now >= BLOCK:
            self._step(BLOCK)
            yield

    def rest(self) -> None:
        """Hears what is too short for a step; nothing comes after it."""
        left = self._offset + len(self._samples) - self.now
        if left:
            self._samples = np.pad(self._samples, (0, -left % FRAME))
            self._step(left + -left % FRAME)

    def phrase(self) -> Samples:
        """The sound from the phrase's beginning up to now."""
        assert self.start is not None
        return self._samples[self.start - self._offset : self.now - self._offset]

    def cut(self, position: int) -> None:
        """Lets the phrase begin later."""
        self.start = self._barrier = position
        self._forget()

    def close(self) -> None:
        """Ends the phrase."""
        self._barrier, self.start, self.frames = self.now, None, 0
        self._forget()

    def _step(self, size: int) -> None:
        first = self.now - self._offset
        for probability in self._network(self._samples[first : first + size]):
            self.now += FRAME
            bar = self._threshold - (HYSTERESIS if self.voiced == self.now - FRAME else 0.0)
            if probability >= bar:
                self._voice()
        if self.start is None:
            self._forget()

    def _voice(self) -> None:
        if self.start is None:
            assert self._barrier is not None
            self.onset = self.now - FRAME
            self.start = max(self.onset - PAD, self._barrier, self._offset)
        self.frames += 1
        self.voiced = self.now

    def _forget(self) -> None:
        keep = self.now - PAD if self.start is None else self.start
        if keep > self._offset:
            self._samples = self._samples[keep - self._offset :].copy()
            self._offset = keep
