"""Where `assistant live` has its sound from, and what of it has not arrived yet."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Self

from assistant import audio
from assistant.errors import InputError
from assistant.types import SAMPLE_RATE

PIECE = SAMPLE_RATE // 10 * 2
"""Bytes that are read at once: a tenth of a second."""
FIRST_SOUND = 15.0
"""Seconds in which the first of it must come."""

_ALSA_REASON = re.compile(r"cannot open audio device (.+)")
_DSHOW_DEVICE = re.compile(r'"([^"]+)" \(audio\)')


class Backlog:
    """Sound that the server has not acknowledged; it begins at byte `begin`."""

    def __init__(self) -> None:
        self._data = bytearray()
        self._changed = threading.Condition()
        self._complete = False
        self.begin = 0

    def add(self, data: bytes) -> None:
        """Takes what comes next."""
        with self._changed:
            self._data += data
            self._changed.notify_all()

    def close(self) -> None:
        """Says that nothing more comes."""
        with self._changed:
            self._complete = True
            self._changed.notify_all()

    def acknowledged(self, upto: int) -> None:
        """Forgets what lies before that byte."""
        with self._changed:
            if upto > self.begin:
                del self._data[: upto - self.begin]
                self.begin = upto

    def after(self, place: int, timeout: float) -> bytes | None:
        """What lies behind a byte, b"" when nothing came in time, None once there is no more."""
        with self._changed:
            place = max(place, self.begin)
            self._changed.wait_for(lambda: self._complete or self._end > place, timeout)
            if self._end > place:
                return bytes(self._data[place - self.begin :])
            return None if self._complete else b""

    @property
    def _end(self) -> int:
        return self.begin + len(self._data)


class Source:
    """Sound as fast as it is spoken, from a file or a microphone, into a backlog.

    A microphone is `endless`: where it ends by itself, `tell` gets a line about it.
    """

    def __init__(
        self,
        arguments: Sequence[str],
        backlog: Backlog,
        tell: Callable[[str], None],
        *,
        endless: bool = False,
    ) -> None:
        command = [audio.binary(), "-nostdin", "-v", "error", *arguments]
        command += ["-f", "s16le", "-ac", "1", "-ar", str(SAMPLE_RATE), "pipe:"]
        self._log = tempfile.TemporaryFile()  # noqa: SIM115
        # In a group of its own: Ctrl-C is for this process, which then ends the other one.
        self._process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=self._log, start_new_session=True
        )
        self._backlog = backlog
        self._tell = tell
        self._endless = endless
        self._stopped = False
        self._thread = threading.Thread(target=self._read, name="source", daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()
        self._thread.join()
        self._log.close()

    def stop(self) -> None:
        """Ends it; what was read stays."""
        self._stopped = True
        self._process.terminate()

    def check(self) -> None:
        """Waits for the first sound. Raises InputError: none comes."""
        if not self._backlog.after(0, FIRST_SOUND):
            self.stop()
            self._thread.join()
            if self._endless:
                raise InputError(
                    f"the microphone gives no sound: {self._reason()}; connect one, close what "
                    "else uses it, or name another with --device"
                )
            raise InputError(f"there is no sound to send: {self._reason()}")

    def _read(self) -> None:
        assert self._process.stdout is not None
        heard = False
        with self._process:
            while data := self._process.stdout.read(PIECE):
                self._backlog.add(data)
                heard = True
        if self._endless and heard and not self._stopped:
            self._tell(f"the microphone is gone ({self._reason()}): the meeting ends")
        self._backlog.close()

    def _reason(self) -> str:
        """Why ffmpeg gave up; ALSA's own reason comes before ffmpeg's vaguer last word."""
        self._log.seek(0)
        log = self._log.read(1 << 16).decode(errors="replace")
        alsa = _ALSA_REASON.search(log)
        return alsa[1] if alsa else audio.last_word(log)


def from_file(path: Path) -> list[str]:
    """ffmpeg's arguments for a file at the speed at which it was recorded.

    Raises InputError: it is no recording.
    """
    audio.probe(path)
    return ["-re", "-protocol_whitelist", audio.PROTOCOLS, "-i", audio.file_url(path), "-vn"]


def from_microphone(device: str | None) -> list[str]:
    """ffmpeg's arguments for a microphone, the system's own where none is named.

    Raises InputError: there is none.
    """
    if sys.platform == "darwin":
        return ["-f", "avfoundation", "-i", f":{device or 'default'}"]
    if sys.platform == "win32":
        return ["-f", "dshow", "-i", f"audio={device or _first_of_dshow()}"]
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR", "/nonexistent"))
    pulse = "PULSE_SERVER" in os.environ or (runtime / "pulse").exists()
    return ["-f", "pulse" if pulse else "alsa", "-i", device or "default"]


def _first_of_dshow() -> str:
    command = [audio.binary(), "-hide_banner", "-list_devices", "true", "-f", "dshow", "-i", "x"]
    listed = subprocess.run(command, capture_output=True, check=False).stderr
    found = _DSHOW_DEVICE.search(listed.decode(errors="replace"))
    if found is None:
        raise InputError("this machine has no microphone: connect one, or give a file")
    return found[1]
