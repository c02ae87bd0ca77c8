"""Rules against text that nobody said. Pure functions over words and a decoder's scores.

Whisper invents and repeats text over silence, noise and music; see Koenecke et al., "Careless
Whisper" (2024), and section 4.5 of arXiv 2212.04356 for the thresholds it was published with.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import replace

from assistant.types import Word

TOKENS_PER_SECOND = 8
"""No language is spoken faster; a decoder that writes more is looping."""
TOKENS_TO_SPARE = 24
"""For timestamps and for very short pieces."""
MOST_COMPRESSIBLE = 2.4
LEAST_LOGPROB = -1.0
MOST_NO_SPEECH = 0.6
REPEATS = 3
"""A phrase this often in a row is a loop."""
REPEATS_OF_ONE = 5
"""A single word is said three times in earnest ("no, no, no", "对对对")."""
LONGEST_LOOP = 24
TWICE = 4
"""Words from which on a phrase is hardly said twice in a row."""
UNSURE = 0.3
TOLD = 8
"""Letters in a row that are hardly said by chance as the prompt has them."""
_DRAWN_OUT = re.compile(r"([\W_])\1{3,}")
STOCK_CONFIDENCE = 0.8

STOCK = (
    "thanks for watching",
    "thank you for watching",
    "thank you so much for watching",
    "please subscribe",
    "like and subscribe",
    "see you in the next video",
    "subtitles by",
    "transcription by",
    "字幕by",
    "字幕由",
    "字幕制作",
    "请不吝点赞",
    "谢谢观看",
    "感谢观看",
    "多谢观看",
)
"""Subtitle credits and farewells of the training data, as `bare` writes them without blanks."""


def bare(text: str) -> str:
    """Letters and digits only, lower case."""
    return "".join(char for char in text.lower() if char.isalnum())


def token_limit(seconds: float) -> int:
    """How many tokens a piece of audio may become."""
    return int(TOKENS_PER_SECOND * seconds) + TOKENS_TO_SPARE


def compression(text: str) -> float:
    """How many times smaller zlib makes `text`; loops compress well."""
    data = text.encode()
    return len(data) / len(zlib.compress(data))


def is_repetitive(text: str) -> bool:
    """Says that a piece's text repeats itself as speech does not."""
    return compression(text) > MOST_COMPRESSIBLE


def is_silence(no_speech: float, logprob: float) -> bool:
    """Says that the model heard no speech and does not believe its own text."""
    return no_speech > MOST_NO_SPEECH and logprob < LEAST_LOGPROB


def is_doubtful(text: str, logprob: float) -> bool:
    """Says that a piece deserves another try."""
    return logprob < LEAST_LOGPROB or is_repetitive(text)


def is_stock_phrase(words: Sequence[Word]) -> bool:
    """Says that a piece is nothing but a credit or farewell, without much confidence."""
    text = bare("".join(word.text for word in words))
    known = [phrase for phrase in STOCK if bare(phrase) in text]
    if not known or len(text) > 2 * max(len(bare(phrase)) for phrase in known):
        return False
    return mean_confidence(words) < STOCK_CONFIDENCE


def is_prompt(text: str, prompt: str) -> bool:
    """Says that a piece repeats what the decoder was told about how to write."""
    told, said = bare(prompt), bare(text)
    return any(told[at : at + TOLD] in said for at in range(len(told) - TOLD + 1))


def mean_confidence(words: Sequence[Word]) -> float:
    """0 for no words; a word without confidence counts as sure."""
    if not words:
        return 0.0
    return sum(1.0 if word.confidence is None else word.confidence for word in words) / len(words)


def without_loops(words: Sequence[Word], twice: int = LONGEST_LOOP + 1) -> list[Word]:
    """Keeps one of a phrase that comes three times or more in a row, and no drawn-out mark.

    Of a phrase of `twice` words or more, a second time is too many.
    """
    kept = [replace(word, text=_DRAWN_OUT.sub("", word.text)) for word in words]
    for length in range(1, LONGEST_LOOP + 1):
        least = 2 if length >= twice else REPEATS if length > 1 else REPEATS_OF_ONE
        kept = _without_loops_of(kept, length, least)
    return kept


def _without_loops_of(words: list[Word], length: int, least: int) -> list[Word]:
    keys = [bare(word.text) for word in words]
    kept: list[Word] = []
    at = 0
    while at < len(words):
        phrase = keys[at : at + length]
        times = 1
        while keys[at + times * length : at + (times + 1) * length] == phrase:
            times += 1
        looped = times >= least and len(phrase) == length and len(set(phrase)) > (length > 1)
        kept += words[at : at + (length if looped else 1)]
        at += times * length if looped else 1
    return kept


def without_echo(said: Sequence[Word], words: Sequence[Word]) -> list[Word]:
    """Drops from `words` a phrase of `TWICE` words or more that repeats the one right before it.

    The first time may have begun in `said`, the words ahead of them.
    """
    keys = [bare(word.text) for word in (*said, *words)]
    for length in range(LONGEST_LOOP, TWICE - 1, -1):
        for at in range(max(len(said) - length, 0), len(said)):
            again = at + length
            phrase = keys[at:again]
            if len(set(phrase)) > 1 and keys[again : again + length] == phrase:
                first = again - len(said)
                return [*words[:first], *words[first + length :]]
    return list(words)


def without_silent_words(words: Sequence[Word], silent: Sequence[bool]) -> list[Word]:
    """Drops words that lie in silence and that the model is unsure of."""
    return [
        word
        for word, quiet in zip(words, silent, strict=True)
        if not (quiet and word.confidence is not None and word.confidence < UNSURE)
    ]
