"""Weights resolved, verified, leased; the `assistant models` command."""

from __future__ import annotations

import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner

from assistant.commands.models import command
from assistant.config import Device, Environment, Settings, load_settings
from assistant.errors import HashMismatch, ModelError
from assistant.models import Models, Weights, names_in_use
from tests.hub import BYTES, CONFIG, Hub, environment, settings, sha256

NOWHERE = {"folder": "/nowhere"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A models folder with a whole `tiny`."""
    tiny = tmp_path / "tiny"
    tiny.mkdir()
    (tiny / "model.bin").write_bytes(BYTES)
    (tiny / "config.json").write_bytes(CONFIG)
    return tmp_path


@pytest.fixture
def gpus(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many graphics cards the runtimes find; a test may change it."""
    count = [0]
    cuda = SimpleNamespace(is_available=lambda: count[0] > 0)
    monkeypatch.setitem(sys.modules, "torch", SimpleNamespace(cuda=cuda))
    ctranslate2 = SimpleNamespace(get_cuda_device_count=lambda: count[0])
    monkeypatch.setitem(sys.modules, "ctranslate2", ctranslate2)
    return count


def test_resolve_gives_the_folder_and_how_to_run(folder: Path) -> None:
    models = Models(settings(NOWHERE, runtime="faster-whisper"), folder, "cpu", 3)
    wanted = Weights("tiny", folder / "tiny", "cpu", "int8", 3, "faster-whisper")
    assert models.resolve("tiny") == wanted


@pytest.mark.parametrize(
    ("changes", "precision"),
    [
        ({"runtime": "torch"}, "float32"),
        ({"runtime": "faster-whisper", "precision": {"cpu": "float32"}}, "float32"),
        ({"runtime": "faster-whisper", "precision": {"cuda": "int8_float16"}}, "int8"),
    ],
)
def test_precision(folder: Path, changes: dict[str, Any], precision: str) -> None:
    assert (
        Models(settings(NOWHERE, **changes), folder, "cpu").resolve("tiny").precision == precision
    )


@pytest.mark.parametrize(("wanted", "found"), [("auto", "cuda"), ("cuda", "cuda"), ("cpu", "cpu")])
@pytest.mark.parametrize("runtime", ["faster-whisper", "transformers"])
def test_device(folder: Path, gpus: list[int], wanted: Device, found: str, runtime: str) -> None:
    models = Models(settings(NOWHERE, runtime=runtime), folder, wanted)
    gpus[0] = 1
    weights = models.resolve("tiny")
    assert (weights.device, weights.precision == "float16") == (found, found == "cuda")
    gpus[0] = 0
    if wanted == "cuda":
        with pytest.raises(ModelError, match="finds no CUDA device: use auto"):
            models.resolve("tiny")
    else:
        assert models.resolve("tiny").device == "cpu"


def test_missing_weights_say_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="run 'assistant models pull tiny'"):
        Models(settings(NOWHERE), tmp_path).resolve("tiny")


def test_an_unknown_name_gets_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="unknown model 'tini', did you mean 'tiny'"):
        Models(settings(NOWHERE), tmp_path).resolve("tini")


def test_changed_bytes_are_refused(folder: Path) -> None:
    (folder / "tiny" / "model.bin").write_bytes(b"x" + BYTES[1:])
    models = Models(settings(NOWHERE), folder)
    with pytest.raises(HashMismatch, match=r"tiny/model\.bin has the wrong bytes"):
        models.resolve("tiny")
    assert models.state("tiny").status == "present"
    assert models.verify(["tiny"])[0].status == "broken"


def test_a_lost_file_is_named(folder: Path) -> None:
    (folder / "tiny" / "config.json").unlink()
    state = Models(settings(NOWHERE), folder).state("tiny")
    assert (state.status, "lacks config.json" in state.reason) == ("broken", True)


def test_bytes_are_read_once_a_process(folder: Path) -> None:
    models = Models(settings(NOWHERE), folder)
    models.resolve("tiny")
    (folder / "tiny" / "model.bin").write_bytes(b"")
    models.resolve("tiny")


def test_sha256_is_that_of_the_largest_file(tmp_path: Path) -> None:
    assert Models(settings(NOWHERE), tmp_path).sha256("tiny") == sha256(BYTES)


def test_first_hash_holds_where_none_was_given(tmp_path: Path) -> None:
    prefix = "/owner/tiny/resolve/abc"
    wanted = settings(
        {"huggingface": "owner/tiny", "revision": "abc"}, files={"model.bin": {}, "config.json": {}}
    )
    with Hub({f"{prefix}/model.bin": BYTES, f"{prefix}/config.json": CONFIG}) as hub:
        models = Models(wanted, tmp_path, environment=environment(tmp_path, hub.address))
        assert models.sha256("tiny") is None
        models.pull(["tiny"])
    assert models.sha256("tiny") == sha256(BYTES)
    assert models.verify(["tiny"])[0].status == "present"
    (tmp_path / "tiny" / "config.json").write_bytes(b"{}")
    assert models.verify(["tiny"])[0].status == "broken"


def test_two_threads_share_one_load(folder: Path) -> None:
    models = Models(settings(NOWHERE), folder)
    both_ask, both_load = threading.Barrier(2), threading.Barrier(2)
    loads: list[Weights] = []

    def load(weights: Weights) -> object:
        loads.append(weights)
        with suppress(threading.BrokenBarrierError):
            both_load.wait(0.3)
        return object()

    def use() -> object:
        both_ask.wait(5)
        with models.lease("tiny", load) as value:
            return value

    with ThreadPoolExecutor(2) as pool:
        first, second = (pool.submit(use) for _ in range(2))
        assert first.result() is second.result()
    assert len(loads) == 1


def test_different_loads_run_side_by_side(folder: Path) -> None:
    models = Models(settings(NOWHERE), folder)
    inside = threading.Barrier(2)

    def one(weights: Weights) -> int:
        return inside.wait(5)

    def two(weights: Weights) -> int:
        return inside.wait(5)

    def use(loader: Any) -> None:
        with models.lease("tiny", loader):
            pass

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(use, one), pool.submit(use, two)]:
            done.result()


def test_unload_spares_what_is_leased(folder: Path) -> None:
    models = Models(settings(NOWHERE), folder)
    loads: list[str] = []

    def load(weights: Weights) -> object:
        loads.append(weights.name)
        return object()

    with models.lease("tiny", load) as first:
        models.unload()
        with models.lease("tiny", load) as second:
            assert second is first
    with models.lease("tiny", load) as third:
        assert third is first
    models.unload()
    with models.lease("tiny", load) as fourth:
        assert fourth is not first
    assert len(loads) == 2


def test_a_load_that_failed_is_tried_again(folder: Path) -> None:
    models = Models(settings(NOWHERE), folder)
    tries: list[str] = []

    def load(weights: Weights) -> str:
        tries.append(weights.name)
        if len(tries) == 1:
            raise ModelError("not this time")
        return "loaded"

    with pytest.raises(ModelError, match="not this time"), models.lease("tiny", load):
        pass
    models.unload()
    with models.lease("tiny", load) as value:
        assert value == "loaded"


def test_names_in_use_are_those_the_pipelines_name() -> None:
    model = settings(NOWHERE).models["tiny"].model_dump(mode="json")
    nodes = {
        "asr": {"use": "a.B", "from": "audio", "model": {"en": "b", "default": "a"}, "beam": 5},
        "sum": {"use": "a.C", "from": ["asr"], "options": [{"model": "d"}], "style": "unknown"},
    }
    wanted = Settings.model_validate(
        {"models": dict.fromkeys("abcd", model), "pipelines": {"recording": nodes}}
    )
    assert names_in_use(wanted) == ("a", "b", "d")


@pytest.fixture
def config(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ASSISTANT_MODELS", str(folder))
    path = folder / "models.yaml"
    text = settings(NOWHERE).model_copy(update={"pipelines": {}}).model_dump_json()
    path.write_text(text, encoding="utf-8")
    return path


def test_list_shows_where_each_model_is(config: Path) -> None:
    said = CliRunner().invoke(command, ["--config", str(config), "list"], catch_exceptions=False)
    row = said.output.splitlines()[1]
    assert row.split() == [
        "tiny",
        "transcribe",
        "1.0",
        "MB",
        "MIT",
        "en",
        str(config.parent / "tiny"),
    ]


def test_verify_names_what_is_wrong(config: Path) -> None:
    runner = CliRunner()
    assert runner.invoke(command, ["--config", str(config), "verify"]).output == "tiny: ok\n"
    (config.parent / "tiny" / "model.bin").write_bytes(b"")
    said = runner.invoke(command, ["--config", str(config), "verify"])
    assert isinstance(said.exception, ModelError)
    assert "model.bin has the wrong bytes (0 bytes instead of" in str(said.exception)


def test_pull_says_why_it_failed(config: Path) -> None:
    (config.parent / "tiny" / "model.bin").write_bytes(b"")
    said = CliRunner().invoke(command, ["--config", str(config), "pull", "tiny"])
    assert isinstance(said.exception, ModelError)
    assert "there is no /nowhere/model.bin" in str(said.exception)
    assert not (config.parent / "tiny").exists()


@pytest.mark.model
def test_real_weights_are_the_published_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    known = Environment.read()
    models = Models(load_settings(Path(__file__).parent.parent / "models.yaml"), known.models)
    if models.state("whisper-tiny.en").status == "missing":
        pytest.skip("whisper-tiny.en is not on this machine: run 'assistant models pull'")
    assert models.verify(["whisper-tiny.en"])[0].status == "present"
