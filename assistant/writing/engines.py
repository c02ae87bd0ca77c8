"""Language models as engines: one class a runtime, one entry of models.yaml a model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from assistant.errors import ModelError
from assistant.models import Weights
from assistant.writing.endpoint import load_endpoint
from assistant.writing.generator import load_generator
from assistant.writing.waiting import Waiting


class Engine(Protocol):
    """A language model, shared by all meetings and safe to call from any thread.

    `context` is how many tokens a question and its answer may have together.
    """

    @property
    def name(self) -> str:
        """What models.yaml calls it."""
        ...

    @property
    def context(self) -> int:
        """Tokens."""
        ...

    def count(self, text: str) -> int:
        """About how many tokens a text has, rather too many than too few."""
        ...

    def answer(self, system: str, user: str, schema: Mapping[str, Any], most: int) -> Waiting:
        """Text that should be JSON of that schema, of `most` tokens at most.

        Raises NoAnswer: none came, for a reason that would hold for the next question too.
        """
        ...


RUNTIMES: Mapping[str, Callable[[Weights], Engine]] = {
    "transformers": load_generator,
    "openai": load_endpoint,
}


def load_engine(weights: Weights) -> Engine:
    """The engine of a model. Raises ModelError: it is none that writes."""
    if weights.runtime not in RUNTIMES:
        raise ModelError(f"{weights.name} is a model of {weights.runtime}, which writes no text")
    return RUNTIMES[weights.runtime](weights)
