"""What the routes answer."""

from __future__ import annotations

import datetime
from dataclasses import asdict
from typing import Any, Literal

from pydantic import BaseModel, Field

from assistant.meetings.library import Described
from assistant.server.styles import ProposalShape, StyleShape


class SpeakerShape(BaseModel):
    """A speaker as lists show one."""

    id: str
    name: str | None
    talk_seconds: float


class HitShape(BaseModel):
    """Where words of a search were found; `ranges` are characters of `text`."""

    kind: str
    id: str
    start: float | None
    text: str
    ranges: list[tuple[int, int]]


class LiveShape(BaseModel):
    """How far a live meeting is: samples kept of each channel, seconds not yet heard."""

    channels: int
    samples: int
    lag: float
    connected: bool


class Row(BaseModel):
    """A meeting as lists show it. Seconds; moments in UTC."""

    id: str
    title: str
    date: datetime.date
    created: datetime.datetime
    updated: datetime.datetime
    state: str
    reason: str | None
    failed_stage: str | None
    progress: dict[str, float]
    eta: float | None
    queue: int | None
    duration: float | None
    language: str
    source: str
    pipeline: str
    warnings: list[str]
    speakers: list[SpeakerShape]
    open_action_items: int
    action_items: int
    seq: int
    hits: list[HitShape] = []
    style: StyleShape
    proposal: ProposalShape | None
    live: LiveShape | None = None
    duplicate: bool = False


class NodeShape(BaseModel):
    """A node of the graph."""

    name: str
    use: str
    inputs: list[str] = Field(serialization_alias="from")
    model: str | None


class Detail(Row):
    """A meeting with what its page needs."""

    graph: list[NodeShape]
    undo: str | None
    redo: str | None
    has_audio: bool


class List(BaseModel):
    """A page of meetings; `cursor` leads to the next one."""

    meetings: list[Row]
    cursor: str | None
    total: int


class Changes(BaseModel):
    """What an edit did."""

    seq: int
    changed: list[dict[str, Any]]
    undo: str | None
    redo: str | None


class Waveform(BaseModel):
    """The loudest sample of each stretch of the recording, 0 to 1."""

    duration: float
    peaks: list[float]


class FormatShape(BaseModel):
    """A kind of file that minutes can be had as; `options` are those that change something."""

    name: str
    suffix: str
    media_type: str
    options: list[Literal["transcript", "timestamps", "speakers"]]


class EngineShape(BaseModel):
    """What can write minutes: embedded, transformers or endpoint."""

    name: str
    kind: str


class About(BaseModel):
    """What this server can do."""

    version: str
    formats: list[FormatShape]
    pipelines: list[str]
    templates: list[str]
    engines: list[EngineShape]
    granularities: list[str]
    languages: list[str]
    max_upload: int


class Health(BaseModel):
    """That the server runs."""

    status: Literal["ok"]
    version: str


def row(described: Described, *, duplicate: bool = False) -> Row:
    """A meeting of the store as lists show it."""
    listed, meeting = described.listed, described.listed.meeting
    return Row(
        **{name: getattr(meeting, name) for name in _OF_MEETING},
        queue=described.queue,
        live=LiveShape(**asdict(described.live)) if described.live else None,
        warnings=list(meeting.told),
        style=StyleShape.of(meeting.style),
        proposal=ProposalShape.of(described.proposal) if described.proposal else None,
        speakers=[
            SpeakerShape(id=s.id, name=s.name, talk_seconds=round(s.talk_seconds, 3))
            for s in listed.speakers
        ],
        open_action_items=listed.open_action_items,
        action_items=listed.action_items,
        hits=[
            HitShape(kind=h.kind, id=h.id, start=h.start, text=h.text, ranges=list(h.ranges))
            for h in listed.hits
        ],
        duplicate=duplicate,
    )


_OF_MEETING = (
    "id title date created updated state reason failed_stage progress eta duration language source "
    "pipeline seq"
).split()
