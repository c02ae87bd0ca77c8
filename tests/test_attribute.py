from __future__ import annotations

import itertools
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.speech.attribution import Seconds, cheapest
from assistant.stages.attribute import WordsToSpeakers
from assistant.types import Segment, SpeechTurn, Word


def said(text: str, start: float, step: float = 0.3) -> list[Word]:
    """Words of `text`, one every `step` seconds without pauses."""
    return [
        Word(word, start + i * step, start + (i + 1) * step, 0.9, "en")
        for i, word in enumerate(text.split())
    ]


def segments(words: list[Word], turns: list[SpeechTurn], **options: float) -> list[Segment]:
    stage = WordsToSpeakers(**options)
    items: list[Word | SpeechTurn] = [*words, *turns]
    for item in items:
        assert list(stage.push(item)) == []
    result = list(stage.finish())
    assert list(stage.finish()) == []
    return result


def spoken(found: list[Segment]) -> list[tuple[str | None, str]]:
    return [(segment.speaker, segment.text) for segment in found]


def test_nothing_in_nothing_out() -> None:
    assert segments([], []) == []
    assert segments([], [SpeechTurn("A", 0.0, 1.0)]) == []


def test_words_without_turns_have_no_speaker() -> None:
    found = segments(said("So we begin.", 0.0), [])
    assert spoken(found) == [(None, "So we begin.")]


def test_turns_may_come_before_or_after_words() -> None:
    words, turns = said("Yes. No.", 0.0, 1.0), [SpeechTurn("A", 0, 1), SpeechTurn("B", 1, 2)]
    stage = WordsToSpeakers()
    items: list[Word | SpeechTurn] = [*turns, *words]
    for item in items:
        list(stage.push(item))
    assert list(stage.finish()) == segments(words, turns)


def test_each_word_goes_to_who_was_talking() -> None:
    words = [*said("Where are we?", 0.0), *said("Nearly done.", 1.2)]
    found = segments(words, [SpeechTurn("B", 0.0, 0.9), SpeechTurn("A", 1.2, 1.8)])
    assert spoken(found) == [("B", "Where are we?"), ("A", "Nearly done.")]
    assert [segment.id for segment in found] == ["g1", "g2"]
    assert [segment.start for segment in found] == pytest.approx([0.0, 1.2])
    assert [segment.end for segment in found] == pytest.approx([0.9, 1.8])
    assert {segment.language for segment in found} == {"en"}


def test_a_late_boundary_moves_to_the_end_of_the_sentence() -> None:
    words = [*said("Can you do that today?", 0.0), *said("Sure I can do it.", 1.5)]
    found = segments(words, [SpeechTurn("A", 0.0, 1.9), SpeechTurn("B", 1.9, 3.0)])
    assert spoken(found) == [("A", "Can you do that today?"), ("B", "Sure I can do it.")]


def test_an_odd_word_inside_a_sentence_flips_back() -> None:
    words = said("We ship the new build on Monday.", 0.0)
    turns = [SpeechTurn("A", 0.0, 0.9), SpeechTurn("B", 0.9, 1.3), SpeechTurn("A", 1.3, 2.1)]
    assert spoken(segments(words, turns)) == [("A", "We ship the new build on Monday.")]


def test_strong_evidence_changes_the_speaker_inside_a_sentence() -> None:
    words = said("we ship the new build on no it is not tested at all yet", 0.0)
    turns = [SpeechTurn("A", 0.0, 1.8), SpeechTurn("B", 1.8, 4.5)]
    assert spoken(segments(words, turns)) == [
        ("A", "we ship the new build on"),
        ("B", "no it is not tested at all yet"),
    ]


def test_a_change_prefers_the_pause() -> None:
    words = [*said("so that is it", 0.0), *said("thank you all", 1.8)]
    turns = [SpeechTurn("A", 0.0, 2.0), SpeechTurn("B", 2.0, 2.7)]
    assert spoken(segments(words, turns)) == [("A", "so that is it"), ("B", "thank you all")]


def test_a_word_outside_all_turns_goes_to_the_nearest() -> None:
    words = [Word("Hello.", 1.0, 1.4), Word("Hi.", 2.6, 3.0)]
    turns = [SpeechTurn("A", 0.0, 0.8), SpeechTurn("B", 3.1, 4.0)]
    assert [segment.speaker for segment in segments(words, turns)] == ["A", "B"]


def test_a_remark_over_a_sentence_is_its_own_segment() -> None:
    words = sorted(
        [
            *said("I would move the whole launch to the end of", 0.0, 0.4),
            Word("Exactly.", 4.0, 4.6),
            *said("the month because of the tests.", 4.6, 0.4),
        ],
        key=lambda word: word.start,
    )
    words[9] = Word("of.", 3.6, 4.0)
    turns = [SpeechTurn("A", 0.0, 7.0), SpeechTurn("B", 3.95, 4.65)]
    found = segments(words, turns)
    remark = next(segment for segment in found if segment.speaker == "B")
    assert remark.text == "Exactly."
    assert remark.overlap is True
    assert all(segment.overlap is False for segment in found if segment.speaker == "A")


def test_a_remark_does_not_cut_the_sentence_it_falls_into() -> None:
    words = [
        *said("we should move the launch", 0.0, 0.4),
        Word("Mm-hmm.", 2.0, 2.6),
        *said("to May I think.", 2.6, 0.4),
    ]
    turns = [SpeechTurn("A", 0.0, 1.9), SpeechTurn("B", 2.0, 2.6), SpeechTurn("A", 2.27, 4.2)]
    found = segments(words, turns, change=0.2)
    assert spoken(found) == [("A", "we should move the launch to May I think."), ("B", "Mm-hmm.")]


def test_an_interruption_without_overlap_keeps_the_order_of_what_was_said() -> None:
    words = [
        *said("when we get to the", 0.0, 0.4),
        *said("Which one?", 2.4, 0.5),
        *said("the second part.", 3.9, 0.4),
    ]
    turns = [SpeechTurn("A", 0.0, 2.0), SpeechTurn("B", 2.4, 3.4), SpeechTurn("A", 3.9, 5.1)]
    assert [segment.speaker for segment in segments(words, turns, change=0.2)] == ["A", "B", "A"]


def test_where_two_talk_at_once_the_sentence_decides() -> None:
    words = said("We agreed on this last week and nothing changed.", 0.0)
    turns = [SpeechTurn("A", 0.0, 2.7), SpeechTurn("B", 1.0, 4.0)]
    assert spoken(segments(words, turns)) == [("A", " ".join(word.text for word in words))]


def test_a_segment_ends_at_a_sentence_with_a_pause_and_not_without_one() -> None:
    words = [*said("One. Two.", 0.0), *said("Three.", 1.6), *said("and four.", 1.9)]
    found = segments(words, [SpeechTurn("A", 0.0, 3.0)])
    assert spoken(found) == [("A", "One. Two."), ("A", "Three. and four.")]


def test_a_long_segment_ends_with_its_sentence() -> None:
    words = said("And so on and on. " * 12, 0.0)
    found = segments(words, [SpeechTurn("A", 0.0, 60.0)], length=9.0)
    assert len(found) == 2
    assert all(segment.text.endswith(".") for segment in found)


def test_no_segment_exceeds_the_limit_even_without_marks() -> None:
    words = said("and " * 500, 0.0)
    found = segments(words, [SpeechTurn("A", 0.0, 150.0)])
    assert sum(len(segment.words) for segment in found) == 500
    assert max(segment.end - segment.start for segment in found) <= 60.0


def test_chinese_is_joined_without_blanks_and_ends_at_its_own_marks() -> None:
    text = ["好。", "人", "都", "齐了，", "开始", "吧。"]
    words = [Word(t, i * 0.4, i * 0.4 + 0.4, language="zh", glued=True) for i, t in enumerate(text)]
    found = segments(words, [SpeechTurn("A", 0.0, 0.5), SpeechTurn("B", 0.5, 2.4)])
    assert spoken(found) == [("A", "好。"), ("B", "人都齐了，开始吧。")]
    assert found[0].language == "zh"


def test_cheapest_is_the_minimum_over_all_sequences() -> None:
    random = np.random.default_rng(0)
    for _ in range(20):
        costs, price = random.random((6, 3)), random.random(6)
        every = itertools.product(range(3), repeat=6)
        assert tuple(cheapest(costs, price)) == min(every, key=partial(total, costs, price))


def total(costs: Seconds, price: Seconds, path: tuple[int, ...]) -> float:
    changes = sum(price[i] for i in range(1, len(path)) if path[i] != path[i - 1])
    return float(costs[range(len(path)), path].sum() + changes)


times = st.floats(0, 200, allow_nan=False).map(lambda value: round(value, 2))
some_words = st.lists(
    st.builds(
        lambda start, length, text: Word(text, start, start + length),
        times,
        st.sampled_from([0.0, 0.1, 0.3, 2.0]),
        st.sampled_from(["yes", "Yes.", "well,", "好。", "...", "?"]),
    ),
    max_size=40,
)
some_turns = st.lists(
    st.builds(
        lambda speaker, start, length: SpeechTurn(speaker, start, start + length),
        st.sampled_from("ABC"),
        times,
        st.sampled_from([0.0, 0.2, 1.0, 20.0]),
    ),
    max_size=12,
)


@given(some_words, some_turns)
def test_every_word_is_in_exactly_one_segment(words: list[Word], turns: list[SpeechTurn]) -> None:
    found = segments(words, turns)
    assert sorted(map(repr, words)) == sorted(repr(w) for s in found for w in s.words)
    assert [segment.start for segment in found] == sorted(segment.start for segment in found)
    assert [segment.id for segment in found] == [f"g{i}" for i in range(1, len(found) + 1)]
    for segment in found:
        starts = [word.start for word in segment.words]
        assert starts == sorted(starts)
        assert segment.start == starts[0]
        assert segment.end == max(word.end for word in segment.words)
        assert segment.speaker is None or segment.speaker in {turn.speaker for turn in turns}


def test_a_turn_without_length_says_nothing() -> None:
    turns = [SpeechTurn("S1", 0.0, 0.0), SpeechTurn("S1", 1.0, 2.0), SpeechTurn("S2", 3.0, 4.0)]
    stage = WordsToSpeakers()
    items: list[Word | SpeechTurn] = [Word("Yes.", 0.0, 0.0), *turns]
    for item in items:
        assert list(stage.push(item)) == []
    assert [segment.text for segment in stage.finish()] == ["Yes."]
