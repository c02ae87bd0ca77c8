"""Turns that settle something, told by what is said in and around them.

The weights in `heads/decisions.safetensors` were trained by `training/decisions.py` on scripts of
our own; see `docs/model-card.md`.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from importlib import resources

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assistant.language.decision_cues import Turn, cues

Floats = NDArray[np.float32]

LIKELY = 0.45
"""Chance from which a turn is taken to settle something."""
APART = 2
"""Turns within which only the likeliest one does."""


def settling(turns: Sequence[Turn]) -> list[tuple[int, float]]:
    """Indices of the turns that settle something, in time order, and their chances."""
    if not turns:
        return []
    each = chances(cues(turns), load_weights())
    return [(at, float(each[at])) for at in likeliest(each)]


def likeliest(chances: NDArray[np.floating], least: float = LIKELY) -> list[int]:
    """Indices of chances from `least` on, the highest of those that are within APART."""
    found: list[int] = []
    for at in np.argsort(-chances, kind="stable"):
        if chances[at] >= least and all(abs(at - other) > APART for other in found):
            found.append(int(at))
    return sorted(found)


def chances(cues: ArrayLike, weights: Floats) -> NDArray[np.float64]:
    """The chance of each turn, from rows of cues and the weights with the bias last."""
    rows = np.asarray(cues, dtype=np.float64)
    likely: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-(rows @ weights[:-1] + weights[-1])))
    return likely


@functools.cache
def load_weights() -> Floats:
    """Weights of the head, shape (len(CUES) + 1,), the bias last."""
    from safetensors.numpy import load  # noqa: PLC0415

    folder = resources.files("assistant.language")
    weights: Floats = load(folder.joinpath("heads/decisions.safetensors").read_bytes())["weights"]
    return weights
