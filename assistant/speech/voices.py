"""The two networks behind diarization: who speaks within a window, and what a voice is like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from assistant import quiet
from assistant.errors import ModelError
from assistant.models import Weights
from assistant.speech.clustering import Vectors, unit
from assistant.speech.fbank import SHIFT, fbank
from assistant.types import SAMPLE_RATE, Samples

if TYPE_CHECKING:
    from assistant.speech.campplus import CamPlusPlus

WINDOW = 10 * SAMPLE_RATE
"""Samples that the segmentation network was trained on."""

FRAME = 270
"""Samples from one frame of segmentation to the next."""

FIRST = 495
"""Sample at the centre of the first frame of segmentation."""

POOLED = 2 * SHIFT
"""Samples from one frame of the embedding network to the next."""


class Segmentation:
    """pyannote's segmentation-3.0: which of a window's speakers are active in each frame.

    Bredin, "powerset multi-class cross entropy loss for neural speaker diarization", 2023.
    `sets` says which local speakers each class stands for, shape (classes, speakers).
    """

    def __init__(self, model: Any) -> None:
        from pyannote.audio.utils.powerset import Powerset  # noqa: PLC0415

        specifications = model.specifications
        powerset = Powerset(len(specifications.classes), specifications.powerset_max_classes)
        self.model = model
        self.sets: NDArray[np.float32] = np.asarray(powerset.mapping, np.float32)

    def __call__(self, windows: NDArray[np.float32]) -> NDArray[np.float32]:
        """(n, WINDOW) samples to (n, frames, classes) probabilities."""
        import torch  # noqa: PLC0415

        with torch.inference_mode():
            batch = torch.from_numpy(np.ascontiguousarray(windows)).unsqueeze(1)
            result = self.model(batch.to(self.model.device)).exp().cpu().numpy()
        return np.asarray(result, np.float32)


class Embedding:
    """CAM++ pooled over any number of spans from one pass over the audio.

    The network's frames see little beyond a second around them, so the costly part runs once
    over a stretch and only the statistics and the last layer run for each span.
    """

    def __init__(self, network: CamPlusPlus) -> None:
        self.network = network

    def __call__(self, samples: Samples, spans: NDArray[np.float32]) -> Vectors:
        """Embeddings of a stretch, rows of length one, shape (n, dimension).

        `spans` has shape (n, len(samples) // POOLED): 1 where a frame counts, else 0.
        """
        import torch  # noqa: PLC0415

        features = fbank(samples)
        if len(features) < 2 or len(spans) == 0:
            return np.zeros((len(spans), self.network.dimension), np.float32)
        device = next(self.network.parameters()).device
        with torch.inference_mode():
            centred = torch.from_numpy(features - features.mean(axis=0)).to(device)
            frames = self.network.frames(centred[None])
            weights = torch.zeros((len(spans), frames.shape[-1]), device=device)
            width = min(spans.shape[1], frames.shape[-1])
            weights[:, :width] = torch.from_numpy(spans[:, :width])
            vectors = self.network.pool(frames[0], weights).cpu().numpy()
        return unit(vectors)


def load_segmentation(weights: Weights) -> Segmentation:
    """Loads pyannote's checkpoint without running any code stored in it."""
    quiet.import_pyannote()
    import torch  # noqa: PLC0415
    from pyannote.audio.core.task import Problem, Resolution, Specifications  # noqa: PLC0415
    from pyannote.audio.models.segmentation import PyanNet  # noqa: PLC0415
    from torch.torch_version import TorchVersion  # noqa: PLC0415

    path = weights.folder / "pytorch_model.bin"
    with torch.serialization.safe_globals([Problem, Resolution, Specifications, TorchVersion]):
        checkpoint = _checkpoint(weights, path.name)
    model: Any = PyanNet(**checkpoint["hyper_parameters"])
    model.specifications = checkpoint["pyannote.audio"]["specifications"]
    model.build()
    model.load_state_dict(checkpoint["state_dict"], strict=True)
    return Segmentation(model.eval().to(weights.device))


def load_embedding(weights: Weights) -> Embedding:
    """Loads the published state dict of CAM++."""
    from assistant.speech.campplus import CamPlusPlus  # noqa: PLC0415

    network = CamPlusPlus()
    network.load_state_dict(_checkpoint(weights, "campplus_cn_en_common.pt"), strict=True)
    return Embedding(network.eval().to(weights.device))


def _checkpoint(weights: Weights, name: str) -> dict[str, Any]:
    import torch  # noqa: PLC0415

    path = weights.folder / name
    if not path.is_file():
        raise ModelError(f"{weights.name}: {name} is missing; run `assistant models pull`")
    checkpoint: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    return checkpoint
