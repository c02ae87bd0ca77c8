"""A module imports only from the layers below its own; heavy libraries load only when used."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "assistant"

# From the bottom up. Modules of one row may import each other.
LAYERS = (
    ("types", "errors"),
    ("config", "quiet"),
    ("audio", "playback", "download", "wheels", "fetch"),
    ("models",),
    ("language", "speech"),
    ("writing",),
    ("stages",),
    ("graph", "signature"),
    ("minutes",),
    ("exports", "transcripts"),
    ("store",),
    ("runner", "channel"),
    ("engine",),
    ("hub",),
    ("meetings",),
    ("server", "evaluation"),
    ("commands",),
    ("cli",),
    ("__main__",),
)
RANK = {name: rank for rank, row in enumerate(LAYERS) for name in row}
MODELS = ("torch", "torchaudio", "transformers", "pyannote", "faster_whisper", "ctranslate2")
FILES = ("docx", "lxml", "typst", "icalendar")
HEAVY = (*MODELS, *FILES)
NETWORKS = ("speech.campplus", "exports.docx_look", "exports.typeset")
"""Modules that are nothing without one of them: heavy themselves, so imported like the above."""

MODULES = sorted(PACKAGE.rglob("*.py"))


def layer_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path, only_top: bool = False) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = tree.body if only_top else ast.walk(tree)
    names: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_down(path: Path) -> None:
    own = layer_of(path)
    if own == "__init__":
        return
    assert own in RANK, f"give {own} a place in LAYERS"
    for name in imports(path):
        parts = name.split(".")
        if parts[0] == "assistant" and len(parts) > 1 and parts[1] != "__version__":
            assert RANK[parts[1]] <= RANK[own], f"{path.name} reaches up to {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_heavy_import_at_the_top(path: Path) -> None:
    names = imports(path, only_top=True)
    heavy = {name for name in names if name.split(".")[0] in HEAVY}
    networks = {
        name for name in names if name.startswith(tuple(f"assistant.{n}" for n in NETWORKS))
    }
    assert not networks
    assert not heavy or ".".join(path.relative_to(PACKAGE).with_suffix("").parts) in NETWORKS


def test_only_the_runner_catches_everything() -> None:
    broad = [
        path.name
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in ("Exception", "BaseException"))
    ]
    assert broad == ["runner.py"]


def loaded_after(code: str) -> set[str]:
    lines = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print('\\n'.join(sys.modules))"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    return {line.split(".")[0] for line in lines}


@pytest.mark.parametrize(
    "code",
    [
        "import assistant.cli, assistant.commands.process, assistant.commands.eval",
        "import assistant.commands.serve",
        "import assistant.commands.bench, assistant.commands.check, assistant.commands.models",
        "from assistant.config import load_settings; from assistant.graph import build; "
        "build(load_settings(), 'recording')",
    ],
)
def test_nothing_heavy_is_loaded_before_work_starts(code: str) -> None:
    assert not loaded_after(code) & set(HEAVY)


def test_help_needs_neither_numpy_nor_settings() -> None:
    loaded = loaded_after("import assistant.cli")
    assert "numpy" not in loaded
    assert "pydantic" not in loaded
