"""Transcripts made elsewhere: minutes.json, WebVTT, SubRip and `Name: text` lines."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from charset_normalizer import from_bytes

from assistant.errors import InputError
from assistant.language.words import chinese_share
from assistant.transcripts.lines import Utterance, read_cues, read_lines
from assistant.transcripts.minutes_file import parse_minutes
from assistant.types import Meeting, Minutes, Segment, Speaker


@dataclass(frozen=True, slots=True)
class Transcript:
    """Who said what, and what the file says of the meeting.

    `segments` are in time order. `title` is "" and `date` None where the file has none.
    `language` is an ISO 639-1 code, `duration` the seconds up to the last word.
    """

    segments: tuple[Segment, ...]
    speakers: tuple[Speaker, ...]
    title: str
    date: datetime.date | None
    language: str
    duration: float


SUFFIXES = (".json", ".vtt", ".srt", ".txt")

_UNICODE_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_LEGACY = ["gb18030", "big5", "cp932", "euc_kr", "cp1252", "cp1251", "utf_16_le", "utf_16_be"]


def read_transcript(path: Path) -> Transcript:
    """Reads a transcript by its suffix; times are estimated where the file has none.

    Raises InputError, one line with the file, the line and what would be right.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise InputError(f"{path}: not a transcript; it should end in {', '.join(SUFFIXES)}")
    text = _text(path)
    if suffix == ".json":
        return _from_minutes(parse_minutes(str(path), text))
    return _from_utterances((read_lines if suffix == ".txt" else read_cues)(str(path), text))


def read_minutes(path: Path) -> Minutes:
    """Reads minutes.json whole. Raises InputError as `read_transcript` does."""
    return parse_minutes(str(path), _text(path))


def _text(path: Path) -> str:
    """Text with line breaks as `\\n`, whatever of the usual encodings it was in."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error
    if not data.strip():
        raise InputError(f"{path}: is empty; it should hold a transcript")
    marked = [name for mark, name in _UNICODE_MARKS.items() if data.startswith(mark)]
    try:
        text = data.decode(marked[0] if marked else "utf-8")
    except UnicodeDecodeError:
        guess = from_bytes(data, cp_isolation=_LEGACY).best()
        text = "\0" if guess is None else str(guess)
    if "\0" in text:
        raise InputError(f"{path}: is not text; save the transcript as UTF-8")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _from_minutes(minutes: Minutes) -> Transcript:
    meeting, segments = minutes.meeting, minutes.segments
    language = meeting.language
    if language == "auto":
        language = _language(" ".join(segment.text for segment in segments))
    return Transcript(
        segments=tuple(replace(each, language=each.language or language) for each in segments),
        speakers=_talking(minutes.speakers, segments),
        title=meeting.title,
        date=None if meeting.date == Meeting(id="").date else meeting.date,
        language=language,
        duration=max(meeting.duration or 0.0, _end(segments)),
    )


def _from_utterances(utterances: Iterable[Utterance]) -> Transcript:
    said = sorted(utterances, key=lambda each: each.start)
    language = _language(" ".join(each.text for each in said))
    ids: dict[str, str] = {}
    for each in said:
        if each.name is not None:
            ids.setdefault(each.name, f"S{len(ids) + 1}")
    segments = tuple(
        Segment(
            id=f"g{number}",
            start=each.start,
            end=each.end,
            text=each.text,
            speaker=None if each.name is None else ids[each.name],
            language=language,
        )
        for number, each in enumerate(said, start=1)
    )
    speakers = tuple(Speaker(id=each, name=name) for name, each in ids.items())
    return Transcript(
        segments=segments,
        speakers=_talking(speakers, segments),
        title="",
        date=None,
        language=language,
        duration=_end(segments),
    )


def _talking(speakers: Iterable[Speaker], segments: Iterable[Segment]) -> tuple[Speaker, ...]:
    """The speakers, those only segments name included, with their seconds of talk."""
    known = {speaker.id: replace(speaker, talk_seconds=0.0) for speaker in speakers}
    for segment in segments:
        if segment.speaker is not None:
            speaker = known.setdefault(segment.speaker, Speaker(segment.speaker))
            talked = speaker.talk_seconds + segment.end - segment.start
            known[speaker.id] = replace(speaker, talk_seconds=talked)
    return tuple(known.values())


def _language(text: str) -> str:
    return "zh" if chinese_share(text) > 0.3 else "en"


def _end(segments: Iterable[Segment]) -> float:
    return max((segment.end for segment in segments), default=0.0)
