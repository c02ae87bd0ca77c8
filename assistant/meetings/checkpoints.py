"""What finished stages gave, kept so that a run can go on after them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import quote

from pydantic import TypeAdapter

from assistant.graph import RECORDS, Graph, Node
from assistant.store.blobs import Blobs
from assistant.types import Notice, SpeechTurn, Word

KINDS: dict[str, TypeAdapter[Any]] = {
    kind.__name__: TypeAdapter(tuple[kind, ...])  # type: ignore[valid-type]
    for kind in (Word, SpeechTurn, Notice, *sorted(RECORDS, key=lambda kind: kind.__name__))
}


class Checkpoints:
    """One small file a finished node, beside the meeting's recording.

    It holds what the node gave on, records that the store keeps excepted, and how the node was
    set up: one that models.yaml now sets up otherwise counts as not done.
    """

    def __init__(self, blobs: Blobs, meeting: str) -> None:
        self._blobs = blobs
        self._meeting = meeting

    def done(self, graph: Graph) -> frozenset[str]:
        """The nodes that need not run again."""
        return frozenset(n.name for n in graph.nodes if self._document(graph, n) is not None)

    def keep(self, graph: Graph, node: Node, items: Sequence[Any]) -> None:
        """Marks a node as done. What it gave of a kind that cannot be kept makes it run again."""
        by_kind: dict[str, list[Any]] = {}
        for item in items:
            by_kind.setdefault(type(item).__name__, []).append(item)
        if by_kind.keys() <= KINDS.keys():
            given = {kind: KINDS[kind].dump_python(tuple(each)) for kind, each in by_kind.items()}
            document = {"setup": _setup(graph, node), "given": given}
            data = json.dumps(document, ensure_ascii=False, default=str).encode()
            self._blobs.write(self._meeting, _file(node.name), data)

    def given(self, graph: Graph, node: Node) -> Iterator[Any]:
        """What a node that is done gave on."""
        document = self._document(graph, node) or {"given": {}}
        for kind, items in document["given"].items():
            yield from KINDS[kind].validate_python(items)

    def forget(self, names: Iterable[str]) -> None:
        """Lets nodes run again."""
        for name in names:
            self._blobs.remove(self._meeting, _file(name))

    def _document(self, graph: Graph, node: Node) -> dict[str, Any] | None:
        data = self._blobs.read(self._meeting, _file(node.name))
        try:
            document: dict[str, Any] = json.loads(data or b"{}")
            if document["setup"] != _setup(graph, node):
                return None
            for kind, items in document["given"].items():
                KINDS[kind].validate_python(items)
        except (ValueError, KeyError, TypeError, AttributeError):
            return None
        return document


def _file(node: str) -> str:
    return f"stage_{quote(node, safe='')}.json"


def _setup(graph: Graph, node: Node) -> str:
    """How a node is set up, as one comparable text."""
    parts = {"use": node.use, "from": node.inputs, "models": node.models, "options": node.options}
    # Records are here where another node takes them, else in the store.
    if passed := sorted(kind.__name__ for kind in node.gives & RECORDS - graph.records(node)):
        parts["passes"] = passed
    return json.dumps(parts, sort_keys=True, default=repr)
