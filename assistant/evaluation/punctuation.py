"""Scores of restored marks and capitals: F1 per mark, over the words that were recognised."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.language.words import cut, spread
from assistant.types import Meeting, Segment

_CLASS = {mark: kind for kind, marks in {".": ".!。！", ",": ",;:，；：、", "?": "?？"}.items()
          for mark in marks}  # fmt: skip
_TRAILING = re.compile(r"[.,;:!?。，；：！？、]+(?=[\"”’)」』》]*$)")


@dataclass(frozen=True, slots=True)
class F1:
    """Counts of one class and what follows from them, all 0 where nothing was counted."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        return self.right / max(self.right + self.wrong, 1)

    @property
    def recall(self) -> float:
        return self.right / max(self.right + self.missed, 1)

    @property
    def value(self) -> float:
        return 2 * self.right / max(2 * self.right + self.wrong + self.missed, 1)

    def __add__(self, other: F1) -> F1:
        return F1(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)


def score_punctuation(reference: Sequence[Segment], restored: Sequence[Segment]) -> dict[str, F1]:
    """F1 of ".", "," and "?" and of capitals ("case"), after each word both texts have.

    Words are aligned, so that what a recogniser heard wrongly counts for neither side. "!"
    counts as ".", ";" and ":" as ",", full-width marks as the others.
    """
    true, found = list(_marked(reference)), list(_marked(restored))
    matcher = difflib.SequenceMatcher(
        None, [plain for plain, *_ in true], [plain for plain, *_ in found], autojunk=False
    )
    pairs = [
        (true[block.a + i], found[block.b + i])
        for block in matcher.get_matching_blocks()
        for i in range(block.size)
    ]
    scores = {
        mark: _counted((a[1] == mark, b[1] == mark) for a, b in pairs) for mark in (".", ",", "?")
    }
    return {**scores, "case": _counted((a[2], b[2]) for a, b in pairs)}


def measure(
    paths: Iterable[Path],
    stage_factory: Callable[[Meeting], Callable[[Segment], Iterator[Segment]]],
) -> dict[str, F1]:
    """Takes marks and capitals off the turns of truth files, restores them, scores.

    `stage_factory` gives the `push` of a fresh stage. Word times are shared out evenly over
    each turn, so pauses tell nothing here.
    """
    total: dict[str, F1] = {}
    for path in paths:
        truth = json.loads(path.read_text(encoding="utf-8"))
        push = stage_factory(Meeting(id=path.stem, language=truth["language"]))
        reference = [
            Segment(f"g{i}", turn["start"], turn["end"], turn["text"], turn["speaker"])
            for i, turn in enumerate(truth["turns"])
        ]
        restored = [done for each in reference for done in push(bare(each))]
        for kind, counts in score_punctuation(reference, restored).items():
            total[kind] = total.get(kind, F1(0, 0, 0)) + counts
    return total


def bare(segment: Segment) -> Segment:
    """The segment without marks and capitals, as a recogniser that gives none has it."""
    words = segment.words or spread(segment.text, segment.start, segment.end)
    stripped = [replace(each, text=_TRAILING.sub("", each.text).lower()) for each in words]
    kept = tuple(each for each in stripped if each.text)
    text = "".join(each.text if each.glued else f" {each.text}" for each in kept).strip()
    return replace(segment, text=text, words=kept)


def _marked(segments: Iterable[Segment]) -> Iterator[tuple[str, str, bool]]:
    """Each word in small letters, the class of the mark after it, whether it has a capital."""
    for segment in segments:
        for text, _ in cut(segment.text):
            plain = _TRAILING.sub("", text).strip('"“”‘’()「」『』《》')
            marks = _TRAILING.search(text)
            kind = _CLASS.get(marks[0][-1], "") if marks else ""
            if plain:
                yield plain.lower(), kind, plain != plain.lower()


def _counted(pairs: Iterable[tuple[bool, bool]]) -> F1:
    outcomes = list(pairs)
    return F1(
        right=sum(true and found for true, found in outcomes),
        wrong=sum(found and not true for true, found in outcomes),
        missed=sum(true and not found for true, found in outcomes),
    )
