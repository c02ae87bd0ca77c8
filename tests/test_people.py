"""Names that are known before anybody speaks: an uploaded transcript's own, and the house's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.types import Meeting
from tests.canned import Shelf, shelf


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Shelf]:
    with shelf(tmp_path) as opened:
        yield opened


def names(kept: Shelf, meeting: str) -> dict[str, str | None]:
    speakers = kept.store.snapshot(meeting).minutes().speakers
    assert not any(s.suggestion for s in speakers)
    return {s.id: s.name for s in speakers}


def added(kept: Shelf, folder: Path, *lines: str) -> str:
    path = folder / "file"
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    meeting = kept.meetings.add(path, "talk.txt", Meeting("", language="en"), "recording").id
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
    meeting = added(kept, tmp_path, *TALK)
    before = names(kept, meeting)
    assert list(before.values())[:2] == ["Maria Lopez", "D. Reid"]
    for node in ("names", "summary", "punctuation"):
        kept.again(meeting, node)
        assert names(kept, meeting) == before
