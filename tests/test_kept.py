"""`assistant process --data` as a person calls it: what is kept, found again and gone on with."""

from __future__ import annotations

import json
from pathlib import Path

import yaml

from assistant.store import Store
from tests.canned import NODES
from tests.recordings import tone, write_wav
from tests.server import running
from tests.test_process import assistant, bad


def canned(folder: Path, **summary: str) -> tuple[str, Path]:
    """A models.yaml without weights, its summary's node changed."""
    nodes = {**NODES, "summary": {**NODES["summary"], **summary}}
    path = folder / "models.yaml"
    path.write_text(yaml.safe_dump({"models": {}, "pipelines": {"recording": nodes}}), "utf-8")
    return "--config", path


def test_what_is_kept_is_found_again_and_exported(tmp_path: Path) -> None:
    path, data = write_wav(tmp_path / "talk.wav", tone(30.0)), tmp_path / "data"
    command = ("process", path, "--out", tmp_path, "--data", data, *canned(tmp_path))
    first = assistant(*command)
    assert first.returncode == 0, first.stderr
    minutes = (tmp_path / "talk.json").read_bytes()
    name = json.loads(minutes)["meeting"]["id"]
    assert f"kept as {name}" in first.stderr
    assert "asr done at" in first.stderr
    again = assistant(*command)
    assert again.returncode == 0, again.stderr
    assert f"kept as {name}" in again.stderr
    assert "asr done at" not in again.stderr
    assert (tmp_path / "talk.json").read_bytes() == minutes
    out = tmp_path / "exported"
    done = assistant("export", name, "--data", data, "--format", "json", "--out", out)
    assert done.returncode == 0, done.stderr
    assert (out / f"{name}.json").read_bytes() == minutes
    assert "no meeting 'nobody'" in bad("export", "nobody", "--data", data, "--format", "json")


def test_a_stage_that_fails_leaves_what_is_kept_to_go_on_from(tmp_path: Path) -> None:
    path, data = write_wav(tmp_path / "talk.wav", tone(30.0)), tmp_path / "data"
    command = ("process", path, "--out", tmp_path, "--data", data)
    failed = assistant(*command, *canned(tmp_path, use="tests.canned:Wrong"))
    assert failed.returncode == 1, failed.stderr
    assert "stage summary failed" in failed.stderr
    assert not (tmp_path / "talk.json").exists()
    store = Store.open(f"sqlite:///{data / 'meetings.db'}")
    (listed,) = store.page(9, None).meetings
    store.close()
    assert (listed.meeting.state, listed.meeting.failed_stage) == ("failed", "summary")
    done = assistant(*command, *canned(tmp_path))
    assert done.returncode == 0, done.stderr
    assert f"kept as {listed.meeting.id}" in done.stderr
    assert "asr done at" not in done.stderr
    assert "summary done at" in done.stderr


def test_other_wishes_make_another_meeting(tmp_path: Path) -> None:
    path, data = write_wav(tmp_path / "talk.wav", tone(30.0)), tmp_path / "data"
    command = ("process", path, "--out", tmp_path, "--data", data, *canned(tmp_path))
    names = []
    for wishes in ((), ("--language", "zh"), ("--speakers", "2"), ("--language", "zh")):
        done = assistant(*command, *wishes)
        assert done.returncode == 0, done.stderr
        names.append(done.stderr.split("kept as ")[1].split()[0])
    assert len(set(names)) == 3
    assert names[1] == names[3]


def test_one_process_works_on_a_folder(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "talk.wav", tone(30.0))
    command = ("process", path, "--out", tmp_path / "out", *canned(tmp_path))
    with running(tmp_path / "server") as server:
        line = bad(*command, "--data", server.data)
        assert "another process works on the meetings in" in line
        assert "another process" in bad("serve", "--port", "0", "--data", server.data)
        server.kill()
        assert assistant(*command, "--data", server.data).returncode == 0
