"""What a browser needs to play a recording: a waveform to draw, a file that it can play."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import ffmpeg
import numpy as np

from assistant.audio import PROTOCOLS, Decoding, convert, describe, file_url
from assistant.types import SAMPLE_RATE

POINTS = 4000
"""Values of a waveform at most: more than a screen has columns."""
FINEST = 0.02
"""Seconds that one value covers at least."""
RATE = "64k"

_CONTAINER = re.compile(r"Input #0, ([\w,]+), from")
_CODEC = re.compile(r"Stream #\S+.*?: Audio: (\w+)")
# Container (ffmpeg's first name for it) to the codecs in it that all of today's browsers play.
_PLAYED: dict[str, frozenset[str]] = {
    "mp3": frozenset({"mp3"}),
    "wav": frozenset({"pcm_s16le", "pcm_u8", "pcm_f32le", "pcm_s24le"}),
    "mov": frozenset({"aac", "mp3", "opus", "flac"}),
    "ogg": frozenset({"opus", "vorbis", "flac"}),
    "matroska": frozenset({"opus", "vorbis"}),
    "flac": frozenset({"flac"}),
}


@dataclass(frozen=True, slots=True)
class Waveform:
    """A recording's length in seconds and the loudest sample of each stretch of it, 0 to 1.

    `warning` is the decoder's.
    """

    duration: float
    peaks: tuple[float, ...]
    warning: str | None = None


def waveform(path: Path, check: Callable[[], None] = lambda: None) -> Waveform:
    """Listens to a whole recording; `check` is called now and then and may end that by raising.

    Raises InputError as `Decoding` does.
    """
    decoding = Decoding(path)
    step = int(FINEST * SAMPLE_RATE)
    peaks: list[float] = []
    for chunk in decoding:
        check()
        loud = np.abs(chunk.samples)
        whole = len(loud) // step * step
        peaks.extend(loud[:whole].reshape(-1, step).max(axis=1).tolist())
        if whole < len(loud):
            peaks.append(float(loud[whole:].max()))
    return Waveform(decoding.seconds, tuple(_thinned(peaks)), decoding.warning)


def _thinned(peaks: list[float]) -> list[float]:
    """At most `POINTS` values, each the largest of those it stands for."""
    group = -(-len(peaks) // POINTS) or 1
    rows = np.zeros(-(-len(peaks) // group) * group)
    rows[: len(peaks)] = peaks
    return [round(float(value), 3) for value in rows.reshape(-1, group).max(axis=1)]


def browser_plays(path: Path) -> bool:
    """Whether browsers play the file as it is. Raises InputError as `probe` does."""
    text = describe(path)
    container, codec = _CONTAINER.search(text), _CODEC.search(text)
    if container is None or codec is None:
        return False
    return codec[1] in _PLAYED.get(container[1].split(",")[0], frozenset())


def playable(path: Path, target: Path, check: Callable[[], None] = lambda: None) -> None:
    """Writes the sound of `path` as AAC in MP4, which every browser plays and seeks in.

    `check` is as for `waveform`. Raises InputError when ffmpeg cannot.
    """
    stream = ffmpeg.input(file_url(path), protocol_whitelist=PROTOCOLS)
    stream = stream.audio.output(
        file_url(target), format="mp4", acodec="aac", audio_bitrate=RATE, ac=1, movflags="faststart"
    )
    convert(stream, f"{path.name} cannot be made playable", check)
