"""What a run wrote before, found again in what it writes now, so that ids and edits stay.

A run numbers what it writes from 1 on. When a meeting is run again, its segment g7 need not be
the g7 that somebody edited; its speaker S1 may be the S2 that somebody named. Here the new
names are matched to the old ones: segments by the time they cover, speakers by the time they
share, lines of the minutes by what they say and rest on.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from assistant.types import ActionItem, Chapter, Decision, Record, Segment, Speaker, Summary

SAME = 0.5
"""Share of the time, or of the text, from which two records count as one."""


class Matching:
    """The names of a new run's records in terms of an older one's.

    Args:
        before: what the machine wrote in earlier runs.
        edited: the ids of segments that a person changed.
        run: the number of this run, for names that clash.
    """

    def __init__(self, before: Sequence[Record], edited: frozenset[str], run: int) -> None:
        self._before = before
        self._segments = _Timeline([r for r in before if isinstance(r, Segment) and r.final])
        self._edited = edited
        self._run = run
        self._taken: set[tuple[type, str]] = set()
        self._known = {(type(r), getattr(r, "id", "")) for r in before}
        self._names: dict[str, str] = {}
        self._voices: dict[str, str] = {}
        self._hidden: set[str] = set()

    def learn(self, records: Iterable[Record]) -> None:
        """Matches the segments and speakers of a whole run."""
        segments = [r for r in records if isinstance(r, Segment) and r.final]
        self._voices = _voices(segments, self._segments)
        for segment in segments:
            near = self._segments.near(segment)
            best = max(near, key=lambda old: _overlap(old, segment), default=None)
            if best is not None and self._is_same(best, segment):
                self._names[segment.id] = self._take(Segment, best.id)
            elif owner := self._covering(segment):
                self._names[segment.id] = owner
                self._hidden.add(segment.id)
            else:
                self._names[segment.id] = self._free(Segment, segment.id)

    def renamed(self, record: Record) -> Record | None:
        """A record under its lasting id, None for a segment in an edited one's place."""
        if isinstance(record, Segment):
            if record.id in self._hidden:
                return None
            name = self._names.get(record.id, record.id)
            return replace(record, id=name, speaker=self._voice(record.speaker))
        if isinstance(record, Speaker):
            return replace(record, id=self._voices.get(record.id, record.id))
        record = self._with_receipts(record)
        if isinstance(record, Summary):
            return record
        for old in self._before:
            free = (type(record), getattr(old, "id", "")) not in self._taken
            if type(old) is type(record) and free and _says_the_same(old, record):
                return replace(record, id=self._take(type(record), old.id))
        return replace(record, id=self._free(type(record), record.id))

    def _is_same(self, old: Segment, new: Segment) -> bool:
        union = max(old.end, new.end) - min(old.start, new.start)
        return (Segment, old.id) not in self._taken and _overlap(old, new) >= SAME * union

    def _covering(self, segment: Segment) -> str | None:
        """The edited segment that stands where this one would."""
        for old in self._segments.near(segment):
            if old.id in self._edited and _overlap(old, segment) >= SAME * _length(segment):
                return old.id
        return None

    def _take(self, kind: type, name: str) -> str:
        self._taken.add((kind, name))
        return name

    def _free(self, kind: type, name: str) -> str:
        if (kind, name) in self._known:
            name = f"{name}r{self._run}"
        return self._take(kind, name)

    def _voice(self, speaker: str | None) -> str | None:
        return speaker if speaker is None else self._voices.get(speaker, speaker)

    def _with_receipts(self, record: Any) -> Any:
        """A line of the minutes with the segments and speakers it names renamed."""
        if isinstance(record, Summary):
            return replace(
                record,
                points=tuple(map(self._with_receipts, record.points)),
                by_speaker=tuple(map(self._with_receipts, record.by_speaker)),
                questions=tuple(map(self._with_receipts, record.questions)),
            )
        changes: dict[str, Any] = {
            "segments": tuple(self._names.get(name, name) for name in record.segments)
        }
        for name in ("owner", "speaker"):
            if hasattr(record, name):
                changes[name] = self._voice(getattr(record, name))
        return replace(record, **changes)


class _Timeline:
    """Segments by time, so that a long meeting costs no more per segment than a short one."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self.segments = sorted(segments, key=lambda segment: segment.start)
        self._starts = [segment.start for segment in self.segments]
        self._longest = max((s.end - s.start for s in segments), default=0.0)

    def near(self, segment: Segment) -> Sequence[Segment]:
        """All that may overlap a segment, in order."""
        first = bisect_left(self._starts, segment.start - self._longest)
        return self.segments[first : bisect_right(self._starts, segment.end)]


def _overlap(a: Segment | Chapter, b: Segment | Chapter) -> float:
    return max(0.0, min(a.end, b.end) - max(a.start, b.start))


def _length(segment: Segment) -> float:
    return max(segment.end - segment.start, 1e-6)


def _voices(new: Sequence[Segment], old: _Timeline) -> dict[str, str]:
    """New speakers to old ones, one to one, so that the most time agrees."""
    shared: Counter[tuple[str, str]] = Counter()
    before = {s.speaker for s in old.segments if s.speaker}
    for segment in new:
        for other in old.near(segment):
            if segment.speaker and other.speaker:
                pair = segment.speaker, other.speaker
                shared[pair] += _overlap(segment, other)  # type: ignore[assignment]
    rows = sorted({s.speaker for s in new if s.speaker})
    columns = sorted(before)
    table = np.array([[shared[row, column] for column in columns] for row in rows])
    matched = {
        rows[i]: columns[j]
        for i, j in zip(*linear_sum_assignment(-table.reshape(len(rows), -1)), strict=True)
        if table[i, j] > 0
    }
    return matched | _newcomers([row for row in rows if row not in matched], before)


def _newcomers(names: Sequence[str], before: Collection[str]) -> dict[str, str]:
    """Names nobody had for the speakers that are new."""
    used, given = set(before), {}
    for name in names:
        free, number = name, len(used)
        while free in used:
            number += 1
            free = f"S{number}"
        given[name] = free
        used.add(free)
    return given


def _says_the_same(old: Record, new: Record) -> bool:
    if isinstance(old, Chapter) and isinstance(new, Chapter):
        longest = max(old.end, new.end) - min(old.start, new.start)
        return _overlap(old, new) >= SAME * longest
    if not isinstance(old, Decision | ActionItem) or not isinstance(new, Decision | ActionItem):
        return False
    if not set(old.segments) & set(new.segments):
        return False
    matcher = SequenceMatcher(None, _text(old).lower(), _text(new).lower(), autojunk=False)
    return matcher.ratio() >= SAME


def _text(record: Decision | ActionItem) -> str:
    return record.task if isinstance(record, ActionItem) else record.text
