"""The commands that README shows exist, with the options it shows."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from assistant.cli import assistant

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
EVALUATION = (ROOT / "docs" / "evaluation.md").read_text(encoding="utf-8")
COMMAND = re.compile(r"^(assistant [a-z].*?)(?:\s+#.*)?$", re.MULTILINE)
LINES = COMMAND.findall(README)


def test_readme_shows_every_command() -> None:
    shown = {shlex.split(line)[1] for line in LINES}
    assert shown == set(assistant.list_commands(click.Context(assistant)))


@pytest.mark.parametrize("line", [*LINES, *COMMAND.findall(EVALUATION)])
def test_a_shown_command_can_be_parsed(line: str) -> None:
    arguments = shlex.split(line)[1:]
    context = click.Context(assistant)
    command: click.Command | None = assistant
    while isinstance(command, click.Group):
        command = command.get_command(context, arguments.pop(0))
    assert command is not None
    command.make_context(command.name, arguments)


def test_readme_is_finished() -> None:
    assert not re.findall(r"^[A-Z_]+$|TODO|FIXME", README, re.MULTILINE)


def test_the_first_commands_are_targets_of_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^make (\w+)", README, re.MULTILINE)
    assert targets[:2] == ["run", "test"]
    for target in targets:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)
