"""Decisions: declared, concluded and agreed to."""

from __future__ import annotations

import pytest

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


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (("S1: I'd do three on the hull.", "S2: Yeah, fine, three on the hull."), "Three on"),
        (
            ("S1: Do we want stickers? They're eighty euros.", "S2: No stickers. Moving on."),
            "No stickers",
        ),
        (
            ("S1: I'd miss the stickers.", "S2: Very well, no stickers.", "S1: Thank you."),
            "No stickers",
        ),
        (("S1: So the red one it is.", "S2: Hurrah."), "The red one it is"),
        (
            (
                "S1: We've asked for a direct number.",
                "S2: Then we do that. Big customers get the direct number.",
            ),
            "Big customers",
        ),
        (
            ("S1: Any objections? No? Then it's fifty from May.", "S2: We should write a letter."),
            "It's fifty",
        ),
        (
            (
                "S1: And?",
                "S2: The lab is slow. I'd wait for it. Are we content with that?",
                "S1: Yes.",
            ),
            "I'd wait",
        ),
        (("S1: No. We'll take the two year option.", "S2: Two years, wonderful."), "We'll take"),
        (("S1: Okay, so we do the harbour first.", "S2: That'd be wise, yes."), "We do"),
        (("S1: All in favour of the new rules?", "S2: Aye.", "S1: Carried."), "All in favour"),
        (("S1: Can we agree on Thursday for the launch?", "S2: Yes."), "Can we agree"),
        (("S1: Why don't we postpone the launch?", "S2: Good idea."), "Postpone"),
        (("S1: I think we should go with the blue one.", "S2: Me too."), "I think"),
        (("S1: Should we buy or rent?", "S2: Rent.", "S1: Rent, then."), "Rent"),
        (("S1: Let's drop the newsletter.", "S2: Yes, let's."), "Let's drop"),
        (("S1: So do we all agree on blue?", "S2: Yes."), "Do we all"),
        (("S1: In that case we cancel the coach.", "S2: Yes."), "We cancel"),
        (("S1: I'd keep it at eight.", "S2: Eight works.", "S1: Eight, then."), ""),
        (("S1: And?", "S2: The van goes on Mondays. Any objection?", "S1: None."), ""),
        (("S1: I move we don't bother.", "S2: Seconded."), "I move"),
        (("S1: I've decided to cancel the trip.", "S2: Okay."), "I've decided"),
    ],
)
def test_what_settles_a_matter(lines: tuple[str, ...], text: str) -> None:
    found = decisions(*lines)
    assert [d.text.startswith(text) for d in found] == [True], found


@pytest.mark.parametrize(
    "lines",
    [
        ("S1: And then we look at the next slide.", "S2: Yeah."),
        ("S1: So we don't want people to edit what they say.", "S2: Right."),
        ("S1: Then it depends on the cost.", "S2: Okay."),
        ("S1: So this is what we decided.", "S2: Okay."),
        ("S1: Right, that's the old idea.", "S2: Yeah."),
        ("S1: Then somebody has to order a seal.", "S2: Okay."),
        ("S1: Is there an answer?", "S2: No answer.", "S1: Okay."),
        ("S1: Then see you in half an hour.", "S2: Okay."),
        ("S1: We decided last year to paint it green.", "S2: I remember."),
        ("S1: Let's decide that next time.", "S2: Okay."),
        ("S1: Then update the calendar, please, so that it knows.", "S2: Yep."),
        ("S1: Then the phone rang.", "S2: Okay."),
        ("S1: We agreed you'd phone them.", "S2: I know."),
        ("S1: Why don't we start?", "S2: Good idea."),
        (
            "S1: Okay, so we use the small battery. "
            + "The next slide has the figures of the survey, and there are many of them. " * 3,
            "S2: Yeah.",
        ),
    ],
)
def test_what_settles_nothing(lines: tuple[str, ...]) -> None:
    assert decisions(*lines) == []


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (("S1: 连接池太小了。", "S2: 那就调到一百二。", "S1: 收到，我来改。"), "调到一百二。"),
        (("S1: 夜宵先不做现炒。", "S2: 嗯，那夜宵先不做现炒。", "S1: 这样可以。"), "夜宵先不"),
        (("S1: 我倾向百分之五。", "S2: 好，百分之五。", "S1: 赞成。"), "百分之五"),
        (("S1: 大家同意换供应商吗？", "S2: 同意。"), "大家同意"),
        (("S1: 咱们还是用老办法吧。", "S2: 好。"), "咱们还是"),
        (("S1: 那咱们说好了，八点集合。", "S2: 好。"), "咱们说好"),
        (("S1: 那我们就不请外面的人了。", "S2: 行。"), "我们就不请"),
        (("S1: 会费还是一百块，不涨了。", "S2: 同意。"), "会费还是"),
        (("S1: 以后周会改成线上开。", "S2: 可以。"), "以后周会"),
        (("S1: 那城东线从明天起提前半小时。", "S2: 没问题。"), "城东线"),
        (("S1: 别换了，客人就喝这个味。", "S2: 也是，那不换了。"), "不换了"),
        (("S1: 去年决定用蓝色。", "S2: 是。"), None),
        (("S1: 那坐不下呀。", "S2: 对。"), None),
        (("S1: 那咱们就开始。", "S2: 好。"), None),
    ],
)
def test_chinese_conclusions(lines: tuple[str, ...], text: str | None) -> None:
    found = decisions(*lines, language="zh")
    assert [d.text.startswith(text or "") for d in found] == [True] * (text is not None), found
