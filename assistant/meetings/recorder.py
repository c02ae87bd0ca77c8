"""A run's events to changes of the store."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from assistant.graph import SOUND, Graph, Node
from assistant.meetings.checkpoints import Checkpoints
from assistant.meetings.matching import Matching
from assistant.runner import Event, Output, Passed, Progress
from assistant.store import Change, Drop, MeetingRow, Put, State, Store, Stored
from assistant.types import Record, Segment

BATCH = 32
"""Records committed at once, so that a burst of them costs few transactions."""
TOLD = 0.5
"""Seconds between two events that tell of progress."""

Commit = Callable[[Sequence[Change]], None]


class Recorder:
    """Commits what one run of a meeting gives, and keeps what its finished stages gave.

    Where an earlier run left segments, this run's records wait until its own segments are
    complete and could be matched with those.

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
        self._left = {node.name: node for node in left.nodes}
        self._graph = left
        self._passed: dict[str, list[Any]] = {}
        self._changes: list[Change] = []
        self._waiting: list[Output] = []
        self._finished: list[Node] = []
        self._provisional: dict[str, float] = {}
        self._matching, self._awaited = self._start()
        self._progress = {n.name: 1.0 for n in whole.nodes if n.name not in self._left}
        self._progress |= dict.fromkeys(self._left, 0.0)
        self._began = self._told = time.monotonic()

    @property
    def progress(self) -> dict[str, float]:
        """How far each stage of the whole graph is, 0 to 1."""
        return dict(self._progress)

    def take(self, event: Event) -> None:
        """Takes the next event of the run."""
        match event:
            case Passed(stage, item):
                self._passed.setdefault(stage, []).append(item)
            case Output() if self._awaited:
                self._waiting.append(event)
            case Output():
                self._put(event)
            case Progress():
                self._proceed(event)

    def finish(self) -> None:
        """Commits what is left and takes back what was provisional."""
        self._reach(float("inf"))
        self._flush()

    def _start(self) -> tuple[Matching, set[str]]:
        """What was there before, and the nodes that must be done before it can be matched."""
        before = [
            stored
            for kind in ("segment", "speaker", "chapter", "decision", "action_item")
            for stored in self._store.records(self._meeting, kind)
        ]
        records = [stored.machine or stored.record for stored in before]
        for record in records:
            if isinstance(record, Segment) and not record.final:
                self._provisional[record.id] = record.start
        edited = frozenset(s.id for s in before if s.kind == "segment" and s.edited)
        again = any(isinstance(record, Segment) and record.final for record in records)
        givers = {
            name
            for name, node in self._left.items()
            if again and Segment in self._graph.records(node)
        }
        return Matching(records, edited, self._run), givers

    def _put(self, output: Output) -> None:
        record = self._matching.renamed(output.record)
        if record is None:
            return
        self._changes.append(Put(record, output.stage, self._run))
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
        self._progress[progress.stage] = 1.0 if progress.done else round(min(fraction, 0.99), 3)
        if progress.done:
            self._finish_stage(self._left[progress.stage])
        now = time.monotonic()
        if now - self._told >= TOLD:
            self._told = now
            self._changes.append(State({"progress": self.progress, "eta": self._eta(now)}))
            self._flush()

    def _finish_stage(self, node: Node) -> None:
        self._finished.append(node)
        self._awaited.discard(node.name)
        if self._awaited:
            return
        self._release()
        self._flush()
        for each in self._finished:
            stale = self._store.stale(self._meeting, each.name, self._run)
            self._commit([Drop(kind, name) for kind, name in stale])
            self._checkpoints.keep(each, self._passed.pop(each.name, []))
        self._finished.clear()

    def _release(self) -> None:
        """Lets go of what waited for the segments to be complete."""
        waiting, self._waiting = self._waiting, []
        given = [o for o in waiting if not isinstance(o.record, Segment) or o.record.final]
        if given:
            self._matching.learn(output.record for output in given)
        for output in given:
            self._put(output)

    def _eta(self, now: float) -> float | None:
        """Seconds to go: the slowest stage that hears sound sets the pace."""
        shares = [self._progress[name] for name, node in self._left.items() if node.accepts & SOUND]
        slowest = min(shares, default=1.0)
        if not 0.02 <= slowest < 1.0:
            return None
        return round((now - self._began) * (1.0 - slowest) / slowest, 1)

    def _flush(self) -> None:
        changes, self._changes = self._changes, []
        if changes:
            self._commit(changes)


def effective(stored: Sequence[Stored], node: str) -> list[Record]:
    """What a node wrote as it stands now, people's edits and additions included."""
    return [
        each.record
        for each in stored
        if each.node in (node, None) and getattr(each.record, "final", True)
    ]
