"""What every format asks of minutes: names, moments, language, time order."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from assistant.exports.labels import Labels, labels_for
from assistant.exports.options import DEFAULTS, Options
from assistant.types import (
    ActionItem,
    Decision,
    Minutes,
    Point,
    Question,
    Segment,
    SpeakerPoint,
)

Receipted = TypeVar("Receipted", Point, SpeakerPoint, Question, Decision, ActionItem)

_NUMBERED = re.compile(r"S(\d+)")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""What XML, and so most of the formats, has no place for."""


@dataclass(frozen=True, slots=True)
class View:
    """Minutes with their speakers and segments looked up by id.

    `timestamps` and `speakers` say whether they are to be written.
    """

    minutes: Minutes
    language: str
    labels: Labels
    names: dict[str, str | None]
    starts: dict[str, float]
    segments: tuple[Segment, ...]
    timestamps: bool = True
    speakers: bool = True

    @classmethod
    def of(cls, minutes: Minutes, options: Options = DEFAULTS) -> View:
        language = _language(minutes)
        segments = tuple(sorted(minutes.segments, key=lambda segment: segment.start))
        return cls(
            minutes=minutes,
            language=language,
            labels=labels_for(language),
            names={speaker.id: speaker.name for speaker in minutes.speakers},
            starts={segment.id: segment.start for segment in segments},
            segments=segments,
            timestamps=options.timestamps is not False,
            speakers=options.speakers is not False,
        )

    @property
    def duration(self) -> float:
        """Seconds: the meeting's length if known, else up to the end of the last segment."""
        ends = (segment.end for segment in self.segments)
        return self.minutes.meeting.duration or max(ends, default=0.0)

    def name(self, speaker: str | None) -> str:
        """What a person reads: the name, "Speaker 2" for an unnamed S2, or the id itself."""
        if speaker is None:
            return self.labels.unknown_speaker
        if name := self.names.get(speaker):
            return flat(name)
        numbered = _NUMBERED.fullmatch(speaker)
        return f"{self.labels.speaker} {numbered[1]}" if numbered else flat(speaker)

    def start(self, segments: Iterable[str]) -> float | None:
        """When the earliest of these segments begins, None if none of them exists."""
        return min((self.starts[each] for each in segments if each in self.starts), default=None)

    def in_order(self, lines: Iterable[Receipted]) -> list[Receipted]:
        """Lines of the minutes in the order of the moments they rest on, those of none last."""
        return sorted(lines, key=lambda line: self._moment(line.segments))

    def _moment(self, segments: Iterable[str]) -> float:
        start = self.start(segments)
        return math.inf if start is None else start


def _language(minutes: Minutes) -> str:
    if minutes.meeting.language != "auto":
        return minutes.meeting.language
    spoken = Counter[str]()
    for segment in minutes.segments:
        if segment.language:
            spoken[segment.language] += len(segment.text)
    return max(spoken, key=lambda code: spoken[code], default="auto")


def flat(text: str) -> str:
    """Text on one line, without control characters: every run of blanks becomes one blank."""
    return " ".join(_UNSEEN.sub("", text).split())


def clock(seconds: float) -> str:
    """`hh:mm:ss`, rounded down."""
    minutes, second = divmod(int(seconds), 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02d}:{minute:02d}:{second:02d}"


def short_clock(seconds: float) -> str:
    """`mm:ss`, or `h:mm:ss` from one hour on, rounded down."""
    minutes, second = divmod(int(seconds), 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour}:{minute:02d}:{second:02d}" if hour else f"{minute:02d}:{second:02d}"
