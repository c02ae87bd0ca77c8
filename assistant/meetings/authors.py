"""Who writes other minutes of meetings: a thread for each engine, so that none waits for another's.

A language model may take minutes where the rules of this program take a second.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.engine import LocalEngine
from assistant.errors import NotFound
from assistant.graph import SOURCE, Graph
from assistant.meetings.drafts import Draft
from assistant.meetings.files import drive
from assistant.meetings.matching import Lines
from assistant.meetings.receipts import lines
from assistant.meetings.runs import Runs, Stop
from assistant.runner import Output, Passed, Progress, caught
from assistant.store import MeetingRow, Store
from assistant.types import ActionItem, Chapter, Decision, Notice, Segment, Style, Summary

TOLD = 0.5
"""Seconds between two times that progress is told."""

_LINE = (Chapter, Summary, Decision, ActionItem)
log = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class Job:
    """Minutes that wait to be written, or are being written."""

    meeting: str
    style: Style
    stop: Stop = field(default_factory=Stop)
    progress: dict[str, float] = field(default_factory=dict)
    told: float = 0.0

    @property
    def share(self) -> float:
        """How much of it is done, 0 to 1."""
        shares = self.progress.values()
        return round(min(0.99, sum(shares) / len(shares)), 3) if shares else 0.0


@dataclass(frozen=True, slots=True)
class Readers:
    """Who is told of a job, from its thread: that it got on, and how it ended."""

    proceeded: Callable[[Job], None]
    ended: Callable[[Job, Draft, BaseException | None], None]


class Authors:
    """Writes what is asked for, one meeting at a time for each engine, in the order of asking."""

    def __init__(self, store: Store, engine: LocalEngine, runs: Runs, readers: Readers) -> None:
        self._store = store
        self._engine = engine
        self._runs = runs
        self._readers = readers
        self._changed = threading.Condition()
        self._waiting: dict[str, deque[Job]] = defaultdict(deque)
        self._threads: dict[str, threading.Thread] = {}
        self._stopping = False

    def take(self, job: Job) -> None:
        """Writes it as soon as its engine is free."""
        engine = job.style.engine
        with self._changed:
            self._waiting[engine].append(job)
            if engine not in self._threads:
                thread = threading.Thread(
                    target=self._serve, args=(engine,), name=f"author {engine}", daemon=True
                )
                self._threads[engine] = thread
                thread.start()
            self._changed.notify_all()

    def stop(self) -> None:
        """Begins nothing more and waits for what is being written, which its owner has stopped."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
            threads = tuple(self._threads.values())
        for thread in threads:
            thread.join()

    def text(self, row: MeetingRow) -> tuple[Graph, Graph]:
        """The graph of a meeting, and the part of it that writes minutes."""
        whole = self._runs.graph(row)
        done = {n.name for n in whole.nodes if not n.gives & frozenset(_LINE)}
        return whole, whole.after(done)

    def segments(self, meeting: str) -> list[Segment]:
        """What minutes are written of."""
        records = [stored.record for stored in self._store.records(meeting, "segment")]
        return [r for r in records if isinstance(r, Segment) and r.final]

    def _serve(self, engine: str) -> None:
        while (job := self._next(self._waiting[engine])) is not None:
            draft = Draft()
            error = caught(lambda job=job, draft=draft: self._write(job, draft))  # type: ignore[misc]
            ending = caught(lambda j=job, d=draft, e=error: self._readers.ended(j, d, e))  # type: ignore[misc]
            if ending is not None and not isinstance(ending, NotFound):
                log.error("a proposal is lost", extra={"meeting": job.meeting}, exc_info=ending)

    def _next(self, waiting: deque[Job]) -> Job | None:
        with self._changed:
            self._changed.wait_for(lambda: self._stopping or bool(waiting))
            return None if self._stopping else waiting.popleft()

    def _write(self, job: Job, draft: Draft) -> None:
        job.stop.check()
        row = self._store.meeting(job.meeting)
        whole, text = self.text(row)
        draft.read = row.seq
        facts = replace(row.facts(), style=job.style)
        named = Lines(lines(self._store, row.id, hidden=True), row.run + 1)
        job.progress = {node.name: 0.0 for node in text.nodes}
        draft.notices = {node.name: () for node in text.nodes if node.name in row.notices}
        with self._engine.open(facts, text) as session:
            job.stop.watch(session)
            for event in drive(session, self._feed(row, whole, text)):
                match event:
                    case Output(stage, record) if isinstance(record, _LINE):
                        draft.lines.append((stage, named.renamed(record)))
                    case Passed(stage, Notice(told)):
                        draft.notices[stage] = (*draft.notices.get(stage, ()), told)
                    case Progress():
                        self._proceed(job, event)
            draft.stages = session.stages
        job.stop.check()

    def _feed(self, row: MeetingRow, whole: Graph, text: Graph) -> Iterator[tuple[str, Any]]:
        for name in text.sources:
            if name == SOURCE:
                yield from ((name, segment) for segment in self.segments(row.id))
            else:
                yield from ((name, item) for item in self._runs.kept(row, whole, name))

    def _proceed(self, job: Job, event: Progress) -> None:
        share = 1.0 if event.done else event.share or 0.0
        job.progress[event.stage] = max(job.progress.get(event.stage, 0.0), share)
        now = time.monotonic()
        if now - job.told >= TOLD:
            job.told = now
            self._readers.proceeded(job)
