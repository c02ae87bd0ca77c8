"""Meetings on their way through the queue: added, cancelled, deleted, two at a time."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import Conflict, InputError, NotFound, StageError
from assistant.exports.minutes_json import as_document
from assistant.fetch import digest
from assistant.meetings import open_input
from assistant.meetings.recorder import SETTLED, Pace
from assistant.types import Meeting
from tests.canned import TALK, WORLD, Shelf, shelf
from tests.recordings import DEMO, convert, tone, write_wav


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Shelf]:
    with shelf(tmp_path) as opened:
        yield opened


def states(kept: Shelf, meeting: str) -> list[str]:
    """The states that a meeting went through."""
    told = [json.loads(e.text)["state"] for e in kept.told[meeting] if e.type == "meeting"]
    return [each for n, each in enumerate(told) if n == 0 or told[n - 1] != each]


def held(kept: Shelf, *meetings: str) -> None:
    """Waits until these meetings hear their first sound, and no more."""
    kept.until(lambda: all(kept.store.meeting(m).duration for m in meetings))
    for meeting in meetings:
        assert kept.meetings.queue.waiting().count(meeting) == 0


def test_from_added_to_done(kept: Shelf) -> None:
    meeting = kept.add("Weekly")
    row = kept.ended(meeting)
    assert states(kept, meeting) == ["created", "processing", "done"]
    assert (row.title, row.language, row.duration) == ("Weekly", "auto", 30.0)
    assert row.run == 1
    assert set(row.progress.values()) == {1.0}
    assert row.eta is None
    assert row.warnings == ()
    assert len(kept.meetings.waveform(meeting)["peaks"]) == 1500
    assert kept.meetings.recording(meeting)[1] == ".wav"
    assert kept.outcomes == [(meeting, "done")]


@pytest.mark.parametrize("workers", [1, 2])
def test_no_more_at_a_time_than_there_are_workers(tmp_path: Path, workers: int) -> None:
    WORLD.hold = threading.Event()
    with shelf(tmp_path, workers) as kept:
        meetings = [kept.add(f"Talk {n}") for n in range(4)]
        kept.until(lambda: kept.meetings.queue.waiting() == meetings[workers:])
        places = [d.queue for d in kept.meetings.describe(kept.store.page(9, None).meetings)]
        assert places == [*range(4 - workers, 0, -1), *[None] * workers]
        WORLD.hold.set()
        for meeting in meetings:
            assert kept.ended(meeting).state == "done"
        assert WORLD.most <= workers
        if workers == 1:
            assert [name for name, _ in kept.outcomes] == meetings
        documents = [as_document(kept.store.snapshot(m).minutes()) for m in meetings]
        for document in documents:
            del document["meeting"], document["provenance"]
        assert documents == [documents[0]] * 4


def test_what_waits_is_cancelled_at_once(kept: Shelf) -> None:
    WORLD.hold = threading.Event()
    first, second = kept.add("One"), kept.add("Two")
    held(kept, first)
    row = kept.meetings.cancel(second)
    assert (row.state, row.reason) == ("failed", "cancelled")
    with pytest.raises(Conflict):
        kept.meetings.cancel(second)
    WORLD.hold.set()
    assert kept.ended(first).state == "done"
    assert kept.store.meeting(second).run == 0
    assert kept.again(second, None).state == "done"


def test_what_runs_is_cancelled_and_goes_on_later(kept: Shelf) -> None:
    WORLD.hold = threading.Event()
    meeting = kept.add()
    held(kept, meeting)
    with pytest.raises(Conflict, match="is being processed"):
        kept.meetings.rerun(meeting, "asr")
    kept.meetings.cancel(meeting)
    WORLD.hold.set()
    row = kept.ended(meeting)
    assert (row.state, row.reason, row.failed_stage) == ("failed", "cancelled", None)
    assert kept.outcomes == [(meeting, "cancelled")]
    WORLD.hold = None
    assert kept.again(meeting, None).state == "done"
    assert len(kept.segments(meeting)) == len(TALK)


def test_cancelled_before_anything_was_heard(kept: Shelf) -> None:
    for n in range(10):
        meeting = kept.add(f"Talk {n}", seconds=200.0)
        kept.meetings.cancel(meeting)
        kept.until(lambda name=meeting: kept.store.meeting(name).state == "failed")  # type: ignore[misc]
        assert kept.store.meeting(meeting).reason == "cancelled"
    assert kept.meetings.queue.waiting() == []


@pytest.mark.parametrize("running", [True, False])
def test_deleting_leaves_neither_rows_nor_files(kept: Shelf, running: bool) -> None:
    WORLD.hold = threading.Event()
    first, second = kept.add("One"), kept.add("Two")
    held(kept, first)
    meeting = first if running else second
    threading.Timer(0.2, WORLD.hold.set).start()
    kept.meetings.delete(meeting)
    with pytest.raises(NotFound):
        kept.store.meeting(meeting)
    with pytest.raises(NotFound):
        kept.meetings.delete(meeting)
    assert kept.ended(second if running else first).state == "done"
    assert not (kept.folder / "meetings" / meeting).exists()
    assert kept.store.events_after(meeting, 0) == ()
    assert kept.removed == [meeting]
    if running:
        assert kept.outcomes[0] == (meeting, "deleted")


def test_many_deleted_at_any_moment(tmp_path: Path) -> None:
    with shelf(tmp_path, 2) as kept:
        meetings = [kept.add(f"Talk {n}") for n in range(12)]
        threads = [
            threading.Timer(0.05 * n, kept.meetings.delete, (meeting,))
            for n, meeting in enumerate(meetings[::2])
        ]
        for thread in threads:
            thread.start()
        for meeting in meetings[1::2]:
            assert kept.ended(meeting).state == "done"
        for thread in threads:
            thread.join()
        assert {p.name for p in (tmp_path / "meetings").iterdir()} == set(meetings[1::2])


def test_an_error_that_nobody_expected_fails_the_meeting_only(kept: Shelf) -> None:
    WORLD.hold = threading.Event()
    first, second, third = kept.add("One"), kept.add("Two"), kept.add("Three")
    held(kept, first)
    (kept.folder / "meetings" / second / "recording.wav").unlink()
    folder = kept.folder / "meetings" / third / "waveform.json"
    folder.mkdir()
    WORLD.hold.set()
    assert "recording.wav" not in (kept.ended(second).reason or "")
    assert kept.store.meeting(second).state == "failed"
    row = kept.ended(third)
    assert row.state == "failed"
    assert row.reason == "Is a directory: try again; the log has the details"
    folder.rmdir()
    assert kept.again(third, None).state == "done"


def test_what_the_server_was_at_goes_on_at_the_next_start(tmp_path: Path) -> None:
    WORLD.hold = threading.Event()
    with shelf(tmp_path) as kept:
        meetings = [kept.add(f"Talk {n}") for n in range(2)]
        held(kept, meetings[0])
        threading.Timer(0.2, WORLD.hold.set).start()
        kept.meetings.queue.stop()
        assert kept.store.meeting(meetings[0]).state == "processing"
        assert kept.store.pending() == tuple(meetings)
    with shelf(tmp_path) as kept:
        for meeting in meetings:
            assert kept.ended(meeting).state == "done"
            assert len(kept.segments(meeting)) == len(TALK)


def test_without_speech_the_minutes_are_empty(kept: Shelf) -> None:
    WORLD.talk = ()
    meeting = kept.processed()
    minutes = kept.store.snapshot(meeting).minutes()
    assert not (minutes.segments or minutes.chapters or minutes.action_items)
    assert kept.again(meeting, "asr").state == "done"
    WORLD.talk = TALK
    kept.again(meeting, "speakers")
    kept.again(meeting, "asr")
    assert len(kept.segments(meeting)) == len(TALK)
    WORLD.talk = ()
    kept.again(meeting, "asr")
    assert kept.segments(meeting) == []
    assert kept.store.snapshot(meeting).minutes().action_items == ()


def test_a_transcript_needs_no_sound(kept: Shelf, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("Ann: We will ship it on Monday.\nBob: I will write to Carl.\n", "utf-8")
    meeting = kept.meetings.add(path, "talk.txt", Meeting(""), "recording").id
    assert kept.ended(meeting).state == "done"
    assert set(kept.ran).isdisjoint({"asr", "speakers", "segments", "draft"})
    minutes = kept.store.snapshot(meeting).minutes()
    assert [s.name for s in minutes.speakers] == ["Ann", "Bob"]
    assert minutes.action_items
    first = minutes.segments[0].id
    kept.meetings.edit(meeting, lambda e: e.segment(first, "We will wait.", None, False, None))
    for node in ("punctuation", "summary"):
        kept.again(meeting, node)
        assert kept.store.snapshot(meeting).minutes().summary.points[0].text == "We will wait."
    for call in (kept.meetings.recording, kept.meetings.waveform):
        with pytest.raises(NotFound):
            call(meeting)


def test_what_is_damaged_is_said_without_our_paths(kept: Shelf, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(DEMO.read_bytes()[: DEMO.stat().st_size // 2])
    meeting = kept.meetings.add(path, "Weekly.opus", Meeting(""), "recording").id
    (warning,) = kept.ended(meeting).warnings
    assert warning.startswith("Weekly is cut off")
    assert kept.again(meeting, "asr").warnings == (warning,)


def test_what_browsers_do_not_play_is_made_playable(kept: Shelf, tmp_path: Path) -> None:
    path = convert(write_wav(tmp_path / "a.wav", tone(8.0)), tmp_path / "a.aiff")
    meeting = kept.meetings.add(path, "a.AIFF", Meeting(""), "recording").id
    kept.ended(meeting)
    assert kept.meetings.recording(meeting)[1] == ".m4a"


@pytest.mark.parametrize("name", ["notes.wav", "../notes.wav", "notes", "notes.md.wav"])
def test_what_is_no_recording_is_refused_by_its_own_name(
    kept: Shelf, tmp_path: Path, name: str
) -> None:
    path = tmp_path / "file"
    path.write_text("These are notes. " * 50, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        kept.meetings.add(path, name, Meeting(""), "recording")
    assert str(caught.value).startswith(f"{name} is not a recording")
    assert path.exists()
    assert kept.store.page(9, None).total == 0
    assert not list((kept.folder / "meetings").iterdir())


def test_the_same_bytes_are_known(kept: Shelf, tmp_path: Path) -> None:
    meeting = kept.processed()
    copy = write_wav(tmp_path / "copy.wav", tone(30.0))
    found = kept.meetings.same(digest(copy))
    assert found is not None
    assert found.id == meeting
    assert kept.meetings.same(digest(copy), pipeline="quick") is None
    assert kept.meetings.same(digest(write_wav(tmp_path / "other.wav", tone(29.0)))) is None


def test_a_file_kept_from_this_thread(tmp_path: Path) -> None:
    kept = Shelf(tmp_path)
    path = write_wav(tmp_path / "talk.wav", tone(30.0))
    given = open_input(path, Meeting("", date=date(2026, 1, 5)))
    WORLD.broken = {"chapters"}
    with pytest.raises(StageError, match="stage chapters failed"):
        kept.meetings.keep(given, "recording", kept.ran.append)  # type: ignore[arg-type]
    (listed,) = kept.store.page(9, None).meetings
    assert (listed.meeting.state, listed.meeting.failed_stage) == ("failed", "chapters")
    WORLD.broken = set()
    done = kept.meetings.keep(given, "recording", lambda event: None)
    assert done.minutes.meeting.id == listed.meeting.id
    assert done.minutes.chapters
    kept.ran.clear()
    again = kept.meetings.keep(given, "recording", kept.ran.append)  # type: ignore[arg-type]
    assert again.minutes == done.minutes
    assert kept.ran == []
    assert path.exists()
    kept.store.close()


def test_a_recording_without_a_single_sample_fails_with_its_name(
    kept: Shelf, tmp_path: Path
) -> None:
    path = write_wav(tmp_path / "file", np.zeros(0, np.float32))
    row = kept.ended(kept.meetings.add(path, "empty.wav", Meeting(""), "recording").id)
    assert (row.state, row.failed_stage) == ("failed", None)
    assert (row.reason or "").startswith("empty holds no audio that can be decoded")


def test_the_time_to_go_is_that_of_the_pace_since_something_moved() -> None:
    pace = Pace()
    assert [pace.left(now, 0.0) for now in (0.0, 60.0)] == [None, None]
    assert pace.left(60.0, 0.01) is None
    assert pace.left(60.5, 0.2) is None
    assert pace.left(60.0 + SETTLED, 0.01) is None
    assert pace.left(70.0, 0.11) == pytest.approx(89.0)
    assert pace.left(80.0, 0.21) == pytest.approx(79.0)
    assert pace.left(159.0, 1.0) is None
