"""Text to words that can be searched, the same for every database."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assistant.language.words import CJK

LONGEST = 64
"""Characters of a word that count; PostgreSQL takes no word of more than 2,046 bytes."""
MOST = 16_000
"""Words of a text that count; PostgreSQL knows no place beyond 16,383."""
MOST_BYTES = 400_000
"""Bytes of the words that count; PostgreSQL's index takes a megabyte with its own marks."""

_WORD = re.compile(rf"[{CJK}]|(?:[^\W_{CJK}][\u0300-\u036f]*)+")
_CJK_CHAR = re.compile(f"[{CJK}]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word as it is compared, and the characters from `start` to `end` it stands for."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand one after another; the last is the beginning of a word if `is_prefix`."""

    words: tuple[str, ...]
    is_prefix: bool


def words(text: str) -> Iterator[Token]:
    """The words of a text: runs of letters and digits, each Chinese character for itself.

    Case, width and accents make no difference.
    """
    for match in _WORD.finditer(text):
        folded = match[0] if _CJK_CHAR.match(match[0]) else _folded(match[0])
        if folded:
            yield Token(folded[:LONGEST], match.start(), match.end())


def indexed(text: str) -> str:
    """The words of a text joined by blanks, as many of them as an index takes."""
    kept: list[str] = []
    size = 0
    for word in words(text):
        size += len(word.text.encode()) + 1
        if len(kept) == MOST or size > MOST_BYTES:
            break
        kept.append(word.text)
    return " ".join(kept)


def phrases(query: str, most: int = 16) -> tuple[Phrase, ...]:
    """What a search asks for: a phrase for each term between blanks, `most` of them."""
    found: dict[Phrase, None] = {}
    for term in query.split():
        texts = tuple(word.text for word in words(term))[:LONGEST]
        if texts:
            found[Phrase(texts, is_prefix=not _CJK_CHAR.match(texts[-1]))] = None
    return tuple(found)[:most]


def as_tsvector(joined: str) -> str:
    """Words joined by blanks in PostgreSQL's notation, each with its place."""
    # Words hold letters and digits only, so quotes need no escape.
    return " ".join(f"'{word}':{place}" for place, word in enumerate(joined.split(), start=1))


def as_tsquery(asked: Iterable[Phrase]) -> str:
    """Phrases of which one must occur, in PostgreSQL's notation."""
    return " | ".join(
        "(" + " <-> ".join(f"'{w}'" for w in each.words) + (":*)" if each.is_prefix else ")")
        for each in asked
    )


def as_fts5(asked: Iterable[Phrase]) -> str:
    """Phrases of which one must occur, in the notation of SQLite's FTS5."""
    return " OR ".join(
        f'"{" ".join(each.words)}"' + (" *" if each.is_prefix else "") for each in asked
    )


def found(asked: Iterable[Phrase], text: str) -> list[tuple[int, int]]:
    """Where the words of phrases stand in a text, in characters, in order and apart."""
    known = list(words(text))
    ranges = {
        (known[at + n].start, known[at + n].end)
        for each in asked
        for at in range(len(known) - len(each.words) + 1)
        if _stands(each, [word.text for word in known[at : at + len(each.words)]])
        for n in range(len(each.words))
    }
    return sorted(ranges)


def _stands(phrase: Phrase, given: list[str]) -> bool:
    if not phrase.is_prefix:
        return given == list(phrase.words)
    return given[:-1] == list(phrase.words[:-1]) and given[-1].startswith(phrase.words[-1])


def _folded(word: str) -> str:
    parts = unicodedata.normalize("NFKD", word.casefold()).casefold()
    return "".join(char for char in parts if char.isalnum())
