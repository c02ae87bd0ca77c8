"""Live meetings over real sockets: kept, heard, stopped, refined."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

from assistant.audio import binary
from tests.live import CONFIG, TEXTS, Sending, created, noise
from tests.server import running


def pcm_of(path: Path, channels: int = 1) -> bytes:
    """A recording's samples."""
    command = [binary(), "-v", "error", "-i", str(path), "-f", "s16le", "-ac", str(channels), "-"]
    return subprocess.run(command, check=True, capture_output=True).stdout


def test_a_meeting_from_its_first_sound_to_its_refined_minutes(tmp_path: Path) -> None:
    with running(tmp_path, CONFIG) as server:
        meeting = created(server, title="Weekly", date="2026-01-05")
        row = server.row(meeting)
        assert (row["state"], row["source"], row["pipeline"]) == ("created", "live", "recording")
        assert row["live"] == {"channels": 1, "samples": 0, "lag": 0.0, "connected": False}
        sound = noise(30.0)
        with Sending(server, meeting, sound) as sending:
            sending.send(30.0, piece=3333)
            sending.all_kept()
            assert sending.acknowledged == len(sound) // 2
            sending.hear(lambda: len(sending.settled()) == 6)
            assert any(not e["final"] for e in sending.of("segment"))
            assert sending.state() == "recording"
            row = server.row(meeting)
            assert row["live"] == {"channels": 1, "samples": 480_000, "lag": 0.0, "connected": True}
            assert [node["name"] for node in row["graph"]][:2] == ["asr", "speakers"]
            sending.stop()
            sending.hear(lambda: sending.state() == "done")
            passes = [e["pass"] for e in sending.of("minutes")]
            assert passes == ["live", "recording"]
            assert [e["seq"] for e in sending.events] == list(range(1, len(sending.events) + 1))
        row = server.row(meeting)
        assert (row["live"], row["duration"], row["has_audio"]) == (None, 30.0, True)
        minutes: dict[str, Any] = server.minutes(meeting)
        assert [s["text"].lower().strip(".?") for s in minutes["segments"]] == [
            t.lower() for t in TEXTS
        ]
        # Ids of the live segments were kept.
        assert [s["id"] for s in minutes["segments"]] == [
            "u200", "u5200", "u10200", "u15200", "u20200", "u25200",
        ]  # fmt: skip
        stored = server.data / "meetings" / meeting / "recording.flac"
        assert pcm_of(stored) == sound
        assert list((server.data / "live").iterdir()) == []
        answer = server.client.get(f"/api/meetings/{meeting}/audio")
        assert answer.headers["content-type"] == "audio/flac"
