"""Languages that change at a pause: where a region is cut, and which languages are believed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import numpy as np
import pytest

from assistant.audio import Decoding
from assistant.models import Weights
from assistant.speech.recogniser import Encoded, joined, load
from assistant.speech.switching import LISTEN, Languages, Span, likeliest, spans
from assistant.stages.transcribe import Whisper
from assistant.types import SAMPLE_RATE, Meeting, Samples, SpeechRegion
from tests.recordings import DEMO, tone

BASE = Path.home() / ".cache" / "meeting-assistant" / "models" / "whisper-base"
MANDARIN = Path(__file__).parent / "mandarin.opus"
"""The first 6.5 s of a meeting: 好，人都齐了，咱们开始吧。先过一下上周的数据，……"""


def sound(*seconds: float) -> Samples:
    """Tones and silences by turns."""
    parts = [tone(length) if i % 2 == 0 else _quiet(length) for i, length in enumerate(seconds)]
    return np.concatenate(parts).astype(np.float32)


def _quiet(seconds: float) -> Samples:
    return np.zeros(round(seconds * SAMPLE_RATE), np.float32)


class Ear:
    """Hears everywhere the same language."""

    def encode(self, pieces: Sequence[Samples], spare: float) -> Encoded:
        return Encoded(None, tuple(len(piece) / SAMPLE_RATE for piece in pieces))

    def languages_of(self, heard: Encoded) -> list[dict[str, float]]:
        self.heard = heard.seconds
        return [{"en": 1.0} for _ in heard.seconds]


def cut(samples: Samples) -> list[tuple[float, float]]:
    found = spans(samples, Ear())  # type: ignore[arg-type]
    return [(span.start / SAMPLE_RATE, span.end / SAMPLE_RATE) for span in found]


def said(*told: dict[str, float], seconds: float = 2.0) -> list[Span]:
    size = round(seconds * SAMPLE_RATE)
    return [Span(i * size, (i + 1) * size, chances) for i, chances in enumerate(told)]


def heard(languages: Languages, *told: dict[str, float]) -> list[tuple[float, float, str]]:
    region = SpeechRegion(10.0, 10.0 + 2 * len(told), _quiet(2.0 * len(told)))
    parts = list(languages.parts(region, said(*told)))
    assert sum(len(part.samples) for part, _ in parts) == len(region.samples)
    return [(part.start, part.end, language) for part, language in parts]


EN, ZH = {"en": 0.97, "zh": 0.01}, {"zh": 0.97, "en": 0.01}


def test_spans_meet_in_the_middle_of_a_pause() -> None:
    found = cut(sound(2.0, 0.6, 3.0))
    assert found == [(0.0, pytest.approx(2.3, abs=0.03)), (found[0][1], 5.6)]


def test_a_short_pause_and_a_short_answer_cut_nothing() -> None:
    assert len(cut(sound(2.0, 0.15, 3.0))) == 1
    assert len(cut(sound(2.0, 0.6, 0.8))) == 1
    assert len(cut(sound(0.8, 0.6, 0.8, 0.6, 2.0))) == 2


def test_silence_and_next_to_nothing_are_one_span() -> None:
    assert cut(_quiet(3.0)) == [(0.0, 3.0)]
    assert len(cut(tone(0.01))) == 1


def test_a_beginning_tells_the_language() -> None:
    ear = Ear()
    spans(sound(9.0, 1.6, 2.0), ear)  # type: ignore[arg-type]
    assert [round(seconds, 1) for seconds in ear.heard] == [LISTEN, 2.8]


def test_one_language_is_one_part() -> None:
    assert heard(Languages("en", ("en", "zh")), EN, EN, EN) == [(10.0, 16.0, "en")]


def test_parts_change_with_the_language() -> None:
    found = heard(Languages("en", ("en", "zh")), EN, ZH, ZH, EN)
    assert found == [(10.0, 12.0, "en"), (12.0, 16.0, "zh"), (16.0, 18.0, "en")]


def test_a_doubtful_span_has_a_language_that_is_known() -> None:
    doubtful = {"ja": 0.6, "zh": 0.3, "en": 0.1}
    languages = Languages("en", ("en", "zh"))
    assert heard(languages, doubtful) == [(10.0, 12.0, "en")]
    heard(languages, ZH)
    assert heard(languages, doubtful) == [(10.0, 12.0, "zh")]


def test_a_language_that_nobody_expects_takes_longer() -> None:
    japanese = {"ja": 0.95, "en": 0.02}
    languages = Languages("en", ("en", "zh"))
    assert heard(languages, japanese) == [(10.0, 12.0, "en")]
    assert heard(languages, japanese, japanese, japanese) == [(10.0, 16.0, "ja")]


def test_the_likeliest_language_is_weighed_by_length() -> None:
    short, long = Span(0, 10, {"en": 1.0, "zh": 0.0}), Span(10, 40, {"en": 0.2, "zh": 0.8})
    language, share = likeliest([short, long])
    assert (language, round(share, 3)) == ("zh", 0.6)


@pytest.mark.model
def test_two_languages_between_two_pauses() -> None:
    if not (BASE / "model.bin").exists():
        pytest.skip("whisper-base is not here: run `assistant models pull whisper-base`")
    english, mandarin = (
        np.concatenate([chunk.samples for chunk in Decoding(path)]) for path in (DEMO, MANDARIN)
    )
    audio = np.concatenate([english[: 7 * SAMPLE_RATE], mandarin, english[: 7 * SAMPLE_RATE]])
    model = load(Weights("whisper-base", BASE, precision="int8"))
    stage = Whisper(meeting=Meeting("m"), model=model)
    found = [*stage.push(SpeechRegion(0.0, len(audio) / SAMPLE_RATE, audio)), *stage.finish()]
    read = [(code, joined(list(part))) for code, part in groupby(found, lambda w: w.language)]
    assert [code for code, _ in read] == ["en", "zh", "en"]
    assert "上周的数据" in read[1][1] or "开始" in read[1][1]
    assert "morning" in read[0][1].lower()
