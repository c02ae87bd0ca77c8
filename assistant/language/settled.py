"""Turns that settle something, told by what is said in and around them.

The weights in `heads/decisions.safetensors` were trained by `training/decisions.py` on scripts of
our own; see `docs/model-card.md`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assistant.language.decision_cues import Turn, cues
from assistant.language.shipped import shipped

Floats = NDArray[np.float32]

LIKELY = 0.45
"""Chance from which a turn is taken to settle something."""
APART = 2
"""Turns within which only the likeliest one does."""
_PUT_OFF = re.compile(r"\b(?:let's|we(?:'ll| can)) (?:decide|discuss|talk)\b", re.IGNORECASE)


def puts_off(said: str) -> bool:
    """Whether nothing is decided but when to decide (English)."""
    return bool(_PUT_OFF.search(said))


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


def load_weights() -> Floats:
    """Weights of the head, shape (len(CUES) + 1,), the bias last."""
    return shipped("heads/decisions")["weights"]
