"""Commits: what the machine writes, what people lay over it, which events tell of it."""

from __future__ import annotations

import datetime
import json
import math
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from assistant.errors import Conflict, InputError, NotFound
from assistant.exports.minutes_json import as_document
from assistant.store import (
    Change,
    Drop,
    Event,
    Note,
    Overlay,
    Put,
    State,
    Store,
    payload,
)
from assistant.types import (
    ActionItem,
    Chapter,
    Decision,
    Meeting,
    Point,
    Provenance,
    Record,
    Segment,
    Speaker,
    StageRun,
    Summary,
    Word,
)

pytest_plugins = ("tests.postgres",)

HELLO = Segment("g1", 0.4, 2.0, "Hello there", "S1", (Word("Hello", 0.4, 1.0, 0.9),), "en")
TASK = ActionItem("a1", "Write to the riders", ("g1",), "S1", datetime.date(2026, 1, 8))


@pytest.fixture
def meeting(store: Store) -> str:
    return store.create(Meeting("m1", "Weekly"), pipeline="recording").id


def put(*records: Record, run: int = 1, node: str = "asr") -> list[Change]:
    return [Put(record, node, run) for record in records]


def told(events: tuple[Event, ...]) -> list[dict[str, Any]]:
    return [json.loads(event.text) for event in events]


def briefly(events: tuple[Event, ...]) -> list[tuple[str, str]]:
    return [(each["type"], each.get("id", "")) for each in told(events)]


def test_a_new_meeting(store: Store) -> None:
    facts = Meeting(
        "m1", "Weekly", datetime.date(2026, 1, 5), "zh", 3, ("Lark", "云雀"), "live", 12.5
    )
    row = store.create(facts, pipeline="quick", file="audio.opus", sha256="ab", size=7)
    assert row == store.meeting("m1")
    assert row.facts() == facts
    assert (row.state, row.run, row.seq, row.pipeline) == ("created", 0, 1, "quick")
    assert (row.file, row.sha256, row.size) == ("audio.opus", "ab", 7)
    assert row.created.utcoffset() == datetime.timedelta(0)
    assert abs(datetime.datetime.now(datetime.UTC) - row.updated).total_seconds() < 60
    assert told(store.events_after("m1", 0)) == [
        {
            "seq": 1, "meeting": "m1", "type": "meeting", "title": "Weekly", "date": "2026-01-05",
            "language": "zh", "duration": 12.5, "state": "created", "reason": None,
            "failed_stage": None, "progress": {}, "eta": None, "lag": None, "pipeline": "quick",
            "warnings": [],
            "style": {"template": "general", "prompt": "", "granularity": "general", "engine": ""},
        }
    ]  # fmt: skip


def test_an_id_is_given_once(store: Store, meeting: str) -> None:
    with pytest.raises(Conflict, match="'m1' already"):
        store.create(Meeting(meeting), pipeline="recording")
    assert store.page(5, None).total == 1


def test_state_is_set_and_told(store: Store, meeting: str) -> None:
    made_by = Provenance("recording", (StageRun("asr", "a.B", None, None, 1.5),), "0.1")
    fields = {
        "title": "Monthly",
        "date": datetime.date(2026, 2, 3),
        "state": "failed",
        "reason": "no\0sound",
        "failed_stage": "asr",
        "progress": {"asr": 0.5},
        "eta": 3.5,
        "warnings": ("quiet",),
        "hotwords": ("Lark",),
        "provenance": made_by,
        "run": 2,
    }
    (event,) = store.commit(meeting, [State(fields)])
    row = store.meeting(meeting)
    assert {name: getattr(row, name) for name in fields} == fields | {"reason": "no sound"}
    assert (row.seq, event.seq) == (2, 2)
    assert row.updated > row.created
    assert json.loads(event.text)["warnings"] == ["quiet"]
    assert json.loads(event.text)["date"] == "2026-02-03"
    assert "edited" not in json.loads(event.text)
    with pytest.raises(InputError, match="'seq'"):
        store.commit(meeting, [State({"seq": 9})])
    assert store.meeting(meeting) == row


def test_a_note_is_an_event_and_nothing_else(store: Store, meeting: str) -> None:
    events = store.commit(meeting, [Note("minutes", {"pass": "live", "seq": 77})])
    assert told(events) == [{"seq": 2, "meeting": "m1", "type": "minutes", "pass": "live"}]
    assert store.snapshot(meeting).records == ()


def test_a_record_is_told_as_minutes_have_it(store: Store, meeting: str) -> None:
    records: list[Record] = [
        HELLO,
        Speaker("S1", "Maria", 1.23456),
        Chapter("c1", "Start", 0.0, 2.0, "", ("g1", "g1")),
        Summary("All said", (Point("Hello", ("g1",)),)),
        Decision("d1", "We go", ("g1",)),
        TASK,
    ]
    events = store.commit(meeting, put(*records))
    whole = as_document(store.snapshot(meeting).minutes())
    extra = {"seq", "meeting", "type", "revision", "edited"}
    shown = [{k: v for k, v in event.items() if k not in extra} for event in told(events)]
    whole["speakers"][0]["talk_seconds"] = 1.235
    assert shown == [
        whole["segments"][0],
        whole["speakers"][0],
        whole["chapters"][0],
        {"id": "summary", **whole["summary"]},
        whole["decisions"][0],
        whole["action_items"][0],
    ]
    assert [each["seq"] for each in told(events)] == [2, 3, 4, 5, 6, 7]
    assert [each.record for each in store.snapshot(meeting).records] == [
        replace(HELLO, revision=2), *records[1:],
    ]  # fmt: skip
    assert whole["action_items"][0]["owner"] == "Maria"
    assert whole["action_items"][0]["owner_id"] == "S1"


def test_numbers_that_json_does_not_know(store: Store, meeting: str) -> None:
    unsure = replace(HELLO, words=(Word("Hello", 0.4, 1.0, math.nan),))
    (event,) = told(store.commit(meeting, put(unsure)))
    assert event["words"][0]["confidence"] is None
    assert store.commit(meeting, put(unsure)) == ()
    with pytest.raises(InputError, match="segment g1: end: "):
        store.commit(meeting, put(replace(HELLO, end=math.nan)))


def test_the_same_again_only_counts_the_run(store: Store, meeting: str) -> None:
    store.commit(meeting, put(HELLO, run=1))
    before = store.record(meeting, "segment", "g1")
    assert store.stale(meeting, 2) == (("asr", "segment", "g1"),)
    assert store.commit(meeting, put(replace(HELLO, revision=5), run=2)) == ()
    assert store.record(meeting, "segment", "g1") == replace(before, run=2)
    assert store.stale(meeting, 2) == ()
    assert store.stale(meeting, 3) == (("asr", "segment", "g1"),)
    assert store.meeting(meeting).seq == 2


def test_what_changes_is_told_under_a_higher_revision(store: Store, meeting: str) -> None:
    first = told(store.commit(meeting, put(HELLO)))[0]
    second = told(store.commit(meeting, put(replace(HELLO, text="Hello here"))))[0]
    assert second["text"] == "Hello here"
    assert second["revision"] > first["revision"]
    store.commit(meeting, [Drop("segment", "g1")])
    third = told(store.commit(meeting, put(HELLO)))[0]
    assert third["revision"] > second["revision"]
    assert store.record(meeting, "segment", "g1").revision == third["revision"]


def test_provisional_never_replaces_final(store: Store, meeting: str) -> None:
    draft = replace(HELLO, text="Hallo", final=False)
    assert briefly(store.commit(meeting, put(draft))) == [("segment", "g1")]
    assert briefly(store.commit(meeting, put(HELLO, draft))) == [("segment", "g1")]
    assert store.commit(meeting, put(replace(draft, text="Hm"), run=2)) == ()
    stored = store.record(meeting, "segment", "g1")
    assert (stored.record, stored.run) == (replace(HELLO, revision=stored.revision), 1)


def test_drop_deletes_what_nobody_edited(store: Store, meeting: str) -> None:
    store.commit(meeting, put(HELLO, replace(HELLO, id="g2")))
    store.edit(meeting, "Correct", [Overlay("segment", "g2", {"text": "Hello, there"})])
    events = store.commit(
        meeting, [Drop("segment", "g1"), Drop("segment", "g2"), Drop("segment", "g3")]
    )
    assert [{k: v for k, v in e.items() if k not in ("seq", "meeting")} for e in told(events)] == [
        {"type": "removed", "kind": "segment", "id": "g1"}
    ]
    assert [each.id for each in store.records(meeting, "segment")] == ["g2"]
    with pytest.raises(NotFound, match="no segment 'g1'"):
        store.record(meeting, "segment", "g1")


def test_changes_are_taken_in_their_order(store: Store, meeting: str) -> None:
    other = replace(HELLO, text="Bye")
    changes = [*put(HELLO), Drop("segment", "g1"), *put(other), Drop("segment", "g1"), *put(HELLO)]
    events = store.commit(meeting, changes)
    assert [kind for kind, _ in briefly(events)] == [
        "segment", "removed", "segment", "removed", "segment",
    ]  # fmt: skip
    assert [each.get("text") for each in told(events)] == [
        "Hello there", None, "Bye", None, "Hello there",
    ]  # fmt: skip
    assert store.commit(meeting, [Drop("segment", "g1"), Drop("segment", "g1")])[0].seq == 7
    assert store.search("hello", 5, None).total == 0


def test_a_person_has_the_last_word(store: Store, meeting: str) -> None:
    store.commit(meeting, put(TASK))
    overlay = Overlay("action_item", "a1", {"task": "Call them", "due": "2026-01-09"})
    (event,) = told(store.commit(meeting, [overlay]))
    assert (event["task"], event["due"], event["edited"]) == (
        "Call them", "2026-01-09", ["due", "task"],
    )  # fmt: skip
    assert store.commit(meeting, put(replace(TASK, task="Write"), run=2)) == ()
    (event,) = told(store.commit(meeting, put(replace(TASK, status="done"), run=3)))
    assert (event["task"], event["status"]) == ("Call them", "done")
    stored = store.record(meeting, "action_item", "a1")
    assert isinstance(stored.record, ActionItem)
    assert stored.record.due == datetime.date(2026, 1, 9)
    assert stored.machine == replace(TASK, status="done")
    (event,) = told(store.commit(meeting, [Overlay("action_item", "a1", {"owner": "Bob"})]))
    assert event["edited"] == ["due", "owner", "task"]
    (event,) = told(store.commit(meeting, [Overlay("action_item", "a1", None)]))
    assert (event["task"], event["owner"], event["edited"]) == ("Write to the riders", "S1", [])


def test_the_same_overlay_again_tells_nothing(store: Store, meeting: str) -> None:
    store.commit(meeting, put(HELLO))
    overlay = Overlay("segment", "g1", {"text": HELLO.text})
    (event,) = told(store.commit(meeting, [overlay]))
    assert event["edited"] == ["text"]
    assert store.commit(meeting, [overlay]) == ()


def test_hidden_and_back(store: Store, meeting: str) -> None:
    store.commit(meeting, put(HELLO, Speaker("S1", "Maria")))
    hide = store.commit(meeting, [Overlay("segment", "g1", {"removed": True, "text": "Hi"})])
    assert briefly(hide) == [("removed", "g1")]
    assert store.records(meeting, "segment") == ()
    (hidden,) = store.records(meeting, "segment", hidden=True)
    assert (hidden.id, hidden.edited) == ("g1", ("text",))
    assert store.commit(meeting, put(replace(HELLO, end=3.0), run=2)) == ()
    assert store.commit(meeting, [Drop("segment", "g1")]) == ()
    (event,) = told(store.commit(meeting, [Overlay("segment", "g1", {"removed": False})]))
    assert (event["type"], event["text"], event["end"]) == ("segment", "Hi", 3.0)
    assert event["edited"] == ["text"]


def test_a_person_adds_a_record(store: Store, meeting: str) -> None:
    fields = {"id": "x", "revision": 3, "task": "Buy", "segments": [], "owner": None}
    (event,) = told(store.commit(meeting, [Overlay("action_item", "p1", fields)]))
    assert (event["id"], event["task"], event["status"]) == ("p1", "Buy", "open")
    stored = store.record(meeting, "action_item", "p1")
    assert (stored.node, stored.machine) == (None, None)
    assert stored.edited == ("owner", "segments", "task")
    assert store.stale(meeting, 9) == ()
    assert store.commit(meeting, [Drop("action_item", "p1")]) == ()
    assert briefly(store.commit(meeting, [Overlay("action_item", "p1", None)])) == [
        ("removed", "p1")
    ]


@pytest.mark.parametrize("fields", [{"text": "x"}, {"removed": True}, {}, None])
def test_nothing_is_laid_over_nothing(
    store: Store, meeting: str, fields: dict[str, Any] | None
) -> None:
    with pytest.raises(NotFound, match="'Weekly' has no segment 'g9'"):
        store.commit(meeting, [*put(HELLO), Overlay("segment", "g9", fields)])
    assert store.meeting(meeting).seq == 1


@pytest.mark.parametrize(
    ("kind", "fields", "says"),
    [
        ("segment", {"txt": "x"}, "no field 'txt': known are end, final"),
        ("segment", {"start": "soon"}, "segment g1: start: "),
        ("segment", {"removed": True, "text": None}, "segment g1: text: "),
        ("turn", {"text": "x"}, "the kind 'turn': known are segment, speaker"),
    ],
)
def test_overlays_are_checked(
    store: Store, meeting: str, kind: str, fields: dict[str, Any], says: str
) -> None:
    store.commit(meeting, put(HELLO))
    with pytest.raises(InputError, match=says) as caught:
        store.edit(meeting, "Correct", [Overlay(kind, "g1", fields)])
    assert "\n" not in str(caught.value)
    assert store.snapshot(meeting).undo is None


def test_a_new_name_is_told_with_what_its_owner_owes(store: Store, meeting: str) -> None:
    other = replace(TASK, id="a2", owner="S2")
    named = Speaker("S1", "Maria", 3.0)
    events = told(store.commit(meeting, put(TASK, other)))
    assert [(e["owner"], e["owner_id"]) for e in events] == [("S1", None), ("S2", None)]
    events = told(store.commit(meeting, put(HELLO)))
    assert [(e["id"], e.get("owner_id")) for e in events] == [("g1", None), ("a1", "S1")]
    events = told(store.commit(meeting, put(named)))
    assert [(e["id"], e.get("owner")) for e in events] == [("S1", None), ("a1", "Maria")]
    assert briefly(store.commit(meeting, put(replace(named, talk_seconds=9.0)))) == [
        ("speaker", "S1")
    ]
    events = told(store.edit(meeting, "Name", [Overlay("speaker", "S1", {"name": "Ann"})]))
    assert [(e["id"], e.get("owner")) for e in events] == [("S1", None), ("a1", "Ann")]
    events = told(store.commit(meeting, [Overlay("speaker", "S1", {"removed": True})]))
    assert [(e["id"], e.get("owner"), e.get("owner_id")) for e in events] == [
        ("S1", None, None), ("a1", "S1", "S1"),
    ]  # fmt: skip
    assert events[1]["revision"] == store.record(meeting, "action_item", "a1").revision


def test_names_in_one_commit_are_those_at_its_end(store: Store, meeting: str) -> None:
    events = told(store.commit(meeting, put(TASK, Speaker("S1", "Maria"))))
    assert [(e["id"], e.get("owner")) for e in events] == [("a1", "Maria"), ("S1", None)]
    assert store.commit(meeting, put(TASK, Speaker("S1", "Maria"))) == ()


def test_a_failed_commit_leaves_nothing(store: Store, meeting: str) -> None:
    with pytest.raises(InputError):
        store.commit(meeting, [*put(HELLO), State({"title": "No"}), State({"id": "m2"})])
    assert store.meeting(meeting).title == "Weekly"
    assert store.snapshot(meeting).records == ()
    assert store.search("hello", 5, None).total == 0
    assert len(store.events_after(meeting, 0)) == 1


CALLS: tuple[Callable[[Store, str], object], ...] = (
    lambda store, name: store.meeting(name),
    lambda store, name: store.commit(name, put(HELLO)),
    lambda store, name: store.commit(name, []),
    lambda store, name: store.snapshot(name),
    lambda store, name: store.records(name, "segment"),
    lambda store, name: store.record(name, "segment", "g1"),
    lambda store, name: store.edit(name, "x", []),
    lambda store, name: store.undo(name),
    lambda store, name: store.redo(name),
    lambda store, name: store.listed(name),
    lambda store, name: store.stale(name, 1),
    lambda store, name: store.delete(name),
)


@pytest.mark.parametrize("name", ["m9", "m\0"])
def test_no_such_meeting(store: Store, name: str) -> None:
    for call in CALLS:
        with pytest.raises(NotFound, match="there is no meeting"):
            call(store, name)
    assert store.events_after(name, 0) == ()


def test_characters_that_databases_dislike(store: Store, meeting: str) -> None:
    nasty = "a\0b '; DROP TABLE meetings; -- %s :x 😀"
    store.commit(meeting, put(replace(HELLO, text=nasty), Speaker("S1", nasty)))
    store.commit(meeting, [State({"title": nasty}), Note("error", {"reason": nasty})])
    stored = store.record(meeting, "segment", "g1")
    assert isinstance(stored.record, Segment)
    assert stored.record.text == nasty
    store.edit(meeting, "x", [Overlay("speaker", "S1", {"name": f"{nasty}2"})])
    assert store.listed(meeting).speakers[0].name == f"{nasty}2"
    assert store.meeting(meeting).title == nasty.replace("\0", " ")
    for record in (replace(HELLO, id="g\0"), replace(HELLO, id="g3", speaker="S\0")):
        with pytest.raises(InputError, match="NUL"):
            store.commit(meeting, put(record))
    with pytest.raises(NotFound):
        store.record(meeting, "segment", "g\0")
    with pytest.raises(NotFound):
        store.commit(meeting, [Overlay("segment", "g\0", {"text": "x"})])


def test_events_come_in_pages(store: Store, meeting: str) -> None:
    for n in range(7):
        store.commit(meeting, [Note("error", {"reason": str(n)})])
    whole = store.events_after(meeting, 0)
    assert [event.seq for event in whole] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert store.events_after(meeting, 3, limit=2) == whole[3:5]
    assert store.events_after(meeting, 8) == ()
    assert {event.meeting for event in whole} == {"m1"}
    assert [event.type for event in whole[:2]] == ["meeting", "error"]


def test_a_snapshot_makes_minutes(store: Store, meeting: str) -> None:
    late = Segment("g2", 5.0, 6.0, "Bye", "S2")
    store.commit(meeting, put(late, HELLO, TASK, Speaker("S1", "Maria"), Summary("Short")))
    store.commit(meeting, put(replace(HELLO, text="Hello here")))
    minutes = store.snapshot(meeting).minutes()
    assert [(s.id, s.text, s.revision) for s in minutes.segments] == [
        ("g1", "Hello here", 7), ("g2", "Bye", 2),
    ]  # fmt: skip
    assert [(s.id, s.name) for s in minutes.speakers] == [("S1", "Maria"), ("S2", None)]
    assert minutes.summary.overview == "Short"
    assert minutes.meeting == Meeting("m1", "Weekly", language="en", duration=6.0)
    assert store.snapshot(meeting).names() == {"S1": "Maria", "S2": None}


def test_records_come_in_time_order(store: Store, meeting: str) -> None:
    late = Segment("g0", 5.0, 6.0, "Bye", "S2")
    store.commit(meeting, put(late, TASK, HELLO))
    assert [each.id for each in store.snapshot(meeting).records] == ["g1", "g0", "a1"]
    assert [each.id for each in store.records(meeting, "segment")] == ["g1", "g0"]
    assert store.records(meeting, "chapter") == ()


def test_a_payload_is_what_the_event_carried(store: Store, meeting: str) -> None:
    (event, *_) = told(store.commit(meeting, put(TASK, Speaker("S1", "Maria"))))
    snapshot = store.snapshot(meeting)
    (item,) = [each for each in snapshot.records if each.kind == "action_item"]
    envelope = {"seq": 2, "meeting": "m1", "type": "action_item"}
    assert envelope | payload(item, snapshot.names()) == event


def test_what_waits_for_work(store: Store) -> None:
    for name, file in (("m1", "a"), ("m2", None), ("m3", "a"), ("m4", None), ("m5", "a")):
        store.create(Meeting(name), pipeline="recording", file=file, sha256="ab" if file else None)
    store.commit("m5", [State({"state": "processing"})])
    store.commit("m3", [State({"state": "done"})])
    # What has no recording yet cannot be worked on.
    store.commit("m4", [State({"state": "processing"})])
    assert store.pending() == ("m1", "m5")
    assert [row.id for row in store.by_hash("ab")] == ["m1", "m3", "m5"]
    assert store.by_hash("cd") == ()


def test_which_meetings_are_live(store: Store) -> None:
    for name, channels in (("m1", 1), ("m2", None), ("m3", 2), ("m4", 1), ("m5", 1)):
        store.create(Meeting(name, source="live"), pipeline="recording", channels=channels)
    store.commit("m3", [State({"state": "processing", "lag": 0.5})])
    store.commit("m4", [State({"state": "done"})])
    store.commit("m5", [State({"state": "created", "file": "recording.flac"})])
    rows = store.live()
    assert [(row.id, row.channels, row.lag) for row in rows] == [("m1", 1, None), ("m3", 2, 0.5)]
    live = [store.meeting(f"m{n}").is_live for n in range(1, 6)]
    assert live == [True, False, True, False, False]


def test_lag_is_told_with_whatever_is_told_of_the_meeting(store: Store, meeting: str) -> None:
    (event,) = told(store.commit(meeting, [State({"lag": 2.5})]))
    assert event["lag"] == 2.5
    (event,) = told(store.commit(meeting, [State({"title": "Other"})]))
    assert event["lag"] == 2.5


def test_delete_takes_everything(store: Store, meeting: str) -> None:
    store.commit(meeting, put(HELLO, TASK))
    store.edit(meeting, "x", [Overlay("segment", "g1", {"text": "Hi"})])
    store.create(Meeting("m2", "Hi again"), pipeline="recording")
    store.delete(meeting)
    with pytest.raises(NotFound):
        store.meeting(meeting)
    assert [each.meeting.id for each in store.search("hi", 5, None).meetings] == ["m2"]
    store.create(Meeting(meeting), pipeline="recording")
    snapshot = store.snapshot(meeting)
    assert (snapshot.records, snapshot.undo, snapshot.meeting.seq) == ((), None, 1)
    assert len(store.events_after(meeting, 0)) == 1
    assert store.search("riders", 5, None).total == 0


def test_many_threads_write_one_meeting(store: Store, meeting: str) -> None:
    given: list[Event] = []
    failures: list[str] = []
    start = threading.Barrier(8)

    def write(thread: int) -> None:
        start.wait()
        for n in range(12):
            changes = put(Segment(f"g{thread}", float(n), n + 1.0, f"{n}"), Speaker(f"S{thread}"))
            given.extend(store.commit(meeting, changes))
            seen = [event.seq for event in store.events_after(meeting, 0)]
            if seen != list(range(1, len(seen) + 1)):
                failures.append(f"a reader saw {seen}")

    threads = [threading.Thread(target=write, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert sorted(event.seq for event in given) == list(range(2, 8 * 13 + 2))
    assert store.meeting(meeting).seq == 8 * 13 + 1
    assert [event.text for event in store.events_after(meeting, 1)] == [
        event.text for event in sorted(given, key=lambda event: event.seq)
    ]
