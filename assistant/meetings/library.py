"""Meetings in the store: add, describe, run again, change, delete."""

from __future__ import annotations

import json
import re
import shutil
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assistant.engine import LocalEngine
from assistant.errors import Conflict, InputError, NotFound
from assistant.exports.minutes_json import as_document
from assistant.fetch import digest
from assistant.graph import Graph
from assistant.meetings.attending import View
from assistant.meetings.drafts import read_at
from assistant.meetings.edits import Edit, Edits
from assistant.meetings.files import Input, Processed, graph_for, open_input
from assistant.meetings.house import House, Rules
from assistant.meetings.listening import PIPELINE
from assistant.meetings.live import Live
from assistant.meetings.proposals import Proposals
from assistant.meetings.queue import Queue
from assistant.meetings.receipts import mended
from assistant.meetings.recorder import TRANSCRIPT
from assistant.meetings.runs import PLAYABLE, WAVEFORM, Runs
from assistant.runner import Event as RunEvent
from assistant.store import Change, Event, Listed, MeetingRow, Proposal, Snapshot, State, Store
from assistant.store.blobs import Blobs
from assistant.types import Meeting

DEFAULT_PIPELINE = "recording"

_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")


@dataclass(frozen=True, slots=True)
class Changed:
    """What an edit did: its events, and what undo and redo would do now."""

    seq: int
    events: tuple[Event, ...]
    undo: str | None
    redo: str | None


@dataclass(frozen=True, slots=True)
class Described:
    """A meeting as lists show it.

    `queue` is its place in the queue (1 is next) if it waits, `live` how far it is if it is live,
    `proposal` how far other minutes of it are if some were asked for.
    """

    listed: Listed
    queue: int | None
    live: View | None
    proposal: Proposal | None


@dataclass(frozen=True, slots=True)
class Listeners:
    """Who is told what, from any thread.

    `publish` gets the committed events of a meeting, `removed` the id of one that was deleted,
    `finished` an id and "done", "failed", "cancelled" or "deleted", `observe` what happens in
    runs.
    """

    publish: Callable[[str, Sequence[Event]], None] = lambda meeting, events: None
    removed: Callable[[str], None] = lambda meeting: None
    finished: Callable[[str, str], None] = lambda meeting, outcome: None
    observe: Callable[[RunEvent], None] = lambda event: None


class Meetings:
    """Everything that can be done with meetings.

    `workers` are how many are processed at a time, `rules` are those of live ones.
    """

    def __init__(
        self,
        store: Store,
        blobs: Blobs,
        engine: LocalEngine,
        listeners: Listeners = Listeners(),
        workers: int = 1,
        rules: Rules | None = None,
    ) -> None:
        self.store = store
        self.engine = engine
        self._blobs = blobs
        self._publish = listeners.publish
        self._removed = listeners.removed
        self._runs = Runs(store, blobs, engine, self._commit)
        self.queue = Queue(
            store, self._runs, self._commit, workers, listeners.finished, listeners.observe
        )
        self.proposals = Proposals(store, blobs, engine, self._runs, self.queue, self._publish)
        rules = rules or Rules(Path("live"))
        self.live = Live(House(store, blobs, engine, self._commit, self.queue.wake, rules))

    def start(self) -> None:
        """Takes up what an earlier process left unfinished, and works on what comes."""
        self.live.start()
        self.queue.start()

    def stop(self) -> None:
        """Stops all work; it goes on at the next start."""
        self.live.close()
        self.proposals.stop()
        self.queue.stop()

    def add(
        self, path: Path, name: str, facts: Meeting, pipeline: str, sha256: str | None = None
    ) -> MeetingRow:
        """Moves a recording or transcript in; it waits to be processed.

        `name` is what its owner calls the file, `sha256` its digest where it is known already.
        Raises InputError: it cannot be used.
        """
        given = self._looked_at(path, name, facts)
        self.engine.accept(graph_for(given, self.engine, pipeline), given.meeting.language)
        self.engine.accept_style(given.meeting.style)
        file = f"recording{_suffix(name)}"
        size, sha256 = path.stat().st_size, sha256 or digest(path)
        self._blobs.take(given.meeting.id, file, path)
        row = self.store.create(
            given.meeting, pipeline=pipeline, file=file, sha256=sha256, size=size
        )
        self._publish(row.id, self.store.events_after(row.id, 0))
        self.queue.wake()
        return row

    def add_live(self, facts: Meeting, pipeline: str, channels: int) -> MeetingRow:
        """A meeting that waits for sound. Raises as `Live.create`."""
        row = self.live.create(facts, pipeline, channels)
        self._publish(row.id, self.store.events_after(row.id, 0))
        return row

    def same(self, sha256: str, **given: Any) -> MeetingRow | None:
        """The meeting already made from bytes of that digest, with what is `given`."""
        for row in self.store.by_hash(sha256):
            if all(getattr(row, key) == value for key, value in given.items()):
                return row
        return None

    def keep(self, given: Input, pipeline: str, observe: Callable[[RunEvent], None]) -> Processed:
        """Copies a file in and processes it in this thread, or finds it done as it is wanted.

        Raises as `Runs.run`; what was kept until then stays, marked as failed.
        """
        sha256, facts = digest(given.path), given.meeting
        wanted = {
            name: getattr(facts, name)
            for name in ("date", "language", "speakers", "hotwords", "style")
        }
        row = self.same(sha256, pipeline=pipeline, **wanted)
        row = row or self._copied(given, pipeline, sha256)
        if row.state != "done":
            self.queue.work(row.id, observe)
        snapshot = self.store.snapshot(row.id)
        return Processed(snapshot.minutes(), snapshot.meeting.told)

    def _copied(self, given: Input, pipeline: str, sha256: str) -> MeetingRow:
        with self._blobs.incoming() as folder:
            copy = Path(shutil.copy(given.path, folder))
            return self.add(copy, given.path.name, given.meeting, pipeline, sha256)

    def describe(self, listed: Sequence[Listed]) -> list[Described]:
        """Meetings with what is known of them beside the store."""
        waiting = {name: place for place, name in enumerate(self.queue.waiting(), 1)}
        return [
            Described(
                each,
                waiting.get(each.meeting.id),
                self.live.view(each.meeting.id),
                self.proposals.view(each.meeting),
            )
            for each in listed
        ]

    def graph(self, meeting: str) -> Graph:
        """What the meeting runs through."""
        row = self.store.meeting(meeting)
        takes_sound = row.is_live and row.state != "processing"
        return self.engine.graph(PIPELINE) if takes_sound else self._runs.graph(row)

    def document(self, snapshot: Snapshot) -> dict[str, Any]:
        """minutes.json as it stands, with what a page needs to follow and to edit it."""
        edited: dict[str, dict[str, list[str]]] = {}
        revisions: dict[str, dict[str, int]] = {}
        for stored in snapshot.records:
            revisions.setdefault(stored.kind, {})[stored.id] = stored.revision
            if stored.edited:
                edited.setdefault(stored.kind, {})[stored.id] = list(stored.edited)
        return {
            **as_document(snapshot.minutes()),
            "seq": snapshot.meeting.seq,
            "read": read_at(self.store, snapshot.meeting.id),
            "edited": edited,
            "revisions": revisions,
        }

    def update(self, meeting: str, fields: dict[str, Any]) -> MeetingRow:
        """A new title or date."""
        self._commit(meeting, [State(fields)])
        return self.store.meeting(meeting)

    def edit(self, meeting: str, make: Callable[[Edits], Edit]) -> Changed:
        """One step of a person. Raises NotFound, InputError; Conflict: changed meanwhile."""
        edit = make(Edits(self.store, meeting))
        return self._told(
            meeting,
            self.store.edit(
                meeting, edit.label, edit.overlays, seen=edit.seen, follows=edit.follows
            ),
        )

    def undo(self, meeting: str) -> Changed:
        """Takes the last step back. Raises Conflict: there is none."""
        return self._told(meeting, self.store.undo(meeting))

    def redo(self, meeting: str) -> Changed:
        """Takes the step again that was undone last. Raises Conflict: there is none."""
        return self._told(meeting, self.store.redo(meeting))

    def accept(self, meeting: str) -> Changed:
        """Puts other minutes in the place of those that stand. Raises as `Proposals.accept`."""
        events = self.proposals.accept(meeting)
        return Changed(events[-1].seq, events, *self.store.history(meeting))

    def rerun(self, meeting: str, node: str | None) -> MeetingRow:
        """Runs the pipeline again from a node on; None: from where it stopped.

        Raises:
            GraphError: there is no such node, or no such pipeline any more.
            Conflict: the meeting is being processed, or nothing was said in it.
        """
        if self.store.meeting(meeting).file is None:
            raise Conflict("the meeting has no recording: there is nothing to process")
        if self.proposals.busy(meeting):
            raise Conflict("other minutes are being written: discard them first, or wait")
        graph = self.graph(meeting)
        names = graph.below(node) if node is not None else ()
        self.queue.again(meeting, lambda: self._runs.checkpoints(meeting).forget(names))
        return self.store.meeting(meeting)

    def cancel(self, meeting: str) -> MeetingRow:
        """Stops the work on a meeting. Raises Conflict: nobody works on it."""
        self.store.meeting(meeting)
        self.queue.cancel(meeting)
        return self.store.meeting(meeting)

    def delete(self, meeting: str) -> None:
        """Deletes a meeting with all its files, whatever it is at."""
        self.live.discard(meeting)
        self.proposals.forget(meeting)
        with self.queue.kept_out(meeting):
            self.store.delete(meeting)
            self._blobs.delete(meeting)
        self._removed(meeting)

    def recording(self, meeting: str) -> tuple[Path, str]:
        """A file that browsers play, on this machine, and the recording's own suffix."""
        row = self.store.meeting(meeting)
        if row.is_live:
            raise NotFound("the recording comes when the meeting has been stopped")
        if row.file is None:
            raise NotFound(f"meeting {meeting} has no recording: no sound came")
        if row.source == TRANSCRIPT:
            raise NotFound(f"meeting {meeting} has no recording: it came as a transcript")
        name = PLAYABLE if self._blobs.exists(meeting, PLAYABLE) else row.file
        return self._blobs.local(meeting, name), Path(name).suffix

    def waveform(self, meeting: str) -> dict[str, Any]:
        """Length in seconds and peaks. Raises NotFound until they are known."""
        self.store.meeting(meeting)
        data = self._blobs.read(meeting, WAVEFORM)
        if data is None:
            raise NotFound("the waveform is not known yet: ask again once processing has begun")
        document: dict[str, Any] = json.loads(data)
        return document

    def _looked_at(self, path: Path, name: str, facts: Meeting) -> Input:
        """The file with an id and a title; complaints call it by its owner's name for it."""
        wanted = replace(facts, id=uuid.uuid4().hex[:12], title=facts.title or Path(name).stem)
        named = path.with_name(f"{path.name}{_suffix(name)}")
        try:
            path.rename(named)
            return open_input(named, wanted)
        except InputError as error:
            raise InputError(str(error).replace(str(named), name)) from None
        finally:
            named.rename(path)

    def _told(self, meeting: str, events: tuple[Event, ...]) -> Changed:
        """Publishes a step; lines that rest on a segment that is no more rest on another."""
        if any(event.type in ("removed", "minutes") for event in events):
            events += self.store.commit(meeting, mended(self.store, meeting))
        self._publish(meeting, events)
        seq = events[-1].seq if events else self.store.meeting(meeting).seq
        return Changed(seq, events, *self.store.history(meeting))

    def _commit(self, meeting: str, changes: Sequence[Change]) -> None:
        self._publish(meeting, self.store.commit(meeting, changes))


def _suffix(name: str) -> str:
    """A file name's suffix, "" where it is not one that could be ours."""
    suffix = Path(name).suffix.lower()
    return suffix if _SUFFIX.fullmatch(suffix) else ""
