"""Weights by name: resolve, fetch, verify, load once, lease, unload."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Weights:
    """A model's verified files and where they are to run.

    `device` is "cpu" or "cuda"; `precision` is the runtime's word for it ("int8",
    "float32", …); `threads` is how many CPU threads a loader should ask for.
    """

    name: str
    folder: Path
    device: str = "cpu"
    precision: str = "float32"
    threads: int = 2
