"""Speech to words with Whisper: which language, what to believe, what to hear again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import ClassVar

from assistant.speech import hallucination as rules
from assistant.speech.expected import expected
from assistant.speech.languages import PROMPTS, SURE, folding, given
from assistant.speech.reading import HOLE, Reader, confident
from assistant.speech.recogniser import Encoded, Recogniser, load
from assistant.speech.timing import Hole, holes, in_order, silent, sounding, tightened
from assistant.stages import Loader
from assistant.types import SAMPLE_RATE, Meeting, SpeechRegion, Word

ENOUGH = 5.0
"""Seconds of speech before a language is settled."""
AT_MOST = 30.0
"""Seconds of speech after which the likeliest language is taken."""
MARGIN = 0.2
BELIEVED = 0.5
"""Mean confidence from which words found in a hole are kept."""


class Whisper:
    """Words of each region, in order, at most one region late once the language is known.

    Every region is read with the text before it as context; sound that got no words is heard
    once more on its own. `beam` is the beam size, `prompts` adds to or replaces how a language
    is to be written, `simplified` folds traditional characters.

    Raises:
        InputError: Whisper has no such language.
        ModelError: these weights do not know the language.
    """

    loaders: ClassVar[Mapping[str, Loader]] = {"model": load}

    def __init__(
        self,
        *,
        meeting: Meeting,
        model: Recogniser,
        beam: int = 5,
        prompts: Mapping[str, str] | None = None,
        simplified: bool = True,
    ) -> None:
        self.model = model
        self.simplified = simplified
        written = {**PROMPTS, **(prompts or {})}
        self.reader = Reader(model, beam, written, expected(meeting))
        self.given = given(meeting.language, model)
        self.language = self.given
        self.chances: dict[str, float] = {}
        self.waiting: list[SpeechRegion] = []

    def push(self, item: SpeechRegion) -> Iterator[Word]:
        self.waiting.append(item)
        if self.language is None:
            self._listen(item)
        if self.language is not None:
            yield from self._drain()

    def finish(self) -> Iterator[Word]:
        if self.waiting and self.language is None:
            self.language = max(self.chances, key=self.chances.__getitem__)
        yield from self._drain()

    def _listen(self, region: SpeechRegion) -> None:
        """Weighs the language of one more region and settles it when it is clear."""
        seconds = region.end - region.start
        for code, chance in self.model.languages_of(self.model.encode([region.samples]))[0].items():
            self.chances[code] = self.chances.get(code, 0.0) + chance * seconds
        heard = sum(one.end - one.start for one in self.waiting)
        likeliest = max(self.chances, key=self.chances.__getitem__)
        sure = self.chances[likeliest] >= SURE * heard
        if heard >= (ENOUGH if sure else AT_MOST):
            self.language = likeliest

    def _drain(self) -> Iterator[Word]:
        waiting, self.waiting = self.waiting, []
        for region in waiting:
            yield from self._transcribe(region)

    def _transcribe(self, region: SpeechRegion) -> Iterator[Word]:
        samples, sound = region.samples, sounding(region.samples)
        heard = self.model.encode([samples])
        language = self._language_of(heard)
        reading = self.reader.read(samples, heard, language)
        if rules.is_silence(reading.no_speech, reading.logprob):
            return
        words = list(reading.words)
        for hole in reversed(holes(tightened(words, sound), sound, HOLE)):
            found = self._read_hole(region, hole, language)
            words[hole.before : hole.before] = _new(found, words[: hole.before])
        words = rules.without_loops(words)
        words = rules.without_silent_words(words, silent(words, sound))
        if rules.is_stock_phrase(words):
            return
        for word in in_order(tightened(words, sound)):
            yield self._placed(word, region.start)

    def _language_of(self, heard: Encoded) -> str:
        """The meeting's language, unless none was given and this piece surely has another."""
        main = self.language or ""
        if self.given is not None:
            return main
        chances = self.model.languages_of(heard)[0]
        likeliest = max(chances, key=chances.__getitem__)
        return likeliest if chances[likeliest] >= SURE else main

    def _read_hole(self, region: SpeechRegion, hole: Hole, language: str) -> list[Word]:
        """Words in a stretch that got none, if the model believes in them."""
        start = max(hole.start - MARGIN, 0.0)
        end = hole.end + MARGIN
        stretch = region.samples[int(start * SAMPLE_RATE) : int(end * SAMPLE_RATE)]
        reading = self.reader.alone(self.model.encode([stretch]), language)
        return [_later(word, start) for word in confident(reading, BELIEVED)]

    def _placed(self, word: Word, start: float) -> Word:
        """On the meeting's clock and in the meeting's script."""
        folds = self.simplified and word.language == "zh"
        text = folding()(word.text) if folds else word.text
        return replace(_later(word, start), text=text)


def _new(words: Sequence[Word], before: Sequence[Word]) -> list[Word]:
    """Words without a first one that only repeats the last one before them."""
    again = before and words and rules.bare(words[0].text) == rules.bare(before[-1].text)
    return list(words[1:] if again else words)


def _later(word: Word, seconds: float) -> Word:
    return replace(word, start=word.start + seconds, end=word.end + seconds)
