"""A meeting in short, in the words of those who were there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from assistant.language.address import names_in_use, without_names
from assistant.language.languages import SPEECH_ACTS, fluent
from assistant.language.sentences import (
    Sentence,
    SentenceEncoder,
    Vectors,
    load_encoder,
    split_segments,
    to_vectors,
)
from assistant.language.terms import content_words, key_phrases
from assistant.stages import Loader
from assistant.stages.said import Said
from assistant.types import Meeting, Point, Question, Segment, SpeakerPoint, Summary

LIKENESS = 0.5
"""How much a sentence loses for being like one already taken (0 nothing, 1 everything)."""
SHORTEST, LONGEST = 5, 40
"""Words of a sentence that may stand for itself."""
QUESTIONS = 8
KEYWORDS = 10


class Extractive:
    """Sentences that are central and unlike each other: maximal marginal relevance (Carbonell
    and Goldstein 1998) on the likeness to the mean of the meeting (Radev et al. 2004).

    `words` is about how long the overview gets, `points` how many key points at most.
    """

    loaders: ClassVar[Mapping[str, Loader]] = {"model": load_encoder}

    def __init__(
        self,
        meeting: Meeting,
        model: SentenceEncoder | None = None,
        words: int = 120,
        points: int = 8,
    ) -> None:
        self._language = meeting.language
        self._encoder = model
        self._words = words
        self._points = points
        self._said = Said()

    def push(self, item: Segment) -> Iterator[Summary]:
        self._said.add(item)
        yield from ()

    def finish(self) -> Iterator[Summary]:
        segments = self._said.take()
        sentences = split_segments(segments, self._language)
        if not sentences:
            return
        vectors = to_vectors(sentences, self._encoder)
        weights = _weights(sentences, vectors)
        ranked = _diverse(vectors, weights, 4 * self._points)
        most = max(3, min(self._points, len(sentences) // 8))
        names = names_in_use(sentences)
        texts = [without_names(fluent(s.text, s.language), names) for s in sentences]
        yield Summary(
            overview=_overview(sentences, ranked, self._words),
            points=tuple(
                Point(_clean(sentences[at]), (sentences[at].segment,))
                for at in sorted(ranked[:most])
            ),
            by_speaker=tuple(_by_speaker(sentences, vectors, weights)),
            questions=tuple(_questions(sentences)),
            keywords=tuple(key_phrases(texts, sentences[0].language, KEYWORDS)),
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


def _diverse(vectors: Vectors, weights: NDArray[np.float32], count: int) -> list[int]:
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


def _overview(sentences: Sequence[Sentence], ranked: Sequence[int], words: int) -> str:
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
    glue = "" if sentences[0].language == "zh" else " "
    return glue.join(_clean(sentences[at]) for at in sorted(chosen))


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
        best = sorted(_diverse(vectors, np.where(own, weights, 0.0).astype(np.float32), 2))
        if best:
            glue = "" if sentences[0].language == "zh" else " "
            text = glue.join(_clean(sentences[at]) for at in best)
            ids = dict.fromkeys(sentences[at].segment for at in best)
            yield SpeakerPoint(speaker, text, tuple(ids))


def _questions(sentences: Sequence[Sentence]) -> Iterator[Question]:
    """Questions that ask for something and the answer of the next speaker, in time order."""
    found: list[tuple[float, int, list[Sentence]]] = []
    for at, s in enumerate(sentences):
        if _asks(s):
            answer = _answer(sentences, at)
            worth = len({w for a in answer for w in content_words(a.text, a.language)})
            if worth >= 2:
                found.append((worth + len(content_words(s.text, s.language)), at, answer))
    best = sorted(found, key=lambda f: (-f[0], f[1]))[:QUESTIONS]
    for _, at, answer in sorted(best, key=lambda f: f[1]):
        ids = dict.fromkeys([sentences[at].segment, *(a.segment for a in answer)])
        glue = "" if sentences[at].language == "zh" else " "
        yield Question(_clean(sentences[at]), glue.join(_clean(a) for a in answer), tuple(ids))


def _asks(s: Sentence) -> bool:
    """Whether a sentence asks for information rather than for a favour."""
    acts = SPEECH_ACTS.get(s.language)
    if not s.text.endswith(("?", "？")) or not content_words(s.text, s.language):
        return False
    return acts is None or not (acts.request.search(s.text) or acts.proposed.search(s.text))


def _answer(sentences: Sequence[Sentence], at: int) -> list[Sentence]:
    """The first two sentences of the next speaker's turn, none where it is a question back."""
    asked = sentences[at]
    turn: int | None = None
    answer: list[Sentence] = []
    for s in sentences[at + 1 :]:
        if turn is None and s.turn != asked.turn:
            turn = s.turn
        if turn is not None and (s.turn != turn or len(answer) == 2):
            break
        if turn is not None:
            answer.append(s)
    asks_back = bool(answer) and answer[0].text.endswith(("?", "？"))
    return [] if asks_back or (turn is not None and turn - asked.turn > 1) else answer
