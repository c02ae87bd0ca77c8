from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from assistant.commands import eval as eval_command
from assistant.errors import InputError
from assistant.evaluation.manifests import Recording
from assistant.evaluation.references import Reference, Utterance
from assistant.meetings import Input, Processed
from assistant.types import Meeting, Minutes, Segment

DATA = Path(__file__).parents[2] / "shared" / "data" / "meetings"


def minutes_of(truth: dict[str, Any]) -> dict[str, Any]:
    """What a perfect recogniser and diarizer would write."""
    return {
        "schema": 1,
        "meeting": {"language": truth["language"]},
        "segments": [
            {
                "id": f"g{i}",
                "words": [],
                **{k: turn[k] for k in ("speaker", "start", "end", "text")},
            }
            for i, turn in enumerate(truth["turns"])
        ],
        "chapters": [],
        "summary": {"overview": ""},
        "decisions": [],
        "action_items": [],
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    turns = [{"speaker": "A", "text": "Hello there.", "start": 0.0, "end": 2.0}]
    truth = {"language": "en", "turns": turns, "action_items": []}
    (tmp_path / "x.wav").write_bytes(b"")
    (tmp_path / "x.truth.json").write_text(json.dumps(truth))
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / "x.json").write_text(json.dumps(minutes_of(truth)))
    return tmp_path


def evaluate(*arguments: str | Path) -> str:
    result = CliRunner().invoke(
        eval_command.command, [str(each) for each in arguments], catch_exceptions=False
    )
    assert result.exit_code == 0, result.output
    return result.stdout


def test_minutes_of_a_folder_are_scored_without_running(folder: Path) -> None:
    shown = evaluate(folder, "--hypothesis", folder / "made", "--json", folder / "scores.json")
    assert "WER" in shown
    assert "mean" in shown
    scores = json.loads((folder / "scores.json").read_text())
    assert scores["recordings"]["x"]["wer"] == 0.0
    assert scores["means"]["en"]["der"] == 0.0


def test_turns_beside_the_minutes_are_the_diarizers_own(folder: Path) -> None:
    (folder / "made" / "x.rttm").write_text("SPEAKER x 1 0 1 <NA> <NA> z <NA> <NA>\n")
    evaluate(folder, "--hypothesis", folder / "made", "--json", folder / "scores.json")
    scores = json.loads((folder / "scores.json").read_text())
    assert scores["means"]["en"]["der"] == pytest.approx(0.5)


@pytest.mark.parametrize("text", ["", "[]", '{"schema": 2}'])
def test_what_is_not_minutes_is_refused(folder: Path, text: str) -> None:
    (folder / "made" / "x.json").write_text(text)
    with pytest.raises(InputError, match=r"x\.json"):
        evaluate(folder, "--hypothesis", folder / "made")


def test_missing_minutes_are_named(folder: Path) -> None:
    with pytest.raises(InputError, match=r"x\.json"):
        evaluate(folder, "--hypothesis", folder)


def test_the_pipeline_is_told_language_and_date_but_no_truth() -> None:
    reference = Reference(
        language="en",
        utterances=(Utterance("A", "We saw Trailkit."),),
        people={"A": "Maria"},
        date=datetime.date(2026, 1, 5),
    )
    recording = Recording(Path("x.wav"), text=Path("x.txt"), hotwords=("Acme",))
    plain = eval_command.facts(recording, reference, False)
    assert plain == Meeting("x", date=datetime.date(2026, 1, 5), language="en", hotwords=("Acme",))
    told = eval_command.facts(recording, reference, True)
    assert set(told.hotwords) == {"Maria", "Acme", "Trailkit"}


def test_recordings_are_run_through_the_pipeline(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def process(given: Input, engine: object, pipeline: str) -> Processed:
        assert pipeline == "fast"
        said = Segment("g1", 0.0, 2.0, "Hello there.", speaker="S1")
        return Processed(Minutes(given.meeting, segments=(said,)))

    monkeypatch.setattr(eval_command, "process", process)
    monkeypatch.setattr(eval_command, "open_input", Input)
    monkeypatch.setattr(eval_command, "engine_for", lambda config: None)
    evaluate(folder, "--pipeline", "fast", "--json", folder / "scores.json")
    scores = json.loads((folder / "scores.json").read_text())
    assert scores["recordings"]["x"]["cpwer"] == 0.0


@pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is absent")
def test_the_truth_scores_perfectly_against_itself(tmp_path: Path) -> None:
    for path in DATA.glob("*.truth.json"):
        made = tmp_path / path.name.replace(".truth", "")
        made.write_text(json.dumps(minutes_of(json.loads(path.read_text()))))
    evaluate(DATA, "--hypothesis", tmp_path, "--json", tmp_path / "scores.out")
    means = json.loads((tmp_path / "scores.out").read_text())["means"]
    assert set(means) == {"en", "zh"}
    for scores in means.values():
        assert scores["wer"] == scores["cpwer"] == 0.0
        assert scores["der"] < 0.01
        assert scores["names"] == scores["keywords"] == 1.0
        assert scores["actions_f1"] == scores["chapter_f1"] == 0.0
