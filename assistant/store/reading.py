"""Rows of the tables to what the store gives out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, Row, select

from assistant.errors import NotFound
from assistant.store.records import KINDS, Layers
from assistant.store.rows import MeetingRow, Proposal, Stored
from assistant.store.tables import meetings, records
from assistant.types import Chapter, Provenance, Segment, Speaker, Style

CHUNK = 10_000
"""Ids in one statement; databases take some 32,000 parameters."""

AnyRow = Row[*tuple[Any, ...]]

_DOCUMENTS: Mapping[type, TypeAdapter[Any]] = {
    kind: TypeAdapter(kind) for kind in (Provenance, Style, Proposal)
}
_NOTICES = TypeAdapter(dict[str, tuple[str, ...]])
_READ: Mapping[str, Callable[[Any], Any]] = {
    "hotwords": tuple,
    "warnings": tuple,
    "provenance": lambda given: given and _DOCUMENTS[Provenance].validate_python(given),
    "style": lambda given: _DOCUMENTS[Style].validate_python(given or {}),
    "notices": lambda given: _NOTICES.validate_python(given or {}),
    "proposal": lambda given: given and _DOCUMENTS[Proposal].validate_python(given),
}
_LAYERS = (
    records.c.kind,
    records.c.id,
    records.c.machine,
    records.c.overlay,
    records.c.node,
    records.c.run,
    records.c.revision,
    records.c.shown,
)
_MEETING = select(meetings)


def storable(*texts: str | None) -> bool:
    """Whether a database can hold these as they are: PostgreSQL takes no NUL."""
    return not any("\0" in text for text in texts if text)


def find(connection: Connection, meeting: str, lock: bool = False) -> AnyRow:
    """The row of a meeting; with `lock`, nobody else changes the meeting in the meantime.

    Raises NotFound.
    """
    query = _MEETING.where(meetings.c.id == meeting)
    found = (
        connection.execute(query.with_for_update() if lock else query).first()
        if storable(meeting)
        else None
    )
    if found is None:
        raise NotFound(f"there is no meeting {meeting!r}")
    return found


def meeting_row(row: AnyRow) -> MeetingRow:
    """What is known of a meeting."""
    return MeetingRow(**known({n: value for n, value in row._mapping.items() if n != "number"}))


def known(given: Mapping[str, Any]) -> dict[str, Any]:
    """What is known of a meeting, out of its columns."""
    return {name: _READ[name](value) if name in _READ else value for name, value in given.items()}


def columns(fields: Mapping[str, Any]) -> dict[str, Any]:
    """What is known of a meeting, as its columns hold it."""
    given: dict[str, Any] = {}
    for name, value in fields.items():
        if isinstance(value, str):
            given[name] = value.replace("\0", " ")
        elif isinstance(value, tuple):
            given[name] = list(value)
        elif type(value) in _DOCUMENTS:
            given[name] = _DOCUMENTS[type(value)].dump_python(value, mode="json")
        else:
            given[name] = value
    return given


def layers(
    connection: Connection, number: int, kind: str | None = None, ids: Collection[str] | None = None
) -> list[Layers]:
    """The records of the meeting with that number, hidden ones too."""
    query = select(*_LAYERS).where(records.c.meeting == number)
    if kind is not None:
        query = query.where(records.c.kind == kind)
    if ids is None:
        return [_layers(row) for row in connection.execute(query)]
    wanted = sorted(each for each in ids if storable(each))
    return [
        _layers(row)
        for at in range(0, len(wanted), CHUNK)
        for row in connection.execute(query.where(records.c.id.in_(wanted[at : at + CHUNK])))
    ]


def owned(connection: Connection, number: int, owners: Collection[str]) -> list[Layers]:
    """The action items that any of these speakers owns."""
    query = select(*_LAYERS).where(
        records.c.meeting == number,
        records.c.kind == "action_item",
        records.c.present,
        records.c.speaker.in_(sorted(owners)),
    )
    return [_layers(row) for row in connection.execute(query)]


def names(connection: Connection, number: int, speakers: Iterable[str]) -> dict[str, str | None]:
    """Those of the speakers that are known, with their names as far as known."""
    wanted = sorted(set(speakers))
    query = (
        select(records.c.speaker)
        .where(
            records.c.meeting == number,
            records.c.kind == "segment",
            records.c.present,
            records.c.speaker.in_(wanted),
        )
        .distinct()
    )
    known: dict[str, str | None] = dict.fromkeys(connection.scalars(query))
    for each in layers(connection, number, "speaker", wanted):
        record = each.effective()
        if isinstance(record, Speaker):
            known[record.id] = record.name
    return known


def stored(rows: Iterable[Layers], hidden: bool = False) -> tuple[Stored, ...]:
    """Rows as they are given out, in the order of kinds, then of time, then of ids."""
    found = []
    for each in rows:
        record = each.merged() if hidden else each.effective()
        if record is not None:
            found.append(each.stored(record))
    return tuple(sorted(found, key=_place))


def _place(each: Stored) -> tuple[int, float, str]:
    start = each.record.start if isinstance(each.record, Segment | Chapter) else 0.0
    return KINDS.index(each.kind), start, each.id


def _layers(row: AnyRow) -> Layers:
    base = Layers.read(row.kind, row.id, row.machine, row.overlay)
    return replace(base, node=row.node, run=row.run, revision=row.revision, shown=row.shown)
