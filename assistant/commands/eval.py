"""`assistant eval`: scores of recordings against references."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from assistant.commands import eval_minutes
from assistant.commands.setup import engine_for
from assistant.engine import LocalEngine
from assistant.errors import InputError
from assistant.evaluation.content import names_of
from assistant.evaluation.manifests import Recording, read_manifest, read_text
from assistant.evaluation.punctuation import measure
from assistant.evaluation.references import Reference, parse_rttm, read_reference
from assistant.evaluation.report import MINUTES, SPEECH, Column, means, score, table
from assistant.evaluation.speech import Scores
from assistant.exports.minutes_json import as_document
from assistant.meetings import Input, open_input, process
from assistant.stages.punctuate import Rules
from assistant.types import Meeting, SpeechTurn

WIDTH = 170
"""Columns of the tables where there is no terminal to ask."""

Hypothesis = tuple[dict[str, Any], tuple[SpeechTurn, ...] | None]
"""Minutes in the form of minutes.json, and the diarizer's turns where they are known."""


@click.command()
@click.argument("manifests", metavar="MANIFEST...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--minutes",
    "of_minutes",
    is_flag=True,
    help="Only minutes: the text stages over what was really said, without names.",
)
@click.option(
    "--qmsum",
    type=click.Path(path_type=Path),
    multiple=True,
    help="With --minutes: a file of QMSum, JSON lines. May be given again.",
)
@click.option("--from-audio", is_flag=True, help="With --minutes: over our own transcripts.")
@click.option(
    "--transcripts",
    type=click.Path(path_type=Path),
    help="With --minutes: over the transcripts in the STEM.json of this folder.",
)
@click.option("--limit", type=click.IntRange(1), help="Only the first N meetings of each.")
@click.option(
    "--hypothesis",
    type=click.Path(path_type=Path),
    help="Score the STEM.json (and STEM.rttm) in this folder instead of running a pipeline.",
)
@click.option("--pipeline", default="recording", show_default=True)
@click.option(
    "--hotwords-from-truth",
    "named",
    is_flag=True,
    help="Give the recogniser the names of the people and products that the reference knows.",
)
@click.option(
    "--collar",
    type=click.FloatRange(0),
    default=0.25,
    show_default=True,
    help="Seconds around true boundaries that the second DER leaves out.",
)
@click.option(
    "--punctuation",
    is_flag=True,
    help="Instead: take marks and capitals off the references, restore them, score that.",
)
@click.option("--json", "json_path", type=click.Path(path_type=Path), help="Also as JSON, here.")
@click.option("--config", type=click.Path(path_type=Path), help="A models.yaml of your own.")
def command(
    manifests: tuple[Path, ...],
    hypothesis: Path | None,
    pipeline: str,
    named: bool,
    **options: Any,
) -> None:
    """Score transcripts, speakers and minutes against references.

    MANIFEST is a list (YAML, JSON, JSON lines) of entries with `audio` and one or more of
    `truth`, `rttm`, `stm`, `text`, or a folder of recordings with such files beside them.

    WER is counted in characters for Chinese. DER scores overlap: first without a collar, then
    with one. Without an RTTM file beside the minutes, words with at most 1 s between them say
    who spoke when. Chapters may start 15 s off. Names are people, hotwords and capitalised
    words inside the reference's sentences. Low is good for errors, decoys, false names and Pk.
    docs/evaluation.md says how each is counted.
    """
    if options["of_minutes"]:
        _minutes(manifests, pipeline, options)
        return
    if not manifests or options["qmsum"] or options["from_audio"] or options["transcripts"]:
        raise click.UsageError("Give a MANIFEST, or --minutes with a MANIFEST or --qmsum.")
    recordings = [each for manifest in manifests for each in read_manifest(manifest)]
    recordings = recordings[: options["limit"]]
    references = [read_reference(recording) for recording in recordings]
    if options["punctuation"]:
        _print_punctuation(recordings, references)
        return
    if hypothesis is not None:
        made = [_from_folder(hypothesis, recording) for recording in recordings]
    else:
        opened = [
            open_input(recording.audio, facts(recording, reference, named))
            for recording, reference in zip(recordings, references, strict=True)
        ]
        engine = engine_for(options["config"])
        made = [_run(each, engine, pipeline) for each in opened]
    rows: dict[str, Scores] = {}
    languages: dict[str, str] = {}
    for recording, reference, (minutes, turns) in zip(recordings, references, made, strict=True):
        name = recording.audio.stem
        rows[name] = score(reference, minutes, turns, recording.hotwords, options["collar"])
        told = reference.language != "auto"
        languages[name] = reference.language if told else minutes["meeting"]["language"]
    averages = means(rows, languages)
    shown = [("Transcript and speakers, %", SPEECH)]
    if any("actions_f1" in scores for scores in rows.values()):
        shown.append(("Minutes, %", MINUTES))
    _print(shown, rows, averages)
    if options["json_path"] is not None:
        _write(options["json_path"], {"recordings": rows, "means": averages})


def _minutes(manifests: Sequence[Path], pipeline: str, options: Mapping[str, Any]) -> None:
    """Makes and scores minutes, a corpus after the other."""
    if not manifests and not options["qmsum"]:
        raise click.UsageError("--minutes needs a MANIFEST or --qmsum FILE.")
    if options["from_audio"] and options["transcripts"]:
        raise click.UsageError("Give --from-audio or --transcripts, not both.")
    engine = engine_for(options["config"])
    way = eval_minutes.Way(engine, pipeline, options["from_audio"], options["transcripts"])
    scores: dict[str, Any] = {}
    for score_corpus, paths in (
        (eval_minutes.of_manifest, manifests),
        (eval_minutes.of_qmsum, options["qmsum"]),
    ):
        for path in paths:
            corpus = score_corpus(path, way, options["limit"])
            _print(corpus.tables, corpus.rows, corpus.means)
            scores[corpus.name] = {
                "recordings": corpus.rows,
                "means": corpus.means,
                "unsupported": corpus.unsupported,
            }
    if options["json_path"] is not None:
        _write(options["json_path"], scores)


def facts(recording: Recording, reference: Reference, hotwords_from_truth: bool) -> Meeting:
    """What a user would tell of this meeting: its language and date, not who speaks."""
    hotwords = recording.hotwords
    if hotwords_from_truth:
        hotwords = names_of(reference, hotwords)
    return eval_minutes.told(recording, reference, hotwords)


def _run(given: Input, engine: LocalEngine, pipeline: str) -> Hypothesis:
    click.echo(f"{given.path.name} …", err=True)
    return as_document(process(given, engine, pipeline).minutes), None


def _from_folder(folder: Path, recording: Recording) -> Hypothesis:
    path = folder / f"{recording.audio.stem}.json"
    turns = path.with_suffix(".rttm")
    try:
        minutes = json.loads(read_text(path))
    except json.JSONDecodeError as error:
        raise InputError(f"{path}: not JSON: {error}") from error
    if not isinstance(minutes, dict) or minutes.get("schema") != 1:
        raise InputError(f"{path}: not minutes.json of schema 1")
    return minutes, parse_rttm(read_text(turns)) if turns.is_file() else None


def _print(
    shown: Iterable[tuple[str, Sequence[Column]]],
    rows: Mapping[str, Scores],
    averages: Mapping[str, Scores],
) -> None:
    out = Console()
    if not out.is_terminal:
        out = Console(width=WIDTH)
    for title, columns in shown:
        out.print(table(title, columns, rows, averages))


def _print_punctuation(recordings: Sequence[Recording], references: Sequence[Reference]) -> None:
    """F1 for each language of what `punctuate.Rules` restores; turns have no pauses inside."""
    paths: dict[str, list[Path]] = {}
    for recording, reference in zip(recordings, references, strict=True):
        if recording.truth is not None:
            paths.setdefault(reference.language, []).append(recording.truth)
    shown = Table("language", ".", ",", "?", "capitals", title="F1 of restored marks, %")
    for language, files in paths.items():
        scores = measure(files, lambda meeting: Rules(meeting=meeting).push)
        shown.add_row(language, *(f"{100 * each.value:.1f}" for each in scores.values()))
    Console().print(shown)


def _write(path: Path, scores: dict[str, Any]) -> None:
    try:
        path.write_text(json.dumps(scores, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror}") from error
