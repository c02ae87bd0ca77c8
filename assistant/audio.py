"""Recordings in: decode, downmix, resample and cut into chunks, streaming from ffmpeg."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import ffmpeg
import imageio_ffmpeg
import numpy as np

from assistant.errors import InputError
from assistant.types import SAMPLE_RATE, AudioChunk

CHUNK_SECONDS = 5.0
PROBE_TIMEOUT = 60.0
LOOKED = 0.2
"""Seconds after which it is looked whether the work is still wanted."""
# Playlists and concat scripts may name other files and hosts: an input is one local file.
PROTOCOLS = "file,pipe"

_DURATION = re.compile(r"Duration: (\d+):(\d+):(\d+(?:\.\d+)?)")
_AUDIO_STREAM = re.compile(r"Stream #\S+.*: Audio: ")


@dataclass(frozen=True, slots=True)
class Probe:
    """What ffmpeg says of a file; `duration` is in seconds, None where the file does not say."""

    duration: float | None


@cache
def binary() -> str:
    """The system's ffmpeg, or else the one that the imageio-ffmpeg wheel carries."""
    return shutil.which("ffmpeg") or imageio_ffmpeg.get_ffmpeg_exe()


def check(path: Path) -> None:
    """Raises InputError unless `path` is a readable file with something in it."""
    try:
        if path.is_dir():
            raise InputError(f"{path} is a directory: name the recordings in it")
        if not path.exists():
            raise InputError(f"{path} does not exist")
        with path.open("rb") as file:
            empty = not file.read(1)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from None
    if empty:
        raise InputError(f"{path} is empty: there is nothing to transcribe")


def describe(path: Path) -> str:
    """What ffmpeg prints of a file's header, read in a child process with a time limit.

    Raises:
        InputError: the file is missing, empty, no media file, or has no sound.
    """
    check(path)
    command = [binary(), "-nostdin", "-hide_banner", "-protocol_whitelist", PROTOCOLS]
    command += ["-i", file_url(path)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=PROBE_TIMEOUT, check=False)
    except subprocess.TimeoutExpired:
        raise InputError(f"{path} could not be opened within {PROBE_TIMEOUT:.0f} s") from None
    text = done.stderr.decode(errors="replace")
    if "Input #0" not in text:
        raise InputError(
            f"{path} is not a recording that ffmpeg can read ({last_word(text)}): give sound, "
            "video, or a transcript as .vtt, .srt, .txt or .json"
        )
    if "misdetection possible" in text:
        raise InputError(f"{path} is not a recording: nothing in it says what kind of file it is")
    if not _AUDIO_STREAM.search(text):
        raise InputError(f"{path} has no sound: give a recording with an audio track")
    return text


def probe(path: Path) -> Probe:
    """Reads a file's header. Raises InputError as `describe` does."""
    found = _DURATION.search(describe(path))
    if not found:
        return Probe(None)
    hours, minutes, seconds = found.groups()
    return Probe(int(hours) * 3600 + int(minutes) * 60 + float(seconds))


class Decoding:
    """An iterator over a file's audio; afterwards `seconds` and `warning` tell how it went.

    Memory does not grow with the file. `warning` is a line for a person when the file ended
    before its header said, or when parts could not be decoded; what decoded has been given.
    With two `channels`, chunks have them beside their mean.

    Raises:
        InputError: nothing could be decoded.
    """

    def __init__(self, path: Path, chunk_seconds: float = CHUNK_SECONDS, channels: int = 1) -> None:
        self.path = path
        self.channels = channels
        self.expected = probe(path).duration
        self.seconds = 0.0
        self.warning: str | None = None
        self._bytes = int(chunk_seconds * SAMPLE_RATE) * 2 * channels

    def __iter__(self) -> Iterator[AudioChunk]:
        with tempfile.TemporaryFile() as log:
            process = subprocess.Popen(
                _decode_command(self.path, self.channels),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
            )
            assert process.stdout is not None
            offset = 0
            try:
                while data := process.stdout.read(self._bytes):
                    chunk = self._chunk(data, offset)
                    yield chunk
                    offset += len(chunk.samples)
                    self.seconds = offset / SAMPLE_RATE
                status = process.wait()
            finally:
                process.kill()
                process.stdout.close()
                process.wait()
            log.seek(0)
            self._judge(status, log.read(1 << 16).decode(errors="replace"))

    def _chunk(self, data: bytes, offset: int) -> AudioChunk:
        pcm = np.frombuffer(data[: len(data) // 2 // self.channels * 2 * self.channels], "<i2")
        sound = pcm.astype(np.float32) / 32768.0
        if self.channels == 1:
            return AudioChunk(sound, offset)
        sides = sound.reshape(-1, self.channels)
        return AudioChunk(sides.mean(axis=1), offset, channels=sides)

    def _judge(self, status: int, log: str) -> None:
        if self.seconds == 0.0:
            raise InputError(f"{self.path} holds no audio that can be decoded: {last_word(log)}")
        if self.expected is not None and self.seconds < self.expected - max(
            1.0, 0.01 * self.expected
        ):
            self.warning = (
                f"{self.path} ends early: {self.seconds:.1f} of {self.expected:.1f} s decoded"
            )
        elif _cut_short(self.path):
            self.warning = f"{self.path} is cut off: its first {self.seconds:.1f} s were decoded"
        elif status != 0 or log.strip():
            self.warning = f"{self.path} is damaged in places: {last_word(log)}"


def _decode_command(path: Path, channels: int) -> list[str]:
    stream = ffmpeg.input(file_url(path), protocol_whitelist=PROTOCOLS)
    stream = stream.audio.output("pipe:", format="s16le", ac=channels, ar=SAMPLE_RATE)
    stream = stream.global_args("-nostdin", "-v", "error")
    command: list[str] = ffmpeg.compile(stream, cmd=binary())
    return command


def _cut_short(path: Path) -> bool:
    """Whether a WAV or Ogg file stops before its own end, which ffmpeg passes over."""
    with path.open("rb") as file:
        head = file.read(8)
        size = file.seek(0, 2)
        file.seek(max(0, size - (1 << 16)))
        tail = file.read()
    if head[:4] == b"RIFF":
        declared = int.from_bytes(head[4:8], "little")
        return size - 8 < declared < 0xFFFFFFFF
    page = tail.rfind(b"OggS")
    return head[:4] == b"OggS" and page >= 0 and not tail[page + 5] & 4


def file_url(path: Path) -> str:
    """A path as ffmpeg takes it, whatever characters are in it."""
    return f"file:{path.resolve()}"


def last_word(log: str) -> str:
    """ffmpeg's own last word, without its addresses."""
    if "moov atom not found" in log:
        return "it was cut off before its index was written"
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    last = re.sub(r"^\[[^\]]*\]\s*", "", lines[-1]) if lines else "no reason given"
    return re.sub(r"^(Error opening input.*?|file:.*?): ", "", last)


def repeated(path: Path, times: int, folder: Path) -> Path:
    """A recording played `times` over, as a FLAC file in `folder`. Raises InputError."""
    check(path)
    target = folder / f"{path.stem}_x{times}.flac"
    stream = ffmpeg.input(file_url(path), protocol_whitelist=PROTOCOLS, stream_loop=times - 1)
    stream = stream.audio.output(file_url(target), ac=1, ar=SAMPLE_RATE)
    command = ffmpeg.compile(stream.global_args("-nostdin", "-v", "error"), cmd=binary())
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:
        raise InputError(f"{path} cannot be repeated: {last_word(done.stderr.decode())}")
    return target


def flac(raw: Path, channels: int, target: Path, check: Callable[[], None]) -> None:
    """Writes samples as they come (16 bits, at our rate) as a FLAC file.

    `check` and what is raised are as for `convert`.
    """
    stream = ffmpeg.input(file_url(raw), format="s16le", ar=SAMPLE_RATE, ac=channels)
    stream = stream.audio.output(file_url(target), format="flac", acodec="flac")
    convert(stream, f"the recording cannot be kept as {target.name}", check)


def convert(stream: Any, complaint: str, check: Callable[[], None]) -> None:
    """Lets ffmpeg write a file, in a child process; `check` may end that by raising.

    Raises InputError when it cannot: the complaint with ffmpeg's reason.
    """
    command = ffmpeg.compile(stream.global_args("-nostdin", "-v", "error", "-y"), cmd=binary())
    with tempfile.TemporaryFile() as log, subprocess.Popen(command, stderr=log) as process:
        try:
            while process.poll() is None:
                check()
                with suppress(subprocess.TimeoutExpired):
                    process.wait(LOOKED)
        finally:
            process.kill()
        log.seek(0)
        if process.returncode:
            raise InputError(
                f"{complaint}: {last_word(log.read(1 << 16).decode(errors='replace'))}"
            )
