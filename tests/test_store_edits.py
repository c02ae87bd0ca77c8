"""Edits as steps that can be undone, and events that tell the whole story."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.errors import Conflict, InputError, NotFound
from assistant.store import Change, Drop, Overlay, Put, Snapshot, Store, payload
from assistant.types import ActionItem, Meeting, Segment, Speaker

pytest_plugins = ("tests.postgres",)

HELLO = Segment("g1", 0.4, 2.0, "Hello there", "S1")
TASK = ActionItem("a1", "Write", ("g1",), "S1")


@pytest.fixture
def meeting(store: Store) -> str:
    name = store.create(Meeting("m1", "Weekly"), pipeline="recording").id
    store.commit(name, [Put(HELLO, "asr", 1), Put(TASK, "tasks", 1)])
    return name


def text_of(store: Store, meeting: str) -> str:
    record = store.record(meeting, "segment", "g1").record
    assert isinstance(record, Segment)
    return record.text


def steps(store: Store, meeting: str) -> tuple[str | None, str | None]:
    snapshot = store.snapshot(meeting)
    return snapshot.undo, snapshot.redo


def correct(text: str) -> list[Overlay]:
    return [Overlay("segment", "g1", {"text": text})]


def test_undo_and_redo(store: Store, meeting: str) -> None:
    store.edit(meeting, "first", correct("one"))
    store.edit(meeting, "second", [*correct("two"), Overlay("segment", "g1", {"speaker": None})])
    assert steps(store, meeting) == ("second", None)
    heard = [json.loads(event.text) for event in store.undo(meeting)]
    last = [event for event in heard if event["type"] == "segment"][-1]
    assert (last["text"], last["speaker"], last["edited"]) == ("one", "S1", ["text"])
    assert steps(store, meeting) == ("first", "second")
    store.undo(meeting)
    assert (text_of(store, meeting), *steps(store, meeting)) == ("Hello there", None, "first")
    with pytest.raises(Conflict, match="nothing to undo"):
        store.undo(meeting)
    store.redo(meeting)
    store.redo(meeting)
    assert (text_of(store, meeting), *steps(store, meeting)) == ("two", "second", None)
    with pytest.raises(Conflict, match="nothing to do again"):
        store.redo(meeting)


def test_a_new_edit_ends_what_could_be_done_again(store: Store, meeting: str) -> None:
    store.edit(meeting, "first", correct("one"))
    store.edit(meeting, "second", correct("two"))
    store.undo(meeting)
    store.edit(meeting, "third", correct("three"))
    assert steps(store, meeting) == ("third", None)
    store.undo(meeting)
    assert (text_of(store, meeting), *steps(store, meeting)) == ("one", "first", "third")


def test_what_changes_nothing_is_no_step(store: Store, meeting: str) -> None:
    store.edit(meeting, "first", correct("one"))
    store.undo(meeting)
    assert store.edit(meeting, "empty", []) == ()
    assert store.edit(meeting, "back", [Overlay("segment", "g1", {"removed": False})]) == ()
    assert steps(store, meeting) == (None, "first")


def test_one_step_of_many_overlays_is_undone_as_one(store: Store, meeting: str) -> None:
    second = {"start": 1.0, "end": 2.0, "text": "there", "speaker": "S1"}
    events = store.edit(
        meeting, "split", [*correct("Hello"), Overlay("segment", "p1", second)]
    )  # fmt: skip
    assert [event.type for event in events] == ["segment", "segment"]
    kinds = [event.type for event in store.undo(meeting)]
    assert kinds == ["removed", "segment"]
    assert [each.id for each in store.records(meeting, "segment")] == ["g1"]
    store.redo(meeting)
    assert [each.id for each in store.records(meeting, "segment")] == ["g1", "p1"]


def test_a_failed_edit_leaves_no_step(store: Store, meeting: str) -> None:
    for overlay in (Overlay("segment", "g9", {"text": "x"}), Overlay("segment", "g1", {"x": 1})):
        with pytest.raises((NotFound, InputError)):
            store.edit(meeting, "bad", [*correct("one"), overlay])
    assert (text_of(store, meeting), *steps(store, meeting)) == ("Hello there", None, None)


def test_undo_shows_what_the_machine_wrote_meanwhile(store: Store, meeting: str) -> None:
    store.edit(meeting, "first", correct("one"))
    store.commit(meeting, [Put(Segment("g1", 0.4, 2.0, "Hello here", "S1"), "asr", 2)])
    store.undo(meeting)
    assert text_of(store, meeting) == "Hello here"


def test_redo_waits_for_a_record_that_went(store: Store, meeting: str) -> None:
    store.edit(meeting, "first", correct("one"))
    store.undo(meeting)
    store.commit(meeting, [Drop("segment", "g1")])
    assert store.redo(meeting) == ()
    assert store.records(meeting, "segment") == ()
    store.commit(meeting, [Put(HELLO, "asr", 2)])
    assert text_of(store, meeting) == "one"
    store.undo(meeting)
    assert text_of(store, meeting) == "Hello there"


def test_a_stale_view_is_a_conflict(store: Store, meeting: str) -> None:
    seen = {("segment", "g1"): store.record(meeting, "segment", "g1").revision}
    store.edit(meeting, "first", correct("one"), seen=seen)
    with pytest.raises(Conflict, match="segment g1 was changed meanwhile"):
        store.edit(meeting, "second", correct("two"), seen=seen)
    assert (text_of(store, meeting), *steps(store, meeting)) == ("one", "first", None)
    store.commit(meeting, [Put(HELLO, "asr", 2)])
    seen = {("segment", "g1"): store.record(meeting, "segment", "g1").revision}
    store.edit(meeting, "third", correct("three"), seen=seen)
    assert text_of(store, meeting) == "three"


NAMES = st.sampled_from(["Maria", "Ann", None])
SPEAKERS = st.sampled_from(["S1", "S2", None])
WORDS = st.sampled_from(["hello", "hello there", "好的 OK", ""])
SEGMENTS = st.builds(
    lambda n, text, speaker, final: Segment(f"g{n}", n * 1.0, n + 1.0, text, speaker, final=final),
    st.integers(0, 2), WORDS, SPEAKERS, st.booleans(),
)  # fmt: skip
ITEMS = st.builds(
    lambda n, task, owner: ActionItem(f"a{n}", task, ("g1",), owner),
    st.integers(0, 1), WORDS, SPEAKERS,
)  # fmt: skip
RECORDS = st.one_of(SEGMENTS, ITEMS, st.builds(Speaker, st.sampled_from(["S1", "S2"]), NAMES))
KEYS = st.sampled_from(
    [("segment", "g0"), ("segment", "g1"), ("segment", "p0"), ("speaker", "S1"), ("speaker", "S2"),
     ("action_item", "a0"), ("action_item", "p0")]
)  # fmt: skip
FIELDS = {
    "segment": st.fixed_dictionaries(
        {}, optional={"text": WORDS, "speaker": SPEAKERS, "start": st.just(1.0),
                      "end": st.just(2.0), "removed": st.booleans()},
    ),
    "speaker": st.fixed_dictionaries({}, optional={"name": NAMES, "removed": st.booleans()}),
    "action_item": st.fixed_dictionaries(
        {}, optional={"task": WORDS, "owner": SPEAKERS, "segments": st.just(["g1"]),
                      "removed": st.booleans()},
    ),
}  # fmt: skip
OVERLAYS = KEYS.flatmap(
    lambda key: st.builds(Overlay, st.just(key[0]), st.just(key[1]), st.none() | FIELDS[key[0]])
)
CHANGES = st.one_of(
    st.builds(Put, RECORDS, st.sampled_from(["asr", "names"]), st.integers(1, 3)),
    st.builds(lambda key: Drop(*key), KEYS),
    OVERLAYS,
)
STEPS = st.one_of(
    st.lists(CHANGES, max_size=4),
    st.lists(OVERLAYS, max_size=3).map(tuple),
    st.sampled_from(["undo", "redo"]),
)


def take(store: Store, meeting: str, step: list[Change] | tuple[Overlay, ...] | str) -> None:
    if step == "undo":
        store.undo(meeting)
    elif step == "redo":
        store.redo(meeting)
    elif isinstance(step, tuple):
        store.edit(meeting, "step", step)
    elif isinstance(step, list):
        store.commit(meeting, step)


def replayed(store: Store, meeting: str) -> dict[tuple[str, str], dict[str, Any]]:
    """What somebody knows who heard every event."""
    known: dict[tuple[str, str], dict[str, Any]] = {}
    for number, event in enumerate(store.events_after(meeting, 0, limit=10_000), start=1):
        heard = json.loads(event.text)
        assert (heard.pop("seq"), heard.pop("meeting")) == (number, meeting)
        kind = heard.pop("type")
        if kind == "removed":
            del known[heard["kind"], heard["id"]]
        elif kind != "meeting":
            known[kind, heard["id"]] = heard
    return known


def seen(snapshot: Snapshot) -> dict[tuple[str, str], dict[str, Any]]:
    names = snapshot.names()
    shown = {(each.kind, each.id): payload(each, names) for each in snapshot.records}
    return {key: json.loads(json.dumps(each)) for key, each in shown.items()}


@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(taken=st.lists(STEPS, min_size=1, max_size=12))
def test_all_events_together_give_the_snapshot(store: Store, taken: list[Any]) -> None:
    meeting = store.create(Meeting(uuid.uuid4().hex), pipeline="recording").id
    for step in taken:
        before = store.snapshot(meeting)
        try:
            take(store, meeting, step)
        except (Conflict, NotFound):
            assert store.snapshot(meeting) == before
    after = store.snapshot(meeting)
    assert replayed(store, meeting) == seen(after)
    words = {each.id for each in after.records if "hello" in repr(each.record)}
    found = store.search("hello", 1, None)
    hits = {hit.id for each in found.meetings for hit in each.hits if each.meeting.id == meeting}
    assert hits <= words
    assert len(hits) == min(len(words), 5)
    store.delete(meeting)
