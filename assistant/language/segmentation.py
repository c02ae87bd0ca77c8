"""Where a talk is cut into chapters: what a small network makes of each place, and the best whole.

The weights in `heads/boundary.safetensors` were trained by `training/boundaries.py` on the
training meetings of QMSum (Zhong et al. 2021, MIT licence), those of what is said of the agenda by
`training/agenda.py` on scripts of our own; see `docs/model-card.md`.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.language.agenda import SHIFT, Cues, agenda_cues
from assistant.language.boundaries import Numbers, features, places
from assistant.language.sentences import Sentence, Vectors
from assistant.language.shipped import shipped

ENCODED, WORDS = "encoded", "words"
"""The heads."""
AGENDA_WEIGHTS = "agenda.weights"
USUAL = 4.4
"""Chapters of a meeting of `USUAL_LENGTH` seconds at granularity general."""
USUAL_LENGTH = 1000.0
GROWTH = 0.2
"""Power of its length by which a meeting has more chapters: people tell long ones in few parts."""
DENSITY: Mapping[str, float] = {"coarse": 0.55, "general": 1.0, "fine": 2.2}
"""How many times as many chapters each granularity asks for."""
COST, COST_GROWTH = 2.0, 0.6
"""What a boundary must gain in a meeting of `USUAL_LENGTH`, and how much more in one e times as
long, which has more places to be wrong at."""
FINER = 0.6
"""How much less, where chapters an e-th part as long as usual are asked for."""
AROUND, CROWDED = 2.0, 60.0
"""How much it counts, beside the place itself, that there is a change somewhere around it, where a
chapter has so many places; less where it has fewer."""
AROUND_COST = 0.5
"""What each such share costs."""
SPREAD = 3.4
"""Places for each true boundary that training told to be some of one."""
AGENDA = 16.0
"""Places a chapter up to which what is said of the agenda counts in full. Talk of more places to a
chapter is no meeting that somebody leads through its points in so many words."""
LED = 0.3
"""How much "let's move on" counts at least."""
UNEVEN = 0.3
"""Cost of a chapter whose length is e times the expected one, or the e-th part of it."""


@dataclass(frozen=True, slots=True)
class BoundaryHead:
    """A network of one hidden layer over `boundaries.features`."""

    mean: Numbers
    scale: Numbers
    hidden: Numbers
    hidden_bias: Numbers
    out: Numbers
    out_bias: Numbers

    def evidence(self, numbers: Numbers) -> Numbers:
        """Log odds of a boundary at each place over those of any place, shape (p,)."""
        inside = np.tanh((numbers - self.mean) / self.scale @ self.hidden + self.hidden_bias)
        evidence: Numbers = (inside @ self.out + self.out_bias)[:, 0]
        return evidence


@functools.cache
def load_head(encoded: bool) -> BoundaryHead:
    """The weights that come with the program: of the head that goes by what sentences mean as an
    encoder has it, or of the one that goes by words alone."""
    kind = f"{ENCODED if encoded else WORDS}."
    return BoundaryHead(
        **{
            key.removeprefix(kind): table
            for key, table in shipped("heads/boundary").items()
            if key.startswith(kind)
        }
    )


def load_agenda() -> Numbers:
    """The weights of `agenda.agenda_cues` that come with the program, and last the constant."""
    return shipped("heads/boundary")[AGENDA_WEIGHTS]


def expected_length(seconds: float, granularity: str) -> float:
    """How many seconds a chapter has in a meeting of that length."""
    count: float = USUAL * (seconds / USUAL_LENGTH) ** GROWTH * DENSITY[granularity]
    return max(seconds, 1.0) / max(count, 1.0)


def cost(seconds: float, length: float) -> float:
    """What a boundary must be worth in a meeting of `seconds`, where chapters of `length` seconds
    are asked for."""
    finer = max(1.0, expected_length(seconds, "general") / length)
    grown = COST_GROWTH * math.log(max(seconds, 60.0) / USUAL_LENGTH)
    return COST + grown - FINER * math.log(finer)


def gains(evidence: Numbers, seconds: float, length: float) -> NDArray[np.float64]:
    """What a boundary at each place gains, shape (p,), where `evidence` is that of the head.

    A boundary half a chapter off is still half right: counted is therefore also how likely the
    windows of half a chapter that a place lies in are to have a boundary at all, which is what
    Pk asks (Beeferman et al. 1999).
    """
    size = len(evidence)
    usual = math.log(max(seconds / length - 1.0, 0.1) / size)
    chance = 1.0 / (1.0 + np.exp(-np.clip(evidence + usual, -30.0, 30.0))) / SPREAD
    window = max(1, round(size * length / seconds / 2))
    none = np.concatenate([[0.0], np.cumsum(np.log1p(-chance))])
    first = np.arange(1 - window, size)
    some = 1.0 - np.exp(none[np.clip(first + window, 0, size)] - none[np.clip(first, 0, size)])
    summed = np.concatenate([[0.0], np.cumsum(some)])
    around = (summed[window:][:size] - summed[:size]) / window
    odds = np.log(around + 1e-4) - np.log(1.0 - around + 1e-4)
    share = AROUND * min(1.0, 2 * window / CROWDED)
    found: NDArray[np.float64] = evidence + share * (odds + AROUND_COST) - cost(seconds, length)
    return found


def announced(sentences: Sequence[Sentence], crowd: float) -> NDArray[np.float64]:
    """What each sentence gains as an opening by what it says of the agenda, shape (n,).

    `crowd` is how many places a chapter has.
    """
    weights = load_agenda()
    return told(agenda_cues(sentences), weights, crowd)


def told(cues: Cues, weights: NDArray[np.floating], crowd: float) -> NDArray[np.float64]:
    """The same of `agenda.agenda_cues`, with the weights of each and of having none at all."""
    counted = np.full(len(weights), min(1.0, AGENDA / crowd))
    counted[SHIFT] = max(counted[SHIFT], LED)
    gained: NDArray[np.float64] = cues @ (weights * counted)[:-1] + (weights * counted)[-1]
    return gained


def segment(
    sentences: Sequence[Sentence],
    vectors: Vectors,
    length: float,
    shortest: float,
    encoded: bool = True,
) -> list[int]:
    """The sentences that open a chapter, but for the first, in order.

    `encoded` says that the vectors are an encoder's and not counts of characters.
    `length` is how many seconds a chapter is expected to have, `shortest` the least.
    """
    at = places(sentences)
    if not len(at):
        return []
    begin, end = sentences[0].start, sentences[-1].end
    evidence = load_head(encoded).evidence(features(sentences, vectors, length))
    starts = np.array([sentences[i].start for i in at]) - begin
    crowd = len(at) * length / (end - begin)
    worth = gains(evidence, end - begin, length) + announced(sentences, crowd)[at]
    found = decode(worth, starts, end - begin, length, shortest)
    return [int(at[i]) for i in found]


def decode(
    gains: NDArray[np.floating],
    starts: NDArray[np.float64],
    end: float,
    length: float,
    least: float,
) -> list[int]:
    """The places that together gain most, in order, by dynamic programming.

    Chapters cost by how far their lengths are from `length`, and none is shorter than `least`.
    `starts` are seconds from the beginning.
    """
    at = np.concatenate([[0.0], starts, [max(end, float(starts[-1]) if len(starts) else 0.0)]])
    worth = np.concatenate([[0.0], gains, [0.0]])
    best = np.full(len(at), -np.inf)
    back = np.zeros(len(at), dtype=np.intp)
    best[0] = 0.0
    for here in range(1, len(at)):
        lengths = at[here] - at[:here]
        prior = -UNEVEN * np.log(np.maximum(lengths, 1.0) / length) ** 2
        totals = np.where(lengths >= least, best[:here] + prior, -np.inf)
        back[here] = int(np.argmax(totals))
        best[here] = totals[back[here]] + worth[here]
    chosen: list[int] = []
    here = int(back[-1]) if math.isfinite(best[-1]) else 0
    while here:
        chosen.append(here - 1)
        here = int(back[here])
    return chosen[::-1]
