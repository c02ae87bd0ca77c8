"""A real server as a process of its own, with a data folder that outlives it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx2

from tests.recordings import tone, write_wav

ROOT = Path(__file__).parents[2]
CANNED = Path(__file__).with_name("models.yaml")
STARTING = 60.0
"""Seconds until a server must answer, on a machine that does other things too."""
FINISHING = 180.0
"""Seconds until a meeting must be done."""

Json = Any


class Served:
    """`assistant serve` on a free port, the same one after a restart."""

    def __init__(
        self, folder: Path, config: Path | None = CANNED, token: str | None = None
    ) -> None:
        self.data = folder / "data"
        self._log = folder / "server.log"
        self._config = config
        self._token = token
        self._port = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._client = httpx2.Client(timeout=60.0, headers=_bearer(token))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Starts it and waits until it answers."""
        command = [sys.executable, "-m", "assistant", "serve", "--data", str(self.data)]
        command += ["--port", str(self._port)]
        if self._config is not None:
            command += ["--config", str(self._config)]
        with self._log.open("ab") as log:
            begun = log.tell()
            self._process = subprocess.Popen(command, cwd=ROOT, env=self._environment(), stderr=log)
        end = time.monotonic() + STARTING
        while not self._answers(begun):
            assert self._process.poll() is None, self._log.read_text()
            assert time.monotonic() < end, f"no answer: {self._log.read_text()}"
            time.sleep(0.05)

    def kill(self) -> None:
        """Ends it at once, as a loss of power would."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """Ends it as a person would."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(30)
        self._client.close()

    def ask(self, method: str, path: str, **options: Json) -> Json:
        """The JSON that a call answers; raises for a refusal."""
        answer = self._client.request(method, f"{self.url}{path}", **options)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def text(self, path: str) -> str:
        """What a call answers, as text."""
        answer = self._client.get(f"{self.url}{path}")
        assert answer.is_success, answer.text
        return str(answer.text)

    def add(self, file: Path, title: str, **fields: str) -> str:
        """Sends a recording; gives the meeting's id."""
        fields = {"title": title, "date": "2026-01-05", "duplicate": "again", **fields}
        with file.open("rb") as opened:
            added = self.ask("POST", "/api/meetings", data=fields, files={"file": opened})
        return str(added["id"])

    def finished(self, meeting: str, state: str = "done") -> Json:
        """The meeting once it has reached a state."""
        end = time.monotonic() + FINISHING
        while (row := self.ask("GET", f"/api/meetings/{meeting}"))["state"] != state:
            assert row["state"] in ("created", "processing"), row
            assert time.monotonic() < end, row
            time.sleep(0.1)
        return row

    def minutes(self, meeting: str) -> Json:
        return self.ask("GET", f"/api/meetings/{meeting}/minutes")

    def segment(self, meeting: str, name: str) -> Json:
        """A segment as the server has it."""
        return next(each for each in self.minutes(meeting)["segments"] if each["id"] == name)

    def _answers(self, begun: int) -> bool:
        if not self._port:
            told = self._log.read_bytes()[begun:].decode().partition(" is at http://127.0.0.1:")[2]
            if "\n" not in told:
                return False
            self._port = int(told.split()[0])
        try:
            return bool(self._client.get(f"{self.url}/health").is_success)
        except httpx2.TransportError:
            return False

    def _environment(self) -> dict[str, str]:
        kept = {
            k: v for k, v in os.environ.items() if k not in ("ASSISTANT_TOKEN", "ASSISTANT_DATA")
        }
        return kept | ({"ASSISTANT_TOKEN": self._token} if self._token else {})


def sound(path: Path, seconds: float) -> Path:
    """A recording to send; what is said in it, the canned stages know."""
    return write_wav(path, tone(seconds))


def _bearer(token: str | None) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"} if token else {}
