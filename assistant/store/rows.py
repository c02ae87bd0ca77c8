"""What the store gives out."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from assistant.minutes import Records
from assistant.types import Meeting, Minutes, Provenance, Record, Segment, Speaker, Style

LIVE = ("created", "recording", "processing")
"""States of a live meeting before its sound has become a recording."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Other minutes of a meeting, in a style of their own, beside those that stand.

    `state` is working, ready or failed; `progress` is 0 to 1.
    """

    state: str
    style: Style = field(default_factory=Style)
    reason: str | None = None
    progress: float = 0.0


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """What is known of a meeting beside its records.

    `state` is created, recording, processing, done or failed. `progress` is 0 to 1 by stage,
    `eta` and `duration` are seconds. `file` is the name of the recording or transcript in the
    meeting's folder, `sha256` and `size` are of its bytes. `run` counts the runs that were
    started, `seq` is the number of the last event. Moments are in UTC. Of a live meeting:
    `channels` are those that it is sent in, `lag` is how many seconds of what came were not yet
    listened to when it was last looked. `warnings` are about the recording, `notices`, by node,
    about how the minutes came to be.
    """

    id: str
    title: str
    date: datetime.date
    language: str
    speakers: int | None
    hotwords: tuple[str, ...]
    source: str
    pipeline: str
    state: str
    reason: str | None
    failed_stage: str | None
    duration: float | None
    progress: dict[str, float] = field(hash=False)
    eta: float | None
    warnings: tuple[str, ...]
    file: str | None
    sha256: str | None
    size: int | None
    provenance: Provenance | None
    created: datetime.datetime
    updated: datetime.datetime
    run: int
    seq: int
    channels: int | None = None
    lag: float | None = None
    style: Style = field(default_factory=Style)
    notices: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    proposal: Proposal | None = None

    @property
    def told(self) -> tuple[str, ...]:
        """Every line that a person should know of, about the recording first."""
        return (*self.warnings, *(line for lines in self.notices.values() for line in lines))

    @property
    def is_live(self) -> bool:
        """Whether it is a live meeting of which there is no recording yet."""
        return self.channels is not None and self.file is None and self.state in LIVE

    def facts(self) -> Meeting:
        """The meeting as the graph knows it."""
        return Meeting(
            id=self.id,
            title=self.title,
            date=self.date,
            language=self.language,
            speakers=self.speakers,
            hotwords=self.hotwords,
            source=self.source,
            duration=self.duration,
            style=self.style,
        )


@dataclass(frozen=True, slots=True)
class Event:
    """A committed event; `text` is all of it as JSON."""

    seq: int
    meeting: str
    type: str
    text: str


@dataclass(frozen=True, slots=True)
class Stored:
    """A record as it stands: what the machine wrote under what a person made of it.

    `edited` are the fields a person changed. `revision` is the number of the event that told of
    the last change, so it rises even for a record that went and came back. `node` and `machine`
    are None for a record that a person added. `hidden` says that a person removed it.
    """

    kind: str
    id: str
    record: Record
    edited: tuple[str, ...]
    revision: int
    node: str | None
    run: int
    machine: Record | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A meeting at one moment. `undo` and `redo` are the labels of what these would do."""

    meeting: MeetingRow
    records: tuple[Stored, ...]
    undo: str | None
    redo: str | None

    def minutes(self) -> Minutes:
        """The minutes as they stand; segments carry their stored revision."""
        known = Records()
        for stored in self.records:
            known.add(stored.record)
        row = self.meeting
        minutes = known.minutes(row.facts(), row.provenance)
        return replace(minutes, seq=row.seq, changed=row.updated)

    def names(self) -> dict[str, str | None]:
        """The speakers by id, with their names as far as known."""
        records = [stored.record for stored in self.records]
        spoke = {r.speaker for r in records if isinstance(r, Segment) and r.speaker is not None}
        named = {r.id: r.name for r in records if isinstance(r, Speaker)}
        return dict.fromkeys(spoke) | named


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where words of a search were found.

    `text` is cut to what stands around them; `ranges` are the matched words in it, in characters.
    `kind` is that of a record, or "meeting" for the title. `start` is in seconds.
    """

    kind: str
    id: str
    start: float | None
    text: str
    ranges: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A meeting as lists show it."""

    meeting: MeetingRow
    speakers: tuple[Speaker, ...]
    open_action_items: int
    action_items: int
    hits: tuple[Hit, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of a list. `cursor` leads to the next one, `total` counts the whole list."""

    meetings: tuple[Listed, ...]
    cursor: str | None
    total: int
