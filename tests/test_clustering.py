"""Voices out of embeddings, on made-up voices of known number."""

from __future__ import annotations

import time

import numpy as np
import pytest

from assistant.speech.clustering import Linkage, Vectors, unit, voices

DIMENSION = 64


def spoken(sizes: list[int], noise: float = 0.6, seed: int = 0) -> tuple[Vectors, Vectors]:
    """Embeddings of as many voices as there are sizes, in random order, and the true voices.

    `noise` is its length beside a voice of length one.
    """
    rng = np.random.default_rng(seed)
    centres = unit(rng.standard_normal((len(sizes), DIMENSION)))
    owner = rng.permutation(np.repeat(np.arange(len(sizes)), sizes))
    scatter = rng.standard_normal((len(owner), DIMENSION)) * noise / np.sqrt(DIMENSION)
    return unit(centres[owner] + scatter), centres


@pytest.mark.parametrize("noise", [0.3, 0.6, 0.8])
@pytest.mark.parametrize("sizes", [[30], [40, 20], [50, 10, 30], [60, 50, 40, 30, 20, 10, 8]])
def test_finds_each_voice(sizes: list[int], noise: float) -> None:
    embeddings, centres = spoken(sizes, noise)
    found = voices(embeddings)
    assert len(found) == len(centres)
    assert (found @ centres.T).max(axis=1).min() > 0.9
    assert set((found @ centres.T).argmax(axis=1)) == set(range(len(centres)))


def test_a_few_stray_embeddings_are_no_voice() -> None:
    embeddings, _ = spoken([40, 40])
    stray = unit(np.random.default_rng(1).standard_normal((1, DIMENSION)))
    assert len(voices(np.concatenate([embeddings, stray]))) == 2


def test_a_few_embeddings_near_a_voice_belong_to_it() -> None:
    embeddings, centres = spoken([40, 40])
    rng = np.random.default_rng(2)
    away = unit(centres[0] + 0.9 * unit(rng.standard_normal((1, DIMENSION))))
    few = unit(away + rng.standard_normal((3, DIMENSION)) * 0.3 / np.sqrt(DIMENSION))
    assert len(voices(np.concatenate([embeddings, few]))) == 2


@pytest.mark.parametrize("speakers", [1, 2, 3, 5, 9])
def test_a_given_number_of_speakers_is_kept(speakers: int) -> None:
    embeddings, _ = spoken([40, 30, 20])
    assert len(voices(embeddings, speakers)) == speakers


def test_no_more_voices_than_embeddings() -> None:
    embeddings, _ = spoken([1, 1])
    assert len(voices(embeddings, 5)) == 2
    assert len(voices(embeddings[:1])) == 1
    assert len(voices(embeddings[:0])) == 0


def test_a_loose_linkage_joins_what_a_strict_one_parts() -> None:
    rng = np.random.default_rng(3)
    first, other = unit(rng.standard_normal((2, DIMENSION)))
    centres = unit(np.stack([first, 0.6 * first + 0.8 * other]))
    embeddings = unit(np.repeat(centres, 20, axis=0) + rng.standard_normal((40, DIMENSION)) * 0.06)
    assert len(voices(embeddings, linkage=Linkage(distance=0.3, similarity=0.8))) == 2
    assert len(voices(embeddings, linkage=Linkage(distance=0.3, similarity=0.4))) == 1


def test_work_grows_with_the_number_of_embeddings_not_its_square() -> None:
    def seconds(factor: int) -> float:
        embeddings, _ = spoken([200 * factor, 100 * factor, 100 * factor])
        start = time.thread_time()
        assert len(voices(embeddings)) == 3
        return time.thread_time() - start

    seconds(10)
    assert seconds(50) < 10 * seconds(10)  # a square would be 25
