"""Results to files, whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from assistant.errors import InputError
from assistant.exports import DEFAULTS, FORMATS, Format, Options
from assistant.types import Minutes


def formats_named(names: str) -> tuple[Format, ...]:
    """The formats of a list with commas. Raises InputError on one that does not exist."""
    chosen = tuple(dict.fromkeys(name.strip() for name in names.split(",") if name.strip()))
    for name in chosen:
        if name not in FORMATS:
            raise InputError(f"format {name!r} is unknown: there is {', '.join(FORMATS)}")
    if not chosen:
        raise InputError(f"no format given: there is {', '.join(FORMATS)}")
    return tuple(FORMATS[name] for name in chosen)


def prepare(folder: Path) -> None:
    """Makes sure that results can be written, before any work is done for them."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise InputError(f"{folder} cannot be written to: {error.strerror}") from None


def write(
    minutes: Minutes,
    folder: Path,
    stem: str,
    formats: Sequence[Format],
    options: Options = DEFAULTS,
) -> tuple[Path, ...]:
    """Writes `folder/stem.<suffix>` in each format; on failure none is left half-written."""
    written = []
    for each in formats:
        path = folder / f"{stem}.{each.suffix}"
        partial = folder / f".{stem}.{each.suffix}.{os.getpid()}"
        try:
            partial.write_bytes(each.render(minutes, options))
            partial.replace(path)
        except OSError as error:
            raise InputError(
                f"{path} cannot be written: {error.strerror}: free some space or give another --out"
            ) from None
        finally:
            partial.unlink(missing_ok=True)
        written.append(path)
    return tuple(written)
