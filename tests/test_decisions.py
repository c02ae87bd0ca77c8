"""Decisions: declared, concluded and agreed to."""

from __future__ import annotations

from assistant.stages.decisions import SpeechActs
from assistant.types import Decision
from tests.talk import heard, meeting, talk


def decisions(*lines: str, language: str = "en") -> list[Decision]:
    return heard(SpeechActs(meeting(language)), talk(*lines, language=language))


def test_nothing_from_nothing() -> None:
    assert decisions() == []


def test_the_sentence_that_says_what() -> None:
    (found,) = decisions(
        "S1: Okay, then let's decide that. Contour lines are optional, and off by default.",
        "S2: Yep.",
    )
    assert found.text == "Contour lines are optional, and off by default."
    assert (found.id, found.segments) == ("d1", ("g0", "g1"))


def test_a_proposal_that_is_declared_settled() -> None:
    (found,) = decisions(
        "S1: I'd like to push the west hall lighting to next year. Any objections?",
        "S2: Not from me.",
        "S1: Okay, that's decided.",
    )
    assert found.text == "Push the west hall lighting to next year."
    assert set(found.segments) >= {"g0", "g2"}


def test_a_conclusion_needs_agreement() -> None:
    conclusion = "S1: Okay, so box thirteen replaces box four at the tram stop."
    assert len(decisions(conclusion, "S2: Works for me.")) == 1
    assert decisions(conclusion, "S2: I don't think that works.") == []
    assert decisions(conclusion, "S2: What about box nine?") == []


def test_questions_and_hypotheticals_decide_nothing() -> None:
    assert decisions("S1: Have we decided on the colour?", "S2: Yes.") == []
    assert decisions("S1: If we had the money, we'd go with the big hall.", "S2: Sure.") == []
    assert decisions("S1: Let's decide next week.", "S2: Fine.") == []


def test_said_twice_is_one_decision() -> None:
    found = decisions(
        "S1: We're going with the blue logo for the campaign.",
        "S2: Great.",
        "S1: So we're going with the blue logo for the campaign.",
        "S2: Yes.",
    )
    assert len(found) == 1


def test_chinese() -> None:
    (found,) = decisions(
        "S1: 这样吧，先放五百个种子用户，没问题再全量。这个就定了。",
        "S2: 行，我没意见。",
        language="zh",
    )
    assert found.text == "先放五百个种子用户，没问题再全量。"
