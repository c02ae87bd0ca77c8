"""The real server of `tests.server` with what the tests of the page ask of it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import yaml

from assistant.config import Environment
from tests.recordings import tone, write_wav
from tests.server import Server

ROOT = Path(__file__).parents[2]
CANNED = Path(__file__).with_name("models.yaml")
OURS = ROOT / "models.yaml"
FINISHING = 180.0
"""Seconds until a meeting must be done, on a machine that does other things too."""

Json = Any


class Served(Server):
    """A server with the pipelines of a models.yaml and the weights of this machine."""

    def __init__(self, folder: Path, config: Path = CANNED, token: str = "", live: int = 4) -> None:
        env = {"ASSISTANT_MODELS": str(Environment.read().models), "ASSISTANT_TOKEN": token}
        env["ASSISTANT_LIVE"] = str(live)
        super().__init__(folder, yaml.safe_load(config.read_text("utf-8")), env)
        if token:
            self.client.headers["authorization"] = f"Bearer {token}"

    def ask(self, method: str, path: str, **options: Json) -> Json:
        """The JSON that a call answers; fails when it is refused."""
        answer = self.client.request(method, path, **options)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def text(self, path: str) -> str:
        """What a call answers, as text."""
        answer = self.client.get(path)
        assert answer.is_success, answer.text
        return str(answer.text)

    def add(self, file: Path, title: str, **fields: str) -> str:
        """Sends a recording; gives the meeting's id."""
        fields = {"title": title, "date": "2026-01-05", "duplicate": "again", **fields}
        answer = self.upload(file, **fields)
        assert answer.is_success, answer.text
        return str(answer.json()["id"])

    def finished(self, meeting: str, state: str = "done") -> Json:
        """The meeting once it has reached a state."""
        end = time.monotonic() + FINISHING
        while (row := self.row(meeting))["state"] != state:
            assert row["state"] in ("created", "recording", "processing"), row
            assert time.monotonic() < end, row
            time.sleep(0.1)
        return row

    def segment(self, meeting: str, name: str) -> Json:
        """A segment as the server has it."""
        return next(each for each in self.minutes(meeting)["segments"] if each["id"] == name)


def sound(path: Path, seconds: float) -> Path:
    """A recording to send; what is said in it, the canned stages know."""
    return write_wav(path, tone(seconds))
