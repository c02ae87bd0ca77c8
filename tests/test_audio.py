"""Anything ffmpeg reads becomes 16 kHz mono; what cannot be read gets one clear line."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant import audio
from assistant.audio import Decoding, probe
from assistant.errors import InputError
from assistant.types import SAMPLE_RATE
from tests.recordings import DEMO, convert, tone, write_wav


def decoded(path: Path, chunk_seconds: float = 5.0) -> tuple[Decoding, np.ndarray]:
    decoding = Decoding(path, chunk_seconds)
    chunks = list(decoding)
    assert [c.offset for c in chunks] == list(
        np.cumsum([0, *(len(c.samples) for c in chunks[:-1])])
    )
    return decoding, np.concatenate([c.samples for c in chunks])


def pitch(samples: np.ndarray) -> float:
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.argmax(spectrum)) * SAMPLE_RATE / len(samples)


@pytest.mark.parametrize(
    ("suffix", "options"),
    [
        ("wav", ("-ar", "8000")),
        ("wav", ("-ar", "96000", "-ac", "6")),
        ("mp3", ()),
        ("flac", ("-ac", "2")),
        ("m4a", ()),
        ("ogg", ("-c:a", "libopus")),
        ("mkv", ("-f", "matroska")),
    ],
)
def test_any_format_becomes_16_khz_mono(
    tmp_path: Path, suffix: str, options: tuple[str, ...]
) -> None:
    source = write_wav(tmp_path / "source.wav", tone(3.0))
    _, samples = decoded(convert(source, tmp_path / f"made.{suffix}", *options))
    assert len(samples) / SAMPLE_RATE == pytest.approx(3.0, abs=0.1)
    assert samples.dtype == np.float32
    assert pitch(samples) == pytest.approx(440.0, abs=2.0)


def test_two_channels_come_beside_their_mean(tmp_path: Path) -> None:
    left, right = tone(3.0), np.zeros(3 * SAMPLE_RATE, np.float32)
    raw = tmp_path / "apart.pcm"
    raw.write_bytes((np.stack([left, right], 1) * 32767).astype("<i2").tobytes())
    audio.flac(raw, 2, tmp_path / "apart.flac", lambda: None)
    decoding = Decoding(tmp_path / "apart.flac", 0.7, channels=2)
    chunks = list(decoding)
    assert decoding.seconds == pytest.approx(3.0)
    sides = np.concatenate([c.channels for c in chunks if c.channels is not None])
    np.testing.assert_allclose(sides, np.stack([left, right], 1), atol=1e-4)
    mean = np.concatenate([chunk.samples for chunk in chunks])
    np.testing.assert_allclose(mean, left / 2, atol=1e-4)
    assert chunks[1].offset == len(chunks[0].samples)


def test_a_video_gives_its_sound(tmp_path: Path) -> None:
    source = write_wav(tmp_path / "source.wav", tone(2.0))
    video = convert(
        source,
        tmp_path / "made.mp4",
        *("-f", "lavfi", "-i", "color=size=64x64:duration=2", "-map", "0:a", "-map", "1:v"),
        *("-shortest", "-c:a", "aac"),
    )
    assert decoded(video)[0].seconds == pytest.approx(2.0, abs=0.1)


def test_the_cut_into_chunks_changes_nothing() -> None:
    whole = decoded(DEMO, 1000.0)[1]
    assert np.array_equal(decoded(DEMO, 0.7)[1], whole)
    assert len(whole) / SAMPLE_RATE == pytest.approx(probe(DEMO).duration or 0.0, abs=0.1)


@pytest.mark.parametrize("suffix", ["wav", "flac", "mp3", "opus"])
def test_a_cut_off_recording_gives_what_decodes_and_a_warning(tmp_path: Path, suffix: str) -> None:
    noise = np.random.default_rng(0).normal(0, 0.1, 10 * SAMPLE_RATE).astype(np.float32)
    source = write_wav(tmp_path / "source.wav", noise)
    whole = source if suffix == "wav" else convert(source, tmp_path / f"whole.{suffix}")
    cut = tmp_path / f"cut.{suffix}"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    decoding, samples = decoded(cut)
    assert 2.0 < len(samples) / SAMPLE_RATE < 8.0
    assert decoding.warning is not None
    assert str(cut) in decoding.warning
    assert decoded(whole)[0].warning is None


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("missing.mp3", None, "does not exist"),
        ("empty.mp3", b"", "is empty"),
        ("notes.mp3", b"These are the notes of Monday.\n" * 50, "is not a recording"),
        ("random.wav", bytes(range(256)) * 40, "is not a recording"),
    ],
)
def test_what_is_no_recording_gets_one_line(
    tmp_path: Path, name: str, content: bytes | None, line: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        list(Decoding(path))
    assert line in str(caught.value)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_directory_is_no_recording(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a directory"):
        probe(tmp_path)


def test_a_picture_has_no_sound(tmp_path: Path) -> None:
    picture = tmp_path / "picture.png"
    source = write_wav(tmp_path / "source.wav", tone(0.1))
    convert(
        source,
        picture,
        *("-f", "lavfi", "-i", "color=size=16x16:duration=1", "-map", "1:v", "-frames:v", "1"),
    )
    with pytest.raises(InputError, match="has no sound"):
        probe(picture)


def test_a_playlist_cannot_make_ffmpeg_open_other_addresses(tmp_path: Path) -> None:
    playlist = tmp_path / "list.m3u8"
    playlist.write_text("#EXTM3U\n#EXTINF:10,\nhttp://127.0.0.1:9/secret.ts\n#EXT-X-ENDLIST\n")
    with pytest.raises(InputError):
        list(Decoding(playlist))


def test_the_wheel_stands_in_for_a_missing_ffmpeg(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    audio.binary.cache_clear()
    try:
        assert Path(audio.binary()).parent != tmp_path
        assert decoded(DEMO)[0].seconds == pytest.approx(79.3, abs=0.1)
    finally:
        audio.binary.cache_clear()


def test_memory_does_not_grow_with_the_recording(tmp_path: Path) -> None:
    longer = audio.repeated(DEMO, 3, tmp_path)
    sizes = [len(chunk.samples) for chunk in Decoding(longer, 2.0)]
    assert max(sizes) == 2 * SAMPLE_RATE
    assert sum(sizes) / SAMPLE_RATE == pytest.approx(3 * 79.3, abs=0.5)
