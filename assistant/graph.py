"""Settings to a checked, ordered graph, before any audio or weight is touched."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from graphlib import CycleError, TopologicalSorter
from typing import Any

from assistant.config import NodeSettings, Settings
from assistant.errors import GraphError
from assistant.signature import found, options, signature, unknown
from assistant.types import EMBEDDED, AudioChunk, Record, SpeechRegion

SOURCE = "audio"
"""The name by which nodes refer to what is pushed in from outside."""

RECORDS: frozenset[type] = frozenset(typing.get_args(Record))

SOUND: frozenset[type] = frozenset((AudioChunk, SpeechRegion))
"""What carries samples, and so is made again rather than kept."""


@dataclass(frozen=True, slots=True)
class Node:
    """A stage in its place: what it reads, what it takes and gives, its models and options.

    `models` maps the name of a constructor argument to a model, or to a model by language.
    """

    name: str
    use: str
    stage: type
    inputs: tuple[str, ...]
    accepts: frozenset[type]
    gives: frozenset[type]
    models: Mapping[str, str | Mapping[str, str]] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def takes_meeting(self) -> bool:
        """Whether the stage wants to know the meeting it works for."""
        return "meeting" in inspect.signature(self.stage).parameters

    @property
    def chosen(self) -> frozenset[str]:
        """The arguments for whose model a meeting's style decides; nothing may decide for one."""
        return frozenset(getattr(self.stage, "chosen", ()))

    def model_names(self, language: str, engine: str = "") -> dict[str, str]:
        """The model for each argument when the meeting's language is `language`.

        `engine` is the one that the meeting's style names. An argument that nothing decides for,
        or only that no language model writes, is left out.
        """
        names = {
            argument: given if isinstance(given, str) else given.get(language, given["default"])
            for argument, given in self.models.items()
        }
        if engine:
            names |= dict.fromkeys(self.chosen, engine)
        return {name: model for name, model in names.items() if model != EMBEDDED}


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes in an order in which each stands after its inputs."""

    pipeline: str
    nodes: tuple[Node, ...]
    sources: tuple[str, ...] = (SOURCE,)
    """The names under which items are pushed in from outside."""

    def readers(self, name: str) -> tuple[Node, ...]:
        """The nodes that read from `name`."""
        return tuple(node for node in self.nodes if name in node.inputs)

    def givers(self, kind: type) -> tuple[str, ...]:
        """The nodes that make items of `kind` out of something else."""
        return tuple(n.name for n in self.nodes if kind in n.gives and kind not in n.accepts)

    def records(self, node: Node) -> frozenset[type]:
        """What of a node's output is kept: the records that no reader gives on in a newer form."""
        return (node.gives & RECORDS) - frozenset(
            kind for reader in self.readers(node.name) for kind in reader.gives & reader.accepts
        )

    def models_in_use(self, language: str) -> tuple[str, ...]:
        """Every model that a run in this language needs, once each, in the order of the nodes.

        Those that a style decides for are not needed: without one the node does what it can.
        """
        names = [
            model
            for node in self.nodes
            for argument, model in node.model_names(language).items()
            if argument not in node.chosen
        ]
        return tuple(dict.fromkeys(names))

    def fed_with(self, kind: type) -> Graph:
        """The part of the graph that is left when items of `kind` come from outside.

        The nodes that make `kind` out of something else are left out with all that only they
        needed; who read them reads the source.
        """
        makers = self.givers(kind)
        kept: dict[str, Node] = {}
        for node in self.nodes:
            inputs = tuple(
                dict.fromkeys(
                    SOURCE if name in makers else name
                    for name in node.inputs
                    if name in makers or name in kept
                )
            )
            if node.name not in makers and inputs:
                kept[node.name] = replace(node, inputs=inputs)
        return Graph(self.pipeline, tuple(kept.values()))

    def below(self, name: str) -> frozenset[str]:
        """A node and all that depend on it. Raises GraphError when there is no such node."""
        if name not in {node.name for node in self.nodes}:
            known = [node.name for node in self.nodes]
            raise GraphError(unknown(f"node {name!r} of {self.pipeline}", name, known))
        found = {name}
        for node in self.nodes:
            if found & set(node.inputs):
                found.add(node.name)
        return frozenset(found)

    def after(self, done: Collection[str]) -> Graph:
        """What is left to run when the output of the nodes `done` was kept.

        Whatever depends on a node that is not done runs again, and so does a node that gives
        sound to one that runs. Who reads a node that does not run is fed under its name.
        """
        names = {node.name for node in self.nodes}
        running = set().union(*(self.below(name) for name in names - set(done)))
        for node in reversed(self.nodes):
            needed = any(reader.name in running for reader in self.readers(node.name))
            if node.gives & SOUND and needed:
                running.add(node.name)
        nodes = tuple(node for node in self.nodes if node.name in running)
        inputs = dict.fromkeys(name for node in nodes for name in node.inputs)
        return Graph(self.pipeline, nodes, tuple(name for name in inputs if name not in running))

    def until(self, names: Collection[str]) -> Graph:
        """The part of the graph that makes what the nodes `names` give."""
        needed = set(names)
        for node in reversed(self.nodes):
            if node.name in needed:
                needed.update(node.inputs)
        nodes = tuple(node for node in self.nodes if node.name in needed)
        return Graph(self.pipeline, nodes, tuple(s for s in self.sources if s in needed))


def build(settings: Settings, pipeline: str) -> Graph:
    """Wires a pipeline of models.yaml.

    Raises:
        GraphError: anything that would keep it from running.
    """
    if pipeline not in settings.pipelines:
        raise GraphError(unknown(f"pipeline {pipeline!r}", pipeline, settings.pipelines))
    nodes = {
        name: _node(f"{pipeline}.{name}", name, node, settings)
        for name, node in settings.pipelines[pipeline].items()
    }
    for node in nodes.values():
        _check_inputs(pipeline, node, nodes)
    graph = Graph(pipeline, tuple(nodes[name] for name in _ordered(pipeline, nodes)))
    for node in graph.nodes:
        if not node.gives & RECORDS and not graph.readers(node.name):
            raise GraphError(
                f"{pipeline}.{node.name}: nobody reads its {_names(node.gives)}: "
                f"name it in another node's from, or take it out"
            )
    return graph


def _node(where: str, name: str, node: NodeSettings, settings: Settings) -> Node:
    if name == SOURCE:
        raise GraphError(f"{where}: {SOURCE!r} is the name of the source: choose another")
    stage = found(where, node.use)
    accepts, gives = signature(stage)
    loaders = getattr(stage, "loaders", {})
    given = dict(node.arguments)
    chosen = getattr(stage, "chosen", ())
    models = {
        key: _model(where, key, given.pop(key, None), settings.models, key in chosen)
        for key in loaders
        if key in given or key not in chosen
    }
    told = options(where, node.use, stage, given)
    return Node(name, node.use, stage, node.inputs, accepts, gives, models, told)


def _model(
    where: str, key: str, chosen: Any, models: Mapping[str, Any], may_be_none: bool
) -> str | Mapping[str, str]:
    if may_be_none and chosen == EMBEDDED:
        return EMBEDDED
    if chosen is None:
        raise GraphError(
            f"{where}: no {key} given: name one of the models, such as {_some(models)}"
        )
    if isinstance(chosen, Mapping) and "default" not in chosen:
        raise GraphError(f"{where}.{key}: a map by language needs an entry default")
    for name in chosen.values() if isinstance(chosen, Mapping) else (chosen,):
        if not isinstance(name, str) or name not in models:
            raise GraphError(unknown(f"{where}.{key}: model {name!r}", str(name), models))
    return typing.cast("str | Mapping[str, str]", chosen)


def _check_inputs(pipeline: str, node: Node, nodes: Mapping[str, Node]) -> None:
    where = f"{pipeline}.{node.name}"
    if not node.inputs:
        raise GraphError(f"{where}: it has no from: name {SOURCE} or another node")
    arriving: set[type] = set()
    if len(set(node.inputs)) < len(node.inputs):
        raise GraphError(f"{where}: its from names the same node twice")
    for name in node.inputs:
        if name != SOURCE and name not in nodes:
            raise GraphError(unknown(f"{where}: input {name!r}", name, (SOURCE, *nodes)))
        gives = frozenset((AudioChunk,)) if name == SOURCE else nodes[name].gives
        if not gives & node.accepts:
            raise GraphError(
                f"{pipeline}: {name} -> {node.name}: {name} gives {_names(gives)}, but "
                f"{node.name} ({node.use}) takes {_names(node.accepts)}"
            )
        arriving |= gives
    missing = node.accepts - arriving - frozenset(getattr(node.stage, "optional", ()))
    if missing:
        raise GraphError(
            f"{where}: nothing in its from gives {_names(missing)}, which {node.use} needs"
        )


def _ordered(pipeline: str, nodes: Mapping[str, Node]) -> Iterable[str]:
    sorter = TopologicalSorter(
        {name: [i for i in node.inputs if i != SOURCE] for name, node in nodes.items()}
    )
    try:
        return tuple(sorter.static_order())
    except CycleError as error:
        loop = " -> ".join(reversed(error.args[1]))
        raise GraphError(f"{pipeline}: the nodes wait for one another: {loop}") from None


def _some(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)[:12]) or "none"


def _names(kinds: Iterable[type]) -> str:
    return " or ".join(sorted(kind.__name__ for kind in kinds)) or "nothing"
