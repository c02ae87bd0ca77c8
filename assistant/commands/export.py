"""`assistant export`: minutes in another format."""

from __future__ import annotations

from pathlib import Path

import click

from assistant.commands.files import formats_named, prepare, write
from assistant.commands.setup import open_library
from assistant.errors import InputError, NotFound
from assistant.exports import FORMATS, Options
from assistant.transcripts import read_minutes
from assistant.types import Minutes


@click.command()
@click.argument("meeting")
@click.option("--format", "formats", required=True, help=f"Any of {', '.join(FORMATS)}.")
@click.option("--out", type=click.Path(path_type=Path), default=".", help="Folder for the results.")
@click.option("--data", type=click.Path(path_type=Path), help="Where meetings are kept.")
@click.option("--transcript/--no-transcript", default=None, help="Everything that was said.")
@click.option("--timestamps/--no-timestamps", default=None, help="The moments beside the lines.")
@click.option("--speakers/--no-speakers", default=None, help="Who said, owns and attends.")
def command(
    meeting: str, formats: str, out: Path, data: Path | None, **chosen_parts: bool | None
) -> None:
    """Write minutes in other formats. MEETING is a minutes file, or an id under --data.

    Without the options for it, a format holds all that it can. Subtitles keep their times, and
    names that are part of a sentence stay.
    """
    chosen = formats_named(formats)
    path = Path(meeting)
    minutes = read_minutes(path) if meeting.endswith(".json") else _kept(meeting, data)
    prepare(out)
    for written in write(minutes, out, path.stem, chosen, Options(**chosen_parts)):
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
