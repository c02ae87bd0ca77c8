"""Minutes without transcript, moments or names, through every format and the command line."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.exports import FORMATS, Options
from tests.documents import pdf_text, word_text
from tests.test_exports import CHINESE, ENGLISH

READ: dict[str, Callable[[bytes], str]] = {"docx": word_text, "pdf": pdf_text}
MOMENTS = ("00:04", "00:21")
SAID = "ship them switched off"


def shown(name: str, options: Options) -> str:
    rendered = FORMATS[name].render(ENGLISH, options)
    return READ.get(name, bytes.decode)(rendered)


@pytest.mark.parametrize("name", FORMATS)
def test_what_can_be_left_out_is_there_without_options(name: str) -> None:
    told = " ".join(shown(name, Options()).split())
    if "transcript" in FORMATS[name].options:
        assert SAID in told
    if "timestamps" in FORMATS[name].options:
        assert any(moment in told for moment in MOMENTS)
    assert "Maria" in told


@pytest.mark.parametrize("name", [n for n, f in FORMATS.items() if "transcript" in f.options])
def test_no_transcript(name: str) -> None:
    told = shown(name, Options(transcript=False))
    assert SAID not in told
    assert "Contour lines doubled the size." in told
    assert "[s2]" not in told
    assert "#s2" not in told


@pytest.mark.parametrize("name", [n for n, f in FORMATS.items() if "timestamps" in f.options])
def test_no_timestamps(name: str) -> None:
    told = shown(name, Options(timestamps=False))
    assert not [moment for moment in MOMENTS if moment in told]
    assert "Said at" not in told


@pytest.mark.parametrize("name", [n for n, f in FORMATS.items() if "speakers" in f.options])
def test_no_speakers(name: str) -> None:
    told = shown(name, Options(speakers=False))
    # What was said stays, also where it holds a name.
    told = told.replace("Maria will ask the riders.", "").replace("Maria does.", "")
    assert "Maria" not in told
    assert "Owner" not in told
    assert "Speaker" not in told
    assert "speaker:" not in told


@pytest.mark.parametrize("name", FORMATS)
def test_options_that_a_format_does_not_name_change_nothing(name: str) -> None:
    for option in {"transcript", "timestamps", "speakers"} - set(FORMATS[name].options):
        kept = FORMATS[name].render(CHINESE, Options(**{option: False}))
        assert kept == FORMATS[name].render(CHINESE)


def test_json_without_speakers_keeps_its_schema() -> None:
    document = json.loads(FORMATS["json"].render(ENGLISH, Options(speakers=False)))
    whole = json.loads(FORMATS["json"].render(ENGLISH))
    assert document.keys() == whole.keys()
    assert document["speakers"] == []
    assert {segment["speaker"] for segment in document["segments"]} == {None}
    assert {item["owner"] for item in document["action_items"]} == {None}
    assert document["segments"][0].keys() == whole["segments"][0].keys()


def test_a_talk_without_minutes_is_not_called_silent() -> None:
    talk = type(ENGLISH)(ENGLISH.meeting, segments=ENGLISH.segments)
    assert "No speech" not in FORMATS["md"].render(talk, Options(transcript=False)).decode()


@pytest.mark.parametrize("language", ["ja", "zh-TW", "pt-BR", "auto", 'no "language" at all'])
@pytest.mark.parametrize("name", ["docx", "pdf", "html"])
def test_any_language_is_written(name: str, language: str) -> None:
    meeting = replace(ENGLISH.meeting, language=language)
    segments = tuple(replace(each, language=language) for each in ENGLISH.segments)
    rendered = FORMATS[name].render(replace(ENGLISH, meeting=meeting, segments=segments))
    assert SAID in " ".join(READ.get(name, bytes.decode)(rendered).split())
    assert b"at all" not in rendered


@pytest.mark.parametrize("name", ["docx", "pdf", "html"])
def test_an_overview_tells_what_it_rests_on(name: str) -> None:
    summary = replace(ENGLISH.summary, points=(), segments=("g4", "g1", "g9", "g4"))
    rendered = FORMATS[name].render(replace(ENGLISH, summary=summary))
    told = re.sub(r"<.*?>|\[s\d\]", "", READ.get(name, bytes.decode)(rendered))
    assert "the size of offline maps. 01:10 00:00\n" in told


class TestCommand:
    @pytest.fixture
    def call(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
    ) -> Callable[..., tuple[int, str, str]]:
        (tmp_path / "talk.json").write_bytes(FORMATS["json"].render(ENGLISH))

        def run(*arguments: str) -> tuple[int, str, str]:
            given = ["assistant", "export", str(tmp_path / "talk.json"), *arguments]
            monkeypatch.setattr(sys, "argv", [*given, "--out", str(tmp_path / "out")])
            with pytest.raises(SystemExit) as ended:
                main()
            said = capfd.readouterr()
            return int(ended.value.code or 0), said.out, said.err

        return run

    def test_every_format_is_written(
        self, call: Callable[..., tuple[int, str, str]], tmp_path: Path
    ) -> None:
        code, out, err = call("--format", ",".join(FORMATS))
        assert code == 0, err
        written = [tmp_path / "out" / f"talk.{each.suffix}" for each in FORMATS.values()]
        assert out.split() == list(map(str, written))
        # A file of minutes says nothing of changes that were kept elsewhere.
        read = replace(ENGLISH, seq=0, changed=None)
        for path, each in zip(written, FORMATS.values(), strict=True):
            assert path.read_bytes() == each.render(read)

    def test_options(self, call: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
        code, _, err = call("--format", "md", "--no-transcript", "--no-timestamps", "--speakers")
        assert code == 0, err
        expected = FORMATS["md"].render(ENGLISH, Options(False, False, True))
        assert (tmp_path / "out" / "talk.md").read_bytes() == expected

    def test_an_unknown_format_is_one_line(self, call: Callable[..., tuple[int, str, str]]) -> None:
        code, out, err = call("--format", "pdf,doc")
        assert (code, out) == (2, "")
        (line,) = err.strip().splitlines()
        assert "'doc' is unknown: there is json, md, docx, pdf" in line
