"""Who speaks when, while they speak: AudioChunk to Diarized."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
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
from assistant.speech.clustering import Linkage, Vectors
from assistant.speech.roster import Roster
from assistant.speech.sides import apart
from assistant.speech.sound import Sound
from assistant.speech.timeline import Active, bridged, runs, viterbi
from assistant.speech.voices import (
    FIRST,
    FRAME,
    WINDOW,
    load_embedding,
    load_segmentation,
)
from assistant.stages import Loader
from assistant.types import (
    SAMPLE_RATE,
    AudioChunk,
    Diarized,
    Meeting,
    SpeechTurn,
    Voices,
)

QUIET = 1e-3
"""Root mean square of 10 ms below which nobody can be heard: no network runs."""

LATER = -(-MARGIN // FRAME)
"""Frames of later sound that a frame waits for."""

SUREST = 25
"""Frames of the embedding network from which a piece tells of a voice, 0.5 s."""

SHORTEST = 6
"""Frames below which a turn is dropped, about 0.1 s."""

EDGE = FIRST - FRAME // 2
"""Sample at which the first frame begins."""


@dataclass(frozen=True, slots=True)
class View:
    """What the segmentation made of a window: frames from `start` on, new from `first` on."""

    start: int
    first: int
    until: int
    classes: NDArray[np.uint8]


class Pyannote:
    """Segments the last 10 s again and again, recognises the voices in what is new.

    The networks, the embeddings and the decisions are those of `diarize.Pyannote`; voices are
    clustered again while the meeting goes on and keep their names (see `Roster`). Speech of a
    voice that is not sure yet is nobody's. `Voices` pushed first are those of the same meeting
    before it was interrupted. What is said of a moment may change for `revisable` seconds.

    `step` is the time from one window to the next in seconds, and so how late a word's speaker
    is known; `pause`, `similarity` and `least` are as in `diarize.Pyannote`, `floor` is as in
    `Linkage`: who has said little yet is not taken for somebody else. Where channels are kept
    apart, a voice belongs to the channel in which it is louder.
    """

    loaders: ClassVar[Mapping[str, Loader]] = {
        "segmentation": load_segmentation,
        "embedding": load_embedding,
    }
    optional: ClassVar[frozenset[type]] = frozenset((Voices,))

    def __init__(  # noqa: PLR0913 - the options of models.yaml
        self,
        segmentation: SegmentationModel,
        embedding: EmbeddingModel,
        meeting: Meeting,
        *,
        step: float = 1.5,
        pause: float = 0.8,
        similarity: float = 0.7,
        least: float = 3.0,
        floor: float = 0.8,
        revisable: float = 60.0,
    ) -> None:
        self._segmentation = segmentation
        self._embedding = embedding
        self._step = min(max(1, round(step * SAMPLE_RATE / FRAME / CELL)), 60) * CELL
        self._pause = round(pause * SAMPLE_RATE / FRAME)
        self._revisable = round(revisable * SAMPLE_RATE / FRAME)
        seconds = PIECE * CELL * FRAME / SAMPLE_RATE
        linkage = Linkage(
            similarity=similarity, smallest=max(2, round(least / seconds)), floor=floor
        )
        self._decision = Decision()
        self._roster = Roster(linkage, meeting.speakers)
        self._clear()

    def _clear(self) -> None:
        self._sound = Sound()
        self._kept = 0
        self._frames = np.empty((0, 2), np.float32)
        self._views: list[View] = []
        self._cells = np.empty(0, np.intp)
        self._vectors: Vectors | None = None
        self._places = np.empty(0, np.intp)
        self._before = -1
        self._told = np.empty((0, 0), np.bool_)

    def push(self, item: AudioChunk | Voices) -> Iterator[Diarized | Voices]:
        """Takes the next samples, or the voices of the meeting before any samples."""
        if isinstance(item, Voices):
            self._roster.seed(item)
            return
        self._sound.add(item)
        while self._sound.received >= FIRST + (self._known + self._step + LATER) * FRAME:
            yield from self._advance(self._known + self._step)

    def finish(self) -> Iterator[Diarized | Voices]:
        """Says what is left to be said of the last second."""
        total = max(0, -(-(self._sound.received - FIRST) // FRAME))
        while self._known < total:
            until = min(self._known + self._step, total)
            yield from self._advance(until, last=until == total)
        self._clear()

    @property
    def _known(self) -> int:
        """The first frame that nothing is known of."""
        return self._kept + len(self._frames)

    def _advance(self, until: int, *, last: bool = False) -> Iterator[Diarized | Voices]:
        """Frames up to `until` become known."""
        first = self._known
        around = self._segmented(first, until)
        self._frames = np.concatenate([self._frames, around[: until - first]])
        self._embed(first, until, around)
        gathered = self._roster.due or last
        if gathered:
            self._roster.gather()
        yield self._difference()
        if gathered and self._roster.known:
            yield self._roster.voices()
        self._forget()

    def _segmented(self, first: int, until: int) -> NDArray[np.float32]:
        """Speech and overlap from frame `first` on, up to the end of the window."""
        end = EDGE + (until + LATER) * FRAME
        new = self._sound.cut(EDGE + first * FRAME, end)
        blocks = new[: len(new) // 160 * 160].reshape(-1, 160)
        if not len(blocks) or np.sqrt(np.square(blocks).mean(axis=1).max()) < QUIET:
            return np.zeros((until - first + LATER, 2), np.float32)
        frames = (WINDOW - 2 * FIRST) // FRAME + 1
        start = until + LATER - frames
        samples = self._sound.cut(start * FRAME, start * FRAME + WINDOW)
        probabilities = self._segmentation(samples[None])[0]
        size = self._segmentation.sets.sum(axis=1)
        speech = 1.0 - probabilities[:, size == 0].sum(axis=1)
        overlap = probabilities[:, size > 1].sum(axis=1)
        classes = probabilities.argmax(axis=1).astype(np.uint8)
        self._views.append(View(start, first, until, classes))
        return np.stack([speech, overlap], axis=1)[first - start :].astype(np.float32)

    def _embed(self, first: int, until: int, ahead: NDArray[np.float32]) -> None:
        """One embedding for each new cell of speech, and the roster's for each piece."""
        cells = np.arange(first // CELL, -(-until // CELL))
        speech = ahead[: until - first, 0] > self._decision.speech
        cells = cells[[bool(speech[c * CELL - first :][:CELL].any()) for c in cells]]
        if len(cells) == 0:
            return
        start = max(0, FIRST + first * FRAME - MARGIN)
        samples = self._sound.cut(start, min(self._sound.received, FIRST + until * FRAME + MARGIN))
        earlier = self._frames[max(0, first - self._kept - LATER) : first - self._kept]
        around, known = np.concatenate([earlier, ahead]), first - len(earlier)
        places = self._sound.sides(cells)
        found = embedded(
            self._embedding, samples, start, cells, places, around, known, self._decision
        )
        sure = found.sizes >= SUREST
        self._roster.add(found.pieces[sure], found.places[sure])
        kept = found.cells[:0] if self._vectors is None else self._vectors
        self._vectors = np.concatenate([kept, found.cells])
        self._cells = np.concatenate([self._cells, cells])
        self._places = np.concatenate([self._places, places])

    def _difference(self) -> Diarized:
        """What is known, from the first moment on that differs from what was said."""
        active = bridged(self._active(), self._pause)
        for k in range(active.shape[1]):
            for start, end in runs(active[:, k]):
                if end - start < SHORTEST and end < len(active):
                    active[start:end, k] = False
        said = np.zeros((len(self._told), active.shape[1]), np.bool_)
        said[:, : self._told.shape[1]] = self._told
        if self._kept:
            fixed = min(self._pause, len(said))
            active[:fixed] = said[:fixed]
        changed = np.flatnonzero((active[: len(said)] != said).any(axis=1))
        first = int(changed[0]) if len(changed) else len(said)
        self._told = active
        turns = [
            SpeechTurn(name, self._time(first + start), self._time(first + end))
            for k, name in enumerate(self._roster.known)
            for start, end in runs(active[first:, k])
        ]
        turns.sort(key=lambda turn: (turn.start, turn.speaker))
        return Diarized(self._time(first), self._time(len(active)), tuple(turns))

    def _time(self, frame: int) -> float:
        """Where a kept frame begins, on the meeting's clock."""
        frame += self._kept
        sample = min(self._sound.received, EDGE + frame * FRAME) if frame else 0
        return ((self._sound.origin or 0) + sample) / SAMPLE_RATE

    def _active(self) -> Active:
        """Who is active in each kept frame, a column for each name."""
        frames, names = self._frames, self._roster.numbers
        active = np.zeros((len(frames), len(self._roster.known)), np.bool_)
        speech = frames[:, 0] > self._decision.speech
        if self._vectors is None or not len(self._cells) or not len(names) or not speech.any():
            return active
        owner = self._owners(self._vectors)
        at = (self._kept + np.arange(len(frames))) // CELL
        main = owner[np.minimum(np.searchsorted(self._cells, at), len(owner) - 1)]
        column = names[main]
        sure = np.flatnonzero(speech & (column >= 0))
        active[sure, column[sure]] = True
        for view in self._views:
            self._add_second(active, view, np.where(speech, main, -1))
        return active

    def _owners(self, vectors: Vectors) -> NDArray[np.intp]:
        """The voice of each kept cell."""
        roster = self._roster
        scores = apart(SHARPNESS * (vectors @ roster.centroids.T), self._places, roster.channels)
        pause = np.diff(self._cells, prepend=self._cells[:1]) > 1
        change = self._decision.change
        if self._before >= 0:
            scores[0, roster.numbers != self._before] -= change
        return viterbi(scores, np.where(pause, change * self._decision.after_pause, change))

    def _add_second(self, active: Active, view: View, main: NDArray[np.intp]) -> None:
        """Adds who speaks at the same time, as far as the window's local speakers tell."""
        first, until = max(0, view.first - self._kept), view.until - self._kept
        overlap = self._frames[first:until, 1] > self._decision.overlap
        both = first + np.flatnonzero(overlap & (main[first:until] >= 0))
        voices = len(self._roster.numbers)
        if voices < 2 or not len(both):
            return
        start = max(0, view.start - self._kept)
        classes = view.classes[start - (view.start - self._kept) :]
        classes = classes[: len(main) - start]
        local = self._segmentation.sets[classes]
        holders = main[start : start + len(classes)]
        known = (holders[:, None] == np.arange(voices)).astype(np.float32)
        shared = (local * (local.sum(axis=1, keepdims=True) == 1)).T @ known
        shared = shared / (shared.sum(axis=1, keepdims=True) + PIECE)
        score = local[both - start] @ shared
        score[np.arange(len(both)), main[both]] = 0.0
        column = self._roster.numbers[score.argmax(axis=1)]
        fit = (score.max(axis=1) > 0) & (column >= 0)
        active[both[fit], column[fit]] = True

    def _forget(self) -> None:
        """Drops sound that no window needs and what can no longer change."""
        self._sound.forget(self._known * FRAME - WINDOW)
        gone = (self._known - self._revisable - self._kept) // CELL * CELL
        if gone <= 0:
            return
        if self._vectors is not None and len(self._cells):
            old = int(np.searchsorted(self._cells, (self._kept + gone) // CELL))
            if old and len(self._roster.numbers):
                self._before = int(self._roster.numbers[self._owners(self._vectors)[old - 1]])
            self._cells, self._places = self._cells[old:], self._places[old:]
            self._vectors = self._vectors[old:].copy()
        self._frames, self._told = self._frames[gone:].copy(), self._told[gone:].copy()
        self._kept += gone
        self._views = [view for view in self._views if view.until > self._kept]
