"""pyannote's own pipelines as stages, over the whole recording at once.

They need the memory of the whole recording, and about ten times the work of
`diarize.Pyannote`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from assistant import quiet
from assistant.errors import ModelError
from assistant.models import Weights
from assistant.speech.fbank import fbank
from assistant.speech.voices import Embedding, Segmentation, load_embedding, load_segmentation
from assistant.stages import Loader
from assistant.types import SAMPLE_RATE, AudioChunk, Meeting, Samples, SpeechTurn

if TYPE_CHECKING:
    import torch


def load_pipeline(weights: Weights) -> Any:
    """Loads a pipeline from a folder with its config.yaml, as the hub gives it.

    Raises:
        ModelError: the folder holds no pipeline.
    """
    quiet.import_pyannote()
    import torch  # noqa: PLC0415
    from pyannote.audio import Pipeline  # noqa: PLC0415

    if not (weights.folder / "config.yaml").is_file():
        raise ModelError(f"{weights.name}: config.yaml is missing; run `assistant models pull`")
    pipeline: Any = Pipeline.from_pretrained(weights.folder)
    return pipeline.to(torch.device(weights.device))


class PyannotePipeline:
    """A pyannote speaker diarization pipeline; all turns come from `finish`."""

    loaders: ClassVar[Mapping[str, Loader]] = {"pipeline": load_pipeline}

    def __init__(self, pipeline: Any, meeting: Meeting) -> None:
        self._pipeline = pipeline
        self._meeting = meeting
        self._chunks: list[Samples] = []
        self._origin: int | None = None

    def push(self, item: AudioChunk) -> Iterator[SpeechTurn]:
        """Keeps the samples; gives nothing before `finish`."""
        if self._origin is None:
            self._origin = item.offset
        self._chunks.append(item.samples)
        yield from ()

    def finish(self) -> Iterator[SpeechTurn]:
        """Runs the pipeline and gives every turn, sorted by start."""
        if not sum(map(len, self._chunks)):
            return
        import torch  # noqa: PLC0415

        waveform = torch.from_numpy(np.concatenate(self._chunks)).unsqueeze(0)
        self._chunks = []
        file = {"waveform": waveform, "sample_rate": SAMPLE_RATE, "uri": self._meeting.id}
        result = self._pipeline(file, num_speakers=self._meeting.speakers)
        annotation = getattr(result, "speaker_diarization", result)
        origin = (self._origin or 0) / SAMPLE_RATE
        names: dict[str, str] = {}
        for segment, _, label in sorted(annotation.itertracks(yield_label=True)):
            name = names.setdefault(label, f"S{len(names) + 1}")
            yield SpeechTurn(name, origin + segment.start, origin + segment.end)


class Stock(PyannotePipeline):
    """pyannote's pipeline as it comes, with the weights of `diarize.Pyannote`.

    What `diarize.Pyannote` is measured against: a window each second, one embedding for each
    local speaker of each window, agglomerative clustering at `threshold`.
    """

    loaders: ClassVar[Mapping[str, Loader]] = {
        "segmentation": load_segmentation,
        "embedding": load_embedding,
    }

    def __init__(
        self,
        segmentation: Segmentation,
        embedding: Embedding,
        meeting: Meeting,
        *,
        threshold: float = 0.7,
    ) -> None:
        super().__init__(assembled(segmentation, embedding, threshold), meeting)


class MaskedEmbedding:
    """CAM++ under the interface of pyannote's `PretrainedSpeakerEmbedding`."""

    sample_rate = SAMPLE_RATE
    metric = "cosine"
    min_num_samples = SAMPLE_RATE // 10
    fewest = 8
    """Feature frames below which there is no embedding, 0.1 s."""

    def __init__(self, embedding: Embedding) -> None:
        self._network = embedding.network
        self.dimension = self._network.dimension

    def __call__(
        self, waveforms: torch.Tensor, masks: torch.Tensor | None = None
    ) -> NDArray[np.float32]:
        """(n, 1, samples) and masks (n, frames) to (n, dimension), NaN for what is too short."""
        import torch  # noqa: PLC0415

        result = np.full((len(waveforms), self.dimension), np.nan, np.float32)
        for i, waveform in enumerate(waveforms):
            features = fbank(waveform[0].numpy())
            if masks is not None:
                at = np.arange(len(features)) * masks.shape[1] // max(1, len(features))
                features = features[masks[i].numpy()[at] > 0.5]
            if len(features) >= self.fewest:
                with torch.inference_mode():
                    centred = torch.from_numpy(features - features.mean(axis=0))
                    result[i] = self._network(centred[None]).numpy()[0]
        return result


def assembled(segmentation: Segmentation, embedding: Embedding, threshold: float) -> Any:
    """pyannote's `SpeakerDiarization` over these networks.

    Its constructor only takes the names of models to load, and a PLDA that agglomerative
    clustering has no use for, so the embedding and the clustering are put in afterwards.
    """
    from pyannote.audio import Audio  # noqa: PLC0415
    from pyannote.audio.core.plda import PLDA  # noqa: PLC0415
    from pyannote.audio.pipelines import SpeakerDiarization  # noqa: PLC0415
    from pyannote.audio.pipelines.clustering import AgglomerativeClustering  # noqa: PLC0415

    pipeline = SpeakerDiarization(
        segmentation=segmentation.model,
        clustering="OracleClustering",
        plda=PLDA.__new__(PLDA),
        segmentation_batch_size=8,
        embedding_exclude_overlap=True,
    )
    pipeline.klustering = "AgglomerativeClustering"
    pipeline._expects_num_speakers = False
    pipeline._embedding = MaskedEmbedding(embedding)
    pipeline._audio = Audio(sample_rate=SAMPLE_RATE, mono="downmix")
    pipeline.clustering = AgglomerativeClustering(metric="cosine")
    return pipeline.instantiate(
        {
            "segmentation": {"min_duration_off": 0.0},
            "clustering": {"method": "centroid", "min_cluster_size": 12, "threshold": threshold},
        }
    )
