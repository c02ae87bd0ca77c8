"""Scores of where a meeting is cut: a boundary is the number of turns that come before it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from assistant.evaluation.speech import Scores

TOLERANCE = 5
"""Turns that a boundary may be early or late."""


def segmentation_scores(truth: Sequence[int], found: Sequence[int], turns: int) -> Scores:
    """Pk, WindowDiff and boundary F1 of `found`, and those of cutting into equal parts.

    `equal_*` cuts into as many parts as the truth has, `equal_found_*` into as many as were
    found. F1 forgives `TOLERANCE` turns. None where a meeting is too short to tell.
    """
    rivals = {
        "": found,
        "equal_": equal_parts(turns, len(truth) + 1),
        "equal_found_": equal_parts(turns, len(found) + 1),
    }
    measures: dict[str, Callable[[Sequence[int]], float | None]] = {
        "pk": lambda cut: pk(truth, cut, turns),
        "windowdiff": lambda cut: window_diff(truth, cut, turns),
        "boundary_f1": lambda cut: boundary_f1(truth, cut, TOLERANCE),
    }
    return {
        prefix + name: measure(cut)
        for prefix, cut in rivals.items()
        for name, measure in measures.items()
    }


def cuts(firsts: Iterable[str], segments: Sequence[str]) -> tuple[int, ...]:
    """Where chapters that begin with the segments `firsts` cut `segments`, both given by id."""
    places = {segment: place for place, segment in enumerate(segments)}
    return tuple(sorted({places[first] for first in firsts} - {0}))


def pk(truth: Sequence[float], found: Sequence[float], turns: int) -> float | None:
    """How often two turns half a chapter apart are wrongly told to be together or apart.

    Beeferman et al. 1999; half a chapter is half the mean length of the true ones, at least a
    turn. Lower is better.
    """
    counts = _counts_within(truth, found, turns)
    return None if counts is None else float(np.mean((counts[0] > 0) != (counts[1] > 0)))


def window_diff(truth: Sequence[float], found: Sequence[float], turns: int) -> float | None:
    """How often the number of boundaries in half a chapter is wrong.

    Pevzner and Hearst 2002, with the same window as `pk`. Lower is better.
    """
    counts = _counts_within(truth, found, turns)
    return None if counts is None else float(np.mean(counts[0] != counts[1]))


def boundary_f1(truth: Sequence[float], found: Sequence[float], tolerance: float) -> float:
    """F1 of boundaries at most `tolerance` off, one to one; none where none is true is 1."""
    if not truth and not found:
        return 1.0
    return 2 * matched(truth, found, tolerance) / (len(truth) + len(found))


def matched(truth: Sequence[float], found: Sequence[float], tolerance: float) -> int:
    """How many true boundaries have a found one of their own within `tolerance`."""
    hits, rest = 0, sorted(found)
    for boundary in sorted(truth):
        near = [one for one in rest if abs(one - boundary) <= tolerance]
        if near:
            hits += 1
            rest = [one for one in rest if one > near[0]]
    return hits


def equal_parts(turns: int, parts: int) -> tuple[int, ...]:
    """The boundaries of `turns` cut into `parts` of the same length."""
    return tuple(sorted({round(turns * part / parts) for part in range(1, parts)} - {0, turns}))


def _counts_within(
    truth: Sequence[float], found: Sequence[float], turns: int
) -> tuple[Any, Any] | None:
    """Boundaries between each turn and the one half a chapter later, true and found."""
    window = max(1, round(turns / (len(set(truth)) + 1) / 2))
    if turns <= window:
        return None

    def counts(boundaries: Sequence[float]) -> Any:
        chapter = np.searchsorted(sorted(set(boundaries)), np.arange(turns), side="right")
        return chapter[window:] - chapter[:-window]

    return counts(truth), counts(found)
