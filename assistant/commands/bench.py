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
from assistant.commands.setup import engine_for, meeting_facts
from assistant.engine import LocalEngine
from assistant.errors import InputError
from assistant.meetings import open_input, process
from assistant.types import Provenance

DEMO = Path(__file__).parent.parent / "demo" / "demo.opus"


@click.command()
@click.argument("audio_files", metavar="[AUDIO]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--pipeline", "pipelines", multiple=True, help="Default: recording. Repeatable.")
@click.option("--language", default="auto", show_default=True)
@click.option(
    "--times", type=click.IntRange(1), default=1, help="Play each recording N times over."
)
@click.option("--config", type=click.Path(path_type=Path), help="A models.yaml of your own.")
def command(
    audio_files: tuple[Path, ...],
    pipelines: tuple[str, ...],
    language: str,
    times: int,
    config: Path | None,
) -> None:
    """Measure pipelines on recordings (default: the demo) and print a table for each."""
    engine = engine_for(config)
    console = Console()
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
