"""What finished stages gave comes back as it was, and only for the same set-up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from assistant.graph import Graph, Node
from assistant.meetings.checkpoints import KINDS, Checkpoints
from assistant.store.blobs import Blobs
from assistant.types import ActionItem, Segment, SpeechTurn, Summary, Word
from tests.test_graph import changed, wire

ITEMS = (
    Word("早", 0.1, 0.30000000000000004, 0.75, "zh", glued=True),
    SpeechTurn("S1", 0.0, 2.5),
    Segment("g1", 0.1, 0.3, "早", "S1", (Word("早", 0.1, 0.3),), "zh", revision=3),
    ActionItem("a1", "Write", ("g1",), "S1", date(2026, 1, 5), "Monday"),
    Summary("short"),
)


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs(str(tmp_path / "meetings"), tmp_path / "cache")


def node(graph: Graph, name: str) -> Node:
    return next(node for node in graph.nodes if node.name == name)


def test_items_come_back_as_they_were(blobs: Blobs) -> None:
    graph = wire()
    checkpoints = Checkpoints(blobs, "m1")
    assert checkpoints.done(graph) == frozenset()
    checkpoints.keep(graph, node(graph, "asr"), ITEMS)
    checkpoints.keep(graph, node(graph, "caps"), [])
    assert checkpoints.done(graph) == {"asr", "caps"}
    assert set(checkpoints.given(graph, node(graph, "asr"))) == set(ITEMS)
    assert list(checkpoints.given(graph, node(graph, "caps"))) == []
    assert list(checkpoints.given(graph, node(graph, "chapters"))) == []
    assert Checkpoints(blobs, "m2").done(graph) == frozenset()


def test_items_of_a_kind_keep_their_order(blobs: Blobs) -> None:
    asr = node(wire(), "asr")
    words = [Word(str(n), n, n + 1) for n in range(100)]
    Checkpoints(blobs, "m1").keep(wire(), asr, words)
    assert list(Checkpoints(blobs, "m1").given(wire(), asr)) == words


def test_what_is_forgotten_runs_again(blobs: Blobs) -> None:
    graph = wire()
    checkpoints = Checkpoints(blobs, "m1")
    for each in graph.nodes:
        checkpoints.keep(graph, each, [])
    checkpoints.forget(graph.below("caps"))
    checkpoints.forget(["caps"])
    assert checkpoints.done(graph) == {"asr", "speakers", "segments"}


@pytest.mark.parametrize(
    "other", [changed("asr", prefix="x"), changed("asr", use="tests.fakes:Slow", seconds=1)]
)
def test_a_node_that_is_set_up_otherwise_is_not_done(
    blobs: Blobs, other: dict[str, object]
) -> None:
    graph = wire()
    Checkpoints(blobs, "m1").keep(graph, node(graph, "asr"), ITEMS)
    assert Checkpoints(blobs, "m1").done(wire(**other)) == frozenset()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"{}",
        b'{"setup": 1, "given": {}}',
        b'{"given": {"Word": []}}',
        b"\xff",
    ],
)
def test_a_damaged_file_counts_as_none(blobs: Blobs, data: bytes) -> None:
    graph = wire()
    blobs.write("m1", "stage_asr.json", data)
    assert Checkpoints(blobs, "m1").done(graph) == frozenset()
    assert list(Checkpoints(blobs, "m1").given(graph, node(graph, "asr"))) == []


def test_items_that_no_longer_fit_count_as_none(blobs: Blobs) -> None:
    graph = wire()
    asr = node(graph, "asr")
    Checkpoints(blobs, "m1").keep(wire(), asr, ITEMS)
    kept = blobs.read("m1", "stage_asr.json") or b""
    for old, new in ((b'"Word"', b'"Sound"'), (b'"start": 0.1', b'"begin": 0.1')):
        assert old in kept
        blobs.write("m1", "stage_asr.json", kept.replace(old, new))
        assert Checkpoints(blobs, "m1").done(graph) == frozenset()


def test_a_kind_that_cannot_be_kept_runs_again(blobs: Blobs) -> None:
    @dataclass(frozen=True)
    class Pitch:
        hertz: float

    graph = wire()
    Checkpoints(blobs, "m1").keep(graph, node(graph, "asr"), [Pitch(440.0)])
    assert Checkpoints(blobs, "m1").done(graph) == frozenset()
    assert "Pitch" not in KINDS


def test_any_name_of_a_node_is_a_name_of_a_file(blobs: Blobs) -> None:
    graph = wire()
    for name in ("../up", "a/b", "会议", "a b"):
        odd = replace(node(graph, "asr"), name=name)
        Checkpoints(blobs, "m1").keep(graph, odd, ITEMS)
        assert set(Checkpoints(blobs, "m1").given(graph, odd)) == set(ITEMS)
