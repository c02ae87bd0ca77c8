"""`assistant live` as a person calls it: a real server, real files, exit codes and lines."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from assistant import audio
from assistant.commands.source import Backlog, Source
from assistant.commands.spoken import CLEAR, Spoken
from assistant.types import SAMPLE_RATE
from tests.live import CONFIG, TEXTS
from tests.recordings import tone, write_wav
from tests.server import PATIENCE, Server, running
from tests.test_live import said


@contextmanager
def calling(
    *arguments: object, token: str = "", **variables: str
) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "assistant", "live", *map(str, arguments)]
    env = {**os.environ, "ASSISTANT_TOKEN": token, **variables}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def called(*arguments: object, token: str = "", **variables: str) -> tuple[int, str, str]:
    with calling(*arguments, token=token, **variables) as process:
        out, err = process.communicate(timeout=2 * PATIENCE)
        return process.returncode, out, err


def live_meeting(server: Server) -> dict[str, Any]:
    """The one live meeting, once it is there."""
    deadline = time.monotonic() + PATIENCE
    while True:
        rows = server.client.get("/api/meetings").json()["meetings"]
        if rows:
            row: dict[str, Any] = rows[0]
            return row
        assert time.monotonic() < deadline
        time.sleep(0.05)


def until(right: Any) -> None:
    deadline = time.monotonic() + PATIENCE
    while not right():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_file_is_sent_and_read_along(tmp_path: Path) -> None:
    file = write_wav(tmp_path / "weekly talk.wav", tone(10.0))
    with running(tmp_path, CONFIG, {"ASSISTANT_TOKEN": "secret"}) as server:
        server.client.headers["authorization"] = "Bearer secret"
        code, out, err = called(server.url, file, "--language", "en", token="secret")
        assert code == 0, err
        lines = out.splitlines()
        row = live_meeting(server)
        assert lines[:2] == [f"00:00  Speaker 1: {TEXTS[0]}", f"00:05  Speaker 2: {TEXTS[1]}"]
        assert lines[-1] == f"{server.url}/#/m/{row['id']}"
        assert (row["title"], row["language"], row["state"]) == ("weekly talk", "en", "done")
        assert row["duration"] == pytest.approx(10.0, abs=0.01)


def test_the_server_goes_away_and_comes_back(tmp_path: Path) -> None:
    file = write_wav(tmp_path / "talk.wav", tone(12.0))
    with running(tmp_path, CONFIG) as server, calling(server.url, file) as process:
        row = live_meeting(server)
        until(lambda: server.row(row["id"])["live"]["samples"] > 48_000)
        server.kill()
        server.start()
        out, err = process.communicate(timeout=2 * PATIENCE)
        assert process.returncode == 0, err
        assert err.count("the connection is lost") == 1
        assert server.row(row["id"])["duration"] == pytest.approx(12.0, abs=0.01)
        assert out.count(TEXTS[0]) == 1
        assert said(server.minutes(row["id"]))[:2] == TEXTS[:2]


def test_interrupted_the_meeting_ends_and_its_minutes_are_awaited(tmp_path: Path) -> None:
    file = write_wav(tmp_path / "talk.wav", tone(60.0))
    with running(tmp_path, CONFIG) as server, calling(server.url, file) as process:
        row = live_meeting(server)
        until(lambda: server.row(row["id"])["live"]["samples"] > 80_000)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=2 * PATIENCE)
        assert process.returncode == 0, err
        assert TEXTS[0] in out
        row = server.row(row["id"])
        assert (row["state"], row["duration"] < 30.0) == ("done", True)


def test_what_is_wrong_is_said_in_a_line(tmp_path: Path) -> None:
    file = write_wav(tmp_path / "talk.wav", tone(2.0))
    with running(tmp_path, CONFIG, {"ASSISTANT_LIVE": "0"}) as server:
        for arguments, word in (
            ((server.url, file), "takes no more"),
            ((server.url, file, "--language", "xyzw"), "language"),
            ((server.url,), "--mic"),
            ((server.url, file, "--mic"), "--mic"),
            ((server.url, tmp_path / "none.wav"), "does not exist"),
            (("http://127.0.0.1:9", file), "no server answers"),
            (("ftp://here", file), "no server's address"),
        ):
            code, out, err = called(*arguments)
            assert (code, out) == (2, ""), err
            assert word in err
            assert len(err.splitlines()) == 1
        assert server.client.get("/api/meetings").json()["total"] == 0


@pytest.fixture
def alsa(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A sound system whose one microphone, `silence`, hears nothing."""
    devices = subprocess.run([audio.binary(), "-devices"], capture_output=True, text=True).stdout
    if sys.platform != "linux" or " alsa " not in devices:
        pytest.skip("ffmpeg knows no ALSA here")
    monkeypatch.delenv("PULSE_SERVER", raising=False)
    config = tmp_path / "asound.conf"
    config.write_text("pcm.silence { type null }\n")
    return {"ALSA_CONFIG_PATH": str(config), "XDG_RUNTIME_DIR": str(tmp_path)}


def test_a_microphone_is_listened_to_until_interrupted(
    tmp_path: Path, alsa: dict[str, str]
) -> None:
    with (
        running(tmp_path, CONFIG) as server,
        calling(server.url, "--mic", "--device", "silence", **alsa) as process,
    ):
        row = live_meeting(server)
        until(lambda: server.row(row["id"])["live"]["samples"] > 48_000)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=2 * PATIENCE)
        assert process.returncode == 0, err
        assert server.row(row["id"])["state"] == "done"
        assert out.endswith(f"{server.url}/#/m/{row['id']}\n")


def test_without_a_microphone(tmp_path: Path, alsa: dict[str, str]) -> None:
    with running(tmp_path, CONFIG) as server:
        code, out, err = called(server.url, "--mic", **alsa)
        assert (code, out, len(err.splitlines())) == (2, "", 1)
        assert "the microphone gives no sound: default (No such file or directory)" in err
        assert "--device" in err
        assert server.client.get("/api/meetings").json()["total"] == 0


def test_a_microphone_that_goes_away_ends_the_meeting() -> None:
    told: list[str] = []
    backlog = Backlog()
    short = ["-f", "lavfi", "-i", "sine=duration=1"]
    with Source(short, backlog, told.append, endless=True) as source:
        source.check()
        while (sound := backlog.after(backlog.begin, 10.0)) is not None:
            assert sound, "neither sound nor its end"
            backlog.acknowledged(backlog.begin + len(sound))
    assert backlog.begin == 2 * SAMPLE_RATE
    assert len(told) == 1
    assert told[0].startswith("the microphone is gone")
    with Source(short, Backlog(), told.append) as source:
        source.check()
    assert len(told) == 1


def event(name: str, start: float, text: str, **fields: Any) -> dict[str, Any]:
    known = {"type": "segment", "id": name, "start": start, "end": start + 2.0, "text": text}
    return {**known, "final": True, "speaker": "S1", **fields}


def test_lines_wait_to_be_told_who_spoke_but_not_for_ever() -> None:
    written: list[str] = []
    spoken = Spoken(written.append, is_terminal=False)
    spoken.take(event("u1", 0.0, "Hello", speaker=None))
    spoken.take(event("u2", 3.0, "there"))
    assert written == []
    spoken.take({"type": "speaker", "id": "S1", "name": "Ann"})
    spoken.take(event("u1", 0.0, "Hello"))
    assert written == ["00:00  Ann: Hello\n"]
    spoken.take(event("u1", 0.0, "Hello again"))
    spoken.take(event("u3", 3700.0, "who", speaker=None))
    assert written[1:] == ["00:03  Ann: there\n"]
    spoken.take(event("u4", 3705.0, "kn", speaker=None, final=False))
    assert written[2:] == []
    spoken.take(event("u4", 3706.0, "knows", speaker=None))
    assert written[2:] == ["1:01:40  who\n"]
    # The second look at the recording says again what was said.
    spoken.take({"type": "minutes", "pass": "live"})
    assert written[3:] == ["1:01:46  knows\n"]
    spoken.take(event("g1", 3700.0, "who knows"))
    spoken.finish()
    assert written[4:] == []


def test_a_terminal_shows_what_is_being_said() -> None:
    written: list[str] = []
    spoken = Spoken(written.append, is_terminal=True)
    spoken.take(event("u1", 0.0, "Hel", final=False, speaker=None))
    assert written == [CLEAR, "Hel"]
    spoken.take({"type": "removed", "kind": "segment", "id": "u1"})
    assert written[2:] == [CLEAR, ""]
    spoken.take(event("u1", 0.0, "long " * 100, final=False, speaker=None))
    assert written[-1].startswith("…")
    assert len(written[-1]) < 200


def test_a_backlog_forgets_what_arrived() -> None:
    backlog = Backlog()
    backlog.add(b"abcdef")
    backlog.acknowledged(4)
    assert backlog.after(0, 0.0) == b"ef"
    assert backlog.after(5, 0.0) == b"f"
    assert backlog.after(6, 0.0) == b""
    backlog.close()
    assert backlog.after(6, 0.0) is None
