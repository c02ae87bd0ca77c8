"""`assistant eval --minutes`: minutes of transcripts and of recordings against references."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click

from assistant.engine import LocalEngine
from assistant.errors import InputError
from assistant.evaluation.manifests import Recording, read_manifest
from assistant.evaluation.qmsum import read_qmsum
from assistant.evaluation.references import Reference, read_reference
from assistant.evaluation.report import (
    MINUTES,
    QMSUM,
    SPEECH,
    Column,
    means,
    qmsum_scores,
    score,
)
from assistant.evaluation.speech import Scores
from assistant.evaluation.support import unsupported_lines
from assistant.evaluation.text_runs import Made, costs_of_text, run_text, segments_of
from assistant.exports.minutes_json import as_document
from assistant.meetings import open_input, process
from assistant.transcripts import read_transcript
from assistant.types import Meeting


@dataclass(frozen=True, slots=True)
class Corpus:
    """The scores of a manifest's or a file's meetings, their means by language, and columns.

    `unsupported` are the lines, by meeting, whose segments are missing or say something else.
    """

    name: str
    rows: dict[str, Scores]
    means: dict[str, Scores]
    unsupported: dict[str, list[str]]
    tables: tuple[tuple[str, tuple[Column, ...]], ...]


@dataclass(frozen=True, slots=True)
class Way:
    """How minutes are made: by which pipeline, and from what.

    From the true turns, from our own `transcripts` in a folder, or `from_audio`.
    """

    engine: LocalEngine
    pipeline: str
    from_audio: bool = False
    transcripts: Path | None = None


def of_manifest(manifest: Path, way: Way, limit: int | None) -> Corpus:
    """Scores of a manifest's meetings.

    Raises:
        InputError: a reference or a transcript is missing or wrong.
    """
    rows: dict[str, Scores] = {}
    languages: dict[str, str] = {}
    unsupported: dict[str, list[str]] = {}
    for recording in read_manifest(manifest)[:limit]:
        reference = read_reference(recording)
        name = recording.audio.stem
        click.echo(f"{name} …", err=True)
        minutes, costs = _made(recording, reference, way)
        rows[name] = score(reference, minutes, None, recording.hotwords) | costs
        languages[name] = minutes["meeting"]["language"]
        unsupported[name] = list(unsupported_lines(minutes, languages[name]))
    heard = way.from_audio or way.transcripts is not None
    origin = "our own transcripts" if heard else "true transcripts"
    spoken = (("Transcript and speakers, %", SPEECH),) if way.from_audio else ()
    shown = (*spoken, (f"Minutes of {manifest.name} from {origin}, %", MINUTES))
    return Corpus(str(manifest), rows, means(rows, languages), unsupported, shown)


def of_qmsum(path: Path, way: Way, limit: int | None) -> Corpus:
    """Scores of QMSum's meetings. Raises `InputError`: the file is missing or wrong."""
    rows: dict[str, Scores] = {}
    unsupported: dict[str, list[str]] = {}
    for truth in read_qmsum(path, limit):
        name = truth.meeting.id
        click.echo(f"{name} …", err=True)
        minutes, costs = run_text(
            truth.meeting, truth.segments, way.engine, way.pipeline, truth.speakers
        )
        rows[name] = qmsum_scores(truth, minutes) | costs
        unsupported[name] = list(unsupported_lines(minutes, "en"))
    averages = means(rows, dict.fromkeys(rows, "en"))
    return Corpus(str(path), rows, averages, unsupported, ((f"QMSum, {path.name}, %", QMSUM),))


def told(recording: Recording, reference: Reference, hotwords: Sequence[str]) -> Meeting:
    """What a user would tell of this meeting: its language and date, not who speaks."""
    return Meeting(
        id=recording.audio.stem,
        title=recording.title or "",
        date=recording.date or reference.date or Meeting(id="").date,
        language=reference.language,
        speakers=recording.speakers,
        hotwords=tuple(hotwords),
    )


def _made(recording: Recording, reference: Reference, way: Way) -> Made:
    meeting = told(recording, reference, recording.hotwords)
    if way.from_audio:
        minutes = process(open_input(recording.audio, meeting), way.engine, way.pipeline).minutes
        return as_document(minutes), costs_of_text(minutes, way.engine, way.pipeline)
    if way.transcripts is not None:
        heard = read_transcript(way.transcripts / f"{recording.audio.stem}.json")
        segments, duration = heard.segments, heard.duration
    elif reference.utterances is None or reference.turns is None:
        raise InputError(f"{recording.audio.name}: minutes need turns with times (truth or stm)")
    else:
        segments = segments_of(reference.utterances, reference.language)
        duration = reference.duration or max(segment.end for segment in segments)
    meeting = replace(meeting, source="transcript", duration=duration)
    return run_text(meeting, segments, way.engine, way.pipeline)
