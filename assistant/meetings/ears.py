"""Who listens to a live meeting: sessions one after another, for as long as it lasts."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path

from assistant.errors import Cancelled
from assistant.meetings.capture import Capture
from assistant.meetings.heeding import Heeding
from assistant.meetings.house import House, complaint
from assistant.meetings.listening import Listening
from assistant.store import Change, Drop, Put
from assistant.types import SAMPLE_RATE, Segment

LONGEST_WAIT = 60.0
"""Seconds until something that failed again and again is tried once more."""
TOLD = 3
"""Failures in a row, all at the same place, that are told of."""
LAST_WORDS = 60.0
"""Seconds that the stages get for what is left when a meeting is stopped."""

log = logging.getLogger(__name__)


class Ears:
    """Listens where there is something to hear, again after a failure, not through long silence.

    Who calls is one thread, but for `lag` and `cancel`.
    """

    def __init__(self, house: House, meeting: str, capture: Capture, voices: Path) -> None:
        self._house = house
        self._meeting = meeting
        self._capture = capture
        self._voices = voices
        self._heeding = Heeding(house.store, meeting)
        self._listening: Listening | None = None
        self._upto: int | None = None
        self._asked: int | None = None
        self._failures = 0
        self._failed_at = -1
        self._retry = 0.0
        self._run = 0
        self.fresh = False
        """Whether words were settled since it was last set to False."""

    @property
    def lag(self) -> float:
        """Seconds of what was captured that nobody has heard yet."""
        listening = self._listening
        heard = listening.heard if listening else (self._upto or 0) / SAMPLE_RATE
        return max(0.0, self._capture.seconds - heard)

    def tick(self, now: float, silence: float) -> None:
        """Does what is due. `silence` is for how many seconds no sound has come."""
        listening = self._listening
        if listening is None:
            if now >= self._retry and self._capture.samples > (self._upto or 0):
                self._listen()
        elif listening.ended:
            self._end(listening, now)
        elif silence > self._house.rules.sleep and self._asked is None:
            self._asked = self._capture.samples
            listening.finish(self._asked)

    def finish(self) -> None:
        """Hears what is left, unless that is too much; the recording will be listened to anyway."""
        listening = self._listening
        if listening is not None:
            late = self.lag > self._house.rules.lag
            listening.finish(0 if late else self._capture.samples)
            if not listening.join(LAST_WORDS):
                self.cancel()
            self._end(listening, 0.0)
            self._take_back()

    def cancel(self) -> None:
        """Stops listening, and waits until nobody does."""
        listening = self._listening
        if listening is not None:
            listening.cancel()
            listening.join()

    def _listen(self) -> None:
        if self._upto is None:
            self._upto = self._settled()
        self._take_back()
        row = self._house.store.meeting(self._meeting)
        self._run, self._asked = row.run, None
        self._listening = Listening(
            self._house.engine,
            replace(row.facts(), duration=None),
            self._capture,
            self._upto,
            self._voices,
            self._put,
        )

    def _end(self, listening: Listening, now: float) -> None:
        error, self._listening = listening.error, None
        if error is None:
            self._upto, self._failures = self._asked, 0
            self._take_back()
        elif not isinstance(error, Cancelled):
            self._failed(error, now)

    def _failed(self, error: BaseException, now: float) -> None:
        """Goes on from the last settled words; where the same place fails twice, behind it."""
        log.error("listening failed", extra={"meeting": self._meeting}, exc_info=error)
        settled = self._settled()
        stuck = settled == self._failed_at
        self._failures = self._failures + 1 if stuck else 1
        self._failed_at = settled
        self._upto = self._capture.samples if stuck else settled
        wait = self._house.rules.again * 2.0 ** (self._failures - 1)
        self._retry = now + min(wait, LONGEST_WAIT)
        if self._failures <= TOLD:
            self._commit(complaint(error))

    def _settled(self) -> int:
        """The sample at which the last settled words end."""
        ends = [s.end for s in self._segments() if s.final]
        return min(round(max(ends, default=0.0) * SAMPLE_RATE), self._capture.samples)

    def _take_back(self) -> None:
        """Drops what nobody will settle any more."""
        if gone := [Drop("segment", s.id) for s in self._segments() if not s.final]:
            self._commit(*gone)

    def _segments(self) -> list[Segment]:
        stored = self._house.store.records(self._meeting, "segment", hidden=True)
        return [s.record for s in stored if isinstance(s.record, Segment)]

    def _put(self, segment: Segment, stage: str) -> None:
        if not segment.text and not segment.words:
            self._commit(Drop("segment", segment.id))
        else:
            self._commit(*(Put(s, stage, self._run) for s in self._heeding.heeded(segment)))
        self.fresh = self.fresh or segment.final

    def _commit(self, *changes: Change) -> None:
        self._house.commit(self._meeting, changes)
