"""Minutes of transcripts: the stages that read text, and what they cost."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from assistant.engine import LocalEngine
from assistant.evaluation.references import Utterance
from assistant.evaluation.speech import Scores
from assistant.exports.minutes_json import as_document
from assistant.meetings import Input, process
from assistant.types import Meeting, Minutes, Segment, Speaker

Made = tuple[dict[str, Any], Scores]
"""Minutes in the form of minutes.json, and what they cost per second of the meeting."""


def segments_of(utterances: Iterable[Utterance], language: str) -> tuple[Segment, ...]:
    """True turns as the text stages take them: voices are S1, S2 …, nobody has a name.

    Turns without a time are left out: nothing could be matched to them.
    """
    voices: dict[str | None, str | None] = {None: None}
    segments = []
    for number, said in enumerate(utterances, start=1):
        if said.start is None or said.end is None:
            continue
        voice = voices.setdefault(said.speaker, f"S{len(voices)}")
        spoken = None if language == "auto" else language
        segments.append(
            Segment(f"g{number}", said.start, said.end, said.text, voice, language=spoken)
        )
    return tuple(segments)


def run_text(
    meeting: Meeting,
    segments: Sequence[Segment],
    engine: LocalEngine,
    pipeline: str,
    speakers: tuple[Speaker, ...] = (),
) -> Made:
    """Runs the text stages of a pipeline over a transcript.

    `cost` is the time from the first segment to the last line, with weights loaded already,
    `cpu` that of all cores together.
    `speakers` that have a name are told to the stages that make use of names.
    """
    given = Input(Path(meeting.id), meeting, tuple(segments), speakers)
    engine.warm(engine.graph(pipeline).fed_with(Segment), meeting.language)
    started, worked = time.perf_counter(), time.process_time()
    minutes = process(given, engine, pipeline).minutes
    took, work = time.perf_counter() - started, time.process_time() - worked
    length = meeting.duration or max((segment.end for segment in segments), default=0.0)
    costs: Scores = {"cost": took / length, "cpu": work / length} if length else {}
    return as_document(minutes), costs


def costs_of_text(minutes: Minutes, engine: LocalEngine, pipeline: str) -> Scores:
    """What the text stages of a whole run took, added up, per second of the recording."""
    text = {node.name for node in engine.graph(pipeline).fed_with(Segment).nodes}
    stages = minutes.provenance.stages if minutes.provenance else ()
    length = minutes.meeting.duration
    took = sum(stage.seconds for stage in stages if stage.stage in text)
    return {"cost": took / length} if length else {}
