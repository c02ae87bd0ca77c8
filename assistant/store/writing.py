"""One write transaction on one meeting: changes to rows and events."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, delete

from assistant.errors import InputError, NotFound
from assistant.store import payloads, reading, saving
from assistant.store.changes import REMOVED, Change, Drop, Forget, Note, Overlay, Put, State
from assistant.store.passages import TITLE, Passage
from assistant.store.records import Layers, checked, dump, key_of
from assistant.store.rows import Event, MeetingRow
from assistant.store.tables import history
from assistant.types import ActionItem, Record, Segment, Speaker

Key = tuple[str, str]

SETTABLE = frozenset(MeetingRow.__dataclass_fields__) - {"id", "created", "updated", "seq"}
"""What a State may set."""


@dataclass(frozen=True, slots=True)
class _Told:
    """An event to be. That of a record is rendered last, when every speaker's name is known."""

    seq: int
    type: str
    payload: Mapping[str, Any]
    record: Record | None = None
    row: Layers | None = None


class Writing:
    """Takes changes, then writes them all at once in `finish`.

    The meeting stays locked until the transaction ends, so events are committed in the order of
    their numbers.

    Raises NotFound: no such meeting.
    """

    def __init__(self, connection: Connection, meeting: str) -> None:
        row = reading.find(connection, meeting, lock=True)
        self.connection = connection
        self.number: int = row.number
        self._meeting = reading.meeting_row(row)
        self._seq = self._meeting.seq
        self._columns: dict[str, Any] = {}
        self._found: dict[Key, Layers] = {}
        self._rows: dict[Key, Layers] = {}
        self._records: dict[Key, Record | None] = {}
        self._passages: dict[Key, tuple[Passage, Passage]] = {}
        self._told: list[_Told] = []
        self._voices: set[str] = set()

    def prepare(self, changes: Iterable[Change]) -> None:
        """Reads what the changes are about, so that many cost no more queries than one."""
        wanted: dict[str, set[str]] = {}
        for change in changes:
            if isinstance(change, Put | Drop | Overlay):
                kind, name = key_of(change.record) if isinstance(change, Put) else _key(change)
                wanted.setdefault(kind, set()).add(name)
        for kind, ids in wanted.items():
            self._found |= {(kind, name): Layers(kind, name) for name in ids}
            for row in reading.layers(self.connection, self.number, kind, ids):
                self._found[kind, row.id] = row

    def apply(self, change: Change) -> None:
        """Takes a change.

        Raises:
            NotFound: an overlay on nothing that does not make a whole record.
            InputError: a field or a value that a record or the meeting cannot have.
        """
        match change:
            case Put():
                self._put(change)
            case Drop():
                row = self.row(_key(change))
                if row.overlay is None:
                    self._settle(replace(row, machine=None), None)
            case Overlay():
                self._lay(change)
            case State(fields):
                self._set(fields)
            case Note(kind, payload):
                self._tell(kind, payload)
            case Forget(label):
                ours = (history.c.meeting == self.number, history.c.label == label)
                self.connection.execute(delete(history).where(*ours))

    def restore(self, key: Key, overlay: Mapping[str, Any] | None) -> None:
        """Puts an overlay in the place of the present one, even where no record is left."""
        row = replace(self.row(key), overlay=overlay)
        self._settle(row, row.effective())

    def rewrite(self, key: Key, before: str | None, after: str | None) -> None:
        """Puts the machine's `before` in the place of its `after`, unless it was written anew."""
        if self.row(key).machine == after:
            row = replace(self.row(key), machine=before)
            self._settle(row, row.effective())

    def put_back(self, key: Key, machine: str | None, node: str | None, run: int) -> None:
        """Puts what the machine wrote once, by which node in which run, in the present's place."""
        row = replace(self.row(key), machine=machine, node=node, run=run)
        self._settle(row, row.effective())

    def state(self, names: Iterable[str]) -> dict[str, Any]:
        """What is known of the meeting under these names, as columns hold it."""
        return reading.columns({name: getattr(self._meeting, name) for name in names})

    def row(self, key: Key) -> Layers:
        """A record's row as the changes so far leave it, empty where there is none."""
        if key in self._rows:
            return self._rows[key]
        if key not in self._found:
            rows = reading.layers(self.connection, self.number, key[0], [key[1]])
            self._found[key] = rows[0] if rows else Layers(*key)
        return self._found[key]

    def finish(self) -> tuple[Event, ...]:
        """Writes everything and gives the events."""
        for key, row in self._rows.items():
            saving.check(row, self._records[key])
        saving.rows(
            self.connection,
            self.number,
            [(self._found[key], row, self._records[key]) for key, row in self._rows.items()],
        )
        names = self._name_owners()
        saving.passages(self.connection, self.number, self._passages.values())
        events = tuple(
            payloads.event(each.seq, self._meeting.id, each.type, _payload(each, names))
            for each in self._told
        )
        saving.events(self.connection, self.number, events, reading.columns(self._columns))
        return events

    def _put(self, put: Put) -> None:
        row = self.row(key_of(put.record))
        record = put.record
        if isinstance(record, Segment) and not record.final:
            before = row.machine_record()
            if isinstance(before, Segment) and before.final:
                return
        # Read back, so that what is told now is what is read later: JSON knows no NaN, say.
        row = replace(row, machine=dump(record), node=put.node, run=put.run)
        self._settle(row, row.effective())

    def _lay(self, overlay: Overlay) -> None:
        row = self.row(_key(overlay))
        over = None
        if overlay.fields is not None:
            over = _plain({**(row.overlay or {}), **checked(overlay.kind, overlay.fields)})
        laid = replace(row, overlay=over)
        taken_off = overlay.fields is None and row.overlay is not None
        if laid.merged() is None and not taken_off:
            name = self._meeting.title or self._meeting.id
            raise NotFound(f"meeting {name!r} has no {overlay.kind} {overlay.id!r}")
        self._settle(laid, laid.effective())

    def _settle(self, row: Layers, after: Record | None) -> None:
        """Takes a row's new form; whatever of it is seen from outside is told."""
        key = row.kind, row.id
        old = self.row(key)
        before = self._records[key] if key in self._records else old.effective()
        if before != after or (after is not None and old.edited != row.edited):
            self._voices |= _voices(before, after)
            row = replace(row, revision=self._seq + 1)
            if after is None:
                self._tell("removed", {"kind": row.kind, "id": row.id})
            else:
                self._tell(row.kind, {}, after, row)
            first = self._passages[key][0] if key in self._passages else Passage.of(row, before)
            self._passages[key] = first, Passage.of(row, after)
        self._rows[key] = row
        self._records[key] = after

    def _set(self, fields: Mapping[str, Any]) -> None:
        for name in fields.keys() - SETTABLE:
            raise InputError(f"a meeting has no {name!r} to set: known are {sorted(SETTABLE)}")
        before = Passage(*TITLE, text=self._meeting.title)
        self._meeting = replace(self._meeting, **fields)
        self._columns |= fields
        self._tell("meeting", payloads.of_meeting(self._meeting))
        first = self._passages[TITLE][0] if TITLE in self._passages else before
        after = Passage(*TITLE, text=self._meeting.title, seq=self._seq)
        self._passages[TITLE] = first, after

    def _tell(
        self,
        kind: str,
        payload: Mapping[str, Any],
        record: Record | None = None,
        row: Layers | None = None,
    ) -> None:
        self._seq += 1
        self._told.append(_Told(self._seq, kind, payload, record, row))

    def _name_owners(self) -> dict[str, str | None]:
        """The speakers who own what is told; what they own is told again under a new name."""
        told = {
            e.row.id: e.record for e in self._told if e.row and isinstance(e.record, ActionItem)
        }
        rows = reading.owned(self.connection, self.number, self._voices) if self._voices else []
        others = [(row, row.effective()) for row in rows if row.id not in told]
        items = [*told.values(), *(item for _, item in others)]
        owners = {item.owner for item in items if isinstance(item, ActionItem) and item.owner}
        names = reading.names(self.connection, self.number, owners) if owners else {}
        shown = {name: saving.shown(item, names) for name, item in told.items()}
        for row, item in others:
            if row.shown != (now := saving.shown(item, names)):
                shown[row.id] = now
                self._tell(row.kind, {}, item, row)
        saving.show(self.connection, self.number, shown)
        return names


def _key(change: Drop | Overlay) -> Key:
    return change.kind, change.id


def _plain(overlay: Mapping[str, Any]) -> dict[str, Any] | None:
    """An overlay as it will be read back; None where nothing is left of it."""
    kept = {k: v for k, v in overlay.items() if k != REMOVED or v}
    plain: dict[str, Any] = json.loads(json.dumps(kept))
    return plain or None


def _voices(before: Record | None, after: Record | None) -> set[str]:
    """The speakers who may now be known by another name, or not at all."""
    voices: set[str] = set()
    for record, other in ((before, after), (after, before)):
        if isinstance(record, Speaker) and getattr(other, "name", ...) != record.name:
            voices.add(record.id)
        if isinstance(record, Segment) and record.speaker is not None:
            voices |= {record.speaker} - {getattr(other, "speaker", None)}
    return voices


def _payload(told: _Told, names: Mapping[str, str | None]) -> Mapping[str, Any]:
    if told.record is None or told.row is None:
        return told.payload
    row = told.row
    return payloads.record_payload(told.record, row.id, row.revision, row.edited, names)
