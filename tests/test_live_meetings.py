"""Live meetings in this process: when they are listened to, written down, left alone, stopped."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest

from assistant.audio import Decoding
from assistant.errors import Busy, Conflict
from assistant.meetings import live
from assistant.meetings.attending import Sender
from assistant.meetings.house import Rules
from assistant.stages import Loader
from assistant.types import AudioChunk, Heard, Meeting
from tests.canned import WORLD, Nodes, Said, Shelf, shelf
from tests.live import LIVE, TEXTS, Hear, Know, noise
from tests.test_runs import all_is_told, edit

SLOW: Nodes = {**LIVE, "asr": {**LIVE["asr"], "seconds": 0.2}}
QUICK = {"minutes": 0.0, "share": 0.0, "again": 0.1, "told": 0.05}


@contextmanager
def room(
    folder: Path, live: Nodes = LIVE, models: Nodes | None = None, **rules: Any
) -> Iterator[Shelf]:
    """A shelf on which live meetings take place."""
    kept = Rules(folder / "live", **{**QUICK, **rules})
    with shelf(folder, rules=kept, live=live, models=models) as opened:
        yield opened


class Talk:
    """A meeting that somebody sends sound to."""

    def __init__(self, opened: Shelf, **facts: Any) -> None:
        self.shelf = opened
        self.id = opened.meetings.add_live(Meeting("", **facts), "recording", 1).id
        self.sender: Sender = opened.meetings.live.admit(self.id, lambda: None)

    def say(self, seconds: float) -> None:
        self.sender.append(noise(seconds, self.sender.samples))

    def segments(self) -> dict[str, Any]:
        return {s.id: s for s in self.shelf.segments(self.id)}

    def settled(self, count: int) -> None:
        self.shelf.until(lambda: sum(s.final for s in self.segments().values()) >= count)

    def told(self, kind: str) -> list[dict[str, Any]]:
        events = self.shelf.told.get(self.id, [])
        return [json.loads(event.text) for event in events if event.type == kind]

    def stop(self) -> None:
        self.sender.stop()
        assert self.shelf.ended(self.id).state == "done"


def test_minutes_grow_while_it_goes_on(tmp_path: Path) -> None:
    with room(tmp_path) as opened:
        talk = Talk(opened)
        talk.say(20.0)
        talk.settled(4)
        opened.until(lambda: len(talk.told("action_item")) > 0 and len(talk.told("chapter")) > 1)
        first = talk.told("action_item")[0]
        edit(opened, talk.id, "fields", "action_item", first["id"], {"status": "done"}, None, "x")
        talk.say(10.0)
        talk.settled(6)
        opened.until(lambda: len({item["id"] for item in talk.told("action_item")}) == 2)
        minutes = opened.store.snapshot(talk.id).minutes()
        items = {item.id: item for item in minutes.action_items}
        assert items[first["id"]].status == "done"
        assert items[first["id"]].task == first["task"]
        assert not [e for e in talk.told("removed") if e["kind"] != "segment"]
        talk.stop()
        minutes = opened.store.snapshot(talk.id).minutes()
        assert {item.id: item.status for item in minutes.action_items}[first["id"]] == "done"
        assert [e["pass"] for e in talk.told("minutes")] == ["live", "recording"]
        all_is_told(opened, talk.id)


def test_what_the_talk_takes_back_goes(tmp_path: Path) -> None:
    with room(tmp_path) as opened:
        talk = Talk(opened)
        talk.say(9.0)
        talk.say(21.0)
        talk.settled(6)
        talk.stop()
        segments = talk.segments()
        assert all(segment.final for segment in segments.values())
        assert list(segments) == ["u200", "u5200", "u10200", "u15200", "u20200", "u25200"]
        all_is_told(opened, talk.id)


def test_silence_is_not_listened_to_for_ever(tmp_path: Path) -> None:
    with room(tmp_path, sleep=0.6) as opened:
        talk = Talk(opened)
        talk.say(9.8)
        talk.settled(2)
        opened.until(lambda: not opened.meetings.live._meetings[talk.id].awake)
        opened.until(lambda: opened.meetings.live._meetings[talk.id]._ears._listening is None)
        assert all(segment.final for segment in talk.segments().values())
        talk.say(20.2)
        talk.settled(6)
        assert [s.text for s in talk.segments().values()] == TEXTS
        assert opened.meetings.live.lag < 1.0
        talk.stop()


class Late(Know):
    """Its weights take their time."""

    loaded = threading.Event()
    loaders: ClassVar[Mapping[str, Loader]] = {"model": lambda weights: Late.loaded.wait()}

    def __init__(self, model: bool) -> None:
        super().__init__()


VOICES = {
    "task": "generate",
    "runtime": "openai",
    "languages": ["any"],
    "url": "http://127.0.0.1:9",
    "model": "v",
}
"""Weights that need not be on this machine."""


def test_words_come_while_what_tells_voices_apart_is_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = {"use": "tests.test_live_meetings:Late", "from": "audio", "model": "voices"}
    monkeypatch.setattr(Late, "loaded", threading.Event())
    monkeypatch.setattr(live, "READY", 0.1)
    with room(tmp_path, {**LIVE, "speakers": late}, {"voices": VOICES}) as opened:
        talk = Talk(opened)
        try:
            talk.say(20.0)
            talk.settled(4)
            assert {segment.speaker for segment in talk.segments().values()} == {None}
        finally:
            Late.loaded.set()
        opened.until(lambda: {s.speaker for s in talk.segments().values()} == {"S1", "S2"})


def test_a_meeting_left_open_is_stopped(tmp_path: Path) -> None:
    with room(tmp_path, idle=0.8) as opened:
        talk = Talk(opened)
        talk.say(6.0)
        assert opened.ended(talk.id).state == "done"
        assert opened.store.meeting(talk.id).duration == pytest.approx(6.0)
        empty = Talk(opened)
        opened.until(lambda: opened.store.meeting(empty.id).state == "done")
        with pytest.raises(Conflict, match="has been stopped"):
            opened.meetings.live.admit(empty.id, lambda: None)


def test_lag_is_told_and_keeps_others_out(tmp_path: Path) -> None:
    with room(tmp_path, SLOW, most=5) as opened:
        talk = Talk(opened)
        talk.say(60.0)
        opened.until(lambda: any((e["lag"] or 0.0) > 20.0 for e in talk.told("meeting")))
        with pytest.raises(Busy, match="behind"):
            Talk(opened)
        view = opened.meetings.live.view(talk.id)
        assert view is not None
        assert view.lag > 10.0
        # Too much to hear it all now: the recording is listened to anyway.
        started = time.monotonic()
        talk.stop()
        assert time.monotonic() - started < 20.0
        assert opened.store.meeting(talk.id).lag is None
        assert len(talk.segments()) == 6


class Poisoned(Hear):
    """Fails wherever it hears a certain moment."""

    def push(self, item: AudioChunk) -> Iterator[Heard]:
        if item.start <= 12.0 < item.end:
            raise ValueError("no such sound")
        yield from super().push(item)


def test_a_place_that_fails_again_and_again_is_passed_over(tmp_path: Path) -> None:
    poisoned = {**LIVE, "asr": {"use": "tests.test_live_meetings:Poisoned", "from": "audio"}}
    with room(tmp_path, poisoned) as opened:
        talk = Talk(opened)
        talk.say(16.0)
        opened.until(lambda: len(talk.told("error")) == 2)
        talk.settled(2)
        talk.say(14.0)
        opened.until(lambda: "u25200" in talk.segments())
        assert "u10200" not in talk.segments()
        assert {e["stage"] for e in talk.told("error")} == {"asr"}
        talk.stop()
        assert len(talk.segments()) == 6


def test_minutes_that_fail_are_told_of_once(tmp_path: Path) -> None:
    broken = {**LIVE, "summary": {"use": "tests.canned:Wrong", "from": "segments"}}
    with room(tmp_path, broken) as opened:
        talk = Talk(opened)
        for _ in range(3):
            talk.say(10.0)
            time.sleep(0.6)
        talk.settled(6)
        opened.until(lambda: len(talk.told("error")) == 1)
        talk.stop()
        assert [e["stage"] for e in talk.told("error")] == ["summary"]
        assert [s.text for s in talk.segments().values()] != []


def test_a_server_that_stops_takes_the_meeting_up_again(tmp_path: Path) -> None:
    with room(tmp_path) as opened:
        talk = Talk(opened)
        talk.say(12.0)
        talk.settled(2)
        name = talk.id
    with room(tmp_path) as opened:
        assert opened.store.meeting(name).state == "recording"
        sender = opened.meetings.live.admit(name, lambda: None)
        assert sender.samples == 12 * 16_000
        sender.append(noise(18.0))
        opened.until(lambda: len(opened.segments(name)) >= 6)
        sender.stop()
        assert opened.ended(name).state == "done"
        assert len(opened.segments(name)) == len(TEXTS)


def test_channels_are_kept_apart_to_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chunks: list[AudioChunk] = []

    class Heard(Decoding):
        def __iter__(self) -> Iterator[AudioChunk]:
            for chunk in super().__iter__():
                chunks.append(chunk)
                yield chunk

    monkeypatch.setattr("assistant.audio.Decoding", Heard)
    with room(tmp_path) as opened:
        meeting = opened.meetings.add_live(Meeting(""), "recording", 2).id
        sender = opened.meetings.live.admit(meeting, lambda: None)
        sound = np.stack([np.full(8000, 1000), np.full(8000, -3000)], axis=1).astype("<i2")
        sender.append(sound.tobytes())
        sender.stop()
        assert opened.ended(meeting).state == "done"
    sides = [chunk.channels for chunk in chunks if chunk.channels is not None]
    assert sides
    np.testing.assert_allclose(np.concatenate(sides) * 32768, sound, atol=1)


def test_sound_of_an_unknown_meeting_is_kept(tmp_path: Path) -> None:
    left = tmp_path / "live" / "gone.pcm"
    left.parent.mkdir()
    left.write_bytes(b"ab")
    with room(tmp_path):
        assert left.read_bytes() == b"ab"


def test_the_talk_that_is_refined_may_differ(tmp_path: Path) -> None:
    """The second look at the sound finds other words and other voices."""
    with room(tmp_path) as opened:
        talk = Talk(opened)
        talk.say(30.0)
        talk.settled(6)
        edit(opened, talk.id, "rename", "S2", "Bob", None)
        WORLD.talk = (
            Said(0.2, 4.0, "S9", "good morning everybody let us begin with the budget"),
            Said(5.2, 9.0, "S1", "the budget is fine as it stands"),
            Said(10.2, 24.0, "S9", "we decided to ship the release on Friday please check"),
            Said(25.2, 29.0, "S1", "I will check the numbers tomorrow"),
        )
        talk.sender.stop()
        assert opened.ended(talk.id).state == "done"
        segments = talk.segments()
        assert [(s.id, s.speaker) for s in segments.values()][:2] == [
            ("u200", "S1"), ("u5200", "S2"),
        ]  # fmt: skip
        assert len(segments) == 4
        names = {s.id: s.name for s in opened.store.snapshot(talk.id).minutes().speakers}
        assert names == {"S1": None, "S2": "Bob"}
        ids = set(segments)
        for each in opened.store.snapshot(talk.id).records:
            assert set(getattr(each.record, "segments", ())) <= ids
        all_is_told(opened, talk.id)
