"""Where words lie against the sound they were heard in. Pure functions.

Cross attention places a word's beginning well, but lets words stretch over pauses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from assistant.types import SAMPLE_RATE, Samples, Word

STEP = 0.02
"""Seconds a loudness frame."""
LONGEST_WORD = 1.2
"""Seconds; what lies further from both ends of a word is not part of it."""
SHORTEST_WORD = 0.06


@dataclass(frozen=True, slots=True)
class Hole:
    """A stretch without words, and how many words come before it."""

    start: float
    end: float
    before: int


def sounding(samples: Samples) -> NDArray[np.bool_]:
    """Frames of `STEP` seconds that are louder than the background, shape (frames,).

    The bar lies a third of the way, in decibels, from the quiet tenth to the loud tenth.
    """
    size = int(STEP * SAMPLE_RATE)
    frames = samples[: len(samples) // size * size].reshape(-1, size)
    if not len(frames):
        return np.zeros(0, np.bool_)
    level = 10 * np.log10(np.mean(frames**2, axis=1) + 1e-10)
    quiet, loud = np.percentile(level, [10, 90])
    result: NDArray[np.bool_] = level > quiet + (loud - quiet) / 3
    return result


def tightened(words: Sequence[Word], sound: NDArray[np.bool_]) -> list[Word]:
    """Takes the pauses off both ends of each word; order and count stay."""
    return [_tightened(word, sound) for word in words]


def _tightened(word: Word, sound: NDArray[np.bool_]) -> Word:
    first, last = int(word.start / STEP), int(np.ceil(word.end / STEP))
    loud = np.flatnonzero(sound[first:last])
    start, end = word.start, word.end
    if len(loud):
        start = max(start, (first + int(loud[0])) * STEP)
        end = min(end, (first + int(loud[-1]) + 1) * STEP)
    if end - start > LONGEST_WORD:
        end = start + LONGEST_WORD
    return replace(word, start=start, end=max(end, start + SHORTEST_WORD))


def silent(words: Sequence[Word], sound: NDArray[np.bool_]) -> list[bool]:
    """Says of each word whether nothing sounds where it is."""
    return [
        not sound[int(word.start / STEP) : max(int(np.ceil(word.end / STEP)), 1)].any()
        for word in words
    ]


def holes(words: Sequence[Word], sound: NDArray[np.bool_], least: float) -> list[Hole]:
    """Stretches between words (and before, and after) with over `least` seconds of sound."""
    length = len(sound) * STEP
    ends = [0.0, *(word.end for word in words)]
    starts = [*(word.start for word in words), length]
    return [
        Hole(start, end, before)
        for before, (start, end) in enumerate(zip(ends, starts, strict=True))
        if sound[int(start / STEP) : int(end / STEP)].sum() * STEP > least
    ]


def in_order(words: Sequence[Word]) -> list[Word]:
    """Moves beginnings so that no word begins before the one ahead of it."""
    ordered = list(words)
    for index, (before, word) in enumerate(pairwise(ordered), 1):
        del before
        start = max(word.start, ordered[index - 1].start)
        ordered[index] = replace(word, start=start, end=max(word.end, start))
    return ordered
