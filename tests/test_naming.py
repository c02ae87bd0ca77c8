"""Names that a person accepts or refuses, whatever the machine says before and after."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.errors import Conflict, InputError, NotFound
from assistant.store import Put
from assistant.types import ActionItem, Speaker, Suggestion
from tests.canned import Shelf
from tests.desk import Desk

DANIEL = Suggestion("Daniel", 0.6, ("g1", "g2"))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    shelf = Shelf(tmp_path)
    yield Desk(shelf)
    shelf.store.close()


def written(desk: Desk, *records: Speaker | ActionItem, run: int = 2) -> None:
    desk.store.commit("m1", [Put(record, "names", run) for record in records])


def second(desk: Desk) -> Speaker:
    return next(s for s in desk.minutes().speakers if s.id == "S2")


def owners(desk: Desk) -> dict[str, tuple[str | None, str | None]]:
    items = desk.document()["action_items"]
    return {item["id"]: (item["owner"], item["owner_id"]) for item in items}


def test_a_suggestion_goes_when_a_name_is_set(desk: Desk) -> None:
    written(desk, Speaker("S2", None, 8.0, DANIEL))
    assert desk.document()["speakers"][1]["suggestion"]["name"] == "Daniel"
    desk.edit("rename", "S2", "Daniel", None)
    assert (second(desk).name, second(desk).suggestion) == ("Daniel", None)
    assert "suggestion" not in desk.document()["speakers"][1]
    written(desk, Speaker("S2", None, 8.0, Suggestion("Tom", 0.9)))
    assert second(desk).suggestion is None
    desk.meetings.undo("m1")
    assert second(desk).suggestion == Suggestion("Tom", 0.9)


def test_what_is_owned_by_name_is_theirs_who_accept_it(desk: Desk) -> None:
    tasks = [ActionItem(f"a{n}", f"Task {n}", ("g3",), "daniel") for n in (3, 4)]
    written(desk, Speaker("S2", None, 8.0, DANIEL), *tasks)
    desk.edit("add_action_item", "Task 5", "Daniel", None, ["g3"])
    desk.edit("fields", "action_item", "a4", {"owner": "Daniel"}, None, "action_item")
    before = desk.document()
    assert owners(desk)["a3"] == ("daniel", None)
    desk.edit("rename", "S2", "Daniel", None)
    assert set(owners(desk).items()) >= {(a, ("Daniel", "S2")) for a in ("a3", "a4", "p1", "a2")}
    desk.edit("rename", "S2", "Dan", None)
    assert {owners(desk)[a] for a in ("a2", "a3", "a4", "p1")} == {("Dan", "S2")}
    desk.meetings.undo("m1")
    desk.meetings.undo("m1")
    assert desk.document() == before
    desk.meetings.redo("m1")
    assert owners(desk)["a3"] == ("Daniel", "S2")


def test_a_refused_name_is_neither_suggested_nor_given_again(desk: Desk) -> None:
    written(desk, Speaker("S2", None, 8.0, DANIEL))
    assert desk.edit("refuse", "S2", " Daniel ", None).undo == "refuse"
    assert (second(desk).name, second(desk).suggestion) == (None, None)
    written(desk, Speaker("S2", "DANIEL", 9.0), run=3)
    assert (second(desk).name, owners(desk)["a2"]) == (None, ("S2", "S2"))
    written(desk, Speaker("S2", None, 9.0, Suggestion("Tom", 0.5)), run=4)
    assert second(desk).suggestion == Suggestion("Tom", 0.5)
    desk.edit("refuse", "S2", "Tom", None)
    assert (second(desk).suggestion, second(desk).refused) == (None, ("Daniel", "Tom"))
    assert desk.edit("refuse", "S2", "tom", None).events == ()
    desk.meetings.undo("m1")
    desk.meetings.undo("m1")
    written(desk, Speaker("S2", "Daniel", 9.0), run=5)
    assert second(desk).name == "Daniel"
    desk.meetings.redo("m1")
    assert second(desk).name is None


def test_a_name_that_was_given_is_taken_off_by_a_refusal(desk: Desk) -> None:
    desk.edit("refuse", "S1", "Ann", None)
    assert [s.name for s in desk.minutes().speakers] == [None, None]
    written(desk, Speaker("S1", "Tom", 9.0))
    assert [s.name for s in desk.minutes().speakers] == ["Tom", None]
    desk.edit("rename", "S2", "Zoe", None)
    desk.edit("refuse", "S2", "zoe", None)
    assert second(desk).name is None
    desk.edit("rename", "S2", "Zoe", None)
    assert (second(desk).name, second(desk).refused) == ("Zoe", ())
    written(desk, Speaker("S2", "Tom", 9.0))
    assert second(desk).name == "Zoe"


def test_a_refusal_before_the_machine_knows_the_voice(desk: Desk) -> None:
    desk.edit("refuse", "S2", "Daniel", None)
    written(desk, Speaker("S2", None, 8.0, DANIEL))
    assert second(desk).suggestion is None
    written(desk, Speaker("S2", "Tom", 8.0), run=3)
    assert second(desk).name == "Tom"


def test_what_cannot_be_refused(desk: Desk) -> None:
    with pytest.raises(NotFound):
        desk.edit("refuse", "S9", "Daniel", None)
    with pytest.raises(InputError):
        desk.edit("refuse", "S2", "  ", None)
    with pytest.raises(Conflict):
        desk.edit("refuse", "S1", "Ann", 2**40)
