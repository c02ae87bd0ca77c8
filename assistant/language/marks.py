"""Which mark follows an English word: a linear model over hashed word n-grams, a few rules.

The weights in `marks.safetensors` were trained by `training/marks.py` on the training
meetings of QMSum (Zhong et al. 2021, MIT licence).
"""

from __future__ import annotations

import functools
import itertools
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.language.shipped import shipped

NONE, COMMA, END = range(3)
BUCKETS = 32
TABLE = 1 << 18
QUESTION_TABLE = 1 << 16

Ids = NDArray[np.int64]
Scores = NDArray[np.float32]

_DIGITS = re.compile(r"\d+")
_EDGE = "#"

_AUXILIARY = "can|could|would|should|shall|will|do|does|did|are|is|were|was|have|has|am"
_SUBJECT = "i|you|we|they|he|she|it|that|this|there|the|your|our|every(?:one|body)|any(?:one|body)"
_QUESTION = re.compile(
    r"^(?:(?:and|but|so|or|okay|hey|oh|well|yeah|sorry|right|um|uh) )*(?:"
    rf"(?:{_AUXILIARY})(?:n't)? (?:{_SUBJECT})\b"
    rf"|(?:who|what|when|where|why|how|which|whose)(?:'s| (?:{_AUXILIARY}))\b"
    r"|how (?:many|much|long|often|far|about)\b|what about\b)"
    r"|\b(?:can|could|would|should|shall|did) (?:you|we)\b"
    r"|\b(?:isn't|doesn't|aren't|don't) (?:it|we|you)$"
)
ASKS = -0.6
"""Score above which a sentence asks; rough transcripts mark few questions, hence below zero."""

OPENING = frozenset(("yeah", "yes", "yep", "no", "nope", "okay", "oh", "well", "sure", "right")) | {
    "great",
    "so",
    "um",
    "uh",
    "hmm",
    "hey",
}
OPENING_SCORE = 1.0
"""What speaks for a comma after such a word where it opens a sentence."""


def normal(word: str) -> str:
    """The form of a word that features see: lower case, digits folded, no marks around it."""
    bare = word.strip('.,?!;:"()[]-—…').lower().replace("’", "'")
    return _DIGITS.sub("0", bare)


def boundary_features(words: Sequence[str]) -> Ids:
    """Feature ids of the boundary after each normalised word, shape (len(words), 14)."""
    padded = [_EDGE] * 2 + list(words) + [_EDGE] * 3
    rows = [_boundary(padded[i : i + 6]) for i in range(len(words))]
    return np.array(rows, dtype=np.int64).reshape(-1, 14)


def _boundary(around: Sequence[str]) -> list[int]:
    b, a, w, x, y, z = around
    parts = (
        f"0{w}", f"1{x}", f"2{a}", f"3{y}", f"4{a} {w}", f"5{w} {x}", f"6{x} {y}",
        f"7{b} {a} {w}", f"8{a} {w} {x}", f"9{w} {x} {y}", f"A{x} {y} {z}", f"B{w}  {y}",
        f"C{w[-3:]} {x[-3:]}", f"D{a} {w} {x} {y}",
    )  # fmt: skip
    return [zlib.crc32(part.encode()) % TABLE for part in parts]


def question_features(sentence: Sequence[str]) -> Ids:
    """Feature ids of a whole normalised sentence, any number of them."""
    head, tail = sentence[:3], sentence[-3:]
    parts = [f"b{' '.join(head[:n])}" for n in (1, 2, 3)]
    parts += [f"e{' '.join(tail[-n:])}" for n in (1, 2, 3)]
    parts += [f"l{min(len(sentence), 20)}"]
    parts += [f"w{a} {b}" for a, b in itertools.pairwise(sentence)]
    parts += [f"t{' '.join(sentence[-9:][i : i + 2])}" for i in range(len(sentence[-9:]) - 1)]
    ids = sorted({zlib.crc32(part.encode()) % QUESTION_TABLE for part in parts})
    return np.array(ids, dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class MarkModel:
    """Weights of both decisions.

    `boundary` has shape (TABLE, 3), `since_end` and `since_mark` (BUCKETS, 3), `question`
    (QUESTION_TABLE,); `capitals` maps a lower-case word to how it is written in a sentence.
    """

    boundary: Scores
    since_end: Scores
    since_mark: Scores
    question: Scores
    capitals: dict[str, str]

    def marks(self, words: Sequence[str], hints: Scores) -> list[str]:
        """The mark after each of a stretch of words: "", ",", "." or "?".

        `hints` of shape (len(words), 3) are added to the scores of no mark, comma, sentence
        end. The stretch is taken to end where a sentence ends.
        """
        plain = [normal(word) for word in words]
        if not plain:
            return []
        opening = [word in OPENING for word in plain]
        kinds = self._kinds(self.boundary[boundary_features(plain)].sum(axis=1) + hints, opening)
        marks, first = [], 0
        for i, kind in enumerate(kinds):
            if kind == END:
                marks.append("?" if self.asks(plain[first : i + 1]) else ".")
                first = i + 1
            else:
                marks.append("," if kind == COMMA else "")
        return marks

    def _kinds(self, scores: Scores, opening: Sequence[bool]) -> list[int]:
        kinds, end, mark = [], 0, 0
        for row, opens in zip(scores[:-1], opening, strict=False):
            here = row + self.since_end[min(end, BUCKETS - 1)]
            here += self.since_mark[min(mark, BUCKETS - 1)]
            here[COMMA] += OPENING_SCORE if opens and end == 0 else 0.0
            kind = int(np.argmax(here))
            kinds.append(kind)
            end = 0 if kind == END else end + 1
            mark = 0 if kind != NONE else mark + 1
        return [*kinds, END]

    def asks(self, sentence: Sequence[str]) -> bool:
        """Whether normalised words ask: by a question word, an inversion, a tag, or their score."""
        if _QUESTION.search(" ".join(sentence)):
            return True
        return float(self.question[question_features(sentence)].sum()) > ASKS


@functools.cache
def load_marks() -> MarkModel:
    """Reads the weights that ship with the program; int8 on disk, one scale a table."""
    stored = shipped("marks")
    tables = {
        name: stored[name].astype(np.float32) * stored[f"{name}.scale"]
        for name in ("boundary", "since_end", "since_mark", "question")
    }
    written = stored["capitals"].tobytes().decode().split("\n")
    return MarkModel(**tables, capitals={word.lower(): word for word in written})
