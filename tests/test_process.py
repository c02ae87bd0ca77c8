"""`assistant process` as a person calls it: real weights, real files, exit codes and lines."""

from __future__ import annotations

import hashlib
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.cli import main
from assistant.types import SAMPLE_RATE
from tests.recordings import DEMO, convert, tone, write_wav

FACTS = ("--pipeline", "quick", "--date", "2026-01-05")


def assistant(*arguments: object, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "assistant", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        **options,
    )


def bad(*arguments: object, **options: Any) -> str:
    """The one line that a bad call gets."""
    done = assistant(*arguments, **options)
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    lines = done.stderr.strip().splitlines()
    return lines[-1]


Refusal = Callable[..., str]


@pytest.fixture
def refusal(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Refusal:
    """The one line that a bad call gets in this process, where everything is imported already."""

    def call(*arguments: object) -> str:
        monkeypatch.setattr(sys, "argv", ["assistant", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capfd.readouterr()
        assert (ended.value.code, said.out) == (2, ""), said.err
        (line,) = said.err.strip().splitlines()
        return line

    return call


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    out = tmp_path_factory.mktemp("out")
    done = assistant("process", DEMO, "--out", out, "--format", "json,md,txt,srt,vtt", *FACTS)
    return out, done


@pytest.mark.model
class TestDemo:
    def test_paths_go_to_stdout_and_progress_to_stderr(
        self, demo: tuple[Path, subprocess.CompletedProcess[str]]
    ) -> None:
        out, done = demo
        assert done.returncode == 0, done.stderr
        suffixes = ("json", "md", "txt", "srt", "vtt")
        assert done.stdout.split() == [str(out / f"demo.{suffix}") for suffix in suffixes]
        assert sorted(path.name for path in out.iterdir()) == sorted(
            f"demo.{suffix}" for suffix in suffixes
        )
        assert "asr done at" in done.stderr

    def test_the_minutes_are_those_of_the_meeting(
        self, demo: tuple[Path, subprocess.CompletedProcess[str]]
    ) -> None:
        minutes = json.loads((demo[0] / "demo.json").read_text(encoding="utf-8"))
        said = " ".join(segment["text"] for segment in minutes["segments"]).lower()
        assert "release" in said
        assert len(minutes["speakers"]) == 3
        assert minutes["action_items"]
        assert minutes["summary"]["overview"]
        assert minutes["meeting"]["duration"] == pytest.approx(79.3, abs=0.1)
        stages = {stage["stage"]: stage for stage in minutes["provenance"]["stages"]}
        assert stages["asr"]["model"] == "whisper-tiny.en"
        assert len(stages["asr"]["sha256"]) == 64

    def test_every_line_names_segments_that_exist(
        self, demo: tuple[Path, subprocess.CompletedProcess[str]]
    ) -> None:
        minutes = json.loads((demo[0] / "demo.json").read_text(encoding="utf-8"))
        ids = {segment["id"] for segment in minutes["segments"]}
        summary = minutes["summary"]
        lines = [*minutes["chapters"], *minutes["decisions"], *minutes["action_items"]]
        lines += [*summary["points"], *summary["by_speaker"], *summary["questions"]]
        assert lines
        for line in lines:
            assert line["segments"]
            assert set(line["segments"]) <= ids

    def test_a_transcript_skips_the_audio_stages(
        self, demo: tuple[Path, subprocess.CompletedProcess[str]], tmp_path: Path
    ) -> None:
        talks = [tmp_path / f"from_{suffix}.{suffix}" for suffix in ("json", "vtt", "txt")]
        for talk in talks:
            talk.write_bytes((demo[0] / f"demo{talk.suffix}").read_bytes())
        out = tmp_path / "out"
        done = assistant("process", *talks, "--out", out, *FACTS)
        assert done.returncode == 0, done.stderr
        for talk in talks:
            minutes = json.loads((out / f"{talk.stem}.json").read_text(encoding="utf-8"))
            stages = {stage["stage"] for stage in minutes["provenance"]["stages"]}
            assert stages.isdisjoint({"speech", "asr", "speakers"})
            assert minutes["meeting"]["source"] == "transcript"
            assert minutes["meeting"]["id"] == hashlib.sha256(talk.read_bytes()).hexdigest()[:12]
            assert len(minutes["speakers"]) == 3
            assert minutes["action_items"]

    def test_kept_minutes_can_be_exported_again(
        self, demo: tuple[Path, subprocess.CompletedProcess[str]], tmp_path: Path
    ) -> None:
        done = assistant("export", demo[0] / "demo.json", "--format", "md", "--out", tmp_path)
        assert done.returncode == 0, done.stderr
        assert (tmp_path / "demo.md").read_bytes() == (demo[0] / "demo.md").read_bytes()


SPEECHLESS = {
    "silence": np.zeros(20 * SAMPLE_RATE, np.float32),
    "hum": tone(20.0, 100.0, 0.2),
    "short": tone(0.2),
}
LAYOUTS = {
    "phone.wav": ("-ar", "8000", "-c:a", "pcm_mulaw"),
    "studio.wav": ("-ar", "96000", "-ac", "6"),
    "call.mp3": ("-ac", "2"),
}


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder of many odd recordings and their minutes, and what was said of them."""
    folder = tmp_path_factory.mktemp("odd")
    paths = [write_wav(folder / f"{name}.wav", sound) for name, sound in SPEECHLESS.items()]
    paths += [convert(DEMO, folder / name, "-t", "15", *how) for name, how in LAYOUTS.items()]
    paths.append(folder / "cut.opus")
    paths[-1].write_bytes(DEMO.read_bytes()[: DEMO.stat().st_size // 4])
    done = assistant("process", *paths, "--out", folder, "--format", "json,md", *FACTS)
    assert done.returncode == 0, done.stderr
    return folder, done.stderr


def minutes_in(folder: Path, stem: str) -> dict[str, Any]:
    minutes: dict[str, Any] = json.loads((folder / f"{stem}.json").read_text(encoding="utf-8"))
    return minutes


@pytest.mark.model
@pytest.mark.parametrize("what", SPEECHLESS)
def test_without_speech_the_minutes_are_empty_and_say_so(odd: tuple[Path, str], what: str) -> None:
    folder, said = odd
    minutes = minutes_in(folder, what)
    assert minutes["segments"] == minutes["action_items"] == minutes["chapters"] == []
    assert minutes["summary"]["overview"] == ""
    assert f"no speech was found in {folder / what}.wav" in said
    assert "No speech was found" in (folder / f"{what}.md").read_text(encoding="utf-8")


@pytest.mark.model
@pytest.mark.parametrize("name", LAYOUTS)
def test_any_rate_and_layout(odd: tuple[Path, str], name: str) -> None:
    minutes = minutes_in(odd[0], Path(name).stem)
    assert "payment" in " ".join(s["text"] for s in minutes["segments"]).lower()


@pytest.mark.model
def test_what_decodes_of_a_cut_off_recording_is_processed_with_a_warning(
    odd: tuple[Path, str],
) -> None:
    folder, said = odd
    assert minutes_in(folder, "cut")["segments"]
    assert f"warning: {folder / 'cut.opus'} is cut off" in said


def test_bad_inputs_get_one_line_and_exit_code_2(tmp_path: Path, refusal: Refusal) -> None:
    empty, notes = tmp_path / "empty.mp3", tmp_path / "notes.mp3"
    empty.touch()
    notes.write_text("These are the notes.\n" * 50, encoding="utf-8")
    out = tmp_path / "out"
    where = ("--out", out)
    assert "does not exist" in refusal("process", tmp_path / "none.mp3", *where)
    assert "is empty" in refusal("process", empty, *where)
    assert "or a transcript as .vtt" in refusal("process", notes, *where)
    assert "is a directory" in refusal("process", tmp_path, *where)
    assert "language 'xx' is unknown" in refusal("process", DEMO, "--language", "xx", *where)
    assert "format 'doc' is unknown" in refusal("process", DEMO, "--format", "doc", *where)
    assert "pipeline 'recordin' is unknown" in refusal(
        "process", DEMO, "--pipeline", "recordin", *where
    )
    assert "language 'zh' is unknown to whisper-tiny.en" in refusal(
        "process", DEMO, "--pipeline", "quick", "--language", "zh", *where
    )
    assert not out.exists()


def test_one_bad_input_among_many_stops_before_any_work(tmp_path: Path) -> None:
    line = bad("process", DEMO, tmp_path / "none.mp3", "--out", tmp_path)
    assert "does not exist" in line
    assert list(tmp_path.iterdir()) == []


def test_two_inputs_of_one_name_are_refused(tmp_path: Path, refusal: Refusal) -> None:
    twin = tmp_path / "demo.opus"
    twin.write_bytes(DEMO.read_bytes())
    assert "would both be written" in refusal("process", DEMO, twin, "--out", tmp_path / "out")


def test_missing_weights_are_named_with_the_command_that_fetches_them(tmp_path: Path) -> None:
    line = bad(
        "process", DEMO, "--out", tmp_path, env={**os.environ, "ASSISTANT_MODELS": str(tmp_path)}
    )
    assert "assistant models pull" in line


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small disk needs root")
@pytest.mark.model
def test_a_full_disk_is_said_and_leaves_nothing_half_written(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8k", "none", str(disk)],
        check=False,
        capture_output=True,
    )
    if mounted.returncode:
        pytest.skip("mounting is not allowed here")
    try:
        transcript = tmp_path / "talk.txt"
        transcript.write_text("Ann: We will ship it on Monday.\n" * 200, encoding="utf-8")
        line = bad("process", transcript, "--out", disk, "--format", "json", *FACTS)
        assert "No space left on device" in line
        assert list(disk.iterdir()) == []
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.model
def test_what_cannot_be_written_whole_is_not_left_half_written(tmp_path: Path) -> None:
    transcript, out = tmp_path / "talk.txt", tmp_path / "out"
    transcript.write_text("Ann: We will ship it on Monday.\n" * 200, encoding="utf-8")

    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    command = ("process", transcript, "--out", out, "--format", "json", *FACTS)
    assert "cannot be written" in bad(*command, preexec_fn=small_files)
    assert list(out.iterdir()) == []


def test_an_input_is_never_replaced(tmp_path: Path, refusal: Refusal) -> None:
    talk = tmp_path / "talk.txt"
    talk.write_text("Ann: Hello.", encoding="utf-8")
    line = refusal("process", talk, "--format", "txt", "--out", tmp_path)
    assert "would be replaced" in line
    assert talk.read_text(encoding="utf-8") == "Ann: Hello."


def test_help_is_quick() -> None:
    fastest = 9.0
    for _ in range(3):
        started = time.perf_counter()
        assert "process" in assistant("--help").stdout
        fastest = min(fastest, time.perf_counter() - started)
    assert fastest < 0.5


def test_check_prints_every_node() -> None:
    shown = assistant("check", env={**os.environ, "COLUMNS": "200"})
    assert shown.returncode == 0, shown.stderr
    for word in ("asr", "transcribe.Whisper", "AudioChunk", "SpeechTurn", "whisper-base"):
        assert word in shown.stdout
