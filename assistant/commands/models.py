"""`assistant models`: which weights there are, fetching and verifying them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Self

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)
from rich.table import Table

from assistant.config import Environment, load_settings
from assistant.errors import ModelError
from assistant.models import Models, names_in_use

SHOWN_LANGUAGES = 3
WIDE = 250


@click.group("models")
@click.option("--config", type=click.Path(path_type=Path), help="models.yaml to read.")
@click.pass_context
def command(context: click.Context, config: Path | None) -> None:
    """List, fetch and verify weights."""
    environment = Environment.read()
    context.obj = Models(
        load_settings(config),
        environment.models,
        environment.device,
        environment.threads,
        environment,
    )


@command.command("list")
@click.pass_obj
def list_(models: Models) -> None:
    """Every model: what it does, how large it is, its licence, where it is."""
    table = Table(box=None)
    for title in ("name", "task", "size", "licence", "languages"):
        table.add_column(title, no_wrap=True)
    table.add_column("where", overflow="fold")
    for name, model in models.settings.models.items():
        state = models.state(name)
        found = str(model.url) if model.is_endpoint else str(state.folder)
        where = found if state.status == "present" else state.status
        shown = ", ".join(model.languages[:SHOWN_LANGUAGES])
        more = len(model.languages) - SHOWN_LANGUAGES
        languages = f"{shown} +{more}" if more > 0 else shown
        table.add_row(name, model.task, _megabytes(state.size), model.licence, languages, where)
    # Rows stay whole in a pipe, for what comes after it to cut.
    Console(width=None if sys.stdout.isatty() else WIDE).print(table)


@command.command()
@click.argument("names", nargs=-1)
@click.pass_obj
def pull(models: Models, names: tuple[str, ...]) -> None:
    """Fetches the NAMEs, or without any what the pipelines use."""
    with Bars() as bars:
        models.pull(names or names_in_use(models.settings), bars)


@command.command()
@click.argument("names", nargs=-1)
@click.pass_obj
def verify(models: Models, names: tuple[str, ...]) -> None:
    """Compares the bytes on this machine with the published SHA-256."""
    here = [name for name, model in models.settings.models.items() if not model.is_endpoint]
    states = models.verify(names or tuple(here))
    for state in states:
        click.echo(f"{state.name}: {'ok' if state.status == 'present' else state.status}")
    # Nobody asked for every model to be there, but those that are must be right.
    wrong = [each for each in states if each.status == "broken" or (names and each.reason)]
    if wrong:
        again = " ".join(state.name for state in wrong)
        reasons = "; ".join(state.reason for state in wrong)
        raise ModelError(f"{reasons}: run 'assistant models pull {again}'")


class Bars:
    """A bar per model on stderr; messages above the bars."""

    def __init__(self) -> None:
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            DownloadColumn(),
            TransferSpeedColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
        )
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._progress.stop()

    def __call__(self, name: str, done: int, total: int, message: str) -> None:
        """Shows the message and, where there is a total, how far the model is."""
        if message:
            self._progress.console.print(message, markup=False, highlight=False, soft_wrap=True)
        if not total:
            return
        if name not in self._tasks:
            self._tasks[name] = self._progress.add_task(name, total=total)
        self._progress.update(self._tasks[name], completed=done, total=total)


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size else "?"
