"""`assistant process`: recordings or transcripts to minutes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from assistant.commands.files import formats_named, prepare, write
from assistant.commands.progress import StageProgress
from assistant.commands.setup import engine_for, meeting_facts
from assistant.engine import LocalEngine
from assistant.errors import InputError, StageError
from assistant.exports import Format
from assistant.meetings import Input, Processed, graph_for, open_input, process


@click.command()
@click.argument("inputs", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), default=".", help="Folder for the results.")
@click.option(
    "--format", "formats", default="json,md", show_default=True, help="Any of json,md,txt,srt,vtt."
)
@click.option("--pipeline", default="recording", show_default=True, help="One of models.yaml.")
@click.option("--language", default="auto", show_default=True, help="auto, en, zh, …")
@click.option("--speakers", type=click.IntRange(1, 50), help="How many people speak, if known.")
@click.option("--title", default="", help="Default: the name of the file.")
@click.option(
    "--date",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day that “by Thursday” counts from. Default: the file's own date.",
)
@click.option("--hotwords", default="", help="Names and terms to listen for, with commas.")
@click.option("--config", type=click.Path(path_type=Path), help="A models.yaml of your own.")
@click.option("--data", type=click.Path(path_type=Path), help="Also keep the minutes here.")
def command(inputs: tuple[Path, ...], out: Path, formats: str, pipeline: str, **given: Any) -> None:
    """Turn recordings, videos or transcripts into minutes.

    Writes a file for each input and format, and prints their paths.
    """
    chosen = formats_named(formats)
    engine = engine_for(given.pop("config"))
    library: Path | None = given.pop("data")
    facts = meeting_facts(**given)
    opened = [open_input(path, facts) for path in inputs]
    _check_targets(opened, out, chosen)
    for each in opened:
        engine.require(graph_for(each, engine, pipeline), each.meeting.language)
    for folder in (out, library):
        if folder is not None:
            prepare(folder)
    failures: list[StageError] = []
    for each in opened:
        try:
            done = _process(each, engine, pipeline)
        except StageError as error:
            failures.append(error)
            continue
        for path in write(done.minutes, out, each.path.stem, chosen):
            click.echo(path)
        if library is not None:
            write(done.minutes, library, each.meeting.id, formats_named("json"))
            click.echo(f"kept as {each.meeting.id}", err=True)
    for failure in failures[:-1]:
        click.echo(f"assistant: {failure}", err=True)
    if failures:
        raise failures[-1]


def _process(given: Input, engine: LocalEngine, pipeline: str) -> Processed:
    graph = graph_for(given, engine, pipeline)
    with StageProgress(given, [node.name for node in graph.nodes]) as progress:
        done = process(given, engine, pipeline, progress.observe)
    for line in done.warnings:
        click.echo(f"assistant: warning: {line}", err=True)
    if not done.minutes.segments:
        click.echo(f"assistant: warning: no speech was found in {given.path}", err=True)
    return done


def _check_targets(opened: list[Input], out: Path, formats: Sequence[Format]) -> None:
    """Refuses results that would replace each other or an input."""
    stems: dict[str, Path] = {}
    for each in opened:
        other = stems.setdefault(each.path.stem, each.path)
        if other is not each.path:
            raise InputError(
                f"{other} and {each.path} would both be written to {each.path.stem}.*: "
                f"process them one after the other into different folders"
            )
        for one in formats:
            target = out / f"{each.path.stem}.{one.suffix}"
            if target.resolve() == each.path.resolve():
                raise InputError(f"{target} would be replaced by its minutes: give another --out")
