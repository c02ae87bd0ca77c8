"""What a meeting talks about, as it is named inside a sentence."""

from __future__ import annotations

from assistant.language.lexicon import load_lexicon
from assistant.language.phrases import noun_phrases, runs
from assistant.language.sentences import split_segments
from tests.talk import talk


def phrases(*lines: str) -> dict[str, tuple[int, ...]]:
    sentences = split_segments(talk(*lines), "en")
    return {p.text: p.said for p in noun_phrases(sentences, load_lexicon())}


def test_a_phrase_has_its_article_and_its_sentences() -> None:
    found = phrases(
        "S1: The remote control needs a battery.",
        "S2: People lose the remote control.",
        "S1: Fresh batteries are cheap.",
    )
    assert found["the remote control"] == (0, 1)
    assert "needs" not in found


def test_names_take_no_article() -> None:
    found = phrases("S1: We bought a depot in Ghent.", "S2: And the Ghent depot is small.")
    assert "Ghent" in found


def test_units_and_broken_words_name_nothing() -> None:
    found = phrases(
        "S1: The twelve euros, the sch school board.", "S2: The euros, the school board."
    )
    assert "the school board" in found
    assert not any("euros" in text or "sch " in text for text in found)


def test_runs_of_content_words() -> None:
    found = [(run.before, run.words) for run in runs("We discussed the user interface with Ann.")]
    assert found == [("we", ("discussed",)), ("the", ("user", "interface")), ("with", ("Ann",))]


def test_one_thing_has_its_article_and_a_first_word_no_capital() -> None:
    found = phrases("S1: The door is stuck.", "S2: Door six, that is.", "S1: Letters came.")
    assert "the door" in found
    again = phrases("S1: Letters came about the roof.", "S2: Letters again.")
    assert "letters" in again
    assert "Letters" not in again


def test_adjectives_and_verbs_name_nothing() -> None:
    found = phrases(
        "S1: The conceptual, about covering water pipes near doors.",
        "S2: The conceptual, about covering water pipes near doors.",
    )
    assert "the conceptual" not in found
    assert not any("covering" in text or "near" in text for text in found)
