"""QMSum: meetings of companies, universities and parliaments with what they were about.

Zhong et al. 2021 (arXiv 2104.05938), MIT licence; JSON lines, a meeting each. The words there
are tokens of a transcription, which are put together again here.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import InputError
from assistant.evaluation.manifests import read_text
from assistant.types import Meeting, Segment, Speaker

WORDS_PER_SECOND = 2.5
"""QMSum has no times: every turn lasts as long as its words take at this rate."""

_MARKS = re.compile(r"\{[^{}]*\}|\[[^\[\]]*\]|@")
_LETTERS = re.compile(r"\b((?:[A-Z]_)+)(?=['’]?s\b|\b|\W|$)")
_REPAIRS = (
    (re.compile(r"(?<=\w) - (?=\w)"), "-"),
    (re.compile(r" (?=['’](?:s|re|m|ll|ve|d)\b)", re.IGNORECASE), ""),
    (re.compile(r'" ([^"]*?) "'), r'"\1"'),
    (re.compile(r"\s+(?=[.,;:?!]+[\"”]?(?:\s|$))"), ""),
    (re.compile(r"([,;:])[\s,;:]+(?=[.,;:?!])"), ""),
    (re.compile(r"\s+"), " "),
)


@dataclass(frozen=True, slots=True)
class Annotated:
    """A meeting of QMSum: a segment for each turn that has words, and its truth.

    `summary` is what people wrote of the whole meeting. `boundaries` are the chapters' starts,
    the first left out, each as the number of segments before it. `speakers` have the names
    that QMSum has ("Project Manager"); segments know only their ids.
    """

    meeting: Meeting
    segments: tuple[Segment, ...]
    speakers: tuple[Speaker, ...]
    summary: str
    boundaries: tuple[int, ...]


def read_qmsum(path: Path, limit: int | None = None) -> tuple[Annotated, ...]:
    """The first `limit` meetings of a file, or all. Raises `InputError`."""
    lines = (line for line in read_text(path).splitlines() if line.strip())
    try:
        return tuple(
            parse_meeting(json.loads(line), f"{path.stem}-{number}")
            for number, line in enumerate(itertools.islice(lines, limit), start=1)
        )
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise InputError(f"{path}: not QMSum's JSON lines: {error!r}") from error


def parse_meeting(entry: Mapping[str, Any], name: str) -> Annotated:
    """A line of the file as a meeting of that id."""
    turns = entry["meeting_transcripts"]
    names = [turn["speaker"] for turn in turns]
    ids = {label: f"S{number}" for number, label in enumerate(dict.fromkeys(names), start=1)}
    segments = tuple(_segments(turns, ids))
    kept = [int(segment.id[1:]) - 1 for segment in segments]
    starts = sorted(
        {int(span[0]) for topic in entry["topic_list"] for span in topic["relevant_text_span"]}
    )
    before = {sum(turn < start for turn in kept) for start in starts[1:]}
    duration = segments[-1].end if segments else 0.0
    return Annotated(
        meeting=Meeting(id=name, language="en", source="transcript", duration=duration),
        segments=segments,
        speakers=tuple(Speaker(id=key, name=label) for label, key in ids.items()),
        summary=entry["general_query_list"][0]["answer"].strip(),
        boundaries=tuple(sorted(before - {0, len(segments)})),
    )


def clean(text: str) -> str:
    """A turn as it would be written: no marks of the transcription, words put together.

    "I 'm on M - one {vocalsound} ." becomes "I'm on M-one."; "L_C_D_" becomes "LCD".
    """
    text = _LETTERS.sub(lambda found: found[1].replace("_", ""), _MARKS.sub(" ", text))
    for pattern, written in _REPAIRS:
        text = pattern.sub(written, text)
    return text.strip(" ,;:")


def _segments(turns: Any, ids: Mapping[str, str]) -> Iterator[Segment]:
    """A segment for each turn with words; its id is the number of the turn, from 1."""
    moment = 0.0
    for number, turn in enumerate(turns, start=1):
        text = clean(turn["content"])
        if any(map(str.isalnum, text)):
            end = moment + len(text.split()) / WORDS_PER_SECOND
            speaker = ids[turn["speaker"]]
            yield Segment(
                f"g{number}", round(moment, 2), round(end, 2), text, speaker, language="en"
            )
            moment = end
