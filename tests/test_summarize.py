"""The meeting in short; every line has a receipt."""

from __future__ import annotations

from assistant.stages.summarize import Extractive
from assistant.types import Summary
from tests.talk import heard, meeting, talk
from tests.test_chapters import LETTER, MAPS

LINES = (*MAPS, *LETTER)


def summary(*lines: str, language: str = "en") -> Summary:
    (only,) = heard(Extractive(meeting(language)), talk(*lines, language=language))
    return only


def test_nothing_from_nothing() -> None:
    assert heard(Extractive(meeting()), []) == []


def test_talk_without_content_gives_empty_fields() -> None:
    assert summary("S1: Yeah.", "S2: Okay.") == Summary()


def test_every_line_names_segments_that_exist() -> None:
    made = summary(*LINES)
    known = {s.id for s in talk(*LINES)}
    assert made.points
    assert {p.speaker for p in made.by_speaker} == {"S1", "S2"}
    receipts = [line.segments for line in made.points]
    receipts += [line.segments for line in made.by_speaker]
    receipts += [line.segments for line in made.questions]
    for ids in receipts:
        assert ids
        assert set(ids) <= known


def test_overview_has_its_length_and_no_fillers() -> None:
    stage = Extractive(meeting(), words=30)
    (made,) = heard(stage, talk(*(line.replace(": ", ": So, um, ", 1) for line in LINES)))
    assert 15 <= len(made.overview.split()) <= 40
    assert " um" not in made.overview.lower()
    assert not made.overview.startswith("So")


def test_a_no_at_the_start_is_kept() -> None:
    line = "No schema migration of the booking tables runs between six and noon on weekdays."
    assert line in summary(f"S1: {line}", "S2: Agreed.").overview


def test_points_differ() -> None:
    line = "S1: The maps without contour lines need half the storage of old phones."
    texts = [p.text for p in summary(line, line, line, *LINES).points]
    assert len(texts) == len(set(texts))


def test_questions_with_answers() -> None:
    made = summary(
        "S1: How many testers do we have for the maps?",
        "S2: Two hundred and twelve signed up for the maps.",
        "S1: Daniel, could you send me the list of testers?",
        "S2: Sure, I'll send the list of testers.",
        "S1: How many opened the maps?",
        "S2: Why do you ask about the maps?",
    )
    (only,) = made.questions
    assert only.question == "How many testers do we have for the maps?"
    assert only.answer == "Two hundred and twelve signed up for the maps."
    assert only.segments == ("g0", "g1")


def test_keywords_are_subjects() -> None:
    words = " ".join(summary(*LINES).keywords).lower()
    assert "contour" in words
    assert "letter" in words
    assert "the" not in words.split()


def test_chinese() -> None:
    lines = (
        "S1: 共享日历这周五要对外上线，大家准备一下。",
        "S2: 共享日历的同步还有点慢，服务器可能顶不住。",
    )
    made = summary(*lines, language="zh")
    assert "共享日历" in made.overview
    assert "共享日历" in made.keywords
