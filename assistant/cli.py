"""The `assistant` command. Each subcommand's module is imported only when it is called."""

from __future__ import annotations

import importlib
import sys
from typing import NoReturn

import click

from assistant import __version__
from assistant.errors import AssistantError, Cancelled, StageError

COMMANDS = {
    "serve": "The page, for uploading recordings and reading minutes.",
    "process": "Recordings or transcripts to minutes.",
    "live": "Send a meeting to a running server while it goes on, and read along.",
    "export": "Minutes in another format.",
    "check": "The graph of each pipeline as a table; loads no weights.",
    "models": "List, fetch and verify weights.",
    "bench": "Seconds of work per second of audio, by stage, and peak memory.",
    "eval": "Score transcripts, speakers and minutes against references.",
}

OK, FAILED, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130


class LazyGroup(click.Group):
    """A group that knows its commands' names and help without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of `COMMANDS`."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Imports the module of one command; its `command` is what runs."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"assistant.commands.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list for --help, from `COMMANDS` alone."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="assistant")
def assistant() -> None:
    """Recordings and live meetings become minutes, on your own machine."""


def main() -> NoReturn:
    """Runs the command line. Exit codes: 0 done, 1 a stage failed, 2 bad input, 130 stopped."""
    try:
        assistant.main(standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(INTERRUPTED)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (StageError, Cancelled) as error:
        _say(error)
        if (cause := error.__cause__) and not isinstance(cause, AssistantError):
            click.echo(f"assistant: {type(cause).__name__}: {cause}", err=True)
        sys.exit(FAILED)
    except AssistantError as error:
        _say(error)
        sys.exit(BAD_INPUT)
    sys.exit(OK)


def _say(error: AssistantError) -> None:
    click.echo(f"assistant: {error}", err=True)
