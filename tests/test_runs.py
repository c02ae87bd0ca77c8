"""Meetings run again from any stage, with what people edited in between."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.exports.minutes_json import as_document
from assistant.store import Event, payload
from assistant.types import ActionItem, Chapter, Decision, Point, Segment
from tests.canned import NODES, TALK, WORLD, Said, Shelf, shelf

KINDS = {"segment", "speaker", "chapter", "summary", "decision", "action_item"}
SOUND = ("asr", "draft", "speakers", "segments", "punctuation")


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Shelf]:
    with shelf(tmp_path) as opened:
        yield opened


def document(kept: Shelf, meeting: str) -> dict[str, Any]:
    """The minutes but for how they were made."""
    found = as_document(kept.store.snapshot(meeting).minutes())
    del found["provenance"]
    return found


def replayed(events: Sequence[Event]) -> dict[tuple[str, str], dict[str, Any]]:
    """What a reader of every event has in the end."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for event in events:
        told = json.loads(event.text)
        if event.type in KINDS:
            found[event.type, told["id"]] = {k: v for k, v in told.items() if k != "seq"}
        elif event.type == "removed":
            del found[told["kind"], told["id"]]
    return found


def all_is_told(kept: Shelf, meeting: str) -> None:
    """Events are numbered without a gap, published once, and tell all that is there."""
    events = kept.store.events_after(meeting, 0, 100_000)
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert sorted(kept.told[meeting], key=lambda event: event.seq) == list(events)
    snapshot = kept.store.snapshot(meeting)
    names = snapshot.names()
    assert replayed(events) == {
        (s.kind, s.id): {"meeting": meeting, "type": s.kind, **payload(s, names)}
        for s in snapshot.records
    }


def edit(kept: Shelf, meeting: str, name: str, *given: Any) -> None:
    kept.meetings.edit(meeting, lambda edits: getattr(edits, name)(*given))


def item(kept: Shelf, meeting: str, word: str) -> ActionItem:
    items = kept.store.snapshot(meeting).minutes().action_items
    return next(each for each in items if word in each.task)


def test_first_words_are_shown_provisionally_then_taken_back(kept: Shelf) -> None:
    meeting = kept.processed()
    told = [json.loads(event.text) for event in kept.told[meeting]]
    drafts = [e["id"] for e in told if e["type"] == "segment" and not e["final"]]
    assert drafts
    gone = [e["id"] for e in told if e["type"] == "removed"]
    assert sorted(gone) == sorted(set(drafts))
    assert [s.id for s in kept.segments(meeting)] == ["g1", "g2", "g3", "g4", "g5", "g6"]
    all_is_told(kept, meeting)


@pytest.mark.parametrize("node", NODES)
def test_from_any_node_what_stands_above_is_reused(kept: Shelf, node: str) -> None:
    meeting = kept.processed()
    before = document(kept, meeting)
    seq = kept.store.meeting(meeting).seq
    row = kept.again(meeting, node)
    assert row.state == "done"
    assert set(kept.ran) == set(kept.meetings.graph(meeting).below(node))
    assert len(kept.ran) == len(set(kept.ran))
    assert document(kept, meeting) == before
    later = kept.store.events_after(meeting, seq)
    assert {event.type for event in later} == {"meeting", "minutes"}
    assert row.provenance is not None
    assert [stage.stage for stage in row.provenance.stages] == [
        n.name for n in kept.meetings.graph(meeting).nodes
    ]
    all_is_told(kept, meeting)


def test_a_stage_that_fails_is_named_and_the_retry_starts_there(
    kept: Shelf, caplog: pytest.LogCaptureFixture
) -> None:
    WORLD.broken = {"summary"}
    meeting = kept.add()
    row = kept.ended(meeting)
    assert (row.state, row.failed_stage) == ("failed", "summary")
    assert row.reason == "an unexpected ValueError: try again; the log has the details"
    assert "ValueError: summary is out of order" in caplog.text
    error = next(json.loads(e.text) for e in kept.told[meeting] if e.type == "error")
    assert (error["stage"], error["reason"], error["fatal"]) == ("summary", row.reason, True)
    assert [s.id for s in kept.segments(meeting)] == ["g1", "g2", "g3", "g4", "g5", "g6"]
    assert kept.again(meeting, None).state == "failed"
    WORLD.broken = set()
    row = kept.again(meeting, None)
    assert (row.state, row.reason, row.failed_stage) == ("done", None, None)
    assert "summary" in kept.ran
    assert set(kept.ran).isdisjoint(SOUND)
    assert kept.store.snapshot(meeting).minutes().summary.overview
    all_is_told(kept, meeting)


def test_a_recogniser_that_fails_leaves_nothing_behind(kept: Shelf) -> None:
    WORLD.broken = {"asr"}
    meeting = kept.add()
    assert kept.ended(meeting).failed_stage == "asr"
    WORLD.broken = set()
    assert kept.again(meeting, None).state == "done"
    assert len(kept.segments(meeting)) == len(TALK)
    all_is_told(kept, meeting)


def test_edited_text_is_what_a_new_summary_hears(kept: Shelf) -> None:
    meeting = kept.processed()
    edit(kept, meeting, "segment", "g2", "The budget is too small.", None, False, None)
    edit(kept, meeting, "merge", "g3", None)
    edit(kept, meeting, "split", "g6", 6, None)
    for node in ("summary", "asr"):
        assert kept.again(meeting, node).state == "done"
        summary = kept.store.snapshot(meeting).minutes().summary
        assert "The budget is too small." in summary.overview
        assert [p.segments[0] for p in summary.points] == ["g1", "g2", "g3", "g5", "g6", "g6.1"]
        all_is_told(kept, meeting)


def busy(kept: Shelf, meeting: str) -> None:
    """What a person may have done to a meeting."""
    edit(kept, meeting, "segment", "g2", "The budget is too small.", None, False, None)
    edit(kept, meeting, "split", "g1", 22, None)
    edit(kept, meeting, "rename", "S2", "Bob", None)
    edit(kept, meeting, "rename", "S1", "Ann", None)
    figures = item(kept, meeting, "figures").id
    edit(kept, meeting, "fields", "action_item", figures, {"status": "done"}, None, "action_item")
    edit(kept, meeting, "add_action_item", "Buy bread", "Bob", None, ["g4"])
    edit(kept, meeting, "fields", "chapter", "c2", {"title": "Figures"}, None, "chapter")


def stays(kept: Shelf, meeting: str) -> None:
    """Whether that is still so."""
    minutes = kept.store.snapshot(meeting).minutes()
    said = {(each.start, each.speaker, each.text) for each in minutes.segments}
    assert len(said) == len(minutes.segments) >= 7
    assert (5.2, "S2", "The budget is too small.") in said
    assert {text for _, speaker, text in said if speaker == "S1"} >= {
        "Good morning, everyone",
        "let us begin with the budget.",
        "We decided to ship the release on Friday.",
    }
    assert {s.id: s.name for s in minutes.speakers} == {"S1": "Ann", "S2": "Bob"}
    assert item(kept, meeting, "figures").status == "done"
    assert item(kept, meeting, "bread").owner == "S2"
    assert minutes.chapters[1].title == "Figures"
    ids = {each.id for each in minutes.segments}
    lines: list[Decision | ActionItem | Chapter | Point] = [*minutes.decisions, *minutes.chapters]
    lines += [*minutes.action_items, *minutes.summary.points]
    assert all(line.segments and set(line.segments) <= ids for line in lines)
    all_is_told(kept, meeting)


@pytest.mark.parametrize("node", ["asr", "punctuation", "action_items"])
def test_what_people_edited_stays(kept: Shelf, node: str) -> None:
    meeting = kept.processed()
    busy(kept, meeting)
    for _ in range(2):
        assert kept.again(meeting, node).state == "done"
        stays(kept, meeting)


def test_it_stays_under_other_numbers_and_permuted_speakers(kept: Shelf) -> None:
    meeting = kept.processed()
    busy(kept, meeting)
    other = {"S1": "S2", "S2": "S1"}
    cough = Said(0.0, 0.15, "S2", "hm")
    WORLD.talk = (cough, *(replace(said, speaker=other[said.speaker]) for said in TALK))
    assert kept.again(meeting, "asr").state == "done"
    kept.again(meeting, "speakers")
    stays(kept, meeting)
    told = {s.text: s.speaker for s in kept.segments(meeting)}
    assert told["I will send the figures by Thursday."] == "S2"


def test_what_is_not_said_any_more_is_taken_back(kept: Shelf) -> None:
    meeting = kept.processed()
    edit(kept, meeting, "segment", "g2", "The budget is too small.", None, False, None)
    seq = kept.store.meeting(meeting).seq
    WORLD.talk = (*TALK[:1], *TALK[4:])
    kept.again(meeting, "asr")
    later = [json.loads(e.text) for e in kept.store.events_after(meeting, seq)]
    gone = {(e["kind"], e["id"]) for e in later if e["type"] == "removed"}
    assert {("segment", "g3"), ("segment", "g4"), ("decision", "d1"), ("action_item", "a1")} <= gone
    assert [s.id for s in kept.segments(meeting)] == ["g1", "g2", "g5", "g6"]
    all_is_told(kept, meeting)


def test_what_a_person_removed_stays_away(kept: Shelf) -> None:
    meeting = kept.processed()
    first = item(kept, meeting, "figures").id
    edit(kept, meeting, "remove", "action_item", first)
    edit(kept, meeting, "merge_speakers", "S2", "S1")
    WORLD.talk = TALK[1:]
    kept.again(meeting, "asr")
    minutes = kept.store.snapshot(meeting).minutes()
    assert [each.task for each in minutes.action_items] == ["Check the numbers again"]
    assert {s.speaker for s in minutes.segments} == {"S1"}
    all_is_told(kept, meeting)


def test_a_run_that_fails_half_way_leaves_lines_that_rest_on_something(kept: Shelf) -> None:
    meeting = kept.processed()
    WORLD.talk = tuple(replace(s, start=s.start + 2.5, end=s.end + 2.5) for s in TALK[:5])
    WORLD.broken = {"summary"}
    assert kept.again(meeting, "asr").state == "failed"
    minutes = kept.store.snapshot(meeting).minutes()
    ids = {each.id for each in minutes.segments}
    assert all(p.segments and set(p.segments) <= ids for p in minutes.summary.points)


def test_a_node_that_is_set_up_otherwise_runs_again(tmp_path: Path) -> None:
    with shelf(tmp_path) as kept:
        meeting = kept.processed()
        assert len(kept.store.snapshot(meeting).minutes().chapters) == 2
    with shelf(tmp_path, chapters={"seconds": 10.0}) as kept:
        kept.again(meeting, None)
        assert kept.ran == ["chapters"]
        assert len(kept.store.snapshot(meeting).minutes().chapters) == 3


def test_events_after_many_runs_and_edits_tell_it_all(kept: Shelf) -> None:
    meeting = kept.processed()
    for n, node in enumerate(("summary", "asr", "punctuation", "speakers")):
        busy_text = f"Number {n} it is."
        edit(kept, meeting, "segment", "g4", busy_text, None, False, None)
        kept.meetings.undo(meeting)
        kept.meetings.redo(meeting)
        edit(kept, meeting, "rename", "S1", f"Ann {n}", None)
        WORLD.talk = TALK[n % 2 :]
        kept.again(meeting, node)
        all_is_told(kept, meeting)
    assert "Number 3 it is." in {s.text for s in kept.segments(meeting)}


def test_segments_come_once_however_often_it_runs(kept: Shelf) -> None:
    meeting = kept.processed()
    before: list[Segment] = kept.segments(meeting)
    for node in ("asr", "segments", "speakers", "draft"):
        kept.again(meeting, node)
        assert kept.segments(meeting) == before
