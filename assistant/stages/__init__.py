"""The stages of the graph, one file each, and the contract they keep.

A stage is a synchronous object that holds one meeting's state. The graph reads its inputs and
outputs from the annotations of `push`, its options from its constructor's keyword arguments.
Two arguments are supplied rather than configured: `meeting`, and one for each entry of
`loaders`, which maps the argument's name to a function that turns weights on disk into the
shared object the stage works with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Protocol, TypeVar

from assistant.models import Weights

Loader = Callable[[Weights], Any]
"""Weights to a shared, thread-safe object; the only place for heavy imports."""

In = TypeVar("In", contravariant=True)
Out = TypeVar("Out", covariant=True)


class Stage(Protocol[In, Out]):
    """What the runner needs of a stage."""

    def push(self, item: In) -> Iterator[Out]:
        """Takes one item, gives what can be said by now."""
        ...

    def finish(self) -> Iterator[Out]:
        """Gives what is left once nothing more will come. A second call gives nothing."""
        ...
