"""Recordings and what was derived from them: one folder a meeting, wherever fsspec reaches."""

from __future__ import annotations

import re
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import fsspec
from fsspec.implementations.local import LocalFileSystem

from assistant.errors import ConfigError

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.%-]*")


class Blobs:
    """Files by meeting and name; a name is ours, never a person's.

    Args:
        url: a folder, or anything fsspec knows: `s3://bucket/prefix` (with s3fs installed).
        cache: a local folder for copies of what lies elsewhere.

    Raises:
        ConfigError: fsspec does not know such an address, or it cannot be written to.
    """

    def __init__(self, url: str, cache: Path) -> None:
        try:
            self._fs, root = fsspec.core.url_to_fs(url)
            self._root = str(root).rstrip("/")
            self._fs.makedirs(self._root, exist_ok=True)
        except (ImportError, ValueError, OSError) as error:
            raise ConfigError(f"recordings cannot be kept in {url}: {error}") from error
        self._cache = cache
        self._is_local = isinstance(self._fs, LocalFileSystem)

    @contextmanager
    def incoming(self) -> Iterator[Path]:
        """A folder on this machine, near where files end up, that is emptied afterwards."""
        base = Path(self._root).parent if self._is_local else self._cache
        base.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=base, prefix="incoming-") as folder:
            yield Path(folder)

    def take(self, meeting: str, name: str, path: Path) -> None:
        """Moves a file of this machine in; it is there whole or not at all."""
        target = self._path(meeting, name)
        self._fs.makedirs(self._path(meeting), exist_ok=True)
        if self._is_local:
            partial = Path(f"{target}.{uuid.uuid4().hex}")
            shutil.move(path, partial)
            partial.replace(target)
        else:
            self._fs.put_file(str(path), target)
            path.unlink()

    def write(self, meeting: str, name: str, data: bytes) -> None:
        """Writes a small file whole or not at all."""
        target = self._path(meeting, name)
        self._fs.makedirs(self._path(meeting), exist_ok=True)
        if self._is_local:
            partial = Path(f"{target}.{uuid.uuid4().hex}")
            partial.write_bytes(data)
            partial.replace(target)
        else:
            self._fs.pipe_file(target, data)

    def read(self, meeting: str, name: str) -> bytes | None:
        """A small file whole, None where there is none."""
        try:
            data: bytes = self._fs.cat_file(self._path(meeting, name))
        except FileNotFoundError:
            return None
        return data

    def exists(self, meeting: str, name: str) -> bool:
        """Whether there is such a file."""
        return bool(self._fs.isfile(self._path(meeting, name)))

    def local(self, meeting: str, name: str) -> Path:
        """The file on this machine, fetched first where it lies elsewhere."""
        path = self._path(meeting, name)
        if self._is_local:
            return Path(path)
        copy = self._cache / meeting / name
        if not copy.is_file() or copy.stat().st_size != self._fs.size(path):
            copy.parent.mkdir(parents=True, exist_ok=True)
            partial = copy.with_name(f"{copy.name}.{uuid.uuid4().hex}")
            self._fs.get_file(path, str(partial))
            partial.replace(copy)
        return copy

    def remove(self, meeting: str, name: str) -> None:
        """Deletes a file if it is there."""
        if self.exists(meeting, name):
            self._fs.rm_file(self._path(meeting, name))

    def delete(self, meeting: str) -> None:
        """Deletes everything of a meeting."""
        if self._fs.exists(self._path(meeting)):
            self._fs.rm(self._path(meeting), recursive=True)
        shutil.rmtree(self._cache / meeting, ignore_errors=True)

    def _path(self, meeting: str, *names: str) -> str:
        for part in (meeting, *names):
            if not _NAME.fullmatch(part):
                raise ValueError(f"not a name of ours: {part!r}")
        return "/".join((self._root, meeting, *names))
