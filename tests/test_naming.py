from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from assistant.evaluation.naming import (
    called_by_others,
    name_scores,
    nearly,
    same_person,
    voices_by_time,
)
from assistant.evaluation.references import Reference, Utterance
from assistant.evaluation.report import mean
from assistant.types import SpeechTurn

TRUTH = Reference(
    people={"A": "Maria Lopez", "B": "Tom", "C": "Priya"},
    turns=(
        SpeechTurn("A", 0, 10),
        SpeechTurn("B", 10, 20),
        SpeechTurn("C", 20, 22),
    ),
)


def minutes(*names: str | None, **suggested: str) -> dict[str, Any]:
    said = [("S1", 0, 10), ("S2", 9, 15), ("S3", 15, 20), ("S4", 20, 22)]
    speakers: list[dict[str, Any]] = [
        {"id": f"S{i}", "name": name} for i, name in enumerate(names, start=1)
    ]
    for each in speakers:
        if each["id"] in suggested:
            each["suggestion"] = {"name": suggested[each["id"]]}
    return {
        "speakers": speakers,
        "segments": [{"speaker": who, "start": a, "end": b} for who, a, b in said],
    }


def test_a_voice_is_who_speaks_most_of_its_time() -> None:
    made = minutes()
    made["segments"].append({"speaker": "S5", "start": 30, "end": 31})
    assert voices_by_time(TRUTH, made) == {"S1": "A", "S2": "B", "S3": "B", "S4": "C", "S5": None}


def test_people_named_and_names_that_are_wrong() -> None:
    scores = name_scores(TRUTH, minutes("Maria", "Tom", "Tom", "Daniel"))
    assert (scores["voices_true"], scores["voices_named"], scores["voices_misnamed"]) == (3, 2, 1)
    assert scores["named"] == pytest.approx(2 / 3)
    assert scores["false_names"] == pytest.approx(1 / 3)


def test_a_misspelt_name_is_wrong_and_counted_among_them() -> None:
    scores = name_scores(TRUTH, minutes(None, "Tomm", None, "Daniel"))
    assert (scores["voices_named"], scores["voices_misnamed"]) == (0, 2)
    assert scores["voices_misspelt"] == 1
    assert not nearly("Tom", "Priya")


def test_a_suggestion_is_no_name() -> None:
    scores = name_scores(TRUTH, minutes("Maria", None, None, None, S2="Tom", S4="Tom"))
    assert (scores["voices_named"], scores["voices_misnamed"]) == (1, 0)
    assert (scores["names_suggested"], scores["suggested_right"]) == (2, 1)


def test_who_is_never_called_cannot_be_named() -> None:
    said = (
        Utterance("A", "Maria here. Tom, can you start? Then tomorrow I ask Priyanka.", 0, 10),
        Utterance("B", "Sure, Ms Lopez.", 10, 20),
    )
    truth = replace(TRUTH, utterances=said)
    assert called_by_others(truth) == {"A", "B"}
    scores = name_scores(truth, minutes(None, "Tom", None, "Priya"))
    assert (scores["voices_called"], scores["called_named"]) == (2, 1)
    assert scores["named"] == pytest.approx(2 / 3)
    assert scores["named_of_called"] == 0.5
    assert name_scores(TRUTH, minutes("Maria"))["named_of_called"] is None
    chinese = Reference(
        people={"A": "周航"}, utterances=(Utterance("B", "那个周航，你来？", 0, 1),)
    )
    assert called_by_others(chinese) == {"A"}


def test_names_are_counted_over_all_meetings() -> None:
    right = name_scores(TRUTH, minutes("Maria", "Tom", None, "Priya"))
    wrong = name_scores(TRUTH, minutes("Tom", None, None, None))
    both = mean([right, wrong, {}])
    assert both["voices_true"] == 6
    assert both["named"] == pytest.approx(3 / 6)
    assert both["false_names"] == pytest.approx(1 / 4)
    assert name_scores(Reference(), minutes("Maria")) == {}


def test_a_word_of_a_name_is_the_person() -> None:
    assert same_person("maria", "Maria Lopez")
    assert not same_person("Mario", "Maria Lopez")
    assert same_person("Doctor Mehta", "Mehta")
    assert same_person("小叶", "叶子轩") and same_person("老范", "范志强")
    assert same_person("徐主任", "徐主任") and not same_person("徐", "林峰")
    assert not same_person("叶子", "叶子轩")
    assert not same_person("", "Maria")
