"""Transcripts written as lines: WebVTT and SubRip cues, `Name: text`."""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.errors import InputError
from assistant.language.words import CJK, chinese_share

WORDS_PER_SECOND = 150 / 60
CHARACTERS_PER_SECOND = 240 / 60
"""Usual rates of speech in English and Chinese meetings."""

GAP = 1.0
LONGEST = 60.0
"""Cues of one speaker closer than `GAP` seconds make one utterance up to `LONGEST` seconds."""

_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})(?:[.,](\d{1,3}))?"
_TIME_LINE = re.compile(r"-->|\s*\d+:[\d:.,]+\s*[-–—]+>")
_CUE_TIMES = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?$", re.ASCII)
_LINE_TIME = re.compile(rf"[\[(]?{_TIME}(?:\s*(?:-->|[-–])\s*{_TIME})?[\])]?\s+", re.ASCII)
_NAMED = re.compile(r"([^\s:：][^:：]{0,59}?)\s*[:：](?!//|\d\d\b)\s*(.*)$")
_NOT_A_NAME = re.compile(r"[,;?!，。；？！、<>]|[^\W\d_]{4,}\.")
_UNKNOWN = {"unknown speaker", "unknown", "未知发言人"}
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?[ \t]+([^<>]*)>")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<\d[\d:.]*>|\{\\[^{}]*\}")
_CJK_CHAR = re.compile(f"[{CJK}]")
_STOPS = tuple(".?!…。？！")


@dataclass(frozen=True, slots=True)
class Utterance:
    """What one person said in one go; `name` is None where the file does not tell."""

    name: str | None
    text: str
    start: float
    end: float


def read_cues(name: str, text: str) -> list[Utterance]:
    """Reads WebVTT or SubRip; a cue without a name goes on with the speaker before it.

    Raises InputError, which names the file and the line.
    """
    lines = text.split("\n")
    webvtt = name.lower().endswith(".vtt")
    if webvtt and not lines[0].startswith("WEBVTT"):
        raise InputError(f"{name} line 1: {_shown(lines[0])} should be WEBVTT")
    starts = [at for at, line in enumerate(lines) if _TIME_LINE.search(line)]
    if not starts and not webvtt:
        raise InputError(f"{name} line 1: no cue; one is '00:00:01,000 --> 00:00:04,000' and text")
    said: list[Utterance] = []
    speaker = ""
    for at, following in itertools.pairwise([*starts, len(lines)]):
        start, end = _cue_times(name, at, lines[at])
        parts = _voices if webvtt else _named_lines
        for voice, words in parts(_payload(lines[at + 1 : following], webvtt=webvtt)):
            speaker = speaker if voice is None else voice
            said.append(Utterance(speaker or None, words, start, end))
    return _joined(sorted(said, key=lambda each: each.start))


def _cue_times(name: str, at: int, line: str) -> tuple[float, float]:
    match = _CUE_TIMES.match(line)
    if match is None:
        right = "00:00:01.000 --> 00:00:04.000"
        raise InputError(f"{name} line {at + 1}: {_shown(line)} should be like {right}")
    start, end = _seconds(match.groups()[:4]), _seconds(match.groups()[4:])
    if end < start:
        raise InputError(f"{name} line {at + 1}: the cue ends before it starts; swap its times")
    return start, end


def _payload(lines: Sequence[str], *, webvtt: bool) -> str:
    """A cue's text without what belongs to the next cue: its number, a name, a note."""
    if webvtt:
        return "\n".join(lines).split("\n\n")[0].removeprefix("\n")
    kept = [line for line in lines if line.strip()]
    return "\n".join(kept[:-1] if len(kept) > 1 and kept[-1].strip().isdecimal() else kept)


def _voices(payload: str) -> Iterator[tuple[str | None, str]]:
    """Who says what in a WebVTT cue: None goes on, "" is nobody known."""
    before, *voices = _VOICE.split(payload)
    yield from ((who, html.unescape(text)) for who, text in _named_lines(before))
    for name, text in zip(voices[::2], voices[1::2], strict=True):
        if plain := _plain(text):
            yield _known(html.unescape(name)), html.unescape(plain)


def _named_lines(payload: str) -> Iterator[tuple[str | None, str]]:
    """Who says what in a cue whose lines may begin with a name."""
    who: str | None = None
    said: list[str] = []
    for line in map(_plain, payload.split("\n")):
        named = _name_and_text(line.removeprefix("- "))
        if named and "".join(said):
            yield who, " ".join(said)
            said = []
        who = named[0] if named else who
        said.append(named[1] if named else line)
    if text := " ".join(said).strip():
        yield who, text


def _plain(text: str) -> str:
    return " ".join(_TAG.sub("", text).split())


def _known(name: str) -> str:
    name = " ".join(name.split())
    return "" if name.lower() in _UNKNOWN else name


def _name_and_text(line: str) -> tuple[str, str] | None:
    """`Name: text` taken apart, None where what stands before the colon is no name."""
    match = _NAMED.match(line)
    if match is None:
        return None
    name, text = match.groups()
    parts = name.split()
    long = len(parts) > 5 or len(_CJK_CHAR.findall(name)) > 8
    if long or parts[0][0].islower() or name.isdecimal() or _NOT_A_NAME.search(name):
        return None
    return _known(name), text


def _joined(said: Sequence[Utterance]) -> list[Utterance]:
    """Cues that cut one speaker's sentence become one utterance again."""
    whole: list[Utterance] = []
    for each in said:
        last = whole[-1] if whole else None
        if (
            last is not None
            and last.name == each.name
            and not last.text.endswith(_STOPS)
            and each.start - last.end <= GAP
            and each.end - last.start <= LONGEST
        ):
            blank = "" if chinese_share(last.text[-1] + each.text[0]) == 1.0 else " "
            text = f"{last.text}{blank}{each.text}"
            whole[-1] = Utterance(last.name, text, last.start, max(last.end, each.end))
        else:
            whole.append(each)
    return whole


@dataclass(slots=True)
class _Line:
    """A `Name: text` line and those that continue it; `start` is None where none is given."""

    name: str
    text: str
    start: float | None
    end: float | None = None


def read_lines(name: str, text: str) -> list[Utterance]:
    """Reads `Name: text` lines, each with `[hh:mm:ss]` before it or not.

    Times that are not given are estimated from usual rates of speech, so that they rise.
    Raises InputError, which names the file and the line.
    """
    said: list[_Line] = []
    reached = 0.0
    for number, line in enumerate(map(str.strip, text.split("\n")), start=1):
        if not line:
            continue
        parsed = _parse(line)
        if parsed is None and not said:
            raise InputError(f"{name} line {number}: {_shown(line)} should be like 'Name: text'")
        if parsed is None:
            said[-1].text = f"{said[-1].text} {line}".strip()
            continue
        if parsed.start is not None:
            if parsed.start < reached:
                raise InputError(f"{name} line {number}: time goes back; put lines in time order")
            reached = parsed.start
        said.append(parsed)
    spoken = [each for each in said if each.text]
    return _timed(spoken) if spoken else []


def _parse(line: str) -> _Line | None:
    time = _LINE_TIME.match(line + " ")
    named = _name_and_text(line[time.end() :] if time else line)
    if named is None:
        return None
    if time is None:
        return _Line(*named, start=None)
    end = _seconds(time.groups()[4:]) if time[6] else None
    return _Line(*named, start=_seconds(time.groups()[:4]), end=end)


def _timed(said: Sequence[_Line]) -> list[Utterance]:
    lengths = [_length(each.text) for each in said]
    starts = _starts([each.start for each in said], lengths)
    utterances = []
    for each, start, length, following in zip(
        said, starts, lengths, [*starts[1:], float("inf")], strict=True
    ):
        end = start + length
        if start < following < end:
            end = following
        if each.end is not None and each.end > start:
            end = each.end
        utterances.append(Utterance(each.name or None, each.text, start, end))
    return utterances


def _starts(given: Sequence[float | None], lengths: Sequence[float]) -> list[float]:
    """Start times; lines without one share the room up to the next that has one."""
    known = [at for at, start in enumerate(given) if start is not None and at > 0]
    starts: list[float] = []
    for first, last in itertools.pairwise([0, *known, len(given)]):
        start, needed = given[first] or 0.0, sum(lengths[first:last])
        target = given[last] if last < len(given) else None
        room = needed if target is None else min(target - start, needed)
        for length in lengths[first:last]:
            starts.append(start)
            start += length * room / needed
    return starts


def _length(text: str) -> float:
    """How long it takes to say, seconds."""
    characters = len(_CJK_CHAR.findall(text))
    words = sum(any(map(str.isalnum, word)) for word in _CJK_CHAR.sub(" ", text).split())
    return max(words / WORDS_PER_SECOND + characters / CHARACTERS_PER_SECOND, 0.5)


def _seconds(fields: Sequence[str | None]) -> float:
    hour, minute, second, fraction = (field or "0" for field in fields)
    return int(hour) * 3600 + int(minute) * 60 + int(second) + float(f"0.{fraction}")


def _shown(line: str) -> str:
    return repr(line if len(line) <= 60 else line[:57] + "…")
