"""`assistant check`: the graph of each pipeline as a table."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click
from rich import box
from rich.console import Console
from rich.table import Table

from assistant.config import load_settings
from assistant.graph import Graph, Node, build

WIDTH = 150
"""Columns where there is no terminal to ask."""


@click.command()
@click.option("--config", type=click.Path(path_type=Path), help="A models.yaml of your own.")
def command(config: Path | None) -> None:
    """Check models.yaml and show each pipeline: node, stage, in, out, model."""
    settings = load_settings(config)
    graphs = [build(settings, pipeline) for pipeline in settings.pipelines]
    console = Console()
    if not console.is_terminal:
        console = Console(width=WIDTH)
    for graph in graphs:
        console.print(_table(graph))


def _table(graph: Graph) -> Table:
    table = Table(title=graph.pipeline, box=box.SIMPLE_HEAD, title_justify="left")
    for column in ("node", "use", "from", "in", "out", "model"):
        table.add_column(column, overflow="fold")
    for node in graph.nodes:
        table.add_row(
            node.name,
            node.use,
            ", ".join(node.inputs),
            _kinds(node.accepts),
            _kinds(node.gives),
            _models(node),
        )
    return table


def _kinds(kinds: Iterable[type]) -> str:
    return " | ".join(sorted(kind.__name__ for kind in kinds))


def _models(node: Node) -> str:
    named = [
        chosen
        if isinstance(chosen, str)
        else " ".join(f"{language}:{name}" for language, name in chosen.items())
        for chosen in node.models.values()
    ]
    by_style = sorted(node.chosen - node.models.keys())
    return ", ".join([*named, *(f"{argument} by style" for argument in by_style)])
