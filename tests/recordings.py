"""Small recordings made on the spot, in whatever container, rate and layout a test needs."""

from __future__ import annotations

import subprocess
import wave
from pathlib import Path

import numpy as np

from assistant.audio import binary
from assistant.types import SAMPLE_RATE, Samples

DEMO = Path(__file__).parent.parent / "assistant" / "demo" / "demo.opus"


def tone(seconds: float, hertz: float = 440.0, level: float = 0.3) -> Samples:
    """A sine."""
    time = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    return (level * np.sin(2 * np.pi * hertz * time)).astype(np.float32)


def write_wav(path: Path, samples: Samples, rate: int = SAMPLE_RATE, channels: int = 1) -> Path:
    """16-bit PCM, the same samples in every channel."""
    pcm = (np.repeat(samples, channels) * 32767).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(pcm.tobytes())
    return path


def convert(source: Path, target: Path, *options: str) -> Path:
    """What ffmpeg makes of `source` with `options`."""
    subprocess.run(
        [binary(), "-nostdin", "-v", "error", "-y", "-i", str(source), *options, str(target)],
        check=True,
    )
    return target
