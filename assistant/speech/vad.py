"""The voice activity network of Silero: how likely each frame is speech."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.models import Weights
from assistant.types import Samples

FRAME = 512
"""Samples a frame; the network was trained on this length only."""
CONTEXT = 64
"""Samples of the frame before that the network sees in front of each frame."""
STATE = 128
"""Width of the network's recurrent state."""
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
