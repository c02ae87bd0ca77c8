"""`assistant live`: a meeting's sound to a running server, and what is said as it comes."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import click

from assistant.commands.client import Client
from assistant.commands.source import Backlog, Source, from_file, from_microphone
from assistant.commands.spoken import Spoken
from assistant.config import Environment
from assistant.errors import InputError, StageError


@click.command()
@click.argument("url")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--mic", is_flag=True, help="Listen to the microphone instead of a file.")
@click.option("--device", help="Which microphone, by the system's name for it.")
@click.option("--language", default="auto", show_default=True, help="auto, en, zh, …")
@click.option("--title", default="", help="Default: the name of the file.")
@click.option("--speakers", type=click.IntRange(1, 50), help="How many people speak, if known.")
def command(url: str, file: Path | None, mic: bool, device: str | None, **given: Any) -> None:
    """Send a meeting to a server while it goes on, and read along.

    URL is the server's address, such as http://127.0.0.1:8000. The end of the file, or Ctrl-C,
    ends the meeting; a second Ctrl-C does not wait for its minutes.
    """
    if (file is None) == (not mic):
        raise InputError("give a file, or --mic for the microphone")
    arguments = from_microphone(device) if file is None else from_file(file)
    token = Environment.read().access_token
    client = Client(url, token.get_secret_value() if token else None, _say)
    given["title"] = given["title"] or (file.stem if file else "")
    backlog = Backlog()
    with Source(arguments, backlog, _say, endless=mic) as source:
        source.check()
        client.create({key: value for key, value in given.items() if value})
        _say(f"the meeting is at {client.page}")
        with _until_interrupted(source):
            _follow(client, backlog)
    click.echo(client.page)


def _follow(client: Client, backlog: Backlog) -> None:
    """Prints what comes until the minutes are complete. Raises StageError: they failed."""
    spoken = Spoken(lambda text: click.echo(text, nl=False), sys.stdout.isatty())
    told: Mapping[str, Any] = {}
    for event in client.events(backlog):
        spoken.take(event)
        if event["type"] == "error":
            _say(f"{event['stage'] or 'the server'}: {event['reason']}")
        elif event["type"] == "meeting":
            told = event
    spoken.finish()
    if client.state == "failed":
        stage, reason = told["failed_stage"] or "processing", told["reason"] or "no reason given"
        raise StageError(client.meeting, stage, "the recording", reason)


@contextmanager
def _until_interrupted(source: Source) -> Iterator[None]:
    """The first Ctrl-C ends the sound, the second everything."""

    def interrupted(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, before)
        _say("the meeting ends; its minutes are written (Ctrl-C again not to wait)")
        source.stop()

    before = signal.signal(signal.SIGINT, interrupted)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _say(line: str) -> None:
    click.echo(f"assistant: {line}", err=True)
