"""What goes on being heard where people have changed what was heard before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.language.words import spread
from assistant.meetings.heeding import Heeding
from assistant.store import Put
from assistant.types import Segment, Speaker
from tests.canned import shelf
from tests.desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with shelf(tmp_path) as opened:
        yield Desk(opened)


class Ear:
    """Puts one segment as it grows."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._heeding = Heeding(desk.store, desk.name)

    def hear(self, text: str, speaker: str | None = "S1", name: str = "u20000") -> None:
        words = spread(text, 20.0, 20.0 + len(text) / 10)
        segment = Segment(name, 20.0, words[-1].end, text, speaker, words)
        puts = [Put(each, "live", 1) for each in self._heeding.heeded(segment)]
        self._desk.store.commit(self._desk.name, puts)

    @property
    def texts(self) -> list[str]:
        said = [s for s in self._desk.minutes().segments if s.start >= 20.0]
        return [f"{s.speaker}: {s.text}" for s in said]


def test_a_segment_grows_in_place_until_somebody_changes_it(desk: Desk) -> None:
    ear = Ear(desk)
    ear.hear("We ship on")
    ear.hear("We ship on fry day")
    assert ear.texts == ["S1: We ship on fry day"]
    desk.text("u20000", "We ship on Friday")
    ear.hear("We ship on fry day and then we")
    ear.hear("We ship on fry day and then we rest.")
    assert ear.texts == ["S1: We ship on Friday", "S1: and then we rest."]
    desk.text("u20000g", "And then we feast.")
    ear.hear("We ship on fry day and then we rest. Good.")
    assert ear.texts == ["S1: We ship on Friday", "S1: And then we feast.", "S1: Good."]


def test_nothing_is_said_twice_once_the_change_is_undone(desk: Desk) -> None:
    ear = Ear(desk)
    ear.hear("We ship on fry day")
    desk.text("u20000", "We ship on Friday")
    ear.hear("We ship on fry day and rest.")
    desk.meetings.undo(desk.name)
    ear.hear("We ship on fry day and rest. Good.")
    assert ear.texts == ["S1: We ship on fry day", "S1: and rest. Good."]


def test_another_speaker_is_found_for_all_of_it(desk: Desk) -> None:
    ear = Ear(desk)
    ear.hear("We ship on fry day", None)
    desk.text("u20000", "We ship on Friday")
    ear.hear("We ship on fry day and rest.", "S2")
    assert ear.texts == ["S2: We ship on Friday", "S2: and rest."]


@pytest.mark.parametrize("is_known", [True, False])
def test_who_was_merged_away_is_not_heard_again(desk: Desk, is_known: bool) -> None:
    ear = Ear(desk)
    if is_known:
        desk.store.commit(desk.name, [Put(Speaker("S2", None, 4.0), "names", 1)])
    ear.hear("One", "S2", "u1")
    desk.edit("merge_speakers", "S2", "S1")
    ear.hear("Two", "S2", "u2")
    ear.hear("Three", "S3", "u3")
    assert [desk.segment(name).speaker for name in ("u1", "u2", "u3")] == ["S1", "S1", "S3"]
    desk.edit("merge_speakers", "S1", "S3")
    ear.hear("Four", "S2", "u4")
    assert desk.segment("u4").speaker == "S3"
    desk.meetings.undo(desk.name)
    desk.meetings.undo(desk.name)
    ear.hear("Five", "S2", "u5")
    assert desk.segment("u5").speaker == "S2"
