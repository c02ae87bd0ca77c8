"""One live meeting, from its first sound to its recording."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from assistant import audio
from assistant.errors import Cancelled, Conflict
from assistant.fetch import digest
from assistant.meetings.capture import Capture
from assistant.meetings.ears import Ears
from assistant.meetings.house import House, complaint
from assistant.meetings.runs import Stop
from assistant.meetings.scribe import Scribe
from assistant.runner import caught
from assistant.store import Change, MeetingRow, Note, State

FILE = "recording.flac"
AGAIN = 60.0
"""Seconds after which a recording that could not be written is tried again."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class View:
    """How far a live meeting is: samples kept of each channel, seconds not yet heard."""

    channels: int
    samples: int
    lag: float
    connected: bool


class Sender:
    """Who sends a meeting's sound, until somebody else does."""

    def __init__(self, meeting: LiveMeeting, taken: Callable[[], None]) -> None:
        self._meeting = meeting
        self.taken = taken

    @property
    def channels(self) -> int:
        """How many channels the sound has."""
        return self._meeting.capture.channels

    @property
    def samples(self) -> int:
        """Samples of each channel that are kept."""
        return self._meeting.capture.samples

    def append(self, data: bytes) -> int:
        """Keeps sound and says how many samples there are now.

        Raises:
            InputError: it cannot be kept.
            Conflict: somebody else sends now, or the meeting was stopped.
        """
        return self._meeting.append(self, data)

    def stop(self) -> None:
        """Ends the meeting, unless somebody else sends now."""
        if self._meeting.sender is self:
            self._meeting.stop()

    def leave(self) -> None:
        """Sends nothing more."""
        self._meeting.leave(self)


class LiveMeeting:
    """Keeps sound from one sender at a time; listening and writing go on beside it.

    `tick` is called by one thread, everything else by any.
    """

    def __init__(self, house: House, row: MeetingRow) -> None:
        self.id = row.id
        self.done = False
        self.sender: Sender | None = None
        folder = house.rules.folder
        self.capture = Capture(folder / f"{row.id}.pcm", row.channels or 1)
        self._house = house
        self._voices = folder / f"{row.id}.npz"
        self._ears = Ears(house, row.id, self.capture, self._voices)
        self._scribe = Scribe(house, row.id)
        self._lock = threading.Lock()
        # Apart from the other one, which is held while the disk is written to.
        self._who = threading.Lock()
        self._ticking = threading.Lock()
        self._closed = False
        self._recording = row.state != "created"
        self._stopped = row.state == "processing"
        self._heard_of = time.monotonic() - self.capture.age(row.created.timestamp())
        self._told: tuple[Any, ...] = ()
        self._told_at = 0.0
        self._ending: threading.Thread | None = None
        self._end_at = 0.0
        self._unwanted = Stop()

    @property
    def lag(self) -> float:
        """Seconds of what was captured that were not heard yet."""
        return self._ears.lag

    @property
    def awake(self) -> bool:
        """Whether it costs the machine anything, now or soon."""
        silence = time.monotonic() - self._heard_of
        return not self._stopped and silence <= self._house.rules.sleep

    def view(self) -> View | None:
        """How far it is, None once it takes no sound."""
        if self._stopped:
            return None
        capture = self.capture
        lag = round(self.lag, 1)
        return View(capture.channels, capture.samples, lag, self.sender is not None)

    def admit(self, taken: Callable[[], None]) -> Sender:
        """A new sender in the place of the one before. Raises Conflict: it was stopped."""
        with self._lock:
            self._check()
            sender = Sender(self, taken)
            with self._who:
                before, self.sender = self.sender, sender
            if before is not None:
                before.taken()
            return sender

    def append(self, sender: Sender, data: bytes) -> int:
        """As `Sender.append`."""
        with self._lock:
            self._check()
            if self.sender is not sender:
                raise Conflict("somebody else sends the sound of this meeting now")
            samples = self.capture.append(data)
            self._heard_of = time.monotonic()
            return samples

    def leave(self, sender: Sender) -> None:
        """As `Sender.leave`."""
        with self._who:
            if self.sender is sender:
                self.sender = None

    def stop(self) -> None:
        """Takes nothing more; the recording is made from what there is."""
        with self._lock:
            if self._stopped:
                return
            self._stopped = True
        self._commit(State({"state": "processing", "lag": None, **self._length()}))

    def tick(self, now: float) -> None:
        """Does what is due."""
        with self._ticking:
            if not self._closed:
                self._tick(now)

    def _tick(self, now: float) -> None:
        if self._stopped:
            if self._ending is None and now >= self._end_at:
                self._ending = threading.Thread(target=self._end, name="last words", daemon=True)
                self._ending.start()
            return
        silence = now - self._heard_of
        if silence > self._house.rules.idle:
            self.stop()
            return
        if not self._recording and self.capture.samples:
            self._commit(State({"state": "recording"}))
            self._recording = True
        self._ears.tick(now, silence)
        if self._ears.fresh and self._scribe.is_due(now):
            self._ears.fresh = False
            self._scribe.begin()
        self._tell(now)

    def close(self) -> None:
        """Ends what works on it; it goes on in another process."""
        with self._ticking:
            self._closed = True
        self._unwanted.now("the meeting is left as it is")
        self._ears.cancel()
        self._scribe.cancel()
        if (ending := self._ending) is not None:
            ending.join()
        self.capture.close()

    def discard(self) -> None:
        """Ends what works on it and deletes its sound."""
        with self._lock:
            self._stopped = True
        self.close()
        self._clear()

    def _check(self) -> None:
        if self._stopped:
            raise Conflict("the meeting has been stopped: it takes no more sound")

    def _tell(self, now: float) -> None:
        """Tells how long it is and how far behind, where that changed."""
        state = (self.capture.samples, round(self.lag, 1), self.sender is None)
        if (
            self._recording
            and state != self._told
            and now - self._told_at >= self._house.rules.told
        ):
            self._told, self._told_at = state, now
            self._commit(State({"lag": state[1], **self._length()}))

    def _end(self) -> None:
        error = caught(self._finish)
        if error is not None and not isinstance(error, Cancelled):
            log.error("no recording was made", extra={"meeting": self.id}, exc_info=error)
            caught(lambda: self._commit(complaint(error)))
        self._end_at = time.monotonic() + AGAIN
        self._ending = None

    def _finish(self) -> None:
        self._unwanted.check()
        self._ears.finish()
        self._unwanted.check()
        self._scribe.last()
        self._unwanted.check()
        self.capture.close()
        self._commit(Note("minutes", {"pass": "live"}))
        if self.capture.samples:
            self._make_recording()
        else:
            self._commit(State({"state": "done", **self._length()}))
        self._clear()
        self.done = True
        self._house.wake()

    def _make_recording(self) -> None:
        with self._house.blobs.incoming() as folder:
            made = folder / FILE
            audio.flac(self.capture.path, self.capture.channels, made, self._unwanted.check)
            file = {"file": FILE, "sha256": digest(made), "size": made.stat().st_size}
            self._house.blobs.take(self.id, FILE, made)
        self._commit(State({"state": "created", **file, **self._length()}))

    def _clear(self) -> None:
        for path in (self.capture.path, self._voices):
            path.unlink(missing_ok=True)

    def _length(self) -> dict[str, Any]:
        return {"duration": round(self.capture.seconds, 3)}

    def _commit(self, *changes: Change) -> None:
        self._house.commit(self.id, changes)
