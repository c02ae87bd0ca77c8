"""Lists of meetings: what a line of a list shows, and pages of lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from sqlalchemy import ColumnElement, Connection, case, func, select

from assistant.errors import InputError
from assistant.store.reading import AnyRow, meeting_row
from assistant.store.records import Layers
from assistant.store.rows import Hit, Listed
from assistant.store.tables import meetings, records
from assistant.types import Speaker

_LONGEST_CURSOR = 9
"""Digits; a longer number is none of ours."""


def page(
    connection: Connection, limit: int, cursor: str | None, *matching: ColumnElement[bool]
) -> tuple[list[AnyRow], str | None, int]:
    """Rows of meetings that fit, the newest first, with the next cursor and how many fit.

    Raises InputError: the cursor is not one that a page gave.
    """
    before = None if cursor is None else _number(cursor)
    # Numbers alone are cheap, so a search is made once for the page and for the count.
    fitting = select(meetings.c.number).where(*matching).order_by(meetings.c.number.desc())
    numbers = list(connection.scalars(fitting))
    left = [number for number in numbers if before is None or number < before]
    wanted = left[: max(limit, 0)]
    query = select(meetings).where(meetings.c.number.in_(wanted))
    rows = list(connection.execute(query.order_by(meetings.c.number.desc())))
    return rows, str(wanted[-1]) if wanted and len(left) > len(wanted) else None, len(numbers)


def listed(
    connection: Connection,
    rows: Sequence[AnyRow],
    hits: Mapping[int, tuple[Hit, ...]] = MappingProxyType({}),
) -> tuple[Listed, ...]:
    """Meetings as lists show them; `hits` are by the meetings' numbers."""
    numbers = [row.number for row in rows]
    spoke = _spoke(connection, numbers)
    tasks = _tasks(connection, numbers)
    return tuple(
        Listed(
            meeting=meeting_row(row),
            speakers=spoke.get(row.number, ()),
            open_action_items=tasks.get(row.number, (0, 0))[0],
            action_items=tasks.get(row.number, (0, 0))[1],
            hits=hits.get(row.number, ()),
        )
        for row in rows
    )


def people(connection: Connection) -> tuple[str, ...]:
    """The names that persons gave to speakers, of all meetings, those of the newest first."""
    table = records.c
    query = (
        select(table.id, table.machine, table.overlay)
        .join_from(meetings, records, table.meeting == meetings.c.number)
        .where(table.kind == "speaker", table.present, table.overlay.is_not(None))
        .order_by(meetings.c.number.desc(), table.id)
    )
    named: dict[str, None] = {}
    for name, machine, overlay in connection.execute(query):
        layers = Layers.read("speaker", name, machine, overlay)
        speaker = layers.effective()
        if isinstance(speaker, Speaker) and speaker.name and "name" in layers.edited:
            named[speaker.name] = None
    return tuple(named)


def _number(cursor: str) -> int:
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) <= _LONGEST_CURSOR):
        raise InputError("the cursor should be one that a page of this list gave")
    return int(cursor)


def _spoke(connection: Connection, numbers: Sequence[int]) -> dict[int, tuple[Speaker, ...]]:
    """Who spoke in each meeting, in the order of their first words, and for how many seconds."""
    table = records.c
    seconds = func.sum(table.end - table.start)
    query = (
        select(table.meeting, table.speaker, seconds)
        .where(
            table.meeting.in_(numbers),
            table.kind == "segment",
            table.present,
            table.speaker.is_not(None),
        )
        .group_by(table.meeting, table.speaker)
        .order_by(table.meeting, func.min(table.start), table.speaker)
    )
    known = _names(connection, numbers)
    spoke: dict[int, list[Speaker]] = {}
    for number, speaker, talk in connection.execute(query):
        named = known.get((number, speaker))
        spoke.setdefault(number, []).append(Speaker(speaker, named, round(talk, 3)))
    return {number: tuple(speakers) for number, speakers in spoke.items()}


def _names(connection: Connection, numbers: Sequence[int]) -> dict[tuple[int, str], str | None]:
    table = records.c
    query = select(table.meeting, table.id, table.machine, table.overlay).where(
        table.meeting.in_(numbers), table.kind == "speaker", table.present
    )
    names = {}
    for number, name, machine, overlay in connection.execute(query):
        speaker = Layers.read("speaker", name, machine, overlay).effective()
        if isinstance(speaker, Speaker):
            names[number, name] = speaker.name
    return names


def _tasks(connection: Connection, numbers: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Open action items, and all of them, for each meeting that has any."""
    table = records.c
    query = (
        select(table.meeting, func.sum(case((table.open, 1), else_=0)), func.count())
        .where(table.meeting.in_(numbers), table.kind == "action_item", table.present)
        .group_by(table.meeting)
    )
    return {number: (still, every) for number, still, every in connection.execute(query)}
