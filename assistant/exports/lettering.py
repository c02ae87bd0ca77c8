"""How much room text takes, where no font is at hand to ask."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

NARROW = frozenset("iljtfrI.,;:'!|()[]{} -·’‘")
BROAD = frozenset("mwMW@%—…")
MOST = 6
"""Lines that a text is given; what is longer ends in an ellipsis."""

_PIECE = re.compile(r"\S+\s*|\s+")


def width(text: str, size: float, bold: bool = False) -> float:
    """Pixels, rather too many than too few, in the usual sans-serif fonts of `size` pixels."""
    return sum(map(_advance, text)) * size * (1.18 if bold else 1.0)


def wrapped(text: str, widest: float, size: float, bold: bool = False) -> list[str]:
    """Lines of at most `widest` pixels, cut at blanks and between Chinese characters."""
    lines, line = [], ""
    for piece in _pieces(text, widest, size, bold):
        if line and width((line + piece).rstrip(), size, bold) > widest:
            lines.append(line.rstrip())
            line = ""
        line += piece
    if line.strip():
        lines.append(line.rstrip())
    if len(lines) > MOST:
        lines = lines[:MOST]
        while width(lines[-1] + "…", size, bold) > widest:
            lines[-1] = lines[-1][:-1]
        lines[-1] = lines[-1].rstrip() + "…"
    return lines


def _pieces(text: str, widest: float, size: float, bold: bool) -> Iterator[str]:
    """What must stay together: words, wide characters with the marks that follow them."""
    for word in _PIECE.findall(text):
        piece = ""
        for char in word:
            full = width(piece + char, size, bold) > widest
            if piece and (full or _may_part(piece[-1], char)):
                yield piece
                piece = ""
            piece += char
        yield piece


def _may_part(before: str, after: str) -> bool:
    if after.isspace() or _closing(after) or _opening(before):
        return False
    return _wide(before) or _wide(after)


def _advance(char: str) -> float:
    if _wide(char):
        return 1.0
    if unicodedata.combining(char):
        return 0.0
    if char in NARROW:
        return 0.34
    if char in BROAD:
        return 0.92
    return 0.68 if char.isupper() else 0.57


def _wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"


def _closing(char: str) -> bool:
    return unicodedata.category(char) in ("Pe", "Pf") or char in "，。、；：？！,.;:?!"


def _opening(char: str) -> bool:
    return unicodedata.category(char) in ("Ps", "Pi")
