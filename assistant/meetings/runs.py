"""One run of a meeting's pipeline."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from assistant import __version__, audio, playback
from assistant.engine import LocalEngine, LocalSession
from assistant.errors import Cancelled, InputError
from assistant.graph import SOURCE, Graph
from assistant.meetings.checkpoints import Checkpoints
from assistant.meetings.files import drive
from assistant.meetings.recorder import TRANSCRIPT, Recorder, effective
from assistant.runner import Event
from assistant.store import Change, Forget, MeetingRow, Note, Put, State, Store
from assistant.store.blobs import Blobs
from assistant.transcripts import read_transcript
from assistant.types import Provenance, Record, Segment, Speaker, StageRun

WAVEFORM = "waveform.json"
PLAYABLE = "playable.m4a"
ACCEPTED = "minutes"
"""The label of the step in which somebody took other minutes."""

Commit = Callable[[str, Sequence[Change]], None]
Observer = Callable[[Event], None]


class Stop:
    """Ends a run from another thread, whatever the run is at."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._session: LocalSession | None = None
        self._reason: Cancelled | None = None

    def now(self, reason: str) -> None:
        """Ends the run; the first reason counts."""
        with self._lock:
            self._reason = self._reason or Cancelled(reason)
            if self._session is not None:
                self._session.cancel(self._reason)

    def check(self) -> None:
        """Raises Cancelled once the run is to end."""
        if self._reason is not None:
            raise self._reason

    def watch(self, session: LocalSession) -> None:
        """Takes the session that the run is in now."""
        with self._lock:
            self._session = session
            if self._reason is not None:
                session.cancel(self._reason)


class Runs:
    """Runs meetings, from what earlier runs left to minutes in the store."""

    def __init__(self, store: Store, blobs: Blobs, engine: LocalEngine, commit: Commit) -> None:
        self._store = store
        self._blobs = blobs
        self._engine = engine
        self._commit = commit

    def graph(self, row: MeetingRow) -> Graph:
        """What a meeting runs through: a transcript skips what comes before segments."""
        graph = self._engine.graph(row.pipeline)
        return graph.fed_with(Segment) if row.source == TRANSCRIPT else graph

    def checkpoints(self, meeting: str) -> Checkpoints:
        """What the meeting's finished stages left."""
        return Checkpoints(self._blobs, meeting)

    def run(self, meeting: str, observe: Observer, stop: Stop) -> None:
        """Runs what is left to run, and commits everything on the way.

        Raises:
            StageError: a stage failed.
            InputError: the recording cannot be read.
            ModelError: weights are missing.
            Cancelled: `stop` was used.
        """
        row = self._store.meeting(meeting)
        state: dict[str, Any] = {"state": "processing", "run": row.run + 1, "eta": None}
        # What it writes takes the place of what an undo would bring back.
        begun = State(state | {"reason": None, "failed_stage": None})
        self._commit(meeting, [begun, Forget(ACCEPTED)])
        path = self._recording(row)
        try:
            self._prepare(row, path, stop)
            self._run(self._store.meeting(meeting), path, observe, stop)
        except InputError as error:
            raise InputError(str(error).replace(str(path), row.title or path.name)) from None

    def _run(self, row: MeetingRow, path: Path, observe: Observer, stop: Stop) -> None:
        whole = self.graph(row)
        checkpoints = self.checkpoints(row.id)
        left = whole.after(checkpoints.done(whole))

        def commit(changes: Sequence[Change]) -> None:
            if changes:
                self._commit(row.id, changes)

        recorder = Recorder(self._store, row, commit, checkpoints, whole, left)

        def session(graph: Graph) -> tuple[StageRun, ...]:
            with self._engine.open(self._store.facts(row.id), graph) as opened:
                stop.watch(opened)
                for event in drive(opened, self._feed(row, path, whole, graph)):
                    recorder.take(event)
                    observe(event)
                return opened.stages

        stages: tuple[StageRun, ...] = ()
        if recorder.again and (givers := recorder.givers(left)):
            # What follows hears the segments as people left them, under their lasting names.
            first = left.until(givers)
            stages = session(first)
            left = whole.after(checkpoints.done(whole) | {node.name for node in first.nodes})
        stages += session(left)
        recorder.finish()
        self._commit(row.id, self._done(row.id, whole, recorder, stages))

    def _done(
        self, meeting: str, whole: Graph, recorder: Recorder, stages: tuple[StageRun, ...]
    ) -> list[Change]:
        """What tells that the minutes are complete."""
        row = self._store.meeting(meeting)
        known = {s.stage: s for s in row.provenance.stages} if row.provenance else {}
        known |= {stage.stage: stage for stage in stages}
        kept = tuple(known[node.name] for node in whole.nodes if node.name in known)
        fields: dict[str, Any] = {
            "state": "done",
            "progress": recorder.progress,
            "eta": None,
            "provenance": Provenance(row.pipeline, kept, __version__),
        }
        return [State(fields), Note("minutes", {"pass": "recording"})]

    def _recording(self, row: MeetingRow) -> Path:
        if row.file is None:
            raise InputError(f"meeting {row.title or row.id} has no recording")
        return self._blobs.local(row.id, row.file)

    def _prepare(self, row: MeetingRow, path: Path, stop: Stop) -> None:
        """Shows what is there already: a transcript's words, what playing a recording needs."""
        if row.source == TRANSCRIPT:
            if not self._store.records(row.id, "segment"):
                transcript = read_transcript(path)
                known: tuple[Record, ...] = (*transcript.speakers, *transcript.segments)
                self._commit(row.id, [Put(record, TRANSCRIPT, row.run + 1) for record in known])
            return
        if not self._blobs.exists(row.id, WAVEFORM):
            heard = playback.waveform(path, stop.check)
            document = {"duration": round(heard.duration, 3), "peaks": heard.peaks}
            warning = (heard.warning or "").replace(str(path), row.title or path.name)
            fields = {"duration": heard.duration, "warnings": (warning,) if warning else ()}
            self._commit(row.id, [State(fields)])
            self._blobs.write(row.id, WAVEFORM, json.dumps(document).encode())
        if not self._blobs.exists(row.id, PLAYABLE) and not playback.browser_plays(path):
            made = path.with_name(f".{PLAYABLE}")
            playback.playable(path, made, stop.check)
            self._blobs.take(row.id, PLAYABLE, made)

    def _feed(
        self, row: MeetingRow, path: Path, whole: Graph, left: Graph
    ) -> Iterator[tuple[str, Any]]:
        """What was kept first, then the recording or the transcript."""
        for name in left.sources:
            if name != SOURCE:
                yield from ((name, item) for item in self.kept(row, whole, name))
        if row.source == TRANSCRIPT:
            named = effective(self._store.records(row.id, "speaker"), TRANSCRIPT)
            yield from ((giver, each) for giver in left.givers(Speaker) for each in named)
        if SOURCE in left.sources:
            source: Iterable[Any] = (
                read_transcript(path).segments
                if row.source == TRANSCRIPT
                else audio.Decoding(path, channels=row.channels or 1)
            )
            yield from ((SOURCE, item) for item in source)

    def kept(self, row: MeetingRow, whole: Graph, name: str) -> Iterator[Any]:
        """What a node of the meeting's graph that is done gave, as people left it."""
        node = next(node for node in whole.nodes if node.name == name)
        yield from self.checkpoints(row.id).given(whole, node)
        for kind in whole.records(node):
            yield from effective(self._store.records(row.id, _kind(kind)), name)


def _kind(record: type) -> str:
    """The store's word for a kind of record."""
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in record.__name__).lstrip("_")
