"""The store: meetings with their records, events and history, and the search over them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from types import MappingProxyType

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.exc import IntegrityError

from assistant.errors import Conflict, NotFound
from assistant.store import edits, listing, reading, search, tables
from assistant.store.changes import Change, Overlay, Put, State
from assistant.store.database import Database
from assistant.store.rows import LIVE, Event, Listed, MeetingRow, Page, Snapshot, Stored
from assistant.store.words import phrases
from assistant.store.writing import Writing
from assistant.types import Meeting

_NOTHING_SEEN: Mapping[tuple[str, str], int] = MappingProxyType({})


class Store:
    """What is kept, and the only SQL of the program. Every method may be called by any thread.

    A method that changes a meeting does so in one transaction, or not at all.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def open(cls, url: str) -> Store:
        """Opens `sqlite:///path` or `postgresql://…` and brings its schema up to date.

        Raises ConfigError: no such database, or it cannot be used.
        """
        return cls(Database.open(url))

    def close(self) -> None:
        """Ends the connections."""
        self._database.close()

    def create(
        self,
        facts: Meeting,
        *,
        pipeline: str,
        file: str | None = None,
        sha256: str | None = None,
        size: int | None = None,
        channels: int | None = None,
    ) -> MeetingRow:
        """Makes a meeting in the state "created", and its first event.

        `channels` are given for a live meeting, the others for a file.

        Raises Conflict: there is one with its id.
        """
        now = datetime.datetime.now(datetime.UTC)
        fields = {
            "id": facts.id,
            "title": "",
            "date": facts.date,
            "language": facts.language,
            "speakers": facts.speakers,
            "hotwords": facts.hotwords,
            "source": facts.source,
            "pipeline": pipeline,
            "state": "created",
            "duration": facts.duration,
            "progress": {},
            "warnings": (),
            "file": file,
            "sha256": sha256,
            "size": size,
            "created": now,
            "updated": now,
            "run": 0,
            "seq": 0,
            "channels": channels,
            "lag": None,
            "style": facts.style,
        }
        with self._database.writing.begin() as connection:
            try:
                connection.execute(insert(tables.meetings), reading.columns(fields))
            except IntegrityError as error:
                raise Conflict(f"there is a meeting {facts.id!r} already") from error
            writing = Writing(connection, facts.id)
            writing.apply(State({"title": facts.title}))
            writing.finish()
            return reading.meeting_row(reading.find(connection, facts.id))

    def meeting(self, meeting: str) -> MeetingRow:
        """What is known of a meeting. Raises NotFound."""
        with self._read(meeting) as (_, row):
            return reading.meeting_row(row)

    def facts(self, meeting: str) -> Meeting:
        """A meeting as the graph knows it, with the people whom persons named in any meeting.

        Raises NotFound.
        """
        with self._read(meeting) as (connection, row):
            people = listing.people(connection)
            return replace(reading.meeting_row(row).facts(), people=people)

    def commit(
        self, meeting: str, changes: Iterable[Change], label: str | None = None
    ) -> tuple[Event, ...]:
        """Takes changes in their order and gives the events that tell of them.

        With a `label` they are one step that can be undone: records, what is known of the
        meeting, and notes that say what was before.

        Raises:
            NotFound: no such meeting, or an overlay on a record that is not there.
            InputError: a field or a value that a record or the meeting cannot have.
        """
        given = tuple(changes)
        with self._write(meeting) as writing:
            if label is not None:
                edits.commit(writing, label, given)
                return writing.finish()
            writing.prepare(given)
            for change in given:
                writing.apply(change)
            return writing.finish()

    def events_after(self, meeting: str, seq: int, limit: int = 500) -> tuple[Event, ...]:
        """The events behind `seq`, in order, `limit` at most; none where there is no meeting."""
        table = tables.events.c
        number = select(tables.meetings.c.number).where(tables.meetings.c.id == meeting)
        query = (
            select(table.seq, table.type, table.text)
            .where(table.meeting == number.scalar_subquery(), table.seq > seq)
            .order_by(table.seq)
            .limit(limit)
        )
        if not reading.storable(meeting):
            return ()
        with self._database.reading.begin() as connection:
            rows = connection.execute(query)
            return tuple(Event(row.seq, meeting, row.type, row.text) for row in rows)

    def last(self, meeting: str, kind: str) -> Event | None:
        """The latest event of a type; None where there is none."""
        table = tables.events.c
        with self._read(meeting) as (connection, row):
            query = (
                select(table.seq, table.text)
                .where(table.meeting == row.number, table.type == kind)
                .order_by(table.seq.desc())
                .limit(1)
            )
            found = connection.execute(query).first()
        return found and Event(found.seq, meeting, kind, found.text)

    def snapshot(self, meeting: str) -> Snapshot:
        """A meeting with all its records at one moment. Raises NotFound."""
        with self._read(meeting) as (connection, row):
            records = reading.layers(connection, row.number)
            undo, redo = edits.labels(connection, row.number)
        return Snapshot(reading.meeting_row(row), reading.stored(records), undo, redo)

    def records(self, meeting: str, kind: str, *, hidden: bool = False) -> tuple[Stored, ...]:
        """The records of a kind; with `hidden`, also those that a person removed.

        Raises NotFound: no such meeting.
        """
        with self._read(meeting) as (connection, row):
            return reading.stored(reading.layers(connection, row.number, kind), hidden)

    def record(self, meeting: str, kind: str, name: str) -> Stored:
        """The record of a kind with the id `name`. Raises NotFound."""
        with self._read(meeting) as (connection, row):
            found = reading.stored(reading.layers(connection, row.number, kind, [name]))
        if not found:
            raise NotFound(f"meeting {meeting!r} has no {kind} {name!r}")
        return found[0]

    def stale(self, meeting: str, run: int) -> tuple[tuple[str, str, str], ...]:
        """Node, kind and id of what the machine wrote in runs before `run` and not since.

        Raises NotFound: no such meeting.
        """
        table = tables.records.c
        with self._read(meeting) as (connection, row):
            query = select(table.node, table.kind, table.id).where(
                table.meeting == row.number, table.run < run, table.machine.is_not(None)
            )
            found = connection.execute(query.order_by(table.kind, table.id))
            return tuple((each.node, each.kind, each.id) for each in found)

    def edit(
        self,
        meeting: str,
        label: str,
        overlays: Sequence[Overlay],
        *,
        seen: Mapping[tuple[str, str], int] = _NOTHING_SEEN,
        follows: Sequence[Put] = (),
    ) -> tuple[Event, ...]:
        """A person's changes as one step that can be undone; gives the events.

        `seen` are revisions, by kind and id, that the person's view was of. `follows` are the
        machine's own records as they have to be then; undone, they are as before, unless the
        machine wrote them again meanwhile.

        Raises:
            Conflict: a record of `seen` was changed meanwhile.
            NotFound, InputError: as `commit`.
        """
        with self._write(meeting) as writing:
            edits.edit(writing, label, overlays, seen, follows)
            return writing.finish()

    def history(self, meeting: str) -> tuple[str | None, str | None]:
        """The labels of what undo and redo would do. Raises NotFound."""
        with self._read(meeting) as (connection, row):
            return edits.labels(connection, row.number)

    def undo(self, meeting: str) -> tuple[Event, ...]:
        """Takes back the last step of a person. Raises NotFound; Conflict: there is none."""
        with self._write(meeting) as writing:
            edits.undo(writing)
            return writing.finish()

    def redo(self, meeting: str) -> tuple[Event, ...]:
        """Takes again what was undone last. Raises NotFound; Conflict: there is nothing."""
        with self._write(meeting) as writing:
            edits.redo(writing)
            return writing.finish()

    def page(self, limit: int, cursor: str | None) -> Page:
        """Meetings, the newest first. Raises InputError: a cursor that no page gave."""
        with self._database.reading.begin() as connection:
            rows, following, total = listing.page(connection, limit, cursor)
            return Page(listing.listed(connection, rows), following, total)

    def search(self, query: str, limit: int, cursor: str | None) -> Page:
        """Meetings in which every word or phrase of a query occurs, the newest first.

        Raises InputError: a cursor that no page gave.
        """
        asked = phrases(query)
        if not asked:
            return Page((), None, 0)
        is_sqlite = self._database.is_sqlite
        with self._database.reading.begin() as connection:
            conditions = search.matching(asked, is_sqlite)
            rows, following, total = listing.page(connection, limit, cursor, *conditions)
            hits = search.hits(connection, asked, rows, is_sqlite)
            return Page(listing.listed(connection, rows, hits), following, total)

    def listed(self, meeting: str) -> Listed:
        """A meeting as lists show it. Raises NotFound."""
        with self._read(meeting) as (connection, row):
            return listing.listed(connection, [row])[0]

    def pending(self) -> tuple[str, ...]:
        """Ids of the meetings that wait for work or were interrupted in it, the oldest first."""
        table = tables.meetings.c
        query = select(table.id).where(
            table.state.in_(("created", "processing")), table.file.is_not(None)
        )
        with self._database.reading.begin() as connection:
            return tuple(connection.scalars(query.order_by(table.number)))

    def live(self) -> tuple[MeetingRow, ...]:
        """The live meetings that have not become a recording yet, the oldest first."""
        table = tables.meetings.c
        query = select(tables.meetings).where(
            table.channels.is_not(None), table.file.is_(None), table.state.in_(LIVE)
        )
        with self._database.reading.begin() as connection:
            rows = connection.execute(query.order_by(table.number))
            return tuple(reading.meeting_row(row) for row in rows)

    def by_hash(self, sha256: str) -> tuple[MeetingRow, ...]:
        """The meetings made from a file with that hash, the oldest first."""
        table = tables.meetings.c
        query = select(tables.meetings).where(table.sha256 == sha256).order_by(table.number)
        with self._database.reading.begin() as connection:
            return tuple(reading.meeting_row(row) for row in connection.execute(query))

    def delete(self, meeting: str) -> None:
        """Deletes a meeting and everything of it. Raises NotFound."""
        with self._database.writing.begin() as connection:
            number = reading.find(connection, meeting, lock=True).number
            connection.execute(delete(tables.meetings).where(tables.meetings.c.number == number))

    @contextmanager
    def _write(self, meeting: str) -> Iterator[Writing]:
        with self._database.writing.begin() as connection:
            yield Writing(connection, meeting)

    @contextmanager
    def _read(self, meeting: str) -> Iterator[tuple[Connection, reading.AnyRow]]:
        with self._database.reading.begin() as connection:
            yield connection, reading.find(connection, meeting)
