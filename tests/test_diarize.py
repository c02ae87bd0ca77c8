"""Who speaks when, from canned networks over made-up audio and from the real ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.audio import Decoding
from assistant.config import Environment
from assistant.models import Weights
from assistant.speech.cells import EmbeddingModel
from assistant.speech.clustering import Vectors, unit
from assistant.speech.voices import FIRST, FRAME, WINDOW, load_embedding, load_segmentation
from assistant.stages.diarize import Pyannote
from assistant.stages.diarize_stock import PyannotePipeline, Stock
from assistant.types import SAMPLE_RATE, AudioChunk, Meeting, Samples, SpeechTurn
from tests.recordings import DEMO

MEETING = Meeting(id="m1")
LEVELS = (0.01, 0.1, 1.0)
"""How loud each made-up speaker is: all that the canned networks listen to."""

Talk = tuple[int, float, float]
"""Speaker, start and end in seconds."""


def audio(talk: Iterable[Talk], seconds: float) -> Samples:
    """A constant for each speaker, so that sums of two stay apart."""
    result = np.zeros(round(seconds * SAMPLE_RATE), np.float32)
    for speaker, start, end in talk:
        result[round(start * SAMPLE_RATE) : round(end * SAMPLE_RATE)] += LEVELS[speaker]
    return result


def speaking(samples: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Which speakers a constant is made of, shape (..., 3)."""
    digits = np.rint(samples * 100).astype(int)[..., None] // np.array([1, 10, 100]) % 10
    return np.asarray(digits > 0)


class CannedSegmentation:
    """Hears levels; the order of local speakers differs from window to window."""

    sets = np.array(
        [[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0], [1, 0, 1], [0, 1, 1]], np.float32
    )

    def __call__(self, windows: NDArray[np.float32]) -> NDArray[np.float32]:
        centres = np.arange(FIRST, WINDOW - FIRST, FRAME)
        result = np.zeros((len(windows), len(centres), len(self.sets)), np.float32)
        for i, window in enumerate(windows):
            local = np.roll(speaking(window[centres]), i, axis=1)
            match = (local[:, None] == self.sets.astype(bool)).all(axis=2)
            result[i][match] = 1.0
        return result


class CannedEmbedding:
    """Each speaker's own direction, a little noise, mixed in proportion within a span."""

    def __init__(self) -> None:
        self.rng = np.random.default_rng(0)
        self.longest = 0

    def __call__(self, samples: Samples, spans: NDArray[np.float32]) -> Vectors:
        self.longest = max(self.longest, len(samples))
        active = speaking(samples[160::320][: spans.shape[1]]).astype(np.float32)
        mean = spans[:, : len(active)] @ active
        vectors = np.concatenate([mean, np.zeros((len(mean), 13), np.float32)], axis=1)
        return unit(unit(vectors) + self.rng.standard_normal(vectors.shape) * 0.05)


def stage(meeting: Meeting = MEETING, embedding: EmbeddingModel | None = None) -> Pyannote:
    return Pyannote(CannedSegmentation(), embedding or CannedEmbedding(), meeting)


def fed(
    diarizer: Pyannote | PyannotePipeline, samples: Samples, seconds: float = 7.0, offset: int = 0
) -> list[SpeechTurn]:
    size = round(seconds * SAMPLE_RATE)
    turns: list[SpeechTurn] = []
    for start in range(0, len(samples), size):
        turns += diarizer.push(AudioChunk(samples[start : start + size], offset + start))
    return turns + list(diarizer.finish())


def assert_close(turns: Sequence[SpeechTurn], talk: Sequence[Talk], within: float = 0.12) -> None:
    names = list(dict.fromkeys(turn.speaker for turn in turns))
    assert names == [f"S{n}" for n in range(1, len(names) + 1)]
    assert [turn.start for turn in turns] == sorted(turn.start for turn in turns)
    numbers = {speaker: n for n, speaker in enumerate(dict.fromkeys(t[0] for t in talk), 1)}
    found = sorted((t.speaker, t.start, t.end) for t in turns)
    wanted = sorted((f"S{numbers[speaker]}", start, end) for speaker, start, end in talk)
    assert [f[0] for f in found] == [w[0] for w in wanted]
    np.testing.assert_allclose([f[1:] for f in found], [w[1:] for w in wanted], atol=within)


CONVERSATION: list[Talk] = [
    (1, 1.0, 9.0),
    (0, 10.0, 18.0),
    (2, 19.0, 30.0),
    (1, 31.5, 42.0),
    (0, 43.0, 53.0),
    (2, 54.0, 63.0),
]


@pytest.mark.parametrize("seconds", [1.0, 7.0, 30.0, 100.0])
def test_finds_the_turns_whatever_the_chunks(seconds: float) -> None:
    assert_close(fed(stage(), audio(CONVERSATION, 65.0), seconds), CONVERSATION)


def test_voices_of_different_channels_are_never_one() -> None:
    talk = [(1, 1.0, 6.0), (1, 7.0, 12.0), (1, 13.0, 18.0), (1, 19.0, 24.0)]
    samples = audio(talk, 25.0)
    seconds = np.arange(len(samples)) / SAMPLE_RATE
    right = ((seconds > 6.5) & (seconds < 12.5)) | (seconds > 18.5)
    sides = 2 * np.stack([np.where(right, 0.1, 0.9), np.where(right, 0.9, 0.1)], 1)
    sides = (sides * samples[:, None]).astype(np.float32)
    diarizer = stage()
    turns: list[SpeechTurn] = []
    for start in range(0, len(samples), SAMPLE_RATE):
        part = slice(start, start + SAMPLE_RATE)
        turns += diarizer.push(AudioChunk(samples[part], start, channels=sides[part]))
    turns += diarizer.finish()
    assert [turn.speaker for turn in turns] == ["S1", "S2", "S1", "S2"]
    assert {turn.speaker for turn in fed(stage(), samples)} == {"S1"}


def test_a_moment_may_have_two_speakers() -> None:
    talk = [*CONVERSATION, (0, 35.0, 37.0)]
    turns = fed(stage(), audio(talk, 65.0))
    assert_close(turns, talk)


def test_times_are_the_meetings() -> None:
    turns = fed(stage(), audio(CONVERSATION, 65.0), offset=10 * SAMPLE_RATE)
    assert turns[0].start == pytest.approx(11.0, abs=0.1)


def test_short_pauses_of_one_speaker_are_part_of_the_turn() -> None:
    talk = [(0, 1.0, 9.0), (0, 9.5, 15.0), (1, 16.0, 25.0), (1, 27.0, 35.0)]
    assert_close(
        fed(stage(), audio(talk, 36.0)), [(0, 1.0, 15.0), (1, 16.0, 25.0), (1, 27.0, 35.0)]
    )


@pytest.mark.parametrize("speakers", [1, 2, 3])
def test_a_given_number_of_speakers_is_kept(speakers: int) -> None:
    turns = fed(stage(Meeting(id="m1", speakers=speakers)), audio(CONVERSATION, 65.0))
    assert len({turn.speaker for turn in turns}) == speakers


@pytest.mark.parametrize("seconds", [0.0, 0.01, 0.2, 12.0])
def test_silence_has_no_turns(seconds: float) -> None:
    assert fed(stage(), audio([], seconds)) == []


def test_a_short_recording_has_its_turn() -> None:
    assert_close(fed(stage(), audio([(0, 0.5, 2.0)], 2.5)), [(0, 0.5, 2.0)])


def test_speech_to_the_last_sample_ends_with_the_audio() -> None:
    turns = fed(stage(), audio([(0, 0.0, 33.3)], 33.3))
    assert (turns[0].start, turns[-1].end) == pytest.approx((0.0, 33.3), abs=0.05)
    assert turns[-1].end <= 33.3


def test_finish_twice_gives_the_turns_once() -> None:
    diarizer = stage()
    assert fed(diarizer, audio(CONVERSATION, 65.0))
    assert list(diarizer.finish()) == []


def test_audio_is_not_kept() -> None:
    embedding = CannedEmbedding()
    diarizer = stage(embedding=embedding)
    block = audio(CONVERSATION, 65.0)
    held = []
    for i in range(12):
        assert list(diarizer.push(AudioChunk(block.copy(), i * len(block)))) == []
        sound = diarizer._sound
        waiting = sum(len(chunk.samples) for chunk in sound._waiting)
        held.append(len(sound.samples) + waiting)
    assert max(held) <= 130 * SAMPLE_RATE
    assert embedding.longest <= 12 * SAMPLE_RATE
    assert len({turn.speaker for turn in diarizer.finish()}) == 3


MODELS = Environment.read().models
SEGMENTATION = Weights("pyannote-segmentation-3.0", MODELS / "pyannote-segmentation-3.0")
EMBEDDING = Weights("campplus-zh-en", MODELS / "campplus-zh-en")


@pytest.fixture(scope="module")
def demo() -> Samples:
    return np.concatenate([chunk.samples for chunk in Decoding(DEMO)])


def error_rate(turns: Sequence[SpeechTurn], rttm: Path, until: float) -> float:
    """Diarization error without collar, overlap scored."""
    from pyannote.core import Annotation, Segment, Timeline
    from pyannote.metrics.diarization import DiarizationErrorRate

    reference, hypothesis = Annotation(), Annotation()
    for i, line in enumerate(rttm.read_text(encoding="utf-8").splitlines()):
        fields = line.split()
        start, length = float(fields[3]), float(fields[4])
        reference[Segment(start, start + length), i] = fields[7]
    for i, turn in enumerate(turns):
        hypothesis[Segment(turn.start, turn.end), i] = turn.speaker
    span = Timeline([Segment(0, until)])
    return float(DiarizationErrorRate(collar=0.0)(reference, hypothesis, uem=span))


@pytest.mark.model
def test_the_voices_of_the_demo(demo: Samples) -> None:
    diarizer = Pyannote(load_segmentation(SEGMENTATION), load_embedding(EMBEDDING), MEETING)
    turns = fed(diarizer, demo)
    assert len({turn.speaker for turn in turns}) == 3
    assert error_rate(turns, DEMO.with_name("demo.rttm"), len(demo) / SAMPLE_RATE) < 0.06


@pytest.mark.model
def test_pyannotes_own_pipeline_over_the_same_weights(demo: Samples) -> None:
    part = demo[: 15 * SAMPLE_RATE]
    stock = Stock(load_segmentation(SEGMENTATION), load_embedding(EMBEDDING), MEETING)
    turns = fed(stock, part)
    assert len({turn.speaker for turn in turns}) >= 2
    assert error_rate(turns, DEMO.with_name("demo.rttm"), 15.0) < 0.5
    assert list(stock.finish()) == []


class CannedAnnotation:
    """What a pipeline gives: tracks in no order."""

    def __init__(self, tracks: Sequence[tuple[str, float, float]]) -> None:
        self.tracks = tracks

    def itertracks(self, yield_label: bool) -> list[tuple[object, str, str]]:
        from pyannote.core import Segment

        return [(Segment(a, b), str(i), s) for i, (s, a, b) in enumerate(self.tracks)]


def test_a_hub_pipeline_gets_everything_at_once_and_the_number_of_speakers() -> None:
    asked = []

    def pipeline(file: dict[str, Any], num_speakers: int | None) -> CannedAnnotation:
        asked.append((np.shape(file["waveform"]), num_speakers))
        return CannedAnnotation([("B", 3.0, 4.0), ("A", 1.0, 2.0), ("B", 0.0, 1.5)])

    hub = PyannotePipeline(pipeline, Meeting(id="m1", speakers=2))
    turns = fed(hub, np.zeros(5 * SAMPLE_RATE, np.float32), 2.0, offset=SAMPLE_RATE)
    assert asked == [((1, 5 * SAMPLE_RATE), 2)]
    assert turns == [
        SpeechTurn("S1", 1.0, 2.5),
        SpeechTurn("S2", 2.0, 3.0),
        SpeechTurn("S1", 4.0, 5.0),
    ]
