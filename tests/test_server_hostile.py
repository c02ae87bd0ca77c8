"""Hostile names, ids and search terms over HTTP: they are refused or harmless."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from websockets.exceptions import InvalidStatus

from tests.server import Server, running
from tests.test_server_safety import raw

HOSTILE = (
    *(
        "'; DROP TABLE meetings; --",
        '" OR 1=1 --',
        "NEAR(a b)",
        'a" AND "',
        "col:x",
        "-",
        "*",
        "^a",
    ),
    *("AND", "a* OR b*", "(", ")", "{", "%", "_", "\\", "<script>alert(1)</script>", "\0", "a\0b"),
    *("\N{REPLACEMENT CHARACTER}", "🎉", "\u202e", "é" * 300, "../../etc/passwd", "^", "a\r\nb"),
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("server")) as started:
        yield started


@pytest.mark.parametrize("text", HOSTILE)
def test_in_searches_ids_and_titles(server: Server, text: str) -> None:
    meeting = server.talk()
    coded = quote(text, safe="")
    found = server.client.get("/api/meetings", params={"query": text[:300]})
    assert found.status_code == 200
    for path in (
        coded,
        f"{coded}/minutes",
        f"{coded}/audio",
        f"{coded}/export?format=md",
        f"{meeting}/export?format={coded}",
    ):
        answer = server.client.get(f"/api/meetings/{path}")
        assert 400 <= answer.status_code < 500, (path, answer.text)
    for kind in ("segments", "action_items", "chapters", "decisions"):
        body = {"text": "x"} if kind in ("segments", "decisions") else {}
        answer = server.client.patch(f"/api/meetings/{meeting}/{kind}/{coded}", json=body)
        assert 400 <= answer.status_code < 500
    for path, body in {
        "": {"title": text},
        "/speakers/S1": {"name": text[:200]},
        "/segments/g1": {"text": text},
        "/decisions/d1": {"text": text},
    }.items():
        answer = server.client.patch(f"/api/meetings/{meeting}{path}", json=body)
        assert answer.status_code in (200, 422), (path, answer.text)
    assert server.client.get(f"/api/meetings/{meeting}/minutes").status_code == 200
    for name in ("json", "md", "txt", "srt", "vtt"):
        export = server.client.get(f"/api/meetings/{meeting}/export?format={name}")
        assert export.status_code == 200


def test_bytes_that_are_no_text(server: Server) -> None:
    meeting = server.talk().encode()
    json = b"Content-Type: application/json"
    for body in (b'{"title": "\\ud800"}', b'{"\\ud800": 1}', b"\xff", b"[" * 50_000, b"", b"{"):
        for line in (b"PATCH /api/meetings/" + meeting, b"POST /api/meetings"):
            length = b"Content-Length: %d" % len(body)
            lines = (line + b" HTTP/1.1", b"Host: localhost", json, length)
            with socket.create_connection(("127.0.0.1", server.port)) as connection:
                connection.sendall(b"\r\n".join([*lines, b"", body]))
                assert 400 <= int(connection.recv(1000).split()[1]) < 500, (line, body[:20])
    for query in (b"%ff", b"%ed%a0%80", b"%00", b"a" * 5000):
        line = b"GET /api/meetings?query=" + query + b" HTTP/1.1"
        assert raw(server, line, b"Host: localhost") in (200, 422)


@pytest.mark.parametrize("name", [*HOSTILE, "con", "x" * 5000 + ".txt", f"a.{'b' * 300}"])
def test_in_the_names_of_files(server: Server, name: str) -> None:
    before = {path for path in server.data.parent.rglob("*") if server.data not in path.parents}
    answer = server.upload(b"Ann: Hello", name, duplicate="again")
    assert answer.status_code in (202, 400, 422), answer.text
    assert str(server.data) not in answer.text
    after = {path for path in server.data.parent.rglob("*") if server.data not in path.parents}
    assert after == before
    for path in (server.data / "meetings").rglob("*"):
        assert path.name.isascii()


def test_nothing_of_it_was_an_error(server: Server) -> None:
    assert [line for line in server.logged() if line["level"] == "ERROR"] == []


def test_a_socket_to_nowhere_is_refused(server: Server) -> None:
    with pytest.raises(InvalidStatus), server.socket("/api/nosuch"):
        pass
