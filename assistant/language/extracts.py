"""The summary of a meeting by its own sentences, for languages whose speech cannot be reported.

Sentences that are central and unlike each other: maximal marginal relevance (Carbonell and
Goldstein 1998) on the likeness to the mean of the meeting (Radev et al. 2004).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.language.address import names_in_use, without_names
from assistant.language.languages import SPEECH_ACTS, fluent
from assistant.language.sentences import Sentence, SentenceEncoder, Vectors, to_vectors
from assistant.language.terms import content_words, key_phrases
from assistant.types import Point, SpeakerPoint, Summary

LIKENESS = 0.5
"""How much a sentence loses for being like one already taken (0 nothing, 1 everything)."""
SHORTEST, LONGEST = 5, 40
"""Words of a sentence that may stand for itself."""
KEYWORDS = 10


def extract(
    sentences: Sequence[Sentence], encoder: SentenceEncoder | None, words: int, points: int
) -> Summary:
    """All of a summary but its questions; the overview has about `words` words."""
    vectors = to_vectors(sentences, encoder)
    weights = _weights(sentences, vectors)
    ranked = diverse(vectors, weights, 4 * points)
    most = max(3, min(points, len(sentences) // 8))
    names = names_in_use(sentences)
    texts = [without_names(fluent(s.text, s.language), names) for s in sentences]
    chosen = _within(sentences, ranked, words)
    glue = "" if sentences[0].language == "zh" else " "
    return Summary(
        overview=glue.join(_clean(sentences[at]) for at in chosen),
        points=tuple(
            Point(_clean(sentences[at]), (sentences[at].segment,)) for at in sorted(ranked[:most])
        ),
        by_speaker=tuple(_by_speaker(sentences, vectors, weights)),
        keywords=tuple(key_phrases(texts, sentences[0].language, KEYWORDS)),
        segments=tuple(dict.fromkeys(sentences[at].segment for at in chosen)),
    )


def _weights(sentences: Sequence[Sentence], vectors: Vectors) -> NDArray[np.float32]:
    """How central each sentence is; 0 for those that cannot stand for themselves."""
    weights: NDArray[np.float32] = np.maximum(vectors @ vectors.mean(axis=0), 0.0)
    for at, s in enumerate(sentences):
        acts = SPEECH_ACTS.get(s.language)
        content = content_words(s.text, s.language)
        if (
            not SHORTEST <= _length(s) <= LONGEST
            or len(content) < 3
            or s.text.endswith(("?", "？"))
        ):
            weights[at] = 0.0
        elif acts is not None:
            weights[at] *= 1.2 if acts.settled.search(s.text) else 1.0
            weights[at] *= 0.7 if acts.leaning.search(s.text) else 1.0
            weights[at] *= 0.5 if acts.hypothetical.search(s.text) else 1.0
        weights[at] *= min(1.0, len(content) / 6)
    return weights


def diverse(vectors: Vectors, weights: NDArray[np.float32], count: int) -> list[int]:
    """Indices in order of worth, each one's weight reduced by its likeness to those before."""
    left = weights / max(float(weights.max()), 1e-9)
    closest = np.zeros(len(left), dtype=np.float32)
    chosen: list[int] = []
    while len(chosen) < count:
        gains = np.where(left > 0, (1 - LIKENESS) * left - LIKENESS * closest, -np.inf)
        best = int(np.argmax(gains))
        if not np.isfinite(gains[best]):
            break
        chosen.append(best)
        left[best] = 0.0
        closest = np.maximum(closest, vectors @ vectors[best])
    return chosen


def _within(sentences: Sequence[Sentence], ranked: Sequence[int], words: int) -> list[int]:
    """The best sentences in the order they were said, about `words` words of them."""
    chosen: list[int] = []
    length = 0
    for at in ranked:
        size = _length(sentences[at])
        if length + size <= words * 4 // 3:
            chosen.append(at)
            length += size
        if length >= words:
            break
    return sorted(chosen)


def _length(s: Sentence) -> int:
    """Words; two characters of Chinese count as one."""
    return len(s.text) // 2 if s.language == "zh" else len(s.text.split())


def _clean(s: Sentence) -> str:
    """The sentence as it would be written down."""
    acts = SPEECH_ACTS.get(s.language)
    text = fluent(s.text, s.language)
    if acts is not None:
        text = acts.lead.sub("", text) or text
    text = text.strip(" ,，")
    return text[:1].upper() + text[1:]


def _by_speaker(
    sentences: Sequence[Sentence], vectors: Vectors, weights: NDArray[np.float32]
) -> Iterator[SpeakerPoint]:
    """For each speaker the sentences that say most, in the order of their first words."""
    for speaker in dict.fromkeys(s.speaker for s in sentences if s.speaker is not None):
        own = np.array([s.speaker == speaker for s in sentences])
        best = sorted(diverse(vectors, np.where(own, weights, 0.0).astype(np.float32), 2))
        if best:
            glue = "" if sentences[0].language == "zh" else " "
            text = glue.join(_clean(sentences[at]) for at in best)
            ids = dict.fromkeys(sentences[at].segment for at in best)
            yield SpeakerPoint(speaker, text, tuple(ids))
