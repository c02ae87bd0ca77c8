"""What a commit takes: the machine's records, a person's overlays, the meeting's state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant.types import Record

REMOVED = "removed"
"""The field of an overlay that hides its record."""


@dataclass(frozen=True, slots=True)
class Put:
    """A record as the machine wrote it: by which node of the graph, in which run.

    A provisional segment never takes the place of a final one.
    """

    record: Record
    node: str
    run: int


@dataclass(frozen=True, slots=True)
class Drop:
    """The machine takes a record back; one that a person changed stays."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Overlay:
    """What a person makes of a record.

    `fields` are laid over what the person changed before; a field's value is JSON. A field
    "removed" of True hides the record and of False brings it back. None takes off everything
    that the person ever changed. Fields that make a whole record make a new one.
    """

    kind: str
    id: str
    fields: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class State:
    """New values of what is known of the meeting, by the names of `MeetingRow`."""

    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Note:
    """An event that stands for itself. `payload` is JSON, `before` what an undo tells instead."""

    type: str
    payload: Mapping[str, Any]
    before: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Forget:
    """Steps with this label can be undone, or done again, no longer."""

    label: str


Change = Put | Drop | Overlay | State | Note | Forget
