"""Reads a phrase that is still being spoken, again and again, going on after what is settled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.speech import hallucination as rules
from assistant.speech.languages import SURE
from assistant.speech.reading import TRUSTED
from assistant.speech.recogniser import (
    PROMPT_TOKENS,
    TIMESTAMP,
    UNSPACED,
    Before,
    Encoded,
    Recogniser,
    Recognition,
)
from assistant.speech.timing import STEP, in_order, silent, sounding, tightened
from assistant.types import Samples, Word

LIKELY = 0.5
"""Probability from which a first language is taken before it is sure."""
STOPPED = 2.0
"""Seconds of sound behind its last word from which a reading stopped before its end."""
BELIEVED = 0.5
"""Mean confidence from which words are kept that only a second reading found."""
LEFT = 0.6
"""Seconds of sound behind its last word from which a Mandarin reading is to go on.

Over 28 s of the development meeting 5.1 % of the characters are left out instead of 12.0; over
110 s of an English one (tiny.en) the word error rate rises from 9.2 to 12.8 %.
"""
UNCLEAR = 2.0
"""Seconds of a phrase after which the likeliest language is taken all the same."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a phrase says after its settled words; times count from the phrase's first sample.

    `timed` are the tokens of the whole phrase with their timestamps; `ends` says of each word
    how many of them there are up to its end. A `flawed` reading is not to be shown. `unread` are
    the seconds of sound behind its last word, behind the settled ones where it has none.
    """

    words: tuple[Word, ...]
    ends: tuple[int, ...]
    timed: tuple[int, ...]
    logprob: float
    flawed: bool
    unread: float

    @property
    def is_missing(self) -> bool:
        """Whether nothing was written where there is sound for words."""
        return not self.words and self.unread >= STOPPED


class PhraseReader:
    """Keeps the language and the text before a phrase.

    Args:
        given: the language, None to find out and to follow where it changes.
        prompts: by language, how to write.
        hotwords: names and terms to expect.
    """

    def __init__(
        self,
        model: Recogniser,
        given: str | None,
        prompts: Mapping[str, str],
        hotwords: Sequence[str],
    ) -> None:
        self._model = model
        self._given = given
        self._prompts = prompts
        self._hotwords = ", ".join(hotwords)
        self._language = given or ""
        self._context: tuple[int, ...] = ()

    @property
    def language(self) -> str:
        """The language of the phrase, "" while it is unclear."""
        return self._language

    @property
    def follows(self) -> bool:
        """Whether the language may change from one phrase to the next."""
        return self._given is None

    def read(
        self, samples: Samples, begun: tuple[int, ...], beam: int, waiting: float
    ) -> Reading | None:
        """Reads a phrase that begins with the tokens `begun`; None while its language is unclear.

        `waiting` is how many seconds of sound wait behind it: the longest goes first where
        several meetings share the model.
        """
        with self._model.turns.turn(waiting):
            heard = self._model.encode([samples])
            if not self._choose(heard, begun):
                return None
            reading = self._reading(heard, samples, self._context, begun, beam, len(begun))
            if self._context and (reading.flawed or reading.is_missing):
                again = self._reading(heard, samples, (), begun, beam, len(begun))
                reading = again if self._is_better(again, reading) else reading
            stopped = reading.words and not reading.flawed and reading.unread >= LEFT
            if stopped and self._language in UNSPACED:
                reading = self._gone_on(heard, samples, reading, begun, beam)
        return reading

    def _gone_on(
        self, heard: Encoded, samples: Samples, reading: Reading, begun: tuple[int, ...], beam: int
    ) -> Reading:
        """The reading with what follows it, if the decoder has words for the sound behind it.

        Whisper ends its text where it takes the next sentence to be cut off by its window, which
        it would be given later. A second timestamp tells it that this sentence is wanted now.
        """
        stamp = self._model.first_timestamp
        told = list(reading.timed)
        while told and told[-1] >= stamp:
            told.pop()
        last = stamp + round(reading.words[-1].end / TIMESTAMP)
        told += [last, last]
        further = self._reading(heard, samples, self._context, tuple(told), beam, len(begun))
        found = further.words[len(reading.words) :]
        believed = not further.flawed and rules.mean_confidence(found) >= BELIEVED
        return further if believed else reading

    def _is_better(self, again: Reading, reading: Reading) -> bool:
        """Whether to take a reading without context; one that wrote nothing with it loses it."""
        if reading.flawed:
            return again.logprob > reading.logprob
        if again.flawed or rules.mean_confidence(again.words) < BELIEVED:
            return False
        self._context = ()
        return True

    def remember(self, timed: Sequence[int], logprob: float = 0.0) -> None:
        """Takes the text of what was read as what comes before the next phrase."""
        stamp = self._model.first_timestamp
        known = (*self._context, *(t for t in timed if t < stamp))[-PROMPT_TOKENS:]
        self._context = known if logprob >= TRUSTED else ()

    def later(self, timed: Sequence[int], seconds: float) -> tuple[int, ...]:
        """The tokens of a phrase that begins so much later than the one they are of."""
        stamp, moved = self._model.first_timestamp, round(seconds / TIMESTAMP)
        told = tuple(t if t < stamp else max(t - moved, stamp) for t in timed)
        return told if not told or told[0] >= stamp else (stamp, *told)

    def _choose(self, heard: Encoded, begun: tuple[int, ...]) -> bool:
        """Settles the language of the phrase; one that has begun keeps its own."""
        if self._given is not None or begun:
            return True
        chances = self._model.languages_of(heard)[0]
        likeliest = max(chances, key=chances.__getitem__)
        least = 0.0 if heard.seconds[0] >= UNCLEAR else LIKELY
        if chances[likeliest] >= (SURE if self._language else least):
            if likeliest != self._language:
                self._context = ()
            self._language = likeliest
        return bool(self._language)

    def _reading(
        self,
        heard: Encoded,
        samples: Samples,
        context: tuple[int, ...],
        told: tuple[int, ...],
        beam: int,
        settled: int,
    ) -> Reading:
        """What is said after the first `settled` of the tokens that the phrase begins with."""
        written = self._prompts.get(self._language, "")
        before = Before(f"{written} {self._hotwords}".strip(), context, told)
        found = self._model.decode(heard, [before], self._language, beam)[0]
        return _reading(found, samples, settled, written)


def _is_flawed(found: Recognition) -> bool:
    return rules.is_doubtful(found.text, found.logprob) or rules.is_silence(
        found.no_speech, found.logprob
    )


def _reading(found: Recognition, samples: Samples, begun: int, prompt: str) -> Reading:
    """The words behind the tokens that were given, without what nobody said."""
    sound = sounding(samples)
    heard = in_order(tightened(found.words, sound))
    told = sum(first < begun for first in (0, *found.ends[:-1])) if heard else 0
    words = heard[told:]
    kept = rules.without_silent_words(words, silent(words, sound))
    kept = rules.without_echo(heard[:told], rules.without_loops(kept, rules.TWICE))
    nobody = rules.is_silence(found.no_speech, found.logprob)
    prompted = rules.is_prompt("".join(word.text for word in kept), prompt)
    if nobody or prompted or (not begun and rules.is_stock_phrase(kept)):
        kept = []
    ends = tuple(_ends(kept, zip(words, found.ends[told:], strict=True)))
    last = max((word.end for word in (*heard[:told], *kept)), default=0.0)
    unread = float(sound[int(last / STEP) :].sum()) * STEP
    return Reading(tuple(kept), ends, found.timed, found.logprob, _is_flawed(found), unread)


def _ends(kept: Sequence[Word], heard: Iterable[tuple[Word, int]]) -> Iterator[int]:
    """The ends of the words that were kept, which are some of those heard, in order."""
    left = iter(heard)
    for word in kept:
        yield next(end for one, end in left if (one.start, one.end) == (word.start, word.end))
