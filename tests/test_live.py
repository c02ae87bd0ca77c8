"""Live meetings over real sockets: kept, heard, stopped, refined."""

from __future__ import annotations

import re
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.audio import binary
from tests.canned import NODES
from tests.live import CONFIG, LIVE, TEXTS, Sending, created, noise
from tests.server import PATIENCE, Server, closed, recording, refused, running


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("server"), CONFIG, {"ASSISTANT_LIVE": "4"}) as started:
        yield started


def pcm_of(path: Path, channels: int = 1) -> bytes:
    """A recording's samples."""
    command = [binary(), "-v", "error", "-i", str(path), "-f", "s16le", "-ac", str(channels), "-"]
    return subprocess.run(command, check=True, capture_output=True).stdout


def said(minutes: dict[str, Any]) -> list[str]:
    """The texts of the minutes without marks, as the talk has them."""
    plain = [re.sub(r"[^\w ]", "", s["text"]).lower() for s in minutes["segments"]]
    return [next((t for t in TEXTS if t.lower() == text), text) for text in plain]


def test_a_meeting_from_its_first_sound_to_its_refined_minutes(server: Server) -> None:
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
        sending.hear(lambda: len(sending.of("minutes")) == 2)
        passes = [e["pass"] for e in sending.of("minutes")]
        assert passes == ["live", "recording"]
        assert [e["seq"] for e in sending.events] == list(range(1, len(sending.events) + 1))
    row = server.row(meeting)
    assert (row["live"], row["duration"], row["has_audio"]) == (None, 30.0, True)
    minutes: dict[str, Any] = server.minutes(meeting)
    assert said(minutes) == TEXTS
    # Ids of the live segments were kept.
    assert [s["id"] for s in minutes["segments"]] == [
        "u200", "u5200", "u10200", "u15200", "u20200", "u25200",
    ]  # fmt: skip
    stored = server.data / "meetings" / meeting / "recording.flac"
    assert pcm_of(stored) == sound
    assert list((server.data / "live").iterdir()) == []
    answer = server.client.get(f"/api/meetings/{meeting}/audio")
    assert answer.headers["content-type"] == "audio/flac"


def refined(server: Server, meeting: str) -> dict[str, Any]:
    """The minutes of a meeting that was stopped, once they are complete."""
    assert server.settled(meeting)["state"] == "done"
    return server.minutes(meeting)


def stored(server: Server, meeting: str) -> Path:
    """The recording that a live meeting became."""
    return server.data / "meetings" / meeting / "recording.flac"


def test_a_lost_connection_goes_on_where_it_was_cut_off(server: Server) -> None:
    sound = noise(30.0, 1, channels=2)
    meeting = created(server, channels=2)
    seen: list[dict[str, Any]] = []
    # Pieces that end inside a sample, and a connection that is cut off without a word.
    for piece in (1001, 4567, 2049):
        after = seen[-1]["seq"] if seen else 0
        with Sending(server, meeting, sound, after, channels=2) as sending:
            sending.send(9.0, piece)
            sending.all_kept()
            seen += sending.events
            sending.socket.socket.shutdown(socket.SHUT_RDWR)
    with Sending(server, meeting, sound, seen[-1]["seq"], channels=2) as sending:
        assert sending.first == sending.acknowledged < 28 * 16_000
        sending.send(30.0)
        sending.all_kept()
        sending.stop()
        sending.hear(lambda: len(sending.of("minutes")) == 2)
        seen += sending.events
    assert [e["seq"] for e in seen] == list(range(1, len(seen) + 1))
    assert said(refined(server, meeting)) == TEXTS
    assert pcm_of(stored(server, meeting), 2) == sound


def test_the_second_who_sends_takes_over(server: Server) -> None:
    sound = noise(4.0, 2)
    meeting = created(server)
    with Sending(server, meeting, sound) as first:
        first.send(2.0)
        first.all_kept()
        with Sending(server, meeting, sound) as second:
            assert closed(first.socket) == 4409
            assert second.first == 32_000
            second.send(2.0)
            second.all_kept()
            second.stop()
            second.hear(lambda: len(second.of("minutes")) == 2)
    assert pcm_of(stored(server, meeting)) == sound


def test_who_may_not_send(tmp_path: Path) -> None:
    with running(tmp_path, CONFIG, {"ASSISTANT_TOKEN": "secret"}) as server:
        server.client.headers["authorization"] = "Bearer secret"
        token = {"additional_headers": {"authorization": "Bearer secret"}}
        uploaded = server.added(recording(tmp_path))
        live = created(server)
        for meeting, options, code in (
            (live, {}, 4401),
            (live, {**token, "origin": "http://elsewhere"}, 4403),
            ("unknown", token, 4404),
            (uploaded, token, 4422),
        ):
            with server.socket(f"/api/meetings/{meeting}/live", **options) as connection:
                assert closed(connection) == code
        assert "not a live" in refused(server.client.post(f"/api/meetings/{uploaded}/stop"), 409)
        with server.socket(f"/api/meetings/{live}/live", **token) as connection:
            connection.send("hello")
            assert closed(connection) == 1003
        with server.socket(f"/api/meetings/{live}/live", **token) as connection:
            connection.send(b"\0" * ((1 << 20) + 2))
            assert closed(connection) == 1009


def test_no_more_than_the_machine_takes(tmp_path: Path) -> None:
    with running(tmp_path, CONFIG, {"ASSISTANT_LIVE": "1"}) as server:
        meeting = created(server)
        answer = server.client.post("/api/meetings", json={"live": True})
        assert "stop one first" in refused(answer, 503)
        assert server.client.get("/api/meetings").json()["total"] == 1
        server.client.post(f"/api/meetings/{meeting}/stop")
        assert created(server)


def test_wishes_that_cannot_be_met(server: Server) -> None:
    before = server.client.get("/api/meetings").json()["total"]
    for fields, word in (
        ({"pipeline": "elsewhere"}, "elsewhere"),
        ({"channels": 3}, "channels"),
        ({"live": False}, "live"),
        ({"upload": "0" * 32}, "upload"),
    ):
        answer = server.client.post("/api/meetings", json={"live": True, **fields})
        assert word in refused(answer, 422)
    assert server.client.get("/api/meetings").json()["total"] == before
    assert server.client.get("/api/about").json()["pipelines"] == ["recording"]


def test_a_meeting_that_nothing_was_said_in(server: Server) -> None:
    meeting = created(server)
    assert refused(server.client.get(f"/api/meetings/{meeting}/audio"), 404)
    assert server.client.post(f"/api/meetings/{meeting}/stop").status_code == 202
    minutes = refined(server, meeting)
    assert (minutes["segments"], minutes["action_items"]) == ([], [])
    assert "no sound came" in refused(server.client.get(f"/api/meetings/{meeting}/audio"), 404)
    assert refused(server.client.post(f"/api/meetings/{meeting}/retry"), 409)
    with server.socket(f"/api/meetings/{meeting}/live") as connection:
        assert closed(connection) == 4422
    assert server.client.post(f"/api/meetings/{meeting}/stop").status_code == 202


def test_deleted_while_it_goes_on(server: Server) -> None:
    meeting = created(server)
    with Sending(server, meeting, noise(20.0)) as sending:
        sending.send(20.0)
        sending.all_kept()
        sending.hear(lambda: bool(sending.settled()))
        assert server.client.delete(f"/api/meetings/{meeting}").status_code == 204
        assert closed(sending.socket) == 4410
    assert list((server.data / "live").iterdir()) == []
    with server.socket(f"/api/meetings/{meeting}/live") as connection:
        assert closed(connection) == 4404


def test_two_meetings_at_once(server: Server) -> None:
    sounds = noise(30.0, 3), noise(30.0, 4)
    names = [created(server) for _ in sounds]
    with (
        Sending(server, names[0], sounds[0]) as one,
        Sending(server, names[1], sounds[1]) as other,
    ):
        for _ in range(10):
            one.send(3.0)
            other.send(3.0)
        for sending in (one, other):
            sending.hear(lambda sending=sending: len(sending.settled()) == 6)
            assert {e["meeting"] for e in sending.events} == {sending.meeting}
            sending.stop()
    for name, sound in zip(names, sounds, strict=True):
        assert said(refined(server, name)) == TEXTS
        assert pcm_of(stored(server, name)) == sound


def test_what_people_changed_meanwhile_survives(server: Server) -> None:
    meeting = created(server, date="2026-01-05")
    with Sending(server, meeting, noise(30.0)) as sending:
        sending.send(30.0)
        sending.hear(lambda: len(sending.settled()) == 6 and len(sending.of("action_item")) > 1)
        base = f"/api/meetings/{meeting}"
        client = server.client
        assert client.patch(f"{base}/segments/u5200", json={"text": "All well."}).is_success
        assert client.patch(f"{base}/speakers/S2", json={"name": "Bob"}).is_success
        assert client.patch(f"{base}/action_items/a1", json={"status": "done"}).is_success
        sending.stop()
        sending.hear(lambda: len(sending.of("minutes")) == 2)
    minutes = server.minutes(meeting)
    texts = {s["id"]: s["text"] for s in minutes["segments"]}
    assert texts["u5200"] == "All well."
    assert len(texts) == 6
    assert {s["id"]: s["name"] for s in minutes["speakers"]}["S2"] == "Bob"
    items = {a["id"]: (a["status"], a["owner"]) for a in minutes["action_items"]}
    assert items["a1"][0] == "done"
    assert len(items) == 2


def test_a_stage_that_fails_loses_no_sound(tmp_path: Path) -> None:
    nodes = {**LIVE, "asr": {"use": "tests.live:Failing", "from": "audio"}}
    config = {"models": {}, "pipelines": {"recording": NODES, "live": nodes}}
    sound = noise(30.0)
    with running(tmp_path, config) as server:
        meeting = created(server)
        with Sending(server, meeting, sound) as sending:
            sending.send(30.0)
            sending.all_kept()
            sending.hear(lambda: bool(sending.of("error")))
            error = sending.of("error")[0]
            assert (error["stage"], error["fatal"]) == ("asr", False)
            assert "an unexpected ValueError" in error["reason"]
            sending.stop()
            sending.hear(lambda: len(sending.of("minutes")) == 2)
        assert said(refined(server, meeting)) == TEXTS
        assert pcm_of(stored(server, meeting)) == sound


def test_sound_that_cannot_be_kept_is_not_acknowledged(tmp_path: Path) -> None:
    with running(tmp_path, CONFIG) as server:
        meeting = created(server)
        # A file where the folder should be.
        (server.data / "live").write_bytes(b"")
        sound = noise(2.0)
        with Sending(server, meeting, sound) as sending:
            # One frame: the server may close before a second one is sent.
            sending.send(0.1)
            sending.hear(lambda: bool(sending.of("error")))
            assert "the sound cannot be kept" in sending.of("error")[0]["reason"]
            assert closed(sending.socket) == 4507
            assert sending.acknowledged == 0
        (server.data / "live").unlink()
        with Sending(server, meeting, sound) as sending:
            sending.send(2.0)
            sending.all_kept()
            sending.stop()
            sending.hear(lambda: len(sending.of("minutes")) == 2)
        assert pcm_of(stored(server, meeting)) == sound


def test_what_arrived_is_kept_though_nobody_waited(server: Server) -> None:
    meeting = created(server)
    with server.socket(f"/api/meetings/{meeting}/live") as connection:
        for _ in range(50):
            connection.send(noise(1.0))
    deadline = time.monotonic() + PATIENCE
    while server.row(meeting)["live"]["samples"] < 50 * 16_000:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert not server.row(meeting)["live"]["connected"]
