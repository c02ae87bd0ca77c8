"""Records to minutes."""

from __future__ import annotations

from assistant.exports.view import View
from assistant.minutes import Records
from assistant.types import ActionItem, Meeting, Minutes, Record, Segment, Speaker, Summary

MEETING = Meeting(id="m1")


def minutes(*records: Record) -> Minutes:
    collected = Records()
    for record in records:
        collected.add(record)
    return collected.minutes(MEETING)


def test_nothing_said_gives_empty_minutes() -> None:
    empty = minutes()
    assert empty.segments == ()
    assert empty.summary == Summary()
    assert empty.meeting.language == "auto"


def test_everything_stands_in_time_order() -> None:
    late, early = Segment("g2", 5.0, 6.0, "b"), Segment("g1", 1.0, 2.0, "a")
    second, first = ActionItem("a2", "later", ("g2",)), ActionItem("a1", "now", ("g1",))
    made = minutes(late, second, early, first)
    assert made.segments == (early, late)
    assert made.action_items == (first, second)


def test_a_newer_revision_wins_whatever_the_order() -> None:
    old = Segment("g1", 0.0, 1.0, "helo", revision=0)
    new = Segment("g1", 0.0, 1.0, "hello", revision=1)
    assert minutes(old, new).segments == minutes(new, old).segments == (new,)


def test_final_never_goes_back() -> None:
    final = Segment("g1", 0.0, 1.0, "hello", revision=1)
    later = Segment("g1", 0.0, 1.0, "hell", final=False, revision=2)
    assert minutes(final, later).segments == (final,)


def test_speakers_come_with_their_seconds_and_names() -> None:
    made = minutes(
        Segment("g1", 0.0, 2.0, "a", "S1"),
        Segment("g2", 2.0, 3.0, "b", "S2"),
        Segment("g3", 3.0, 4.5, "c", "S1"),
        Speaker("S2", "Grace"),
    )
    assert made.speakers == (Speaker("S1", None, 3.5), Speaker("S2", "Grace", 1.0))


def test_the_language_is_the_one_most_was_said_in() -> None:
    made = minutes(
        Segment("g1", 0.0, 5.0, "好", language="zh"), Segment("g2", 5.0, 6.0, "ok", language="en")
    )
    assert made.meeting.language == "zh"


def test_provisional_segments_stand_until_final_ones_reach_them() -> None:
    records = Records()
    for number in (1, 2, 3):
        draft = Segment(f"d{number}", number * 10.0, number * 10.0 + 9.0, "heard", final=False)
        records.add(draft)
    assert [s.id for s in records.minutes(MEETING).segments] == ["d1", "d2", "d3"]
    records.add(Segment("g1", 10.0, 25.0, "Heard.", "S1"))
    assert [s.id for s in records.minutes(MEETING).segments] == ["g1", "d3"]


def test_what_rests_on_nothing_stands_last() -> None:
    early, late = Segment("g1", 0.0, 1.0, "a"), Segment("g2", 5.0, 6.0, "b")
    added, heard = ActionItem("p1", "by hand", ()), ActionItem("a1", "heard", ("g2",))
    made = minutes(early, late, added, heard)
    assert made.action_items == (heard, added)
    assert View.of(made).in_order(made.action_items) == [heard, added]
