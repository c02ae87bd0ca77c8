"""Trains `assistant/language/heads/summary.safetensors` on the QMSum training meetings.

    python -m training.summary QMSUM/train.jsonl assistant/language/heads/summary.safetensors

Counts which stems are nouns, rare, and likely to reach the minutes; fits the word head on them, a
logistic regression that tells whether a stem said in a meeting is in its reference summary, and
prints what it finds in meetings it was not fitted on (five folds). Takes a minute and 1 GB.
"""

from __future__ import annotations

import math
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

from assistant.evaluation.qmsum import read_qmsum
from assistant.language.lexicon import FEATURES, PRIOR, Known, Lexicon, word_features
from assistant.language.phrases import DETERMINERS, PREPOSITIONS, QUALIFYING, VERBAL, runs
from assistant.language.sentences import Sentence, split_segments
from assistant.language.terms import content_words, stem

Floats = NDArray[np.float64]
FOLDS = 5
LEAST = 3
"""Meetings that a stem must be said in to be kept."""
SMOOTHING = 2.0
TOP = 20
DAMPED = 0.4
"""What is left of the prior's weight: QMSum's subjects are not everybody's."""


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """A meeting's sentences, its stems said twice or more, those of its reference summary."""

    sentences: Sequence[Sentence]
    stems: frozenset[str]
    summary: frozenset[str]


def examples(path: Path) -> list[Example]:
    """Every meeting of a file of QMSum."""
    found = []
    for annotated in read_qmsum(path):
        sentences = split_segments(annotated.segments, "en")
        counts = Counter(w for s in sentences for w in content_words(s.text, "en"))
        stems = frozenset(word for word, count in counts.items() if count >= 2)
        found.append(Example(sentences, stems, frozenset(content_words(annotated.summary, "en"))))
    return found


class Tables:
    """Counts over meetings, from which `Known` of each stem comes."""

    def __init__(self, meetings: Sequence[Example]) -> None:
        self.meetings = len(meetings)
        self.nouns: Counter[str] = Counter()
        self.verbs: Counter[str] = Counter()
        self.said: Counter[str] = Counter()
        self.repeated: Counter[str] = Counter()
        self.minuted: Counter[str] = Counter()
        for meeting in meetings:
            self._count(meeting)
        self.base = self.minuted.total() / self.repeated.total()

    def _count(self, meeting: Example) -> None:
        self.repeated.update(meeting.stems)
        self.minuted.update(meeting.stems & meeting.summary)
        said: set[str] = set()
        for sentence in meeting.sentences:
            for run in runs(sentence.text):
                stems = [stem(word.lower()) for word in run.words]
                said.update(stems)
                if run.before in DETERMINERS or run.before in PREPOSITIONS:
                    self.nouns[stems[-1]] += 1
                elif run.before in VERBAL or (run.before in QUALIFYING and len(stems) == 1):
                    self.verbs[stems[0]] += 1
        self.said.update(said)

    def known(self, word: str, apart: Example | None = None) -> Known:
        """What is known of a stem, from all meetings but `apart`."""
        repeated, minuted = self.repeated[word], self.minuted[word]
        if apart is not None and word in apart.stems:
            repeated -= 1
            minuted -= word in apart.summary
        chance = (minuted + SMOOTHING * self.base) / (repeated + SMOOTHING)
        return Known(
            noun=(self.nouns[word] + 0.5) / (self.nouns[word] + self.verbs[word] + 1),
            rarity=math.log((self.meetings + 1) / (self.said[word] + 0.5)),
            prior=math.log(chance / (1 - chance)),
        )

    def lexicon(self, words: Iterable[str], apart: Example | None = None) -> Lexicon:
        weights = np.zeros(FEATURES + 1, dtype=np.float32)
        return Lexicon({w: self.known(w, apart) for w in words}, self.known("", None), weights)


def fit_words(meetings: Sequence[Example], tables: Tables) -> NDArray[np.float32]:
    """Weights of the word head, the bias last; every meeting's priors leave itself out."""
    rows, hits = [], []
    for meeting in meetings:
        stems, features = word_features(
            meeting.sentences, tables.lexicon(meeting.stems, apart=meeting)
        )
        rows.append(features)
        hits.append([word in meeting.summary for word in stems])
    weights = logistic(np.vstack(rows).astype(float), np.concatenate(hits).astype(float))
    middle = math.log(tables.base / (1 - tables.base))
    weights[-1] += (1 - DAMPED) * middle * weights[PRIOR]
    weights[PRIOR] *= DAMPED
    return weights


def logistic(x: Floats, y: Floats, ridge: float = 1.0, least: float = 0.0) -> NDArray[np.float32]:
    """Weights of a logistic regression by Newton's method, the bias last.

    Columns are scaled by their standard deviation, or `least` where that is smaller.
    """
    mean, spread = x.mean(0), np.maximum(x.std(0) + 1e-9, least)
    z = np.hstack([(x - mean) / spread, np.ones((len(x), 1))])
    penalty = np.diag([ridge] * x.shape[1] + [0.0])
    w = np.zeros(z.shape[1])
    for _ in range(25):
        chance = 1 / (1 + np.exp(-z @ w))
        slope = z.T @ (chance - y) + penalty @ w
        bend = (z * (chance * (1 - chance))[:, None]).T @ z + penalty
        w -= np.linalg.solve(bend, slope)
    plain = w[:-1] / spread
    return np.append(plain, w[-1] - plain @ mean).astype(np.float32)


def folds(meetings: Sequence[Example]) -> Iterator[tuple[list[Example], list[Example]]]:
    """Meetings to fit on and meetings to score on, FOLDS times."""
    order = np.random.default_rng(0).permutation(len(meetings))
    for part in np.array_split(order, FOLDS):
        apart = set(part.tolist())
        yield [m for i, m in enumerate(meetings) if i not in apart], [meetings[i] for i in part]


def precision(meeting: Example, lexicon: Lexicon) -> tuple[float, float]:
    """Share of the TOP stems that the reference has: by the head, by how often they were said."""
    salience = lexicon.salience(meeting.sentences)
    best = sorted(salience, key=lambda w: -salience[w])[:TOP]
    plain = list(salience)[:TOP]
    return tuple(sum(w in meeting.summary for w in ws) / TOP for ws in (best, plain))  # type: ignore[return-value]


def fitted(meetings: Sequence[Example]) -> tuple[Tables, Lexicon]:
    tables = Tables(meetings)
    kept = sorted(w for w, count in tables.said.items() if count >= LEAST)
    blank = tables.lexicon(kept)
    return tables, Lexicon(blank.stems, blank.unknown, fit_words(meetings, tables))


def stored(lexicon: Lexicon) -> dict[str, NDArray[np.generic]]:
    """The tables as they ship: 8 bits a value."""
    known = np.array([[k.noun, k.rarity, k.prior] for k in lexicon.stems.values()])
    scale = (np.abs(known).max(0) / 127).astype(np.float32)
    unknown = lexicon.unknown
    return {
        "stems": np.frombuffer("\n".join(lexicon.stems).encode(), dtype=np.uint8),
        "known": np.round(known / scale).astype(np.int8),
        "known.scale": scale,
        "unknown": np.array([unknown.noun, unknown.rarity, unknown.prior], dtype=np.float32),
        "weights": lexicon.weights,
    }


def main(source: str, target: str) -> None:
    """Reads QMSum from `source`, writes weights to `target`."""
    meetings = examples(Path(source))
    scores = [
        precision(meeting, lexicon)
        for fit, held in folds(meetings)
        for lexicon in [fitted(fit)[1]]
        for meeting in held
    ]
    head, plain = np.mean(scores, axis=0)
    print(f"of {TOP} stems in the reference, five folds: head {head:.3f}, most said {plain:.3f}")
    Path(target).parent.mkdir(parents=True, exist_ok=True)
    save_file(stored(fitted(meetings)[1]), target)


if __name__ == "__main__":
    main(*sys.argv[1:])
