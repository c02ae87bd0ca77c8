"""Text that replaces what was heard, on the time of what was heard."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.words import join, retimed, spread
from assistant.types import Segment, Word

HEARD = Segment(
    "g1",
    1.0,
    5.0,
    "we ship on Friday",
    "S1",
    (
        Word("we", 1.0, 1.5, 0.9, "en"),
        Word("ship", 2.0, 2.5, 0.5, "en"),
        Word("on", 3.0, 3.5, 0.9, "en"),
        Word("Friday", 4.0, 5.0, 0.8, "en"),
    ),
    "en",
)
CHINESE = Segment("g2", 0.0, 4.0, "我们周五发布", "S1", spread("我们周五发布", 0.0, 4.0), "zh")


def times(words: tuple[Word, ...]) -> list[tuple[str, float, float]]:
    return [(word.text, round(word.start, 3), round(word.end, 3)) for word in words]


def test_words_that_stay_keep_their_times_and_confidence() -> None:
    words = retimed(HEARD, "we ship it on Friday")
    assert [w for w in words if w.text != "it"] == list(HEARD.words)
    assert [w for w in words if w.text == "it"] == [Word("it", 2.5, 3.0)]


def test_a_word_that_replaces_another_takes_its_time() -> None:
    words = retimed(HEARD, "we sip on Friday")
    assert words[1] == Word("sip", 2.0, 2.5)
    words = retimed(HEARD, "we have it on Friday")
    assert times(words)[1:3] == [("have", 2.0, 2.333), ("it", 2.333, 2.5)]


def test_what_is_added_at_the_ends_stays_inside_the_segment() -> None:
    assert times(retimed(HEARD, "so we ship on Friday then"))[0] == ("so", 1.0, 1.0)
    assert times(retimed(HEARD, "so we ship on Friday then"))[-1] == ("then", 5.0, 5.0)


def test_what_is_taken_out_leaves_the_others_alone() -> None:
    assert retimed(HEARD, "ship Friday") == (HEARD.words[1], HEARD.words[3])


def test_chinese_goes_by_the_character() -> None:
    words = retimed(CHINESE, "我们周六发布。")
    assert join(words) == "我们周六发布。"
    before = {w.text: (w.start, w.end) for w in CHINESE.words}
    assert all((w.start, w.end) == before[w.text] for w in words if w.text in before)
    assert (words[3].text, words[3].start, words[3].end) == ("六", *before["五"])


def test_mixed_text() -> None:
    mixed = Segment("g3", 0.0, 4.0, "我们用 Python 写", None, spread("我们用 Python 写", 0.0, 4.0))
    words = retimed(mixed, "我们用 Rust 写。")
    assert join(words) == "我们用 Rust 写。"
    assert [w.start for w in words][:3] == [w.start for w in mixed.words][:3]


def test_words_that_do_not_make_the_text_are_spread_first() -> None:
    odd = Segment("g4", 0.0, 2.0, "ab cd", None, (Word("xy", 0.0, 1.0),))
    assert times(retimed(odd, "ab ce")) == [("ab", 0.0, 1.0), ("ce", 1.0, 2.0)]


@given(st.text("ab 我们，.", min_size=1, max_size=30), st.text("ab 我们，.", max_size=30))
def test_the_words_make_the_text_within_the_time_in_order(before: str, after: str) -> None:
    segment = Segment("g", 1.0, 9.0, before, None, spread(before, 1.0, 9.0))
    words = retimed(segment, " ".join(after.split()))
    assert join(words).replace(" ", "") == after.replace(" ", "")
    assert all(1.0 - 1e-9 <= w.start <= w.end <= 9.0 + 1e-9 for w in words)
    assert all(a.end <= b.start + 1e-9 for a, b in pairwise(words))


@pytest.mark.parametrize("text", ["哈" * 10_000, "ha " * 3_000, "哈嘿" * 5_000])
def test_much_repetition_takes_no_time(text: str) -> None:
    segment = Segment("g", 0.0, 60.0, text, None, spread(text, 0.0, 60.0))
    started = time.perf_counter()
    assert len(retimed(segment, f"so {text[:-3]}")) > 100
    assert time.perf_counter() - started < 2.0
