"""The real server in a process of its own, with canned stages and real sockets.

with running(tmp_path) as server:
    meeting = server.added(tone_file)
    server.client.get(f"/api/meetings/{meeting}/minutes")
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import yaml
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.recordings import tone, write_wav

PROBLEM = "application/problem+json"
READY = "Application startup complete"
PATIENCE = 30.0
"""Seconds after which a test gives up."""

MODEL = {
    "task": "transcribe",
    "runtime": "onnx",
    "languages": ["en", "zh"],
    "licence": "MIT",
    "files": {"model.bin": {}},
    "sources": [{"folder": "weights"}],
}
WORDS = {"use": "tests.fakes:Words", "from": "audio", "prefix": "good morning everyone "}
RECORDING: dict[str, dict[str, Any]] = {
    "asr": WORDS,
    "speakers": {"use": "tests.fakes:Turns", "from": "audio"},
    "segments": {"use": "tests.fakes:Join", "from": ["asr", "speakers"]},
    "chapters": {"use": "tests.fakes:Whole", "from": "segments", "model": "canned"},
    "notes": {"use": "tests.fakes:Notes", "from": "segments"},
}
SLOW = {"use": "tests.fakes:Slow", "from": "audio", "seconds": 0.2}
BROKEN = {"use": "tests.fakes:Broken", "from": "audio", "at": 5.0}
CONFIG: dict[str, Any] = {
    "models": {"canned": MODEL},
    "pipelines": {
        "recording": RECORDING,
        "slow": {**RECORDING, "asr": SLOW},
        "broken": {**RECORDING, "asr": BROKEN},
    },
}
TALK = """Maria: Good morning, let us begin with the budget.
John: The budget is fine, I will send the figures on Thursday.
Maria: 我们下周讨论预算。
John: Thank you.
"""


class Server:
    """A server and a client of it; `pid` is that of its process."""

    def __init__(self, folder: Path, config: Mapping[str, Any], env: Mapping[str, str]) -> None:
        self.data = folder / "data"
        self.log = folder / "server.log"
        self._config = folder / "models.yaml"
        self._env = {key: value for key, value in os.environ.items() if key[:10] != "ASSISTANT_"}
        self._env |= {"ASSISTANT_MODELS": str(folder / "models"), **env}
        weights = folder / "models" / "canned"
        weights.mkdir(parents=True, exist_ok=True)
        (weights / "model.bin").write_bytes(b"weights")
        self.configure(config)
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.client = httpx2.Client(base_url=self.url, timeout=PATIENCE)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The process that serves."""
        assert self._process is not None
        return self._process.pid

    def configure(self, config: Mapping[str, Any]) -> None:
        """Another models.yaml, from the next start on."""
        self._config.write_text(yaml.safe_dump(dict(config), sort_keys=False), encoding="utf-8")

    def start(self) -> None:
        """Starts and waits until it answers."""
        known = self.log.stat().st_size if self.log.exists() else 0
        place = ["--port", str(self.port), "--data", str(self.data), "--config", str(self._config)]
        with self.log.open("ab") as log:
            command = [sys.executable, "-m", "assistant", "serve", *place]
            self._process = subprocess.Popen(command, stdout=log, stderr=log, env=self._env)
        deadline = time.monotonic() + PATIENCE
        while READY not in self.log.read_bytes()[known:].decode():
            assert self._process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.02)

    def stop(self) -> None:
        """Asks it to stop and waits until it has."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """Ends it as a lost power supply does."""
        self._end(signal.SIGKILL)

    def restart(self) -> None:
        """Stops it and starts it again at the same address."""
        self.stop()
        self.start()

    def close(self) -> None:
        """Ends the client and the server."""
        self.client.close()
        if self._process is not None:
            self.stop()

    def _end(self, by: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(by)
        self._process.wait(PATIENCE)
        self._process = None

    def memory(self, figure: str = "VmHWM") -> int:
        """Bytes of memory that the process takes (VmRSS) or took at most (VmHWM)."""
        lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        line = next(line for line in lines if line.startswith(f"{figure}:"))
        return int(line.split()[1]) * 1024

    def logged(self) -> list[dict[str, Any]]:
        """Its log, but for the line that greets."""
        lines = self.log.read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines if not line.startswith("Meeting Assistant is")]

    def upload(
        self, given: Path | bytes, name: str | None = None, **fields: str
    ) -> httpx2.Response:
        """Sends a file as a form."""
        content = given if isinstance(given, bytes) else given.read_bytes()
        name = name or (given.name if isinstance(given, Path) else "file.wav")
        files = {"file": (name, content)}
        return self.client.post("/api/meetings", files=files, data=fields)

    def added(self, given: Path | bytes, name: str | None = None, **fields: str) -> str:
        """The id of a new meeting that has been processed."""
        answer = self.upload(given, name, **fields)
        assert answer.status_code == 202, answer.text
        return str(self.settled(answer.json()["id"])["id"])

    def talk(self, text: str = TALK, **fields: str) -> str:
        """The id of a new meeting from a transcript."""
        return self.added(text.encode(), "talk.txt", duplicate="again", **fields)

    def row(self, meeting: str) -> dict[str, Any]:
        """A meeting as it is now."""
        answer = self.client.get(f"/api/meetings/{meeting}")
        assert answer.status_code == 200, answer.text
        row: dict[str, Any] = answer.json()
        return row

    def minutes(self, meeting: str) -> dict[str, Any]:
        """The minutes of a meeting as they stand."""
        minutes: dict[str, Any] = self.client.get(f"/api/meetings/{meeting}/minutes").json()
        return minutes

    def settled(self, meeting: str) -> dict[str, Any]:
        """A meeting once its processing has ended, whichever way."""
        return self.awaited(meeting, "done", "failed")

    def awaited(self, meeting: str, *states: str) -> dict[str, Any]:
        """A meeting once it is in one of these states."""
        deadline = time.monotonic() + PATIENCE
        while (row := self.row(meeting))["state"] not in states:
            assert time.monotonic() < deadline, row
            time.sleep(0.02)
        return row

    def socket(self, path: str, **options: Any) -> ClientConnection:
        """An open websocket; a context manager."""
        address = f"ws://127.0.0.1:{self.port}{path}"
        connection: ClientConnection = connect(address, proxy=None, **options)
        return connection

    def events(self, meeting: str, after: int = 0, **options: Any) -> ClientConnection:
        """The socket of a meeting's events."""
        return self.socket(f"/api/meetings/{meeting}/events?after={after}", **options)


@contextmanager
def running(
    folder: Path, config: Mapping[str, Any] = CONFIG, env: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """A server that keeps everything in `folder`; it is stopped at the end."""
    server = Server(folder, config, env or {})
    try:
        server.start()
        yield server
    finally:
        server.close()


def refused(answer: httpx2.Response, status: int) -> str:
    """The one line of a refusal."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == PROBLEM
    problem = answer.json()
    assert (problem["status"], problem["type"]) == (status, "about:blank")
    detail: str = problem["detail"]
    assert detail
    assert "\n" not in detail
    return detail


def heard(connection: ClientConnection, upto: int) -> list[dict[str, Any]]:
    """The next events of a socket, up to that number."""
    events: list[dict[str, Any]] = []
    while not events or events[-1]["seq"] < upto:
        events.append(json.loads(connection.recv(PATIENCE)))
    return events


def closed(connection: ClientConnection) -> int:
    """The code that a socket is closed with once what it says has been heard."""
    try:
        while True:
            connection.recv(PATIENCE)
    except ConnectionClosed as error:
        assert error.rcvd is not None
        return error.rcvd.code


def recording(folder: Path, seconds: float = 12.0, hertz: float = 440.0) -> Path:
    """A recording of a tone; another pitch makes other bytes."""
    return write_wav(folder / f"tone {hertz:.0f}.wav", tone(seconds, hertz))
