"""Every stage keeps the contract, with the weights that models.yaml gives it."""

from __future__ import annotations

import datetime
import importlib
import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest

from assistant.audio import Decoding
from assistant.config import Environment, load_settings
from assistant.graph import Node, build
from assistant.models import Models
from assistant.runner import make
from assistant.signature import known_stages, signature
from assistant.types import (
    SAMPLE_RATE,
    ActionItem,
    AudioChunk,
    Chapter,
    Decision,
    Diarized,
    Heard,
    Meeting,
    Segment,
    Speaker,
    SpeechRegion,
    SpeechTurn,
    Summary,
    Voices,
    Word,
)
from tests.recordings import DEMO

MEETING = Meeting(id="m1", date=datetime.date(2026, 1, 5), language="en")
SECONDS = 14.0

SETTINGS = load_settings()
NODES: dict[str, Node] = {
    node.use: node for pipeline in SETTINGS.pipelines for node in build(SETTINGS, pipeline).nodes
}

# Needs weights that no machine without a hub has; its own tests make small ones.
ELSEWHERE = {"punctuate.TokenClassifier", "diarize_stock.PyannotePipeline"}


@cache
def items(kind: type) -> list[Any]:
    """The start of the demo meeting as items of this kind, from its truth."""
    chunks = [c for c in Decoding(DEMO, 2.0) if c.end <= SECONDS]
    turns = [t for t in _truth() if t["end"] <= SECONDS]
    words = [word for turn in turns for word in _words(turn)]
    speakers = {
        name: f"S{n}" for n, name in enumerate(dict.fromkeys(t["speaker"] for t in turns), 1)
    }
    audio = [sample for chunk in chunks for sample in chunk.samples]
    made: dict[type, list[Any]] = {
        AudioChunk: chunks,
        SpeechRegion: [
            SpeechRegion(
                turn["start"],
                turn["end"],
                _samples(audio, turn["start"], turn["end"]),
            )
            for turn in turns
        ],
        SpeechTurn: [SpeechTurn(speakers[t["speaker"]], t["start"], t["end"]) for t in turns],
        Heard: [Heard(t["end"], tuple(_words(t)), pause=True) for t in turns],
        Diarized: [
            Diarized(
                t["start"], t["end"], (SpeechTurn(speakers[t["speaker"]], t["start"], t["end"]),)
            )
            for t in turns
        ],
        Voices: [],
        Word: words,
        Segment: [
            Segment(
                f"g{n}",
                turn["start"],
                turn["end"],
                turn["text"],
                speakers[turn["speaker"]],
                tuple(_words(turn)),
                "en",
            )
            for n, turn in enumerate(turns, 1)
        ],
        Speaker: [Speaker(identifier) for identifier in speakers.values()],
        Chapter: [Chapter("c1", "Start", 0.0, SECONDS, "It starts.", ("g1", "g1"))],
        Summary: [Summary("It starts.", segments=("g1",))],
        Decision: [Decision("d1", "Start", ("g1",))],
        ActionItem: [ActionItem("a1", "Start", ("g1",))],
    }
    return made[kind]


def _truth() -> list[dict[str, Any]]:
    turns: list[dict[str, Any]] = json.loads(
        DEMO.with_suffix(".truth.json").read_text(encoding="utf-8")
    )["turns"]
    return turns


def _words(turn: dict[str, Any]) -> Iterator[Word]:
    texts = turn["text"].split()
    step = (turn["end"] - turn["start"]) / len(texts)
    for n, text in enumerate(texts):
        start = turn["start"] + n * step
        yield Word(text, start, start + step, 0.9, "en")


def _samples(audio: Sequence[float], start: float, end: float) -> Any:
    import numpy as np

    return np.array(audio[int(start * SAMPLE_RATE) : int(end * SAMPLE_RATE)], np.float32)


@dataclass(frozen=True)
class Bench:
    """A stage that stays loaded for its tests, and what it gave for the start of the demo."""

    node: Node
    models: Models
    leases: ExitStack
    given: list[Any]
    gave: list[Any]
    gave_late: list[Any]

    def make(self) -> Any:
        return make(self.node, MEETING, self.models, self.leases)


@pytest.fixture(scope="module")
def models() -> Models:
    environment = Environment.read()
    return Models(SETTINGS, environment.models, environment.device, environment.threads)


@pytest.fixture(scope="module", params=sorted(NODES))
def bench(request: pytest.FixtureRequest, models: Models) -> Iterator[Bench]:
    node = NODES[request.param]
    given = [item for kind in node.accepts for item in items(kind)]
    with ExitStack() as leases:
        stage = make(node, MEETING, models, leases)
        gave = fed(stage, given)
        yield Bench(node, models, leases, given, gave, list(stage.finish()))


def fed(stage: Any, given: Sequence[Any]) -> list[Any]:
    return [out for item in given for out in stage.push(item)] + list(stage.finish())


def test_every_stage_is_in_a_pipeline_or_tested_elsewhere() -> None:
    assert set(known_stages()) == set(NODES) | ELSEWHERE


@pytest.mark.parametrize("use", sorted({*known_stages()}))
def test_push_is_annotated_with_types_that_flow(use: str) -> None:
    module, _, name = use.rpartition(".")
    accepts, gives = signature(getattr(importlib.import_module(f"assistant.stages.{module}"), name))
    assert accepts
    assert gives


@pytest.mark.model
class TestContract:
    def test_no_input_gives_nothing(self, bench: Bench) -> None:
        assert fed(bench.make(), []) == []

    def test_a_second_finish_gives_nothing(self, bench: Bench) -> None:
        assert all(type(item) in bench.node.gives for item in bench.gave)
        assert bench.gave_late == []

    def test_time_never_goes_back(self, bench: Bench) -> None:
        # What corrects what was said before begins where that did.
        corrects = Diarized in bench.node.gives | bench.node.accepts
        starts = [item.start for item in bench.gave if hasattr(item, "start")]
        assert corrects or starts == sorted(starts)

    def test_two_instances_share_nothing(self, bench: Bench) -> None:
        first, second = bench.make(), bench.make()
        mixed: tuple[list[Any], list[Any]] = ([], [])
        for item in bench.given:
            for out, stage in zip(mixed, (first, second), strict=True):
                out.extend(stage.push(item))
        for out, stage in zip(mixed, (first, second), strict=True):
            out.extend(stage.finish())
        assert [repr(item) for item in mixed[0]] == [repr(item) for item in bench.gave]
        assert [repr(item) for item in mixed[1]] == [repr(item) for item in bench.gave]
