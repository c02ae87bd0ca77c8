"""Where the bytes of weights come from: hubs, wheels, folders, installed packages.

A `Fetcher` puts a model's files into a folder, trying the sources in order. A file appears
there under its own name only once its bytes are known to be the published ones.
"""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self
from urllib.parse import quote

from assistant.config import (
    AnySource,
    Environment,
    FileSettings,
    FolderSource,
    HuggingFaceSource,
    ModelScopeSource,
    ModelSettings,
    PackageSource,
    WheelSource,
)
from assistant.download import BLOCK, Downloader, Report, SourceError
from assistant.errors import HashMismatch, ModelError
from assistant.wheels import Wheels


class Progress(Protocol):
    """Called as bytes of a model arrive; `message` is a line worth showing, or empty."""

    def __call__(self, name: str, done: int, total: int, message: str) -> None: ...


def no_progress(name: str, done: int, total: int, message: str) -> None:
    """A `Progress` that shows nothing."""


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def mismatch(path: Path, spec: FileSettings) -> str | None:
    """What is wrong with a file's size or hash, None if nothing is."""
    size = path.stat().st_size
    if spec.size not in (None, size):
        return f"{size} bytes instead of {spec.size}"
    found = digest(path) if spec.sha256 else None
    return None if found == spec.sha256 else f"SHA-256 {found} instead of {spec.sha256}"


def describe(source: AnySource) -> str:
    """A source in a few words."""
    match source:
        case HuggingFaceSource():
            return f"Hugging Face {source.huggingface}"
        case ModelScopeSource():
            return f"ModelScope {source.modelscope}"
        case WheelSource():
            return f"wheels {' '.join(source.wheels)}"
        case PackageSource():
            return f"package {source.package}"
        case FolderSource():
            return f"folder {source.folder}"


@dataclass(frozen=True, slots=True)
class _Job:
    """One file to get: our name, what it must be, where it grows, whom to tell."""

    name: str
    spec: FileSettings
    part: Path
    report: Report


class Fetcher:
    """Gets files for one run. What a source gave or failed with is remembered that long."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._cleanup = ExitStack()
        self._web = self._cleanup.enter_context(Downloader())
        self._told: set[str] = set()
        self._wheels = Wheels()
        self._cleanup.callback(self._wheels.close)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._cleanup.close()

    def fetch(self, name: str, model: ModelSettings, folder: Path, progress: Progress) -> None:
        """Completes `folder`, keeping the right files that are there.

        Raises ModelError with why each source failed, HashMismatch if one had wrong bytes.
        """
        reasons: list[str] = []
        kind = ModelError
        for source in model.sources:
            _drop_wrong(model, folder)
            try:
                return self._complete(name, model, source, folder, progress)
            except ModelError as error:
                reasons.append(f"{describe(source)}: {error}")
                if str(error) not in self._told:
                    progress(name, 0, 0, f"{name}: not from {reasons[-1]}")
                    self._told.add(str(error))
                kind = HashMismatch if isinstance(error, HashMismatch) else kind
        raise kind(f"no source of {name} works: {'; '.join(reasons)}")

    def _complete(
        self, name: str, model: ModelSettings, source: AnySource, folder: Path, progress: Progress
    ) -> None:
        total = sum(spec.size or 0 for spec in model.files.values())
        for file, spec in model.files.items():
            target = folder / file
            if target.exists():
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            there = sum(path.stat().st_size for path in _present(model, folder))

            def report(done: int, there: int = there) -> None:
                progress(name, min(there + done, total), total, "")

            job = _Job(file, spec, target.with_name(f"{target.name}.part"), report)
            self._get(source, job)
            job.part.rename(target)
        progress(name, total, total, f"{name}: fetched from {describe(source)}")

    def _get(self, source: AnySource, job: _Job) -> None:
        """Writes the part of a file and checks it. Raises SourceError, HashMismatch."""
        if job.spec.sha256 is None:
            job.part.unlink(missing_ok=True)
        resumed = job.part.exists()
        self._write(source, job)
        problem = mismatch(job.part, job.spec)
        if problem and resumed:
            # The beginning may have come from elsewhere; this source gets a chance of its own.
            job.part.unlink()
            self._write(source, job)
            problem = mismatch(job.part, job.spec)
        if problem:
            job.part.unlink()
            raise HashMismatch(f"{job.name} has the wrong bytes ({problem}); deleted")

    def _write(self, source: AnySource, job: _Job) -> None:
        remote = source.rename.get(job.name, job.name)
        match source:
            case HuggingFaceSource(huggingface=repository, revision=revision):
                path = f"{repository}/resolve/{quote(revision, safe='')}/{quote(remote)}"
                secret = self._environment.token
                token = secret.get_secret_value() if secret else None
                url = f"{self._environment.huggingface}/{path}"
                self._web.download(url, job.part, job.spec.size, job.report, token)
            case ModelScopeSource(modelscope=repository, revision=revision):
                path = f"models/{repository}/resolve/{quote(revision, safe='')}/{quote(remote)}"
                url = f"{self._environment.modelscope}/{path}"
                self._web.download(url, job.part, job.spec.size, job.report)
            case FolderSource():
                _save(_read(source.folder / remote), job)
            case PackageSource():
                _save(_read(_package(source.package) / source.folder / remote), job)
            case WheelSource():
                _save(self._wheels.read(source, job.name, job.report), job)


def _present(model: ModelSettings, folder: Path) -> list[Path]:
    return [folder / file for file in model.files if (folder / file).exists()]


def _drop_wrong(model: ModelSettings, folder: Path) -> None:
    """Keeps of a folder only what is known to be right."""
    for file, spec in model.files.items():
        path = folder / file
        if path.exists() and (spec.sha256 is None or mismatch(path, spec)):
            path.unlink()


def _save(blocks: Iterator[bytes], job: _Job) -> None:
    done = 0
    with job.part.open("wb") as file:
        for block in blocks:
            file.write(block)
            done += len(block)
            job.report(done)


def _read(path: Path) -> Iterator[bytes]:
    if not path.is_file():
        raise SourceError(f"there is no {path}")
    with path.open("rb") as file:
        yield from iter(lambda: file.read(BLOCK), b"")


def _package(name: str) -> Path:
    """The folder of an installed package, found without importing it."""
    found = importlib.util.find_spec(name)
    if found is None or not found.submodule_search_locations:
        raise SourceError("it is not installed")
    return Path(found.submodule_search_locations[0])
