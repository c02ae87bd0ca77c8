"""What a run wrote before, found again in what it writes now, so that ids and edits stay.

A run numbers what it writes from 1 on. When a meeting is run again, its segment g7 need not be
the g7 that somebody edited; its speaker S1 may be the S2 that somebody named. Here the new
names are matched to the old ones: segments by the time they cover, speakers by the time they
share, lines of the minutes by what they say and rest on.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

import numpy as np

from assistant.store import Stored
from assistant.types import ActionItem, Chapter, Decision, Record, Segment, Speaker

SAME = 0.5
"""Share of the time, or of the text, from which two records count as one."""
ELSEWHERE = 0.3
"""How much more of the text must agree where two lines rest on other segments."""


def matched(before: Sequence[Stored], given: Sequence[Record], run: int) -> list[Record | None]:
    """The segments of a whole run, and its speakers, under the names that they had.

    `before` are the segments and speakers that are there, hidden ones too; `run` makes names
    that nobody had. None stands for a segment in the place of one that a person changed.
    """
    names = _Names(before, run)
    new = [record for record in given if isinstance(record, Segment)]
    voices = _voices(new, names.written, _speakers(before))
    gone = merges(before)
    found: list[Record | None] = []
    for record in given:
        if isinstance(record, Segment):
            name = names.of(record)
            speaker = voices.get(record.speaker or "", record.speaker)
            speaker = gone.get(speaker or "", speaker)
            found.append(None if name is None else replace(record, id=name, speaker=speaker))
        elif isinstance(record, Speaker):
            found.append(replace(record, id=voices.get(record.id, record.id)))
        else:
            found.append(record)
    return found


def merges(before: Iterable[Stored]) -> dict[str, str]:
    """The speakers whom a person merged away, and who each became.

    `before` are the segments and speakers that are there, hidden ones too.
    """
    rows = list(before)
    hidden = {stored.id for stored in rows if stored.kind == "speaker" and stored.hidden}
    became: dict[str, Counter[str]] = defaultdict(Counter)
    for stored in rows:
        if not isinstance(stored.machine, Segment) or not isinstance(stored.record, Segment):
            continue
        was, now = stored.machine.speaker, stored.record.speaker
        if was in hidden and now is not None and now not in hidden:
            became[was][now] += 1
    return {name: counts.most_common(1)[0][0] for name, counts in became.items()}


class Lines:
    """Names for the lines of new minutes: that of the earlier line that says the same.

    Args:
        before: the lines that are there, hidden ones too.
        run: as for `matched`.
    """

    def __init__(self, before: Iterable[Stored], run: int) -> None:
        self._before = [stored.machine or stored.record for stored in before]
        self._known = {(type(r), getattr(r, "id", "")) for r in self._before}
        self._taken: set[tuple[type, str]] = set()
        self._run = run

    def renamed(self, record: Record) -> Record:
        """A line under its lasting name; what is no such line as it is."""
        if not isinstance(record, Chapter | Decision | ActionItem):
            return record
        alike = {
            old.id: _likeness(old, record)
            for old in self._before
            if isinstance(old, type(record)) and (type(old), old.id) not in self._taken
        }
        name = max(alike, key=alike.__getitem__, default="")
        if alike.get(name, 0.0) < SAME:
            clash = (type(record), record.id) in self._known
            name = f"{record.id}r{self._run}" if clash else record.id
        self._taken.add((type(record), name))
        return replace(record, id=name)


class _Names:
    """Names for new segments, each given once."""

    def __init__(self, before: Sequence[Stored], run: int) -> None:
        rows = [stored for stored in before if stored.kind == "segment"]
        self.written = _Timeline(s.machine for s in rows)
        self._changed = _Timeline(s.record for s in rows if s.edited and not s.hidden)
        self._known = {stored.id for stored in rows}
        self._taken: set[str] = set()
        self._run = run

    def of(self, segment: Segment) -> str | None:
        same = [old for old in self.written.near(segment) if self._is_same(old, segment)]
        if same:
            name = max(same, key=lambda old: _overlap(old, segment)).id
        elif any(_covers(old, segment) for old in self._changed.near(segment)):
            return None
        else:
            name = f"{segment.id}r{self._run}" if segment.id in self._known else segment.id
        self._taken.add(name)
        return name

    def _is_same(self, old: Segment, new: Segment) -> bool:
        union = max(old.end, new.end) - min(old.start, new.start)
        return old.id not in self._taken and _overlap(old, new) >= SAME * union


class _Timeline:
    """Final segments by time, so that in a long meeting each costs no more than in a short one."""

    def __init__(self, records: Iterable[Record | None]) -> None:
        segments = [r for r in records if isinstance(r, Segment) and r.final]
        self.segments = sorted(segments, key=lambda segment: segment.start)
        self._starts = [segment.start for segment in self.segments]
        self._longest = max((s.end - s.start for s in segments), default=0.0)

    def near(self, segment: Segment) -> Sequence[Segment]:
        """All that may overlap a segment, in order."""
        first = bisect_left(self._starts, segment.start - self._longest)
        return self.segments[first : bisect_right(self._starts, segment.end)]


def _overlap(a: Segment | Chapter, b: Segment | Chapter) -> float:
    return max(0.0, min(a.end, b.end) - max(a.start, b.start))


def _covers(old: Segment, new: Segment) -> bool:
    return _overlap(old, new) >= SAME * max(new.end - new.start, 1e-6)


def _speakers(before: Sequence[Stored]) -> set[str]:
    """Every name of a speaker that anything goes by."""
    records = [r for stored in before for r in (stored.record, stored.machine) if r is not None]
    spoke = {r.speaker for r in records if isinstance(r, Segment) and r.speaker}
    return spoke | {r.id for r in records if isinstance(r, Speaker)}


def _voices(new: Sequence[Segment], old: _Timeline, known: set[str]) -> dict[str, str]:
    """New speakers to old ones, one to one, so that the most time agrees."""
    # It would be a sixth of the time that a server takes to start.
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415

    rows = sorted({s.speaker for s in new if s.speaker})
    columns = sorted({s.speaker for s in old.segments if s.speaker})
    shared: dict[tuple[str | None, str | None], float] = defaultdict(float)
    for segment in new:
        for other in old.near(segment):
            shared[segment.speaker, other.speaker] += _overlap(segment, other)
    table = np.zeros((len(rows), len(columns)))
    for i, row in enumerate(rows):
        table[i] = [shared[row, column] for column in columns]
    pairs = zip(*linear_sum_assignment(-table), strict=True)
    voices = {rows[i]: columns[j] for i, j in pairs if table[i, j] > 0}
    return voices | _newcomers([row for row in rows if row not in voices], known)


def _newcomers(names: Sequence[str], known: set[str]) -> dict[str, str]:
    """Names nobody had for the speakers that are new."""
    used, given = set(known), {}
    for name in names:
        free, number = name, len(used)
        while free in used:
            number += 1
            free = f"S{number}"
        given[name] = free
        used.add(free)
    return given


def _likeness(old: Record, new: Record) -> float:
    """How far two lines are one, 0 to 1."""
    if isinstance(old, Chapter) and isinstance(new, Chapter):
        shared = _overlap(old, new) / max(max(old.end, new.end) - min(old.start, new.start), 1e-6)
        # While a meeting goes on, its last chapter grows.
        return SAME + shared / 2 if old.segments[:1] == new.segments[:1] else shared
    if not isinstance(old, Decision | ActionItem) or not isinstance(new, Decision | ActionItem):
        return 0.0
    matcher = SequenceMatcher(None, _text(old).lower(), _text(new).lower(), autojunk=False)
    return matcher.ratio() - (0.0 if set(old.segments) & set(new.segments) else ELSEWHERE)


def _text(record: Decision | ActionItem) -> str:
    return record.task if isinstance(record, ActionItem) else record.text
