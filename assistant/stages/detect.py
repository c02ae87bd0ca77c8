"""Audio to stretches of speech: Silero VAD, streaming."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

import numpy as np

from assistant.speech.pieces import Limits, Pieces, Span
from assistant.speech.vad import FRAME, HYSTERESIS, Network, load
from assistant.stages import Loader
from assistant.types import SAMPLE_RATE, AudioChunk, Samples, SpeechRegion

BLOCK = 8
"""Frames a call of the network: fixed, so that results do not depend on how audio is cut."""
PAUSE = 3
"""Frames (about 0.1 s) without speech that count as a pause."""


class SileroVad:
    """Speech regions with their audio, in order and disjoint.

    `threshold` is the probability at which speech begins. A pause of `max_gap` seconds ends a
    region, and so does reaching `max_seconds`: then at a late and long pause or,
    without any, where speech is least likely. `pad` seconds are kept around speech where
    the neighbours leave room. Bursts under `min_speech` are dropped.
    """

    loaders: ClassVar[Mapping[str, Loader]] = {"model": load}

    def __init__(
        self,
        *,
        model: Any,
        threshold: float = 0.5,
        max_seconds: float = 28.0,
        max_gap: float = 2.0,
        pad: float = 0.4,
        min_speech: float = 0.1,
    ) -> None:
        self.network = Network(model)
        self.pieces = Pieces(
            Limits(
                threshold=threshold,
                low=max(threshold - HYSTERESIS, 0.01),
                pause=PAUSE,
                speech=_frames(min_speech),
                gap=_frames(max(max_gap, 2 * pad)),
                longest=_frames(max_seconds),
                pad=_frames(pad),
            )
        )
        self.samples: Samples = np.zeros(0, np.float32)
        self.offset = 0
        self.heard = 0

    def push(self, item: AudioChunk) -> Iterator[SpeechRegion]:
        """Chunks must come in order and without holes."""
        self.samples = np.concatenate([self.samples, item.samples])
        size = BLOCK * FRAME
        while self.offset + len(self.samples) - self.heard >= size:
            start = self.heard - self.offset
            yield from self._hear(self.samples[start : start + size])
            self._forget()

    def finish(self) -> Iterator[SpeechRegion]:
        rest = self.samples[self.heard - self.offset :]
        if len(rest):
            yield from self._hear(np.pad(rest, (0, -len(rest) % FRAME)))
        for span in self.pieces.rest():
            yield from self._region(span)
        self.offset += len(self.samples)
        self.samples = np.zeros(0, np.float32)
        self.heard = self.offset

    def _hear(self, block: Samples) -> Iterator[SpeechRegion]:
        self.heard += len(block)
        for probability in self.network(block):
            for span in self.pieces.feed(float(probability)):
                yield from self._region(span)

    def _region(self, span: Span) -> Iterator[SpeechRegion]:
        first = max(span.start * FRAME - self.offset, 0)
        samples = self.samples[first : span.end * FRAME - self.offset].copy()
        if len(samples):
            start = self.offset + first
            end = start + len(samples)
            yield SpeechRegion(start / SAMPLE_RATE, end / SAMPLE_RATE, samples)

    def _forget(self) -> None:
        keep = min(self.pieces.needed * FRAME, self.heard)
        if keep > self.offset:
            self.samples = self.samples[keep - self.offset :].copy()
            self.offset = keep


def _frames(seconds: float) -> int:
    return round(seconds * SAMPLE_RATE / FRAME)
