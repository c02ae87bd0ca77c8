"""Words meet speakers while they speak."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from assistant.stages.attribute_live import WordsToSpeakers
from assistant.types import Diarized, Heard, Segment, SpeechTurn, Word


def said(text: str, start: float, step: float = 0.3) -> tuple[Word, ...]:
    """Words of `text`, one every `step` seconds without pauses."""
    return tuple(
        Word(word, start + i * step, start + (i + 1) * step, 0.9, "en")
        for i, word in enumerate(text.split())
    )


def settled(text: str, start: float, *, pause: bool = True, step: float = 0.3) -> Heard:
    words = said(text, start, step)
    return Heard(words[-1].end + 0.5, words, (), pause)


def tail(text: str, start: float) -> Heard:
    words = said(text, start)
    return Heard(words[-1].end if words else start, (), words)


def turns(end: float, *talk: tuple[str, float, float], start: float = 0.0) -> Diarized:
    return Diarized(start, end, tuple(SpeechTurn(*each) for each in talk))


def fed(stage: WordsToSpeakers, *items: Heard | Diarized) -> list[Segment]:
    return [segment for item in items for segment in stage.push(item)]


def told(found: Sequence[Segment]) -> list[tuple[str, str | None, str, bool, int]]:
    return [(s.id, s.speaker, s.text, s.final, s.revision) for s in found]


def latest(found: Sequence[Segment]) -> dict[str, Segment]:
    return {s.id: s for s in found}


def test_a_phrase_grows_under_one_id_and_becomes_final() -> None:
    found = fed(
        WordsToSpeakers(),
        tail("Where", 1.0),
        tail("Where are", 1.0),
        tail("We are late", 1.1),
        settled("We are late.", 1.1),
    )
    assert told(found) == [
        ("u1000", None, "Where", False, 0),
        ("u1000", None, "Where are", False, 1),
        ("u1000", None, "We are late", False, 2),
        ("u1000", None, "We are late.", True, 3),
    ]


def test_what_is_settled_grows_and_what_follows_stands_apart() -> None:
    stage = WordsToSpeakers()
    begun = said("We are going to", 1.0)
    assert told(fed(stage, Heard(3.0, begun[:2], begun[2:]))) == [
        ("u1000", None, "We are", True, 0),
        ("u1600", None, "going to", False, 0),
    ]
    assert told(fed(stage, Heard(3.5, begun[2:], ()))) == [
        ("u1000", None, "We are going to", True, 1),
        ("u1600", None, "", False, 1),
    ]
    assert fed(stage, Heard(4.0, (), (), pause=True)) == []


def test_nothing_is_given_that_did_not_change() -> None:
    stage = WordsToSpeakers()
    heard = tail("So we begin", 1.0)
    assert len(fed(stage, heard, heard, heard)) == 1
    assert fed(stage, turns(0.5), turns(1.0, start=0.5)) == []


def test_a_tail_that_vanishes_is_taken_back_and_its_id_is_not_used_again() -> None:
    stage = WordsToSpeakers()
    found = fed(stage, tail("Thank you.", 1.0), tail("", 3.0))
    assert told(found)[1:] == [("u1000", None, "", False, 1)]
    assert found[1].words == ()
    assert fed(stage, tail("", 4.0)) == []
    assert [s.id for s in fed(stage, tail("Hello", 1.0))] == ["u1001"]


def test_final_segments_come_before_the_provisional_one() -> None:
    stage = WordsToSpeakers()
    first, second = said("One two.", 1.0), said("And so", 2.0)
    found = fed(stage, Heard(3.0, first, second, pause=True))
    assert [(s.id, s.final) for s in found] == [("u1000", True), ("u2000", False)]


def test_the_speaker_of_what_is_diarized_first_is_known_at_once() -> None:
    found = fed(WordsToSpeakers(), turns(9.0, ("S1", 0.0, 9.0)), settled("We are late.", 1.0))
    assert told(found) == [("u1000", "S1", "We are late.", True, 0)]


def test_a_tail_has_the_speaker_that_is_known_so_far() -> None:
    stage = WordsToSpeakers()
    found = fed(stage, turns(1.5, ("S1", 0.0, 1.5)), tail("We are late and", 1.0))
    assert told(found) == [("u1000", "S1", "We are late and", False, 0)]


def test_a_speaker_found_later_is_given_under_the_same_id() -> None:
    stage = WordsToSpeakers()
    found = fed(stage, settled("We are late.", 1.0), turns(1.2, ("S1", 0.9, 1.2)))
    assert told(found) == [("u1000", None, "We are late.", True, 0)]
    assert told(fed(stage, turns(3.0, ("S1", 0.9, 3.0)))) == [
        ("u1000", "S1", "We are late.", True, 1)
    ]
    assert fed(stage, turns(4.0, ("S1", 0.9, 4.0)), turns(30.0, start=4.0)) == []


def test_words_of_nobodys_turn_stay_without_a_speaker_until_one_is_known() -> None:
    stage = WordsToSpeakers()
    found = fed(stage, turns(9.0, ("S1", 0.0, 2.0)), settled("A new voice speaks.", 4.0))
    assert [s.speaker for s in found] == [None]
    found = fed(stage, turns(10.0, ("S2", 3.9, 6.0), start=3.9))
    assert told(found) == [("u4000", "S2", "A new voice speaks.", True, 1)]


def test_a_change_of_speaker_inside_a_phrase_splits_it() -> None:
    words = (*said("Is it done?", 1.0), *said("Yes it is done.", 1.9))
    talk = turns(9.0, ("S1", 0.9, 1.9), ("S2", 1.9, 3.2))
    found = fed(WordsToSpeakers(), talk, Heard(4.0, words, (), pause=True))
    assert told(found) == [
        ("u1000", "S1", "Is it done?", True, 0),
        ("u1900", "S2", "Yes it is done.", True, 0),
    ]


def test_what_the_first_speaker_said_is_final_before_the_pause() -> None:
    stage = WordsToSpeakers()
    words = (*said("Is it done?", 1.0), *said("Yes it is done and", 1.9))
    found = fed(stage, Heard(4.0, words, said("tested", 3.4)))
    assert [(s.id, s.final) for s in found] == [("u1000", True), ("u3400", False)]
    found = fed(stage, turns(4.5, ("S1", 0.9, 1.9), ("S2", 1.9, 4.5)))
    assert [(s.id, s.speaker, s.text, s.final) for s in found] == [
        ("u1000", "S1", "Is it done?", True),
        ("u3400", "S2", "Yes it is done and", True),
        ("u3401", "S2", "tested", False),
    ]


def test_a_late_finding_splits_a_final_segment_of_nobody() -> None:
    stage = WordsToSpeakers()
    fed(stage, Heard(4.0, (*said("Is it done?", 1.0), *said("Yes it is.", 1.9)), (), pause=True))
    found = fed(stage, turns(5.0, ("S1", 0.9, 1.9), ("S2", 1.9, 3.0)))
    assert told(found) == [
        ("u1000", "S1", "Is it done?", True, 1),
        ("u1900", "S2", "Yes it is.", True, 0),
    ]


def test_a_correction_is_made_once_it_has_held_and_only_once() -> None:
    stage = WordsToSpeakers(hold=3.0)
    fed(stage, turns(5.0, ("S1", 0.0, 5.0)), settled("We are late.", 1.0))
    other, back = ("S2", 0.0, 5.0), ("S1", 0.0, 5.0)
    assert fed(stage, turns(6.0, other), turns(7.0, back), turns(8.0, other)) == []
    assert fed(stage, turns(9.0, start=8.0), turns(10.5, start=9.0)) == []
    assert told(fed(stage, turns(11.0, start=10.5))) == [("u1000", "S2", "We are late.", True, 1)]
    assert fed(stage, turns(20.0, back), turns(30.0, start=20.0)) == []


def test_segments_older_than_a_minute_stay() -> None:
    stage = WordsToSpeakers()
    fed(stage, turns(5.0, ("S1", 0.0, 5.0)), settled("We are late.", 1.0))
    fed(stage, turns(90.0, start=5.0), settled("Later.", 88.0))
    assert fed(stage, turns(91.0, ("S2", 0.0, 5.0)), turns(99.0, start=91.0)) == []


def test_a_long_phrase_is_settled_at_the_end_of_a_sentence() -> None:
    stage = WordsToSpeakers()
    words = said("and so it goes on and on and on it goes. " * 6, 0.0)
    found = []
    for first in range(0, 60, 4):
        found += fed(stage, Heard(words[first].end + 2, words[first : first + 4], ()))
    one, other = latest(found).values()
    assert one.final and one.text.endswith("goes.")
    assert one.end >= 12.0
    assert other.start == one.end


def test_a_long_settled_phrase_is_several_segments() -> None:
    words = said("and so it goes on and on and on it goes. " * 20, 0.0)
    found = fed(WordsToSpeakers(), Heard(61.0, words, (), pause=True))
    assert all(s.final and s.text.endswith("goes.") for s in found)
    assert max(s.end - s.start for s in found) < 19.0
    assert len(found) == 4


def test_a_phrase_without_sentences_ends_at_the_limit() -> None:
    words = said("and " * 200, 0.0)
    found = fed(WordsToSpeakers(), Heard(61.0, words, (), pause=True))
    assert max(s.end - s.start for s in found) < 26.0


def test_finish_settles_the_tail_and_says_nothing_twice() -> None:
    stage = WordsToSpeakers()
    fed(stage, Heard(2.0, said("It is", 1.0), said("done", 1.6)))
    assert [s.text for s in latest(list(stage.finish())).values()] == ["It is done", ""]
    assert list(stage.finish()) == []


def test_finish_makes_the_corrections_that_wait() -> None:
    stage = WordsToSpeakers()
    fed(stage, turns(5.0, ("S1", 0.0, 5.0)), settled("We are late.", 1.0))
    fed(stage, turns(6.0, ("S2", 0.0, 6.0)))
    assert [s.speaker for s in stage.finish()] == ["S2"]


def test_chinese_is_joined_without_blanks() -> None:
    words = tuple(
        Word(t, i * 0.4, i * 0.4 + 0.4, language="zh", glued=True) for i, t in enumerate("好的。")
    )
    found = fed(WordsToSpeakers(), Heard(2.0, words, (), pause=True))
    assert (found[0].text, found[0].language) == ("好的。", "zh")


def test_memory_does_not_grow_with_the_meeting() -> None:
    stage = WordsToSpeakers()
    for n in range(500):
        at = 3.0 * n
        fed(stage, settled("We are late.", at), turns(at + 2, (f"S{n % 5}", at, at + 2), start=at))
    assert len(stage._kept) < 50
    assert len(stage._turns) < 100
    assert len(stage._ids) < 100


pieces = st.lists(
    st.tuples(
        st.integers(0, 4),
        st.integers(0, 4),
        st.booleans(),
        st.sampled_from(["S1", "S2", None]),
        st.integers(0, 8),
    ),
    max_size=25,
)


@given(pieces)
def test_every_settled_word_is_final_in_exactly_one_segment(steps: list[tuple]) -> None:  # type: ignore[type-arg]
    stage, clock, until = WordsToSpeakers(), 0.0, 0.0
    every: list[Word] = []
    found: list[Segment] = []
    for count, ahead, pause, speaker, back in steps:
        words = said("yes. " * count, clock)
        clock += 0.3 * count
        every += words
        found += fed(stage, Heard(clock, words, said("well " * ahead, clock), pause))
        start = max(0.0, until - back)
        until = max(until, clock - 0.5) + 0.01
        talk = [(speaker, start, until)] if speaker else []
        found += fed(stage, turns(until, *talk, start=start))
    tail_words = stage._tail
    found += list(stage.finish())
    final: dict[str, Segment] = {}
    for segment in found:
        before = latest(found[: found.index(segment)]).get(segment.id)
        assert before is None or segment.revision > before.revision
        assert before is None or segment.final or not before.final
        final[segment.id] = segment
    left = [word for s in final.values() for word in s.words]
    assert all(s.final or not s.words for s in final.values())
    assert sorted(map(repr, left)) == sorted(map(repr, [*every, *tail_words]))
