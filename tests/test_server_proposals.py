"""Minutes in a style of their own, and others that are proposed beside them."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.live import LIVE
from tests.server import CONFIG, PATIENCE, RECORDING, TALK, Server, refused, running

STYLE = {"template": "standup", "prompt": "Keep it short", "granularity": "fine", "engine": ""}
PLAIN = {"template": "general", "prompt": "", "granularity": "general", "engine": ""}
STYLED = {
    **RECORDING,
    "notes": {"use": "tests.fakes:Styled", "from": "segments"},
}
HELD = {**STYLED, "notes": {"use": "tests.fakes:Styled", "from": "segments", "seconds": 60.0}}
WAITED = {
    **STYLED,
    "notes": {"use": "tests.fakes:Styled", "from": "segments", "seconds": 60.0, "only": "Slowly"},
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    pipelines = {
        **CONFIG["pipelines"],
        "styled": STYLED,
        "held": HELD,
        "waited": WAITED,
        "live": LIVE,
    }
    with running(tmp_path_factory.mktemp("server"), {**CONFIG, "pipelines": pipelines}) as opened:
        yield opened


def made(server: Server, **fields: str) -> str:
    answer = server.upload(TALK.encode(), "talk.txt", **{"pipeline": "styled", **fields})
    meeting: str = answer.json()["id"]
    assert server.settled(meeting)["state"] == "done"
    return meeting


def path(meeting: str, *more: str) -> str:
    return "/".join(("/api/meetings", meeting, "proposal", *more))


def ready(server: Server, meeting: str) -> dict[str, Any]:
    """The proposal once it works no more."""
    deadline = time.monotonic() + PATIENCE
    while (found := server.client.get(path(meeting)).json())["state"] == "working":
        assert time.monotonic() < deadline, found
        time.sleep(0.02)
    known: dict[str, Any] = found
    return known


def test_what_styles_there_are(server: Server) -> None:
    about = server.client.get("/api/about").json()
    assert about["templates"] == ["general", "standup", "interview", "lecture", "sales"]
    assert about["granularities"] == ["coarse", "general", "fine"]
    assert about["engines"] == [{"name": "embedded", "kind": "embedded"}]


def test_a_form_chooses_a_style(server: Server) -> None:
    meeting = made(server, **{k: v for k, v in STYLE.items() if v}, duplicate="again")
    detail = server.client.get(f"/api/meetings/{meeting}").json()
    assert detail["style"] == STYLE
    assert detail["proposal"] is None
    summary = server.minutes(meeting)["summary"]
    assert summary["overview"] == "standup fine Keep it short"


def test_the_same_file_in_another_style_is_another_meeting(server: Server) -> None:
    first = server.upload(b"Ann: We meet again.\n", "one.txt").json()["id"]
    again = server.upload(b"Ann: We meet again.\n", "one.txt", template="sales")
    assert again.status_code == 202
    assert again.json()["id"] != first
    once_more = server.upload(b"Ann: We meet again.\n", "one.txt", template="sales")
    assert (once_more.status_code, once_more.json()["id"]) == (200, again.json()["id"])


def test_a_live_meeting_chooses_a_style(server: Server) -> None:
    body = {"live": True, "template": "lecture", "granularity": "coarse"}
    answer = server.client.post("/api/meetings", json=body)
    assert answer.status_code == 201
    wanted = {**PLAIN, "template": "lecture", "granularity": "coarse"}
    assert answer.json()["style"] == wanted
    meeting = answer.json()["id"]
    assert server.client.get(f"/api/meetings/{meeting}").json()["style"] == wanted
    refused(server.client.post(path(meeting), json={}), 409)
    server.client.delete(f"/api/meetings/{meeting}")
    refused(server.client.post("/api/meetings", json={"live": True, "engine": "gpt"}), 422)


def test_what_no_style_can_be_is_refused(server: Server) -> None:
    assert "template" in refused(server.upload(b"Ann: Hi.\n", "a.txt", template="party"), 422)
    told = refused(server.upload(b"Ann: Hi there.\n", "a.txt", engine="gpt"), 422)
    assert "embedded" in told


def test_a_proposal_stands_beside_the_minutes_until_it_is_accepted(server: Server) -> None:
    meeting = made(server, duplicate="again")
    before = server.minutes(meeting)
    assert before["summary"]["overview"] == "general general "
    answer = server.client.post(
        path(meeting), json={"template": "interview", "granularity": "fine"}
    )
    assert answer.status_code == 202
    wanted = {**PLAIN, "template": "interview", "granularity": "fine"}
    assert (answer.json()["state"], answer.json()["style"]) == ("working", wanted)
    found = ready(server, meeting)
    assert (found["state"], found["progress"], found["reason"]) == ("ready", 1.0, None)
    assert found["minutes"]["summary"]["overview"] == "interview fine "
    assert set(found["minutes"]) == {"chapters", "summary", "decisions", "action_items"}
    assert found["notices"] == ["written for an interview"]
    detail = server.client.get(f"/api/meetings/{meeting}").json()
    assert detail["proposal"]["state"] == "ready"
    assert detail["style"] == PLAIN
    unchanged = server.minutes(meeting)
    assert unchanged["summary"] == before["summary"]
    accepted = server.client.post(path(meeting, "accept"))
    assert accepted.status_code == 200, accepted.text
    assert {"seq", "changed", "undo", "redo"} <= accepted.json().keys()
    after = server.minutes(meeting)
    for kind in found["minutes"]:
        assert after[kind] == found["minutes"][kind]
    detail = server.client.get(f"/api/meetings/{meeting}").json()
    assert (detail["style"], detail["proposal"]) == (wanted, None)
    assert detail["warnings"] == ["written for an interview"]
    refused(server.client.get(path(meeting)), 404)
    refused(server.client.post(path(meeting, "accept")), 404)


def test_text_that_was_changed_since_it_was_read_is_known(server: Server) -> None:
    meeting = made(server, duplicate="again")
    before = server.minutes(meeting)
    assert 0 < before["read"] <= before["seq"]
    segment = before["segments"][0]["id"]
    server.client.post(path(meeting), json={})
    ready(server, meeting)
    server.client.patch(f"/api/meetings/{meeting}/segments/{segment}", json={"text": "Quite so."})
    for is_known in (False, True):
        assert server.client.post(path(meeting, "accept")).status_code == 200
        after = server.minutes(meeting)
        assert after["read"] > before["read"]
        assert (after["read"] >= after["revisions"]["segment"][segment]) is is_known
        server.client.post(path(meeting), json={})
        ready(server, meeting)


def test_what_people_changed_survives_and_can_be_undone(server: Server) -> None:
    meeting = made(server, duplicate="again")
    items = f"/api/meetings/{meeting}/action_items"
    server.client.patch(f"{items}/a1", json={"task": "Write the long report"})
    server.client.post(items, json={"task": "Buy bread"})
    server.client.delete(f"/api/meetings/{meeting}/decisions/d1")
    server.client.post(path(meeting), json={"template": "sales"})
    found = ready(server, meeting)
    assert found["minutes"]["decisions"] == []
    assert found["minutes"]["action_items"][0]["task"] == "Write the report"
    assert server.client.post(path(meeting, "accept")).status_code == 200
    tasks = [each["task"] for each in server.minutes(meeting)["action_items"]]
    assert tasks == ["Write the long report", "Buy bread"]
    # The first takes back the new minutes.
    for _ in range(4):
        server.client.post(f"/api/meetings/{meeting}/undo")
    tasks = [each["task"] for each in server.minutes(meeting)["action_items"]]
    assert tasks == ["Write the report"]


def taken(server: Server, meeting: str, **style: str) -> None:
    """Other minutes, and those in the place of the ones that stand."""
    assert server.client.post(path(meeting), json=style).status_code == 202
    assert ready(server, meeting)["state"] == "ready"
    assert server.client.post(path(meeting, "accept")).status_code == 200


def standing(server: Server, meeting: str) -> dict[str, Any]:
    """What of a meeting other minutes change."""
    minutes = server.minutes(meeting)
    detail = server.client.get(f"/api/meetings/{meeting}").json()
    kinds = ("chapters", "summary", "decisions", "action_items", "read", "edited", "provenance")
    return {kind: minutes[kind] for kind in kinds} | {
        name: detail[name] for name in ("style", "warnings", "proposal")
    }


def test_other_minutes_are_a_step_that_can_be_undone_and_done_again(server: Server) -> None:
    meeting = made(server, duplicate="again")
    decision = f"/api/meetings/{meeting}/decisions/d1"
    steps = [standing(server, meeting)]
    taken(server, meeting, template="interview", granularity="fine")
    steps.append(standing(server, meeting))
    assert server.client.patch(decision, json={"text": "Ship it"}).status_code == 200
    steps.append(standing(server, meeting))
    taken(server, meeting, template="sales")
    steps.append(standing(server, meeting))
    labels = ["minutes", "decision", "minutes"]
    assert len({json.dumps(step, sort_keys=True) for step in steps}) == len(steps)
    for label, before in zip(labels, reversed(steps[:-1]), strict=True):
        assert server.client.get(f"/api/meetings/{meeting}").json()["undo"] == label
        assert server.client.post(f"/api/meetings/{meeting}/undo").status_code == 200
        assert standing(server, meeting) == before
    for after in steps[1:]:
        assert server.client.post(f"/api/meetings/{meeting}/redo").status_code == 200
        assert standing(server, meeting) == after
    refused(server.client.post(f"/api/meetings/{meeting}/redo"), 409)


def test_what_a_new_run_wrote_is_not_undone_with_minutes_before_it(server: Server) -> None:
    meeting = made(server, duplicate="again")
    items = f"/api/meetings/{meeting}/action_items"
    server.client.post(items, json={"task": "Buy bread"})
    taken(server, meeting, template="lecture")
    assert server.client.patch(f"{items}/a1", json={"status": "done"}).status_code == 200
    server.client.post(f"/api/meetings/{meeting}/rerun", json={"from": "notes"})
    assert server.settled(meeting)["state"] == "done"
    for left in ("add_action_item", None):
        undone = server.client.post(f"/api/meetings/{meeting}/undo").json()
        assert (undone["undo"], standing(server, meeting)["style"]["template"]) == (left, "lecture")
    assert [each["task"] for each in server.minutes(meeting)["action_items"]] == [
        "Write the report"
    ]


def test_an_engine_that_is_slow_holds_up_nobody_elses_minutes(server: Server) -> None:
    slow, quick = (made(server, duplicate="again", pipeline="waited") for _ in range(2))
    for meeting, style in ((slow, {"prompt": "Slowly"}), (quick, {"engine": "embedded"})):
        assert server.client.post(path(meeting), json=style).status_code == 202
    assert ready(server, quick)["state"] == "ready"
    assert server.client.get(path(slow)).json()["state"] == "working"
    assert server.client.delete(path(slow)).status_code == 204


def test_a_new_run_writes_in_the_accepted_style(server: Server) -> None:
    meeting = made(server, duplicate="again")
    server.client.post(path(meeting), json={"template": "lecture"})
    ready(server, meeting)
    server.client.post(path(meeting, "accept"))
    server.client.post(f"/api/meetings/{meeting}/rerun", json={"from": "notes"})
    row = server.settled(meeting)
    assert row["warnings"] == ["written for a lecture"]
    assert server.minutes(meeting)["summary"]["overview"] == "lecture general "


def test_events_tell_how_far_it_is(server: Server) -> None:
    meeting = made(server, duplicate="again")
    server.client.post(path(meeting), json={})
    ready(server, meeting)
    server.client.delete(path(meeting))
    seq = server.client.get(f"/api/meetings/{meeting}").json()["seq"]
    with server.events(meeting) as socket:
        told = [json.loads(socket.recv(PATIENCE)) for _ in range(seq)]
    states = [each["state"] for each in told if each["type"] == "proposal"]
    assert (states[0], states[-2], states[-1]) == ("working", "ready", "none")


def test_nothing_is_written_beside_what_is_not_done(server: Server) -> None:
    refused(server.client.post(path("nobody"), json={}), 404)
    refused(server.client.get(path("nobody")), 404)
    refused(server.client.delete(path("nobody")), 404)
    meeting = server.upload(TALK.encode(), "talk.txt", pipeline="held").json()["id"]
    server.awaited(meeting, "processing")
    assert "being processed" in refused(server.client.post(path(meeting), json={}), 409)
    server.client.post(f"/api/meetings/{meeting}/cancel")
    server.settled(meeting)
    assert "process the meeting first" in refused(server.client.post(path(meeting), json={}), 409)


def test_what_is_being_written_can_be_discarded_and_does_not_outlive_the_server(
    tmp_path: Path,
) -> None:
    config = {**CONFIG, "pipelines": {"recording": STYLED}}
    with running(tmp_path, config) as server:
        meeting = made(server, pipeline="recording")
        server.configure({**CONFIG, "pipelines": {"recording": HELD}})
        server.restart()
        assert server.client.post(path(meeting), json={}).status_code == 202
        refused(server.client.post(path(meeting), json={}), 409)
        refused(server.client.post(path(meeting, "accept")), 409)
        refused(server.client.post(f"/api/meetings/{meeting}/rerun", json={"from": "notes"}), 409)
        assert server.client.delete(path(meeting)).status_code == 204
        refused(server.client.get(path(meeting)), 404)
        assert server.client.post(path(meeting), json={}).status_code == 202
        server.kill()
        server.start()
        found = server.client.get(path(meeting)).json()
        assert (found["state"], found["reason"]) == ("failed", "the server was restarted")
        assert server.minutes(meeting)["summary"]["overview"] == "general general "
        assert server.client.post(path(meeting), json={}).status_code == 202
