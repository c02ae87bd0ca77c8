"""What speaks for a change of subject at each place of a talk, as numbers for a classifier.

Every number is set against the meeting's own: a talk of five minutes and one of two hours, one
compared by sentence vectors and one by characters, then look alike.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.language.languages import SPEECH_ACTS
from assistant.language.openings import OPENINGS, WAYS
from assistant.language.sentences import Sentence, Vectors
from assistant.language.terms import content_words

Numbers = NDArray[np.float32]

SPANS = (0.06, 0.12, 0.25, 0.5, 1.0)
"""How much on each side of a place is compared, in chapters of the length expected."""
SHORTEST_SPAN = 8.0
"""Seconds that any span has at least."""
MOST_WORDS = 12
"""Content words from which a sentence counts no more."""
LINKED = 0.2
"""Chapters within which a word that comes back ties two sentences together."""
WORD_BUCKETS = 1024
CUE_SENTENCES = 4
"""Sentences of a turn in which its speaker may announce a subject."""


def places(sentences: Sequence[Sentence]) -> NDArray[np.intp]:
    """Indices of the sentences that a chapter may open with: the first of each segment, shape (p,).

    The first sentence of all is none.
    """
    return np.array(
        [
            at
            for at in range(1, len(sentences))
            if sentences[at].segment != sentences[at - 1].segment
        ],
        dtype=np.intp,
    )


def features(sentences: Sequence[Sentence], vectors: Vectors, length: float) -> Numbers:
    """For each of the `places`, the numbers of `NAMES`, shape (p, len(NAMES)).

    `length` is how many seconds a chapter is expected to have.
    """
    at = places(sentences)
    if not len(at):
        return np.zeros((0, len(NAMES)), dtype=np.float32)
    words = [content_words(s.text, s.language) for s in sentences]
    weights = np.array([min(len(w), MOST_WORDS) for w in words], dtype=np.float32)
    starts = np.array([s.start for s in sentences])
    columns: list[Numbers] = []
    for table in (vectors, _bags(words)):
        for share in SPANS:
            span = max(SHORTEST_SPAN, share * length)
            alike = _likeness(table, weights, starts, span)
            columns += [_standard(-alike[at]), _standard(_depth(alike, starts, span)[at])]
    columns += [_standard(c[at]) for c in _ties(words, starts, LINKED * length)]
    columns += [c[at] for c in _announced(sentences)]
    columns += _turns(sentences, at, length)
    return np.stack(columns, axis=1).astype(np.float32)


NAMES: tuple[str, ...] = (
    *(
        f"{table}_{measure}_{span}"
        for table in ("meaning", "words")
        for span in SPANS
        for measure in ("unlike", "depth")
    ),
    "ties",
    "new_words",
    "old_words",
    *WAYS,
    "calling",
    "assent_before",
    "question_before",
    "opener",
    "opener_share",
    "turn_words",
    "words_before",
    "longer_turns",
    "changes_speaker",
    "from_start",
    "from_end",
)
"""What each column is: see the functions below."""


def _standard(values: Numbers) -> Numbers:
    """Values as standard deviations from the meeting's mean."""
    spread = float(values.std())
    whole: Numbers = ((values - values.mean()) / spread if spread else values * 0.0).astype(
        np.float32
    )
    return np.clip(whole, -4.0, 4.0)


def _bags(words: Sequence[Sequence[str]]) -> Numbers:
    """Sentences as counts of their content words by rarity, hashed."""
    ids: dict[str, int] = {}
    for sentence in words:
        for word in sentence:
            ids.setdefault(word, len(ids))
    table = np.zeros((len(words), WORD_BUCKETS), dtype=np.float32)
    for row, sentence in zip(table, words, strict=True):
        for word in set(sentence):
            row[ids[word] % WORD_BUCKETS] += 1.0
    rarity = np.log1p(len(words) / np.maximum(1.0, (table > 0).sum(0)))
    table *= rarity.astype(np.float32)
    table /= np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)
    return table


def _likeness(
    table: Numbers, weights: Numbers, starts: NDArray[np.float64], span: float
) -> Numbers:
    """Cosine between the `span` seconds before and after the start of each sentence."""
    summed = np.zeros((len(table) + 1, table.shape[1]), dtype=np.float64)
    np.cumsum(table * weights[:, None], axis=0, out=summed[1:])
    here = np.arange(len(table))
    left = summed[here] - summed[np.searchsorted(starts, starts - span)]
    right = summed[np.searchsorted(starts, starts + span)] - summed[here]
    lengths = np.linalg.norm(left, axis=1) * np.linalg.norm(right, axis=1)
    cosines: Numbers = np.einsum("ij,ij->i", left, right) / np.maximum(lengths, 1e-9)
    return cosines.astype(np.float32)


def _depth(alike: Numbers, starts: NDArray[np.float64], span: float) -> Numbers:
    """How far likeness falls from the peaks within twice the span on both sides (Hearst 1997)."""
    depth = np.zeros_like(alike)
    first = np.searchsorted(starts, starts - 2 * span)
    last = np.searchsorted(starts, starts + 2 * span)
    for here in range(len(alike)):
        left = alike[first[here] : here + 1].max()
        right = alike[here : max(last[here], here + 1)].max()
        depth[here] = left + right - 2 * alike[here]
    return depth


def _ties(
    words: Sequence[Sequence[str]], starts: NDArray[np.float64], near: float
) -> list[Numbers]:
    """Words that bridge each place; words new after it; words that are not said again."""
    size = len(words)
    bridges, new, old = (np.zeros(size + 1, dtype=np.float32) for _ in range(3))
    seen: dict[str, int] = {}
    counts: dict[str, int] = {}
    for sentence in words:
        for word in set(sentence):
            counts[word] = counts.get(word, 0) + 1
    for at, sentence in enumerate(words):
        for word in set(sentence):
            weight = 1.0 / math.sqrt(counts[word])
            last = seen.get(word)
            if last is None:
                new[at] += weight * (counts[word] > 1)
            elif starts[at] - starts[last] <= near:
                bridges[last + 1] -= weight
                bridges[at + 1] += weight
            else:
                new[at] += weight / 2
                old[last] += weight / 2
            seen[word] = at
    for word, at in seen.items():
        old[at] += (counts[word] > 1) / math.sqrt(counts[word])
    gone = np.concatenate([[0.0], np.cumsum(old)])
    come = np.concatenate([[0.0], np.cumsum(new)])
    here = np.arange(size)
    after = np.searchsorted(starts, starts + near / 2)
    before = np.searchsorted(starts, starts - near / 2)
    return [
        np.cumsum(bridges)[:size],
        (come[after] - come[here]).astype(np.float32),
        (gone[here] - gone[before]).astype(np.float32),
    ]


def _announced(sentences: Sequence[Sentence]) -> list[Numbers]:
    """How the turn that begins here opens, in each of the `WAYS`, and how the last one ended."""
    size = len(sentences)
    ways = {way: np.zeros(size, dtype=np.float32) for way in WAYS}
    calling, assent, question = (np.zeros(size, dtype=np.float32) for _ in range(3))
    opening = 0
    for at, s in enumerate(sentences):
        if at and (s.turn != sentences[at - 1].turn or s.segment != sentences[at - 1].segment):
            opening = at
        acts, forms = SPEECH_ACTS.get(s.language), OPENINGS.get(s.language)
        if acts is None or forms is None:
            continue
        for way in WAYS if at - opening < CUE_SENTENCES else ():
            if getattr(forms, way).search(s.text):
                ways[way][opening] = 1.0
        if at - opening < CUE_SENTENCES - 1 and acts.calling.search(s.text):
            calling[opening] = 1.0
        if at + 1 < size:
            assent[at + 1] = float(bool(acts.agreed.search(s.text)))
            question[at + 1] = float(s.text.endswith(("?", "？")))
    return [*ways.values(), calling, assent, question]


def _turns(sentences: Sequence[Sentence], at: NDArray[np.intp], length: float) -> list[Numbers]:
    """Who speaks from here on, for how long, and where in the meeting this is."""
    turn = np.array([s.turn for s in sentences])
    sizes = np.bincount(turn, weights=[len(s.text) for s in sentences]) / 5.0
    voices = [s.speaker for s in sentences]
    first_of = np.concatenate([[True], turn[1:] != turn[:-1]])
    openers: dict[str | None, float] = {}
    for index in np.flatnonzero(first_of):
        openers[voices[index]] = openers.get(voices[index], 0.0) + 1.0
    count = float(first_of.sum())
    logs = np.log1p(sizes)
    summed = np.concatenate([[0.0], np.cumsum(logs)])
    here = turn[at]
    ahead, behind = np.minimum(here + 6, len(logs)), np.maximum(here - 6, 0)
    later = (summed[ahead] - summed[here]) / np.maximum(ahead - here, 1)
    earlier = (summed[here] - summed[behind]) / np.maximum(here - behind, 1)
    starts = np.array([s.start for s in sentences])
    begin, end = sentences[0].start, sentences[-1].end
    columns = [
        np.array([float(voices[i] == voices[0]) for i in at]),
        np.array([openers.get(voices[i], 0.0) / count for i in at]),
        logs[here] / 4.0,
        logs[np.maximum(here - 1, 0)] / 4.0,
        later - earlier,
        (here != turn[at - 1]).astype(np.float64),
        np.exp(-(starts[at] - begin) / (0.2 * length)),
        np.exp(-(end - starts[at]) / (0.2 * length)),
    ]
    return [c.astype(np.float32) for c in columns]
