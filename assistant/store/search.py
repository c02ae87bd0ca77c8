"""Meetings by their words, and where in them the words stand."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Row,
    Subquery,
    and_,
    cast,
    func,
    literal,
    select,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from assistant.store.passages import TITLE
from assistant.store.records import Layers, searched
from assistant.store.rows import Hit
from assistant.store.tables import SHIFT, WORDS, meetings, passages, records
from assistant.store.words import Phrase, as_fts5, as_tsquery, found

HITS = 5
"""Places shown for each meeting."""
AROUND = 200
"""Characters of a place's text."""
_BEFORE = 60
"""Characters of it that stand before the first match."""


def matching(phrases: Sequence[Phrase], is_sqlite: bool) -> list[ColumnElement[bool]]:
    """Conditions on meetings: every phrase occurs somewhere in it."""
    matches = (_matches([phrase], is_sqlite).subquery() for phrase in phrases)
    return [meetings.c.number.in_(select(each.c.meeting)) for each in matches]


def hits(
    connection: Connection, phrases: Sequence[Phrase], rows: Sequence[Row[Any]], is_sqlite: bool
) -> dict[int, tuple[Hit, ...]]:
    """The first places in each meeting where a phrase stands, by the meetings' numbers."""
    by_number = {row.number: row for row in rows}
    told: dict[int, list[Hit]] = {number: [] for number in by_number}
    for place in connection.execute(_places(phrases, by_number, is_sqlite)):
        if place.kind == TITLE[0]:
            name, text = by_number[place.meeting].id, by_number[place.meeting].title
        else:
            layers = Layers.read(place.kind, place.id, place.machine, place.overlay)
            name, text = place.id, searched(layers.effective())
        told[place.meeting].append(_hit(phrases, place.kind, name, place.start, text))
    return {number: tuple(each) for number, each in told.items()}


def _matches(phrases: Sequence[Phrase], is_sqlite: bool) -> Any:
    """Numbers of passages, and of their meetings, in which one of the phrases stands."""
    if is_sqlite:
        # The meeting is in the number, so the passages themselves need not be read.
        number = WORDS.c.rowid
        query = select(number.label("number"), number.bitwise_rshift(SHIFT).label("meeting"))
        return query.where(WORDS.c.passage_words.op("MATCH")(as_fts5(phrases)))
    asked = cast(literal(as_tsquery(phrases)), TSQUERY)
    return select(passages.c.number, passages.c.meeting).where(passages.c.words.op("@@")(asked))


def _places(phrases: Sequence[Phrase], numbers: Collection[int], is_sqlite: bool) -> Any:
    """The first passages of each meeting in time order, with their records."""
    query = _matches(phrases, is_sqlite)
    if is_sqlite and numbers:
        # FTS5 skips what lies outside a range of numbers, but not by what is made of them.
        low, high = min(numbers) << SHIFT, (max(numbers) + 1) << SHIFT
        query = query.where(WORDS.c.rowid >= low, WORDS.c.rowid < high)
    matches: Subquery = query.subquery()
    start = func.coalesce(passages.c.start, -1.0)
    order = func.row_number().over(
        partition_by=passages.c.meeting, order_by=(start, passages.c.number)
    )
    columns = (passages.c[name] for name in ("meeting", "kind", "id", "start"))
    ranked = (
        select(*columns, order.label("n"))
        .join(matches, matches.c.number == passages.c.number)
        .where(matches.c.meeting.in_(list(numbers)))
        .subquery()
    )
    same = [ranked.c[name] == records.c[name] for name in ("meeting", "kind", "id")]
    return (
        select(ranked, records.c.machine, records.c.overlay)
        .outerjoin(records, and_(*same))
        .where(ranked.c.n <= cast(HITS, Integer))
        .order_by(ranked.c.meeting, ranked.c.n)
    )


def _hit(phrases: Sequence[Phrase], kind: str, name: str, start: float | None, text: str) -> Hit:
    """A place with its text cut to what stands around the first match."""
    ranges = found(phrases, text)
    first = max(ranges[0][0] - _BEFORE, 0) if ranges else 0
    begin = max(min(first, len(text) - AROUND), 0)
    if begin and (blank := text.find(" ", begin, ranges[0][0])) >= 0:
        begin = blank + 1
    end = begin + AROUND
    shown = tuple((a - begin, min(b, end) - begin) for a, b in ranges if a < end)
    return Hit(kind, name, start, text[begin:end], shown)
