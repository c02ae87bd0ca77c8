"""What a new run wrote gets the names of what it stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from assistant.meetings.matching import Lines, matched
from assistant.store import Stored
from assistant.types import ActionItem, Chapter, Decision, Record, Segment, Speaker, Summary


def segment(name: str, start: float, end: float, speaker: str | None = "S1") -> Segment:
    return Segment(name, start, end, f"text of {name}", speaker)


def there(
    *records: Segment | Speaker | Chapter | Decision | ActionItem,
    edited: Sequence[str] = (),
    hidden: Sequence[str] = (),
) -> list[Stored]:
    kinds = {Segment: "segment", Speaker: "speaker", Chapter: "chapter", Decision: "decision"}
    return [
        Stored(
            kind=kinds.get(type(record), "action_item"),
            id=record.id,
            record=record,
            edited=("text",) if record.id in edited else (),
            revision=1,
            node="n",
            run=1,
            machine=record,
            hidden=record.id in hidden,
        )
        for record in records
    ]


def names(before: Sequence[Stored], *given: Record) -> list[tuple[str, str | None] | None]:
    found = matched(before, given, 2)
    return [(r.id, r.speaker) if isinstance(r, Segment) else None for r in found]


THREE = (segment("g1", 0, 4), segment("g2", 5, 9, "S2"), segment("g3", 10, 14))


def test_the_same_again_keeps_its_names() -> None:
    assert matched(there(*THREE), THREE, 2) == list(THREE)


def test_without_anything_before_names_stay() -> None:
    assert matched([], THREE, 2) == list(THREE)
    assert matched(there(*THREE), [], 2) == []


def test_segments_are_found_by_their_time_under_other_numbers() -> None:
    new = (segment("g1", 0, 1), segment("g2", 1.2, 4.1), segment("g3", 5.1, 9, "S2"))
    assert names(there(*THREE), *new) == [("g1r2", "S1"), ("g1", "S1"), ("g2", "S2")]


def test_a_name_is_given_once_and_to_the_one_that_shares_most() -> None:
    halves = (segment("g1", 0, 2), segment("g2", 2, 4))
    assert names(there(segment("g1", 0, 4)), *halves) == [("g1", "S1"), ("g2", "S1")]
    old = there(segment("g1", 0, 4), segment("g2", 3, 9))
    assert names(old, segment("g1", 2.9, 9)) == [("g2", "S1")]


@pytest.mark.parametrize("many", [2, 3])
def test_permuted_speakers_are_found_by_the_time_they_share(many: int) -> None:
    old = [segment(f"g{n}", n, n + 0.9, f"S{n % many + 1}") for n in range(12)]
    new = [segment(f"g{n}", n, n + 0.9, f"S{(n + 1) % many + 1}") for n in range(12)]
    assert matched(there(*old), new, 2) == old


def test_a_new_voice_gets_a_name_that_nobody_has() -> None:
    before = [*there(*THREE), *there(Speaker("S3", "Dana"), hidden=["S3"])]
    new = (*THREE, segment("g4", 20, 24, "S3"))
    assert names(before, *new)[-1] == ("g4", "S4")
    fewer = [replace(each, speaker="S1") for each in THREE]
    assert {name and name[1] for name in names(there(*THREE), *fewer)} == {"S1"}


def test_speakers_follow_their_segments() -> None:
    swapped = [replace(s, speaker={"S1": "S2", "S2": "S1"}[s.speaker or ""]) for s in THREE]
    found = matched(there(*THREE), [*swapped, Speaker("S1", "Ann")], 2)
    assert found[-1] == Speaker("S2", "Ann")


def test_segments_without_speakers() -> None:
    mute = [replace(each, speaker=None) for each in THREE]
    assert matched(there(*mute), mute, 2) == mute
    assert matched(there(*mute), THREE, 2) == list(THREE)
    assert matched(there(*THREE), mute, 2) == mute


def test_nothing_comes_in_the_place_of_what_a_person_changed() -> None:
    before = there(segment("g1", 0, 10), edited=["g1"])
    parts = [segment("g1", 0, 3), segment("g2", 3, 6), segment("g3", 6, 9.5), segment("g4", 11, 12)]
    assert names(before, *parts) == [None, None, None, ("g4", "S1")]


def test_what_a_person_merged_away_stays_away() -> None:
    first, second = segment("g1", 0, 5), segment("g2", 5, 10)
    whole = replace(first, end=10.0)
    merged = [
        replace(there(first, edited=["g1"])[0], record=whole),
        *there(second, hidden=["g2"]),
    ]
    assert names(merged, first, second) == [("g1", "S1"), ("g2", "S1")]
    other = (segment("g1", 0, 1), segment("g2", 2, 9), segment("g3", 9, 10))
    assert names(merged, *other) == [None, ("g2", "S1"), None]


def test_a_voice_that_was_merged_away_is_the_other_one_in_every_run() -> None:
    ours, theirs = there(THREE[0])[0], there(THREE[1])[0]
    moved = replace(theirs, record=replace(THREE[1], speaker="S1"), edited=("speaker",))
    before = [ours, moved, *there(Speaker("S2"), hidden=["S2"])]
    new = (segment("g1", 0, 4), segment("g2", 5, 9, "S2"), segment("g3", 20, 24, "S2"))
    assert names(before, *new) == [("g1", "S1"), ("g2", "S1"), ("g3", "S1")]
    before = [ours, moved, *there(Speaker("S2"))]
    assert names(before, *new) == [("g1", "S1"), ("g2", "S2"), ("g3", "S2")]


def test_lines_are_found_by_what_they_say() -> None:
    send = ActionItem("a1", "Send the report to Bob", ("g1",))
    ask = ActionItem("a2", "Send the report to Ann", ("g1",))
    lines = Lines(there(send, ask), 2)
    new = ActionItem("a1", "Send the report to Ann.", ("g1", "g2"))
    assert lines.renamed(new) == replace(new, id="a2")
    assert lines.renamed(replace(send, id="a2")) == send
    assert lines.renamed(ActionItem("a2", "Buy bread", ("g9",))).id == "a2r2"  # type: ignore[union-attr]
    assert lines.renamed(ActionItem("a3", "Buy milk", ("g9",))).id == "a3"  # type: ignore[union-attr]


def test_lines_that_rest_on_other_segments_must_say_nearly_the_same() -> None:
    lines = Lines(there(Decision("d1", "We ship on Friday", ("g1",))), 2)
    assert lines.renamed(Decision("d7", "We ship on a Friday", ("g9",))).id == "d1"  # type: ignore[union-attr]
    lines = Lines(there(Decision("d1", "We ship on Friday", ("g1",))), 2)
    assert lines.renamed(Decision("d1", "We sleep on Monday", ("g9",))).id == "d1r2"  # type: ignore[union-attr]


def test_a_decision_is_no_action_item() -> None:
    lines = Lines(there(Decision("x", "Ship it", ("g1",))), 2)
    assert lines.renamed(ActionItem("a1", "Ship it", ("g1",))).id == "a1"  # type: ignore[union-attr]


def test_chapters_are_found_by_their_time() -> None:
    chapters = [Chapter("c1", "a", 0, 10, "", ()), Chapter("c2", "b", 10, 20, "", ())]
    lines = Lines(there(*chapters), 2)
    late = Chapter("c1", "c", 11, 20, "", ())
    assert lines.renamed(late) == replace(late, id="c2")
    assert lines.renamed(Summary("short")) == Summary("short")
