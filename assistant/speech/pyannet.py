"""PyanNet, a speaker segmentation network, as pyannote's segmentation-3.0 publishes it.

Bredin, "pyannote.audio 2.1 speaker diarization pipeline", Interspeech 2023: SincNet filters
(Ravanelli and Bengio, 2018, arXiv 1808.00158; the odd filters beside the even ones are those of
Pariente et al., 2020, arXiv 1910.10400), recurrent layers, a classifier over sets of speakers.
Names of the parts are those of the published weights, which load strictly. Stated here because
importing pyannote.audio takes seconds, for which a live meeting that begins would wait. This
module imports torch: import it inside loaders only.
"""

from __future__ import annotations

from itertools import combinations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from assistant.types import SAMPLE_RATE

SPEAKERS = 3
"""Who may speak within one window."""
AT_ONCE = 2
"""How many of them at the same time."""
FILTERS = 80
TAPS = 251
STRIDE = 10
LEAST = 50.0
"""Hertz: the lowest edge of a filter, and its least width."""
CHANNELS = 60
HIDDEN = 128
LAYERS = 4

SETS = tuple(
    chosen for size in range(AT_ONCE + 1) for chosen in combinations(range(SPEAKERS), size)
)
"""The speakers that each class stands for."""


class SincFilters(nn.Module):
    """Band-pass filters given by their edges: half of them even, half of them odd."""

    window_: Tensor
    n_: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.low_hz_ = nn.Parameter(torch.zeros(FILTERS // 2, 1))
        self.band_hz_ = nn.Parameter(torch.zeros(FILTERS // 2, 1))
        self.register_buffer("window_", torch.zeros(TAPS // 2))
        self.register_buffer("n_", torch.zeros(1, TAPS // 2))

    def forward(self) -> Tensor:
        """The filters, shape (FILTERS, 1, TAPS)."""
        low = LEAST + self.low_hz_.abs()
        high = (low + LEAST + self.band_hz_.abs()).clamp(LEAST, SAMPLE_RATE / 2)
        width = 2 * (high - low)
        # Of each filter only the half before its middle is stated: the other one mirrors it.
        half = self.window_ * 2 / self.n_
        even = (torch.sin(high * self.n_) - torch.sin(low * self.n_)) * half
        odd = (torch.cos(low * self.n_) - torch.cos(high * self.n_)) * half
        even = torch.cat([even, width, even.flip(1)], dim=1) / width
        odd = torch.cat([odd, torch.zeros_like(width), -odd.flip(1)], dim=1) / width
        return torch.cat([even, odd]).unsqueeze(1)


class SincConvolution(nn.Module):
    """Rectified output of the filters: (batch, 1, samples) to (batch, FILTERS, frames)."""

    def __init__(self) -> None:
        super().__init__()
        self.filterbank = SincFilters()

    def forward(self, x: Tensor) -> Tensor:
        return F.conv1d(x, self.filterbank(), stride=STRIDE).abs()


class SincNet(nn.Module):
    """Three convolutions, each pooled and normalised: a frame each 270 samples."""

    def __init__(self) -> None:
        super().__init__()
        self.wav_norm1d = nn.InstanceNorm1d(1, affine=True)
        self.conv1d = nn.ModuleList(
            [SincConvolution(), nn.Conv1d(FILTERS, CHANNELS, 5), nn.Conv1d(CHANNELS, CHANNELS, 5)]
        )
        self.norm1d = nn.ModuleList(
            nn.InstanceNorm1d(size, affine=True) for size in (FILTERS, CHANNELS, CHANNELS)
        )

    def forward(self, waveforms: Tensor) -> Tensor:
        x: Tensor = self.wav_norm1d(waveforms)
        for convolution, norm in zip(self.conv1d, self.norm1d, strict=True):
            x = F.leaky_relu(norm(F.max_pool1d(convolution(x), 3)))
        return x


class PyanNet(nn.Module):
    """(batch, 1, samples) to logarithms of probabilities, (batch, frames, len(SETS))."""

    def __init__(self) -> None:
        super().__init__()
        self.sincnet = SincNet()
        self.lstm = nn.LSTM(CHANNELS, HIDDEN, LAYERS, batch_first=True, bidirectional=True)
        self.linear = nn.ModuleList([nn.Linear(2 * HIDDEN, HIDDEN), nn.Linear(HIDDEN, HIDDEN)])
        self.classifier = nn.Linear(HIDDEN, len(SETS))

    def forward(self, waveforms: Tensor) -> Tensor:
        x, _ = self.lstm(self.sincnet(waveforms).transpose(1, 2))
        for layer in self.linear:
            x = F.leaky_relu(layer(x))
        return F.log_softmax(self.classifier(x), dim=-1)
