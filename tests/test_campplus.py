"""CAM++ and its features against references made apart from this code."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from assistant import quiet
from assistant.audio import Decoding
from assistant.config import Environment
from assistant.errors import ModelError
from assistant.models import Weights
from assistant.speech.clustering import unit
from assistant.speech.fbank import BINS, SHIFT, WINDOW, fbank
from assistant.speech.voices import POOLED, Embedding, load_embedding
from assistant.types import SAMPLE_RATE, Samples
from tests.recordings import DEMO

WEIGHTS = Weights("campplus-zh-en", Environment.read().models / "campplus-zh-en")


def sweep(seconds: float = 2.0) -> Samples:
    """A rising tone with a little noise: no file is needed and every filter is reached."""
    t = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    noise = np.random.default_rng(7).standard_normal(len(t))
    tone = np.sin(2 * np.pi * (100 * t + 1700 * t * t))
    return (0.3 * tone + 0.01 * noise).astype(np.float32)


def test_features_are_kaldis() -> None:
    quiet.prepare()
    import torch
    from torchaudio.compliance import kaldi

    theirs = kaldi.fbank(
        torch.from_numpy(sweep())[None], num_mel_bins=BINS, sample_frequency=SAMPLE_RATE
    ).numpy()
    # Transforms differ in their last bits from one processor to the next, which shows in the
    # logarithm of a filter that is nearly empty.
    np.testing.assert_allclose(fbank(sweep()), theirs, atol=1e-2)


@pytest.mark.parametrize("samples", [0, 1, WINDOW - 1])
def test_less_than_a_window_has_no_features(samples: int) -> None:
    assert fbank(np.zeros(samples, np.float32)).shape == (0, BINS)


def test_only_whole_windows_count() -> None:
    assert len(fbank(np.zeros(WINDOW, np.float32))) == 1
    assert len(fbank(np.zeros(WINDOW + SHIFT - 1, np.float32))) == 1
    assert len(fbank(np.zeros(WINDOW + SHIFT, np.float32))) == 2


def test_missing_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"campplus_cn_en_common\.pt is missing"):
        load_embedding(Weights("campplus-zh-en", tmp_path))


def test_a_stretch_too_short_for_a_frame_has_zero_vectors() -> None:
    pytest.importorskip("torch")
    from assistant.speech.campplus import CamPlusPlus

    embedding = Embedding(CamPlusPlus().eval())
    result = embedding(np.zeros(100, np.float32), np.ones((2, 1), np.float32))
    assert result.shape == (2, 192)
    assert not result.any()


@pytest.fixture(scope="module")
def embedding() -> Embedding:
    return load_embedding(WEIGHTS)


# Made once from `sweep` by a second implementation: torchaudio's Kaldi features and the network
# written out in double precision with numpy alone, straight from the paper and the published
# state dict. The first twelve of 192 values of the vector scaled to length one, and its length.
REFERENCE = np.array(
    [
        [-0.1769, 0.0302, 0.0768, -0.0392, -0.0269, 0.1708],
        [0.0280, -0.0164, -0.0449, 0.0513, 0.0182, -0.0219],
    ]
).ravel()
LENGTH = 11.5596


@pytest.mark.model
def test_embeds_as_a_second_implementation_does(embedding: Embedding) -> None:
    import torch

    features = fbank(sweep())
    with torch.inference_mode():
        vector = embedding.network(torch.from_numpy(features - features.mean(axis=0))[None])[0]
    assert float(vector.norm()) == pytest.approx(LENGTH, rel=1e-3)
    np.testing.assert_allclose(unit(vector.numpy())[:12], REFERENCE, atol=3e-4)


@pytest.mark.model
def test_a_span_of_everything_is_the_whole(embedding: Embedding) -> None:
    import torch

    features = fbank(sweep())
    with torch.inference_mode():
        whole = embedding.network(torch.from_numpy(features - features.mean(axis=0))[None])
    spans = np.ones((1, len(sweep()) // POOLED), np.float32)
    np.testing.assert_allclose(embedding(sweep(), spans), unit(whole.numpy()), atol=1e-4)


@pytest.mark.model
def test_tells_the_voices_of_the_demo_apart(embedding: Embedding) -> None:
    """Spans of one pass over the first 40 s, one for each turn of at least 1.5 s."""
    samples = np.concatenate([chunk.samples for chunk in Decoding(DEMO)])[: 40 * SAMPLE_RATE]
    truth = json.loads(DEMO.with_name("demo.truth.json").read_text(encoding="utf-8"))
    turns = [t for t in truth["turns"] if t["end"] < 40 and t["end"] - t["start"] > 1.5]
    times = (np.arange(len(samples) // POOLED) + 0.5) * POOLED / SAMPLE_RATE
    spans = np.array([(times > t["start"]) & (times < t["end"]) for t in turns], np.float32)
    vectors = embedding(samples, spans)
    same: list[float] = []
    different: list[float] = []
    for i, j in combinations(range(len(turns)), 2):
        alike = turns[i]["speaker"] == turns[j]["speaker"]
        (same if alike else different).append(float(vectors[i] @ vectors[j]))
    assert same and different
    assert min(same) > max(different)
