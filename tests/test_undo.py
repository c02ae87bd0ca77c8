"""Whatever a person does, as many undos lead back to the beginning."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant.errors import Conflict, InputError, NotFound
from tests.canned import Shelf
from tests.desk import Desk

SEGMENTS = st.sampled_from(["g1", "g2", "g3", "g4", "g1.1", "g3.1"])
SPEAKERS = st.sampled_from(["S1", "S2", "S3"])
ITEMS = st.sampled_from(["a1", "a2", "p1"])
TEXTS = st.text("ab 我。", min_size=1, max_size=12)
NONE = st.none()
STEPS: st.SearchStrategy[tuple[Any, ...]] = st.one_of(
    st.tuples(st.just("segment"), SEGMENTS, TEXTS, NONE, st.just(False), NONE),
    st.tuples(
        st.just("segment"), SEGMENTS, NONE, SPEAKERS | st.just("new") | NONE, st.just(True), NONE
    ),
    st.tuples(st.just("split"), SEGMENTS, st.integers(0, 30), NONE),
    st.tuples(st.just("merge"), SEGMENTS, NONE),
    st.tuples(st.just("rename"), SPEAKERS, TEXTS | NONE, NONE),
    st.tuples(st.just("merge_speakers"), SPEAKERS, SPEAKERS),
    st.tuples(
        st.just("add_action_item"), TEXTS, TEXTS | NONE, NONE, st.lists(SEGMENTS, max_size=2)
    ),
    st.tuples(
        st.just("fields"),
        st.just("action_item"),
        ITEMS,
        st.fixed_dictionaries({}, optional={"task": TEXTS, "owner": SPEAKERS | NONE}),
        NONE,
        st.just("action_item"),
    ),
    st.tuples(st.just("remove"), st.just("action_item"), ITEMS),
    st.tuples(st.just("remove"), st.just("decision"), st.just("d1")),
)


def tried(desk: Desk, step: tuple[Any, ...]) -> None:
    try:
        desk.edit(*step)
    except (InputError, NotFound):
        return
    assert desk.named() <= set(desk.texts())


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    opened = Shelf(tmp_path_factory.mktemp("shelf"))
    yield opened
    opened.store.close()


@settings(max_examples=40, deadline=None)
@given(steps=st.lists(STEPS, max_size=10))
@example(steps=[("remove", "decision", "d1"), ("merge", "g1", None)])
def test_as_many_undos_lead_back(shelf: Shelf, steps: list[tuple[Any, ...]]) -> None:
    name = uuid.uuid4().hex
    desk = Desk(shelf, name)
    before = desk.document()
    for step in steps:
        tried(desk, step)
    after, undone = desk.document(), 0
    while shelf.store.history(name)[0] is not None:
        shelf.meetings.undo(name)
        undone += 1
        assert desk.named() <= set(desk.texts())
    assert desk.document() == before
    for _ in range(undone):
        shelf.meetings.redo(name)
    assert desk.document() == after
    with pytest.raises(Conflict):
        shelf.meetings.redo(name)
