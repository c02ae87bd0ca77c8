"""Who may ask, from where and how often; what hostile input does: nothing."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from starlette.responses import Response
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send
from websockets.typing import Origin

from assistant.config import Settings
from assistant.engine import LocalEngine
from assistant.meetings.house import Rules
from assistant.models import Models
from assistant.server import Server as Parts
from assistant.server import create_app, system
from assistant.server.safety import TRIES, WRITES, WRONG, Safety, check_binding, is_loopback
from assistant.store import Store
from assistant.store.blobs import Blobs
from tests.server import CONFIG, Server, closed, refused, running

TOKEN = "offen sesame; 密码"
BEARER = {b"Authorization": f"Bearer {TOKEN}".encode()}
WRONG_BEARER = {"Authorization": "Bearer guess"}
ELSEWHERE = "http://evil.example"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("server")) as started:
        yield started


@pytest.fixture(scope="module")
def closed_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("closed"), env={"ASSISTANT_TOKEN": TOKEN}) as started:
        yield started


def raw(server: Server, *lines: bytes) -> int:
    """The status that a request of these lines gets."""
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall(b"\r\n".join([*lines, b"Connection: close", b"", b""]))
        return int(connection.recv(1000).split()[1])


class TestBinding:
    def test_an_address_that_others_reach_wants_a_token(self, tmp_path: Path) -> None:
        env = {key: value for key, value in os.environ.items() if key != "ASSISTANT_TOKEN"}
        command = [sys.executable, "-m", "assistant", "serve", "--host", "0.0.0.0", "--port", "0"]
        done = subprocess.run(
            [*command, "--data", str(tmp_path / "data")],
            env=env,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 2
        assert "Traceback" not in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1
        assert "set ASSISTANT_TOKEN" in done.stderr
        assert not (tmp_path / "data").exists()

    @pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost", "LOCALHOST"])
    def test_what_stays_on_this_machine_does_not(self, host: str) -> None:
        assert is_loopback(host)
        check_binding(host, None)

    @pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.1", "localhost.evil.example", ""])
    def test_what_leaves_it(self, host: str) -> None:
        assert not is_loopback(host)
        check_binding(host, "secret")


class TestToken:
    def test_nothing_without_it(self, closed_server: Server) -> None:
        client = closed_server.client
        for path in ("/api/about", "/api/meetings", "/api/meetings/x/audio", "/api/x", "/metrics"):
            refused(client.get(path), 401)
        refused(client.post("/api/uploads"), 401)
        refused(client.post("/api/meetings", files={"file": ("a.txt", b"Ann: Hi")}), 401)
        assert client.get("/health").json()["status"] == "ok"
        assert client.get("/").status_code in (200, 503)

    def test_as_a_bearer(self, closed_server: Server) -> None:
        client = closed_server.client
        assert client.get("/api/about", headers=BEARER).status_code == 200
        assert client.get("/metrics", headers=BEARER).status_code == 200
        for wrong in ("Bearer x", "Bearer", f"Basic {TOKEN}", "bearer offen sesame"):
            refused(client.get("/api/about", headers={b"Authorization": wrong.encode()}), 401)

    def test_as_a_cookie(self, closed_server: Server) -> None:
        with httpx2.Client(base_url=closed_server.url) as browser:
            refused(browser.post("/api/session", json={"token": "x"}), 401)
            answer = browser.post("/api/session", json={"token": TOKEN})
            assert answer.status_code == 204
            cookie = answer.headers["set-cookie"].lower()
            assert "httponly" in cookie
            assert "samesite=strict" in cookie
            assert "sesame" not in cookie
            assert browser.get("/api/about").status_code == 200
            assert browser.delete("/api/session").status_code == 204
            refused(browser.get("/api/about"), 401)

    def test_sockets_want_it_too(self, closed_server: Server) -> None:
        for path in ("/api/library", "/api/meetings/x/events"):
            with closed_server.socket(path) as connection:
                assert closed(connection) == 4401
        headers = {"Authorization": f"Bearer {TOKEN}".encode().decode("latin-1")}
        with closed_server.socket("/api/meetings/x/events", additional_headers=headers) as known:
            assert closed(known) == 4404

    def test_who_guesses_has_to_wait(self, tmp_path: Path) -> None:
        with running(tmp_path, env={"ASSISTANT_TOKEN": TOKEN}) as server:
            client = server.client

            def token() -> int:
                return client.post("/api/session", json={"token": "guess"}).status_code

            def bearer() -> int:
                return client.get("/api/about", headers=WRONG_BEARER).status_code

            for limit, guess in ((TRIES, token), (WRONG, bearer)):
                # The window slides, so that some more may pass while the test runs.
                codes = [guess() for _ in range(2 * limit.amount)]
                assert codes[: limit.amount] == [401] * limit.amount
                assert set(codes) == {401, 429}
            assert server.client.get("/api/about", headers=BEARER).status_code == 200


class TestOrigins:
    def test_calls_from_elsewhere_change_nothing(self, server: Server) -> None:
        for origin in (ELSEWHERE, "null", "http://[", server.url.replace("http:", "x:") + "0"):
            foreign = {"Origin": origin}
            refused(server.client.post("/api/meetings", headers=foreign), 403)
            refused(server.client.delete("/api/meetings/x", headers=foreign), 403)
            refused(server.client.post("/api/uploads", headers=foreign), 403)
        own = {"Origin": server.url}
        refused(server.client.delete("/api/meetings/x", headers=own), 404)

    def test_sockets_from_elsewhere_hear_nothing(self, server: Server) -> None:
        meeting = server.talk()
        for path in ("/api/library", f"/api/meetings/{meeting}/events"):
            with server.socket(path, origin=Origin(ELSEWHERE)) as connection:
                assert closed(connection) == 4403
        with server.socket(f"/api/meetings/{meeting}/events", origin=Origin(server.url)) as own:
            assert own.recv()

    def test_another_name_for_this_machine_is_not_answered(self, server: Server) -> None:
        for host in (
            b"evil.example",
            b"[",
            b"localhost.evil.example",
            b"127.0.0.1.evil.example",
            b"",
        ):
            assert raw(server, b"GET /api/meetings HTTP/1.1", b"Host: " + host) in (400, 403)
        for host in (b"localhost", b"127.0.0.1:1", b"[::1]:80"):
            assert raw(server, b"GET /api/meetings HTTP/1.1", b"Host: " + host) == 200


class TestHeaders:
    def test_of_the_api(self, server: Server) -> None:
        for path in ("/api/about", "/api/nosuch", "/api/meetings/x", "/health"):
            headers = server.client.get(path).headers
            assert headers["content-security-policy"].startswith("default-src 'none'")
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["x-frame-options"] == "DENY"
            assert headers["referrer-policy"] == "no-referrer"
            assert headers["cross-origin-opener-policy"] == "same-origin"
            assert headers["cross-origin-resource-policy"] == "same-origin"
            assert "server" not in headers

    def test_of_the_page(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        page = tmp_path / "page"
        (page / "assets").mkdir(parents=True)
        (page / "index.html").write_text('<meta name="csp-nonce" content="__NONCE__">')
        (page / "assets" / "main.js").write_text("1")
        monkeypatch.setattr(system, "PAGE", page)
        parsed = Settings.model_validate(CONFIG)
        store = Store.open(f"sqlite:///{tmp_path / 'store.db'}")
        blobs = Blobs(str(tmp_path / "meetings"), tmp_path / "cache")
        engine = LocalEngine(parsed, Models(parsed, tmp_path))
        app = create_app(
            Parts(store, blobs, engine, tmp_path / "uploads", Rules(tmp_path / "live"))
        )
        with TestClient(app, base_url="http://localhost") as client:
            nonces = set()
            for _ in range(2):
                answer = client.get("/")
                nonce = answer.text.split('"')[3]
                nonces.add(nonce)
                csp = answer.headers["content-security-policy"]
                assert f"style-src 'self' 'nonce-{nonce}'" in csp
                assert "script-src 'self';" in csp
                assert "unsafe" not in csp
                assert answer.headers["cache-control"] == "no-store"
                assert answer.headers["x-frame-options"] == "DENY"
            assert len(nonces) == 2
            assert "immutable" in client.get("/assets/main.js").headers["cache-control"]
            for path in ("/assets/..%2findex.html", "/..%2fstore.db", "/%00", "/assets/%00"):
                assert client.get(path).status_code == 404
        store.close()


class TestLimits:
    def test_a_body_without_a_recording_is_small(self, server: Server) -> None:
        meeting = server.talk()
        large = b'{"title": "' + b"x" * (2 << 20) + b'"}'
        json = {"Content-Type": "application/json"}
        path = f"/api/meetings/{meeting}"
        refused(server.client.patch(path, content=large, headers=json), 413)
        refused(server.client.post("/api/meetings", content=large, headers=json), 413)

    def test_a_body_says_how_long_it_is(self, server: Server) -> None:
        def endless() -> Iterator[bytes]:
            yield b"x" * 1000

        for path in ("/api/meetings", "/api/uploads", "/api/session"):
            refused(server.client.post(path, content=endless()), 411)

    def test_too_many_calls(self) -> None:
        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            await Response(status_code=204)(scope, receive, send)

        client = TestClient(Safety(app, None), base_url="http://localhost")
        codes = [client.delete("/api/x").status_code for _ in range(WRITES.amount + 400)]
        assert codes[: WRITES.amount] == [204] * WRITES.amount
        assert 429 in codes
        assert client.get("/api/x").status_code == 204
