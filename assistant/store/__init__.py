"""Meetings as they are kept: records, events, what people changed. The only SQL of the program.

`store` is the way in; `changes` is what it takes and `rows` what it gives. A commit goes through
`writing`, which merges what the machine wrote with what people laid over it (`records`), and
`saving`, which puts rows, events (`payloads`) and what is searched (`passages`, `words`) into the
tables. `database` connects and migrates.
"""

from assistant.store.changes import Change, Drop, Forget, Note, Overlay, Put, State
from assistant.store.payloads import of_record as payload
from assistant.store.records import KINDS
from assistant.store.rows import Event, Hit, Listed, MeetingRow, Page, Proposal, Snapshot, Stored
from assistant.store.store import Store

__all__ = [
    "KINDS",
    "Change",
    "Drop",
    "Event",
    "Forget",
    "Hit",
    "Listed",
    "MeetingRow",
    "Note",
    "Overlay",
    "Page",
    "Proposal",
    "Put",
    "Snapshot",
    "State",
    "Store",
    "Stored",
    "payload",
]
