"""A live meeting's sound on its way into a file: kept first, then acknowledged and listened to."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.errors import InputError
from assistant.types import SAMPLE_RATE

WIDTH = 2
"""Bytes of a sample: 16 bits, signed, little-endian."""

_sync = getattr(os, "fdatasync", os.fsync)
_PLAIN = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


class Capture:
    """A file that grows by whole samples; one writer, any number of readers behind it.

    Where a process was killed while it wrote, what it left of a sample is cut off. Sound is read
    back from the file, so nothing of it stays in memory however long the meeting gets.

    Args:
        path: made when the first sound comes.
        channels: 1, or 2 whose samples alternate.
    """

    def __init__(self, path: Path, channels: int = 1) -> None:
        self.path = path
        self.channels = channels
        self._frame = WIDTH * channels
        self._changed = threading.Condition()
        self._file: int | None = None
        self._closed = False
        self._samples = 0
        if path.exists():
            self._samples = path.stat().st_size // self._frame
            os.truncate(path, self._samples * self._frame)

    @property
    def samples(self) -> int:
        """Samples of each channel that are safe on disk."""
        return self._samples

    @property
    def seconds(self) -> float:
        """How long the meeting has been heard."""
        return self._samples / SAMPLE_RATE

    def age(self, made: float) -> float:
        """Seconds since sound came last; where none came, since the moment `made`."""
        last = self.path.stat().st_mtime if self.path.exists() else made
        return max(0.0, time.time() - last)

    def append(self, data: bytes) -> int:
        """Writes whole samples and gives how many of each channel there are now, all on disk.

        Raises InputError: they cannot be kept; none of them counts as written.
        """
        with self._changed:
            if self._closed:
                raise InputError("the recording is closed: nothing more is taken")
            whole = len(data) // self._frame * self._frame
            try:
                self._write(data[:whole])
            except OSError as error:
                raise InputError(
                    f"the sound cannot be kept: {error.strerror}: make room on the server's disk"
                ) from error
            self._samples += whole // self._frame
            self._changed.notify_all()
            return self._samples

    def _write(self, data: bytes) -> None:
        """All of the data or nothing of it, behind what was written before."""
        if self._file is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = os.open(self.path, os.O_WRONLY | os.O_CREAT | _PLAIN, 0o600)
            _sync_folder(self.path.parent)
        start = self._samples * self._frame
        # A write that failed half-way may have left something behind the last whole sample.
        os.ftruncate(self._file, start)
        os.lseek(self._file, start, os.SEEK_SET)
        left = memoryview(data)
        while left:
            left = left[os.write(self._file, left) :]
        _sync(self._file)

    def wait(self, beyond: int, timeout: float) -> int:
        """Waits until there are more samples than `beyond`, and gives how many there are."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._samples > beyond, timeout)
            return self._samples

    def wake(self) -> None:
        """Lets those who wait look around."""
        with self._changed:
            self._changed.notify_all()

    def read(self, offset: int, count: int) -> NDArray[np.int16]:
        """Samples from `offset` on, shape (n, channels), `count` at most."""
        count = max(0, min(count, self._samples - offset))
        with self.path.open("rb") as file:
            file.seek(offset * self._frame)
            data = file.read(count * self._frame)
        return np.frombuffer(data, dtype="<i2").reshape(-1, self.channels)

    def close(self) -> None:
        """Takes nothing more."""
        with self._changed:
            self._closed = True
            if self._file is not None:
                os.close(self._file)
                self._file = None
            self._changed.notify_all()


def _sync_folder(folder: Path) -> None:
    """Makes sure that a new file is found again, where a folder can be told so."""
    if hasattr(os, "O_DIRECTORY"):
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


class Whole:
    """Bytes as they come over a connection to bytes of whole samples, in order."""

    def __init__(self, channels: int) -> None:
        self._frame = WIDTH * channels
        self._left = b""

    def take(self, data: bytes) -> bytes:
        """The whole samples that are there now; what is left of one waits for the rest of it."""
        data = self._left + data
        whole = len(data) // self._frame * self._frame
        self._left = data[whole:]
        return data[:whole]
