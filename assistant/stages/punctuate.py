"""Marks and capitals: what a recogniser gave is tidied, what it left out is restored."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import ClassVar

import numpy as np

from assistant.language.mark_rules import (
    is_chinese_question,
    pauses_after,
    restore_by_pauses,
    restore_chinese,
)
from assistant.language.marks import COMMA, END, Scores, load_marks, normal
from assistant.language.orthography import (
    PAUSES,
    chinese_marks,
    ends_sentence,
    folded,
    is_uncased,
    mark_of,
    marked,
    names_in,
    sentence_case,
    single_marks,
    true_case,
)
from assistant.language.token_classifier import Tagger, load_tagger
from assistant.language.words import agree, chinese_share, join, words_of
from assistant.stages import Loader
from assistant.types import Meeting, Segment, Word

Restore = Callable[[Sequence[Word], str], Sequence[str]]
"""Words without marks, and their language, to the mark after each."""

EDITED = (0.0, 0.6, 1.0)
"""Half of what the model was trained on are rough transcripts, which leave many marks out."""

LONG = {"zh": 40}
LONG_ELSEWHERE = 30
"""Words without a mark (Chinese: characters) after which marks are taken to be missing."""


class Rules:
    """Restores marks by a small linear model (English) or by rules (Chinese, pauses).

    Text that has its marks keeps them: only doubled marks, half-width Chinese marks, sentence
    starts and a missing last mark are put right. A segment keeps its id, times, speaker and
    words' times.
    """

    def __init__(self, *, meeting: Meeting) -> None:
        self._writer = _Writer(meeting, restore)

    def push(self, item: Segment) -> Iterator[Segment]:
        """Gives the segment back with marks and capitals."""
        yield self._writer.written(item)

    def finish(self) -> Iterator[Segment]:
        """Nothing is held back."""
        return iter(())


class TokenClassifier:
    """Restores marks by a token-classification model, all else as `Rules` does.

    The model's labels are marks, "0" being none, as in fullstop-punctuation-multilang
    (Guhr et al. 2021). It sees `window` words at a time, `overlap` of them twice.
    """

    loaders: ClassVar[Mapping[str, Loader]] = {"model": load_tagger}

    def __init__(
        self, *, meeting: Meeting, model: Tagger, window: int = 160, overlap: int = 40
    ) -> None:
        self._writer = _Writer(meeting, self._restore)
        self._model = model
        self._window = window
        self._overlap = overlap

    def push(self, item: Segment) -> Iterator[Segment]:
        """Gives the segment back with marks and capitals."""
        yield self._writer.written(item)

    def finish(self) -> Iterator[Segment]:
        """Nothing is held back."""
        return iter(())

    def _restore(self, words: Sequence[Word], _language: str) -> Sequence[str]:
        texts = [word.text for word in words]
        return self._model.marks(texts, window=self._window, overlap=self._overlap)


def restore(words: Sequence[Word], language: str) -> Sequence[str]:
    """The mark after each word, by what is known of the language."""
    if language == "zh":
        return restore_chinese(words)
    if language == "en":
        return load_marks().marks([word.text for word in words], _pause_hints(words))
    return restore_by_pauses(words)


def _pause_hints(words: Sequence[Word]) -> Scores:
    """What silence after a word adds to the scores of no mark, comma and sentence end."""
    hints = np.zeros((len(words), 3), dtype=np.float32)
    pauses = np.array(pauses_after(words), dtype=np.float32)
    hints[:, COMMA], hints[:, END] = EDITED[COMMA], EDITED[END]
    if pauses.any():
        hints[:, COMMA] += np.where(pauses > 0, 15.0 * np.minimum(pauses, 0.3), -0.15)
        hints[:, END] += np.where(pauses > 0, 12.0 * np.minimum(pauses, 0.8), -1.0)
    return hints


class _Writer:
    """Writes one meeting's segments; how missing marks are found is given to it."""

    def __init__(self, meeting: Meeting, missing: Restore) -> None:
        self._language = meeting.language
        self._names = names_in(meeting.hotwords)
        self._missing = missing

    def written(self, segment: Segment) -> Segment:
        words = folded(words_of(segment))
        if not words:
            return segment
        language = self._language_of(segment)
        uncased = language != "zh" and is_uncased(words)
        ending = mark_of(words[-1])
        words = self._with_marks(single_marks(words), language, uncased=uncased)
        words[-1] = _closed(words, language) if segment.final else marked(words[-1], ending)
        if language == "zh":
            words = chinese_marks(words)
        else:
            words = sentence_case(self._cased(words, language) if uncased else words)
        timed = tuple(words) if agree(segment) else segment.words
        return replace(segment, text=join(words), words=timed)

    def _language_of(self, segment: Segment) -> str:
        named = segment.language or self._language
        if chinese_share(segment.text) > 0.3:
            return "zh"
        return "en" if named in ("auto", "zh") else named

    def _with_marks(self, words: list[Word], language: str, *, uncased: bool) -> list[Word]:
        """The words with marks in every stretch that lacks them."""
        bare = not any(map(mark_of, words[:-1])) and (
            language == "zh" or (uncased and not mark_of(words[-1]))
        )
        done: list[Word] = []
        for stretch in _stretches(words):
            letters = sum(len(word.text) if language == "zh" else 1 for word in stretch)
            if bare or letters > LONG.get(language, LONG_ELSEWHERE):
                stretch = self._restored(stretch, language)
            done.extend(stretch)
        return done

    def _restored(self, stretch: Sequence[Word], language: str) -> list[Word]:
        """A stretch with marks inside; the one it ends with is kept."""
        own = mark_of(stretch[-1])
        marks = list(self._missing([marked(word, "") for word in stretch], language))
        marks[-1] = own or marks[-1]
        return [marked(word, mark) for word, mark in zip(stretch, marks, strict=True)]

    def _cased(self, words: Sequence[Word], language: str) -> list[Word]:
        known = load_marks().capitals if language == "en" else {}
        return true_case(words, {**known, **self._names})


def _stretches(words: Sequence[Word]) -> Iterator[list[Word]]:
    """The words cut after each mark."""
    stretch: list[Word] = []
    for word in words:
        stretch.append(word)
        if mark_of(word):
            yield stretch
            stretch = []
    if stretch:
        yield stretch


def _closed(words: Sequence[Word], language: str) -> Word:
    """The last word with the end of a sentence; a dash or an ellipsis stays."""
    last = words[-1]
    mark = mark_of(last)
    if mark not in PAUSES if mark else not last.text[-1:].isalnum():
        return last
    before = itertools.takewhile(lambda word: not ends_sentence(word), reversed(words[:-1]))
    sentence = [*reversed(list(before)), last]
    if language == "zh":
        asks = is_chinese_question("".join(marked(word, "").text for word in sentence))
        return marked(last, "？" if asks else "。")
    plain = [normal(word.text) for word in sentence]
    return marked(last, "?" if language == "en" and load_marks().asks(plain) else ".")
