"""One reader's way through a meeting: each piece is read with what was read before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.speech import hallucination as rules
from assistant.speech.recogniser import PROMPT_TOKENS, Before, Encoded, Recogniser, Recognition
from assistant.speech.timing import holes, sounding, tightened
from assistant.types import Samples, Word

TRUSTED = -0.8
"""Mean log-probability from which a reading becomes context of the next."""
SPEECHLESS = 0.55
"""Probability that nobody speaks from which no names are expected: a prompt of names makes names
of music. Music and noise have more than 0.6, hardly any speech has 0.45."""
HOLE = 1.0
"""Seconds of sound without a word from which a reading is incomplete."""


class Reader:
    """Keeps the context of each language. What context may have spoilt is tried again without.

    `prompts` says, by language, how to write; `hotwords` are names and terms to expect.
    """

    def __init__(
        self, model: Recogniser, beam: int, prompts: Mapping[str, str], hotwords: Sequence[str]
    ) -> None:
        self.model = model
        self.beam = beam
        self.prompts = prompts
        self.hotwords = ", ".join(hotwords)
        self.contexts: dict[str, tuple[int, ...]] = {}

    def read(self, samples: Samples, heard: Encoded, language: str) -> Recognition:
        """Reads one piece, which `heard` is the encoding of, and remembers its text."""
        before = self.contexts.get(language, ())
        reading, flaws = self._with(before, samples, heard, language)
        if before and flaws:
            again, others = self._with((), samples, heard, language)
            if (others, -again.logprob) < (flaws, -reading.logprob):
                reading, flaws = again, others
        poor = reading.logprob < TRUSTED or rules.is_repetitive(reading.text)
        self.contexts[language] = () if poor else (*before, *reading.tokens)[-PROMPT_TOKENS:]
        return reading

    def alone(self, heard: Encoded, language: str, context: tuple[int, ...] = ()) -> Recognition:
        """Reads one piece out of its order, and does not remember it."""
        prompt = self.prompts.get(language, "")
        if self.hotwords and self.model.silence_of(heard, language) < SPEECHLESS:
            prompt = f"{prompt} {self.hotwords}".strip()
        reading = self.model.decode(heard, [Before(prompt, context)], language, self.beam)[0]
        return replace(reading, words=tuple(rules.without_loops(reading.words)))

    def _with(
        self, context: tuple[int, ...], samples: Samples, heard: Encoded, language: str
    ) -> tuple[Recognition, float]:
        reading = self.alone(heard, language, context)
        return reading, _flaws(reading, samples)


def _flaws(reading: Recognition, samples: Samples) -> float:
    """Seconds of sound without words; no text to be believed is one big hole."""
    if rules.is_doubtful(reading.text, reading.logprob):
        return float(len(samples))
    sound = sounding(samples)
    missing = holes(tightened(reading.words, sound), sound, HOLE)
    return sum(hole.end - hole.start for hole in missing)


def confident(reading: Recognition, least: float) -> tuple[Word, ...]:
    """The words of a reading, none if they are not to be believed."""
    poor = rules.is_doubtful(reading.text, reading.logprob)
    return () if poor or rules.mean_confidence(reading.words) < least else reading.words
