"""Names for voices, and none where the talk does not say."""

from __future__ import annotations

from assistant.stages.names import FromTalk
from tests.talk import heard, meeting, talk


def named(*lines: str, language: str = "en") -> dict[str, str | None]:
    stage = FromTalk(meeting(language))
    return {s.id: s.name for s in heard(stage, talk(*lines, language=language))}


def test_nothing_from_nothing() -> None:
    assert heard(FromTalk(meeting()), []) == []


def test_who_answers_when_called() -> None:
    assert named("S1: Daniel, can you take that?", "S2: Sure, I can.") == {"S2": "Daniel"}
    assert named("S1: Could you take that, Daniel?", "S2: Sure.") == {"S2": "Daniel"}


def test_self_introduction() -> None:
    assert named("S1: Hi, I'm Maria, and I'll lead today.", "S2: Hello.") == {"S1": "Maria"}
    assert named("S1: My name is Maria.") == {"S1": "Maria"}


def test_thanks_name_the_one_before() -> None:
    lines = (
        "S2: Here are the figures.",
        "S1: Thank you, Priya.",
        "S2: Gladly.",
        "S1: Great work, Priya.",
    )
    assert named(*lines) == {"S2": "Priya"}


def test_one_thanks_alone_is_not_enough() -> None:
    assert named("S2: Here are the figures.", "S1: Thank you, Priya.") == {}


def test_whoever_says_a_name_does_not_bear_it() -> None:
    lines = (
        "S1: Daniel, can you take that?",
        "S2: I think Daniel is out today.",
        "S1: Oh, okay.",
    )
    assert named(*lines) == {}


def test_two_voices_answering_leave_the_name_open() -> None:
    lines = (
        "S1: Daniel, can you take that?",
        "S2: Sure.",
        "S1: And Daniel, could you call them?",
        "S3: Yes, I will.",
    )
    assert named(*lines) == {}


def test_common_words_are_no_names() -> None:
    assert (
        named("S1: Okay, can you start?", "S2: Yes.", "S1: Well, what did we sell?", "S2: A lot.")
        == {}
    )


def test_chinese() -> None:
    assert named("S1: 陈立，你来说一下？", "S2: 行。", language="zh") == {"S2": "陈立"}
    assert named("S1: 周五，你有空吗？", "S2: 有。", language="zh") == {}
