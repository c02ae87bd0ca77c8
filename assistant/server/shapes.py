"""What goes in and out of the routes."""

from __future__ import annotations

import datetime
from dataclasses import asdict
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, StringConstraints

from assistant.meetings.library import Described
from assistant.server.styles import Given, ProposalShape, StyleGiven, StyleShape

Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Text = Annotated[str, StringConstraints(max_length=10_000)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
Language = Annotated[str, StringConstraints(pattern=r"^(auto|[a-z]{2,3})$")]
Id = Annotated[str, StringConstraints(min_length=1, max_length=100)]
People = Annotated[int, Field(ge=1, le=50)]
Revision = Annotated[int, Field(ge=0, le=2**53)]
Receipts = Annotated[tuple[Id, ...], Field(max_length=1_000)]
Keyword = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class NewMeeting(StyleGiven):
    """A meeting from an upload that is complete."""

    upload: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
    title: Name = ""
    language: Language | None = None
    speakers: People | None = None
    date: datetime.date | None = None
    pipeline: Id | None = None
    hotwords: Annotated[list[Name], Field(max_length=200)] | None = None
    duplicate: Literal["again"] | None = None


class NewLive(StyleGiven):
    """A meeting that is about to begin."""

    live: Literal[True]
    title: Name = ""
    language: Language | None = None
    speakers: People | None = None
    date: datetime.date | None = None
    pipeline: Id | None = None
    hotwords: Annotated[list[Name], Field(max_length=200)] | None = None
    channels: Literal[1, 2] = 1


class MeetingPatch(Given):
    """What may be changed of a meeting itself."""

    title: Title | None = None
    date: datetime.date | None = None


class Rerun(Given):
    """From which node of the graph."""

    node: Id = Field(alias="from")


class SegmentPatch(Given):
    """Another text, another speaker ("new" for one more)."""

    text: Text | None = None
    speaker: Id | None = None
    revision: Revision | None = None


class Split(Given):
    """Where in the text, in characters."""

    at: Annotated[int, Field(ge=0, le=1_000_000)]
    revision: Revision | None = None


class Seen(Given):
    """The revision that the person had seen."""

    revision: Revision | None = None


class SpeakerPatch(Given):
    """A name, or null for none."""

    name: Name | None
    revision: Revision | None = None


class SpeakerRefusal(Given):
    """A name that the speaker does not have."""

    refuse: Annotated[Name, StringConstraints(min_length=1)]
    revision: Revision | None = None


class SpeakerMerge(Given):
    """The speaker who stays."""

    into: Id


class ActionItemPatch(Given):
    """What may be changed of an action item."""

    task: Line | None = None
    owner: Name | None = None
    due: datetime.date | None = None
    status: Literal["open", "done"] | None = None
    revision: Revision | None = None


class NewActionItem(Given):
    """An action item that a person adds."""

    task: Line
    owner: Name | None = None
    due: datetime.date | None = None
    segments: Annotated[list[Id], Field(max_length=100, default_factory=list)]


class DecisionPatch(Given):
    """What may be changed of a decision."""

    text: Line
    revision: Revision | None = None


class ChapterPatch(Given):
    """What may be changed of a chapter."""

    title: Line | None = None
    summary: Text | None = None
    revision: Revision | None = None


class PointLine(Given):
    """A key point with the segments it rests on."""

    text: Line
    segments: Receipts = ()


class SpeakerLine(PointLine):
    """What one speaker contributed."""

    speaker: Id


class QuestionLine(Given):
    """A question with its answer, "" where there is none."""

    question: Line
    answer: Text = ""
    segments: Receipts = ()


class SummaryPatch(Given):
    """What may be changed of the summary; a list is given whole."""

    overview: Text | None = None
    points: Annotated[tuple[PointLine, ...], Field(max_length=500)] = ()
    by_speaker: Annotated[tuple[SpeakerLine, ...], Field(max_length=500)] = ()
    questions: Annotated[tuple[QuestionLine, ...], Field(max_length=500)] = ()
    keywords: Annotated[tuple[Keyword, ...], Field(max_length=500)] = ()
    revision: Revision | None = None


class Token(Given):
    """The server's token."""

    token: Annotated[str, StringConstraints(max_length=1_000)]


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
