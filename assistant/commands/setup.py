"""What several commands need before they start: settings, weights, facts of the meeting."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import filelock

from assistant.commands.files import prepare
from assistant.config import Environment, load_settings
from assistant.engine import LocalEngine
from assistant.errors import ConfigError, InputError
from assistant.models import Models
from assistant.runner import caught
from assistant.store import Store
from assistant.store.blobs import Blobs
from assistant.types import Meeting, Style


def engine_for(config: Path | None) -> LocalEngine:
    """The engine of this machine, set up by models.yaml and the environment."""
    settings = load_settings(config)
    environment = Environment.read()
    return LocalEngine(
        settings,
        Models(settings, environment.models, environment.device, environment.threads),
    )


def open_library(data: Path | None) -> tuple[Store, Blobs, Path]:
    """The store, the files and the folder of the meetings kept in `data`, or where the
    environment says.

    Raises:
        InputError: the folder cannot be written to.
        ConfigError: the database or the storage cannot be used.
    """
    environment = Environment.read()
    folder = (data or environment.data).resolve()
    prepare(folder)
    store = Store.open(environment.database or f"sqlite:///{folder / 'meetings.db'}")
    return store, _blobs(environment.storage or str(folder / "meetings"), folder / "cache"), folder


def _blobs(url: str, cache: Path) -> Blobs:
    """Where recordings lie; each library of object stores has errors of its own."""
    made: list[Blobs] = []
    error = caught(lambda: made.append(Blobs(url, cache)))
    if isinstance(error, Exception) and not isinstance(error, ConfigError):
        raise ConfigError(
            f"recordings cannot be kept in {url}: {str(error) or type(error).__name__}: set "
            "ASSISTANT_STORAGE to a place that can be reached"
        ) from error
    if error is not None:
        raise error
    return made[0]


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Works on the meetings of a folder as the only process that does; falls with the process.

    Raises InputError: another one does.
    """
    lock = filelock.FileLock(folder / ".working")
    try:
        lock.acquire(blocking=False)
    except filelock.Timeout:
        raise InputError(
            f"another process works on the meetings in {folder}: add recordings on the page of "
            f"the server that runs there, or stop it first"
        ) from None
    try:
        yield
    finally:
        lock.release()


def meeting_facts(
    language: str = "auto",
    speakers: int | None = None,
    title: str = "",
    date: datetime.datetime | None = None,
    hotwords: str = "",
    **style: str,
) -> Meeting:
    """What the caller knows of a meeting; `style` are fields of a Style."""
    facts = Meeting(
        id="",
        language=language,
        speakers=speakers,
        title=title,
        hotwords=tuple(word.strip() for word in hotwords.split(",") if word.strip()),
        style=Style(**style),
    )
    return facts if date is None else replace(facts, date=date.date())
