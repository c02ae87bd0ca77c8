"""What the server tells of itself: figures for Prometheus, a log of JSON lines, its health."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from assistant import __version__
from tests.server import PATIENCE, TALK, Server, recording, running


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("server")) as started:
        yield started


def figures(server: Server) -> dict[tuple[str, ...], float]:
    """Name and labels to value."""
    answer = server.client.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain")
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def counted(server: Server, outcome: str, count: int) -> None:
    """Waits until so many meetings ended that way: counting comes after the meeting is told."""
    deadline = time.monotonic() + PATIENCE
    while figures(server)["assistant_meetings_total", outcome] != count:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_health(server: Server) -> None:
    assert server.client.get("/health").json() == {"status": "ok", "version": __version__}


def test_a_stage_by_its_cost(server: Server, tmp_path: Path) -> None:
    server.added(recording(tmp_path, 10.0), pipeline="slow")
    counted(server, "done", 1)
    told = figures(server)
    assert told["assistant_stage_audio_seconds_total", "asr"] == pytest.approx(10.0)
    assert told["assistant_stage_seconds_total", "asr"] == pytest.approx(0.4, rel=0.5)


def test_the_queue(server: Server, tmp_path: Path) -> None:
    assert figures(server)["assistant_queue_length",] == 0
    busy = server.upload(recording(tmp_path, 60.0), pipeline="slow").json()["id"]
    server.awaited(busy, "processing")
    waiting = [
        server.upload(TALK.encode(), "talk.txt", duplicate="again").json()["id"] for _ in range(3)
    ]
    assert figures(server)["assistant_queue_length",] == 3
    places = [server.row(meeting)["queue"] for meeting in waiting]
    assert places == [1, 2, 3]
    server.client.post(f"/api/meetings/{busy}/cancel")
    assert server.settled(waiting[-1])["state"] == "done"
    assert figures(server)["assistant_queue_length",] == 0
    counted(server, "cancelled", 1)


def test_failures(server: Server, tmp_path: Path) -> None:
    meeting = server.added(recording(tmp_path, 11.0), pipeline="broken")
    counted(server, "failed", 1)
    line = next(line for line in server.logged() if line["message"] == "a meeting failed")
    assert (line["level"], line["meeting"], line["stage"]) == ("ERROR", meeting, "asr")
    assert "an unexpected ValueError" in line["reason"]
    assert "ValueError: no such thing" in line["exc_info"]


def test_the_log_names_the_meeting(server: Server) -> None:
    before = int(figures(server)["assistant_meetings_total", "done"])
    meeting = server.talk()
    counted(server, "done", before + 1)
    lines = [line for line in server.logged() if line.get("meeting") == meeting]
    assert [line["message"] for line in lines] == ["processing starts", "processing ends"]
    assert lines[1]["is"] == "done"
    assert all({"time", "level", "logger"} <= line.keys() for line in server.logged())
