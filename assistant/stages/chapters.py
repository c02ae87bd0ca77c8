"""Chapters: where the meeting turns to another subject, and what each part is called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
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
from assistant.types import Chapter, Meeting, Segment

WINDOW = 10
"""Sentences on each side of a boundary that are compared."""
SHORT_MEETING = 600.0
"""Seconds from which chapters grow with the root of the meeting's length."""
CUE = 0.25
"""What "let's move on to …" adds to the depth of a boundary."""
CALLING = 0.12
"""What a bare subject ("Okay, the interim report.") adds."""


class Embedding:
    """Cuts where the sentences before and after are least alike (TextTiling with sentence
    embeddings; Hearst 1997, Solbiati et al., arXiv 2106.12978), helped by what people say
    when they change the subject.

    `granularity` is the usual length of a chapter in seconds in a short meeting; `shortest` the
    least.
    """

    loaders: ClassVar[Mapping[str, Loader]] = {"model": load_encoder}

    def __init__(
        self,
        meeting: Meeting,
        model: SentenceEncoder | None = None,
        granularity: float = 120.0,
        shortest: float = 25.0,
    ) -> None:
        self._language = meeting.language
        self._encoder = model
        self._granularity = granularity
        self._shortest = shortest
        self._said = Said()

    def push(self, item: Segment) -> Iterator[Chapter]:
        self._said.add(item)
        yield from ()

    def finish(self) -> Iterator[Chapter]:
        segments = self._said.take()
        sentences = split_segments(segments, self._language)
        if not sentences:
            return
        vectors = to_vectors(sentences, self._encoder)
        cuts = [0, *self._boundaries(sentences, vectors), len(sentences)]
        parts = [slice(a, b) for a, b in pairwise(cuts)]
        names = names_in_use(sentences)
        plain = [without_names(fluent(s.text, s.language), names) for s in sentences]
        texts = [" ".join(plain[part]) for part in parts]
        for number, part in enumerate(parts, 1):
            inside = sentences[part]
            others = [t for n, t in enumerate(texts, 1) if n != number]
            yield Chapter(
                id=f"c{number}",
                title=_title(inside, plain[part], others),
                start=inside[0].start,
                end=inside[-1].end,
                summary=_central(inside, vectors[part]),
                segments=(inside[0].segment, inside[-1].segment),
            )

    def _boundaries(self, sentences: Sequence[Sentence], vectors: Vectors) -> list[int]:
        """Indices of sentences that open a chapter, in order.

        The deepest places come first, each at least `shortest` from the ends and from those
        taken before; how many depends on `granularity` and on how deep they still are.
        """
        depths = _depths(vectors) + _cues(sentences)
        opens = [
            at
            for at in range(1, len(sentences))
            if sentences[at].segment != sentences[at - 1].segment
        ]
        floor = float(depths[opens].mean() + 0.5 * depths[opens].std()) if opens else 0.0
        ends = (sentences[0].start, sentences[-1].end)
        length = ends[1] - ends[0]
        # Long meetings have longer chapters, so that the list can still be taken in.
        usual = self._granularity * max(1.0, length / SHORT_MEETING) ** 0.5
        most = round(1.5 * length / usual)
        taken: list[int] = []
        for at in sorted(opens, key=lambda at: -depths[at]):
            near = min(
                abs(sentences[at].start - t) for t in (*ends, *(sentences[b].start for b in taken))
            )
            if len(taken) < most and depths[at] > floor and near >= self._shortest:
                taken.append(at)
        return sorted(taken)


def _depths(vectors: Vectors) -> NDArray[np.float32]:
    """For each sentence how unlike what comes before it and what follows are, 0 to 2."""
    sums = np.concatenate([np.zeros_like(vectors[:1]), np.cumsum(vectors, axis=0)])
    depths = np.zeros(len(vectors), dtype=np.float32)
    for at in range(1, len(vectors)):
        left = sums[at] - sums[max(0, at - WINDOW)]
        right = sums[min(len(vectors), at + WINDOW)] - sums[at]
        lengths = float(np.linalg.norm(left) * np.linalg.norm(right))
        depths[at] = 1.0 - float(left @ right) / lengths if lengths else 0.0
    return depths


def _cues(sentences: Sequence[Sentence]) -> NDArray[np.float32]:
    cues = np.zeros(len(sentences), dtype=np.float32)
    for at, s in enumerate(sentences):
        acts = SPEECH_ACTS.get(s.language)
        if acts is None:
            continue
        # The turn is where a chapter opens, though the cue may be its second or third sentence.
        opening = at
        while opening and sentences[opening - 1].turn == s.turn:
            opening -= 1
        if at - opening <= 3 and acts.shift.search(s.text):
            cues[opening] = max(cues[opening], CUE)
        elif at - opening <= 2 and acts.calling.search(s.text):
            cues[opening] = max(cues[opening], CALLING)
    return cues


def _title(sentences: Sequence[Sentence], texts: Sequence[str], others: Sequence[str]) -> str:
    """Two to seven words: the subject as announced, else the phrases that set the part apart."""
    language = sentences[0].language
    phrases = key_phrases(texts, language, 3, others)
    announced = _announced(sentences)
    if announced:
        words = set(content_words(announced, language))
        phrases = [announced, *(p for p in phrases if not words & set(content_words(p, language)))]
    if not phrases:
        return " ".join(sentences[0].text.split()[:7]).strip(" ,.?!，。？！")
    long_enough = len(phrases[0].split()) > 1 or len(content_words(phrases[0], language)) > 2
    joiner = "、" if language == "zh" else " and "
    title = phrases[0] if long_enough else joiner.join(phrases[:2])
    return title[:1].upper() + title[1:]


def _announced(sentences: Sequence[Sentence]) -> str | None:
    """What the first speaker of a chapter says it will be about."""
    for s in sentences[:5]:
        acts = SPEECH_ACTS.get(s.language)
        if acts is None or s.turn != sentences[0].turn:
            return None
        text = fluent(s.text, s.language)
        match = acts.subject.search(text) or acts.calling.search(text)
        if match and len(match["subject"].split()) <= 6 and content_words(match[0], s.language):
            return match["subject"].strip()
    return None


def _central(sentences: Sequence[Sentence], vectors: Vectors) -> str:
    """The sentence most like all the others of the chapter."""
    scores = vectors @ vectors.mean(axis=0)
    for at, s in enumerate(sentences):
        words = len(content_words(s.text, s.language))
        scores[at] *= 0.3 if words < 4 or s.text.endswith(("?", "？")) else 1.0
    best = sentences[int(np.argmax(scores))]
    return fluent(best.text, best.language)
