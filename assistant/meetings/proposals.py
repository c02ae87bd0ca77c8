"""Other minutes of a meeting, in another style, beside those that stand until somebody decides."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from assistant import __version__
from assistant.engine import LocalEngine
from assistant.errors import Cancelled, Conflict, NotFound
from assistant.meetings.authors import Authors, Job, Readers
from assistant.meetings.drafts import Draft, read_at
from assistant.meetings.matching import Lines
from assistant.meetings.queue import Queue
from assistant.meetings.receipts import LINES, lines, mended
from assistant.meetings.runs import ACCEPTED, Runs
from assistant.minutes import Records
from assistant.runner import reason_of
from assistant.store import Change, Drop, Event, MeetingRow, Note, Proposal, Put, State, Store
from assistant.store.blobs import Blobs
from assistant.store.records import key_of
from assistant.types import Minutes, Provenance, Segment, Speaker, Style

FILE = "proposal.json"
RESTARTED = "the server was restarted"
WORKING, READY, FAILED = "working", "ready", "failed"

log = logging.getLogger(__name__)


class Proposals:
    """Has proposals written, one a meeting, and puts them in the place of what stands.

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
        self._changed = threading.RLock()
        self._jobs: dict[str, Job] = {}
        # Whose work this process has begun, ended or not.
        self._begun: set[str] = set()
        self._stopping = False
        self._authors = Authors(store, engine, runs, Readers(self._proceeded, self._ended))

    def stop(self) -> None:
        """Ends what is being written."""
        with self._changed:
            self._stopping = True
            for job in self._jobs.values():
                job.stop.now("the server stops")
        self._authors.stop()

    def propose(self, meeting: str, style: Style) -> Proposal:
        """Begins other minutes in that style.

        Raises:
            InputError: its engine cannot write on this machine.
            Conflict: the meeting is not done, nothing was said, or others are being written.
        """
        self._engine.accept_style(style)
        with self._changed, self._queue.resting(meeting) as row:
            if row.state != "done" or not self._authors.segments(meeting):
                raise Conflict("there is nothing to write minutes of: process the meeting first")
            if meeting in self._jobs:
                raise Conflict("other minutes are being written: discard them first, or wait")
            job = Job(meeting, style)
            self._blobs.remove(meeting, FILE)
            self._begun.add(meeting)
            proposal = self._tell(job, WORKING)
            self._jobs[meeting] = job
            self._authors.take(job)
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

        That is a step that can be undone until the meeting is processed again.

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
            events = self._commit(meeting, self._changes(row, proposal.style, draft), ACCEPTED)
            events += self._commit(meeting, mended(self._store, meeting))
            # A later run writes all of these in the new style, not some of them.
            nodes = self._authors.text(row)[1].nodes
            self._runs.checkpoints(meeting).forget(node.name for node in nodes)
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
        told = {"pass": "proposal", "read": draft.read}
        yield Note("minutes", told, told | {"read": read_at(self._store, row.id)})

    def _provenance(self, row: MeetingRow, draft: Draft) -> Provenance:
        known = {s.stage: s for s in row.provenance.stages} if row.provenance else {}
        known |= {stage.stage: stage for stage in draft.stages}
        order = [node.name for node in self._runs.graph(row).nodes]
        return Provenance(row.pipeline, tuple(known[n] for n in order if n in known), __version__)

    def _proceeded(self, job: Job) -> None:
        if self._jobs.get(job.meeting) is job:
            self._commit(job.meeting, [_note(WORKING, job.share)])

    def _ended(self, job: Job, draft: Draft, error: BaseException | None) -> None:
        with self._changed:
            # Who discarded it, or deleted the meeting, has told so.
            if self._jobs.get(job.meeting) is not job or self._stopping:
                return
            del self._jobs[job.meeting]
            if error is None:
                self._blobs.write(job.meeting, FILE, draft.dump())
                self._tell(job, READY)
            else:
                if not isinstance(error, Cancelled):
                    log.error("a proposal failed", extra={"meeting": job.meeting}, exc_info=error)
                self._tell(job, FAILED, reason_of(error))

    def _tell(self, job: Job, state: str, reason: str | None = None) -> Proposal:
        proposal = Proposal(state, job.style, reason, 1.0 if state == READY else 0.0)
        note = _note(state, proposal.progress, reason)
        self._commit(job.meeting, [State({"proposal": proposal}), note])
        return proposal

    def _draft(self, meeting: str) -> Draft | None:
        data = self._blobs.read(meeting, FILE)
        return None if data is None else Draft.load(data)

    def _commit(
        self,
        meeting: str,
        changes: Iterator[Change] | Sequence[Change],
        label: str | None = None,
    ) -> tuple[Event, ...]:
        events = self._store.commit(meeting, changes, label)
        self._publish(meeting, events)
        return events


def _note(state: str, progress: float = 0.0, reason: str | None = None) -> Note:
    return Note("proposal", {"state": state, "progress": progress, "reason": reason})
