from __future__ import annotations

from typing import Any

import pytest

from assistant.evaluation.support import (
    facts,
    lines,
    support_scores,
    supports,
    unsupported_lines,
)


def minutes(**parts: Any) -> dict[str, Any]:
    said = [
        ("S1", "We counted two hundred and twelve testers."),
        ("S2", "Then I send the letter by Friday the tenth."),
        ("S1", "Good, and who books the room?"),
        ("S2", "Nobody yet."),
    ]
    return {
        "speakers": [{"id": "S1", "name": "Maria"}, {"id": "S2", "name": None}],
        "segments": [
            {"id": f"g{i}", "speaker": who, "text": text} for i, (who, text) in enumerate(said)
        ],
        "summary": {"overview": ""},
        "chapters": [],
        "decisions": [],
        "action_items": [],
    } | parts


def item(task: str, segments: list[str], due_text: str | None = None) -> dict[str, Any]:
    return {"task": task, "due_text": due_text, "segments": segments}


def test_numbers_are_facts_however_they_are_written() -> None:
    assert facts("212 testers by the 10th", "en") == {"212", "10"}
    assert facts("two hundred and twelve testers, Friday", "en") == {"212", "friday"}
    assert facts("The board likes five. Five percent is much.", "en") == {"5"}
    assert facts("周五之前给五百个，23号", "zh") == {"周五", "五百", "23"}


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Send the letter by Friday", True),
        ("Send the letter by Thursday", False),
        ("Sending letters", True),
        ("Paint the kitchen wall", False),
        ("Maria counted 212 testers", True),
        ("Maria counted 213 testers", False),
        ("Speaker 2 sends the letter", True),
    ],
)
def test_a_line_needs_most_of_its_words_and_all_of_its_facts(text: str, right: bool) -> None:
    made = minutes(action_items=[item(text, ["g1"])])
    assert support_scores(made, "en")["backed"] == float(right)


def test_a_due_date_needs_its_words_too() -> None:
    made = minutes(action_items=[item("Send the letter", ["g1"], "by Monday")])
    assert list(unsupported_lines(made, "en")) == ["action item: Send the letter by Monday [g1]"]


def test_only_neighbours_help() -> None:
    near = minutes(decisions=[{"text": "212 testers", "segments": ["g1"]}])
    far = minutes(decisions=[{"text": "212 testers", "segments": ["g2"]}])
    assert support_scores(near, "en")["backed"] == 1.0
    assert support_scores(far, "en")["backed"] == 0.0


def test_receipts_have_to_exist() -> None:
    none = item("Send the letter", [])
    lost = item("Send the letter", ["g1", "g9"])
    scores = support_scores(minutes(action_items=[none, lost, item("Send it", ["g1"])]), "en")
    assert scores == {
        "lines": 3.0,
        "receipts": pytest.approx(1 / 3),
        "backed": pytest.approx(1 / 3),
    }
    assert support_scores(minutes(), "en")["backed"] is None


def test_every_kind_of_line_is_judged() -> None:
    made = minutes(
        summary={
            "overview": "Testers were counted. A letter is sent.",
            "segments": ["g0", "g1"],
            "points": [{"text": "Letter", "segments": ["g1"]}],
            "by_speaker": [{"speaker": "S2", "text": "Letter", "segments": ["g1"]}],
            "questions": [{"question": "Who?", "answer": "Nobody.", "segments": ["g2", "g3"]}],
        },
        chapters=[{"title": "Room", "summary": "Who books it", "segments": ["g0", "g3"]}],
        decisions=[{"text": "Count", "segments": ["g0"]}],
        action_items=[item("Send the letter", ["g1"])],
    )
    found = [(line.kind, len(line.segments)) for line in lines(made)]
    assert found == [
        ("overview", 2),
        ("overview", 2),
        ("point", 1),
        ("speaker", 1),
        ("question", 2),
        ("chapter", 4),
        ("chapter", 4),
        ("decision", 1),
        ("action item", 1),
    ]


def test_chinese_is_compared_by_pairs_of_characters() -> None:
    said = ["陈立周五之前给五百个种子用户的名单"]
    assert supports("周五之前给名单", said, [], "zh")
    assert not supports("周四之前给名单", said, [], "zh")
    assert not supports("更新客服文档", said, [], "zh")
