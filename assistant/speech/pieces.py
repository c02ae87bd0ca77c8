"""Cuts a stream of speech probabilities into pieces that a recogniser takes whole.

Pure: no audio, no weights. Everything is counted in frames.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

LONG_PAUSE = 16
"""Frames (0.5 s) from which a pause is as good as any to cut at."""
SMOOTHING = 5
"""Frames averaged before the weakest moment of unbroken speech is looked for."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What shapes the pieces.

    Speech starts where the probability reaches `threshold` and lasts while it stays above
    `low`. All else is in frames: a pause of `pause` ends a burst, a burst under `speech` is
    no speech, a pause of `gap` ends a piece, no piece with its padding is longer than
    `longest`, and `pad` is left on either side where there is room.
    """

    threshold: float
    low: float
    pause: int
    speech: int
    gap: int
    longest: int
    pad: int


@dataclass(frozen=True, slots=True)
class Span:
    """Frames `start` (inclusive) to `end` (exclusive)."""

    start: int
    end: int


class Pieces:
    """Probabilities in, pieces out. Pieces are in order and never overlap."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.frame = 0
        self.bursts: list[Span] = []
        self.onset: int | None = None
        self.voiced = 0
        self.emitted = 0
        self.probabilities: list[float] = []

    @property
    def needed(self) -> int:
        """The earliest frame that a later piece may still hold."""
        first = self._first()
        return max(self.emitted, (self.frame if first is None else first) - self.limits.pad)

    def feed(self, probability: float) -> Iterator[Span]:
        """Takes the next frame."""
        now = self.frame
        self.frame += 1
        spoken = self.limits.threshold if self.onset is None else self.limits.low
        if probability >= spoken:
            self.onset = now if self.onset is None else self.onset
            self.voiced = self.frame
        elif self.onset is not None and self.frame - self.voiced >= self.limits.pause:
            self._close_burst()
        first = self._first()
        if first is None:
            self.probabilities.clear()
            return
        self.probabilities.append(probability)
        if self.onset is None and self.frame - self.bursts[-1].end >= self.limits.gap:
            yield self._emit(len(self.bursts), self.frame)
        elif self.voiced - first >= self.limits.longest - 2 * self.limits.pad:
            yield self._cut(first)

    def rest(self) -> Iterator[Span]:
        """Gives what is open."""
        if self.onset is not None:
            self._close_burst()
        if self.bursts:
            yield self._emit(len(self.bursts), self.frame + 2 * self.limits.pad)

    def _first(self) -> int | None:
        return self.bursts[0].start if self.bursts else self.onset

    def _close_burst(self) -> None:
        assert self.onset is not None
        if self.voiced - self.onset >= self.limits.speech:
            self.bursts.append(Span(self.onset, self.voiced))
        self.onset = None

    def _cut(self, first: int) -> Span:
        """Ends the piece at a pause, the later and the longer the better.

        Long pieces give the recogniser context. Unbroken speech is cut where it is weakest.
        """
        starts = [burst.start for burst in self.bursts[1:]]
        if self.onset is not None:
            starts.append(self.onset)
        length = self.frame - first
        pauses = [
            ((burst.end - first) / length + min((start - burst.end) / LONG_PAUSE, 1) / 2, number)
            for number, (burst, start) in enumerate(zip(self.bursts, starts, strict=False), 1)
        ]
        if pauses:
            number = max(pauses)[1]
            return self._emit(number, starts[number - 1])
        middle = first + length // 2
        weakest = middle + self._weakest(self.probabilities[middle - self.frame :])
        self.bursts = [Span(first, weakest)]
        self.onset = weakest
        return self._emit(1, weakest)

    @staticmethod
    def _weakest(probabilities: list[float]) -> int:
        last = max(1, len(probabilities) - SMOOTHING)
        sums = [sum(probabilities[start : start + SMOOTHING]) for start in range(last)]
        return sums.index(min(sums)) + SMOOTHING // 2

    def _emit(self, count: int, following: int) -> Span:
        """The first `count` bursts as a piece; speech goes on at `following`."""
        start, end = self.bursts[0].start, self.bursts[count - 1].end
        del self.bursts[:count]
        before = min(self.limits.pad, start - self.emitted)
        after = min(self.limits.pad, (following - end) // 2)
        self.emitted = end + after
        first = self._first()
        if first is None:
            self.probabilities.clear()
        else:
            del self.probabilities[: first - self.frame]
        return Span(start - before, end + after)
