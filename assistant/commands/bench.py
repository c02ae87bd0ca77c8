"""`assistant bench`: seconds of work per second of audio, by stage, and peak memory."""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import click
from rich import box
from rich.console import Console
from rich.table import Table

from assistant import audio
from assistant.commands.live_bench import measure
from assistant.commands.setup import engine_for, meeting_facts
from assistant.engine import LocalEngine
from assistant.errors import InputError
from assistant.meetings import open_input, process
from assistant.types import Provenance

WIDTH = 150
"""Columns of the table of live figures."""
DEMO = Path(__file__).parent.parent / "demo" / "demo.opus"


@click.command()
@click.argument("audio_files", metavar="[AUDIO]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--pipeline", "pipelines", multiple=True, help="Default: recording. Repeatable.")
@click.option("--language", default="auto", show_default=True)
@click.option(
    "--times", type=click.IntRange(1), default=1, help="Play each recording N times over."
)
@click.option("--live", is_flag=True, help="Play them to a server as live meetings instead.")
@click.option(
    "--streams",
    type=click.IntRange(1),
    multiple=True,
    help="With --live: how many at a time. Default: 1. Repeatable.",
)
@click.option("--seconds", type=click.FloatRange(10), help="With --live: only the first so many.")
@click.option("--config", type=click.Path(path_type=Path), help="A models.yaml of your own.")
def command(  # noqa: PLR0913 - the options of the command
    audio_files: tuple[Path, ...],
    pipelines: tuple[str, ...],
    language: str,
    times: int,
    live: bool,
    streams: tuple[int, ...],
    seconds: float | None,
    config: Path | None,
) -> None:
    """Measure pipelines on recordings (default: the demo) and print a table for each.

    With --live each recording is spoken to a server as fast as it was recorded; the pipeline is
    the one that refines it afterwards. Delays are seconds from a word's end to the event that
    first showed it, and to the one that settled it. "changed" are words shown that did not stay,
    of 100. Errors are in percent, against a reference beside the recording.
    """
    console = Console() if sys.stdout.isatty() else Console(width=WIDTH)
    if live:
        paths = audio_files or (DEMO,)
        for count in streams or (1,):
            pipeline = (*pipelines, "recording")[0]
            console.print(measure(paths, count, seconds, language, pipeline, config))
        return
    engine = engine_for(config)
    for path in audio_files or (DEMO,):
        with tempfile.TemporaryDirectory() as folder:
            played = path if times == 1 else audio.repeated(path, times, Path(folder))
            for pipeline in pipelines or ("recording",):
                console.print(_measure(engine, played, pipeline, language))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    console.print(f"peak memory {peak / (1 << 20 if sys.platform != 'darwin' else 1 << 30):.2f} GB")


def _measure(engine: LocalEngine, path: Path, pipeline: str, language: str) -> Table:
    given = open_input(path, replace(meeting_facts(language=language), title=path.stem))
    started, cpu = time.perf_counter(), time.process_time()
    if given.is_transcript:
        raise InputError(f"{path} is a transcript: give recordings to measure on")
    minutes = process(given, engine, pipeline).minutes
    passed, cpu = time.perf_counter() - started, time.process_time() - cpu
    length = minutes.meeting.duration or 0.0
    assert isinstance(minutes.provenance, Provenance)
    table = Table(title=f"{path.name}: {length:.0f} s, {pipeline}", box=box.SIMPLE_HEAD)
    for column in ("stage", "model", "seconds", "s per s of audio"):
        table.add_column(column, justify="left" if column in ("stage", "model") else "right")
    rows = [(s.stage, s.model or "", s.seconds) for s in minutes.provenance.stages]
    for stage, model, seconds in [*rows, ("whole, CPU", "", cpu), ("whole, wall", "", passed)]:
        table.add_row(stage, model, f"{seconds:.2f}", f"{seconds / length:.4f}")
    return table
