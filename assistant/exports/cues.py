"""Segments to subtitle cues: two short lines, a few seconds each, cut between words."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.exports.view import View, flat
from assistant.language.words import join, words_of
from assistant.types import Word

LONGEST = 7.0
"""Seconds that a cue may stay, as subtitling guides have it."""

SHORTEST = 0.3
"""Seconds that a cue stays at least; players refuse one that ends where it begins."""

NARROW, WIDE = 3, 7
LINE_WIDTH = 42 * NARROW
"""One line holds 42 Latin or 18 Chinese characters (18 * 7 = 42 * 3)."""

_STOPS = tuple(".?!…。？！")
_MARKS = (*_STOPS, *",;:，；：、")


@dataclass(frozen=True, slots=True)
class Cue:
    """What is shown from `start` to `end`; `opens` says that it begins its segment."""

    start: float
    end: float
    name: str
    lines: tuple[str, ...]
    opens: bool


def cues(view: View, *, named: bool) -> Iterator[Cue]:
    """The cues of all segments in time order.

    With `named` the speaker's name is written into the first cue of each segment.
    """
    for segment in view.segments:
        name = view.name(segment.speaker)
        words = [part for word in _seen(words_of(segment)) for part in _narrow_enough(word)]
        if named and words and view.minutes.speakers:
            words = [*_spoken_at(words[0].start, name + view.labels.colon), *words]
        for i, group in enumerate(_groups(words)):
            start = group[0].start
            end = min(max(group[-1].end, start + SHORTEST), start + LONGEST)
            yield Cue(start, end, name, tuple(_lines(group)), opens=i == 0)


@functools.lru_cache(maxsize=4096)
def width(text: str) -> int:
    """How much room a text takes, in thirds of a Latin character."""
    return sum(WIDE if unicodedata.east_asian_width(char) in "WF" else NARROW for char in text)


def _seen(words: Iterable[Word]) -> Iterator[Word]:
    for word in words:
        text = flat(word.text)
        if text:
            yield word if text == word.text else replace(word, text=text)


def _spoken_at(moment: float, name: str) -> Iterator[Word]:
    for part in name.split():
        yield from _narrow_enough(Word(part, moment, moment))


def _narrow_enough(word: Word) -> Iterator[Word]:
    if width(word.text) <= LINE_WIDTH:
        yield word
        return
    step = (word.end - word.start) / len(word.text)
    first = 0
    for last in range(1, len(word.text) + 1):
        if last == len(word.text) or width(word.text[first : last + 1]) > LINE_WIDTH:
            start, end = word.start + step * first, word.start + step * last
            yield Word(word.text[first:last], start, end, glued=word.glued or first > 0)
            first = last


def _groups(words: Sequence[Word]) -> Iterator[Sequence[Word]]:
    first = 0
    for last in range(1, len(words)):
        group = words[first:last]
        if _fits(words[first : last + 1]):
            if _complete(group, words[last]):
                yield group
                first = last
        else:
            cut = first + _best_cut(group)
            yield words[first:cut]
            first = cut
    if words[first:]:
        yield words[first:]


def _fits(words: Sequence[Word]) -> bool:
    short = words[-1].end - words[0].start <= LONGEST
    return short and (_room(words) <= LINE_WIDTH or bool(_breaks(words)))


def _complete(group: Sequence[Word], following: Word) -> bool:
    """Whether a cue should end here though the next word had room."""
    if following.start - group[-1].end > LONGEST / 4:
        return True
    return group[-1].text.endswith(_STOPS) and _room(group) > LINE_WIDTH


def _best_cut(group: Sequence[Word]) -> int:
    """How many words to keep: up to a mark in the second half, else all."""
    for count in range(len(group), len(group) // 2, -1):
        if group[count - 1].text.endswith(_MARKS):
            return count
    return len(group)


def _breaks(words: Sequence[Word]) -> dict[int, int]:
    """Where two lines can be made that both fit, with how uneven they are."""
    whole, upper, breaks = _room(words), 0, {}
    for i in range(1, len(words)):
        upper = _room(words[i - 1 : i]) if i == 1 else upper + _advance(words[i - 1])
        lower = whole - upper - _blank(words[i])
        if max(upper, lower) <= LINE_WIDTH:
            breaks[i] = abs(upper - lower)
    return breaks


def _room(words: Sequence[Word]) -> int:
    """The width of these words on one line."""
    return sum(map(_advance, words)) - _blank(words[0])


def _advance(word: Word) -> int:
    return width(word.text) + _blank(word)


def _blank(word: Word) -> int:
    return 0 if word.glued else NARROW


def _lines(words: Sequence[Word]) -> list[str]:
    breaks = _breaks(words)
    if _room(words) <= LINE_WIDTH or not breaks:
        return [join(words)]

    def cost(i: int) -> float:
        return breaks[i] / 4 if words[i - 1].text.endswith(_MARKS) else breaks[i]

    best = min(breaks, key=cost)
    return [join(words[:best]), join(words[best:])]
