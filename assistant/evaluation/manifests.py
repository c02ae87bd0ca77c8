"""Which recordings to measure on, and where their reference files are."""

from __future__ import annotations

import datetime
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml
from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from assistant.errors import InputError

AUDIO_SUFFIXES = frozenset(
    {".aac", ".flac", ".m4a", ".mkv", ".mov", ".mp3", ".mp4", ".ogg", ".opus", ".wav", ".webm"}
)


@dataclass(frozen=True, slots=True, config=ConfigDict(extra="forbid"))
class Recording:
    """One line of a manifest: a recording, its reference files and what a user would tell.

    `truth` is a JSON file with turns and minutes, `rttm` says who spoke when, `stm` who said
    what when, `text` what was said.
    """

    audio: Path
    truth: Path | None = None
    rttm: Path | None = None
    stm: Path | None = None
    text: Path | None = None
    language: str | None = None
    title: str | None = None
    date: datetime.date | None = None
    speakers: int | None = None
    hotwords: tuple[str, ...] = ()


def read_manifest(path: Path) -> tuple[Recording, ...]:
    """The recordings of a manifest (YAML, JSON or JSON lines) or of a folder.

    Paths in a manifest are relative to it. In a folder, every audio file counts that has a
    `.truth.json`, `.rttm`, `.stm` or `.txt` of the same stem beside it. Raises `InputError`.
    """
    if path.is_dir():
        found = tuple(beside(audio) for audio in sorted(path.iterdir()) if _is_audio(audio))
        recordings = tuple(recording for recording in found if _has_reference(recording))
    elif path.is_file():
        recordings = tuple(_entry(path, entry) for entry in _entries(path))
    else:
        raise InputError(f"{path}: no such manifest or folder")
    if not recordings:
        raise InputError(f"{path}: no recording with a reference file")
    for recording in recordings:
        if not _has_reference(recording):
            raise InputError(f"{path}: {recording.audio.name} needs truth, rttm, stm or text")
    stems = Counter(recording.audio.stem for recording in recordings)
    if twice := [stem for stem, count in stems.items() if count > 1]:
        raise InputError(f"{path}: more than one recording is named {twice[0]}")
    return recordings


def read_text(path: Path) -> str:
    """A file as text. Raises `InputError`."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read: {error}") from error


def _is_audio(path: Path) -> bool:
    return path.is_file() and path.suffix.lower() in AUDIO_SUFFIXES


def beside(audio: Path) -> Recording:
    """A recording with the references that lie beside it."""

    def sibling(suffix: str) -> Path | None:
        path = audio.with_name(audio.stem + suffix)
        return path if path.is_file() else None

    return Recording(
        audio,
        truth=sibling(".truth.json"),
        rttm=sibling(".rttm"),
        stm=sibling(".stm"),
        text=sibling(".txt"),
    )


def _entries(path: Path) -> list[Any]:
    text = read_text(path)
    try:
        if path.suffix == ".jsonl":
            return [json.loads(line) for line in text.splitlines() if line.strip()]
        entries = yaml.safe_load(text)
    except (yaml.YAMLError, json.JSONDecodeError) as error:
        reason = " ".join(str(error).split())
        raise InputError(f"{path}: not YAML, JSON or JSON lines: {reason}") from error
    if not isinstance(entries, list):
        raise InputError(f"{path}: a manifest is a list of entries with 'audio' and 'truth'")
    return entries


def _entry(manifest: Path, entry: Any) -> Recording:
    try:
        recording = TypeAdapter(Recording).validate_python(entry)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "entry"
        raise InputError(f"{manifest}: {place} of {entry}: {first['msg']}") from error
    folder = manifest.parent
    return replace(
        recording,
        audio=folder / recording.audio,
        truth=recording.truth and folder / recording.truth,
        rttm=recording.rttm and folder / recording.rttm,
        stm=recording.stm and folder / recording.stm,
        text=recording.text and folder / recording.text,
    )


def _has_reference(recording: Recording) -> bool:
    return any((recording.truth, recording.rttm, recording.stm, recording.text))
