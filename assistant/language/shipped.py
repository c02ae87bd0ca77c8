"""The small weights that ship with the program; `training/` makes them."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib import resources
from typing import Any

from numpy.typing import NDArray


@functools.cache
def shipped(name: str) -> Mapping[str, NDArray[Any]]:
    """The tables of a safetensors file in `assistant/language`, by their names."""
    from safetensors.numpy import load  # noqa: PLC0415

    path = resources.files("assistant.language").joinpath(f"{name}.safetensors")
    stored: Mapping[str, NDArray[Any]] = load(path.read_bytes())
    return stored
