"""What people say of an agenda: points moved to, called, named and asked for."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.evaluation.boundaries import boundary_f1, cuts
from assistant.language.agenda import (
    ASKED,
    CALLED,
    COUNT,
    NAMED,
    RAISED,
    SHIFT,
    Cues,
    agenda_cues,
)
from assistant.language.boundaries import NAMES
from assistant.language.segmentation import (
    AGENDA,
    ENCODED,
    WORDS,
    announced,
    load_agenda,
    load_head,
    told,
)
from assistant.language.sentences import split_segments
from assistant.stages.chapters import Embedding
from tests.talk import heard, meeting, talk
from training.agenda import fitted
from training.boundary_examples import Example


def cues(*lines: str, language: str = "en") -> Cues:
    """Those of each turn."""
    sentences = split_segments(talk(*lines, language=language), language)
    found = agenda_cues(sentences)
    opens = [n for n, s in enumerate(sentences) if not n or s.turn != sentences[n - 1].turn]
    assert found.shape == (len(sentences), COUNT)
    return found[opens]


def cue(line: str, which: int, language: str = "en") -> bool:
    before = "S2: 我觉得可以的。" if language == "zh" else "S2: They are fine with it."
    return bool(cues(before, f"S1: {line}", language=language)[1, which])


@pytest.mark.parametrize(
    ("line", "which"),
    [
        ("Okay. Moving on, who has the keys?", SHIFT),
        ("Okay, the bike shed. Somebody cut the lock.", CALLED),
        ("Horrible. The bike shed. Somebody cut the lock.", NAMED),
        ("You're a star. Food. We've got nine stalls.", NAMED),
        ("Can I jump in about the sound limit?", RAISED),
        ("What about the presentation? Isn't that in December?", RAISED),
        ("Which brings us to the money.", RAISED),
    ],
)
def test_points_of_an_agenda(line: str, which: int) -> None:
    assert cue(line, which)


@pytest.mark.parametrize(
    "line",
    [
        "And the chiller? It is old.",
        "Fair enough. I'll leave it out then.",
        "In writing. On the board.",
        "It happens. Tickets are above plan.",
        "Elena? Are you there?",
        "Twenty past! My bread!",
        "Splendid.",
    ],
)
def test_what_names_no_point(line: str) -> None:
    assert not cue(line, NAMED)


def test_chinese_points() -> None:
    assert cue("好。邀请函要不要做？", NAMED, "zh")
    assert cue("奖品，预算三万，谁来采购？", NAMED, "zh")
    assert cue("好。然后是基金的中期报告。", RAISED, "zh")
    assert not cue("高远，你来订？", NAMED, "zh")
    assert not cue("三万。不多。", NAMED, "zh")


def test_who_repeats_a_word_names_nothing_new() -> None:
    fresh = cues("S1: We are late.", "S2: The lift. It makes that noise.")
    echo = cues("S1: They fixed the lift.", "S2: The lift. It makes that noise.")
    assert fresh[1, NAMED] and not echo[1, NAMED]


def test_an_answer_is_known() -> None:
    assert cues("S1: How many?", "S2: Three fifty.", "S1: Done.")[:, ASKED].tolist() == [0, 1, 0]


def test_a_talk_of_many_places_is_no_agenda() -> None:
    weights = load_agenda()
    assert weights.shape == (COUNT + 1,)
    assert (weights[[SHIFT, CALLED, NAMED, RAISED]] > 0).all()
    assert weights[ASKED] < 0
    every = np.eye(COUNT)
    assert np.allclose(told(every, weights, AGENDA), told(every, weights, 2.0))
    many = told(every, weights, 6 * AGENDA)
    assert np.allclose(many[CALLED:], told(every, weights, AGENDA)[CALLED:] / 6)
    assert many[SHIFT] > 1.0
    assert announced([], 1.0).shape == (0,)


def test_weights_are_those_of_what_opens_chapters() -> None:
    heads = {ENCODED: load_head(True), WORDS: load_head(False)}
    size = 60
    cues = np.zeros((size, COUNT))
    cues[9::10, NAMED] = 1.0
    cues[4::10, ASKED] = 1.0
    each = Example(
        numbers=np.zeros((size, len(NAMES)), dtype=np.float32),
        cues=cues,
        turns=np.arange(1, size + 1),
        starts=np.arange(1.0, size + 1.0) * 5,
        duration=5.0 * (size + 1),
        length=75.0,
        size=size + 1,
        truth=tuple(range(10, size + 1, 10)),
        encoded=False,
        language="zh",
    )
    weights = fitted(heads, [each])
    assert weights[NAMED] > 1.0 > 0.0 > weights[ASKED]
    assert np.array_equal(weights, fitted(heads, [each]))


def test_english_agendas_are_followed_without_an_encoder() -> None:
    scores = []
    for path in sorted((Path(__file__).parent / "meetings").glob("*.truth.json"))[::2]:
        truth = json.loads(path.read_text(encoding="utf-8"))
        if truth["language"] != "en" or "chapters" not in truth:
            continue
        lines = [f"{t['speaker']}: {t['text']}" for t in truth["turns"]]
        segments = [
            replace(s, start=t["start"], end=t["end"])
            for s, t in zip(talk(*lines), truth["turns"], strict=True)
        ]
        found = heard(Embedding(meeting("en")), segments)
        turns = cuts([c.segments[0] for c in found], [s.id for s in segments])
        scores.append(boundary_f1([c["first_turn"] for c in truth["chapters"][1:]], turns, 3))
    assert len(scores) >= 8
    assert np.mean(scores) > 0.7
