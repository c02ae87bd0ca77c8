"""The queue of meetings that wait to be run, and the workers that take them."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from assistant.errors import AssistantError, Cancelled, Conflict, StageError
from assistant.meetings.runs import Commit, Observer, Runs, Stop
from assistant.runner import caught, reason_of
from assistant.store import MeetingRow, Note, State, Store

LOOKED = 5.0
"""Seconds after which a worker looks again, unasked."""

CANCELLED, DELETED = "cancelled", "deleted"

log = logging.getLogger(__name__)


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
        # Whoever changes whether a meeting waits, or takes it, holds this.
        self._changed = threading.Condition()
        self._taken: dict[str, Stop] = {}
        self._cancelled: set[str] = set()
        self._unwanted: set[str] = set()
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
            for stop in self._taken.values():
                stop.now("the server stops")
            self._changed.notify_all()
        for thread in self._threads:
            thread.join()

    def wake(self) -> None:
        """Says that something may be waiting."""
        with self._changed:
            self._changed.notify_all()

    def waiting(self) -> list[str]:
        """The meetings that no worker has taken, in the order in which they will be."""
        with self._changed:
            return [meeting for meeting in self._store.pending() if meeting not in self._taken]

    def again(self, meeting: str, prepare: Callable[[], None]) -> None:
        """Puts a meeting into the queue, after `prepare`.

        Raises Conflict: it is in it, or being worked on.
        """
        with self._changed:
            if self._store.meeting(meeting).state not in ("done", "failed"):
                raise Conflict("the meeting is being processed: cancel it first, or wait")
            prepare()
            fields: dict[str, Any] = {"state": "created", "progress": {}, "eta": None}
            self._commit(meeting, [State(fields | {"reason": None, "failed_stage": None})])
            self._changed.notify_all()

    def cancel(self, meeting: str) -> None:
        """Stops the work on a meeting, or takes it from the queue.

        Raises Conflict: it is not in it.
        """
        with self._changed:
            if meeting in self._taken:
                self._cancelled.add(meeting)
                self._taken[meeting].now(CANCELLED)
            elif meeting in self._store.pending():
                self._end(meeting, None, CANCELLED)
            else:
                raise Conflict("the meeting is not being processed: there is nothing to cancel")

    @contextmanager
    def resting(self, meeting: str) -> Iterator[MeetingRow]:
        """The meeting, which nobody begins to work on meanwhile.

        Raises Conflict: it waits for work, or is being worked on.
        """
        with self._changed:
            row = self._store.meeting(meeting)
            if row.state not in ("done", "failed") or meeting in self._taken:
                raise Conflict("the meeting is being processed: cancel it first, or wait")
            yield row

    @contextmanager
    def kept_out(self, meeting: str) -> Iterator[None]:
        """Nobody works on a meeting meanwhile: who does is stopped first."""
        with self._changed:
            # Or the worker that lets it go would take it again at once.
            self._unwanted.add(meeting)
            while meeting in self._taken:
                self._taken[meeting].now(DELETED)
                self._changed.wait()
            self._taken[meeting] = Stop()
            self._unwanted.discard(meeting)
        try:
            yield
        finally:
            self._let_go(meeting)

    def work(self, meeting: str, observe: Observer) -> None:
        """Works on a meeting in this thread; what ends the work early is recorded and raised."""
        error = caught(lambda: self._runs.run(meeting, observe, Stop()))
        if isinstance(error, Exception):
            self._failed(meeting, error)
        if error is not None:
            raise error

    def _serve(self) -> None:
        while meeting := self._next():
            error = caught(lambda name=meeting: self._work(name))  # type: ignore[misc]
            self._let_go(meeting)
            if error is not None:
                log.error("a worker stumbled", extra={"meeting": meeting}, exc_info=error)
                with self._changed:
                    self._changed.wait(LOOKED)

    def _next(self) -> str | None:
        """Waits for a meeting; None once the queue stops."""
        with self._changed:
            while not self._stopping:
                for meeting in self._pending():
                    if meeting not in self._taken and meeting not in self._unwanted:
                        self._taken[meeting] = Stop()
                        return meeting
                self._changed.wait(LOOKED)
        return None

    def _pending(self) -> tuple[str, ...]:
        """What waits; nothing while the database cannot say."""
        found: list[str] = []
        error = caught(lambda: found.extend(self._store.pending()))
        if error is not None:
            log.error("the queue cannot be read", exc_info=error)
        return tuple(found)

    def _let_go(self, meeting: str) -> None:
        with self._changed:
            del self._taken[meeting]
            self._cancelled.discard(meeting)
            self._changed.notify_all()

    def _work(self, meeting: str) -> None:
        started = time.monotonic()
        log.info("processing starts", extra={"meeting": meeting})
        stop = self._taken[meeting]
        error = caught(lambda: self._runs.run(meeting, self._observe, stop))
        outcome = "done" if error is None else self._outcome(meeting, error)
        seconds = round(time.monotonic() - started, 3)
        log.info("processing ends", extra={"meeting": meeting, "is": outcome, "seconds": seconds})
        self._finished(meeting, outcome)

    def _outcome(self, meeting: str, error: BaseException) -> str:
        """What a run ended in that ended early; the meeting says so."""
        if not isinstance(error, Cancelled):
            self._failed(meeting, error)
            return "failed"
        # A server that stops goes on with it at its next start.
        if meeting in self._cancelled:
            self._end(meeting, None, CANCELLED)
        return DELETED if str(error) == DELETED else CANCELLED

    def _failed(self, meeting: str, error: BaseException) -> None:
        stage = error.stage if isinstance(error, StageError) else None
        reason = reason_of(error)
        extra = {"meeting": meeting, "stage": stage, "reason": reason}
        cause = error.__cause__ if isinstance(error, AssistantError) else error
        log.error("a meeting failed", extra=extra, exc_info=cause)
        self._end(meeting, stage, reason, Note("error", extra | {"fatal": True}))

    def _end(self, meeting: str, stage: str | None, reason: str, *notes: Note) -> None:
        fields = {"state": "failed", "reason": reason, "failed_stage": stage, "eta": None}
        self._commit(meeting, [*notes, State(fields)])
