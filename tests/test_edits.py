"""Everything a person can change, over a real store; each step can be undone."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import Conflict, InputError, NotFound
from assistant.exports import FORMATS
from assistant.store import Put
from assistant.types import Decision, Point, Segment, Summary
from tests.canned import Shelf
from tests.desk import Desk, said


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    shelf = Shelf(tmp_path)
    yield Desk(shelf)
    shelf.store.close()


def test_text_keeps_the_times_of_the_words_that_stay(desk: Desk) -> None:
    before = desk.segment("g1")
    changed = desk.text("g1", "  Good   morning,  dear Bob. ")
    after = desk.segment("g1")
    assert after.text == "Good morning, dear Bob."
    assert [w for w in after.words if w.text != "dear"] == list(before.words)
    assert changed.undo == "text"
    event = json.loads(changed.events[-1].text)
    assert (event["type"], event["text"], event["edited"]) == (
        "segment",
        after.text,
        ["text", "words"],
    )
    desk.text("g2", "我们周六发布 v2 吧。")
    assert desk.texts()["g2"] == "我们周六发布 v2 吧。"


def test_the_same_text_is_no_change(desk: Desk) -> None:
    assert desk.text("g1", "Good  morning, Bob.").events == ()
    assert desk.store.history("m1") == (None, None)


def test_a_segment_needs_text_of_a_sensible_length(desk: Desk) -> None:
    for text in ("", "   ", "x" * 10_001):
        with pytest.raises(InputError):
            desk.text("g1", text)


@pytest.mark.parametrize(
    ("name", "at", "first", "second"),
    [
        ("g1", 14, "Good morning,", "Bob."),
        ("g1", 13, "Good morning,", "Bob."),
        ("g1", 17, "Good morning,", "Bob."),
        ("g1", 7, "Good", "morning, Bob."),
        ("g2", 2, "我们", "周五发布 v2 吧。"),
        ("g2", 7, "我们周五发布", "v2 吧。"),
        ("g2", 10, "我们周五发布 v2", "吧。"),
    ],
)
def test_a_split_falls_between_words(
    desk: Desk, name: str, at: int, first: str, second: str
) -> None:
    before = desk.segment(name)
    desk.edit("split", name, at, None)
    one, two = desk.segment(name), desk.segment(f"{name}.1")
    assert (one.text, two.text) == (first, second)
    assert (one.start, two.end) == (before.start, before.end)
    assert one.end <= two.start
    assert [w.start for w in (*one.words, *two.words)] == [w.start for w in before.words]
    assert (two.speaker, two.language) == (before.speaker, before.language)
    desk.edit("merge", name, None)
    assert desk.segment(name).text == before.text
    assert f"{name}.1" not in desk.texts()


@pytest.mark.parametrize("at", [-1, 0, 3, 18, 999])
def test_a_split_leaves_no_part_empty(desk: Desk, at: int) -> None:
    with pytest.raises(InputError, match="between two of its words"):
        desk.edit("split", "g1", at, None)


def test_parts_of_parts_have_names_of_their_own(desk: Desk) -> None:
    desk.edit("split", "g3", 7, None)
    desk.edit("split", "g3.1", 5, None)
    desk.edit("split", "g3", 2, None)
    assert list(desk.texts()) == ["g1", "g2", "g3", "g3.2", "g3.1", "g3.1.1", "g4"]
    for _ in range(3):
        desk.meetings.undo("m1")
    assert list(desk.texts()) == ["g1", "g2", "g3", "g4"]


def test_after_a_merge_every_line_rests_on_what_is_there(desk: Desk) -> None:
    desk.edit("add_action_item", "Buy bread", None, None, ["g2", "g4"])
    before = desk.document()
    while len(desk.texts()) > 1:
        desk.edit("merge", "g1", None)
        assert desk.named() <= set(desk.texts())
    whole = desk.segment("g1")
    assert whole.text.startswith("Good morning, Bob. 我们周五发布 v2 吧。 I will")
    assert (whole.start, whole.end, whole.speaker) == (0.0, 19.0, "S1")
    with pytest.raises(InputError, match="the last segment"):
        desk.edit("merge", "g1", None)
    for _ in range(3):
        desk.meetings.undo("m1")
    assert desk.document() == before
    for _ in range(3):
        desk.meetings.redo("m1")
    assert desk.named() == {"g1"}


def test_an_undone_merge_leaves_what_the_machine_wrote_anew(desk: Desk) -> None:
    desk.edit("merge", "g1", None)
    desk.store.commit("m1", [Put(Decision("d1", "Ship on Monday", ("g1",)), "node", 2)])
    desk.meetings.undo("m1")
    assert desk.minutes().decisions == (Decision("d1", "Ship on Monday", ("g1",)),)


def test_segments_without_words_merge_too(desk: Desk) -> None:
    silent = [Segment(f"s{n}", 20.0 + n, 20.5 + n, "", "S1") for n in range(2)]
    desk.store.commit("m1", [Put(each, "node", 1) for each in silent])
    desk.edit("merge", "s0", None)
    assert (desk.segment("s0").end, desk.segment("s0").text) == (21.5, "")


def test_a_segment_moves_to_another_speaker(desk: Desk) -> None:
    desk.move("g1", "S2")
    desk.move("g3", None)
    assert [s.speaker for s in desk.minutes().segments] == ["S2", "S2", None, "S2"]
    assert [s.id for s in desk.minutes().speakers] == ["S2"]
    with pytest.raises(NotFound, match="no speaker 'S9'"):
        desk.move("g1", "S9")
    desk.move("g1", "S1")
    assert desk.minutes().speakers[0].name == "Ann"


def test_a_segment_moves_to_a_new_speaker_who_can_be_named(desk: Desk) -> None:
    desk.move("g4", "new")
    assert desk.segment("g4").speaker == "S3"
    desk.edit("rename", "S3", "Dana", None)
    desk.move("g3", "new")
    assert desk.segment("g3").speaker == "S4"
    assert [s.name for s in desk.minutes().speakers] == ["Ann", None, None, "Dana"]
    for _ in range(3):
        desk.meetings.undo("m1")
    assert [s.id for s in desk.minutes().speakers] == ["S1", "S2"]


def test_a_new_name_is_everywhere(desk: Desk) -> None:
    desk.edit("rename", "S2", " Bob \n Smith ", None)
    changed = desk.edit("rename", "S1", "Anna", None)
    kinds = [event.type for event in changed.events]
    assert kinds == ["speaker", "action_item"]
    assert json.loads(changed.events[1].text)["owner"] == "Anna"
    assert [item["owner"] for item in desk.document()["action_items"]] == ["Anna", "Bob Smith"]
    for name in ("json", "md", "html", "txt", "srt", "vtt", "csv", "opml"):
        shown = FORMATS[name].render(desk.minutes()).decode()
        assert "Anna" in shown, name
        assert "Bob Smith" in shown, name
        assert "Speaker 2" not in shown, name
    desk.edit("rename", "S2", None, None)
    assert b"Speaker 2" in FORMATS["md"].render(desk.minutes())
    with pytest.raises(NotFound):
        desk.edit("rename", "S9", "Nobody", None)


def test_merged_speakers_are_one_everywhere(desk: Desk) -> None:
    before = desk.document()
    desk.edit("merge_speakers", "S1", "S2")
    assert {s.speaker for s in desk.minutes().segments} == {"S2"}
    assert [s.id for s in desk.minutes().speakers] == ["S2"]
    assert {item.owner for item in desk.minutes().action_items} == {"S2"}
    assert {each.speaker for each in desk.minutes().summary.by_speaker} == {"S2"}
    for one, other, error in (("S2", "S2", InputError), ("S9", "S2", NotFound)):
        with pytest.raises(error):
            desk.edit("merge_speakers", one, other)
    desk.meetings.undo("m1")
    assert desk.document() == before


def test_a_speaker_who_was_merged_away_can_come_back(desk: Desk) -> None:
    desk.edit("merge_speakers", "S1", "S2")
    desk.store.commit("m1", [Put(said("g9", 30.0, "S1", "Late."), "node", 2)])
    desk.edit("rename", "S1", "Ann again", None)
    assert desk.minutes().speakers[-1].name == "Ann again"


def test_action_items_are_added_changed_ticked_and_removed(desk: Desk) -> None:
    desk.edit("add_action_item", " Buy   bread ", "Ann", datetime.date(2026, 1, 7), ["g4"])
    added = next(item for item in desk.minutes().action_items if item.task == "Buy bread")
    assert (added.owner, added.due, added.segments) == ("S1", datetime.date(2026, 1, 7), ("g4",))
    desk.edit(
        "fields", "action_item", added.id, {"status": "done", "owner": "Eve"}, None, "action_item"
    )
    shown = {item["id"]: item for item in desk.document()["action_items"]}[added.id]
    assert (shown["status"], shown["owner"], shown["owner_id"]) == ("done", "Eve", None)
    desk.edit(
        "fields", "action_item", "a1", {"due": "2026-02-01", "owner": None}, None, "action_item"
    )
    first = next(item for item in desk.minutes().action_items if item.id == "a1")
    assert (first.due, first.owner) == (datetime.date(2026, 2, 1), None)
    desk.edit("remove", "action_item", "a1")
    desk.edit("remove", "action_item", added.id)
    assert [item.id for item in desk.minutes().action_items] == ["a2"]
    assert desk.store.listed("m1").action_items == 1
    desk.edit("add_action_item", "Another", None, None, [])
    assert {item.id for item in desk.minutes().action_items} == {"a2", "p2"}
    with pytest.raises(NotFound):
        desk.edit("add_action_item", "Odd", None, None, ["g99"])
    with pytest.raises(InputError):
        desk.edit("fields", "action_item", "a2", {"due": "soon"}, None, "action_item")


def test_lines_of_the_summary_change_as_whole_lists(desk: Desk) -> None:
    before = desk.document()
    point = {"text": "Ship in May", "segments": ["g2"]}
    given: dict[str, list[Any]] = {
        "points": [point, {"text": "Thank them", "segments": []}],
        "questions": [{"question": "When?", "answer": "In May", "segments": ["g1"]}],
        "by_speaker": [{"speaker": "S2", "text": "Ships", "segments": ["g2"]}],
        "keywords": ["May"],
    }
    for name, lines in given.items():
        assert desk.edit("summary", {name: lines}, None).undo == name
    assert {name: desk.document()["summary"][name] for name in given} == given
    assert desk.document()["summary"]["overview"] == "They ship."
    assert desk.edit("summary", {"overview": "x", "keywords": []}, None).undo == "summary"
    for wrong in ({"points": [{**point, "segments": ["g9"]}]}, _said("S9", "g1")):
        with pytest.raises(NotFound):
            desk.edit("summary", wrong, None)
    for _ in range(5):
        desk.meetings.undo("m1")
    assert desk.document() == before


def _said(speaker: str, segment: str) -> dict[str, Any]:
    return {"by_speaker": [{"speaker": speaker, "text": "x", "segments": [segment]}]}


def test_given_lines_rest_on_what_is_there_and_are_of_who_is_there(desk: Desk) -> None:
    lines = _said("S1", "g3")
    desk.edit("summary", {**lines, "points": [{"text": "Mine", "segments": ["g2", "g3"]}]}, None)
    desk.edit("merge", "g2", None)
    desk.edit("merge_speakers", "S1", "S2")
    summary = desk.document()["summary"]
    assert summary["points"] == [{"text": "Mine", "segments": ["g2"]}]
    assert summary["by_speaker"] == [{"speaker": "S2", "text": "x", "segments": ["g2"]}]
    desk.store.commit("m1", [Put(Summary("New.", (Point("Theirs", ("g1",)),)), "node", 2)])
    assert desk.document()["summary"]["points"] == summary["points"]
    for _ in range(3):
        desk.meetings.undo("m1")
    after = desk.document()["summary"]
    assert (after["overview"], after["points"]) == (
        "New.",
        [{"text": "Theirs", "segments": ["g1"]}],
    )


def test_decisions_chapters_and_the_summary_change(desk: Desk) -> None:
    desk.edit("fields", "decision", "d1", {"text": "Ship on Monday"}, None, "decision")
    desk.edit("fields", "chapter", "c1", {"title": "Shipping"}, None, "chapter")
    desk.edit("fields", "summary", "summary", {"overview": "They do ship."}, None, "summary")
    minutes = desk.minutes()
    assert minutes.decisions[0].text == "Ship on Monday"
    assert [c.title for c in minutes.chapters] == ["Shipping", "Figures"]
    assert minutes.summary.overview == "They do ship."
    assert minutes.summary.points
    desk.edit("remove", "decision", "d1")
    assert desk.minutes().decisions == ()
    with pytest.raises(NotFound):
        desk.edit("remove", "decision", "d1")


def test_who_saw_something_older_is_told(desk: Desk) -> None:
    seen = desk.store.record("m1", "segment", "g1").revision
    desk.edit("segment", "g1", "Good evening.", None, False, seen)
    steps: tuple[tuple[Any, ...], ...] = (
        ("segment", "g1", "Good night.", None, False, seen),
        ("split", "g1", 5, seen),
        ("merge", "g1", seen),
    )
    for step in steps:
        with pytest.raises(Conflict, match="changed meanwhile"):
            desk.edit(*step)
    assert desk.texts()["g1"] == "Good evening."


def test_what_is_still_being_recognised_cannot_be_edited(desk: Desk) -> None:
    draft = Segment("x1", 40.0, 41.0, "perhaps this", final=False)
    desk.store.commit("m1", [Put(draft, "node", 1)])
    steps: tuple[tuple[Any, ...], ...] = (
        ("segment", "x1", "Certainly.", None, False, None),
        ("split", "x1", 7, None),
        ("merge", "x1", None),
    )
    for step in steps:
        with pytest.raises(InputError, match="still being recognised"):
            desk.edit(*step)
