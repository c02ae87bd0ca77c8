"""What the live meetings of a process share."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.engine import LocalEngine
from assistant.errors import StageError
from assistant.runner import reason_of
from assistant.store import Change, Note, Store
from assistant.store.blobs import Blobs


@dataclass(frozen=True, slots=True)
class Rules:
    """How live meetings are kept going. Times are in seconds.

    `folder` holds the sound until a meeting is stopped. `most` are how many may be live at once,
    and none is taken on while one lags more than `lag`. A meeting without sound is not listened to
    any more after `sleep`, and stopped after `idle`. Minutes are written every `minutes`, or as
    many times as long as the last ones took as `share` says. What failed is tried again after
    `again`, later and later. `told` lies between two events that tell of the lag.
    """

    folder: Path
    most: int = field(default_factory=lambda: os.cpu_count() or 1)
    lag: float = 10.0
    sleep: float = 300.0
    idle: float = 3600.0
    minutes: float = 20.0
    share: float = 15.0
    again: float = 5.0
    told: float = 1.5


@dataclass(frozen=True, slots=True)
class House:
    """The store and the engine that live meetings use, and how they tell what they did."""

    store: Store
    blobs: Blobs
    engine: LocalEngine
    commit: Callable[[str, Sequence[Change]], None]
    wake: Callable[[], None]
    rules: Rules


def complaint(error: BaseException) -> Note:
    """The event that tells of something that failed and is tried again."""
    stage = error.stage if isinstance(error, StageError) else None
    return Note("error", {"stage": stage, "reason": reason_of(error), "fatal": False})
