"""Who speaks when: AudioChunk to SpeechTurn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from assistant.speech.cells import (
    CELL,
    MARGIN,
    PIECE,
    SHARPNESS,
    Decision,
    EmbeddingModel,
    SegmentationModel,
    embedded,
)
from assistant.speech.clustering import Linkage, Vectors, unit, voices
from assistant.speech.sides import ANY, apart
from assistant.speech.sound import Sound
from assistant.speech.timeline import Active, OverlapAdd, bridged, runs, viterbi
from assistant.speech.voices import FIRST, FRAME, WINDOW, load_embedding, load_segmentation
from assistant.stages import Loader
from assistant.types import SAMPLE_RATE, AudioChunk, Meeting, SpeechTurn

BATCH = 8
"""Windows that are segmented at once."""

SHORTEST = 6
"""Frames below which a turn is dropped, about 0.1 s."""


class Pyannote:
    """Segments with pyannote's network, recognises voices with CAM++ and clusters them.

    The segmentation tells speech, overlap and who is who within a window; voices tell who is
    who across the meeting. Audio is dropped once it is segmented and embedded; about 4 kB a
    second are kept. All turns come from `finish`, sorted by start.

    `step` is the time from one 10 s window to the next in seconds. Pauses within a speaker's
    turn of at most `pause` seconds are filled unless somebody else speaks in them.
    `similarity` is the corrected cosine from which two clusters of embeddings are one voice;
    a voice heard for less than `least` seconds is no speaker of its own; `floor` is as in
    `Linkage`, so that who says little is not taken for somebody else. Where channels are kept
    apart, a voice belongs to the channel in which it is louder, and how many voices there are
    is found out in each of them.
    """

    loaders: ClassVar[Mapping[str, Loader]] = {
        "segmentation": load_segmentation,
        "embedding": load_embedding,
    }

    def __init__(  # noqa: PLR0913 - the options of models.yaml
        self,
        segmentation: SegmentationModel,
        embedding: EmbeddingModel,
        meeting: Meeting,
        *,
        step: float = 5.0,
        pause: float = 0.8,
        similarity: float = 0.7,
        least: float = 3.0,
        floor: float = 0.8,
    ) -> None:
        self._segmentation = segmentation
        self._embedding = embedding
        self._speakers = meeting.speakers
        self._step = min(max(1, round(step * SAMPLE_RATE / FRAME)), (WINDOW // FRAME) - 1)
        self._pause = round(pause * SAMPLE_RATE / FRAME)
        seconds = PIECE * CELL * FRAME / SAMPLE_RATE
        self._linkage = Linkage(
            similarity=similarity, smallest=max(2, round(least / seconds)), floor=floor
        )
        self._decision = Decision()
        self._clear()

    def _clear(self) -> None:
        self._sound = Sound()
        self._stitched = OverlapAdd(self._step)
        self._windows: list[NDArray[np.uint8]] = []
        self._frames: list[NDArray[np.float32]] = []
        self._vectors: list[NDArray[np.float16]] = []
        self._pieces: list[NDArray[np.float16]] = []
        self._cells: list[NDArray[np.intp]] = []
        self._places: list[NDArray[np.intp]] = []
        self._at: list[NDArray[np.intp]] = []

    def push(self, item: AudioChunk) -> Iterator[SpeechTurn]:
        """Takes the next samples; gives nothing before `finish`."""
        self._sound.add(item)
        hop = self._step * FRAME
        if self._sound.received - self._next() >= WINDOW + (BATCH - 1) * hop + MARGIN:
            self._segment(final=False)
        yield from ()

    def finish(self) -> Iterator[SpeechTurn]:
        """Gives every turn, sorted by start."""
        if self._sound.received == 0:
            return
        self._segment(final=True)
        frames = np.concatenate(self._frames)
        frames = frames[: max(0, -(-(self._sound.received - FIRST) // FRAME))]
        active = self._decoded(frames)
        turns = self._turns(bridged(active, self._pause))
        self._clear()
        yield from turns

    def _next(self) -> int:
        """The first sample of the next window."""
        return len(self._windows) * self._step * FRAME

    def _segment(self, *, final: bool) -> None:
        """Segments every window that is complete; at the end also those that are not."""
        hop = self._step * FRAME
        start = self._next()
        left = self._sound.received - start
        count = 1 + max(0, (left - WINDOW - (0 if final else MARGIN)) // hop)
        if final:
            count = 1 + max(0, -(-(left - WINDOW) // hop)) if left > 0 else 0
        for first in range(0, count, BATCH):
            starts = [start + i * hop for i in range(first, min(count, first + BATCH))]
            chosen = [self._sound.cut(s, s + WINDOW) for s in starts]
            for probabilities in self._segmentation(np.stack(chosen)):
                self._stitch(probabilities)
        if final:
            self._embed(self._stitched.ahead())
        self._sound.forget(self._next() - hop - 2 * MARGIN)

    def _stitch(self, probabilities: NDArray[np.float32]) -> None:
        size = self._segmentation.sets.sum(axis=1)
        speech = 1.0 - probabilities[:, size == 0].sum(axis=1)
        overlap = probabilities[:, size > 1].sum(axis=1)
        self._windows.append(probabilities.argmax(axis=1).astype(np.uint8))
        self._embed(self._stitched.push(np.stack([speech, overlap], axis=1)))

    def _embed(self, frames: NDArray[np.float32]) -> None:
        """Keeps frames that are final and one embedding for each of their cells of speech."""
        context = MARGIN // FRAME
        first = sum(map(len, self._frames))
        before = self._frames[-1][-context:] if self._frames else frames[:0]
        around = np.concatenate([before, frames, self._stitched.ahead()[:context]])
        speech = around[:, 0] > self._decision.speech
        known = first - len(before)
        self._frames.append(frames)
        cells = np.arange(-(-first // CELL), -(-(first + len(frames)) // CELL))
        cells = cells[[speech[c * CELL - known :][:CELL].any() for c in cells]]
        start = max(0, FIRST + first * FRAME - MARGIN)
        end = min(self._sound.received, FIRST + (first + len(frames)) * FRAME + MARGIN)
        cells = cells[cells * CELL * FRAME < end - FRAME * CELL]
        if len(cells) == 0:
            return
        samples = self._sound.cut(start, end)
        places = self._sound.sides(cells)
        found = embedded(
            self._embedding, samples, start, cells, places, around, known, self._decision
        )
        self._cells.append(cells)
        self._places.append(places)
        self._vectors.append(found.cells.astype(np.float16))
        self._pieces.append(found.pieces.astype(np.float16))
        self._at.append(found.places)

    def _decoded(self, frames: NDArray[np.float32]) -> Active:
        """Who is active in each frame."""
        speech = frames[:, 0] > self._decision.speech
        if not self._cells or not speech.any():
            return np.zeros((len(frames), 0), np.bool_)
        cells = np.concatenate(self._cells)
        vectors = unit(np.concatenate(self._vectors).astype(np.float32))
        pieces = unit(np.concatenate(self._pieces).astype(np.float32))
        places, at = np.concatenate(self._places), np.concatenate(self._at)
        centroids, channels = self._voices(vectors, places, pieces, at)
        owner = self._owners(cells, vectors, places, centroids, channels)
        nearest = np.searchsorted(cells, np.arange(len(frames)) // CELL)
        main = owner[np.minimum(nearest, len(cells) - 1)]
        active = np.zeros((len(frames), len(centroids)), np.bool_)
        active[np.flatnonzero(speech), main[speech]] = True
        if len(centroids) > 1:
            both = np.flatnonzero(speech & (frames[:, 1] > self._decision.overlap))
            second = self._mapped(active)[both]
            second[np.arange(len(both)), main[both]] = -np.inf
            active[both, second.argmax(axis=1)] = True
        return active

    def _voices(
        self,
        vectors: Vectors,
        places: NDArray[np.intp],
        pieces: Vectors,
        at: NDArray[np.intp],
    ) -> tuple[Vectors, NDArray[np.intp]]:
        """Centroids of the voices and the channel of each, from the vectors of each channel."""
        found = []
        for place in np.unique(places):
            own = pieces[at == place]
            own = own if len(own) else vectors[places == place]
            found.append(voices(own, self._speakers if place == ANY else None, self._linkage))
        channels = np.repeat(np.unique(places), [len(each) for each in found])
        return np.concatenate(found), channels

    def _owners(
        self,
        cells: NDArray[np.intp],
        vectors: Vectors,
        places: NDArray[np.intp],
        centroids: Vectors,
        channels: NDArray[np.intp],
    ) -> NDArray[np.intp]:
        """The voice of each cell; the second pass uses centroids of all cells of the first."""
        pause = np.diff(cells, prepend=cells[:1]) > 1
        change = self._decision.change
        cost = np.where(pause, change * self._decision.after_pause, change)
        owner = viterbi(apart(SHARPNESS * (vectors @ centroids.T), places, channels), cost)
        again = [
            vectors[owner == k].sum(axis=0) if np.sum(owner == k) > PIECE else centroid
            for k, centroid in enumerate(centroids)
        ]
        scores = SHARPNESS * (vectors @ unit(np.array(again)).T)
        return viterbi(apart(scores, places, channels), cost)

    def _mapped(self, active: Active) -> NDArray[np.float32]:
        """How much the windows' local speakers point to each voice, (frames, voices).

        A local speaker stands for a voice in the proportion in which that voice holds the
        frames where the local speaker is alone.
        """
        result = np.zeros(active.shape, np.float32)
        for i, classes in enumerate(self._windows):
            span = slice(i * self._step, i * self._step + len(classes))
            known = active[span].astype(np.float32)
            local = self._segmentation.sets[classes[: len(known)]]
            shared = (local * (local.sum(axis=1, keepdims=True) == 1)).T @ known
            shared = shared / (shared.sum(axis=1, keepdims=True) + PIECE)
            taper = np.hamming(len(classes))[: len(known), None]
            result[span] += (taper * (local @ shared)).astype(np.float32)
        return result

    def _turns(self, active: Active) -> list[SpeechTurn]:
        origin = self._sound.origin or 0
        edge = FIRST - FRAME // 2
        found = []
        for k in range(active.shape[1]):
            for first, last in runs(active[:, k]):
                if last - first >= SHORTEST:
                    start = max(0, edge + first * FRAME)
                    end = min(self._sound.received, edge + last * FRAME)
                    found.append((origin + start, origin + end, k))
        found.sort()
        names: dict[int, str] = {}
        return [
            SpeechTurn(
                names.setdefault(k, f"S{len(names) + 1}"), start / SAMPLE_RATE, end / SAMPLE_RATE
            )
            for start, end, k in found
        ]
