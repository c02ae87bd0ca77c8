"""Log mel filter banks as Kaldi computes them.

Defaults of Kaldi's `compute-fbank-feats` at 16 kHz without dither: 25 ms Povey windows every
10 ms, only whole windows, 80 triangular mel filters from 20 Hz to 8 kHz over the power
spectrum.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from assistant.types import SAMPLE_RATE, Samples

WINDOW = 400
SHIFT = 160
BINS = 80
FFT = 512
PREEMPHASIS = 0.97
LOWEST = 20.0
FLOOR = float(np.finfo(np.float32).eps)

Features = NDArray[np.float32]
"""Log energies, shape (frames, BINS); frame i covers samples SHIFT*i to SHIFT*i + WINDOW."""


def _mel(hertz: NDArray[np.float64] | float) -> NDArray[np.float64]:
    return np.asarray(1127.0 * np.log1p(np.asarray(hertz) / 700.0))


@cache
def _filters() -> NDArray[np.float32]:
    """Triangles in the mel domain, shape (FFT // 2 + 1, BINS)."""
    low, high = _mel(LOWEST), _mel(SAMPLE_RATE / 2)
    edges = np.linspace(low, high, BINS + 2)
    bins = _mel(np.arange(FFT // 2 + 1) * SAMPLE_RATE / FFT)[:, None]
    rising = (bins - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - bins) / (edges[2:] - edges[1:-1])
    triangles = np.maximum(0.0, np.minimum(rising, falling))
    triangles[-1] = 0.0  # Kaldi leaves the Nyquist bin out
    return np.asarray(triangles, np.float32)


@cache
def _window() -> NDArray[np.float32]:
    """Povey's window: a Hann window to the power of 0.85, shape (WINDOW,)."""
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW) / (WINDOW - 1))
    return np.asarray(hann**0.85, np.float32)


def fbank(samples: Samples) -> Features:
    """Features of `samples`; shorter than one window gives no frame."""
    if len(samples) < WINDOW:
        return np.empty((0, BINS), np.float32)
    import torch  # noqa: PLC0415

    with torch.inference_mode():
        frames = torch.from_numpy(samples).unfold(0, WINDOW, SHIFT)
        frames = frames - frames.mean(dim=1, keepdim=True)
        before = torch.cat([frames[:, :1], frames[:, :-1]], dim=1)
        frames = (frames - PREEMPHASIS * before) * torch.from_numpy(_window())
        power = torch.fft.rfft(frames, n=FFT).abs().square()
        energies = power @ torch.from_numpy(_filters())
        features: Features = energies.clamp(min=FLOOR).log().numpy()
    return features
