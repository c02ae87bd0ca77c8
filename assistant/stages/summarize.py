"""A meeting in short, in the words of those who were there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import ClassVar

from assistant.language import chinese_digest
from assistant.language.digest import digest
from assistant.language.extracts import extract
from assistant.language.lexicon import load_lexicon
from assistant.language.questions import questions
from assistant.language.reading import Reading
from assistant.language.sentences import Sentence, SentenceEncoder, load_encoder, split_segments
from assistant.stages import Loader
from assistant.stages.said import Said
from assistant.types import Meeting, Segment, Speaker, Summary

REPORTED = frozenset({"en"})
"""Languages whose speech can be reported; of others the best sentences are taken as they are."""


class Extractive:
    """What was said of note, reported as minutes are written.

    English: what the meeting and each stretch of it were about, and the statements most worth
    telling, in the third person (`language.digest`). Other languages: sentences that are central
    and unlike each other (`language.extracts`). `words` is about how long the overview gets, two
    characters of Chinese counted as one word; `points` how many key points at most. Names given to
    voices elsewhere (`Speaker` items) are used; without one the wording is impersonal.
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
        self._names: dict[str, str] = {}

    def push(self, item: Segment | Speaker) -> Iterator[Summary]:
        if isinstance(item, Segment):
            self._said.add(item)
        elif item.name is not None:
            self._names.setdefault(item.id, item.name)
        yield from ()

    def finish(self) -> Iterator[Summary]:
        sentences = split_segments(self._said.take(), self._language)
        if sentences:
            yield self._summary(sentences)

    def _summary(self, sentences: Sequence[Sentence]) -> Summary:
        ((language, _),) = Counter(s.language for s in sentences).most_common(1)
        found = Summary()
        if language in REPORTED:
            reading = Reading(sentences, self._names, load_lexicon())
            found = digest(reading, self._words, self._points)
        elif language == "zh":
            found = chinese_digest.digest(sentences, self._names, 2 * self._words, self._points)
        if not found.overview:
            found = extract(sentences, self._encoder, self._words, self._points)
        return replace(found, questions=tuple(questions(sentences)))
