"""Where a talk is cut into chapters: what a small network makes of each place, and the best whole.

The weights in `heads/boundary.safetensors` were trained by `training/boundaries.py` on the
training meetings of QMSum (Zhong et al. 2021, MIT licence); see `docs/model-card.md`.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from assistant.language.boundaries import CUE_SENTENCES, Numbers, features, places
from assistant.language.languages import SPEECH_ACTS
from assistant.language.sentences import Sentence, Vectors

ENCODED, WORDS = "encoded", "words"
"""The heads."""
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
AROUND, CROWDED = 2.0, 60.0
"""How much it counts, beside the place itself, that there is a change somewhere around it, where a
chapter has so many places; less where it has fewer."""
AROUND_COST = 0.5
"""What each such share costs."""
SPREAD = 3.4
"""Places for each true boundary that training told to be some of one."""
ANNOUNCED: Mapping[str, tuple[float, float]] = {"en": (1.2, 0.8), "zh": (2.8, 2.4)}
"""What it adds that a subject is announced, in so many words or by its bare name, by language:
transcripts that the head is trained on have few such meetings, where somebody leads through an
agenda, and none in Chinese."""
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
    from safetensors.numpy import load  # noqa: PLC0415

    folder = resources.files("assistant.language")
    stored = load(folder.joinpath("heads/boundary.safetensors").read_bytes())
    kind = f"{ENCODED if encoded else WORDS}."
    return BoundaryHead(
        **{key.removeprefix(kind): table for key, table in stored.items() if key.startswith(kind)}
    )


def expected_length(seconds: float, granularity: str) -> float:
    """How many seconds a chapter has in a meeting of that length."""
    count: float = USUAL * (seconds / USUAL_LENGTH) ** GROWTH * DENSITY[granularity]
    return max(seconds, 1.0) / max(count, 1.0)


def cost(seconds: float) -> float:
    """What a boundary must be worth in a meeting of that length."""
    return COST + COST_GROWTH * math.log(max(seconds, 60.0) / USUAL_LENGTH)


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
    found: NDArray[np.float64] = evidence + share * (odds + AROUND_COST) - cost(seconds)
    return found


def announced(sentences: Sequence[Sentence]) -> Numbers:
    """What each sentence gains as an opening because its turn announces a subject, shape (n,)."""
    gained = np.zeros(len(sentences), dtype=np.float32)
    opening = 0
    for at, s in enumerate(sentences):
        # The turn is where a chapter opens, though the cue may be its second or third sentence.
        if at and s.turn != sentences[at - 1].turn:
            opening = at
        acts = SPEECH_ACTS.get(s.language)
        if acts is None:
            continue
        if at - opening <= CUE_SENTENCES - 1 and acts.shift.search(s.text):
            gained[opening] = ANNOUNCED[s.language][0]
        elif at - opening < CUE_SENTENCES - 1 and acts.calling.search(s.text):
            gained[opening] = max(float(gained[opening]), ANNOUNCED[s.language][1])
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
    worth = gains(evidence, end - begin, length) + announced(sentences)[at]
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
