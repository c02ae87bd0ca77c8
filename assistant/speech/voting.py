"""Two readings of the same audio to one, word by word.

The idea of ROVER (Fiscus, 1997) for two systems: where they agree both are kept, where they
differ the one the model is surer of wins, and words that only one of them has must reach a
confidence of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.speech.hallucination import bare, mean_confidence
from assistant.types import Word

NOTHING = 0.45
"""What "no word here" is worth against a reading with words."""


def merged(first: Sequence[Word], second: Sequence[Word]) -> list[Word]:
    """The better of the two readings at every difference; times of `first` where they agree."""
    words: list[Word] = []
    for ours, theirs, same in _blocks(first, second):
        if same:
            words += [_surer(a, b) for a, b in zip(ours, theirs, strict=True)]
        else:
            words += ours if _worth(ours) >= _worth(theirs) else theirs
    return words


def _worth(words: Sequence[Word]) -> float:
    return mean_confidence(words) if words else NOTHING


def _surer(ours: Word, theirs: Word) -> Word:
    better = theirs if (theirs.confidence or 0.0) > (ours.confidence or 0.0) else ours
    return replace(ours, text=better.text, confidence=better.confidence)


def _blocks(
    first: Sequence[Word], second: Sequence[Word]
) -> Iterator[tuple[list[Word], list[Word], bool]]:
    """Runs of words that agree, and what lies between them."""
    ours: list[Word] = []
    theirs: list[Word] = []
    agree = True
    for a, b in _aligned(first, second):
        same = a is not None and b is not None
        if same != agree and (ours or theirs):
            yield ours, theirs, agree
            ours, theirs = [], []
        agree = same
        ours += [a] if a is not None else []
        theirs += [b] if b is not None else []
    if ours or theirs:
        yield ours, theirs, agree


def _aligned(
    first: Sequence[Word], second: Sequence[Word]
) -> list[tuple[Word | None, Word | None]]:
    """The longest common subsequence as pairs; a word without its equal stands alone."""
    ours = [bare(word.text) for word in first]
    theirs = [bare(word.text) for word in second]
    common = [[0] * (len(theirs) + 1) for _ in range(len(ours) + 1)]
    for i, a in enumerate(ours, 1):
        row, above = common[i], common[i - 1]
        for j, b in enumerate(theirs, 1):
            row[j] = above[j - 1] + 1 if a == b else max(above[j], row[j - 1])
    pairs: list[tuple[Word | None, Word | None]] = []
    i, j = len(ours), len(theirs)
    while i or j:
        if i and j and ours[i - 1] == theirs[j - 1]:
            i, j = i - 1, j - 1
            pairs.append((first[i], second[j]))
        elif i and (not j or common[i - 1][j] >= common[i][j - 1]):
            i -= 1
            pairs.append((first[i], None))
        else:
            j -= 1
            pairs.append((None, second[j]))
    return pairs[::-1]
