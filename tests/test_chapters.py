"""Chapters cover the meeting and open where the subject changes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.language.sentences import SentenceEncoder, load_encoder, split_segments, split_text
from assistant.models import Weights
from assistant.stages.chapters import Embedding
from assistant.types import Chapter
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


def chapters(*lines: str, language: str = "en", **options: float) -> list[Chapter]:
    stage = Embedding(meeting(language), **options)  # type: ignore[arg-type]
    return heard(stage, talk(*lines, language=language))


def test_nothing_from_nothing() -> None:
    assert chapters() == []


def test_one_subject_is_one_chapter() -> None:
    (only,) = chapters(*MAPS)
    assert (only.id, only.segments, only.start) == ("c1", ("g0", "g5"), 0.0)
    assert only.summary in {line.split(": ")[1] for line in MAPS}


def test_a_new_subject_opens_a_chapter() -> None:
    first, second = chapters(*MAPS, *LETTER, granularity=30.0)
    assert (first.segments, second.segments) == (("g0", "g5"), ("g6", "g11"))
    assert "letter" in second.title.lower()
    assert "maps" in first.title.lower() or "contour" in first.title.lower()
    assert 1 <= len(second.title.split()) <= 7


def test_granularity_bounds_the_number() -> None:
    assert len(chapters(*MAPS, *LETTER, granularity=600.0)) == 1


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
    found = chapters(*maps, *maps, *price, *price, language="zh", granularity=30.0)
    assert "g6" in {c.segments[0] for c in found}


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
