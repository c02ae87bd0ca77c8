"""Speech to words with Whisper: which language, what to believe, what to hear again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import ClassVar

from assistant.speech import hallucination as rules
from assistant.speech.expected import expected
from assistant.speech.languages import PROMPTS, SURE, folding, given
from assistant.speech.reading import HOLE, Reader, confident
from assistant.speech.recogniser import Recogniser, load
from assistant.speech.switching import ENOUGH, Languages, Span, likeliest, spans
from assistant.speech.timing import Hole, holes, in_order, silent, sounding, tightened
from assistant.stages import Loader
from assistant.types import SAMPLE_RATE, Meeting, SpeechRegion, Word

AT_MOST = 30.0
"""Seconds of speech after which the likeliest language is taken."""
MARGIN = 0.2
BELIEVED = 0.5
"""Mean confidence from which words found in a hole are kept."""


class Whisper:
    """Words of each region, in order, at most one region late once the language is known.

    Every region is read with the text before it as context; sound that got no words is heard
    once more on its own. `beam` is the beam size, `prompts` adds to or replaces how a language
    is to be written, `simplified` folds traditional characters. Where no language was given,
    speakers may change between those of `switching` at any pause, and each part is read in its own.

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
        switching: Sequence[str] = ("en", "zh"),
        simplified: bool = True,
    ) -> None:
        self.model = model
        self.simplified = simplified
        written = {**PROMPTS, **(prompts or {})}
        self.reader = Reader(model, beam, written, expected(meeting))
        self.given = given(meeting.language, model)
        self.switching = tuple(switching)
        self.languages: Languages | None = None
        self.waiting: list[tuple[SpeechRegion, Sequence[Span]]] = []

    def push(self, item: SpeechRegion) -> Iterator[Word]:
        if self.given:
            yield from self._transcribe(item, self.given)
            return
        self.waiting.append((item, spans(item.samples, self.model)))
        if self._is_settled():
            yield from self._drain()

    def finish(self) -> Iterator[Word]:
        yield from self._drain()

    def _is_settled(self) -> bool:
        """Whether the meeting's language is clear by now."""
        if self.languages:
            return True
        heard = sum(region.end - region.start for region, _ in self.waiting)
        _, share = likeliest([span for _, cut in self.waiting for span in cut])
        return heard >= (ENOUGH if share >= SURE else AT_MOST)

    def _drain(self) -> Iterator[Word]:
        waiting, self.waiting = self.waiting, []
        if waiting and not self.languages:
            main, _ = likeliest([span for _, cut in waiting for span in cut])
            self.languages = Languages(main, self.switching)
        for region, cut in waiting:
            if self.languages:
                for part, language in self.languages.parts(region, cut):
                    yield from self._transcribe(part, language)

    def _transcribe(self, region: SpeechRegion, language: str) -> Iterator[Word]:
        samples, sound = region.samples, sounding(region.samples)
        heard = self.model.encode([samples])
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
