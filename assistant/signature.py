"""What a stage is by its name, and what it takes, gives and can be told, by its annotations."""

from __future__ import annotations

import importlib
import importlib.resources
import inspect
import types
import typing
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from assistant.config import did_you_mean
from assistant.errors import GraphError


def found(where: str, use: str) -> type:
    """`module.Class` of assistant.stages, or `package.module:Class` of anything installed.

    Raises GraphError, which begins with `where`: there is no such class, or it is no stage.
    """
    if ":" in use:
        path, _, name = use.partition(":")
    else:
        module, _, name = use.rpartition(".")
        path = f"assistant.stages.{module}"
    try:
        module_object = importlib.import_module(path)
    except (ImportError, SyntaxError, TypeError, ValueError) as error:
        missing = getattr(error, "name", None)
        if path.strip(".") and (missing is None or not f"{path}.".startswith(f"{missing}.")):
            raise GraphError(f"{where}: {use!r} cannot be imported: {error}") from error
        raise GraphError(unknown(f"{where}: stage {use!r}", use, known_stages())) from None
    stage = getattr(module_object, name, None)
    if not inspect.isclass(stage) or not hasattr(stage, "push"):
        raise GraphError(unknown(f"{where}: stage {use!r}", use, known_stages()))
    return stage


def known_stages() -> Iterator[str]:
    """Every stage of assistant.stages, as `use` names it."""
    folder = importlib.resources.files("assistant.stages")
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if not entry.name.endswith(".py") or entry.name == "__init__.py":
            continue
        module = entry.name.removesuffix(".py")
        loaded = importlib.import_module(f"assistant.stages.{module}")
        for name, value in vars(loaded).items():
            if (
                inspect.isclass(value)
                and value.__module__ == loaded.__name__
                and hasattr(value, "finish")
            ):
                yield f"{module}.{name}"


def signature(stage: type) -> tuple[frozenset[type], frozenset[type]]:
    """What a stage takes and gives, read from the annotations of its `push`."""
    push = stage.push  # type: ignore[attr-defined]
    try:
        hints = typing.get_type_hints(push)
    except NameError as error:
        raise GraphError(
            f"{stage.__name__}.push is annotated with what is not there: {error}"
        ) from error
    result = hints.pop("return", None)
    given = typing.get_args(result)
    if len(hints) != 1 or not given:
        raise GraphError(
            f"{stage.__name__}.push must be annotated: (self, item: In) -> Iterator[Out]"
        )
    return _members(next(iter(hints.values()))), _members(given[0])


def options(where: str, use: str, stage: type, given: Mapping[str, Any]) -> dict[str, Any]:
    """The options of a stage as its constructor is annotated.

    Raises GraphError, which begins with `where`: one is unknown, missing or of another kind.
    """
    supplied = {"meeting", *getattr(stage, "loaders", {})}
    parameters = {
        name: parameter
        for name, parameter in inspect.signature(stage).parameters.items()
        if name not in supplied
    }
    hints = typing.get_type_hints(inspect.getattr_static(stage, "__init__"))
    for name in given:
        if name not in parameters:
            raise GraphError(unknown(f"{where}: option {name!r} of {use}", name, parameters))
    for name, parameter in parameters.items():
        if parameter.default is parameter.empty and name not in given:
            raise GraphError(f"{where}: {use} needs the option {name}")
    checked: dict[str, Any] = {}
    for name, value in given.items():
        try:
            checked[name] = TypeAdapter(hints.get(name, Any)).validate_python(value)
        except ValidationError as error:
            reason = error.errors()[0]["msg"]
            raise GraphError(f"{where}.{name}: {value!r} does not fit {use}: {reason}") from None
    return checked


def unknown(what: str, name: str, known: Iterable[str]) -> str:
    """A line that says so, with what was perhaps meant."""
    return f"{what} is unknown: {did_you_mean(name, tuple(known))}"


def _members(annotation: Any) -> frozenset[type]:
    if isinstance(annotation, types.UnionType) or typing.get_origin(annotation) is typing.Union:
        return frozenset(typing.get_args(annotation))
    return frozenset((annotation,))
