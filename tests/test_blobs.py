"""Files by meeting and name, on this machine and elsewhere."""

from __future__ import annotations

import uuid
from pathlib import Path

import fsspec
import pytest
from fsspec.implementations.memory import MemoryFileSystem

from assistant.commands.setup import open_library
from assistant.errors import ConfigError
from assistant.store.blobs import Blobs


@pytest.fixture(params=["local", "memory"])
def blobs(request: pytest.FixtureRequest, tmp_path: Path) -> Blobs:
    elsewhere = f"memory://{uuid.uuid4().hex}/meetings"
    url = str(tmp_path / "meetings") if request.param == "local" else elsewhere
    return Blobs(url, tmp_path / "cache")


def file(folder: Path, data: bytes) -> Path:
    path = folder / uuid.uuid4().hex
    path.write_bytes(data)
    return path


def test_small_files(blobs: Blobs) -> None:
    assert blobs.read("m1", "a.json") is None
    assert not blobs.exists("m1", "a.json")
    blobs.write("m1", "a.json", b"one")
    blobs.write("m1", "a.json", b"two")
    blobs.write("m2", "a.json", b"other")
    assert blobs.read("m1", "a.json") == b"two"
    assert blobs.exists("m1", "a.json")
    blobs.remove("m1", "a.json")
    blobs.remove("m1", "a.json")
    assert blobs.read("m1", "a.json") is None
    assert blobs.read("m2", "a.json") == b"other"


def test_a_recording_is_moved_in_and_had_as_a_file(blobs: Blobs, tmp_path: Path) -> None:
    path = file(tmp_path, b"sound" * 1000)
    blobs.take("m1", "recording.wav", path)
    assert not path.exists()
    found = blobs.local("m1", "recording.wav")
    assert found.name == "recording.wav"
    assert found.read_bytes() == b"sound" * 1000
    assert blobs.local("m1", "recording.wav") == found
    blobs.take("m1", "recording.wav", file(tmp_path, b"other"))
    assert blobs.local("m1", "recording.wav").read_bytes() == b"other"


def test_a_meeting_goes_with_all_its_files(blobs: Blobs, tmp_path: Path) -> None:
    for meeting in ("m1", "m2"):
        blobs.write(meeting, "a.json", b"a")
        blobs.take(meeting, "recording.wav", file(tmp_path, b"sound"))
    copy = blobs.local("m1", "recording.wav")
    blobs.delete("m1")
    blobs.delete("m1")
    assert not copy.exists()
    assert not blobs.exists("m1", "a.json")
    assert blobs.read("m2", "a.json") == b"a"
    with pytest.raises(FileNotFoundError):
        blobs.local("m1", "recording.wav").read_bytes()


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../m2", "a/b", "/etc", "a\\b", ".a", "a\0", "a\n"]
)
def test_names_that_are_not_ours_are_refused(blobs: Blobs, name: str) -> None:
    for call in (
        lambda: blobs.write(name, "a", b""),
        lambda: blobs.write("m1", name, b""),
        lambda: blobs.read("m1", name),
        lambda: blobs.exists(name, "a"),
        lambda: blobs.local("m1", name),
        lambda: blobs.remove("m1", name),
        lambda: blobs.delete(name),
    ):
        with pytest.raises(ValueError, match="not a name of ours"):
            call()


def test_nothing_is_left_of_what_came_in(blobs: Blobs) -> None:
    with blobs.incoming() as folder:
        file(folder, b"half")
        assert folder.is_dir()
    assert not folder.exists()


def test_files_are_there_whole_or_not_at_all(tmp_path: Path) -> None:
    blobs = Blobs(str(tmp_path / "meetings"), tmp_path / "cache")
    blobs.take("m1", "recording.wav", file(tmp_path, b"sound"))
    blobs.write("m1", "a.json", b"a")
    assert sorted(p.name for p in (tmp_path / "meetings" / "m1").iterdir()) == [
        "a.json",
        "recording.wav",
    ]


@pytest.mark.parametrize("url", ["nosuch://bucket", "/proc/nowhere/meetings"])
def test_an_address_that_cannot_be_used_is_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=f"recordings cannot be kept in {url}"):
        Blobs(url, tmp_path)


class Unreachable(MemoryFileSystem):  # type: ignore[misc]
    """An object store that does not answer; the errors of their libraries have no common base."""

    protocol = "unreachable"

    class EndpointError(Exception):
        """As botocore's is."""

    def makedirs(self, path: str, exist_ok: bool = False) -> None:
        raise self.EndpointError(f"Could not connect to {path}")


def test_an_object_store_out_of_reach_is_told_in_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fsspec.register_implementation("unreachable", Unreachable, clobber=True)
    monkeypatch.setenv("ASSISTANT_STORAGE", "unreachable://bucket/meetings")
    with pytest.raises(ConfigError) as told:
        open_library(tmp_path)
    assert "Could not connect" in str(told.value)
    assert "set ASSISTANT_STORAGE to a place that can be reached" in str(told.value)
