"""Resumable uploads: the tus protocol call by call, what it refuses, and what it costs."""

from __future__ import annotations

import base64
import os
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2
import pytest

from assistant.server.uploads import DAYS_KEPT, sweep
from tests.server import TALK, Server, recording, running

VERSION = {"Tus-Resumable": "1.0.0"}
CHUNK = {**VERSION, "Content-Type": "application/offset+octet-stream"}
LIMIT = 400 << 20
HOSTILE = (
    *("..", "../..", "%2e%2e", "%2e%2e%2f%2e%2e%2fmeetings.db", "%00", "a%00b", ".locks", "."),
    *("A" * 32, "0" * 31, "0" * 33, "0" * 32 + ".info", "..%5c..", "%ff%fe", "x" * 5000),
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("server")
    with running(folder, env={"ASSISTANT_MAX_UPLOAD": str(LIMIT)}) as started:
        yield started


def metadata(name: str) -> dict[str, str]:
    coded = base64.b64encode(name.encode()).decode()
    return {"Upload-Metadata": f"filename {coded},filetype YXVkaW8="}


def create(server: Server, size: int, name: str = "talk.txt") -> str:
    """The path of a new upload."""
    headers = {**VERSION, "Upload-Length": str(size), **metadata(name)}
    made = server.client.post("/api/uploads", headers=headers)
    assert made.status_code == 201, made.text
    return made.headers["location"].removeprefix(server.url)


def send(server: Server, path: str, offset: int, data: bytes) -> httpx2.Response:
    headers = {**CHUNK, "Upload-Offset": str(offset)}
    return server.client.patch(path, headers=headers, content=data)


def offset(server: Server, path: str) -> int:
    head = server.client.head(path, headers=VERSION)
    assert head.status_code == 200
    return int(head.headers["upload-offset"])


def complete(server: Server, path: str, **fields: object) -> httpx2.Response:
    wanted = {"upload": path.rsplit("/", 1)[1], **fields}
    return server.client.post("/api/meetings", json=wanted)


def started(server: Server, path: str, offset: int, length: int, data: bytes) -> socket.socket:
    """A connection that has sent only the beginning of a chunk."""
    head = [f"PATCH {path} HTTP/1.1", "Host: localhost", f"Content-Length: {length}"]
    head += [f"{name}: {value}" for name, value in {**CHUNK, "Upload-Offset": offset}.items()]
    connection = socket.create_connection(("127.0.0.1", server.port))
    connection.sendall("\r\n".join([*head, "", ""]).encode() + data)
    return connection


def arrived(server: Server, path: str, size: int) -> None:
    """Waits until the server has that much of an upload."""
    deadline = time.monotonic() + 10
    while offset(server, path) < size:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def files_of(server: Server) -> list[Path]:
    return sorted(path for path in server.data.rglob("*") if path.is_file())


def test_what_the_server_can_do(server: Server) -> None:
    told = server.client.options("/api/uploads/", headers=VERSION)
    assert told.status_code == 204
    assert told.headers["tus-version"] == "1.0.0"
    assert told.headers["tus-max-size"] == str(LIMIT)
    assert {"creation", "termination"} <= set(told.headers["tus-extension"].split(","))


def test_a_recording_in_chunks_becomes_a_meeting(server: Server, tmp_path: Path) -> None:
    data = recording(tmp_path, 8.0).read_bytes()
    path = create(server, len(data), "Über uns 会议.wav")
    for start in range(0, len(data), 100_000):
        assert offset(server, path) == start
        answer = send(server, path, start, data[start : start + 100_000])
        assert answer.status_code == 204
    assert offset(server, path) == len(data)
    added = complete(server, path, title="", language="en", speakers=2, hotwords=["Lark"])
    assert added.status_code == 202, added.text
    row = server.settled(added.json()["id"])
    assert (row["state"], row["title"], row["language"]) == ("done", "Über uns 会议", "en")
    assert server.client.get(f"/api/meetings/{row['id']}/audio").content == data
    assert complete(server, path).status_code == 404


def test_the_same_bytes_are_found_again_and_the_upload_stays_for_another_try(
    server: Server,
) -> None:
    known = server.talk("Ann: Only once.\n")
    data = b"Ann: Only once.\n"
    path = create(server, len(data))
    send(server, path, 0, data)
    found = complete(server, path)
    assert (found.status_code, found.json()["id"]) == (200, known)
    assert found.json()["duplicate"] is True
    again = complete(server, path, duplicate="again")
    assert (again.status_code, again.json()["duplicate"]) == (202, False)
    assert again.json()["id"] != known


def test_a_lost_connection_costs_nothing_that_had_arrived(server: Server) -> None:
    data = TALK.encode()
    path = create(server, len(data))
    with started(server, path, 0, len(data), data[:50]):
        arrived(server, path, 50)
    assert offset(server, path) == 50
    assert send(server, path, 50, data[50:]).status_code == 204
    assert complete(server, path, duplicate="again").status_code == 202


def test_a_connection_that_hangs_gives_way_to_the_one_that_resumes(server: Server) -> None:
    data = TALK.encode()
    path = create(server, len(data))
    with started(server, path, 0, len(data), data[:50]):
        arrived(server, path, 50)
        began = time.monotonic()
        assert send(server, path, 50, data[50:]).status_code == 204
        assert time.monotonic() - began < 2
    assert complete(server, path, duplicate="again").status_code == 202


def test_a_killed_server_goes_on_at_the_right_byte(tmp_path: Path) -> None:
    data = TALK.encode()
    with running(tmp_path) as server:
        path = create(server, len(data))
        assert send(server, path, 0, data[:20]).status_code == 204
        with started(server, path, 20, len(data) - 20, data[20:60]):
            arrived(server, path, 60)
            server.kill()
        server.start()
        assert offset(server, path) == 60
        assert send(server, path, 60, data[60:]).status_code == 204
        added = complete(server, path)
        assert added.status_code == 202
        meeting = server.settled(added.json()["id"])["id"]
        assert len(server.minutes(meeting)["segments"]) == 4


def test_many_who_complete_one_upload_get_one_meeting(server: Server) -> None:
    data = b"Ann: All at once.\n"
    for _ in range(5):
        path = create(server, len(data))
        send(server, path, 0, data)
        with ThreadPoolExecutor(4) as pool:
            calls = [pool.submit(complete, server, path, duplicate="again") for _ in range(4)]
            assert sorted(call.result().status_code for call in calls) == [202, 404, 404, 404]


def test_a_wrong_offset_is_refused(server: Server) -> None:
    path = create(server, 100)
    assert send(server, path, 0, b"x" * 40).status_code == 204
    assert send(server, path, 39, b"x").status_code == 409
    assert send(server, path, 41, b"x").status_code == 409
    assert offset(server, path) == 40


def test_more_than_was_said_is_refused_and_what_there_is_stays_whole(server: Server) -> None:
    path = create(server, 10)
    assert send(server, path, 0, b"Ann: Hello and more").status_code == 400
    assert offset(server, path) == 0
    assert send(server, path, 0, b"Ann: Hello").status_code == 204
    assert complete(server, path, duplicate="again").status_code == 202


def test_an_upload_that_is_not_complete_makes_no_meeting(server: Server) -> None:
    path = create(server, 100)
    send(server, path, 0, b"Ann: Hello")
    answer = complete(server, path)
    assert answer.status_code == 422
    assert answer.json()["detail"] == "the upload is not complete: resume it first"


def test_a_terminated_upload_is_gone(server: Server) -> None:
    path = create(server, 100)
    send(server, path, 0, b"x" * 40)
    before = len(files_of(server))
    assert server.client.delete(path, headers=VERSION).status_code == 204
    assert server.client.head(path, headers=VERSION).status_code == 404
    assert complete(server, path).status_code == 404
    assert len(files_of(server)) == before - 2


def test_sizes_beyond_the_limit_are_refused(server: Server) -> None:
    def size(length: str) -> httpx2.Response:
        headers = {**VERSION, "Upload-Length": length, **metadata("a.wav")}
        return server.client.post("/api/uploads", headers=headers)

    assert size(str(LIMIT)).status_code == 201
    assert size(str(LIMIT + 1)).status_code == 413
    assert f"{LIMIT} bytes" in size(str(LIMIT + 1)).json()["detail"]
    assert size("-1").status_code == 400
    assert size("many").status_code == 422
    large = server.client.post("/api/uploads", headers=VERSION, content=bytes(2 << 20))
    assert large.status_code == 413


def test_what_is_no_recording_is_refused_by_its_name(server: Server) -> None:
    path = create(server, 9, "notes.mp3")
    send(server, path, 0, b"not sound")
    answer = complete(server, path)
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith("notes.mp3 ")
    assert str(server.data) not in answer.text


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_ids_reach_no_file(server: Server, name: str) -> None:
    before = files_of(server)
    for method in ("HEAD", "PATCH", "DELETE", "GET"):
        head = f"{method} /api/uploads/{name} HTTP/1.1\r\nHost: localhost\r\n"
        given = {**CHUNK, "Upload-Offset": "0", "Content-Length": "1", "Connection": "close"}
        head += "".join(f"{key}: {value}\r\n" for key, value in given.items())
        with socket.create_connection(("127.0.0.1", server.port)) as connection:
            connection.sendall(head.encode() + b"\r\nx")
            status = int(connection.recv(1000).split()[1])
        assert 400 <= status < 500, (method, status)
    assert complete(server, f"/{name}").status_code in (404, 422)
    assert files_of(server) == before


def test_hostile_headers_reach_no_file(server: Server) -> None:
    before = files_of(server)
    concat = {**VERSION, "Upload-Concat": "final;/api/uploads/../../meetings.db"}
    assert server.client.post("/api/uploads", headers=concat).status_code == 400
    path = create(server, 1)
    disguised = {**VERSION, "X-HTTP-Method-Override": "DELETE"}
    assert server.client.get(path, headers=disguised).status_code == 400
    assert server.client.delete(path, headers=VERSION).status_code == 204
    assert files_of(server) == before


@pytest.mark.parametrize(
    "name", ["../../x.txt", "a\0b.txt", "x.\0", "a\r\nb.txt", f"a.{'b' * 400}"]
)
def test_hostile_file_names_reach_no_path(server: Server, name: str) -> None:
    path = create(server, 10, name)
    send(server, path, 0, b"Ann: Hello")
    answer = complete(server, path, duplicate="again")
    assert answer.status_code in (202, 422), answer.text
    folders = [path.relative_to(server.data).parts[0] for path in files_of(server)]
    assert set(folders) <= {
        "meetings",
        "uploads",
        ".working",
        *(f"meetings.db{e}" for e in ("", "-wal", "-shm")),
    }


def test_uploads_that_nobody_resumes_are_swept_away(tmp_path: Path) -> None:
    old, new, left = tmp_path / "old", tmp_path / "new", tmp_path / "left"
    old.write_bytes(b"x")
    new.write_bytes(b"x")
    left.mkdir()
    (left / "file").write_bytes(b"x")
    long_ago = time.time() - DAYS_KEPT * 24 * 3600 - 60
    for path in (old, left):
        os.utime(path, (long_ago, long_ago))
    sweep(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["new"]
