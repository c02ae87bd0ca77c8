"""What chapters are called."""

from __future__ import annotations

import pytest

from assistant.language.chinese_digest import names_subject
from assistant.language.headings import headings
from assistant.language.sentences import split_segments, to_vectors
from tests.talk import talk

TALK = (
    "S1: The roof leaks above the kitchen.",
    "S2: The roof needs new tiles.",
    "S1: Shit happens, the roof is old.",
    "S2: Is the garden fence ready?",
    "S1: What about the garden fence?",
    "S2: Who paints the garden fence?",
)


def chapter(first: int, end: int, *lines: str, language: str = "en") -> tuple[str, str]:
    """Title and summary of some of the sentences of a talk."""
    sentences = split_segments(talk(*lines, language=language), language)
    made = headings(sentences, to_vectors(sentences, None), {}, language)
    return made.title(first, end), made.summary(first, end)


def test_a_title_names_what_is_said_in_its_chapter() -> None:
    title, summary = chapter(0, 3, *TALK)
    assert "oof" in title
    assert "fence" not in title
    assert "appens" not in title
    assert "roof" in summary


def test_a_chapter_of_questions_says_what_it_talked_about() -> None:
    title, summary = chapter(3, 6, *TALK)
    assert title == "Garden fence"
    assert summary == "The team talked about garden fence."


def test_a_chinese_title_is_no_sentence() -> None:
    lines = ("S1: 种子用户先放五百个。", "S2: 五百个种子用户够了。", "S1: 种子用户的名单谁来挑？")
    title, _ = chapter(0, 3, *lines, language="zh")
    assert "种子用户" in title


@pytest.mark.parametrize(
    ("phrase", "text", "whole"),
    [
        ("仓库", "仓库有人。去仓库看看。", True),
        ("进展部", "进展部分呢。进展部分写一页。", False),
        ("版样品", "第二版样品。第三版样品。", False),
        ("种子用户", "五百个种子用户。那个种子用户。", True),
        ("the green", "the green 要等。the green 来了。", False),
        ("SDK", "SDK升级了。换上SDK。", True),
    ],
)
def test_strings_that_are_whole_words(phrase: str, text: str, whole: bool) -> None:
    assert names_subject(phrase, text) is whole
