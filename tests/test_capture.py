"""The file that a live meeting's sound is kept in."""

from __future__ import annotations

import errno
import os
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import InputError
from assistant.meetings.capture import Capture, Whole
from assistant.meetings.listening import as_chunk, load_voices, save_voices
from assistant.types import SAMPLE_RATE, Voices


def test_what_is_written_can_be_read_from_anywhere(tmp_path: Path) -> None:
    kept = Capture(tmp_path / "live" / "m.pcm")
    assert (kept.samples, kept.path.exists()) == (0, False)
    sound = np.arange(-500, 500, dtype="<i2")
    assert kept.append(sound[:600].tobytes()) == 600
    assert kept.append(sound[600:].tobytes()) == 1000
    assert kept.read(0, 5000).tolist() == [[value] for value in sound]
    assert kept.read(990, 5).tolist() == [[490], [491], [492], [493], [494]]
    assert kept.read(1000, 5).tolist() == []
    kept.close()
    with pytest.raises(InputError, match="closed"):
        kept.append(b"ab")


def test_two_channels_stay_apart(tmp_path: Path) -> None:
    kept = Capture(tmp_path / "m.pcm", 2)
    kept.append(np.array([[100, -300], [32767, 1]], "<i2").tobytes())
    chunk = as_chunk(kept.read(0, 1), 0, kept)
    assert chunk.channels is not None
    assert chunk.channels.shape == (1, 2)
    assert chunk.samples.tolist() == chunk.channels.mean(axis=1).tolist()
    # What comes while a piece waits to be heard counts too.
    assert (chunk.offset, chunk.behind) == (0, 1 / SAMPLE_RATE)
    kept.append(np.zeros((8000, 2), "<i2").tobytes())
    assert chunk.behind == 8001 / SAMPLE_RATE
    assert as_chunk(np.zeros((3, 1), np.int16), 0, kept).channels is None
    kept.close()


@pytest.mark.parametrize(("channels", "left"), [(1, 1), (2, 1), (2, 2), (2, 3)])
def test_a_piece_of_a_sample_is_cut_off_when_it_is_opened_again(
    tmp_path: Path, channels: int, left: int
) -> None:
    path = tmp_path / "m.pcm"
    whole = bytes(range(40))
    path.write_bytes(whole + b"x" * left)
    kept = Capture(path, channels)
    assert kept.samples == 40 // (2 * channels)
    assert path.read_bytes() == whole
    kept.append(b"wxyz")
    assert path.read_bytes() == whole + b"wxyz"
    kept.close()


def test_a_full_disk_acknowledges_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Capture(tmp_path / "m.pcm")
    kept.append(b"abcd")
    write = os.write

    def half(file: int, data: bytes) -> int:
        if len(data) <= 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(file, data[:2])

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", half)
        with pytest.raises(InputError, match="No space left on device"):
            kept.append(b"123456")
    assert kept.samples == 2
    assert kept.append(b"ef") == 3
    assert kept.path.read_bytes() == b"abcdef"
    kept.close()


def test_a_reader_is_woken_by_what_comes(tmp_path: Path) -> None:
    kept = Capture(tmp_path / "m.pcm")
    started = time.monotonic()
    threading.Timer(0.1, lambda: kept.append(b"ab" * 10)).start()
    assert kept.wait(9, 30.0) == 10
    assert kept.wait(10, 0.01) == 10
    assert time.monotonic() - started < 10.0
    kept.close()


@given(st.lists(st.binary(max_size=9)), st.sampled_from([1, 2]))
def test_frames_of_any_length_make_whole_samples(frames: list[bytes], channels: int) -> None:
    whole = Whole(channels)
    given = [whole.take(frame) for frame in frames]
    assert all(len(each) % (2 * channels) == 0 for each in given)
    sent = b"".join(frames)
    assert b"".join(given) == sent[: len(sent) // (2 * channels) * 2 * channels]


def test_voices_come_back_as_they_were_kept(tmp_path: Path) -> None:
    path = tmp_path / "m.npz"
    assert load_voices(path) is None
    for names in ((), ("S1", "S2")):
        sums = np.random.default_rng(0).random((len(names), 192)).astype(np.float32)
        save_voices(path, Voices(names, sums, tuple(range(len(names)))))
        kept = load_voices(path)
        assert kept is not None
        assert (kept.names, kept.sizes) == (names, tuple(range(len(names))))
        assert np.array_equal(kept.sums, sums)
    path.write_bytes(path.read_bytes()[:100])
    assert load_voices(path) is None
