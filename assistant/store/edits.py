"""What people changed, in order, so that it can be undone and done again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, delete, func, insert, select, update

from assistant.errors import Conflict
from assistant.store.changes import Change, Drop, Note, Overlay, Put, State
from assistant.store.reading import AnyRow, known
from assistant.store.records import Layers, key_of
from assistant.store.tables import history
from assistant.store.writing import Key, Writing

MACHINE, WRITTEN, STATE, NOTE = "machine", "written", "state", "note"
"""Mark a part of a step: that it changed what the machine wrote, unless it was written again;
that it put another record there, or none; what is known of the meeting; what was told."""
PASSING = frozenset({"run", "proposal"})
"""How the work on a meeting goes, which no undo takes back."""


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


def commit(writing: Writing, label: str, changes: Sequence[Change]) -> None:
    """Takes the machine's changes as one step that a person wanted.

    Raises NotFound, InputError: as `Writing.apply`.
    """
    writing.prepare(changes)
    steps: list[Sequence[Any]] = []
    for change in changes:
        match change:
            case Put() | Drop():
                key = key_of(change.record) if isinstance(change, Put) else (change.kind, change.id)
                before = _written(writing.row(key))
                writing.apply(change)
                steps.append([*key, before, _written(writing.row(key)), WRITTEN])
            case State(fields):
                known_before = writing.state(fields.keys() - PASSING)
                writing.apply(change)
                after = writing.state(fields.keys() - PASSING)
                steps.append(["meeting", "", known_before, after, STATE])
            case Note(kind, payload, before_it) if before_it is not None:
                writing.apply(change)
                steps.append([kind, "", before_it, payload, NOTE])
            case _:
                writing.apply(change)
    _add(writing, label, steps)


def undo(writing: Writing) -> None:
    """Takes the last step back.

    Raises Conflict: there is none.
    """
    entry = writing.connection.execute(_last(writing.number)).first()
    if entry is None:
        raise Conflict("there is nothing to undo")
    for kind, name, before, after, *layer in reversed(json.loads(entry.overlays)):
        _turn(writing, (kind, name), before, after, *layer)
    _mark(writing, entry, undone=True)


def redo(writing: Writing) -> None:
    """Takes again the step that was undone last.

    Raises Conflict: there is none.
    """
    entry = writing.connection.execute(_next(writing.number)).first()
    if entry is None:
        raise Conflict("there is nothing to do again")
    for kind, name, before, after, *layer in json.loads(entry.overlays):
        _turn(writing, (kind, name), after, before, *layer)
    _mark(writing, entry, undone=False)


def labels(connection: Connection, number: int) -> tuple[str | None, str | None]:
    """What undo and redo would do to the meeting with that number."""
    last, following = (connection.execute(each(number)).first() for each in (_last, _next))
    return last.label if last else None, following.label if following else None


def _turn(writing: Writing, key: Key, to: Any, now: Any, layer: str | None = None) -> None:
    """Puts one part of a step to one of its two ends, from the other."""
    if layer == MACHINE:
        writing.rewrite(key, to, now)
    elif layer == WRITTEN:
        writing.put_back(key, *to)
    elif layer == STATE:
        writing.apply(State(known(to)))
    elif layer == NOTE:
        writing.apply(Note(key[0], to))
    else:
        writing.restore(key, to)


def _written(row: Layers) -> tuple[str | None, str | None, int]:
    return row.machine, row.node, row.run


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
