"""Chapters cover the meeting and open where the subject changes."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.evaluation.boundaries import boundary_f1, cuts
from assistant.language.boundaries import NAMES, features, places
from assistant.language.segmentation import decode
from assistant.language.sentences import (
    SentenceEncoder,
    load_encoder,
    split_segments,
    split_text,
    to_vectors,
)
from assistant.models import Weights
from assistant.stages.chapters import Embedding
from assistant.types import Chapter, Speaker, Style
from tests.talk import heard, meeting, talk

WEIGHTS = Path.home() / ".cache/meeting-assistant/models/minilm-l6-v2"

MAPS = (
    "S1: The offline maps take too much storage on old phones.",
    "S2: The maps have contour lines now, and contour lines doubled the storage.",
    "S1: Old phones cannot hold maps with contour lines.",
    "S2: We could make the contour lines in the maps optional.",
    "S1: Then the offline maps fit the storage of old phones.",
    "S2: The maps without contour lines need half the storage.",
)
LETTER = (
    "S1: Okay, let's move on to the customer letter.",
    "S2: Customers must hear about the new price before the invoice.",
    "S1: The letter explains the price, and the invoice repeats the price.",
    "S2: Customers with an old invoice get the letter first.",
    "S1: One letter for all customers about the price is enough.",
    "S2: The price in the letter and the price on the invoice must agree.",
)


HIRING = (
    "S1: Good. Next, the hiring of a second designer.",
    "S2: Four candidates for the designer wrote, and two candidates fit.",
    "S1: The candidates show their portfolio in an interview.",
    "S2: I can do the interview with both candidates.",
    "S1: Then the designer could begin after the interview.",
    "S2: The portfolio matters more than the interview.",
)


def chapters(*lines: str, language: str = "en", granularity: str = "general") -> list[Chapter]:
    style = Style(granularity=granularity)
    stage = Embedding(replace(meeting(language), style=style))
    return heard(stage, talk(*lines, language=language))


def test_nothing_from_nothing() -> None:
    assert chapters() == []


def test_one_subject_is_one_chapter() -> None:
    (only,) = chapters(*MAPS)
    assert (only.id, only.segments, only.start) == ("c1", ("g0", "g5"), 0.0)
    assert "contour lines" in only.summary
    assert only.summary.endswith(".")


def test_a_new_subject_opens_a_chapter() -> None:
    first, second, third = chapters(*MAPS, *LETTER, *HIRING, granularity="fine")
    assert (first.segments, second.segments) == (("g0", "g5"), ("g6", "g11"))
    assert "letter" in second.title.lower()
    assert "maps" in first.title.lower() or "contour" in first.title.lower()
    assert "designer" in third.title.lower()
    assert all(2 <= len(c.title.split()) <= 7 for c in (first, second, third))


def test_granularity_says_how_many() -> None:
    talks = (*MAPS, *LETTER, *HIRING) * 6
    numbers = [len(chapters(*talks, granularity=g)) for g in ("coarse", "general", "fine")]
    assert numbers == sorted(numbers)
    assert numbers[0] < numbers[2]


def test_a_node_may_say_the_granularity() -> None:
    talks = talk(*((*MAPS, *LETTER, *HIRING) * 4))
    fine = heard(Embedding(meeting(), granularity="fine"), talks)
    styled = heard(Embedding(replace(meeting(), style=Style(granularity="fine"))), talks)
    assert fine == styled


def test_the_past_of_a_meeting_that_goes_on_stays() -> None:
    lines = talk(*((*MAPS, *LETTER, *HIRING) * 8))
    before: list[tuple[str, ...]] = []
    for end in (48, 72, 96, 120, 144):
        found = heard(Embedding(meeting(), foreseen=1800.0), lines[:end])
        settled = [c.segments for c in found[:-2]]
        assert [c for c in before if c not in [c.segments for c in found]] == []
        before = settled


def test_names_are_in_summaries_once_known() -> None:
    stage = Embedding(meeting())
    assert list(stage.push(Speaker("S2", "Priya"))) == []
    lines = ("S1: Who writes the customer letter?", "S2: I'll write the customer letter by Monday.")
    (only,) = heard(stage, talk(*lines))
    assert only.summary == "Priya will write the customer letter by Monday."


def test_chinese_without_an_encoder() -> None:
    maps = (
        "S1: 离线地图占的空间太大。",
        "S2: 地图加了等高线，空间就翻倍了。",
        "S3: 老手机放不下这个地图。",
    )
    price = (
        "S1: 下一个，说一下新的价格。",
        "S2: 价格要先写信告诉客户。",
        "S3: 客户的信里要写清楚价格。",
    )
    found = chapters(*maps * 3, *price * 3, language="zh", granularity="fine")
    assert "g9" in {c.segments[0] for c in found}
    assert all(4 <= len(c.title) <= 14 for c in found)


def test_chinese_agendas_are_followed() -> None:
    scores = []
    for path in sorted((Path(__file__).parent / "meetings").glob("zh_*.truth.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        if "chapters" not in truth:
            continue
        lines = [f"{t['speaker']}: {t['text']}" for t in truth["turns"]]
        segments = [
            replace(s, start=t["start"], end=t["end"])
            for s, t in zip(talk(*lines, language="zh"), truth["turns"], strict=True)
        ]
        found = heard(Embedding(meeting("zh")), segments)
        turns = cuts([c.segments[0] for c in found], [s.id for s in segments])
        scores.append(boundary_f1([c["first_turn"] for c in truth["chapters"][1:]], turns, 3))
    assert len(scores) >= 5
    assert np.mean(scores) > 0.58


def test_cuts_are_chosen_together() -> None:
    starts = np.arange(10.0, 100.0, 10.0)
    gains = np.full(9, -1.0)
    assert decode(gains, starts, 100.0, 50.0, 20.0) == []
    gains[[3, 4]] = 2.0, 2.1
    assert decode(gains, starts, 100.0, 50.0, 20.0) == [4]
    gains[[0, 1, 7]] = 3.0, 2.5, 2.9
    assert decode(gains, starts, 100.0, 50.0, 20.0) == [1, 4, 7]
    assert decode(gains, starts, 100.0, 50.0, 200.0) == []
    assert decode(np.zeros(0), np.zeros(0), 5.0, 50.0, 20.0) == []


def test_what_speaks_for_a_boundary() -> None:
    sentences = split_segments(talk(*MAPS, *LETTER), "en")
    vectors = to_vectors(sentences, None)
    numbers = features(sentences, vectors, 30.0)
    assert numbers.shape == (len(places(sentences)), len(NAMES)) == (11, len(NAMES))
    assert np.isfinite(numbers).all()
    opens = {name: int(numbers[:, column].argmax()) + 1 for column, name in enumerate(NAMES)}
    assert sentences[places(sentences)[opens["moves"] - 1]].segment == "g6"
    assert sentences[places(sentences)[opens["words_unlike_0.5"] - 1]].segment == "g6"
    later = split_segments(
        [replace(s, start=s.start + 99, end=s.end + 99) for s in talk(*MAPS, *LETTER)], "en"
    )
    assert np.allclose(features(later, vectors, 30.0), numbers, atol=1e-4)


def test_sentences() -> None:
    assert split_text("Dr. Ames called. At 4.8 it ships! Really?") == [
        "Dr. Ames called.",
        "At 4.8 it ships!",
        "Really?",
    ]
    assert split_text("好。走吧？嗯") == ["好。", "走吧？", "嗯"]
    first, second = split_segments(talk("S1: One two. Three four."), "auto")
    assert (first.start, first.end) == (0.0, second.start)
    assert second.end == pytest.approx(4.5)
    assert first.turn == second.turn


@pytest.mark.model
@pytest.mark.skipif(not WEIGHTS.is_dir(), reason="run `assistant models pull minilm-l6-v2`")
def test_encoder_knows_likeness() -> None:
    encoder: SentenceEncoder = load_encoder(Weights("minilm-l6-v2", WEIGHTS))
    texts = ["The cat sits on the mat.", "A cat is sitting on a rug.", "Taxes rose in March."]
    vectors = encoder.encode(texts)
    assert vectors.shape == (3, 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    assert vectors[0] @ vectors[1] > 0.6 > 0.2 > vectors[0] @ vectors[2]
    assert np.allclose(encoder.encode(texts[:1])[0], vectors[0])


@pytest.mark.model
@pytest.mark.skipif(not WEIGHTS.is_dir(), reason="run `assistant models pull minilm-l6-v2`")
def test_chapters_by_what_sentences_mean() -> None:
    encoder = load_encoder(Weights("minilm-l6-v2", WEIGHTS))
    lines = talk(*MAPS, *LETTER, *HIRING)
    found = heard(Embedding(meeting(), encoder, granularity="fine"), lines)
    assert {"g0", "g6", "g12"} <= {c.segments[0] for c in found}
    assert [c.start for c in found] == sorted(c.start for c in found)
