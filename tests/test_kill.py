"""A server that is killed at any moment finishes every meeting at its next start."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.config import Environment
from assistant.store import Store
from tests.canned import NODES, SECONDS
from tests.live import CONFIG as LIVE_CONFIG
from tests.live import TEXTS, Sending, created, noise
from tests.recordings import DEMO, convert
from tests.server import Server, recording, running
from tests.test_live import pcm_of, said, stored
from tests.test_runs import replayed

SLOW = {**NODES, "asr": {**NODES["asr"], "seconds": 0.2}}
CANNED: dict[str, Any] = {"models": {}, "pipelines": {"recording": SLOW}}
LONG = 120.0

Row = Mapping[str, Any]


@dataclass
class Watched:
    """Meetings of a server that is killed now and then."""

    server: Server
    meetings: Sequence[str]

    def killed_when(self, right: Callable[[Sequence[Row]], bool]) -> None:
        """Kills the server at that moment, and starts it again."""
        deadline = time.monotonic() + LONG
        while not right(rows := [self.server.row(name) for name in self.meetings]):
            assert time.monotonic() < deadline, rows
            assert not all(row["state"] == "done" for row in rows), "the moment was missed"
            time.sleep(0.01)
        self.server.kill()
        self.server.start()

    def finished(self) -> None:
        """Waits until every meeting is done."""
        deadline = time.monotonic() + LONG
        while any(row["state"] != "done" for row in map(self.server.row, self.meetings)):
            assert time.monotonic() < deadline
            time.sleep(0.05)


def progress(row: Row, stage: str) -> float:
    return float(row["progress"].get(stage, 0.0))


def content(server: Server, meeting: str) -> dict[str, Any]:
    """Everything in the minutes but what differs between two meetings."""
    minutes = server.minutes(meeting)
    own = ("meeting", "provenance", "seq", "read", "revisions")
    return {key: value for key, value in minutes.items() if key not in own}


def all_is_told(data: Path, meetings: Sequence[str]) -> None:
    """Events are numbered without a gap and tell exactly what is there."""
    store = Store.open(f"sqlite:///{data / 'meetings.db'}")
    try:
        for meeting in meetings:
            events = store.events_after(meeting, 0, 100_000)
            assert [event.seq for event in events] == list(range(1, len(events) + 1))
            there = {(each.kind, each.id) for each in store.snapshot(meeting).records}
            assert set(replayed(events)) == there
    finally:
        store.close()


def test_killed_while_meetings_are_processed_and_wait(tmp_path: Path) -> None:
    with running(tmp_path, CANNED, {"ASSISTANT_WORKERS": "2"}) as server:
        names = []
        for n in range(5):
            answer = server.upload(recording(tmp_path, SECONDS, 200.0 + n), title="Talk")
            assert answer.status_code == 202, answer.text
            names.append(answer.json()["id"])
        watched = Watched(server, names)
        watched.killed_when(lambda rows: any(row["state"] == "processing" for row in rows))
        watched.killed_when(lambda rows: any(progress(row, "asr") > 0.3 for row in rows))
        watched.killed_when(lambda rows: sum(row["state"] == "done" for row in rows) >= 1)
        watched.killed_when(lambda rows: progress(rows[-1], "asr") > 0.0)
        watched.finished()
        calm = server.added(recording(tmp_path, SECONDS, 300.0), title="Talk")
        expected = content(server, calm)
        assert len(expected["segments"]) == 6
        for name in names:
            assert content(server, name) == expected
        server.stop()
        server.start()
        assert all(server.row(name)["state"] == "done" for name in names)
    all_is_told(server.data, [*names, calm])


@pytest.mark.model
def test_killed_with_real_weights(tmp_path: Path) -> None:
    config = yaml.safe_load((Path(__file__).parent.parent / "models.yaml").read_text("utf-8"))
    weights = {"ASSISTANT_MODELS": str(Environment.read().models)}
    with running(tmp_path, config, weights) as server:
        fields = {"pipeline": "quick", "date": "2026-01-05", "duplicate": "again"}
        part = convert(DEMO, tmp_path / "part.wav", "-t", "32")
        names = [server.upload(part, **fields).json()["id"] for _ in range(2)]
        watched = Watched(server, names[:1])
        watched.killed_when(lambda rows: rows[0]["state"] == "processing")
        watched.killed_when(lambda rows: progress(rows[0], "asr") > 0.3)
        watched.killed_when(lambda rows: progress(rows[0], "punctuation") > 0.0)
        Watched(server, names).finished()
        killed, calm = (content(server, name) for name in names)
        assert len(calm["segments"]) > 3
        assert killed == calm
    all_is_told(server.data, names)


def has_settled(sending: Sending, name: str) -> bool:
    return name in sending.settled()


def test_killed_while_a_meeting_is_live(tmp_path: Path) -> None:
    """What was acknowledged is in the recording, once, and voices keep their names."""
    sound = noise(34.0, 7)
    with running(tmp_path, LIVE_CONFIG) as server:
        meeting = created(server, date="2026-01-05")
        voices = server.data / "live" / f"{meeting}.npz"
        seen: list[dict[str, Any]] = []
        kept = 0
        for seconds, settled in ((8.0, 200), (7.03, 5200), (6.0, 15200)):
            after = seen[-1]["seq"] if seen else 0
            with Sending(server, meeting, sound, after) as sending:
                assert sending.first * 2 >= kept
                sending.send(seconds, 1111)
                sending.all_kept()
                kept = sending.acknowledged * 2
                sending.hear(partial(has_settled, sending, f"u{settled}"))
                seen += sending.events
                # More is under way when it happens; it may be lost, but not torn.
                sending.send(1.0, 997)
                server.kill()
            assert voices.exists()
            with (server.data / "live" / f"{meeting}.pcm").open("ab") as file:
                file.write(b"\0")
            server.start()
            assert server.row(meeting)["state"] == "recording"
        with Sending(server, meeting, sound, seen[-1]["seq"]) as sending:
            sending.send(40.0)
            sending.all_kept()
            sending.hear(lambda: "u25200" in sending.settled())
            sending.stop()
            sending.hear(lambda: len(sending.of("minutes")) == 2)
            seen += sending.events
        assert [e["seq"] for e in seen] == list(range(1, len(seen) + 1))
        spoke = {e["id"]: e["speaker"] for e in seen if e["type"] == "segment" and e["speaker"]}
        assert {spoke[f"u{n}"] for n in (200, 10200, 20200)} == {"S1"}
        assert {spoke[f"u{n}"] for n in (5200, 15200, 25200)} == {"S2"}
        assert said(server.minutes(meeting)) == TEXTS
        assert pcm_of(stored(server, meeting)) == sound
    all_is_told(server.data, [meeting])


def test_killed_after_the_stop(tmp_path: Path) -> None:
    sound = noise(30.0, 8)
    with running(tmp_path, LIVE_CONFIG) as server:
        names = [created(server) for _ in range(2)]
        for name in names:
            with Sending(server, name, sound) as sending:
                sending.send(30.0)
                sending.all_kept()
                sending.stop()
                sending.hear(lambda sending=sending: sending.state() == "processing")
                server.kill()
                server.start()
        for name in names:
            assert server.settled(name)["state"] == "done"
            assert said(server.minutes(name)) == TEXTS
            assert pcm_of(stored(server, name)) == sound
        assert list((server.data / "live").iterdir()) == []
    all_is_told(server.data, names)
