"""What calls of the routes bring."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from assistant.server.styles import Given, StyleGiven

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
