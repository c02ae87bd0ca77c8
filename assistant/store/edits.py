"""What people changed, in order, so that it can be undone and done again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, delete, func, insert, select, update

from assistant.errors import Conflict
from assistant.store.changes import Overlay, Put
from assistant.store.reading import AnyRow
from assistant.store.records import key_of
from assistant.store.tables import history
from assistant.store.writing import Writing

MACHINE = "machine"
"""Marks a part of a step that changed what the machine wrote."""


def edit(
    writing: Writing,
    label: str,
    overlays: Sequence[Overlay],
    seen: Mapping[tuple[str, str], int],
    follows: Sequence[Put],
) -> None:
    """Lays overlays as one step. What was undone before cannot be done again after it.

    `follows` are changes of what the machine wrote that go with them.

    Raises:
        Conflict: a record of `seen` has another revision by now.
        NotFound, InputError: as `Writing.apply`.
    """
    writing.prepare((*overlays, *follows))
    for key, revision in seen.items():
        if writing.row(key).revision != revision:
            raise Conflict(f"{key[0]} {key[1]} was changed meanwhile: look at it again")
    steps: list[Sequence[Any]] = []
    for overlay in overlays:
        key = overlay.kind, overlay.id
        before = writing.row(key).overlay
        writing.apply(overlay)
        if before != (after := writing.row(key).overlay):
            steps.append([*key, before, after])
    for put in follows:
        key = key_of(put.record)
        written = writing.row(key).machine
        writing.apply(put)
        steps.append([*key, written, writing.row(key).machine, MACHINE])
    if steps:
        _add(writing, label, steps)


def undo(writing: Writing) -> None:
    """Takes the last step back.

    Raises Conflict: there is none.
    """
    entry = writing.connection.execute(_last(writing.number)).first()
    if entry is None:
        raise Conflict("there is nothing to undo")
    for kind, name, before, after, *layer in reversed(json.loads(entry.overlays)):
        if layer:
            writing.rewrite((kind, name), before, after)
        else:
            writing.restore((kind, name), before)
    _mark(writing, entry, undone=True)


def redo(writing: Writing) -> None:
    """Takes again the step that was undone last.

    Raises Conflict: there is none.
    """
    entry = writing.connection.execute(_next(writing.number)).first()
    if entry is None:
        raise Conflict("there is nothing to do again")
    for kind, name, before, after, *layer in json.loads(entry.overlays):
        if layer:
            writing.rewrite((kind, name), after, before)
        else:
            writing.restore((kind, name), after)
    _mark(writing, entry, undone=False)


def labels(connection: Connection, number: int) -> tuple[str | None, str | None]:
    """What undo and redo would do to the meeting with that number."""
    last, following = (connection.execute(each(number)).first() for each in (_last, _next))
    return last.label if last else None, following.label if following else None


def _last(number: int) -> Select[Any]:
    query = select(history).where(history.c.meeting == number, ~history.c.undone)
    return query.order_by(history.c.number.desc()).limit(1)


def _next(number: int) -> Select[Any]:
    query = select(history).where(history.c.meeting == number, history.c.undone)
    return query.order_by(history.c.number).limit(1)


def _add(writing: Writing, label: str, steps: Sequence[Sequence[Any]]) -> None:
    ours = history.c.meeting == writing.number
    writing.connection.execute(delete(history).where(ours, history.c.undone))
    highest = select(func.max(history.c.number)).where(ours)
    entry = {
        "meeting": writing.number,
        "number": (writing.connection.scalar(highest) or 0) + 1,
        "label": label,
        "undone": False,
        "overlays": json.dumps(steps, ensure_ascii=False),
    }
    writing.connection.execute(insert(history), entry)


def _mark(writing: Writing, entry: AnyRow, undone: bool) -> None:
    this = (history.c.meeting == writing.number, history.c.number == entry.number)
    writing.connection.execute(update(history).where(*this).values(undone=undone))
