"""Words become provisional segments sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.stages.draft import Sentences
from assistant.types import Segment, Word


def drafts(words: Iterable[Word], stage: Sentences | None = None) -> list[Segment]:
    stage = stage or Sentences()
    return [*(segment for word in words for segment in stage.push(word)), *stage.finish()]


def words(text: str, start: float = 0.0, step: float = 0.5) -> list[Word]:
    each = text.split()
    return [Word(w, start + step * n, start + step * (n + 1)) for n, w in enumerate(each)]


def test_a_sentence_is_a_segment() -> None:
    found = drafts(words("Good morning. Is it cold? It is"))
    assert [s.text for s in found] == ["Good morning.", "Is it cold?", "It is"]
    assert [s.id for s in found] == ["d1", "d2", "d3"]
    assert [(s.start, s.end) for s in found] == [(0.0, 1.0), (1.0, 2.5), (2.5, 3.5)]
    assert not any(s.final or s.speaker for s in found)


def test_a_pause_ends_a_segment() -> None:
    found = drafts([*words("well yes"), *words("let us begin", 1.8)])
    assert [s.text for s in found] == ["well yes", "let us begin"]
    assert len(drafts([*words("well yes"), *words("let us begin", 1.7)])) == 1


def test_who_talks_without_end_is_shown_in_time() -> None:
    found = drafts(words("and " * 100), Sentences(length=10.0))
    assert [len(s.words) for s in found] == [20] * 5


def test_chinese_is_joined_without_blanks() -> None:
    text = "早上好。我们开始"
    spoken = [Word(c, n, n + 1, None, "zh", glued=True) for n, c in enumerate("早上好我们开始")]
    spoken[2] = Word("好。", 2, 3, None, "zh", glued=True)
    found = drafts(spoken)
    assert "".join(s.text for s in found) == text
    assert [s.language for s in found] == ["zh", "zh"]


def test_nothing_gives_nothing_and_the_end_is_the_end() -> None:
    stage = Sentences()
    assert drafts([], stage) == []
    assert drafts(words("one"), stage)[0].id == "d1"
    assert list(stage.finish()) == []


def test_the_end_is_that_of_the_word_that_ends_last() -> None:
    found = drafts([Word("so", 0.0, 3.0), Word("long.", 0.5, 1.0)])
    assert [(s.start, s.end) for s in found] == [(0.0, 3.0)]
