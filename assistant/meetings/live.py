"""The live meetings of this process: what comes in is kept, listened to and written down."""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import replace

from assistant.errors import Busy, Conflict, NotFound
from assistant.meetings.attending import LiveMeeting, Sender, View
from assistant.meetings.house import House
from assistant.meetings.listening import PIPELINE
from assistant.runner import caught
from assistant.store import MeetingRow
from assistant.types import Meeting

TICK = 0.25
"""Seconds between two looks at every meeting."""

READY = 3.0
"""Seconds: HTTP clients commonly wait for 5."""

log = logging.getLogger(__name__)


class Live:
    """Every live meeting until its sound has become a recording."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._lock = threading.Lock()
        self._meetings: dict[str, LiveMeeting] = {}
        self._stopping = threading.Event()
        self._keeper = threading.Thread(target=self._keep, name="live meetings", daemon=True)

    def start(self) -> None:
        """Takes up what an earlier process left, and keeps all of them going."""
        for row in self._house.store.live():
            self._meetings[row.id] = LiveMeeting(self._house, row)
        self._tidy()
        self._keeper.start()

    def _tidy(self) -> None:
        """Removes sound that has become a recording; that of meetings not known here stays."""
        folder = self._house.rules.folder
        for left in folder.iterdir() if folder.is_dir() else ():
            if left.stem in self._meetings:
                continue
            try:
                if self._house.store.meeting(left.stem).file is not None:
                    left.unlink()
            except NotFound:
                log.warning("sound of an unknown meeting is kept", extra={"file": str(left)})

    def close(self) -> None:
        """Stops listening; the meetings go on at the next start."""
        self._stopping.set()
        self._keeper.join()
        for meeting in self._all():
            meeting.close()

    def create(self, facts: Meeting, pipeline: str, channels: int) -> MeetingRow:
        """A meeting that waits for sound; `pipeline` is what its recording will run through.

        Raises:
            Busy: there are as many as the machine takes.
            GraphError: there is no such pipeline.
            InputError: a recogniser does not know the language.
        """
        engine, rules = self._house.engine, self._house.rules
        facts = replace(facts, id=uuid.uuid4().hex[:12], source="live")
        for name in (PIPELINE, pipeline):
            engine.accept(engine.graph(name), facts.language)
        engine.accept_style(facts.style)
        with self._lock:
            awake = [each for each in self._meetings.values() if each.awake]
            if len(awake) >= rules.most:
                raise Busy(
                    f"{len(awake)} meetings are live and this machine takes no more at once: stop "
                    f"one first, or set ASSISTANT_LIVE higher"
                )
            slowest = max((each.lag for each in awake), default=0.0)
            if slowest > rules.lag:
                raise Busy(
                    f"the machine is {slowest:.0f} s behind with a live meeting: wait until it has "
                    f"caught up, or stop that one first"
                )
            row = self._house.store.create(facts, pipeline=pipeline, channels=channels)
            self._meetings[row.id] = LiveMeeting(self._house, row)
        self._warm(facts.language)
        return row

    def _warm(self, language: str) -> None:
        """Loads the weights before there is sound that would have to wait for them.

        Whoever waits for the meeting does so for `READY` seconds at most: words then come at
        once, who says them a little later. What fails is told by the run that needs it.
        """
        engine = self._house.engine

        def load() -> None:
            error = caught(lambda: engine.warm(engine.graph(PIPELINE), language))
            if error is not None:
                log.error("a live meeting's weights cannot be loaded", exc_info=error)

        loading = threading.Thread(target=load, name="warming", daemon=True)
        loading.start()
        loading.join(READY)

    def admit(self, meeting: str, taken: Callable[[], None]) -> Sender:
        """The one who sends the meeting's sound from now on; who did before is told by `taken`.

        Raises:
            NotFound: there is no such meeting.
            Conflict: it is not live, or not any more.
        """
        row = self._house.store.meeting(meeting)
        known = self._meetings.get(meeting)
        if known is None:
            was = "has been stopped" if row.channels is not None else "is not a live one"
            raise Conflict(f"the meeting {was}: it takes no sound")
        return known.admit(taken)

    def stop(self, meeting: str) -> None:
        """Ends a live meeting; its recording is then processed. Raises as `admit`."""
        row = self._house.store.meeting(meeting)
        known = self._meetings.get(meeting)
        if known is not None:
            known.stop()
        elif row.channels is None:
            raise Conflict("the meeting is not a live one: there is nothing to stop")

    def view(self, meeting: str) -> View | None:
        """How far a live meeting is, None for one that takes no sound."""
        known = self._meetings.get(meeting)
        return known.view() if known is not None else None

    def discard(self, meeting: str) -> None:
        """Ends everything about a meeting that is being deleted."""
        with self._lock:
            known = self._meetings.pop(meeting, None)
        if known is not None:
            known.discard()

    @property
    def count(self) -> int:
        """How many meetings take sound."""
        return sum(each.view() is not None for each in self._all())

    @property
    def lag(self) -> float:
        """Seconds that the slowest of them is behind."""
        return max((each.lag for each in self._all() if each.awake), default=0.0)

    def _all(self) -> list[LiveMeeting]:
        with self._lock:
            return list(self._meetings.values())

    def _keep(self) -> None:
        while not self._stopping.wait(TICK):
            for meeting in self._all():
                self._look_after(meeting)

    def _look_after(self, meeting: LiveMeeting) -> None:
        now = time.monotonic()
        error = caught(lambda: meeting.tick(now))
        if error is not None and not isinstance(error, NotFound):
            log.error("a live meeting stumbled", extra={"meeting": meeting.id}, exc_info=error)
        if meeting.done:
            with self._lock:
                self._meetings.pop(meeting.id, None)
