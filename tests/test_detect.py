"""Speech detection: the pure cutting rules, and the stage around the real network."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest

from assistant.audio import Decoding
from assistant.models import Weights
from assistant.speech.pieces import Limits, Pieces, Span
from assistant.speech.vad import FRAME, load
from assistant.stages.detect import SileroVad
from assistant.types import SAMPLE_RATE, AudioChunk, Samples, SpeechRegion
from tests.recordings import DEMO, tone

LIMITS = Limits(threshold=0.5, low=0.35, pause=3, speech=3, gap=20, longest=100, pad=5)


def cut(probabilities: list[float], limits: Limits = LIMITS) -> list[Span]:
    pieces = Pieces(limits)
    spans = [span for probability in probabilities for span in pieces.feed(probability)]
    spans += pieces.rest()
    assert list(pieces.rest()) == []
    return spans


def speech(frames: int) -> list[float]:
    return [0.9] * frames


def pause(frames: int) -> list[float]:
    return [0.1] * frames


def test_nothing_from_nothing() -> None:
    assert cut([]) == []
    assert cut(pause(500)) == []


def test_speech_is_padded_where_there_is_room() -> None:
    assert cut(pause(3) + speech(30) + pause(40)) == [Span(0, 38)]


def test_a_short_pause_stays_inside_a_piece() -> None:
    assert cut(pause(10) + speech(20) + pause(10) + speech(20) + pause(30)) == [Span(5, 65)]


def test_a_long_pause_ends_a_piece() -> None:
    spans = cut(pause(10) + speech(20) + pause(25) + speech(20) + pause(30))
    assert spans == [Span(5, 35), Span(50, 80)]


def test_a_click_is_no_speech() -> None:
    assert cut(pause(30) + speech(2) + pause(30)) == []


def test_a_weak_moment_does_not_end_speech() -> None:
    assert cut(speech(20) + [0.4] * 30 + speech(20)) == [Span(0, 75)]


def test_a_long_run_is_cut_at_a_late_and_long_pause() -> None:
    run = speech(50) + pause(4) + speech(14) + pause(8) + speech(14) + pause(4) + speech(40)
    assert cut(run)[0] == Span(0, 72)


def test_neighbours_share_the_pause_between_them() -> None:
    first, second = cut(speech(60) + pause(6) + speech(60))
    assert first == Span(0, 63)
    assert second.start == 63


def test_unbroken_speech_is_cut_where_it_is_weakest() -> None:
    run = speech(70) + [0.6] * 5 + speech(60)
    first, second = cut(run)
    assert first == Span(0, 72)
    assert second == Span(72, 140)


@pytest.mark.parametrize("seed", range(5))
def test_pieces_are_short_ordered_and_disjoint(seed: int) -> None:
    noise = np.random.default_rng(seed).random(3000)
    smooth = np.convolve(noise, np.ones(6) / 6, mode="same")
    spans = cut([float(value) for value in smooth])
    assert len(spans) > 3
    assert all(span.end - span.start <= LIMITS.longest for span in spans)
    assert all(before.end <= after.start for before, after in itertools.pairwise(spans))


class LoudIsSpeech:
    """Stands for the network: a frame is speech when it is loud."""

    def run(self, _: None, inputs: dict[str, Samples]) -> tuple[Samples, Samples, Samples]:
        frames = inputs["input"]
        assert frames.shape[1] == FRAME + 64
        loud = np.abs(frames[:, 64:]).mean(axis=1) > 0.01
        return loud.astype(np.float32)[:, None], inputs["h"], inputs["c"]


def detect(samples: Samples, step: int, model: object, offset: int = 0) -> list[SpeechRegion]:
    stage = SileroVad(model=model, max_seconds=10)
    regions: list[SpeechRegion] = []
    for start in range(0, len(samples), step):
        regions += stage.push(AudioChunk(samples[start : start + step], start))
    regions += stage.finish()
    assert list(stage.finish()) == []
    return regions


def silence(seconds: float) -> Samples:
    return np.zeros(int(seconds * SAMPLE_RATE), np.float32)


def test_a_region_holds_its_own_samples() -> None:
    audio = np.concatenate([silence(5), tone(3), silence(5), tone(12), silence(1)])
    regions = detect(audio, 16_000, LoudIsSpeech())
    assert len(regions) == 3
    assert regions[0].start == pytest.approx(4.6, abs=0.05)
    assert regions[0].end == pytest.approx(8.4, abs=0.05)
    for region in regions:
        start, end = round(region.start * SAMPLE_RATE), round(region.end * SAMPLE_RATE)
        assert np.array_equal(region.samples, audio[start:end])


def test_memory_is_flat_over_silence_and_speech() -> None:
    stage = SileroVad(model=LoudIsSpeech(), max_seconds=10)
    held = 0
    for index in range(200):
        chunk = silence(1) if index % 50 < 10 else tone(1)
        list(stage.push(AudioChunk(chunk, index * SAMPLE_RATE)))
        held = max(held, len(stage.samples))
    assert held <= 14 * SAMPLE_RATE


def test_empty_audio_gives_nothing() -> None:
    assert detect(silence(0), 100, LoudIsSpeech()) == []


@pytest.fixture(scope="module")
def network() -> object:
    faster_whisper = pytest.importorskip("faster_whisper")
    return load(Weights("silero-vad", Path(faster_whisper.__file__).parent / "assets"))


@pytest.fixture(scope="module")
def voices() -> Samples:
    samples: Samples = np.concatenate([chunk.samples for chunk in Decoding(DEMO)])
    return samples[: 30 * SAMPLE_RATE]


@pytest.mark.model
def test_how_audio_is_cut_does_not_matter(network: object, voices: Samples) -> None:
    whole = detect(voices, len(voices), network)
    assert len(whole) > 1
    for step in (160, 777, 48_000):
        pieces = detect(voices, step, network)
        assert [(r.start, r.end) for r in pieces] == [(r.start, r.end) for r in whole]


@pytest.mark.model
def test_silence_tones_and_noise_are_no_speech(network: object) -> None:
    noise = np.random.default_rng(0).normal(0, 0.02, 5 * SAMPLE_RATE).astype(np.float32)
    assert detect(np.concatenate([silence(5), tone(5), noise]), 16_000, network) == []


@pytest.mark.model
def test_most_of_a_conversation_is_speech(network: object, voices: Samples) -> None:
    regions = detect(voices, 16_000, network)
    assert sum(region.end - region.start for region in regions) > 20
    assert all(region.end - region.start <= 10 for region in regions)
