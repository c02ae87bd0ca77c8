"""Texts made comparable: what counts as one token of a language."""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache

Tokens = tuple[str, ...]

_CHARACTER_LANGUAGES = frozenset({"zh", "yue", "ja"})


def by_character(language: str) -> bool:
    """Whether errors of this language are counted in characters."""
    return language in _CHARACTER_LANGUAGES


def tokens(text: str, language: str) -> Tokens:
    """Tokens to compare: words as Whisper's normaliser leaves them, or characters.

    English goes through Whisper's English normaliser (numbers as digits, contractions and
    spellings unified, hesitations dropped), other languages through its basic one. Chinese
    is folded to simplified characters and compared by character, without punctuation or
    blanks; there numbers stay as they are written.
    """
    if by_character(language):
        folded = _simplified()(unicodedata.normalize("NFKC", text)).lower()
        return tuple(character for character in folded if character.isalnum())
    return tuple(_normaliser(language)(text).split())


def occurrences(term: Tokens, text: Tokens) -> int:
    """How often `term` occurs in `text`."""
    return sum(text[i : i + len(term)] == term for i in range(len(text) - len(term) + 1))


def similarity(left: Sequence[str], right: Sequence[str]) -> float:
    """F1 of the tokens two texts share, 0 to 1."""
    shared = (Counter(left) & Counter(right)).total()
    return 2 * shared / (len(left) + len(right)) if shared else 0.0


def capitalised(text: str) -> tuple[str, ...]:
    """Runs of words with a capital letter that stand inside a sentence: likely proper names."""
    inside = re.sub(r"(?:^|[.?!:;…。？！：；])[\s\"'“‘(]*[A-Za-zÀ-ÿ]+(?:['’][a-z]+)?", ". ", text)
    runs = re.findall(r"[A-Z][a-zA-Z]+(?: [A-Z][a-zA-Z]+)*", inside)
    return tuple(dict.fromkeys(run for run in runs if not _CALENDAR & set(run.split())))


_CALENDAR = frozenset((*calendar.day_name, *calendar.month_name))


@cache
def _normaliser(language: str) -> Callable[[str], str]:
    from whisper_normalizer.basic import BasicTextNormalizer  # noqa: PLC0415
    from whisper_normalizer.english import EnglishTextNormalizer  # noqa: PLC0415

    normaliser: Callable[[str], str] = (
        EnglishTextNormalizer() if language == "en" else BasicTextNormalizer()
    )
    return normaliser


@cache
def _simplified() -> Callable[[str], str]:
    import opencc  # noqa: PLC0415

    convert: Callable[[str], str] = opencc.OpenCC("t2s").convert
    return convert
