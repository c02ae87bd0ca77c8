"""Rows of a meeting into the tables, many with one statement."""

from __future__ import annotations

import datetime
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, delete, insert, select, update

from assistant.errors import InputError
from assistant.exports.minutes_json import document
from assistant.store import tables
from assistant.store.passages import Passage
from assistant.store.reading import CHUNK, storable
from assistant.store.records import Layers, facets
from assistant.store.rows import Event
from assistant.store.words import indexed
from assistant.types import Record

_OF: dict[str, BindParameter[Any]] = {
    name: bindparam(f"of_{name}") for name in ("meeting", "kind", "id")
}
_THIS = [tables.records.c[name] == bound for name, bound in _OF.items()]
_INSERT = insert(tables.records)
_DELETE = delete(tables.records).where(*_THIS)
_VALUES = ("machine", "overlay", "node", "run", "revision", "shown")
_FACETS = ("present", "start", "end", "speaker", "open")
_UPDATE = (
    update(tables.records)
    .where(*_THIS)
    .values({name: bindparam(f"new_{name}") for name in (*_VALUES, *_FACETS)})
)
_SHOW = update(tables.records).where(*_THIS).values(shown=bindparam("new_shown"))
_FORGET = delete(tables.passages).where(*(tables.passages.c[n] == b for n, b in _OF.items()))
_NOTE = insert(tables.passages)
_TELL = insert(tables.events)


def check(row: Layers, record: Record | None) -> None:
    """Raises InputError for an id that a database cannot hold."""
    if not storable(row.id, facets(record)["speaker"]):
        raise InputError(f"{row.kind} {row.id!r}: ids cannot hold the character NUL")


def rows(
    connection: Connection,
    number: int,
    changed: Sequence[tuple[Layers, Layers, Record | None]],
) -> None:
    """Writes rows of the meeting with that number: as they were, as they are, and the record."""
    new, gone, other = [], [], []
    for old, row, record in changed:
        if row.empty:
            gone += [] if old.empty else [_this(number, row.kind, row.id)]
        elif old.empty:
            new.append({"meeting": number, "kind": row.kind, "id": row.id, **_values(row, record)})
        elif old != row:
            values = {f"new_{name}": value for name, value in _values(row, record).items()}
            other.append(_this(number, row.kind, row.id) | values)
    for statement, parameters in ((_DELETE, gone), (_INSERT, new), (_UPDATE, other)):
        if parameters:
            connection.execute(statement, parameters)


def shown(item: Record | None, names: Mapping[str, str | None]) -> str | None:
    """How an action item's owner is told."""
    if item is None:
        return None
    told = document(item, names)
    return json.dumps([told["owner"], told["owner_id"]])


def show(connection: Connection, number: int, owners: Mapping[str, str | None]) -> None:
    """Keeps how the owners of action items were told."""
    if owners:
        connection.execute(
            _SHOW,
            [_this(number, "action_item", name) | {"new_shown": s} for name, s in owners.items()],
        )


def passages(
    connection: Connection, number: int, changed: Iterable[tuple[Passage, Passage]]
) -> None:
    """Writes what is searched: as it was, and as it is. Needs the records written before."""
    pairs = [(old, new) for old, new in changed if not old.says(new)]
    if gone := [_this(number, old.kind, old.id) for old, _ in pairs if old.text]:
        connection.execute(_FORGET, gone)
    texts = [new for _, new in pairs if new.text]
    starts = _starts(connection, number, {name for each in texts for name in each.segments})
    found = [
        {
            "number": number << tables.SHIFT | each.seq,
            "meeting": number,
            "kind": each.kind,
            "id": each.id,
            "start": min((starts[s] for s in each.segments if s in starts), default=each.start),
            "words": indexed(each.text),
        }
        for each in texts
    ]
    if found:
        connection.execute(_NOTE, found)


def events(
    connection: Connection, number: int, told: Sequence[Event], columns: Mapping[str, Any]
) -> None:
    """Writes events, and what they say of the meeting."""
    if not told:
        return
    now = datetime.datetime.now(datetime.UTC)
    of_meeting = update(tables.meetings).where(tables.meetings.c.number == number)
    connection.execute(of_meeting, {**columns, "seq": told[-1].seq, "updated": now})
    connection.execute(
        _TELL,
        [{"meeting": number, "seq": e.seq, "type": e.type, "text": e.text} for e in told],
    )


def _this(number: int, kind: str, name: str) -> dict[str, Any]:
    return {"of_meeting": number, "of_kind": kind, "of_id": name}


def _values(row: Layers, record: Record | None) -> dict[str, Any]:
    overlay = None if row.overlay is None else json.dumps(row.overlay, ensure_ascii=False)
    return {
        "machine": row.machine,
        "overlay": overlay,
        "node": row.node,
        "run": row.run,
        "revision": row.revision,
        "shown": row.shown,
        **facets(record),
    }


def _starts(connection: Connection, number: int, segments: Collection[str]) -> dict[str, float]:
    table = tables.records.c
    wanted = sorted(filter(storable, segments))
    query = select(table.id, table.start).where(
        table.meeting == number, table.kind == "segment", table.present
    )
    return {
        name: start
        for at in range(0, len(wanted), CHUNK)
        for name, start in connection.execute(query.where(table.id.in_(wanted[at : at + CHUNK])))
    }
