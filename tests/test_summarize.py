"""The meeting in short; every line has a receipt."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.terms import content_words
from assistant.stages.summarize import Extractive
from assistant.types import Segment, Speaker, Summary
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


def told(lines: list[str], *speakers: Speaker) -> Summary:
    """The summary of a talk whose voices have these names."""
    stage = Extractive(meeting())
    items: list[Segment | Speaker] = [*speakers, *talk(*lines)]
    assert [out for item in items for out in stage.push(item)] == []
    (only,) = stage.finish()
    return only


def test_statements_are_told_of_who_made_them() -> None:
    lines = ["S1: I'll write the letter about the new price.", "S2: The price is fixed by law."]
    made = told(lines, Speaker("S1", "Grace"), Speaker("S2", "Omar"))
    assert "Grace will write the letter about the new price." in made.overview
    assert "Omar said that the price is fixed by law." in made.overview


def test_without_names_nobody_is_named() -> None:
    lines = ["S1: I'll write the letter about the new price.", "S2: The price is fixed by law."]
    made = told(lines, Speaker("S1"), Speaker("S2"))
    assert "The price is fixed by law." in made.overview
    assert "write the letter" not in made.overview
    spoken = {p.speaker: p.text for p in made.by_speaker}
    assert spoken["S1"] == "Will write the letter about the new price."


def test_the_group_is_named_before_it_is_they() -> None:
    lines = ["S1: We need a panel of three.", "S1: We plan the review for the autumn term."]
    made = told(lines, Speaker("S1", "Grace"))
    assert made.overview.endswith(
        "Grace said that the team needs a panel of three and that they plan the review for the"
        " autumn term."
    )


def test_what_was_decided_is_told_as_decided() -> None:
    made = told(["S1: So we decided to drop the contour lines.", "S2: Fine by me."])
    assert made.overview.endswith("decided to drop the contour lines.")


def test_the_overview_names_what_it_rests_on() -> None:
    made = summary(*LINES)
    by_id = {s.id: s for s in talk(*LINES)}
    assert made.segments
    cited = " ".join(by_id[name].text for name in made.segments)
    said = set(content_words(cited, "en")) | set(
        content_words("the meeting discussed talked suggested team", "en")
    )
    assert set(content_words(made.overview, "en")) <= said


WORDS = ("battery", "supplier", "remote", "letter", "price", "customer", "budget", "network")
CLAUSES = st.sampled_from(
    [
        "the {0} is bigger than the {1}",
        "I'll send the {0} to the {1}",
        "we decided to test the {0} and the {1}",
        "um, I think the {0} of the {1} costs twelve euros",
        "let's change the {0}, you know, before the {1}",
        "my {0} broke because the {1} was late",
        "the the {0} with a {1}",
        "could you send the {0} to our {1}",
        "it's not the {0} but what the {1} said",
    ]
)
SAID = st.builds(
    lambda who, clause, one, two, mark: f"{who}: {clause.format(one, two)}{mark}",
    st.sampled_from(["S1", "S2", "S3"]),
    CLAUSES,
    st.sampled_from(WORDS),
    st.sampled_from(WORDS),
    st.sampled_from([".", "?", "", " -", "!"]),
)


@given(st.lists(SAID, min_size=1, max_size=40))
def test_no_word_of_content_is_made_up(lines: list[str]) -> None:
    made = told(lines, Speaker("S1", "Grace"), Speaker("S2", None))
    said = {w for line in lines for w in re.findall(r"[a-z]+", line.lower())}
    frame = "grace s meeting group team they discussed talked about said that thought suggested it"
    frame += " and will have them their decided was is are to spoke proposed"
    texts = [made.overview, *(p.text for p in made.points), *(p.text for p in made.by_speaker)]
    for text in texts:
        assert set(re.findall(r"[a-z]+", text.lower())) <= said | set(frame.split())


@pytest.mark.parametrize("text", ["The budget was approved.", "Budget.", "...", "Ja, gut. 好。"])
def test_one_sentence_is_enough_or_nothing(text: str) -> None:
    (made,) = heard(Extractive(meeting("auto")), talk(f"S1: {text}", language="en"))
    assert made.overview in ("", text, f"S1: {text}") or set(made.segments) == {"g0"}


def test_languages_may_change_within_a_meeting() -> None:
    lines = [f"S1: {line.split(': ', 1)[1]}" for line in LINES]
    chinese = [Segment("z1", 900.0, 905.0, "共享日历这周五要对外上线，大家准备一下。", "S2")]
    (made,) = heard(Extractive(meeting("auto")), [*talk(*lines), *chinese])
    assert "contour" in made.overview
    (only,) = heard(Extractive(meeting("auto")), [*chinese, *talk("S1: The budget is small.")])
    assert only.overview


def test_four_hours_of_talk_take_seconds() -> None:
    lines = [line for n in range(4000 // len(LINES)) for line in LINES]
    started = time.process_time()
    made = summary(*lines)
    assert time.process_time() - started < 40
    assert made.overview


def test_a_lecture_is_told_part_by_part() -> None:
    nouns = ("heart", "kidney", "liver", "brain")
    facts = "The {0} has a wall of muscle number {1}. The {0} needs blood from vessel {1}."
    text = " ".join(facts.format(noun, number) for noun in nouns for number in range(10))
    made = summary(f"S1: {text}")
    for noun in nouns:
        assert noun in made.overview


def test_a_statement_that_is_imagined_is_told_last() -> None:
    lines = [
        "S1: If we had the money, the new server would fix the slow report.",
        "S2: The server restarts every night before the report is written.",
    ]
    first, *_ = [p.text for p in told(lines * 2).points]
    assert first == "The server restarts every night before the report is written."


def test_a_promise_that_is_changed_is_told_last() -> None:
    lines = [
        "S1: I'll send the letter to the supplier on Monday.",
        "S1: No, make that Friday.",
        "S2: The supplier needs the letter before the price changes.",
    ]
    first, *_ = [p.text for p in told(lines, Speaker("S1", "Grace"), Speaker("S2", "Omar")).points]
    assert first == "The supplier needs the letter before the price changes."


def test_chinese_is_told_of_who_said_it() -> None:
    stage = Extractive(meeting("zh"))
    lines = talk(
        "S1: 嗯，我把新的接口换上就行，周四之前可以弄完。",
        "S2: 我们上周发了两百份问卷，收回来一百份。",
        "S1: 还有别的吗？",
        language="zh",
    )
    items: list[Segment | Speaker] = [Speaker("S1", "周航"), *lines]
    assert [out for item in items for out in stage.push(item)] == []
    (only,) = stage.finish()
    assert "周航把新的接口换上，周四之前可以弄完。" in only.overview
    assert "团队上周发了两百份问卷，收回来一百份。" in only.overview
    assert only.segments == ("g0", "g1")
    assert only.questions == ()
    spoken = {p.speaker: p.text for p in only.by_speaker}
    assert spoken["S1"] == "把新的接口换上，周四之前可以弄完。"
