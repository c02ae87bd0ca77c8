"""One file to minutes: a recording or a transcript goes in, minutes come out."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

from assistant import __version__, audio
from assistant.engine import LocalEngine, LocalSession
from assistant.errors import AssistantError, InputError
from assistant.fetch import digest
from assistant.graph import SOURCE, Graph
from assistant.minutes import Records
from assistant.runner import Event, Output, Passed
from assistant.transcripts import SUFFIXES, read_transcript
from assistant.types import Meeting, Minutes, Notice, Provenance, Record, Segment, Speaker

Observer = Callable[[Event], None]


@dataclass(frozen=True, slots=True)
class Input:
    """A file that has been looked at: the meeting it holds and how to get at its items."""

    path: Path
    meeting: Meeting
    segments: tuple[Segment, ...] | None = None
    speakers: tuple[Speaker, ...] = ()

    @property
    def is_transcript(self) -> bool:
        return self.segments is not None


@dataclass(frozen=True, slots=True)
class Processed:
    """Minutes, and lines a person should know about how they came to be."""

    minutes: Minutes
    warnings: tuple[str, ...] = ()


def open_input(path: Path, facts: Meeting | None = None) -> Input:
    """Looks at a recording or transcript; `facts` are what the caller knows of the meeting.

    Raises:
        InputError: it cannot be used.
    """
    audio.check(path)
    meeting = facts or Meeting(id="")
    unset = Meeting(id="")
    # The same file has the same id every time, so calendars know its tasks again.
    own: dict[str, Any] = {"id": meeting.id or digest(path)[:12]}
    if path.suffix.lower() in SUFFIXES:
        transcript = read_transcript(path)
        own |= {
            "source": "transcript",
            "duration": transcript.duration,
            "title": meeting.title or transcript.title or path.stem,
        }
        if meeting.language == unset.language and transcript.language:
            own["language"] = transcript.language
        if meeting.date == unset.date:
            own["date"] = transcript.date or _day(path)
        return Input(path, replace(meeting, **own), transcript.segments, transcript.speakers)
    own |= {"duration": audio.probe(path).duration, "title": meeting.title or path.stem}
    if meeting.date == unset.date:
        own["date"] = _day(path)
    return Input(path, replace(meeting, **own))


def graph_for(given: Input, engine: LocalEngine, pipeline: str) -> Graph:
    """The graph that a file runs through: a transcript skips what comes before segments."""
    graph = engine.graph(pipeline)
    return graph.fed_with(Segment) if given.is_transcript else graph


def process(
    given: Input, engine: LocalEngine, pipeline: str, observe: Observer = lambda event: None
) -> Processed:
    """Runs a pipeline over a whole recording or transcript.

    Raises:
        InputError: nothing of the recording can be decoded.
        ModelError: weights are missing.
        StageError: a stage failed.
    """
    graph = graph_for(given, engine, pipeline)
    meeting = given.meeting
    records = Records()
    notices: list[str] = []
    decoding: audio.Decoding | None = None
    source: Iterable[Any]
    named = {speaker.id: speaker for speaker in given.speakers if speaker.name}
    if given.segments is not None:
        source = given.segments
        known: tuple[Record, ...] = (*given.speakers, *given.segments)
        for each in known:
            records.add(each)
    else:
        source = decoding = audio.Decoding(given.path)
    with engine.open(meeting, graph) as session:
        names = ((giver, who) for giver in graph.givers(Speaker) for who in named.values())
        for event in drive(session, chain(names, ((SOURCE, item) for item in source))):
            match event:
                case Output(_, Speaker(id=voice)) if voice in named:
                    pass
                case Output(_, record):
                    records.add(record)
                case Passed(_, Notice(told)):
                    notices.append(told)
            observe(event)
        stages = session.stages
    if decoding is not None:
        meeting = replace(meeting, duration=decoding.seconds)
    warnings = (decoding.warning,) if decoding is not None and decoding.warning else ()
    provenance = Provenance(pipeline, stages, __version__)
    return Processed(records.minutes(meeting, provenance), (*warnings, *notices))


def drive(session: LocalSession, feed: Iterable[tuple[str, Any]]) -> Iterator[Event]:
    """Feeds a session from a thread of its own while its events are read.

    `feed` gives the name of a source and an item for it. Raises what ended the run early.
    """

    def push() -> None:
        try:
            for source, item in feed:
                session.push(item, source)
            session.finish()
        except AssistantError as error:
            session.cancel(error)
        except OSError as error:
            session.cancel(InputError(f"the recording cannot be read: {error.strerror or error}"))
        finally:
            session.stop_unless_finished()

    feeder = threading.Thread(target=push, name="source", daemon=True)
    feeder.start()
    yield from session.events()
    feeder.join()


def _day(path: Path) -> datetime.date:
    """The day a file was last written."""
    return datetime.date.fromtimestamp(path.stat().st_mtime)
