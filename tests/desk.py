"""A small meeting in a store, to be edited as a person would."""

from __future__ import annotations

import datetime
from typing import Any

from assistant.exports.minutes_json import as_document
from assistant.language.words import spread
from assistant.meetings.library import Changed
from assistant.store import Put
from assistant.types import (
    ActionItem,
    Chapter,
    Decision,
    Meeting,
    Minutes,
    Point,
    Question,
    Record,
    Segment,
    Speaker,
    SpeakerPoint,
    Summary,
)
from tests.canned import Shelf

RECEIPTS = ("chapters", "decisions", "action_items")


def said(name: str, start: float, speaker: str, text: str) -> Segment:
    return Segment(name, start, start + 4, text, speaker, spread(text, start, start + 4))


RECORDS: tuple[Record, ...] = (
    said("g1", 0.0, "S1", "Good morning, Bob."),
    said("g2", 5.0, "S2", "我们周五发布 v2 吧。"),
    said("g3", 10.0, "S1", "I will send the figures."),
    said("g4", 15.0, "S2", "Thank you."),
    Speaker("S1", "Ann", 8.0),
    Chapter("c1", "Release", 0.0, 9.0, "all of it", ("g1", "g2")),
    Chapter("c2", "Figures", 10.0, 19.0, "the rest", ("g3", "g4")),
    Summary(
        "They ship.",
        (Point("Ship on Friday", ("g2", "g3")),),
        (SpeakerPoint("S1", "Figures", ("g3",)), SpeakerPoint("S2", "Ship", ("g2",))),
        (Question("When?", "Friday", ("g1", "g2")),),
    ),
    Decision("d1", "Ship on Friday", ("g2",)),
    ActionItem("a1", "Send the figures", ("g3",), "S1"),
    ActionItem("a2", "Say thanks", ("g4", "g3"), "S2", datetime.date(2026, 1, 9)),
)


class Desk:
    """A meeting that is being edited."""

    def __init__(self, shelf: Shelf, name: str = "m1") -> None:
        self.meetings = shelf.meetings
        self.store = shelf.store
        self.name = name
        self.store.create(Meeting(name, "Weekly", datetime.date(2026, 1, 5)), pipeline="recording")
        self.store.commit(self.name, [Put(record, "node", 1) for record in RECORDS])

    def edit(self, name: str, *given: Any) -> Changed:
        return self.meetings.edit(self.name, lambda edits: getattr(edits, name)(*given))

    def text(self, name: str, text: str) -> Changed:
        return self.edit("segment", name, text, None, False, None)

    def move(self, name: str, speaker: str | None) -> Changed:
        return self.edit("segment", name, None, speaker, True, None)

    def minutes(self) -> Minutes:
        return self.store.snapshot(self.name).minutes()

    def document(self) -> dict[str, Any]:
        return as_document(self.minutes())

    def segment(self, name: str) -> Segment:
        return next(s for s in self.minutes().segments if s.id == name)

    def texts(self) -> dict[str, str]:
        return {s.id: s.text for s in self.minutes().segments}

    def named(self) -> set[str]:
        """Every segment that a line of the minutes rests on."""
        document = self.document()
        summary = document["summary"]
        lines = [line for kind in RECEIPTS for line in document[kind]]
        lines += [*summary["points"], *summary["by_speaker"], *summary["questions"]]
        assert all(line["segments"] for line in lines if not line.get("id", "").startswith("p"))
        return {name for line in lines for name in line["segments"]}
