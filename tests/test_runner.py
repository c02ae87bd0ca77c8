"""Joins, fan-out, back-pressure, failure and cancel, on real threads with canned stages."""

from __future__ import annotations

import threading
import time
from typing import Any

import numpy as np
import pytest

from assistant.channel import Channel
from assistant.errors import Cancelled, StageError
from assistant.graph import Graph
from assistant.runner import Event, Output, Progress, Run
from assistant.types import AudioChunk, Chapter, Meeting, Segment
from tests.fakes import NoModels
from tests.test_graph import changed, wire

MEETING = Meeting(id="m1", title="Talk")


def chunks(count: int) -> list[AudioChunk]:
    return [AudioChunk(np.zeros(16000, np.float32), n * 16000) for n in range(count)]


def run(graph: Graph, items: list[Any], models: NoModels | None = None) -> list[Event]:
    events: list[Event] = []
    running = Run(graph, MEETING, models or NoModels(), events.append)
    for item in items:
        running.push(item)
    running.finish()
    running.wait()
    return events


def stage_threads() -> list[threading.Thread]:
    return [t for t in threading.enumerate() if t.name.startswith("stage ")]


def test_a_join_gets_both_inputs_and_every_item_once() -> None:
    records = [e.record for e in run(wire(), chunks(20)) if isinstance(e, Output)]
    segments = [r for r in records if isinstance(r, Segment)]
    assert [s.text for s in segments] == [f"W{n * 16000}" for n in range(20)]
    assert {s.speaker for s in segments} == {"S1"}
    chapters = [r for r in records if isinstance(r, Chapter)]
    assert [(c.title, c.segments) for c in chapters] == [("Talk small 7", ("g1", "g20"))]


def test_without_input_no_stage_is_made_and_no_weights_are_leased() -> None:
    models = NoModels()
    events = run(wire(), [], models)
    assert models.leased == []
    assert all(isinstance(event, Progress) and event.done for event in events)


def test_progress_names_the_seconds_of_audio_done() -> None:
    events = run(wire(), chunks(3))
    asr = [e for e in events if isinstance(e, Progress) and e.stage == "asr"]
    assert [e.position for e in asr] == [1.0, 2.0, 3.0, 3.0]
    assert [e.done for e in asr] == [False, False, False, True]


def test_how_each_stage_went_is_told() -> None:
    running = Run(wire(), MEETING, NoModels(), lambda event: None)
    running.push(chunks(1)[0])
    running.finish()
    by_name = {stage.stage: stage for stage in running.wait()}
    assert by_name["chapters"].model == "small"
    assert by_name["chapters"].sha256 == "hash of small"
    assert by_name["asr"].model is None


def test_a_slow_stage_holds_the_source_back() -> None:
    slow = changed("asr", use="tests.fakes:Slow", seconds=0.02)
    running = Run(wire(**slow), MEETING, NoModels(), lambda event: None, size=2)
    started = time.perf_counter()
    for chunk in chunks(20):
        running.push(chunk)
    # Of 20 chunks 2 may wait in the channel and 1 be in work; the other 17 have been worked on.
    assert time.perf_counter() - started >= 17 * 0.02
    running.finish()
    running.wait()


def test_a_failing_stage_ends_the_run_and_names_meeting_stage_and_item() -> None:
    broken = changed("asr", use="tests.fakes:Broken", at=2.0)
    running = Run(wire(**broken), MEETING, NoModels(), lambda event: None)
    with pytest.raises(StageError) as caught:
        for chunk in chunks(100):
            running.push(chunk)
        running.finish()
        running.wait()
    assert str(caught.value) == (
        "meeting Talk: stage asr failed on AudioChunk 2.00-3.00 s: an unexpected ValueError: "
        "try again; the log has the details"
    )
    assert str(caught.value.__cause__) == "no such thing"
    with pytest.raises(StageError):
        running.wait()
    assert stage_threads() == []


def test_cancel_stops_every_thread() -> None:
    running = Run(wire(), MEETING, NoModels(), lambda event: None)
    running.push(chunks(1)[0])
    assert len(stage_threads()) == 5
    running.cancel()
    with pytest.raises(Cancelled):
        running.wait()
    with pytest.raises(Cancelled):
        running.push(chunks(1)[0])
    assert stage_threads() == []


def test_a_full_channel_lets_go_when_closed() -> None:
    channel: Channel[int] = Channel(1)
    channel.put(1)
    threading.Timer(0.05, channel.close).start()
    with pytest.raises(Cancelled):
        channel.put(2)
