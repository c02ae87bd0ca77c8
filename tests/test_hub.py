"""The hub: whoever reads, however slowly and brokenly, gets each event once, in order."""

from __future__ import annotations

import asyncio
import gc
import random
import threading
import weakref
from collections.abc import Coroutine, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant import hub as hubs
from assistant.hub import Gone, Hub, Numbered
from assistant.store import Put, Store
from assistant.types import Meeting, Segment

SOON = 20.0


@dataclass(frozen=True, weakref_slot=True, slots=True)
class Event:
    seq: int

    @property
    def text(self) -> str:
        return str(self.seq)


class Log:
    """Events in memory, numbered as the store numbers them."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._lock = threading.Lock()

    def commit(self, count: int) -> list[Event]:
        with self._lock:
            new = [Event(len(self.events) + n) for n in range(1, count + 1)]
            self.events += new
            return new

    def events_after(self, meeting: str, seq: int, limit: int = 500) -> Sequence[Numbered]:
        with self._lock:
            return self.events[seq : seq + limit]


class Reader:
    """Reads in a task that takes an event only when it may; reconnects where it stopped."""

    def __init__(self, hub: Hub, after: int) -> None:
        self.hub = hub
        self.after = after
        self.seen: list[int] = []
        self.may = asyncio.Semaphore(0)
        self._task = asyncio.create_task(self._read())

    async def _read(self) -> None:
        last = self.seen[-1] if self.seen else self.after
        async with aclosing(self.hub.read("m", last)) as events:
            async for event in events:
                self.seen.append(event.seq)
                await self.may.acquire()

    async def leave(self) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def reconnect(self) -> None:
        await self.leave()
        self._task = asyncio.create_task(self._read())

    async def reads_up_to(self, seq: int) -> None:
        while self.after < seq and (not self.seen or self.seen[-1] < seq):
            self.may.release()
            await asyncio.sleep(0)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("commit"), st.lists(st.integers(1, 7), min_size=1, max_size=4)),
        st.tuples(st.just("publish"), st.randoms(use_true_random=False)),
        st.tuples(st.just("connect"), st.integers(0, 40)),
        st.tuples(st.just("read"), st.tuples(st.integers(0, 9), st.integers(1, 20))),
        st.tuples(st.just("reconnect"), st.integers(0, 9)),
        st.tuples(st.just("wait"), st.integers(1, 5)),
    ),
    max_size=40,
)


class Play:
    """One interleaving of commits, publications, readers."""

    def __init__(self) -> None:
        self.log = Log()
        self.hub = Hub(self.log)
        self.hub.bind(asyncio.get_running_loop())
        self.readers: list[Reader] = []
        self.committed: list[list[Event]] = []

    async def commit(self, counts: list[int]) -> None:
        """From a thread each; nobody is told yet."""
        threads = [asyncio.to_thread(self.log.commit, count) for count in counts]
        self.committed += await asyncio.gather(*threads)

    async def publish(self, chance: random.Random) -> None:
        """What was committed, in any order, from a thread each."""
        batches, self.committed = self.committed, []
        chance.shuffle(batches)
        await asyncio.gather(*(asyncio.to_thread(self.hub.publish, "m", b) for b in batches))

    async def connect(self, after: int) -> None:
        self.readers.append(Reader(self.hub, min(after, len(self.log.events))))

    async def read(self, what: tuple[int, int]) -> None:
        for reader in self.readers[what[0] : what[0] + 1]:
            for _ in range(what[1]):
                reader.may.release()

    async def reconnect(self, which: int) -> None:
        for reader in self.readers[which : which + 1]:
            await reader.reconnect()

    async def wait(self, turns: int) -> None:
        for _ in range(turns):
            await asyncio.sleep(0)

    async def end(self) -> None:
        """In the end everyone is told everything, and every reader has the rest."""
        await self.publish(random.Random(1))
        last = len(self.log.events)
        for reader in self.readers:
            await asyncio.wait_for(reader.reads_up_to(last), SOON)
            assert reader.seen == list(range(reader.after + 1, last + 1))
        assert self.hub.readers == len(self.readers)
        for reader in self.readers:
            await reader.leave()
        assert self.hub.readers == 0


@given(STEPS)
@settings(max_examples=150, deadline=None)
def test_every_reader_gets_every_event_once_and_in_order(steps: list[tuple[str, Any]]) -> None:
    async def play() -> None:
        playing = Play()
        for name, argument in steps:
            await getattr(playing, name)(argument)
        await playing.end()

    # Small enough that readers fall behind the channel and that the store takes several reads.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hubs, "LENGTH", 4)
        patch.setattr(hubs, "PAGE", 3)
        asyncio.run(play())


class Endless:
    """A log that remembers nothing, so that what lives is held by the hub."""

    def __init__(self) -> None:
        self.last = 0
        self.alive: weakref.WeakSet[Event] = weakref.WeakSet()

    def made(self, first: int, last: int) -> list[Event]:
        events = [Event(seq) for seq in range(first, last + 1)]
        self.alive.update(events)
        return events

    def events_after(self, meeting: str, seq: int, limit: int = 500) -> Sequence[Numbered]:
        return self.made(seq + 1, min(seq + limit, self.last))


def run(play: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(play, SOON))


def test_a_reader_that_does_not_read_costs_bounded_memory_and_catches_up() -> None:
    async def play() -> None:
        log = Endless()
        hub = Hub(log)
        hub.bind(asyncio.get_running_loop())
        reader = Reader(hub, 0)
        for start in range(1, 20_001, 10):
            log.last = start + 9
            hub.publish("m", log.made(start, log.last))
            await asyncio.sleep(0)
        gc.collect()
        assert len(log.alive) <= hubs.LENGTH + hubs.PAGE + 10
        await reader.reads_up_to(20_000)
        assert reader.seen == list(range(1, 20_001))
        await reader.leave()

    run(play())


def test_a_deleted_meeting_ends_its_readers_also_one_who_comes_too_late() -> None:
    async def play() -> None:
        log = Log()
        hub = Hub(log)
        hub.bind(asyncio.get_running_loop())
        log.commit(1)
        early = hub.read("m", 0)
        assert (await anext(early)).seq == 1
        waiting = asyncio.ensure_future(anext(early))
        await asyncio.sleep(0.05)
        await asyncio.to_thread(hub.remove, "m")
        with pytest.raises(Gone):
            await waiting
        with pytest.raises(Gone):
            await anext(hub.read("m", 1))
        assert hub.readers == 0

    run(play())


def test_watching_tells_each_changed_meeting_once() -> None:
    async def play() -> None:
        hub = Hub(Log())
        hub.bind(asyncio.get_running_loop())
        async with aclosing(hub.watch()) as changes:
            first = asyncio.ensure_future(anext(changes))
            await asyncio.sleep(0)
            for _ in range(100):
                hub.touch("m1")
                hub.touch("m2")
            hub.remove("m3")
            assert await first == ("m1", "m2", "m3")
            hub.touch("m2")
            assert await anext(changes) == ("m2",)
        assert hub.readers == 0

    run(play())


def test_before_there_is_a_loop_publishing_reaches_nobody() -> None:
    hub = Hub(Log())
    hub.publish("m", [Event(1)])
    hub.touch("m")
    hub.remove("m")
    assert hub.readers == 0


def test_over_the_real_store(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'store.db'}")
    store.create(Meeting("m", "Talk"), pipeline="recording")

    async def play() -> None:
        hub = Hub(store)
        hub.bind(asyncio.get_running_loop())
        readers = [Reader(hub, after) for after in (0, 0, 1, 1)]

        def write(worker: int) -> None:
            for n in range(60):
                segment = Segment(f"g{worker}.{n}", n, n + 1.0, f"text {n}")
                hub.publish("m", store.commit("m", [Put(segment, "asr", 1)]))

        async def disturb() -> None:
            while not written.is_set():
                for reader in readers[::2]:
                    await reader.reconnect()
                await asyncio.sleep(0.01)

        written = asyncio.Event()
        disturbing = asyncio.create_task(disturb())
        await asyncio.gather(*(asyncio.to_thread(write, worker) for worker in range(3)))
        written.set()
        # Cut off while it connects a reader again, it would leave that one without connection.
        await disturbing
        last = store.meeting("m").seq
        assert last == 181
        for reader in readers:
            await asyncio.wait_for(reader.reads_up_to(last), SOON)
            assert reader.seen == list(range(reader.after + 1, last + 1))
            await reader.leave()

    run(play())
    store.close()
