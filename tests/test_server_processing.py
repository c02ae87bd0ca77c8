"""Processing over HTTP: cancel, fail, retry, run again, a server that was killed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server import (
    BROKEN,
    CONFIG,
    RECORDING,
    TALK,
    Server,
    recording,
    refused,
    running,
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("server")) as started:
        yield started


def test_cancel_and_go_on(server: Server, tmp_path: Path) -> None:
    file = recording(tmp_path, 60.0, 200)
    meeting = server.upload(file, pipeline="slow").json()["id"]
    waiting = server.upload(TALK.encode(), "later.txt", duplicate="again").json()
    server.awaited(meeting, "processing")
    assert server.row(waiting["id"])["queue"] == 1
    refused(server.client.post(f"/api/meetings/{meeting}/retry"), 409)
    refused(server.client.post(f"/api/meetings/{meeting}/rerun", json={"from": "asr"}), 409)
    assert server.client.post(f"/api/meetings/{meeting}/cancel").status_code == 202
    row = server.settled(meeting)
    assert (row["state"], row["reason"], row["failed_stage"]) == ("failed", "cancelled", None)
    assert server.settled(waiting["id"])["state"] == "done"
    refused(server.client.post(f"/api/meetings/{meeting}/cancel"), 409)
    assert server.client.post(f"/api/meetings/{meeting}/retry").status_code == 202
    assert server.settled(meeting)["state"] == "done"


def test_deleting_what_is_being_processed_stops_it(server: Server, tmp_path: Path) -> None:
    file = recording(tmp_path, 60.0, 210)
    meeting = server.upload(file, pipeline="slow").json()["id"]
    server.awaited(meeting, "processing")
    assert server.client.delete(f"/api/meetings/{meeting}").status_code == 204
    refused(server.client.get(f"/api/meetings/{meeting}"), 404)
    assert not (server.data / "meetings" / meeting).exists()
    server.talk()


def test_a_stage_that_fails_says_so_and_retry_starts_there(tmp_path: Path) -> None:
    with running(tmp_path) as server:
        meeting = server.added(recording(tmp_path), pipeline="broken")
        row = server.row(meeting)
        assert (row["state"], row["failed_stage"]) == ("failed", "asr")
        assert row["reason"] == "an unexpected ValueError: try again; the log has the details"
        mended = {**RECORDING, "asr": {**BROKEN, "at": 1e9}}
        server.configure({**CONFIG, "pipelines": {**CONFIG["pipelines"], "broken": mended}})
        server.restart()
        answer = server.client.post(f"/api/meetings/{meeting}/retry")
        assert answer.status_code == 202
        assert (answer.json()["reason"], answer.json()["failed_stage"]) == (None, None)
        assert server.settled(meeting)["state"] == "done"
        assert len(server.minutes(meeting)["segments"]) == 3


def test_rerun_from_a_node_keeps_what_is_above_and_what_people_edited(
    server: Server, tmp_path: Path
) -> None:
    meeting = server.added(recording(tmp_path, 12.0, 360))
    path = f"/api/meetings/{meeting}"
    edit = {"text": "Good evening"}
    assert server.client.patch(f"{path}/segments/g1", json=edit).status_code == 200
    before = server.row(meeting)["seq"]
    assert server.client.post(f"{path}/rerun", json={"from": "notes"}).status_code == 202
    assert server.settled(meeting)["state"] == "done"
    minutes = server.minutes(meeting)
    assert minutes["segments"][0]["text"] == "Good evening"
    assert minutes["summary"]["points"][0]["text"] == "Good evening"
    assert minutes["seq"] > before
    assert len(minutes["segments"]) == 3
    refused(server.client.post(f"{path}/rerun", json={"from": "nothing"}), 422)
    refused(server.client.post(f"{path}/rerun", json={}), 422)


def test_a_meeting_can_be_read_when_its_pipeline_is_no_more(tmp_path: Path) -> None:
    with running(tmp_path) as server:
        meeting = server.talk(pipeline="slow")
        server.configure({**CONFIG, "pipelines": {"recording": RECORDING}})
        server.restart()
        row = server.row(meeting)
        assert (row["state"], row["graph"]) == ("done", [])
        assert len(server.minutes(meeting)["segments"]) == 4
        detail = refused(server.client.post(f"/api/meetings/{meeting}/retry"), 422)
        assert "slow" in detail
        assert server.client.delete(f"/api/meetings/{meeting}").status_code == 204


def test_a_killed_server_finishes_what_it_began(tmp_path: Path) -> None:
    with running(tmp_path) as server:
        meeting = server.upload(recording(tmp_path, 60.0), pipeline="slow").json()["id"]
        server.awaited(meeting, "processing")
        time.sleep(0.5)
        server.kill()
        server.start()
        assert server.settled(meeting)["state"] == "done"
        segments = server.minutes(meeting)["segments"]
        assert [s["start"] for s in segments] == [5.0 * n for n in range(12)]
