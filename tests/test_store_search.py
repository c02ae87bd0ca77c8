"""Lists and search, the same on both databases."""

from __future__ import annotations

import datetime

import pytest

from assistant.errors import InputError
from assistant.store import Drop, Hit, Listed, Overlay, Page, Put, State, Store
from assistant.types import (
    ActionItem,
    Chapter,
    Decision,
    Meeting,
    Record,
    Segment,
    Speaker,
    Summary,
)

pytest_plugins = ("tests.postgres",)


def made(store: Store, name: str, title: str, *records: Record) -> str:
    store.create(Meeting(name, title, datetime.date(2026, 1, 5)), pipeline="recording")
    store.commit(name, [Put(record, "node", 1) for record in records])
    return name


def said(*texts: str, speaker: str = "S1") -> list[Segment]:
    return [
        Segment(f"g{n}", n * 10.0, n * 10.0 + 4.5, text, speaker)
        for n, text in enumerate(texts, start=1)
    ]


def ids(page: Page) -> list[str]:
    return [each.meeting.id for each in page.meetings]


def found(store: Store, query: str) -> list[str]:
    page = store.search(query, 50, None)
    assert page.total == len(page.meetings)
    return ids(page)


def hits(store: Store, query: str) -> list[Hit]:
    return [hit for each in store.search(query, 50, None).meetings for hit in each.hits]


def marked(hit: Hit) -> list[str]:
    return [hit.text[start:end] for start, end in hit.ranges]


@pytest.fixture
def library(store: Store) -> Store:
    made(store, "m1", "Budget round", *said("We talk about maps.", "The riders wait."))
    made(store, "m2", "云雀日历周会", *said("好，先过一下上周的数据。", "发布Beta版本"))
    made(
        store, "m3", "Weekly",
        *said("Riders first.", "José said: well-known maps"),
        Speaker("S1", "Maria Lindqvist"),
        Chapter("c1", "Offline tiles", 0.0, 9.0, "hidden words", ("g1", "g2")),
        Decision("d1", "Contour lines are off", ("g2",)),
        ActionItem("a1", "Measure a region", ("g2",)),
        Summary("overview only"),
    )  # fmt: skip
    return store


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("riders", ["m3", "m1"]),
        ("RIDERS maps", ["m3", "m1"]),
        ("riders budget", ["m1"]),
        ("rid", ["m3", "m1"]),
        ("iders", []),
        ("budget", ["m1"]),
        ("maria", ["m3"]),
        ("lindq weekly", ["m3"]),
        ("tiles", ["m3"]),
        ("contour measure", ["m3"]),
        ("well-known", ["m3"]),
        ("known-well", []),
        ("jose", ["m3"]),
        ("jos\u00e9", ["m3"]),
        ("数据", ["m2"]),
        ("据数", []),
        ("云雀 数据", ["m2"]),
        ("周", ["m2"]),
        ("上周的数据", ["m2"]),
        ("beta", ["m2"]),
        ("发布bet", ["m2"]),
        ("版本", ["m2"]),
        ("ＢＥＴＡ", ["m2"]),
        ("overview", []),
        ("hidden", []),
        ("", []),
        ("  ", []),
        ("— !", []),
    ],
)
def test_what_is_found(library: Store, query: str, expected: list[str]) -> None:
    assert found(library, query) == expected


@pytest.mark.parametrize(
    "query",
    [
        '"', '""', "'", "';--", "*", "a*", "^a", "a OR", "OR", "NOT riders", "NEAR(riders maps, 2)",
        "words:riders", "riders AND", "(riders", "-riders", "riders:*", "riders & !maps", "\\", "%",
        "_", "%s", ":x", "$1", "?", "{", "\0", "riders\0maps", "a" * 100_000, "好" * 10_000,
        "w " * 5_000, " ".join(f"w{n}" for n in range(3_000)), "<->", "|", "😀", "\u0301", "½",
        "riders' OR '1'='1", "\ud800", "1e5 0x1f", "a.b.c@d.e/f?g=h",
    ],
)  # fmt: skip
def test_hostile_queries_find_nothing_they_should_not(library: Store, query: str) -> None:
    library.create(Meeting("m9", "NOT NEAR AND OR a b"), pipeline="recording")
    page = library.search(query, 50, None)
    assert len(page.meetings) == page.total <= 3
    for each in page.meetings:
        assert each.hits
        assert all(hit.ranges for hit in each.hits)


@pytest.mark.parametrize("text", ["a\0b riders", "x" * 100_000, "好" * 50_000, "riders " * 30_000])
def test_hostile_texts_are_kept(store: Store, text: str) -> None:
    made(store, "m1", text[:1000], *said(text))
    assert found(store, text[:20]) == ["m1"]
    assert len(store.search(text[:20], 5, None).meetings[0].hits[1].text) <= 200


def test_hits_in_a_title_and_in_records(library: Store) -> None:
    (hit,) = hits(library, "budget")
    assert hit == Hit("meeting", "m1", None, "Budget round", ((0, 6),))
    (hit,) = hits(library, "maria")
    assert hit == Hit("speaker", "S1", None, "Maria Lindqvist", ((0, 5),))
    (hit,) = hits(library, "well-know")
    assert (hit.kind, hit.id, hit.start) == ("segment", "g2", 20.0)
    assert marked(hit) == ["well", "known"]
    (hit,) = hits(library, "数据")
    assert marked(hit) == ["数", "据"]
    assert [(h.kind, h.id, h.start) for h in hits(library, "offline contour measure")] == [
        ("chapter", "c1", 0.0), ("decision", "d1", 20.0), ("action_item", "a1", 20.0),
    ]  # fmt: skip


def test_at_most_five_hits_in_time_order(store: Store) -> None:
    texts = [f"word {n}" for n in range(9)]
    segments = [Segment(f"g{9 - n}", 90.0 - n, 91.0 - n, t) for n, t in enumerate(texts)]
    made(store, "m1", "word", *segments)
    made(store, "m2", "Other", *segments[:2])
    first, second = (each.hits for each in store.search("wor", 5, None).meetings)
    assert [(hit.kind, hit.start) for hit in first] == [("segment", 89.0), ("segment", 90.0)]
    assert [hit.kind for hit in second] == ["meeting", *["segment"] * 4]
    assert [hit.start for hit in second] == [None, 82.0, 83.0, 84.0, 85.0]


@pytest.mark.parametrize("before", [0, 1, 30, 100, 400])
@pytest.mark.parametrize("after", [0, 30, 400])
def test_a_long_text_is_cut_around_the_match(store: Store, before: int, after: int) -> None:
    text = "so " * before + "riders, RIDERS" + " on" * after
    made(store, "m1", "", *said(text))
    (hit,) = hits(store, "riders")
    assert marked(hit) == ["riders", "RIDERS"]
    assert len(hit.text) == min(len(text), 200) or (before and len(hit.text) > 190)
    assert hit.text in text


def test_a_match_over_the_cut_is_marked_as_far_as_shown(store: Store) -> None:
    made(store, "m1", "", *said("riders " + "x" * 185 + " riders-riders"))
    (hit,) = hits(store, "riders")
    assert marked(hit) == ["riders", "riders"]
    assert len(hit.text) == 200


def test_the_index_follows_every_change(store: Store) -> None:
    made(store, "m1", "Old title", *said("first words"), Speaker("S1", "Maria"))
    store.commit("m1", [Put(said("other words")[0], "node", 2)])
    assert (found(store, "first"), found(store, "other")) == ([], ["m1"])
    store.edit("m1", "x", [Overlay("segment", "g1", {"text": "edited"})])
    assert (found(store, "other"), found(store, "edited")) == ([], ["m1"])
    store.edit("m1", "x", [Overlay("segment", "g1", {"removed": True})])
    assert found(store, "edited") == []
    store.undo("m1")
    assert found(store, "edited") == ["m1"]
    store.undo("m1")
    assert (found(store, "other"), found(store, "edited")) == (["m1"], [])
    store.commit("m1", [Drop("segment", "g1"), State({"title": "New"}), Drop("speaker", "S1")])
    for query in ("other", "old", "maria"):
        assert found(store, query) == []
    assert found(store, "new") == ["m1"]
    assert hits(store, "new")[0].text == "New"


def test_a_line_moves_with_what_it_rests_on(store: Store) -> None:
    made(store, "m1", "", *said("a", "b"), Decision("d1", "riders", ("g1",)))
    assert hits(store, "riders")[0].start == 10.0
    store.commit("m1", [Put(Decision("d1", "riders", ("g2",)), "node", 2)])
    assert hits(store, "riders")[0].start == 20.0


def walk(store: Store, query: str | None, limit: int) -> list[list[str]]:
    pages, cursor = [], None
    while True:
        page = store.page(limit, cursor) if query is None else store.search(query, limit, cursor)
        assert page.total == 7
        pages.append(ids(page))
        cursor = page.cursor
        if cursor is None:
            return pages


@pytest.mark.parametrize("query", [None, "sync"])
def test_pages_newest_first(store: Store, query: str | None) -> None:
    for n in range(7):
        made(store, f"m{n}", "sync")
    assert walk(store, query, 3) == [["m6", "m5", "m4"], ["m3", "m2", "m1"], ["m0"]]
    assert walk(store, query, 7) == [[f"m{n}" for n in (6, 5, 4, 3, 2, 1, 0)]]


def test_a_page_holds_while_meetings_come_and_go(store: Store) -> None:
    for n in range(5):
        made(store, f"m{n}", "sync")
    cursor = store.page(2, None).cursor
    made(store, "m5", "sync")
    store.delete("m3")
    assert ids(store.page(2, cursor)) == ["m2", "m1"]


def test_an_empty_list(store: Store) -> None:
    assert store.page(5, None) == Page((), None, 0)
    assert store.search("x", 5, None) == Page((), None, 0)


@pytest.mark.parametrize("cursor", ["", "x", "-1", "1.5", "٣", "9" * 40, "1;--", "\0", "1 "])
def test_a_malformed_cursor(store: Store, cursor: str) -> None:
    with pytest.raises(InputError, match="cursor"):
        store.page(5, cursor)
    with pytest.raises(InputError, match="cursor"):
        store.search("x", 5, cursor)


def test_what_a_list_shows(library: Store) -> None:
    library.commit(
        "m3",
        [
            Put(Segment("g3", 0.0, 2.0, "Hm", "S2"), "node", 1),
            Put(Segment("g4", 50.0, 51.0, "Hm"), "node", 1),
            Put(Segment("g5", 52.0, 53.0, "Hm", "S3"), "node", 1),
            Put(ActionItem("a2", "Call", ("g1",), status="done"), "node", 1),
            Put(ActionItem("a3", "Gone", ("g1",)), "node", 1),
            Put(Speaker("S9", "Silent"), "node", 1),
            Overlay("action_item", "a3", {"removed": True}),
            Overlay("segment", "g5", {"removed": True}),
        ],
    )
    listed = library.listed("m3")
    speakers = (Speaker("S2", None, 2.0), Speaker("S1", "Maria Lindqvist", 9.0))
    assert listed == Listed(library.meeting("m3"), speakers, 1, 2)
    assert library.page(1, None).meetings == (listed,)
    library.edit("m3", "x", [Overlay("speaker", "S1", {"name": None})])
    library.commit("m3", [Overlay("action_item", "a1", {"status": "done"})])
    assert library.listed("m3").speakers[1].name is None
    assert (library.listed("m3").open_action_items, library.listed("m1").action_items) == (0, 0)


def test_a_page_of_many(store: Store) -> None:
    words = [f"word{n} and the rest of what was said" for n in range(100)]
    for n in range(30):
        made(store, f"m{n}", "sync", *said(*words))
    page = store.search("word13 rest", 10, None)
    assert (page.total, len(page.meetings)) == (30, 10)
    assert [[hit.id for hit in each.hits] for each in page.meetings] == [
        ["g1", "g2", "g3", "g4", "g5"]
    ] * 10
