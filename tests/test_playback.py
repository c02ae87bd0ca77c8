"""A waveform to draw and a file that browsers play, of real recordings."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from assistant.audio import probe
from assistant.errors import Cancelled, InputError
from assistant.playback import POINTS, browser_plays, playable, waveform
from assistant.types import SAMPLE_RATE
from tests.recordings import DEMO, convert, tone, write_wav


def test_the_waveform_shows_what_is_loud(tmp_path: Path) -> None:
    quiet, loud = np.zeros(2 * SAMPLE_RATE, np.float32), tone(1.0, level=0.5)
    heard = waveform(write_wav(tmp_path / "a.wav", np.concatenate([quiet, loud, quiet])))
    assert heard.duration == 5.0
    assert heard.warning is None
    assert len(heard.peaks) == 250
    assert max(heard.peaks[:100]) == max(heard.peaks[150:]) == 0.0
    assert heard.peaks[100:150] == pytest.approx([0.5] * 50, abs=0.01)


@pytest.mark.parametrize("seconds", [0.01, 0.05, 79.99, 80.01, 200.03])
def test_the_waveform_has_few_points_however_long_it_is(tmp_path: Path, seconds: float) -> None:
    heard = waveform(write_wav(tmp_path / "a.wav", tone(seconds)))
    assert heard.duration == pytest.approx(seconds, abs=1e-4)
    assert 0 < len(heard.peaks) <= POINTS
    assert all(0.0 <= peak <= 1.0 for peak in heard.peaks)
    assert min(heard.peaks) > 0.1


def test_what_is_cut_off_is_said(tmp_path: Path) -> None:
    path = tmp_path / "cut.opus"
    path.write_bytes(DEMO.read_bytes()[: DEMO.stat().st_size // 2])
    assert "cut off" in (waveform(path).warning or "")


def test_it_ends_when_it_is_not_wanted_any_more(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "a.wav", np.tile(tone(60.0), 20))

    def stop() -> None:
        raise Cancelled("enough")

    started = time.monotonic()
    with pytest.raises(Cancelled):
        waveform(path, stop)
    with pytest.raises(Cancelled):
        playable(path, tmp_path / "a.m4a", stop)
    assert time.monotonic() - started < 5.0


@pytest.mark.parametrize(
    ("name", "options", "plays"),
    [
        ("a.wav", (), True),
        ("a.wav", ("-c:a", "pcm_mulaw"), False),
        ("a.mp3", (), True),
        ("a.ogg", ("-c:a", "libopus"), True),
        ("a.opus", (), True),
        ("a.flac", (), True),
        ("a.m4a", (), True),
        ("a.webm", ("-c:a", "libopus"), True),
        ("a.aiff", (), False),
        ("a.wma", (), False),
        ("a.mkv", ("-c:a", "flac"), False),
    ],
)
def test_what_browsers_play(
    tmp_path: Path, name: str, options: tuple[str, ...], plays: bool
) -> None:
    path = convert(DEMO, tmp_path / name, "-t", "2", *options)
    assert browser_plays(path) is plays


@pytest.mark.parametrize("options", [("-c:a", "pcm_mulaw", "-ar", "8000"), ("-ac", "6")])
def test_what_is_made_playable_is_as_long_and_plays(
    tmp_path: Path, options: tuple[str, ...]
) -> None:
    source = convert(DEMO, tmp_path / "it's 100% a.wav", "-t", "10", *options)
    target = tmp_path / ".b"
    target.write_bytes(b"left by an earlier try")
    playable(source, target)
    assert browser_plays(target)
    assert probe(target).duration == pytest.approx(10.0, abs=0.2)


def test_what_is_no_recording_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.wav"
    path.write_text("notes", encoding="utf-8")
    for call in (waveform, browser_plays):
        with pytest.raises(InputError):
            call(path)
    with pytest.raises(InputError, match="cannot be made playable"):
        playable(path, tmp_path / "b.m4a")
