"""A run's events to changes of the store."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from assistant.graph import SOUND, Graph, Node
from assistant.meetings.checkpoints import Checkpoints
from assistant.meetings.matching import Lines, matched
from assistant.meetings.receipts import lines, mended
from assistant.runner import Event, Output, Passed, Progress
from assistant.store import Change, Drop, MeetingRow, Put, State, Store, Stored
from assistant.store.records import TYPES
from assistant.types import Notice, Record, Segment, Speaker

BATCH = 32
"""Records committed at once, so that a burst of them costs few transactions."""
TOLD = 0.5
"""Seconds between two events that tell of progress."""
SEGMENT = "segment"
TRANSCRIPT = "transcript"
"""The node that a transcript's own segments are recorded under."""
SETTLED = 3.0
"""Seconds that a pace is watched before it is told."""

Commit = Callable[[Sequence[Change]], None]


class Recorder:
    """Commits what one run of a meeting gives, and keeps what its finished stages gave.

    Where an earlier run left segments, this run's wait until they are complete and could be
    matched with those.

    Args:
        row: the meeting, its run number that of this run.
        whole: the graph of the pipeline; `left` is the part of it that runs.
    """

    def __init__(
        self,
        store: Store,
        row: MeetingRow,
        commit: Commit,
        checkpoints: Checkpoints,
        whole: Graph,
        left: Graph,
    ) -> None:
        self._store = store
        self._meeting = row.id
        self._duration = row.duration
        self._run = row.run
        self._commit = commit
        self._checkpoints = checkpoints
        self._whole = whole
        self._left = {node.name: node for node in left.nodes}
        self._recorded = {node.name for node in left.nodes if left.records(node)}
        self._passed: dict[str, list[Any]] = {}
        self._changes: list[Change] = []
        self._waiting: list[Output] = []
        self._finished: list[Node] = []
        self._lines = Lines(lines(store, self._meeting, hidden=True), self._run)
        segments = [s.record for s in store.records(self._meeting, "segment")]
        self._provisional = {
            s.id: s.start for s in segments if isinstance(s, Segment) and not s.final
        }
        self.again = len(segments) > len(self._provisional)
        """Whether an earlier run left segments."""
        self._awaited = set(self.givers(left)) if self.again else set()
        self._named = frozenset(
            stored.id
            for stored in store.records(self._meeting, "speaker", hidden=True)
            if stored.node == TRANSCRIPT and isinstance(stored.machine, Speaker)
            if stored.machine.name
        )
        self._notices = {n: told for n, told in row.notices.items() if n not in self._left}
        if self._notices != row.notices:
            self._changes.append(State({"notices": dict(self._notices)}))
        self._progress = {n.name: 1.0 for n in whole.nodes if n.name not in self._left}
        self._progress |= dict.fromkeys(self._left, 0.0)
        self._pace = Pace()
        self._told = time.monotonic()

    @staticmethod
    def givers(graph: Graph) -> frozenset[str]:
        """The nodes whose segments are kept."""
        return frozenset(node.name for node in graph.nodes if Segment in graph.records(node))

    @property
    def progress(self) -> dict[str, float]:
        """How far each stage of the whole graph is, 0 to 1."""
        return dict(self._progress)

    def take(self, event: Event) -> None:
        """Takes the next event of the run."""
        match event:
            case Passed(stage, Notice(told)):
                self._passed.setdefault(stage, []).append(event.item)
                self._notices[stage] = (*self._notices.get(stage, ()), told)
                self._changes.append(State({"notices": dict(self._notices)}))
            case Passed(stage, item):
                self._passed.setdefault(stage, []).append(item)
            case Output() if self._awaited:
                self._waiting.append(event)
            case Output(stage, record):
                self._put(stage, self._lines.renamed(record))
            case Progress():
                self._proceed(event)

    def finish(self) -> None:
        """Commits what is left and takes back what was provisional."""
        self._reach(float("inf"))
        self._flush()
        known = {*self._progress, TRANSCRIPT}
        # What was written under another graph, such as that of a live meeting, nobody else takes;
        # nor what a node wrote that now gives it to another.
        self._drop(lambda wrote, kind: wrote not in known or kind in self._given_on(wrote))
        self._commit(mended(self._store, self._meeting))

    def _put(self, stage: str, record: Record) -> None:
        if isinstance(record, Speaker) and record.id in self._named:
            return  # Whoever wrote the transcript knew better than what people are called in it.
        self._changes.append(Put(record, stage, self._run))
        if isinstance(record, Segment):
            if record.final:
                self._reach(record.end)
            else:
                self._provisional[record.id] = record.start
        if len(self._changes) >= BATCH:
            self._flush()

    def _reach(self, moment: float) -> None:
        """Takes back the provisional segments that final ones have reached."""
        for name in [name for name, start in self._provisional.items() if start < moment]:
            del self._provisional[name]
            self._changes.append(Drop("segment", name))

    def _proceed(self, progress: Progress) -> None:
        fraction = progress.position / self._duration if self._duration else 0.0
        if progress.share is not None:
            fraction = progress.share
        self._progress[progress.stage] = 1.0 if progress.done else round(min(fraction, 0.99), 3)
        if progress.done:
            self._finish_stage(self._left[progress.stage])
        now = time.monotonic()
        eta = self._pace.left(now, self._slowest())
        if now - self._told >= TOLD:
            self._told = now
            self._changes.append(State({"progress": self.progress, "eta": eta}))
            self._flush()

    def _slowest(self) -> float:
        """How far the stage is that sets the pace: the slowest that hears sound."""
        shares = [self._progress[name] for name, node in self._left.items() if node.accepts & SOUND]
        return min(shares, default=1.0)

    def _finish_stage(self, node: Node) -> None:
        if self._awaited and node.name in self._recorded:
            self._finished.append(node)
            self._awaited.discard(node.name)
            if not self._awaited:
                self._release()
        else:
            self._flush()
            self._settle(node)

    def _release(self) -> None:
        """Lets go of what waited for the segments to be complete, each in an older one's place."""
        waiting, self._waiting = self._waiting, []
        given = [o for o in waiting if not isinstance(o.record, Segment) or o.record.final]
        before = [
            stored
            for kind in ("segment", "speaker")
            for stored in self._store.records(self._meeting, kind, hidden=True)
        ]
        found = matched(before, [output.record for output in given], self._run)
        for output, record in zip(given, found, strict=True):
            if record is not None:
                self._put(output.stage, record)
        self._flush()
        # Whoever wrote what was there before: but for nodes that do not run, these are all now.
        resting = self._progress.keys() - self._left.keys()
        self._drop(lambda wrote, kind: kind == SEGMENT and wrote not in resting)
        for node in self._finished:
            self._settle(node)
        lost = {s.id: s.record for s in before if isinstance(s.record, Segment)}
        self._commit(mended(self._store, self._meeting, lost))

    def _settle(self, node: Node) -> None:
        """Takes back what a finished stage wrote earlier and not again, and keeps what it gave."""
        keeps = {SEGMENT} if self._awaited else set()
        # Until the end, so that lines do not go before others have come in their place.
        keeps |= self._given_on(node.name)
        self._drop(lambda wrote, kind: wrote == node.name and kind not in keeps)
        self._checkpoints.keep(self._whole, node, self._passed.pop(node.name, []))

    def _given_on(self, name: str) -> set[str]:
        """The kinds of records that a node gives for another to write."""
        nodes = [node for node in self._whole.nodes if node.name == name]
        return {
            kind
            for node in nodes
            for kind, cls in TYPES.items()
            if cls in node.gives and cls not in self._whole.records(node)
        }

    def _drop(self, wanted: Callable[[str, str], bool]) -> None:
        """Takes back what earlier runs wrote and this one did not: by its node and its kind."""
        stale = self._store.stale(self._meeting, self._run)
        self._commit([Drop(kind, name) for node, kind, name in stale if wanted(node, kind)])

    def _flush(self) -> None:
        changes, self._changes = self._changes, []
        self._commit(changes)


class Pace:
    """How long it will take, by how fast it has been since something moved.

    What comes before, such as loading weights, is no measure of what is to come.
    """

    def __init__(self) -> None:
        self._from: tuple[float, float] | None = None

    def left(self, now: float, share: float) -> float | None:
        """Seconds to go at `now`, when that share of the work is done; None while unknown."""
        if self._from is None and share > 0.0:
            self._from = now, share
        began, at = self._from or (now, share)
        if now - began < SETTLED or not at < share < 1.0:
            return None
        return round((now - began) * (1.0 - share) / (share - at), 1)


def effective(stored: Sequence[Stored], node: str) -> list[Record]:
    """What a node wrote as it stands now, people's edits and additions included."""
    return [
        each.record
        for each in stored
        if each.node in (node, None) and getattr(each.record, "final", True)
    ]
