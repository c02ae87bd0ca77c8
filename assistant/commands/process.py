"""`assistant process`: recordings or transcripts to minutes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from assistant.commands.files import formats_named, prepare, write
from assistant.commands.progress import StageProgress
from assistant.commands.setup import engine_for, meeting_facts, only_one, open_library
from assistant.engine import LocalEngine
from assistant.errors import InputError, StageError
from assistant.exports import FORMATS, Format
from assistant.meetings import Input, graph_for, open_input, process
from assistant.meetings.library import Meetings
from assistant.types import GRANULARITIES, TEMPLATES, Minutes


@click.command()
@click.argument("inputs", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), default=".", help="Folder for the results.")
@click.option(
    "--format",
    "formats",
    default="json,md",
    show_default=True,
    help=f"Any of {', '.join(FORMATS)}.",
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
@click.option(
    "--template",
    type=click.Choice(TEMPLATES),
    default="general",
    show_default=True,
    help="The kind of meeting.",
)
@click.option("--prompt", default="", help="What the minutes should be like, in your own words.")
@click.option(
    "--granularity",
    type=click.Choice(GRANULARITIES),
    default="general",
    show_default=True,
    help="How long chapters are.",
)
@click.option(
    "--engine",
    default="",
    help="A language model of models.yaml, or embedded. Default: as models.yaml says.",
)
@click.option("--config", type=click.Path(path_type=Path), help="A models.yaml of your own.")
@click.option("--data", type=click.Path(path_type=Path), help="Also keep all of it here.")
def command(inputs: tuple[Path, ...], out: Path, formats: str, pipeline: str, **given: Any) -> None:
    """Turn recordings, videos or transcripts into minutes.

    Writes a file for each input and format, and prints their paths.
    """
    chosen = formats_named(formats)
    engine = engine_for(given.pop("config"))
    data: Path | None = given.pop("data")
    facts = meeting_facts(**given)
    engine.accept_style(facts.style)
    opened = [open_input(path, facts) for path in inputs]
    _check_targets(opened, out, chosen)
    for each in opened:
        engine.require(graph_for(each, engine, pipeline), each.meeting.language)
    prepare(out)
    failures: list[StageError] = []
    with _library(data, engine) as library:
        for each in opened:
            try:
                minutes = _process(each, engine, pipeline, library)
            except StageError as error:
                failures.append(error)
                continue
            for path in write(minutes, out, each.path.stem, chosen):
                click.echo(path)
    for failure in failures[:-1]:
        click.echo(f"assistant: {failure}", err=True)
    if failures:
        raise failures[-1]


@contextmanager
def _library(data: Path | None, engine: LocalEngine) -> Iterator[Meetings | None]:
    """The library in a folder, None where none is named."""
    if data is None:
        yield None
        return
    store, blobs, folder = open_library(data)
    try:
        with only_one(folder):
            yield Meetings(store, blobs, engine)
    finally:
        store.close()


def _process(given: Input, engine: LocalEngine, pipeline: str, library: Meetings | None) -> Minutes:
    graph = graph_for(given, engine, pipeline)
    with StageProgress(given, [node.name for node in graph.nodes]) as progress:
        if library is None:
            done = process(given, engine, pipeline, progress.observe)
        else:
            done = library.keep(given, pipeline, progress.observe)
    for line in done.warnings:
        click.echo(f"assistant: warning: {line}", err=True)
    if not done.minutes.segments:
        click.echo(f"assistant: warning: no speech was found in {given.path}", err=True)
    if library is not None:
        click.echo(f"kept as {done.minutes.meeting.id}", err=True)
    return done.minutes


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
