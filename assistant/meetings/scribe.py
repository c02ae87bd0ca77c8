"""Who writes the minutes of a meeting that goes on: a pass now and then, and one at its end."""

from __future__ import annotations

import logging
import threading
import time

from assistant.errors import Cancelled
from assistant.meetings.house import House, complaint
from assistant.meetings.listening import PIPELINE, halves
from assistant.meetings.rolling import write_minutes
from assistant.meetings.runs import Stop
from assistant.runner import caught

log = logging.getLogger(__name__)


class Scribe:
    """Passes of one meeting, never two at once. Called by one thread, but for `cancel`."""

    def __init__(self, house: House, meeting: str) -> None:
        self._house = house
        self._meeting = meeting
        self._stop = Stop()
        self._thread: threading.Thread | None = None
        self._next = time.monotonic() + house.rules.minutes
        self._told = False

    def is_due(self, now: float) -> bool:
        """Whether a pass may begin."""
        return now >= self._next and (self._thread is None or not self._thread.is_alive())

    def begin(self) -> None:
        """Begins a pass."""
        self._thread = threading.Thread(target=self._write, name="minutes", daemon=True)
        self._thread.start()

    def last(self) -> None:
        """One more pass, in this thread, after the one that may be going on."""
        if self._thread is not None:
            self._thread.join()
        self._write()

    def cancel(self) -> None:
        """Ends the pass that is going on; no other one is made."""
        self._stop.now("the minutes are not wanted any more")
        if self._thread is not None:
            self._thread.join()

    def _write(self) -> None:
        started = time.monotonic()
        error = caught(self._pass)
        took = time.monotonic() - started
        rules = self._house.rules
        self._next = time.monotonic() + max(rules.minutes, rules.share * took)
        if error is not None and not isinstance(error, Cancelled):
            log.error("minutes failed", extra={"meeting": self._meeting}, exc_info=error)
            # Once is enough: the next passes will most likely fail in the same way.
            if not self._told:
                self._told = True
                caught(lambda: self._house.commit(self._meeting, [complaint(error)]))
        else:
            self._told = False

    def _pass(self) -> None:
        house, meeting = self._house, self._meeting
        _, text = halves(house.engine.graph(PIPELINE))
        self._stop.check()
        write_minutes(
            house.store,
            meeting,
            house.engine,
            text,
            lambda changes: house.commit(meeting, changes),
            self._stop,
        )
