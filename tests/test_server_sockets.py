"""Sockets: replay then live, every event once, readers that stop, many readers, the library."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection

from tests.server import PATIENCE, Server, closed, heard, recording, running

READERS = 200
EDITS = 60


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("server")) as started:
        yield started


def edit(server: Server, meeting: str, text: str) -> int:
    """A change; the number of its last event."""
    answer = server.client.patch(f"/api/meetings/{meeting}/segments/g1", json={"text": text})
    assert answer.status_code == 200, answer.text
    return int(answer.json()["seq"])


def numbers(events: list[dict[str, Any]]) -> list[int]:
    return [event["seq"] for event in events]


def test_replay_then_live(server: Server) -> None:
    meeting = server.talk()
    past = server.row(meeting)["seq"]
    with server.events(meeting) as connection:
        replayed = heard(connection, past)
        assert numbers(replayed) == list(range(1, past + 1))
        assert all(event["meeting"] == meeting for event in replayed)
        assert {event["type"] for event in replayed} >= {"meeting", "segment", "speaker", "minutes"}
        last = edit(server, meeting, "Live")
        live = heard(connection, last)
        assert numbers(live) == list(range(past + 1, last + 1))
        assert (live[0]["type"], live[0]["text"]) == ("segment", "Live")
    with server.events(meeting, after=past) as connection:
        assert numbers(heard(connection, last)) == list(range(past + 1, last + 1))


def test_a_meeting_is_followed_while_it_is_processed(server: Server, tmp_path: Path) -> None:
    file = recording(tmp_path, 30.0)
    meeting = server.upload(file, pipeline="slow").json()["id"]
    seen: list[dict[str, Any]] = []
    while not seen or seen[-1]["type"] != "minutes":
        with server.events(meeting, after=seen[-1]["seq"] if seen else 0) as connection:
            for message in islice(connection, 3):
                seen.append(json.loads(message))
                if seen[-1]["type"] == "minutes":
                    break
    assert numbers(seen) == list(range(1, len(seen) + 1))
    states = [event["state"] for event in seen if event["type"] == "meeting"]
    assert (states[0], states[-1]) == ("created", "done")
    assert "processing" in states


def test_a_restarted_server_goes_on_where_the_reader_was(tmp_path: Path) -> None:
    with running(tmp_path) as server:
        meeting = server.talk()
        past = server.row(meeting)["seq"]
        with server.events(meeting) as connection:
            heard(connection, past)
            server.restart()
            assert closed(connection) in (1001, 1012)
        last = edit(server, meeting, "After")
        with server.events(meeting, after=past) as connection:
            assert numbers(heard(connection, last)) == list(range(past + 1, last + 1))


def test_codes_that_sockets_are_closed_with(server: Server) -> None:
    with server.events("nosuch") as connection:
        assert closed(connection) == 4404
    meeting = server.talk()
    with server.events(meeting) as connection:
        heard(connection, server.row(meeting)["seq"])
        server.client.delete(f"/api/meetings/{meeting}")
        assert closed(connection) == 4410
    with server.events(meeting) as connection:
        assert closed(connection) == 4404


def test_what_a_reader_says_is_not_listened_to(server: Server) -> None:
    meeting = server.talk()
    past = server.row(meeting)["seq"]
    with server.events(meeting) as connection:
        for said in ("hello", b"\0\xff", '{"type": "stop"}'):
            connection.send(said)
        assert numbers(heard(connection, past)) == list(range(1, past + 1))
        last = edit(server, meeting, "Still there")
        assert heard(connection, last)


def narrow(server: Server, meeting: str) -> ClientConnection:
    """A reader whose side of the connection holds next to nothing."""
    plain = socket.socket()
    plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    plain.connect(("127.0.0.1", server.port))
    return server.events(meeting, sock=plain, max_queue=1, ping_interval=None)


def rest(server: Server, meeting: str, reader: ClientConnection, upto: int) -> list[int]:
    """What a reader hears up to that event; one who paused too long has to connect again."""
    seen: list[int] = []
    try:
        while not seen or seen[-1] < upto:
            seen.append(json.loads(reader.recv(PATIENCE))["seq"])
    except ConnectionClosed:
        with server.events(meeting, after=seen[-1] if seen else 1) as again:
            seen += numbers(heard(again, upto))
    return seen


def test_a_reader_that_stops_costs_no_memory_and_catches_up(tmp_path: Path) -> None:
    lines = "".join(f"{name}: {'word ' * 800}\n" for name in ("Ann", "Bob") * 400)
    with running(tmp_path) as server:
        meeting = server.talk(lines)
        path = f"/api/meetings/{meeting}"
        with narrow(server, meeting) as slow:
            assert numbers(heard(slow, 1)) == [1]
            server.client.post(f"{path}/speakers/S1/merge", json={"into": "S2"})
            before = server.memory("VmRSS")
            for step in ("undo", "redo") * 6:
                changes = server.client.post(f"{path}/{step}").json()
            # 20 MB of events were committed meanwhile.
            assert changes["seq"] > 12 * 400
            assert server.memory("VmRSS") - before < 12 << 20
            seen = rest(server, meeting, slow, changes["seq"])
        assert seen == list(range(2, changes["seq"] + 1))


def test_many_readers_of_one_meeting_hear_everything(server: Server) -> None:
    meeting = server.talk()
    past = server.row(meeting)["seq"]
    last = past + EDITS
    address = f"ws://127.0.0.1:{server.port}/api/meetings/{meeting}/events"
    ready = threading.Event()

    async def read(after: int) -> list[int]:
        seen: list[int] = []
        async with connect(f"{address}?after={after}", proxy=None, open_timeout=PATIENCE) as events:
            async for message in events:
                seen.append(json.loads(message)["seq"])
                if seen[-1] == last:
                    break
        return seen

    async def crowd() -> list[list[int]]:
        reading = [asyncio.ensure_future(read(n % past)) for n in range(READERS)]
        while server.client.get("/metrics").text.find(f"assistant_readers {READERS}.0") < 0:
            await asyncio.sleep(0.1)
        ready.set()
        return await asyncio.wait_for(asyncio.gather(*reading), 60)

    def write() -> None:
        ready.wait(PATIENCE)
        for n in range(EDITS):
            edit(server, meeting, f"Edit {n}")

    writer = threading.Thread(target=write)
    writer.start()
    seen = asyncio.run(crowd())
    writer.join()
    assert seen == [list(range(n % past + 1, last + 1)) for n in range(READERS)]


def test_the_library_tells_what_changes(server: Server) -> None:
    with server.socket("/api/library") as library:
        meeting = server.talk()
        rows: list[dict[str, Any]] = []
        while not rows or rows[-1]["state"] != "done":
            told = json.loads(library.recv(PATIENCE))
            assert told["type"] == "changed"
            rows.append(told["meeting"])
        assert {row["id"] for row in rows} == {meeting}
        server.client.patch(f"/api/meetings/{meeting}", json={"title": "Renamed"})
        told = json.loads(library.recv(PATIENCE))
        assert (told["type"], told["meeting"]["title"]) == ("changed", "Renamed")
        listed = server.client.get("/api/meetings?limit=1").json()["meetings"][0]
        assert set(told["meeting"]) == set(listed)
        server.client.delete(f"/api/meetings/{meeting}")
        assert json.loads(library.recv(PATIENCE)) == {"type": "deleted", "id": meeting}


def test_readers_that_left_are_counted_no_more(server: Server) -> None:
    meeting = server.talk()
    with server.events(meeting), server.socket("/api/library"):
        deadline = time.monotonic() + PATIENCE
        while "assistant_readers 2.0" not in server.client.get("/metrics").text:
            assert time.monotonic() < deadline
    while "assistant_readers 0.0" not in server.client.get("/metrics").text:
        assert time.monotonic() < deadline
