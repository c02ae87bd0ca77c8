"""`assistant export`: minutes in another format."""

from __future__ import annotations

from pathlib import Path

import click

from assistant.commands.files import formats_named, prepare, write
from assistant.errors import InputError
from assistant.transcripts import read_minutes


@click.command()
@click.argument("meeting")
@click.option("--format", "formats", required=True, help="Any of json,md,txt,srt,vtt.")
@click.option("--out", type=click.Path(path_type=Path), default=".", help="Folder for the results.")
@click.option(
    "--data", type=click.Path(path_type=Path), default=".", help="Where minutes are kept."
)
def command(meeting: str, formats: str, out: Path, data: Path) -> None:
    """Write minutes in other formats. MEETING is a minutes file, or an id under --data."""
    chosen = formats_named(formats)
    path = Path(meeting) if meeting.endswith(".json") else data / f"{meeting}.json"
    if not path.is_file():
        raise InputError(f"no minutes at {path}: name a minutes.json, or an id kept under --data")
    minutes = read_minutes(path)
    prepare(out)
    for written in write(minutes, out, path.stem, chosen):
        click.echo(written)
