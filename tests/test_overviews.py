from __future__ import annotations

import pytest

from assistant.evaluation.overviews import length, overview_scores, rouge, share_said


def test_rouge_in_english_takes_stems_and_in_chinese_characters() -> None:
    english = rouge("The cats sat.", "the cat ran", "en")
    assert english["rouge1"] == pytest.approx(2 / 3)
    assert english["rouge2"] == pytest.approx(1 / 2)
    assert rouge("上周数据", "上周數字", "zh")["rougeL"] == pytest.approx(3 / 4)


def test_lsum_compares_sentence_by_sentence() -> None:
    swapped = rouge("It rains. We stay here.", "We stay here. It rains.", "en")
    assert swapped["rougeLsum"] == 1.0
    assert (swapped["rougeL"] or 0) < 1.0


def test_words_that_nobody_said_are_counted() -> None:
    said = ["We don’t ship on Friday."]
    assert share_said("Maria: we don't ship.", [*said, "Maria"], "en") == 1.0
    assert share_said("We decline shipping", said, "en") == pytest.approx(1 / 3)
    assert share_said("", said, "en") is None
    assert share_said("周五發布", ["周五发"], "zh") == pytest.approx(3 / 4)


def test_an_overview_without_reference_still_has_a_length() -> None:
    scores = overview_scores(None, "We don't ship.", ["we don't ship"], "en")
    assert scores["rouge1"] is None
    assert (scores["overview_words"], scores["overview_said"]) == (3.0, 1.0)
    assert length("我们周五发布。", "zh") == 6
