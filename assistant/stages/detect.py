"""Audio to stretches of speech: Silero VAD, streaming."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from assistant.models import Weights
from assistant.speech.pieces import Limits, Pieces, Span
from assistant.stages import Loader
from assistant.types import SAMPLE_RATE, AudioChunk, Samples, SpeechRegion

FRAME = 512
"""Samples a frame; the network was trained on this length only."""
CONTEXT = 64
"""Samples of the frame before that the network sees in front of each frame."""
BLOCK = 8
"""Frames a call of the network: fixed, so that results do not depend on how audio is cut."""
STATE = 128
"""Width of the network's recurrent state."""
PAUSE = 3
"""Frames (about 0.1 s) without speech that count as a pause."""
HYSTERESIS = 0.15
"""Speech that has begun lasts until the probability is this far below the threshold."""


def load(weights: Weights) -> Any:
    """An ONNX session on one thread: the network is too small to gain from more."""
    import onnxruntime  # noqa: PLC0415

    options = onnxruntime.SessionOptions()
    options.inter_op_num_threads = options.intra_op_num_threads = 1
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(
        next(weights.folder.glob("*.onnx")), options, providers=["CPUExecutionProvider"]
    )


class Network:
    """One stream through the shared session: blocks of frames in, probabilities out."""

    def __init__(self, session: Any) -> None:
        self.session = session
        self.hidden = np.zeros((1, 1, STATE), np.float32)
        self.cell = np.zeros((1, 1, STATE), np.float32)
        self.context = np.zeros(CONTEXT, np.float32)

    def __call__(self, block: Samples) -> NDArray[np.float32]:
        """Probabilities of speech, one a frame. `block`: a whole number of frames, flat."""
        stream = np.concatenate([self.context, block])
        frames = np.lib.stride_tricks.sliding_window_view(stream, CONTEXT + FRAME)[::FRAME]
        inputs = {"input": np.ascontiguousarray(frames), "h": self.hidden, "c": self.cell}
        probabilities, self.hidden, self.cell = self.session.run(None, inputs)
        self.context = stream[-CONTEXT:]
        return np.asarray(probabilities, np.float32).reshape(-1)


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
