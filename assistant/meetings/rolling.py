"""Minutes of a meeting that is still going on: the text half of the live pipeline, run again."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.engine import LocalEngine
from assistant.graph import Graph
from assistant.meetings.files import drive
from assistant.meetings.matching import Lines
from assistant.meetings.receipts import lines, mended
from assistant.meetings.runs import Stop
from assistant.runner import Output
from assistant.store import Change, Drop, Put, State, Store
from assistant.store.records import key_of
from assistant.types import Segment

Commit = Callable[[Sequence[Change]], None]


def write_minutes(
    store: Store, meeting: str, engine: LocalEngine, text: Graph, commit: Commit, stop: Stop
) -> None:
    """One pass over all that is settled by now, committed at once so that nothing jumps.

    Lines that say the same as before keep their ids; those that are said no more go.

    Raises:
        StageError: a stage failed; the minutes stay as they were.
        Cancelled: `stop` was used.
    """
    run = store.meeting(meeting).run + 1
    segments = [
        stored.record
        for stored in store.records(meeting, "segment")
        if isinstance(stored.record, Segment) and stored.record.final and stored.record.text
    ]
    named = Lines(lines(store, meeting, hidden=True), run)
    puts: list[Put] = []
    if segments:
        with engine.open(store.facts(meeting), text) as session:
            stop.watch(session)
            feed = ((source, segment) for segment in segments for source in text.sources)
            for event in drive(session, feed):
                if isinstance(event, Output):
                    puts.append(Put(named.renamed(event.record), event.stage, run))
    stop.check()
    written = {node.name for node in text.nodes}
    kept = {key_of(put.record) for put in puts}
    gone = [
        Drop(kind, name)
        for node, kind, name in store.stale(meeting, run)
        if node in written and (kind, name) not in kept
    ]
    commit([State({"run": run}), *puts, *gone])
    if changes := mended(store, meeting):
        commit(changes)
