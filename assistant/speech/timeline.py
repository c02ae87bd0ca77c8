"""Frames of who is active, stitched from windows and turned into turns."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Active = NDArray[np.bool_]
"""Who is active in each frame, shape (frames, speakers)."""


class OverlapAdd:
    """Values of overlapping windows, averaged with more weight in the middle of a window.

    `push` takes windows (frames, channels) that start `step` frames after one another and
    gives the frames that no later window will touch.
    """

    def __init__(self, step: int) -> None:
        self._step = step
        self._sum: NDArray[np.float32] | None = None
        self._weight = np.empty((0, 1), np.float32)

    def push(self, window: NDArray[np.float32]) -> NDArray[np.float32]:
        """Adds a window, gives the next `step` frames."""
        taper = (np.hamming(len(window))[:, None] + 1e-3).astype(np.float32)
        if self._sum is None:
            self._sum = np.zeros_like(window)
            self._weight = np.zeros_like(taper)
        self._sum += taper * window
        self._weight += taper
        done = (self._sum / self._weight)[: self._step]
        self._sum = _shifted(self._sum, self._step)
        self._weight = _shifted(self._weight, self._step)
        return np.asarray(done, np.float32)

    def ahead(self) -> NDArray[np.float32]:
        """The frames after those given so far, as they stand."""
        if self._sum is None:
            return np.empty((0, 1), np.float32)
        known = self._weight[:, 0] > 0
        return np.asarray(self._sum[known] / self._weight[known], np.float32)


def _shifted(values: NDArray[np.float32], step: int) -> NDArray[np.float32]:
    result = np.zeros_like(values)
    result[: len(values) - step] = values[step:]
    return result


def runs(active: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """First frame and the frame after the last one of each stretch of True."""
    edges = np.flatnonzero(np.diff(active.astype(np.int8), prepend=0, append=0))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def bridged(active: Active, pause: int) -> Active:
    """Fills pauses of at most `pause` frames within one speaker's speech.

    A pause in which somebody else speaks stays: it may be an answer.
    """
    result = active.copy()
    silent = active.sum(axis=1) == 0
    for speaker in range(active.shape[1]):
        stretches = runs(active[:, speaker])
        for (_, end), (start, _) in pairwise(stretches):
            if start - end <= pause and silent[end:start].all():
                result[end:start, speaker] = True
    return result


def viterbi(scores: NDArray[np.floating], cost: NDArray[np.floating]) -> NDArray[np.intp]:
    """The best sequence of states where changing state before item i costs `cost[i]`.

    `scores` has shape (items, states), as log-likelihoods; the result has shape (items,).
    """
    items, states = scores.shape
    came_from = np.empty((items, states), np.int32)
    stay = np.arange(states)
    best = np.zeros(states)
    for i in range(items):
        leader = int(best.argmax())
        changed = best[leader] - cost[i]
        came_from[i] = np.where(best >= changed, stay, leader)
        best = np.maximum(best, changed) + scores[i]
    path = np.empty(items, np.intp)
    state = int(best.argmax())
    for i in range(items - 1, -1, -1):
        path[i] = state
        state = came_from[i, state]
    return path
