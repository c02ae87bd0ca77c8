"""Sessions: events to read, failures to raise, and nothing left behind when left early."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from assistant.config import Settings
from assistant.engine import LocalEngine, LocalSession
from assistant.errors import Cancelled, InputError, StageError
from assistant.models import Models
from assistant.runner import Output
from assistant.types import Meeting
from tests.fakes import NoModels
from tests.test_graph import MODEL, changed, wire
from tests.test_runner import chunks, stage_threads

MEETING = Meeting(id="m1", title="Talk")


def session(**changes: dict[str, object]) -> LocalSession:
    return LocalSession(wire(**changes), MEETING, NoModels(), 8)  # type: ignore[arg-type]


def feed(open_session: LocalSession, count: int) -> threading.Thread:
    def push() -> None:
        try:
            for chunk in chunks(count):
                open_session.push(chunk)
            open_session.finish()
        except (Cancelled, StageError):
            return

    thread = threading.Thread(target=push, daemon=True)
    thread.start()
    return thread


def test_events_end_when_every_stage_has() -> None:
    with session() as opened:
        feeder = feed(opened, 100)
        records = [event.record for event in opened.events() if isinstance(event, Output)]
        feeder.join()
        assert len(records) == 101
        assert [stage.stage for stage in opened.stages][-1] == "chapters"
    assert stage_threads() == []


def test_a_failure_is_raised_to_the_reader() -> None:
    with session(**changed("asr", use="tests.fakes:Broken", at=2.0)) as opened:
        feed(opened, 100)
        with pytest.raises(StageError, match=r"stage asr failed on AudioChunk 2\.00-3\.00 s"):
            list(opened.events())
    assert stage_threads() == []


def test_leaving_early_with_a_full_queue_of_events_stops_everything() -> None:
    with session() as opened:
        feeder = feed(opened, 1000)
        time.sleep(0.2)  # long enough for the unread events to hold the stages back
    feeder.join(5)
    assert not feeder.is_alive()
    assert stage_threads() == []


def test_a_busy_stage_ends_after_its_item() -> None:
    with session(**changed("asr", use="tests.fakes:Slow", seconds=0.3)) as opened:
        feeder = feed(opened, 100)
        time.sleep(0.1)
    feeder.join(5)
    assert not feeder.is_alive()
    assert stage_threads() == []


def test_a_source_that_breaks_off_does_not_leave_the_reader_waiting() -> None:
    with session() as opened:
        opened.push(chunks(1)[0])
        opened.stop_unless_finished()
        with pytest.raises(InputError, match="broke off"):
            list(opened.events())


def test_a_language_the_recogniser_does_not_know_is_refused_before_any_work(
    tmp_path: Path,
) -> None:
    model = {**MODEL, "task": "transcribe", "languages": ["en", "de"]}
    settings = Settings.model_validate({"models": {"small": model}, "pipelines": {}})
    engine = LocalEngine(settings, Models(settings, tmp_path))
    with pytest.raises(InputError, match=r"language 'zh' is unknown to small: .* de, en"):
        engine.require(wire(), "zh")
