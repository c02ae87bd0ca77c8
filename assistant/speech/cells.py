"""Moments of speech and what is embedded of them: cells of 0.1 s, pieces of 1.5 s."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.speech.clustering import Vectors
from assistant.speech.voices import FIRST, FRAME, POOLED
from assistant.types import SAMPLE_RATE, Samples

CELL = 6
"""Frames of segmentation that share one voice embedding, about 0.1 s."""

REACH = 15
"""Frames of the embedding network to either side of a cell's middle, 0.3 s."""

MARGIN = SAMPLE_RATE // 2
"""Samples of context to either side of a stretch that is embedded."""

PIECE = 15
"""Cells that share one embedding for clustering, about 1.5 s: surer than single cells."""

SHARPNESS = 5.0 * CELL
"""What a cosine of one is worth as the log-likelihood of a cell."""


class SegmentationModel(Protocol):
    """Windows of samples to probabilities of sets of local speakers."""

    sets: NDArray[np.float32]

    def __call__(self, windows: NDArray[np.float32]) -> NDArray[np.float32]: ...


class EmbeddingModel(Protocol):
    """A stretch of samples and spans of it to one vector a span."""

    def __call__(self, samples: Samples, spans: NDArray[np.float32]) -> Vectors: ...


@dataclass(frozen=True, slots=True)
class Decision:
    """When a frame counts as speech, as overlapped speech, and what a change costs.

    `change` is the log-likelihood that a change of speaker costs within running speech; after
    a pause it costs `after_pause` of that.
    """

    speech: float = 0.5
    overlap: float = 0.4
    change: float = 6.0
    after_pause: float = 0.3


def spans_of(
    cells: NDArray[np.intp],
    start: int,
    samples: int,
    frames: NDArray[np.float32],
    first: int,
    decision: Decision,
) -> NDArray[np.float32]:
    """What of a stretch each cell's embedding and then each piece's is made of.

    The stretch has `samples` from `start` on. `frames` are speech and overlap of the frames from
    `first` on. The result has shape (cells + pieces, samples // POOLED), as `EmbeddingModel`
    takes it.
    """
    times = start + np.arange(samples // POOLED) * POOLED + POOLED // 2
    at = np.clip((times - FIRST) // FRAME - first, 0, len(frames) - 1)
    usable = frames[at, 0] > decision.speech
    alone = frames[at, 1] < decision.overlap
    middle = FIRST + (cells * CELL + CELL // 2) * FRAME
    near = np.abs(times - middle[:, None]) <= REACH * POOLED
    pieces = [_within(times, piece) & alone for piece in pieces_of(cells)]
    return np.asarray(np.stack([*near, *pieces]) & usable, np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Embedded:
    """A stretch as vectors: one for each of its cells in their order, and those of its pieces.

    Of each piece, `places` is the channel and `sizes` how many frames it was made of.
    """

    cells: Vectors
    pieces: Vectors
    places: NDArray[np.intp]
    sizes: NDArray[np.float32]


def embedded(  # noqa: PLR0913 - a stretch, what is known of it, and how it is heard
    model: EmbeddingModel,
    samples: Samples,
    start: int,
    cells: NDArray[np.intp],
    places: NDArray[np.intp],
    frames: NDArray[np.float32],
    first: int,
    decision: Decision,
) -> Embedded:
    """Embeds a stretch at once; no piece goes over cells of different channels, `places`.

    The other arguments are those of `spans_of`.
    """
    groups = [np.flatnonzero(places == place) for place in np.unique(places)]
    spans = [spans_of(cells[own], start, len(samples), frames, first, decision) for own in groups]
    parts = np.split(
        model(samples, np.concatenate(spans)), np.cumsum([len(each) for each in spans])[:-1]
    )
    order = np.argsort(np.concatenate(groups), kind="stable")
    pairs = list(zip(groups, spans, parts, strict=True))
    return Embedded(
        np.concatenate([part[: len(own)] for own, _, part in pairs])[order],
        np.concatenate([part[len(own) :] for own, _, part in pairs]),
        np.concatenate(
            [np.repeat(places[own[:1]], len(span) - len(own)) for own, span, _ in pairs]
        ),
        np.concatenate([span[len(own) :].sum(axis=1) for own, span, _ in pairs]),
    )


def pieces_of(cells: NDArray[np.intp]) -> list[NDArray[np.intp]]:
    """About `PIECE` cells each that follow one another; remainders below half are left out."""
    pieces = []
    for stretch in np.split(cells, np.flatnonzero(np.diff(cells) > 1) + 1):
        if len(stretch) >= PIECE // 2:
            pieces += np.array_split(stretch, max(1, round(len(stretch) / PIECE)))
    return pieces


def _within(times: NDArray[np.intp], piece: NDArray[np.intp]) -> NDArray[np.bool_]:
    start = FIRST + piece[0] * CELL * FRAME
    end = FIRST + (piece[-1] + 1) * CELL * FRAME
    return np.asarray((times >= start) & (times < end))
