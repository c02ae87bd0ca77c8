"""The head that tells which turns settle something."""

from __future__ import annotations

import numpy as np

from assistant.language.decision_cues import CUES, cues, turns_of
from assistant.language.sentences import split_segments
from assistant.language.settled import chances, likeliest, load_weights, settling
from assistant.stages.decisions import SpeechActs
from tests.talk import heard, meeting, talk

LINES = (
    "A: The courtesy car has still got the clutch problem, hasn't it?",
    "B: It has. It shakes like a dog.",
    "A: Okay. So until that's done, nobody gets the courtesy car, and we only lend the van.",
    "B: Fine by me, agreed.",
    "A: Who is at the desk on Thursday?",
    "C: I was there last week.",
)


def test_cues_have_names_and_one_number_each() -> None:
    turns = turns_of(split_segments(talk(*LINES), "en"))
    rows = np.array(cues(turns))
    assert rows.shape == (len(LINES), len(CUES)) == (6, len(load_weights()) - 1)
    assert np.isfinite(rows).all()
    assert rows[2, CUES.index("+1 agreed")] == 1.0
    assert rows[0, CUES.index("asks")] == 1.0
    assert cues([]) == []


def test_what_is_laid_down_and_agreed_to_is_likelier_than_what_is_told() -> None:
    turns = turns_of(split_segments(talk(*LINES), "en"))
    each = chances(cues(turns), load_weights())
    assert int(np.argmax(each)) == 2
    assert [at for at, _ in settling(turns)] in ([2], [])
    assert settling([]) == []


def test_of_turns_that_are_near_the_likeliest_stands() -> None:
    assert likeliest(np.array([0.5, 0.9, 0.6, 0.1, 0.7]), 0.45) == [1, 4]
    assert likeliest(np.array([0.1, 0.2]), 0.45) == []


def test_stumbling_talk_settles_nothing() -> None:
    said = heard(
        SpeechActs(meeting("en")),
        talk(
            "A: The mean is about eighty two point four on the far field ones.",
            "B: Yeah, that's the one with the old normalization.",
            "A: And it's slightly better with the other one, I mean, it's still noisy.",
            "B: Right.",
        ),
    )
    assert said == []
