"""Recognition: the stage around a canned recogniser, its pure rules, and real weights."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from assistant.audio import Decoding
from assistant.errors import InputError, ModelError
from assistant.models import Weights
from assistant.speech import hallucination as rules
from assistant.speech.recogniser import (
    Before,
    Encoded,
    Recogniser,
    Recognition,
    joined,
    load,
    opens,
)
from assistant.speech.timing import holes, silent, sounding, tightened
from assistant.stages.transcribe import Whisper
from assistant.types import SAMPLE_RATE, Meeting, Samples, SpeechRegion, Word
from tests.recordings import DEMO, tone

TINY = Path.home() / ".cache" / "meeting-assistant" / "models" / "whisper-tiny.en"


def words(text: str, confidence: float = 0.9, start: float = 0.0, step: float = 0.5) -> list[Word]:
    return [
        Word(part, start + step * index, start + step * (index + 0.8), confidence, "en")
        for index, part in enumerate(text.split())
    ]


def texts(found: Sequence[Word]) -> str:
    return joined(found)


def noise(seconds: float, level: float = 0.05, seed: int = 0) -> Samples:
    size = int(seconds * SAMPLE_RATE)
    return np.random.default_rng(seed).normal(0, level, size).astype(np.float32)


def region(seconds: float, start: float = 0.0) -> SpeechRegion:
    return SpeechRegion(start, start + seconds, noise(seconds))


class Canned(Recogniser):
    """Gives the next recognition for each piece and keeps what it was asked."""

    def __init__(
        self, *answers: Recognition, known: Sequence[str] = ("en", "zh"), chance: float = 1.0
    ) -> None:
        self.answers: Iterator[Recognition] = iter(answers)
        self.known = tuple(known)
        self.chance = chance
        self.silence = 0.0
        self.asked: list[tuple[str, Before]] = []

    @property
    def languages(self) -> tuple[str, ...]:
        return self.known

    def encode(self, pieces: Sequence[Samples], spare: float = 0.0) -> Encoded:
        return Encoded(None, tuple(len(piece) / SAMPLE_RATE for piece in pieces))

    def languages_of(self, heard: Encoded) -> list[dict[str, float]]:
        return [{"en": 1 - self.chance, "zh": self.chance} for _ in heard.seconds]

    def silence_of(self, heard: Encoded, language: str) -> float:
        return self.silence

    def decode(
        self, heard: Encoded, before: Sequence[Before], language: str, beam: int
    ) -> list[Recognition]:
        self.asked += [(language, one) for one in before]
        return [next(self.answers, Recognition()) for _ in heard.seconds]


def transcribe(
    model: Recogniser, *regions: SpeechRegion, meeting: Meeting | None = None
) -> list[Word]:
    meeting = meeting or Meeting("m", language="en")
    stage = Whisper(meeting=meeting, model=model)
    found = [word for item in regions for word in stage.push(item)]
    found += stage.finish()
    assert list(stage.finish()) == []
    return found


def coded(text: str) -> tuple[int, ...]:
    """Stands for the tokens of a text."""
    return tuple(text.encode())


def said(text: str, confidence: float = 0.9, logprob: float = -0.2) -> Recognition:
    return Recognition(tuple(words(text, confidence)), logprob, 0.01, coded(text))


def test_nothing_from_nothing() -> None:
    assert transcribe(Canned()) == []


def test_words_are_placed_on_the_meeting_clock() -> None:
    found = transcribe(Canned(said("Hello there.")), region(1.0, start=60.0))
    assert texts(found) == "Hello there."
    assert all(60.0 <= word.start < word.end <= 61.0 for word in found)


def test_the_text_before_and_the_hotwords_are_the_prompt() -> None:
    model = Canned(said("We ship it."), said("On Monday."))
    meeting = Meeting("m", language="en", hotwords=("Helena", "Brightferry"))
    transcribe(model, region(1.5), region(1.0, 5.0), meeting=meeting)
    first, second = (before for _, before in model.asked)
    assert "Helena" in first.prompt
    assert "Brightferry" in second.prompt
    assert first.context == ()
    assert second.context == coded("We ship it.")


def test_no_names_are_expected_where_nobody_speaks() -> None:
    model = Canned(said("We ship it."))
    model.silence = 0.7
    transcribe(model, region(1.5), meeting=Meeting("m", language="en", hotwords=("Helena",)))
    assert [before.prompt for _, before in model.asked] == [""]


def test_a_doubtful_piece_is_read_again_without_context() -> None:
    model = Canned(said("Good."), said("la la", logprob=-1.5), said("Fine then."))
    found = transcribe(model, region(0.5), region(1.0, 5.0))
    assert texts(found) == "Good. Fine then."
    assert [before.context for _, before in model.asked] == [(), coded("Good."), ()]


def test_a_piece_that_context_cut_short_is_read_again_without_it() -> None:
    full = Recognition(tuple(words("one two three four five six seven eight")), -0.5)
    model = Canned(said("Good."), said("one"), full)
    found = transcribe(model, region(0.5), region(4.0, 5.0))
    assert texts(found) == "Good. one two three four five six seven eight"
    assert [before.context for _, before in model.asked] == [(), coded("Good."), ()]


def test_a_doubtful_piece_is_no_context() -> None:
    model = Canned(said("blah", logprob=-1.5), said("Good."))
    transcribe(model, region(0.5), region(0.5, 5.0))
    assert model.asked[-1][1].context == ()


def test_silence_gives_no_words() -> None:
    heard = replace(said("Thank you.", 0.2, -1.4), no_speech=0.9)
    assert transcribe(Canned(heard), region(1.0)) == []


def test_sound_without_words_is_heard_again() -> None:
    model = Canned(said("First."), said("And last one.", 0.8))
    found = transcribe(model, region(4.0))
    assert texts(found) == "First. And last one."
    assert len(model.asked) == 2


def test_words_that_the_model_doubts_do_not_fill_a_hole() -> None:
    model = Canned(said("First."), said("And last one.", 0.3))
    assert texts(transcribe(model, region(4.0))) == "First."


def test_the_language_is_found_once_it_is_clear() -> None:
    model = Canned(said("你 好"), chance=0.97)
    meeting = Meeting("m", language="auto")
    assert {w for w, _ in _asked(model, meeting, region(2.0), region(4.0, 9.0))} == {"zh"}


def test_an_unclear_language_is_settled_at_the_end() -> None:
    model = Canned(chance=0.4)
    assert {w for w, _ in _asked(model, Meeting("m"), region(2.0))} == {"en"}


def test_a_piece_in_another_language_is_read_in_it() -> None:
    model = Canned(chance=0.02)
    stage = Whisper(meeting=Meeting("m"), model=model)
    list(stage.push(region(6.0)))
    model.chance = 0.98
    list(stage.push(region(0.5, 9.0)))
    assert model.asked[0][0] == "en"
    assert model.asked[-1][0] == "zh"
    assert "简体" in model.asked[-1][1].prompt


def _asked(model: Canned, meeting: Meeting, *regions: SpeechRegion) -> list[tuple[str, Before]]:
    transcribe(model, *regions, meeting=meeting)
    return model.asked


def test_traditional_characters_are_folded() -> None:
    heard = Recognition(
        (Word("會", 0.0, 0.2, 0.9, "zh", True), Word("議。", 0.2, 0.5, 0.9, "zh", True))
    )
    meeting = Meeting("m", language="zh")
    assert texts(transcribe(Canned(heard), region(0.5), meeting=meeting)) == "会议。"


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(InputError, match="unknown language 'xx'"):
        Whisper(meeting=Meeting("m", language="xx"), model=Canned())


def test_english_weights_refuse_another_language() -> None:
    with pytest.raises(ModelError, match="multilingual"):
        Whisper(meeting=Meeting("m", language="zh"), model=Canned(known=("en",)))


def test_a_looped_phrase_is_kept_once() -> None:
    looped = words("So we said we can do it we can do it we can do it and left.")
    assert texts(rules.without_loops(looped)) == "So we said we can do it and left."


def test_a_phrase_said_twice_is_no_loop() -> None:
    twice = words("I am not I am not sure.")
    assert rules.without_loops(twice) == twice


def test_one_word_said_three_times_is_no_loop() -> None:
    assert texts(rules.without_loops(words("No no no that is wrong"))) == "No no no that is wrong"
    assert texts(rules.without_loops(words("you " * 9))) == "you"


def test_a_drawn_out_mark_is_dropped() -> None:
    assert texts(rules.without_loops(words("We'll do" + "_" * 40 + " it..."))) == "We'll do it..."


def test_a_loop_compresses_well() -> None:
    assert rules.is_repetitive("I will send it over. " * 8)
    assert not rules.is_repetitive("The chiller is the big one, and it is fifteen years old now.")


def test_tokens_are_capped_by_the_length_of_the_audio() -> None:
    assert rules.token_limit(30) <= 30 * 9
    assert rules.token_limit(0.2) > 8


def test_no_speech_counts_only_with_a_poor_text() -> None:
    assert rules.is_silence(0.9, -1.3)
    assert not rules.is_silence(0.9, -0.3)
    assert not rules.is_silence(0.1, -1.3)


@pytest.mark.parametrize("text", ["Thanks for watching!", "字幕by某某", "Please subscribe."])
def test_a_stock_phrase_needs_confidence(text: str) -> None:
    assert rules.is_stock_phrase(words(text, 0.4))
    assert not rules.is_stock_phrase(words(text, 0.95))


def test_a_stock_phrase_inside_speech_stays() -> None:
    assert not rules.is_stock_phrase(
        words("They end every clip with thanks for watching, odd.", 0.4)
    )


def test_unsure_words_in_silence_are_dropped() -> None:
    pair = [*words("maybe", 0.2), *words("surely", 0.9)]
    assert texts(rules.without_silent_words(pair, [True, True])) == "surely"
    assert texts(rules.without_silent_words(pair, [False, False])) == "maybe surely"


def beeps() -> Samples:
    """Sound from 1 to 2 s and from 4 to 6 s."""
    quiet = noise(7.0, 0.001)
    loud = np.zeros_like(quiet)
    loud[1 * SAMPLE_RATE : 2 * SAMPLE_RATE] = tone(1.0)
    loud[4 * SAMPLE_RATE : 6 * SAMPLE_RATE] = tone(2.0)
    both: Samples = quiet + loud
    return both


def test_a_word_ends_where_its_sound_ends() -> None:
    sound = sounding(beeps())
    word = tightened([Word("so", 0.9, 3.9)], sound)[0]
    assert word.start == pytest.approx(1.0, abs=0.03)
    assert word.end == pytest.approx(2.0, abs=0.03)


def test_a_hole_is_sound_without_words() -> None:
    sound = sounding(beeps())
    found = holes([Word("so", 1.0, 2.0)], sound, 1.0)
    assert [(hole.start, hole.before) for hole in found] == [(2.0, 1)]
    assert holes([Word("so", 1.0, 2.0), Word("then", 4.2, 5.8)], sound, 1.0) == []


def test_a_word_outside_all_sound_is_silent() -> None:
    sound = sounding(beeps())
    assert silent([Word("a", 2.5, 3.5), Word("b", 1.2, 1.5)], sound) == [True, False]


@pytest.mark.parametrize(
    ("part", "before", "language", "expected"),
    [
        (" two", "one", "en", True),
        ("'s", " it", "en", False),
        (".", " it", "en", False),
        (",000", " 13", "en", False),
        ("议", "会", "zh", True),
        ("。", "议", "zh", False),
        ("board", " dash", "zh", False),
        (" SDK", "的", "zh", True),
        ("会", "《", "zh", False),
    ],
)
def test_where_words_begin(part: str, before: str, language: str, expected: bool) -> None:
    assert opens(part, before, language) is expected


def test_two_stages_share_nothing() -> None:
    model = Canned(said("One."), said("Two."))
    first, second = (Whisper(meeting=Meeting("m", language="en"), model=model) for _ in range(2))
    list(first.push(region(0.5)))
    list(second.push(region(0.5)))
    assert [before.context for _, before in model.asked] == [(), ()]


@pytest.fixture(scope="module")
def tiny() -> Recogniser:
    if not (TINY / "model.bin").exists():
        pytest.skip("whisper-tiny.en is not here: run `assistant models pull whisper-tiny.en`")
    return load(Weights("whisper-tiny.en", TINY, precision="int8"))


@pytest.mark.model
def test_speech_becomes_words(tiny: Recogniser) -> None:
    audio = np.concatenate([chunk.samples for chunk in Decoding(DEMO)])[: 12 * SAMPLE_RATE]
    found = transcribe(tiny, SpeechRegion(30.0, 42.0, audio))
    assert len(found) > 12
    assert all(a.start <= b.start for a, b in pairwise(found))
    assert all(30.0 <= word.start <= word.end <= 42.5 for word in found)
    assert all(word.confidence is not None and 0 <= word.confidence <= 1 for word in found)
    assert any(word.text.endswith((".", ",", "?")) for word in found)
    assert texts(found) == texts(transcribe(tiny, SpeechRegion(0.0, 12.0, audio)))


@pytest.mark.model
@pytest.mark.parametrize("kind", ["silence", "noise", "music"])
def test_no_words_where_nobody_speaks(tiny: Recogniser, kind: str) -> None:
    seconds = 6.0
    chord = (tone(seconds, 262) + tone(seconds, 330) + tone(seconds, 392)) / 3
    beat = (np.sin(np.arange(len(chord)) / SAMPLE_RATE * 12) > 0).astype(np.float32)
    sounds: dict[str, Samples] = {
        "silence": np.zeros(int(seconds * SAMPLE_RATE), np.float32),
        "noise": noise(seconds),
        "music": np.asarray(chord * beat, np.float32),
    }
    assert transcribe(tiny, SpeechRegion(0.0, seconds, sounds[kind])) == []
