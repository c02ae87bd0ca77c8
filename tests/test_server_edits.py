"""A person's changes over HTTP: every route, what it tells, undo and redo, who was faster."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.server import Server, refused, running


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("server")) as started:
        yield started


@pytest.fixture
def page(server: Server) -> Page:
    return Page(server)


class Page:
    """A new meeting and what a page does with it."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.meeting = server.talk()
        self.path = f"/api/meetings/{self.meeting}"

    def does(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """A change that is taken: the answer, which agrees with the event log."""
        answer = self.server.client.request(method, self.path + path, json=body)
        assert answer.status_code == 200, answer.text
        changes: dict[str, Any] = answer.json()
        assert changes["seq"] == self.server.row(self.meeting)["seq"]
        assert all(event["meeting"] == self.meeting for event in changes["changed"])
        assert [event["seq"] for event in changes["changed"]] == sorted(
            event["seq"] for event in changes["changed"]
        )
        return changes

    def may_not(self, status: int, method: str, path: str, body: object = None) -> str:
        return refused(self.server.client.request(method, self.path + path, json=body), status)

    def minutes(self) -> dict[str, Any]:
        return self.server.minutes(self.meeting)

    def texts(self) -> list[str]:
        return [segment["text"] for segment in self.minutes()["segments"]]

    def names(self) -> dict[str, str | None]:
        return {speaker["id"]: speaker["name"] for speaker in self.minutes()["speakers"]}

    def told(self, changes: dict[str, Any], kind: str, name: str) -> dict[str, Any]:
        """What the answer tells of a record."""
        events: list[dict[str, Any]] = changes["changed"]
        return next(e for e in events if e["type"] == kind and e["id"] == name)


def test_another_text_with_undo_and_redo(page: Page) -> None:
    before = page.texts()
    done = page.does("PATCH", "/segments/g1", {"text": "Good evening, let us begin."})
    told = page.told(done, "segment", "g1")
    assert told["text"] == "Good evening, let us begin."
    assert "text" in told["edited"]
    assert (done["undo"], done["redo"]) == ("text", None)
    assert "text" in page.minutes()["edited"]["segment"]["g1"]
    undone = page.does("POST", "/undo")
    assert (undone["undo"], undone["redo"]) == (None, "text")
    assert page.texts() == before
    assert page.does("POST", "/redo")["undo"] == "text"
    assert page.texts()[0] == "Good evening, let us begin."
    page.may_not(409, "POST", "/redo")
    row = page.server.row(page.meeting)
    assert (row["undo"], row["redo"]) == ("text", None)


def test_nothing_to_undo(page: Page) -> None:
    page.may_not(409, "POST", "/undo")
    page.may_not(409, "POST", "/redo")


def test_another_speaker(page: Page) -> None:
    told = page.told(page.does("PATCH", "/segments/g2", {"speaker": "S1"}), "segment", "g2")
    assert told["speaker"] == "S1"
    done = page.does("PATCH", "/segments/g3", {"speaker": "new"})
    assert page.told(done, "segment", "g3")["speaker"] == "S3"
    assert page.names() == {"S1": "Maria", "S2": "John", "S3": None}
    assert page.does("PATCH", "/segments/g4", {"speaker": None})["undo"] == "move"
    assert page.minutes()["segments"][3]["speaker"] is None
    page.may_not(404, "PATCH", "/segments/g1", {"speaker": "S9"})


def test_split_and_merge(page: Page) -> None:
    before = page.texts()
    done = page.does("POST", "/segments/g1/split", {"at": len("Good morning, ")})
    assert page.texts()[:2] == ["Good morning,", "let us begin with the budget."]
    assert done["undo"] == "split"
    first, second = page.minutes()["segments"][:2]
    assert first["start"] < first["end"] <= second["start"] < second["end"]
    page.does("POST", f"/segments/{first['id']}/merge", {})
    assert page.texts() == before
    page.does("POST", "/undo")
    page.does("POST", "/undo")
    assert page.texts() == before
    page.may_not(422, "POST", "/segments/g1/split", {"at": 0})
    page.may_not(422, "POST", "/segments/g1/split", {"at": 1000})
    page.may_not(422, "POST", "/segments/g4/merge", {})
    assert page.does("POST", "/segments/g3/split", {"at": 4})["undo"] == "split"
    assert page.texts()[2:4] == ["我们下周", "讨论预算。"]


def test_names_of_speakers_are_the_same_everywhere(page: Page) -> None:
    page.does("PATCH", "/speakers/S1", {"name": "Marie"})
    assert page.names()["S1"] == "Marie"
    assert page.minutes()["action_items"][0]["owner"] == "Marie"
    export = page.server.client.get(f"{page.path}/export?format=txt").text
    assert "Marie" in export
    assert "Maria" not in export
    page.does("PATCH", "/speakers/S1", {"name": None})
    assert page.names()["S1"] is None
    page.may_not(404, "PATCH", "/speakers/S9", {"name": "Nobody"})
    page.may_not(422, "PATCH", "/speakers/S1", {})


def test_a_name_is_refused(page: Page) -> None:
    told = page.told(page.does("PATCH", "/speakers/S1", {"refuse": "Maria"}), "speaker", "S1")
    assert (told["name"], told["edited"]) == (None, ["refused"])
    assert page.minutes()["action_items"][0]["owner"] == "S1"
    page.does("POST", "/undo")
    assert page.names()["S1"] == "Maria"
    page.may_not(404, "PATCH", "/speakers/S9", {"refuse": "Maria"})
    page.may_not(409, "PATCH", "/speakers/S1", {"refuse": "Maria", "revision": 2**50})
    for wrong in ({"refuse": " "}, {"refuse": None}, {"refuse": "x", "name": "y"}):
        page.may_not(422, "PATCH", "/speakers/S1", wrong)


def test_speakers_merge(page: Page) -> None:
    page.does("POST", "/speakers/S1/merge", {"into": "S2"})
    assert page.names() == {"S2": "John"}
    assert {segment["speaker"] for segment in page.minutes()["segments"]} == {"S2"}
    assert page.minutes()["action_items"][0]["owner"] == "John"
    assert [s["name"] for s in page.server.row(page.meeting)["speakers"]] == ["John"]
    page.does("POST", "/undo")
    assert page.names() == {"S1": "Maria", "S2": "John"}
    page.may_not(422, "POST", "/speakers/S1/merge", {"into": "S1"})
    page.may_not(404, "POST", "/speakers/S1/merge", {"into": "S7"})


def test_action_items(page: Page) -> None:
    change = {"task": "Send it", "owner": "John", "due": "2026-02-03", "status": "done"}
    told = page.told(page.does("PATCH", "/action_items/a1", change), "action_item", "a1")
    assert (told["task"], told["owner"], told["owner_id"]) == ("Send it", "John", "S2")
    assert (told["due"], told["status"]) == ("2026-02-03", "done")
    assert page.server.row(page.meeting)["open_action_items"] == 0
    new = {"task": "Call Zoe", "owner": "Zoe", "due": None, "segments": ["g2"]}
    done = page.does("POST", "/action_items", new)
    added = next(e for e in done["changed"] if e["type"] == "action_item")
    assert (added["owner"], added["owner_id"], added["segments"]) == ("Zoe", None, ["g2"])
    row = page.server.row(page.meeting)
    assert (row["open_action_items"], row["action_items"]) == (1, 2)
    page.does("PATCH", f"/action_items/{added['id']}", {"owner": None, "due": None})
    page.does("DELETE", f"/action_items/{added['id']}")
    page.does("DELETE", "/action_items/a1")
    assert page.minutes()["action_items"] == []
    page.does("POST", "/undo")
    assert [item["id"] for item in page.minutes()["action_items"]] == ["a1"]
    page.may_not(404, "DELETE", "/action_items/a9")
    page.may_not(404, "POST", "/action_items", {"task": "x", "segments": ["g9"]})
    for wrong in ({"status": "late"}, {"due": "soon"}, {"task": ""}, {"colour": "red"}):
        page.may_not(422, "PATCH", "/action_items/a1", wrong)


def test_decisions_chapters_summary(page: Page) -> None:
    page.does("PATCH", "/decisions/d1", {"text": "Ship it in May"})
    page.does("PATCH", "/chapters/c1", {"title": "Budget", "summary": "It is fine"})
    page.does("PATCH", "/summary", {"overview": "Short and good"})
    minutes = page.minutes()
    assert minutes["decisions"][0]["text"] == "Ship it in May"
    chapter = minutes["chapters"][0]
    assert (chapter["title"], chapter["summary"]) == ("Budget", "It is fine")
    assert minutes["summary"]["overview"] == "Short and good"
    page.does("DELETE", "/decisions/d1")
    assert page.minutes()["decisions"] == []
    for _ in range(4):
        page.does("POST", "/undo")
    assert page.minutes()["decisions"][0]["text"] == "Ship it"
    point = {"text": "Ready", "segments": ["g1"]}
    page.does("PATCH", "/summary", {"points": [point], "keywords": ["May"]})
    summary = page.minutes()["summary"]
    assert (summary["points"], summary["keywords"]) == ([point], ["May"])
    page.may_not(404, "PATCH", "/summary", {"points": [{**point, "segments": ["g9"]}]})
    for wrong in (
        {"points": None},
        {"points": [{**point, "text": " "}]},
        {"points": [{**point, "colour": "red"}]},
        {"by_speaker": [point]},
        {"questions": [point]},
        {"keywords": [""]},
    ):
        page.may_not(422, "PATCH", "/summary", wrong)
    for path in ("/decisions/d9", "/chapters/c9"):
        page.may_not(404, "PATCH", path, {"text": "x"} if "decisions" in path else {"title": "x"})


def test_who_saw_an_old_revision_is_shown_the_current_one(page: Page) -> None:
    revision = page.minutes()["revisions"]["segment"]["g1"]
    page.does("PATCH", "/segments/g1", {"text": "First", "revision": revision})
    late = {"text": "Second", "revision": revision}
    answer = page.server.client.patch(f"{page.path}/segments/g1", json=late)
    refused(answer, 409)
    current = answer.json()["current"]
    assert (current["type"], current["meeting"]) == ("segment", page.meeting)
    assert (current["id"], current["text"]) == ("g1", "First")
    assert current["revision"] > revision
    assert page.texts()[0] == "First"
    again = {"text": "Second thoughts", "revision": current["revision"]}
    page.does("PATCH", "/segments/g1", again)
    for path, body in {
        "/segments/g1/split": {"at": 6},
        "/segments/g1/merge": {},
    }.items():
        page.may_not(409, "POST", path, {**body, "revision": revision})
    # The cut fitted what the person saw.
    page.may_not(409, "POST", "/segments/g1/split", {"at": 100, "revision": revision})
    for path, change in {
        "/speakers/S1": {"name": "x"},
        "/action_items/a1": {"task": "x"},
        "/decisions/d1": {"text": "x"},
        "/chapters/c1": {"title": "x"},
        "/summary": {"overview": "x"},
    }.items():
        page.may_not(409, "PATCH", path, {**change, "revision": 2**50})


def test_what_is_not_there_and_what_cannot_be(page: Page) -> None:
    page.may_not(404, "PATCH", "/segments/g9", {"text": "x"})
    page.may_not(404, "POST", "/segments/g9/split", {"at": 1})
    page.may_not(404, "POST", "/segments/g9/merge", {})
    page.may_not(422, "PATCH", "/segments/g1", {"text": ""})
    page.may_not(422, "PATCH", "/segments/g1", {"text": "x" * 10_001})
    page.may_not(422, "PATCH", "/segments/g1", {"text": 5})
    page.may_not(422, "PATCH", "/segments/g1", {"text": "x", "revision": -1})
    page.may_not(422, "POST", "/segments/g1/split", {"at": "1.5"})
    gone = Page(page.server)
    page.server.client.delete(gone.path)
    for method, path in (("POST", "/undo"), ("PATCH", "/segments/g1"), ("DELETE", "/decisions/d1")):
        gone.may_not(404, method, path, {"text": "x"} if method == "PATCH" else None)
