"""The worked example of CONTRIBUTING.md does what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from assistant.config import Settings
from assistant.graph import build
from assistant.runner import Event, Output, Run
from assistant.types import Meeting, Segment
from tests.fakes import NoModels
from tests.test_graph import GOOD

TEXT = (Path(__file__).parent.parent / "CONTRIBUTING.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", TEXT, re.DOTALL)
    assert found is not None
    return found[1]


def test_the_example_stage_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "fillers.py").write_text(block("python"), encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    nodes = {name: GOOD[name] for name in ("asr", "speakers", "segments")}
    nodes |= yaml.safe_load(block("yaml"))
    settings = Settings.model_validate({"models": {}, "pipelines": {"p": nodes}})
    graph = build(settings, "p").fed_with(Segment)
    events: list[Event] = []
    run = Run(graph, Meeting(id="m1"), NoModels(), events.append)
    run.push(Segment("g1", 0.0, 1.0, "Um, we like, ship it."))
    run.finish()
    run.wait()
    said = [e.record for e in events if isinstance(e, Output)]
    assert said == [Segment("g1", 0.0, 1.0, "we ship it.")]
