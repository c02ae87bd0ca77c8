"""Committed events to readers: what was missed from the store, then live.

A meeting with readers has one channel: the newest events, each once, in order. A reader owns
nothing but the number of the last event it was given. While that lies within the channel it
reads from there; a reader that fell behind, or one that has just come, reads from the store.
So a slow reader costs no memory, and no event is given twice or left out.

`publish` may be called from any thread, everything else belongs to the event loop. The design
follows the broadcast chapter of the documentation of the websockets library.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Sequence
from typing import Protocol

LENGTH = 256
"""Events a channel holds."""
PAGE = 500
"""Events read from the store at once."""
REMEMBERED = 1000
"""Deleted meetings that a reader who comes too late is still told of."""


class Numbered(Protocol):
    """An event as the store gives it."""

    @property
    def seq(self) -> int:
        """Its place among the events of its meeting, from 1 on without gaps."""
        ...

    @property
    def text(self) -> str:
        """The event as JSON."""
        ...


class EventLog(Protocol):
    """What the hub needs of the store."""

    def events_after(self, meeting: str, seq: int, limit: int = PAGE) -> Sequence[Numbered]:
        """The events of a meeting behind `seq`, in order, `limit` at most."""
        ...


class Gone(Exception):
    """The meeting was deleted while it was read."""


class _Channel:
    """The newest events of one meeting, without a gap, and who waits for more."""

    def __init__(self) -> None:
        self.events: deque[Numbered] = deque(maxlen=LENGTH)
        self.last = 0
        self.readers = 0
        self.gone = False
        self._changed = asyncio.Event()

    def add(self, events: Sequence[Numbered]) -> None:
        """Takes events that may come late or doubled when several threads publish at once."""
        for event in events:
            if self.events and event.seq == self.events[-1].seq + 1:
                self.events.append(event)
            elif not self.events or event.seq > self.events[-1].seq:
                # A gap: what is missing is in the store, and so is what the channel held.
                self.events.clear()
                self.events.append(event)
            self.last = max(self.last, event.seq)
        self.wake()

    def behind(self, seq: int) -> list[Numbered] | None:
        """The events behind `seq`, None where the channel does not reach back to them."""
        if seq >= self.last:
            return []
        if not self.events or self.events[0].seq > seq + 1 or self.events[-1].seq < self.last:
            return None
        return [event for event in self.events if event.seq > seq]

    def wake(self) -> None:
        """Wakes whoever waits."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def change(self) -> None:
        """Waits for the next event or the meeting's end."""
        await self._changed.wait()


class _Watcher:
    """A reader of the library: which meetings changed since it last asked, each once."""

    def __init__(self) -> None:
        self.changed: dict[str, None] = {}
        self.some = asyncio.Event()


class Hub:
    """Channels of the meetings that somebody reads, and readers of the whole library."""

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self._watchers: set[_Watcher] = set()
        self._channels: dict[str, _Channel] = {}
        self._gone: deque[str] = deque(maxlen=REMEMBERED)
        self._loop: asyncio.AbstractEventLoop | None = None

    def bind(self, loop: asyncio.AbstractEventLoop) -> None:
        """Names the loop that the readers live in; until then `publish` reaches nobody."""
        self._loop = loop

    @property
    def readers(self) -> int:
        """How many readers there are, of all meetings."""
        return len(self._watchers) + sum(c.readers for c in self._channels.values())

    def publish(self, meeting: str, events: Sequence[Numbered]) -> None:
        """Hands committed events to the readers, from any thread."""
        if events:
            self._in_loop(self._add, meeting, events)

    def remove(self, meeting: str) -> None:
        """Ends the readers of a meeting that was deleted, from any thread."""
        self._in_loop(self._end, meeting)
        self.touch(meeting)

    def touch(self, meeting: str) -> None:
        """Says, from any thread, that a meeting looks different in lists now."""
        self._in_loop(self._touch, meeting)

    async def watch(self) -> AsyncGenerator[tuple[str, ...], None]:
        """The ids of meetings that look different in lists; nothing is replayed."""
        watcher = _Watcher()
        self._watchers.add(watcher)
        try:
            while True:
                await watcher.some.wait()
                watcher.some.clear()
                changed, watcher.changed = watcher.changed, {}
                yield tuple(changed)
        finally:
            self._watchers.discard(watcher)

    async def read(self, meeting: str, after: int) -> AsyncGenerator[Numbered, None]:
        """Every event of a meeting behind `after`, once and in order, for ever.

        Raises Gone once the meeting is deleted.
        """
        if meeting in self._gone:
            raise Gone(meeting)
        channel = self._channels.setdefault(meeting, _Channel())
        channel.readers += 1
        try:
            async for event in self._events(channel, meeting, after):
                yield event
        finally:
            channel.readers -= 1
            if not channel.readers and self._channels.get(meeting) is channel:
                del self._channels[meeting]

    async def _events(
        self, channel: _Channel, meeting: str, seq: int
    ) -> AsyncGenerator[Numbered, None]:
        replayed = False
        while not channel.gone:
            known = channel.behind(seq) if replayed else None
            if known is None:
                known = list(await asyncio.to_thread(self._log.events_after, meeting, seq, PAGE))
                # Only a store with nothing left to tell has been read to its end.
                replayed = replayed or len(known) < PAGE
                channel.last = max(channel.last, known[-1].seq if known else 0)
            elif not known:
                await channel.change()
            for event in known:
                yield event
                seq = event.seq
        raise Gone(meeting)

    def _add(self, meeting: str, events: Sequence[Numbered]) -> None:
        if meeting in self._channels:
            self._channels[meeting].add(events)

    def _end(self, meeting: str) -> None:
        self._gone.append(meeting)
        if channel := self._channels.get(meeting):
            channel.gone = True
            channel.wake()

    def _touch(self, meeting: str) -> None:
        for watcher in self._watchers:
            watcher.changed[meeting] = None
            watcher.some.set()

    def _in_loop(self, call: object, *arguments: object) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(call, *arguments)  # type: ignore[arg-type]
