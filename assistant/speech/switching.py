"""Where the language changes within a stretch of speech: code-switching between sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

import numpy as np

from assistant.speech.languages import SURE
from assistant.speech.recogniser import Recogniser
from assistant.speech.timing import STEP, sounding
from assistant.types import SAMPLE_RATE, Samples, SpeechRegion

PAUSE = 0.25
"""Seconds without sound at which the language may change."""
LEAST = 1.5
"""Seconds of the shortest span whose language is asked for."""
LISTEN = 4.0
"""Seconds at the beginning of a span that tell its language."""
ENOUGH = 5.0
"""Seconds of speech that tell a language nobody expected."""
SPARE = 0.5
"""Seconds of padding: for telling a language as good as the usual ones, at half their cost."""


@dataclass(frozen=True, slots=True)
class Span:
    """Samples `start` to `end` of a region, and how probable each language is there."""

    start: int
    end: int
    chances: Mapping[str, float]


def spans(samples: Samples, model: Recogniser) -> list[Span]:
    """A region, cut at its pauses; the spans lie end to end."""
    bounds = [*_cuts(samples), len(samples)]
    starts = [0, *bounds[:-1]]
    longest = int(LISTEN * SAMPLE_RATE)
    heard = [samples[a : min(b, a + longest)] for a, b in zip(starts, bounds, strict=True)]
    chances = model.languages_of(model.encode(heard, SPARE))
    return [Span(*span) for span in zip(starts, bounds, chances, strict=True)]


class Languages:
    """The languages of a meeting: its main one first, others as they are heard.

    Between those `expected`, speakers may change at any pause, as soon as a span is surely in
    another one; any other language must be that of `ENOUGH` seconds on end.
    """

    def __init__(self, main: str, expected: Sequence[str]) -> None:
        self.known = [main]
        self.expected = tuple(expected)

    def parts(
        self, region: SpeechRegion, cut: Sequence[Span]
    ) -> Iterator[tuple[SpeechRegion, str]]:
        """The parts of a region that are in one language each, and their languages.

        Where a span does not tell its language surely, the likeliest known one is taken.
        """
        self._learn(cut)
        named = ((self._of(span), span) for span in cut)
        for language, group in groupby(named, key=lambda pair: pair[0]):
            same = [span for _, span in group]
            yield _part(region, same[0].start, same[-1].end), language

    def _learn(self, cut: Sequence[Span]) -> None:
        language, share = likeliest(cut)
        if share >= SURE and cut[-1].end >= ENOUGH * SAMPLE_RATE:
            self._know(language)
        for span in cut:
            told = {code: span.chances.get(code, 0.0) for code in (*self.known, *self.expected)}
            sure = max(told, key=told.__getitem__)
            if told[sure] >= SURE * sum(told.values()):
                self._know(sure)

    def _know(self, language: str) -> None:
        if language not in self.known:
            self.known.append(language)

    def _of(self, span: Span) -> str:
        return max(self.known, key=lambda code: span.chances.get(code, 0.0))


def likeliest(cut: Sequence[Span]) -> tuple[str, float]:
    """The language most of the sound is in, and its mean probability over all of it."""
    total: dict[str, float] = {}
    for span in cut:
        for code, chance in span.chances.items():
            total[code] = total.get(code, 0.0) + chance * (span.end - span.start)
    language = max(total, key=total.__getitem__)
    return language, total[language] / sum(span.end - span.start for span in cut)


def _part(region: SpeechRegion, start: int, end: int) -> SpeechRegion:
    return replace(
        region,
        start=region.start + start / SAMPLE_RATE,
        end=region.start + end / SAMPLE_RATE,
        samples=region.samples[start:end],
    )


def _cuts(samples: Samples) -> list[int]:
    """The middles of pauses, as samples, so that every span has `LEAST` seconds of sound."""
    sound = sounding(samples)
    total = np.concatenate([[0], np.cumsum(sound)]) * STEP
    loud = np.flatnonzero(sound)
    found: list[int] = []
    last = 0
    for before, after in pairwise(loud):
        middle = int(before + after + 1) // 2
        pause = (after - before - 1) * STEP >= PAUSE
        if pause and min(total[middle] - total[last], total[-1] - total[middle]) >= LEAST:
            found.append(int(middle * STEP * SAMPLE_RATE))
            last = middle
    return found
