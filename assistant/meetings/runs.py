"""Working on meetings: one run of a pipeline, and the queue that starts them."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant import __version__, audio, playback
from assistant.engine import LocalEngine, LocalSession
from assistant.errors import AssistantError, Cancelled, InputError, NotFound, StageError
from assistant.graph import SOURCE, Graph
from assistant.meetings.checkpoints import Checkpoints
from assistant.meetings.files import drive
from assistant.meetings.recorder import Recorder, effective
from assistant.runner import Event
from assistant.store import Change, MeetingRow, Note, Put, State, Store
from assistant.store.blobs import Blobs
from assistant.transcripts import read_transcript
from assistant.types import Provenance, Record, Segment, StageRun

WAVEFORM = "waveform.json"
PLAYABLE = "playable.m4a"
TRANSCRIPT = "transcript"
"""The node that a transcript's own segments are recorded under."""

Commit = Callable[[str, Sequence[Change]], None]
Observer = Callable[[Event], None]

log = logging.getLogger(__name__)


class Runs:
    """One run of a meeting's pipeline, from what earlier runs left to minutes in the store."""

    def __init__(self, store: Store, blobs: Blobs, engine: LocalEngine, commit: Commit) -> None:
        self._store = store
        self._blobs = blobs
        self._engine = engine
        self._commit = commit

    def graph(self, row: MeetingRow) -> Graph:
        """What a meeting runs through: a transcript skips what comes before segments."""
        graph = self._engine.graph(row.pipeline)
        return graph.fed_with(Segment) if row.source == TRANSCRIPT else graph

    def checkpoints(self, meeting: str) -> Checkpoints:
        """What the meeting's finished stages left."""
        return Checkpoints(self._blobs, meeting)

    def run(
        self,
        meeting: str,
        observe: Observer = lambda event: None,
        opened: Callable[[LocalSession], None] = lambda session: None,
    ) -> None:
        """Runs what is left to run, and commits everything on the way.

        `opened` is told the session, for whoever may want to cancel it.

        Raises:
            StageError: a stage failed.
            InputError: the recording cannot be read.
            ModelError: weights are missing.
            Cancelled: the run was cancelled.
        """
        row = self._store.meeting(meeting)
        whole = self.graph(row)
        checkpoints = self.checkpoints(meeting)
        left = whole.after(checkpoints.done(whole))
        run = row.run + 1
        state: dict[str, Any] = {"state": "processing", "run": run, "eta": None}
        self._commit(meeting, [State(state | {"reason": None, "failed_stage": None})])
        warnings = self._prepare(row)
        row = self._store.meeting(meeting)

        def commit(changes: Sequence[Change]) -> None:
            self._commit(meeting, changes)

        recorder = Recorder(self._store, row, commit, checkpoints, whole, left)
        with self._engine.open(row.facts(), left) as session:
            opened(session)
            for event in drive(session, self._feed(row, whole, left, checkpoints)):
                recorder.take(event)
                observe(event)
            stages = session.stages
        recorder.finish()
        self._commit(meeting, self._done(meeting, recorder, stages, warnings))

    def _done(
        self,
        meeting: str,
        recorder: Recorder,
        stages: tuple[StageRun, ...],
        warnings: tuple[str, ...],
    ) -> list[Change]:
        """What tells that the minutes are complete."""
        row = self._store.meeting(meeting)
        known = {s.stage: s for s in row.provenance.stages} if row.provenance else {}
        known |= {stage.stage: stage for stage in stages}
        order = [node.name for node in self.graph(row).nodes]
        kept = tuple(known[name] for name in order if name in known)
        fields: dict[str, Any] = {
            "state": "done",
            "progress": recorder.progress,
            "eta": None,
            "warnings": warnings,
            "provenance": Provenance(row.pipeline, kept, __version__),
        }
        return [State(fields), Note("minutes", {"pass": "recording"})]

    def _prepare(self, row: MeetingRow) -> tuple[str, ...]:
        """Makes what playing needs, once, and learns the exact length. Gives warnings."""
        if row.file is None or row.source == TRANSCRIPT:
            return ()
        path = self._blobs.local(row.id, row.file)
        if not self._blobs.exists(row.id, WAVEFORM):
            seconds, peaks = playback.waveform(path)
            document = json.dumps({"duration": round(seconds, 3), "peaks": peaks}).encode()
            self._blobs.write(row.id, WAVEFORM, document)
            self._commit(row.id, [State({"duration": seconds})])
        if not self._blobs.exists(row.id, PLAYABLE) and not playback.browser_plays(path):
            made = path.with_name(f".{PLAYABLE}")
            playback.playable(path, made)
            self._blobs.take(row.id, PLAYABLE, made)
        return ()

    def _feed(
        self, row: MeetingRow, whole: Graph, left: Graph, checkpoints: Checkpoints
    ) -> Iterator[tuple[str, Any]]:
        """What was kept first, then the recording or the transcript."""
        nodes = {node.name: node for node in whole.nodes}
        for name in left.sources:
            if name == SOURCE:
                continue
            for item in checkpoints.given(nodes[name]):
                yield name, item
            for kind in whole.records(nodes[name]):
                stored = self._store.records(row.id, _kind(kind))
                yield from ((name, item) for item in effective(stored, name))
        if SOURCE in left.sources:
            yield from ((SOURCE, item) for item in self._source(row))

    def _source(self, row: MeetingRow) -> Iterator[Any]:
        if row.file is None:
            raise InputError(f"meeting {row.title or row.id} has no recording")
        path = self._blobs.local(row.id, row.file)
        if row.source == TRANSCRIPT:
            transcript = read_transcript(path)
            known: tuple[Record, ...] = (*transcript.speakers, *transcript.segments)
            run = self._store.meeting(row.id).run
            self._commit(row.id, [Put(record, TRANSCRIPT, run) for record in known])
            yield from transcript.segments
        else:
            yield from audio.Decoding(path)


def _kind(record: type) -> str:
    """The store's word for a kind of record."""
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in record.__name__).lstrip("_")


@dataclass
class _Work:
    """A meeting that a worker has taken, and how to stop it."""

    session: LocalSession | None = None
    cancelled: bool = False
    by: AssistantError = field(default_factory=lambda: Cancelled("cancelled"))


class Queue:
    """Workers that take waiting meetings, the oldest first.

    The queue is the store: what waits is what the store says is created or processing, so a
    server that was killed takes up where it stopped.
    """

    def __init__(
        self,
        store: Store,
        runs: Runs,
        commit: Commit,
        workers: int,
        finished: Callable[[str, str], None] = lambda meeting, outcome: None,
        observe: Observer = lambda event: None,
    ) -> None:
        self._store = store
        self._runs = runs
        self._commit = commit
        self._finished = finished
        self._observe = observe
        self._taken: dict[str, _Work] = {}
        self._changed = threading.Condition()
        self._stopping = False
        self._threads = [
            threading.Thread(target=self._serve, name=f"worker {n}", daemon=True)
            for n in range(workers)
        ]

    def start(self) -> None:
        """Starts the workers; meetings that an earlier process left unfinished come first."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Stops the workers; what they were at goes on at the next start."""
        with self._changed:
            self._stopping = True
            sessions = [work.session for work in self._taken.values() if work.session]
            self._changed.notify_all()
        for session in sessions:
            session.cancel(Cancelled("the server stops"))
        for thread in self._threads:
            thread.join()

    def wake(self) -> None:
        """Says that something may be waiting."""
        with self._changed:
            self._changed.notify_all()

    def waiting(self) -> list[str]:
        """The meetings that no worker has taken, in the order in which they will be."""
        pending = self._store.pending()
        with self._changed:
            return [meeting for meeting in pending if meeting not in self._taken]

    def working(self, meeting: str) -> bool:
        """Whether a worker is at it."""
        with self._changed:
            return meeting in self._taken

    def cancel(self, meeting: str, wait: bool = False) -> None:
        """Stops the work on a meeting, or takes it from the queue; with `wait`, until it ended."""
        with self._changed:
            work = self._taken.get(meeting)
            if work is not None:
                work.cancelled = True
            session = work.session if work else None
        if session is not None:
            session.cancel(Cancelled("cancelled"))
        if work is None:
            self._stopped(meeting)
        elif wait:
            with self._changed:
                self._changed.wait_for(lambda: meeting not in self._taken)

    def _serve(self) -> None:
        while meeting := self._next():
            try:
                self._work(meeting)
            finally:
                with self._changed:
                    del self._taken[meeting]
                    self._changed.notify_all()

    def _next(self) -> str | None:
        """Waits for a meeting; None once the queue stops."""
        while True:
            pending = self._store.pending()
            with self._changed:
                if self._stopping:
                    return None
                for meeting in pending:
                    if meeting not in self._taken:
                        self._taken[meeting] = _Work()
                        return meeting
                self._changed.wait(timeout=5.0)

    def work(self, meeting: str, observe: Observer) -> None:
        """Works on a meeting in this thread; what ends the work early is recorded and raised."""
        try:
            self._runs.run(meeting, observe)
        except Cancelled:
            self._stopped(meeting)
            raise
        except AssistantError as error:
            self._failed(meeting, error)
            raise

    def _work(self, meeting: str) -> None:
        started = time.monotonic()
        log.info("processing starts", extra={"meeting": meeting})
        try:
            self._runs.run(meeting, self._observe, lambda session: self._opened(meeting, session))
        except NotFound:
            outcome = "deleted"
        except Cancelled:
            outcome = "cancelled"
            if not self._stopping:
                self._stopped(meeting)
        except AssistantError as error:
            outcome = "failed"
            self._failed(meeting, error)
        else:
            outcome = "done"
        seconds = round(time.monotonic() - started, 3)
        log.info("processing ends", extra={"meeting": meeting, "is": outcome, "seconds": seconds})
        self._finished(meeting, outcome)

    def _opened(self, meeting: str, session: LocalSession) -> None:
        with self._changed:
            work = self._taken[meeting]
            work.session = session
            stop = work.cancelled or self._stopping
        if stop:
            session.cancel(Cancelled("cancelled"))

    def _stopped(self, meeting: str) -> None:
        fields = {"state": "failed", "reason": "cancelled", "failed_stage": None, "eta": None}
        self._commit(meeting, [State(fields)])

    def _failed(self, meeting: str, error: AssistantError) -> None:
        stage = error.stage if isinstance(error, StageError) else None
        reason = error.reason if isinstance(error, StageError) else str(error)
        log.error("a meeting failed", extra={"meeting": meeting, "stage": stage, "reason": reason})
        fields = {"state": "failed", "reason": reason, "failed_stage": stage, "eta": None}
        note = Note("error", {"stage": stage, "reason": reason, "fatal": True})
        self._commit(meeting, [note, State(fields)])
