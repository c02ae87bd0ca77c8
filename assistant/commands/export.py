"""`assistant export`: minutes in another format."""

from __future__ import annotations

from pathlib import Path

import click

from assistant.commands.files import formats_named, prepare, write
from assistant.commands.setup import open_library
from assistant.errors import InputError, NotFound
from assistant.transcripts import read_minutes
from assistant.types import Minutes


@click.command()
@click.argument("meeting")
@click.option("--format", "formats", required=True, help="Any of json,md,txt,srt,vtt.")
@click.option("--out", type=click.Path(path_type=Path), default=".", help="Folder for the results.")
@click.option("--data", type=click.Path(path_type=Path), help="Where meetings are kept.")
def command(meeting: str, formats: str, out: Path, data: Path | None) -> None:
    """Write minutes in other formats. MEETING is a minutes file, or an id under --data."""
    chosen = formats_named(formats)
    path = Path(meeting)
    minutes = read_minutes(path) if meeting.endswith(".json") else _kept(meeting, data)
    prepare(out)
    for written in write(minutes, out, path.stem, chosen):
        click.echo(written)


def _kept(meeting: str, data: Path | None) -> Minutes:
    store, _, folder = open_library(data)
    try:
        return store.snapshot(meeting).minutes()
    except NotFound:
        raise InputError(
            f"no meeting {meeting!r} in {folder}: name a minutes.json, or an id kept under --data"
        ) from None
    finally:
        store.close()
