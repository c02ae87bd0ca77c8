"""Words and the text they make: cutting, joining, spreading over time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from assistant.types import Segment, Word

CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Character ranges written without blanks, for use inside a regular expression's class."""

SENTENCE_ENDS = tuple(".?!…。？！")
"""How the last word of a sentence ends."""

LONG = 1000
"""Words from which on the common ones are no anchors: many repetitions would take minutes."""

_OPENING = "「『“‘（《〈【"
_CLOSING = "，。？！、；：…”’）》〉】」』"
_PIECE = re.compile(
    rf"[{_OPENING}]*(?:[{CJK}][{_CLOSING},.?!]*|[^\s{CJK}{_OPENING}{_CLOSING}]+[{_CLOSING}]*)|\S+?"
)
_CJK_CHAR = re.compile(f"[{CJK}]")
_LETTER = re.compile(r"[^\W\d_]")


def chinese_share(text: str) -> float:
    """How much of a text's letters are written without blanks, 0 to 1."""
    letters = len(_LETTER.findall(text))
    return len(_CJK_CHAR.findall(text)) / letters if letters else 0.0


def cut(text: str) -> Iterator[tuple[str, bool]]:
    """The words of a text, marks attached, each with whether it is glued to the one before.

    Chinese and Japanese come one character at a time.
    """
    for match in _PIECE.finditer(text):
        before = text[match.start() - 1 : match.start()]
        yield match[0], bool(before) and not before.isspace()


def spread(text: str, start: float, end: float) -> tuple[Word, ...]:
    """The words of a text with times shared out by their length; pauses are not known."""
    return tuple(_spread_pieces(list(cut(text)), start, max(start, end)))


def join(words: Iterable[Word]) -> str:
    """The text that words make."""
    text = "".join(word.text if word.glued else f" {word.text}" for word in words)
    return text.strip()


def glue(words: Sequence[Word], text: str) -> tuple[Word, ...]:
    """The words with `glued` as the text has it; the words as they are where they differ."""
    glued, at = [], 0
    for word in words:
        found = text.find(word.text, at)
        if found < 0 or text[at:found].strip():
            return tuple(words)
        glued.append(replace(word, glued=0 < found == at))
        at = found + len(word.text)
    return tuple(glued)


def agree(segment: Segment) -> bool:
    """Whether a segment has words and they make its text."""
    return bool(segment.words) and (
        "".join(join(segment.words).split()) == "".join(segment.text.split())
    )


def words_of(segment: Segment) -> tuple[Word, ...]:
    """A segment's words, or its text spread over its time where they do not make that text."""
    if agree(segment):
        return tuple(word for word in segment.words if word.text)
    return spread(segment.text, segment.start, segment.end)


def retimed(segment: Segment, text: str) -> tuple[Word, ...]:
    """The words of a text that replaces a segment's, on the segment's time.

    Words that were there before keep their times; what stands between two of them is spread
    over the time between, without a confidence, since nobody heard it.
    """
    before = words_of(segment)
    pieces = list(cut(text))
    matcher = SequenceMatcher(
        None,
        [word.text for word in before],
        [piece for piece, _ in pieces],
        autojunk=len(pieces) > LONG,
    )
    words: list[Word] = []
    for tag, first, last, low, high in matcher.get_opcodes():
        if tag == "equal":
            kept = zip(before[first:last], pieces[low:high], strict=True)
            words.extend(replace(word, glued=glued) for word, (_, glued) in kept)
        elif low < high:
            start = before[first].start if first < last else _end_before(before, first, segment)
            end = before[last - 1].end if first < last else _start_after(before, first, segment)
            words.extend(_spread_pieces(pieces[low:high], start, max(start, end)))
    return tuple(words)


def _end_before(words: Sequence[Word], index: int, segment: Segment) -> float:
    return words[index - 1].end if index else segment.start


def _start_after(words: Sequence[Word], index: int, segment: Segment) -> float:
    return words[index].start if index < len(words) else segment.end


def _spread_pieces(pieces: Sequence[tuple[str, bool]], start: float, end: float) -> Iterator[Word]:
    step = (end - start) / max(sum(len(piece) for piece, _ in pieces), 1)
    done = 0
    for piece, glued in pieces:
        begin, done = done, done + len(piece)
        yield Word(piece, start + step * begin, start + step * done, glued=glued)
