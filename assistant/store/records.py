"""The machine's record and a person's overlay: one effective record, and JSON of each."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields, replace
from types import MappingProxyType
from typing import Any

from pydantic import TypeAdapter, ValidationError

from assistant.errors import InputError
from assistant.store.changes import REMOVED
from assistant.store.rows import Stored
from assistant.types import ActionItem, Chapter, Decision, Record, Segment, Speaker, Summary

SUMMARY = "summary"
"""The id of the one Summary of a meeting."""

TYPES: Mapping[str, type[Record]] = MappingProxyType(
    {
        "segment": Segment,
        "speaker": Speaker,
        "chapter": Chapter,
        SUMMARY: Summary,
        "decision": Decision,
        "action_item": ActionItem,
    }
)
KINDS = tuple(TYPES)

_KIND_OF = {cls: kind for kind, cls in TYPES.items()}
_ADAPTERS: dict[str, TypeAdapter[Any]] = {kind: TypeAdapter(cls) for kind, cls in TYPES.items()}
_OURS = frozenset({"id", "revision"})
"""Fields that the store itself gives."""
_FIELDS = {
    kind: frozenset(each.name for each in fields(cls)) - _OURS for kind, cls in TYPES.items()
}
_REQUIRED = {
    kind: frozenset(each.name for each in fields(cls) if each.default is MISSING) - _OURS
    for kind, cls in TYPES.items()
}


def key_of(record: Record) -> tuple[str, str]:
    """The kind and the id of a record."""
    name = SUMMARY if isinstance(record, Summary) else record.id
    return _KIND_OF[type(record)], name


def dump(record: Record) -> str:
    """A record as JSON. A segment's revision is left out: the store counts its own."""
    plain = replace(record, revision=0) if isinstance(record, Segment) else record
    return _ADAPTERS[_KIND_OF[type(record)]].dump_json(plain).decode()


def checked(kind: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an overlay that are a person's to change.

    Raises InputError for a field that the kind does not have.
    """
    if kind not in TYPES:
        raise InputError(f"there are no records of the kind {kind!r}: known are {', '.join(KINDS)}")
    kept = {name: value for name, value in given.items() if name not in _OURS}
    for name in kept.keys() - _FIELDS[kind] - {REMOVED}:
        known = ", ".join(sorted(_FIELDS[kind]))
        raise InputError(f"a {kind} has no field {name!r}: known are {known}")
    return kept


@dataclass(frozen=True, slots=True)
class Layers:
    """A row of the records: what the machine wrote and what a person laid over it.

    `machine` is JSON. `shown` is how an action item's owner was last told, for action items.
    """

    kind: str
    id: str
    machine: str | None = None
    overlay: Mapping[str, Any] | None = None
    node: str | None = None
    run: int = 0
    revision: int = 0
    shown: str | None = None

    @classmethod
    def read(cls, kind: str, name: str, machine: str | None, overlay: str | None) -> Layers:
        """From the columns that make the record."""
        return cls(kind, name, machine, None if overlay is None else json.loads(overlay))

    @property
    def empty(self) -> bool:
        """Whether nothing is left of it."""
        return self.machine is None and self.overlay is None

    @property
    def removed(self) -> bool:
        """Whether a person hid the record."""
        return bool(self.overlay and self.overlay.get(REMOVED))

    @property
    def edited(self) -> tuple[str, ...]:
        """The fields that a person changed."""
        return tuple(sorted((self.overlay or {}).keys() - {REMOVED}))

    def machine_record(self) -> Record | None:
        """What the machine wrote. Raises InputError: it is not what its kind can be."""
        written = self.machine
        return None if written is None else self._read(lambda kind: kind.validate_json(written))

    def merged(self) -> Record | None:
        """The record, hidden or not; None where there is nothing or less than a whole record.

        Raises InputError: an overlay has a value that its field cannot have.
        """
        over = {k: v for k, v in (self.overlay or {}).items() if k != REMOVED}
        if not over:
            return self.machine_record()
        if self.machine is None and not _REQUIRED[self.kind] <= over.keys():
            return None
        under = {} if self.machine is None else json.loads(self.machine)
        whole = {**under, **over, "id": self.id}
        record = self._read(lambda adapter: adapter.validate_python(whole))
        return _heeded(record, "name" in over) if isinstance(record, Speaker) else record

    def effective(self) -> Record | None:
        """The record as it stands, None where there is none."""
        return None if self.removed else self.merged()

    def _read(self, read: Callable[[TypeAdapter[Any]], Record]) -> Record:
        try:
            return read(_ADAPTERS[self.kind])
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            place = ".".join(str(part) for part in first["loc"])
            told = f"{self.kind} {self.id}: {place}: {first['msg']}"
            raise InputError(" ".join(told.split())) from error

    def stored(self, record: Record) -> Stored:
        """The row as it is given out."""
        machine = self.machine_record() if self.overlay else record
        if isinstance(record, Segment):
            record = replace(record, revision=self.revision)
        return Stored(
            kind=self.kind,
            id=self.id,
            record=record,
            edited=self.edited,
            revision=self.revision,
            node=self.node,
            run=self.run,
            machine=machine,
            hidden=self.removed,
        )


def _heeded(speaker: Speaker, named: bool) -> Speaker:
    """A speaker without names that were refused; one with a name has no need of a suggestion.

    `named` says that a person gave the name, which then stands.
    """
    refused = {name.casefold() for name in speaker.refused}
    name, suggestion = speaker.name, speaker.suggestion
    if name is not None and not named and name.casefold() in refused:
        name = None
    if suggestion is not None and (name is not None or suggestion.name.casefold() in refused):
        suggestion = None
    return replace(speaker, name=name, suggestion=suggestion)


def facets(record: Record | None) -> dict[str, Any]:
    """What is looked for in SQL: columns beside a record's JSON."""
    return {
        "present": record is not None,
        "start": record.start if isinstance(record, Segment | Chapter) else None,
        "end": record.end if isinstance(record, Segment | Chapter) else None,
        "speaker": _speaker(record),
        "open": record.status == "open" if isinstance(record, ActionItem) else None,
    }


def _speaker(record: Record | None) -> str | None:
    if isinstance(record, Segment):
        return record.speaker
    return record.owner if isinstance(record, ActionItem) else None


def searched(record: Record | None) -> str:
    """The text by which a record is found."""
    match record:
        case Segment(text=text) | Decision(text=text):
            return text
        case Speaker(name=name):
            return name or ""
        case Chapter(title=title):
            return title
        case ActionItem(task=task):
            return task
    return ""
