"""What flows through the graph and what minutes are made of.

All dataclasses are frozen. Times are float seconds on the meeting's clock, which is the
sample count divided by `SAMPLE_RATE`. Ids are strings, unique within a meeting. `None` means
absent.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE = 16_000

Samples = NDArray[np.float32]
"""Mono audio at `SAMPLE_RATE`, shape (n,), values in [-1, 1]."""


TEMPLATES = ("general", "standup", "interview", "lecture", "sales")
"""Kinds of meeting that minutes can be written for."""

GRANULARITIES = ("coarse", "general", "fine")
"""How long chapters can be."""

EMBEDDED = "embedded"
"""The engine that is no language model."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a meeting's minutes are wanted.

    `template` is the kind of meeting, `prompt` what a person asks for in their own words,
    `granularity` how long chapters are: coarse, general or fine. `engine` names the language
    model that writes; "" leaves it to models.yaml, "embedded" wants none.
    """

    template: str = "general"
    prompt: str = ""
    granularity: str = "general"
    engine: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """What is known of a meeting before any audio is heard.

    `language` is an ISO 639-1 code or "auto". `speakers` is the number of people if known.
    `hotwords` are names and terms worth recognising. `people` are the names of people who are
    known from elsewhere, who may be here or not. `date` is the day that relative due dates
    resolve from. `duration` is the length in seconds if known beforehand.
    """

    id: str
    title: str = ""
    date: datetime.date = datetime.date(1970, 1, 1)
    language: str = "auto"
    speakers: int | None = None
    hotwords: tuple[str, ...] = ()
    source: str = "upload"
    duration: float | None = None
    style: Style = Style()
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class AudioChunk:
    """A stretch of audio; `offset` is the index of its first sample in the meeting.

    `later` tells how many seconds of later audio have come by now, where somebody is speaking
    while it is heard. `channels` are the channels that `samples` is the mean of, shape
    (n, 2), where they are kept apart.
    """

    samples: Samples
    offset: int = 0
    later: Callable[[], float] | None = None
    channels: NDArray[np.float32] | None = None

    @property
    def behind(self) -> float:
        """Seconds of later audio that wait by now, 0 where nobody counts them."""
        return 0.0 if self.later is None else self.later()

    @property
    def start(self) -> float:
        return self.offset / SAMPLE_RATE

    @property
    def end(self) -> float:
        return (self.offset + len(self.samples)) / SAMPLE_RATE


@dataclass(frozen=True, slots=True, eq=False)
class SpeechRegion:
    """A stretch of speech with its audio, so that a recogniser needs nothing else.

    `samples` covers exactly `start` to `end`.
    """

    start: float
    end: float
    samples: Samples


@dataclass(frozen=True, slots=True)
class SpeechTurn:
    """One speaker talking from `start` to `end`. Turns of different speakers may overlap."""

    speaker: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Word:
    """A recognised word. `text` carries its punctuation but no surrounding blanks.

    `confidence` is the model's probability, 0 to 1, or None where there is none. `language`
    is the ISO 639-1 code of the piece it was recognised in. `glued` says that no blank stands
    before it (Chinese, or a later token of one written word).
    """

    text: str
    start: float
    end: float
    confidence: float | None = None
    language: str | None = None
    glued: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """What a live recogniser makes of the sound up to `end`.

    `settled` words follow those settled before and stay. `tail` is what was said after them, as
    far as it can be told yet; it takes the place of the tail before. `pause` says that the
    speaker paused after the last settled word.
    """

    end: float
    settled: tuple[Word, ...] = ()
    tail: tuple[Word, ...] = ()
    pause: bool = False


@dataclass(frozen=True, slots=True)
class Diarized:
    """Who speaks from `start` to `end`, as far as it can be told yet.

    Takes the place of everything that was said before of the time from `start` on. Speech of
    nobody's turn is somebody's who is not known yet.
    """

    start: float
    end: float
    turns: tuple[SpeechTurn, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Voices:
    """What is known of the voices of a meeting: enough to recognise them when it goes on.

    `names` are their ids, `sums` the sums of their embeddings of length one, shape
    (voices, dimension), `sizes` how many embeddings those are.
    """

    names: tuple[str, ...]
    sums: NDArray[np.float32]
    sizes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Segment:
    """What one speaker said in one go. `speaker` is None until known.

    `overlap` says that somebody else spoke during most of it. A segment with the same id and
    a higher `revision` replaces the earlier one; `final` never goes back to False.
    """

    id: str
    start: float
    end: float
    text: str
    speaker: str | None = None
    words: tuple[Word, ...] = ()
    language: str | None = None
    overlap: bool = False
    final: bool = True
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name that a voice may have: how sure it is, 0 to 1, and the segments that speak for it."""

    name: str
    confidence: float
    segments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Speaker:
    """A voice of the meeting; `name` is None until known, `suggestion` waits for a person.

    `refused` are names that a person said it does not have.
    """

    id: str
    name: str | None = None
    talk_seconds: float = 0.0
    suggestion: Suggestion | None = None
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chapter:
    """A stretch of the meeting on one subject. `segments` are the ids of its first and last."""

    id: str
    title: str
    start: float
    end: float
    summary: str
    segments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """One line of the minutes with the ids of the segments that support it."""

    text: str
    segments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SpeakerPoint:
    """What one speaker contributed."""

    speaker: str
    text: str
    segments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the answer that was given to it."""

    question: str
    answer: str
    segments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """The meeting in short. `segments` are the ids that the overview rests on."""

    overview: str = ""
    points: tuple[Point, ...] = ()
    by_speaker: tuple[SpeakerPoint, ...] = ()
    questions: tuple[Question, ...] = ()
    keywords: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """Something the meeting settled."""

    id: str
    text: str
    segments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ActionItem:
    """Something somebody is to do.

    `owner` is a speaker's id or a person's name, None when nobody took it. `due` is resolved
    from `due_text`, the words as said, against the meeting's date. `confidence` is 0 to 1.
    """

    id: str
    task: str
    segments: tuple[str, ...]
    owner: str | None = None
    due: datetime.date | None = None
    due_text: str | None = None
    status: str = "open"
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that a person should know of how the minutes came to be; no part of them."""

    text: str


@dataclass(frozen=True, slots=True)
class Share:
    """How much of its work a stage has done that has heard everything, 0 to 1."""

    done: float


@dataclass(frozen=True, slots=True)
class StageRun:
    """How one stage of a run went: which class, which weights, seconds of work."""

    stage: str
    use: str
    model: str | None
    sha256: str | None
    seconds: float


@dataclass(frozen=True, slots=True)
class Provenance:
    """What made the minutes."""

    pipeline: str
    stages: tuple[StageRun, ...]
    version: str


@dataclass(frozen=True, slots=True)
class Minutes:
    """Everything a person reads of a meeting. Every list is in time order.

    `seq` rises with every change of kept minutes; `changed` is the moment of the last one, in
    UTC. Minutes that are kept nowhere have 0 and None.
    """

    meeting: Meeting
    speakers: tuple[Speaker, ...] = ()
    segments: tuple[Segment, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    summary: Summary = Summary()
    decisions: tuple[Decision, ...] = ()
    action_items: tuple[ActionItem, ...] = ()
    provenance: Provenance | None = None
    seq: int = 0
    changed: datetime.datetime | None = None


Record = Segment | Speaker | Chapter | Summary | Decision | ActionItem
"""What a graph may leave behind."""
