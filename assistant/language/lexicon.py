"""What is known of English words beforehand: which are nouns, how rare they are, how often they
reach the minutes.

The tables in `heads/summary.safetensors` were counted and trained by `training/summary.py` on the
training meetings of QMSum (Zhong et al. 2021, MIT licence).
"""

from __future__ import annotations

import functools
import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.language.sentences import Sentence
from assistant.language.shipped import shipped
from assistant.language.terms import content_words

Floats = NDArray[np.float32]

OPENING = 0.08
"""Share of a meeting in which it is said what the meeting is for."""
PARTS = 20
STRANGE, VERBAL = 0.75, 0.5
"""How likely a word is a noun that is not in the lexicon, and one that ends like a verb at most."""
_VERBAL = ("ed", "ly")
FEATURES = 11
PRIOR = 9
"""Which feature of a stem is its prior."""


@dataclass(frozen=True, slots=True)
class Known:
    """One stem. `noun` is 0 to 1, `rarity` the logarithm of meetings by meetings that have it,
    `prior` the log odds that it is in the minutes of a meeting in which it was said twice."""

    noun: float
    rarity: float
    prior: float


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Stems that QMSum's training meetings use; `unknown` stands for every other one.

    `weights`, shape (FEATURES + 1,), are the word head's, the bias last.
    """

    stems: Mapping[str, Known]
    unknown: Known
    weights: Floats

    def known(self, stem: str) -> Known:
        """What is known of a stem; a strange one is mostly a noun."""
        return self.stems.get(stem, self.unknown)

    def noun(self, word: str) -> float:
        """How likely a word in its written form is a noun, 0 to 1; function words are none."""
        stems = content_words(word, "en")
        if not stems:
            return 0.0
        noun = self.stems[stems[-1]].noun if stems[-1] in self.stems else STRANGE
        return min(noun, VERBAL) if word.lower().endswith(_VERBAL) else noun

    def salience(self, sentences: Sequence[Sentence]) -> dict[str, float]:
        """For each stem said twice or more: the chance that the minutes will say it, 0 to 1."""
        stems, features = word_features(sentences, self)
        scores = features @ self.weights[:-1] + self.weights[-1]
        chances = 1 / (1 + np.exp(-np.clip(scores, -30, 30)))
        return dict(zip(stems, chances.tolist(), strict=True))


def word_features(sentences: Sequence[Sentence], lexicon: Lexicon) -> tuple[list[str], Floats]:
    """The stems said twice or more and what the word head sees of them, (n, FEATURES)."""
    counts: Counter[str] = Counter()
    early: Counter[str] = Counter()
    parts: dict[str, set[int]] = defaultdict(set)
    voices: dict[str, set[str | None]] = defaultdict(set)
    first: dict[str, float] = {}
    for at, sentence in enumerate(sentences):
        where = at / len(sentences)
        for stem in content_words(sentence.text, "en"):
            counts[stem] += 1
            early[stem] += where < OPENING
            parts[stem].add(int(PARTS * where))
            voices[stem].add(sentence.speaker)
            first.setdefault(stem, where)
    everyone = max(1, len({s.speaker for s in sentences}))
    total = sum(counts.values())
    rows, stems = [], []
    for rank, (stem, count) in enumerate(counts.most_common()):
        if count < 2:
            break
        known = lexicon.known(stem)
        stems.append(stem)
        rows.append(
            (
                math.log(count),
                math.log(1000 * count / total + 0.1),
                known.rarity,
                math.log(count) * known.rarity,
                known.noun,
                len(parts[stem]) / PARTS,
                len(voices[stem]) / everyone,
                first[stem],
                math.log(1 + early[stem]),
                known.prior,
                math.log(1 + rank),
            )
        )
    return stems, np.array(rows, dtype=np.float32).reshape(-1, FEATURES)


@functools.cache
def load_lexicon() -> Lexicon:
    """Reads the tables that ship with the program; 8 bits a value."""
    stored = shipped("heads/summary")
    stems = stored["stems"].tobytes().decode().split("\n")
    rows = stored["known"].astype(np.float32) * stored["known.scale"]
    unknown = Known(*stored["unknown"].tolist())
    return Lexicon(
        {stem: Known(*row) for stem, row in zip(stems, rows.tolist(), strict=True)},
        unknown,
        stored["weights"],
    )
