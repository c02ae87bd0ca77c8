"""Names that are known before anybody speaks: an uploaded transcript's own, and the house's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.exports.minutes_json import as_document
from assistant.language.words import spread
from assistant.speech.expected import MOST
from assistant.types import Meeting, Minutes
from tests.canned import Shelf, shelf
from tests.talk import talk
from tests.test_transcribe import Canned, region, said, transcribe


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Shelf]:
    with shelf(tmp_path) as opened:
        yield opened


def names(kept: Shelf, meeting: str) -> dict[str, str | None]:
    return {s.id: s.name for s in kept.store.snapshot(meeting).minutes().speakers}


def added(kept: Shelf, folder: Path, text: str, name: str = "talk.txt") -> str:
    path = folder / "file"
    path.write_text(text, "utf-8")
    meeting = kept.meetings.add(path, name, Meeting("", language="en"), "recording").id
    assert kept.ended(meeting).state == "done"
    return meeting


TALK = (
    "Maria Lopez: Daniel, can you take that?",
    "D. Reid: Sure, I can.",
    "Maria Lopez: Thanks, Daniel. And Grace, could you call them?",
    "Speaker 3: I will. Thank you, Mary.",
    "Maria Lopez: Good. Grace, by when?",
    "Speaker 3: Tomorrow.",
)


def test_names_of_a_transcript_stay_whatever_people_are_called(kept: Shelf, tmp_path: Path) -> None:
    meeting = added(kept, tmp_path, "\n".join(TALK))
    before = names(kept, meeting)
    assert list(before.values())[:2] == ["Maria Lopez", "D. Reid"]
    for node in ("names", "summary", "punctuation"):
        kept.again(meeting, node)
        assert names(kept, meeting) == before


def recognised(*lines: str) -> str:
    """A transcript by a recogniser that is not sure of what it wrote."""
    segments = tuple(
        replace(s, words=tuple(replace(w, confidence=0.6) for w in spread(s.text, s.start, s.end)))
        for s in talk(*lines)
    )
    return json.dumps(as_document(Minutes(Meeting("x", language="en"), segments=segments)))


HEARD = (
    "S1: Thomas, can you send the invoices by Friday?",
    "S2: Sure, I will.",
    "S1: Great. Thank you, Thomas.",
)


def test_whom_somebody_named_elsewhere_is_written_so(kept: Shelf, tmp_path: Path) -> None:
    first = added(kept, tmp_path, "Ann: Good morning.\nB: Hello.\n")
    assert kept.store.facts(first).people == ()
    before = added(kept, tmp_path, recognised(*HEARD), "minutes.json")
    assert names(kept, before) == {"S1": None, "S2": None}
    (suggested,) = (s for s in kept.store.snapshot(before).minutes().speakers if s.suggestion)
    assert suggested.suggestion and (suggested.id, suggested.suggestion.name) == ("S2", "Thomas")

    speaker = kept.store.snapshot(first).minutes().speakers[1].id
    kept.meetings.edit(first, lambda e: e.rename(speaker, "Tomas", None))
    assert kept.store.facts(before).people == ("Tomas",)
    kept.again(before, "names")
    assert names(kept, before) == {"S1": None, "S2": "Tomas"}
    (item,) = kept.store.snapshot(before).minutes().action_items
    assert item.owner == "S2"
    other = kept.store.snapshot(before).minutes().speakers[0].id
    kept.meetings.edit(before, lambda e: e.rename(other, "Ann", None))
    assert kept.store.facts(before).people == ("Ann", "Tomas")
    kept.meetings.undo(before)
    kept.meetings.undo(first)
    assert kept.store.facts(before).people == ()


def test_people_known_from_elsewhere_are_expected_too_as_far_as_there_is_room() -> None:
    model = Canned(said("Hello."))
    people = ("Helena", *(f"Person {n}" for n in range(MOST)))
    meeting = Meeting("m", language="en", hotwords=("Trailkit", "Helena"), people=people)
    transcribe(model, region(2.0), meeting=meeting)
    ((_, before),) = model.asked
    told = before.prompt.split(", ")
    assert told[:4] == ["Trailkit", "Helena", "Person 0", "Person 1"]
    assert len(told) == MOST
