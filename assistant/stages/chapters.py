"""Chapters: where the meeting turns to another subject, and what each part is called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import ClassVar

from assistant.language.headings import headings
from assistant.language.segmentation import expected_length, segment
from assistant.language.sentences import (
    Sentence,
    SentenceEncoder,
    is_encoded,
    load_encoder,
    split_segments,
    to_vectors,
)
from assistant.stages import Loader
from assistant.stages.said import Said
from assistant.types import Chapter, Meeting, Segment, Speaker

ONE_CHAPTER = 60.0
"""Seconds of a talk too short to have parts."""


class Embedding:
    """Cuts where a small network sees a change of subject, all cuts chosen together
    (`language.segmentation`), and names the parts by what they talk about (`language.headings`).

    `granularity` is coarse, general or fine, where the meeting's style does not say which;
    `shortest` is how many seconds a chapter has at least. `foreseen` is for a meeting that goes
    on: it is taken for so many seconds, or for twice or four times that once they are over, so
    that chapters of the past do not change with every minute. Names given to voices elsewhere
    (`Speaker` items) are used in the summaries.
    """

    loaders: ClassVar[Mapping[str, Loader]] = {"model": load_encoder}

    def __init__(
        self,
        meeting: Meeting,
        model: SentenceEncoder | None = None,
        granularity: str = "general",
        shortest: float = 25.0,
        foreseen: float | None = None,
    ) -> None:
        wanted = meeting.style.granularity
        self._granularity = granularity if wanted == "general" else wanted
        self._language = meeting.language
        self._foreseen = foreseen
        self._encoder = model
        self._shortest = shortest
        self._said = Said()
        self._names: dict[str, str] = {}

    def push(self, item: Segment | Speaker) -> Iterator[Chapter]:
        """Takes what was said and who is called what; nothing is cut before all is there."""
        if isinstance(item, Segment):
            self._said.add(item)
        elif item.name is not None:
            self._names[item.id] = item.name
        yield from ()

    def finish(self) -> Iterator[Chapter]:
        """The chapters, which cover the meeting."""
        sentences = split_segments(self._said.take(), self._language)
        if not sentences:
            return
        ((language, _),) = Counter(s.language for s in sentences).most_common(1)
        vectors = to_vectors(sentences, self._encoder)
        opens: list[int] = []
        if sentences[-1].end - sentences[0].start > ONE_CHAPTER:
            encoded = self._encoder is not None and is_encoded(sentences)
            length = self._length(sentences)
            opens = segment(sentences, vectors, length, self._shortest, encoded)
        words = headings(sentences, vectors, self._names, language)
        for number, (first, end) in enumerate(pairwise([0, *opens, len(sentences)]), 1):
            yield Chapter(
                id=f"c{number}",
                title=words.title(first, end),
                start=sentences[first].start,
                end=sentences[end - 1].end,
                summary=words.summary(first, end),
                segments=(sentences[first].segment, sentences[end - 1].segment),
            )

    def _length(self, sentences: Sequence[Sentence]) -> float:
        """How many seconds a chapter is expected to have."""
        seconds = sentences[-1].end - sentences[0].start
        foreseen = self._foreseen or seconds
        while foreseen < seconds:
            foreseen *= 2
        return expected_length(foreseen, self._granularity)
