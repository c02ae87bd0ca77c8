"""Other minutes of a meeting, in another style, beside those that stand until somebody decides."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from assistant import __version__
from assistant.engine import LocalEngine
from assistant.errors import Cancelled, Conflict, NotFound, StageError
from assistant.graph import SOURCE, Graph
from assistant.meetings.drafts import Draft
from assistant.meetings.files import drive
from assistant.meetings.matching import Lines
from assistant.meetings.queue import Queue
from assistant.meetings.receipts import LINES, lines, mended
from assistant.meetings.runs import Runs, Stop
from assistant.minutes import Records
from assistant.runner import Event as RunEvent
from assistant.runner import Output, Passed, Progress, caught, reason_of
from assistant.store import Change, Drop, Event, MeetingRow, Note, Proposal, Put, State, Store
from assistant.store.blobs import Blobs
from assistant.store.records import key_of
from assistant.types import (
    ActionItem,
    Chapter,
    Decision,
    Minutes,
    Notice,
    Provenance,
    Segment,
    Speaker,
    Style,
    Summary,
)

FILE = "proposal.json"
TOLD = 0.5
"""Seconds between two events that tell of progress."""
RESTARTED = "the server was restarted"
WORKING, READY, FAILED = "working", "ready", "failed"

_LINE = (Chapter, Summary, Decision, ActionItem)
log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Job:
    """A proposal that waits or is being written."""

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


class Proposals:
    """Writes proposals, one at a time, and puts them in the place of what stands.

    `publish` gets the events. What is being written when the process ends is not taken up again.
    """

    def __init__(
        self,
        store: Store,
        blobs: Blobs,
        engine: LocalEngine,
        runs: Runs,
        queue: Queue,
        publish: Callable[[str, Sequence[Event]], None],
    ) -> None:
        self._store = store
        self._blobs = blobs
        self._engine = engine
        self._runs = runs
        self._queue = queue
        self._publish = publish
        self._changed = threading.Condition()
        self._jobs: dict[str, _Job] = {}
        # Whose work this process has begun, ended or not.
        self._begun: set[str] = set()
        self._waiting: deque[_Job] = deque()
        self._stopping = False
        self._thread = threading.Thread(target=self._serve, name="proposals", daemon=True)

    def start(self) -> None:
        """Begins to work."""
        self._thread.start()

    def stop(self) -> None:
        """Ends what is being written."""
        with self._changed:
            self._stopping = True
            for job in self._jobs.values():
                job.stop.now("the server stops")
            self._changed.notify_all()
        self._thread.join()

    def propose(self, meeting: str, style: Style) -> Proposal:
        """Begins other minutes in that style.

        Raises:
            InputError: its engine cannot write on this machine.
            Conflict: the meeting is not done, nothing was said, or others are being written.
        """
        self._engine.accept_style(style)
        with self._changed, self._queue.resting(meeting) as row:
            if row.state != "done" or not self._segments(meeting):
                raise Conflict("there is nothing to write minutes of: process the meeting first")
            if meeting in self._jobs:
                raise Conflict("other minutes are being written: discard them first, or wait")
            job = _Job(meeting, style)
            self._blobs.remove(meeting, FILE)
            self._begun.add(meeting)
            proposal = self._tell(job, WORKING)
            self._jobs[meeting] = job
            self._waiting.append(job)
            self._changed.notify_all()
        return proposal

    def view(self, row: MeetingRow) -> Proposal | None:
        """How far the proposal of a meeting is, None where there is none."""
        if row.proposal is None or row.proposal.state != WORKING:
            return row.proposal
        if row.id not in self._begun:
            return replace(row.proposal, state=FAILED, reason=RESTARTED)
        # No job: it has ended since the row was read, or is about to begin.
        job = self._jobs.get(row.id)
        return replace(row.proposal, progress=job.share) if job else row.proposal

    def read(self, meeting: str) -> tuple[Proposal, tuple[str, ...], Minutes | None]:
        """A proposal, what is to be told of it, and the minutes once it is ready.

        Raises NotFound: there is none.
        """
        row = self._store.meeting(meeting)
        proposal = self.view(row)
        if proposal is None:
            raise NotFound("there are no other minutes of this meeting: ask for some first")
        draft = self._draft(meeting) if proposal.state == READY else None
        if draft is None:
            return proposal, (), None
        known = Records()
        for stored in self._store.snapshot(meeting).records:
            if isinstance(stored.record, Segment | Speaker):
                known.add(stored.record)
        # What a person removed stays so, whoever writes it again.
        removed = {(s.kind, s.id) for s in lines(self._store, meeting, hidden=True) if s.hidden}
        for _, record in draft.lines:
            if key_of(record) not in removed:
                known.add(record)
        told = tuple(line for notices in draft.notices.values() for line in notices)
        return proposal, told, known.minutes(row.facts())

    def accept(self, meeting: str) -> tuple[Event, ...]:
        """Puts the proposal in the place of the machine's lines; what people changed stays.

        Raises:
            NotFound: there is none.
            Conflict: it is not ready, or the meeting is being processed.
        """
        with self._queue.resting(meeting) as row:
            proposal = self.view(row)
            if proposal is None:
                raise NotFound("there are no other minutes of this meeting: ask for some first")
            draft = self._draft(meeting) if proposal.state == READY else None
            if draft is None:
                raise Conflict("the other minutes are not ready: wait, or ask for new ones")
            events = self._commit(meeting, self._changes(row, proposal.style, draft))
            events += self._commit(meeting, mended(self._store, meeting))
            # A later run writes all of these in the new style, not some of them.
            self._runs.checkpoints(meeting).forget(node.name for node in self._text(row)[1].nodes)
            self._blobs.remove(meeting, FILE)
        return events

    def discard(self, meeting: str) -> None:
        """Forgets the proposal, whatever it is at. Raises NotFound: there is none."""
        with self._changed:
            if self._store.meeting(meeting).proposal is None:
                raise NotFound("there are no other minutes of this meeting: ask for some first")
            self._abandon(meeting)
            self._commit(meeting, [State({"proposal": None}), _note("none")])
            self._blobs.remove(meeting, FILE)

    def forget(self, meeting: str) -> None:
        """Ends the work on the proposal of a meeting that is being deleted."""
        with self._changed:
            self._abandon(meeting)

    def busy(self, meeting: str) -> bool:
        """Whether other minutes of the meeting are being written."""
        return meeting in self._jobs

    def _abandon(self, meeting: str) -> None:
        if job := self._jobs.pop(meeting, None):
            job.stop.now("the other minutes are not wanted any more")

    def _changes(self, row: MeetingRow, style: Style, draft: Draft) -> Iterator[Change]:
        run = row.run + 1
        named = Lines(lines(self._store, row.id, hidden=True), run)
        puts = [Put(named.renamed(record), node, run) for node, record in draft.lines]
        kept = {key_of(put.record) for put in puts}
        yield State(
            {
                "run": run,
                "style": style,
                "proposal": None,
                "notices": {**row.notices, **draft.notices},
                "provenance": self._provenance(row, draft),
            }
        )
        yield from puts
        for _, kind, name in self._store.stale(row.id, run):
            if kind in LINES and (kind, name) not in kept:
                yield Drop(kind, name)
        yield _note("none")
        yield Note("minutes", {"pass": "proposal", "read": draft.read})

    def _provenance(self, row: MeetingRow, draft: Draft) -> Provenance:
        known = {s.stage: s for s in row.provenance.stages} if row.provenance else {}
        known |= {stage.stage: stage for stage in draft.stages}
        order = [node.name for node in self._runs.graph(row).nodes]
        return Provenance(row.pipeline, tuple(known[n] for n in order if n in known), __version__)

    def _serve(self) -> None:
        while (job := self._next()) is not None:
            draft = Draft()
            error = caught(lambda job=job, draft=draft: self._write(job, draft))  # type: ignore[misc]
            ending = caught(lambda job=job, draft=draft, e=error: self._end(job, draft, e))  # type: ignore[misc]
            if ending is not None and not isinstance(ending, NotFound):
                log.error("a proposal is lost", extra={"meeting": job.meeting}, exc_info=ending)

    def _next(self) -> _Job | None:
        with self._changed:
            self._changed.wait_for(lambda: self._stopping or bool(self._waiting))
            return None if self._stopping else self._waiting.popleft()

    def _write(self, job: _Job, draft: Draft) -> None:
        row = self._store.meeting(job.meeting)
        whole, text = self._text(row)
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

    def _text(self, row: MeetingRow) -> tuple[Graph, Graph]:
        """The graph of a meeting, and the part of it that writes minutes."""
        whole = self._runs.graph(row)
        done = {n.name for n in whole.nodes if not n.gives & frozenset(_LINE)}
        return whole, whole.after(done)

    def _feed(self, row: MeetingRow, whole: Graph, text: Graph) -> Iterator[tuple[str, Any]]:
        for name in text.sources:
            if name == SOURCE:
                yield from ((name, segment) for segment in self._segments(row.id))
            else:
                yield from ((name, item) for item in self._runs.kept(row, whole, name))

    def _segments(self, meeting: str) -> list[Segment]:
        records = [stored.record for stored in self._store.records(meeting, "segment")]
        return [r for r in records if isinstance(r, Segment) and r.final]

    def _proceed(self, job: _Job, event: RunEvent) -> None:
        assert isinstance(event, Progress)
        share = 1.0 if event.done else event.share or 0.0
        job.progress[event.stage] = max(job.progress.get(event.stage, 0.0), share)
        now = time.monotonic()
        if now - job.told >= TOLD and self._jobs.get(job.meeting) is job:
            job.told = now
            self._commit(job.meeting, [_note(WORKING, job.share)])

    def _end(self, job: _Job, draft: Draft, error: BaseException | None) -> None:
        with self._changed:
            # Who discarded it, or deleted the meeting, has told so.
            if self._jobs.get(job.meeting) is not job or self._stopping:
                return
            del self._jobs[job.meeting]
            if error is None:
                self._blobs.write(job.meeting, FILE, draft.dump())
                self._tell(job, READY)
            else:
                reason = error.reason if isinstance(error, StageError) else reason_of(error)
                if not isinstance(error, Cancelled):
                    log.error("a proposal failed", extra={"meeting": job.meeting}, exc_info=error)
                self._tell(job, FAILED, reason)

    def _tell(self, job: _Job, state: str, reason: str | None = None) -> Proposal:
        proposal = Proposal(state, job.style, reason, 1.0 if state == READY else 0.0)
        note = _note(state, proposal.progress, reason)
        self._commit(job.meeting, [State({"proposal": proposal}), note])
        return proposal

    def _draft(self, meeting: str) -> Draft | None:
        data = self._blobs.read(meeting, FILE)
        return None if data is None else Draft.load(data)

    def _commit(
        self, meeting: str, changes: Iterator[Change] | Sequence[Change]
    ) -> tuple[Event, ...]:
        events = self._store.commit(meeting, changes)
        self._publish(meeting, events)
        return events


def _note(state: str, progress: float = 0.0, reason: str | None = None) -> Note:
    return Note("proposal", {"state": state, "progress": progress, "reason": reason})
