from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from assistant.commands import eval as eval_command
from assistant.errors import InputError
from assistant.evaluation.references import Utterance
from assistant.evaluation.text_runs import segments_of
from tests.test_qmsum import ENTRY

CONFIG = """
models: {}
pipelines:
  canned:
    words: {use: "tests.fakes:Words", from: audio}
    turns: {use: "tests.fakes:Turns", from: audio}
    segments: {use: "tests.fakes:Join", from: [words, turns]}
    notes: {use: "tests.fakes:Notes", from: segments}
"""
TRUTH: dict[str, Any] = {
    "language": "en",
    "duration": 10.0,
    "speakers": [{"id": "A", "name": "Maria"}],
    "turns": [{"speaker": "A", "text": "Write the report.", "start": 1.0, "end": 3.0}],
    "summary": "All went well.",
    "chapters": [{"first_turn": 0, "last_turn": 0}],
    "decisions": [],
    "action_items": [{"task": "Write the report", "owner": "Maria", "due": None, "turns": [0]}],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "models.yaml").write_text(CONFIG)
    (tmp_path / "truth").mkdir()
    (tmp_path / "truth" / "x.wav").write_bytes(b"")
    (tmp_path / "truth" / "x.truth.json").write_text(json.dumps(TRUTH))
    (tmp_path / "val.jsonl").write_text(f"{json.dumps(ENTRY)}\n{json.dumps(ENTRY)}\n")
    return tmp_path


def evaluate(folder: Path, *arguments: str | Path) -> dict[str, Any]:
    options = ["--minutes", "--pipeline", "canned", "--config", folder / "models.yaml"]
    told = [*options, "--json", folder / "scores.json", *arguments]
    result = CliRunner().invoke(
        eval_command.command, [str(each) for each in told], catch_exceptions=False
    )
    assert result.exit_code == 0, result.output
    scores: dict[str, Any] = json.loads((folder / "scores.json").read_text())
    return scores


def test_text_stages_run_over_what_was_really_said(folder: Path) -> None:
    truth = folder / "truth"
    scores = evaluate(folder, truth)[str(truth)]
    row = scores["recordings"]["x"]
    assert row["actions_f1"] == row["owner"] == row["rouge1"] == row["due"] == 1.0
    assert row["decisions_f1"] == row["named"] == 0.0
    assert row["false_names"] is None
    assert 0 < row["cost"] < 1
    assert (row["receipts"], row["backed"]) == (0.75, 0.5)
    assert scores["unsupported"]["x"] == ["overview: All went well []", "decision: Ship it [g1]"]
    assert scores["means"]["en"]["actions_f1"] == 1.0


def test_our_own_transcripts_take_the_place_of_the_truth(folder: Path) -> None:
    said = {"id": "g1", "start": 1.0, "end": 3.0, "text": "Write a poem.", "speaker": "S7"}
    speaker = {"id": "S7", "name": "Someone"}
    made = {"schema": 1, "segments": [said], "speakers": [speaker]}
    (folder / "x.json").write_text(json.dumps(made))
    scores = evaluate(folder, folder / "truth", "--transcripts", folder)
    row = scores[str(folder / "truth")]["recordings"]["x"]
    assert row["wer"] > 0
    assert row["voices_misnamed"] == 0
    assert row["owner"] == 1.0


def test_qmsum_is_scored_on_overview_and_chapters(folder: Path) -> None:
    scores = evaluate(folder, "--qmsum", folder / "val.jsonl", "--limit", "1")
    (row,) = scores[str(folder / "val.jsonl")]["recordings"].values()
    assert row["rouge1"] == 0.0
    assert row["overview_words"] == 3
    assert row["chapters_true"] == 3
    assert row["chapters_found"] == 1
    assert row["pk"] == row["equal_found_pk"] > 0
    assert row["equal_boundary_f1"] == 1.0


@pytest.mark.parametrize(
    "arguments",
    [
        ["--minutes"],
        [],
        ["--qmsum", "val.jsonl"],
        ["--minutes", "truth", "--from-audio", "--transcripts", "."],
    ],
)
def test_what_does_not_go_together_is_refused(arguments: list[str]) -> None:
    with pytest.raises(click.UsageError):
        CliRunner().invoke(
            eval_command.command, arguments, catch_exceptions=False, standalone_mode=False
        )


def test_a_text_without_times_cannot_be_used(folder: Path) -> None:
    truth = folder / "truth"
    (truth / "x.truth.json").unlink()
    (truth / "x.txt").write_text("Write the report.")
    with pytest.raises(InputError, match=r"x\.wav.*turns"):
        evaluate(folder, truth)


def test_voices_have_numbers_and_no_names() -> None:
    said = [
        Utterance("Maria", "One.", 0.0, 1.0),
        Utterance("Tom", "Two.", 1.0, 2.0),
        Utterance("Maria", "Three.", 2.0, 3.0),
        Utterance(None, "Four.", 3.0, 4.0),
        Utterance("Tom", "No time."),
    ]
    segments = segments_of(said, "en")
    assert [each.speaker for each in segments] == ["S1", "S2", "S1", None]
    assert [each.id for each in segments] == ["g1", "g2", "g3", "g4"]
