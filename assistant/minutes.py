"""Records to minutes: the newest of each id wins, everything stands in time order."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from assistant.types import (
    ActionItem,
    Chapter,
    Decision,
    Meeting,
    Minutes,
    Provenance,
    Record,
    Segment,
    Speaker,
    Summary,
)


class Records:
    """What a run has said so far. Adding an older revision of a segment changes nothing."""

    def __init__(self) -> None:
        self._by_kind: dict[type, dict[str, Any]] = {}

    def add(self, record: Record) -> None:
        """Puts a record in the place of the one with its id."""
        known = self._by_kind.setdefault(type(record), {})
        key = getattr(record, "id", "")
        if isinstance(record, Segment) and key in known:
            before = known[key]
            if record.revision < before.revision or (before.final and not record.final):
                return
        known[key] = record

    def minutes(self, meeting: Meeting, provenance: Provenance | None = None) -> Minutes:
        """The minutes as they stand."""
        segments = sorted(_standing(self._all(Segment)), key=lambda s: (s.start, s.end))
        position = {segment.id: n for n, segment in enumerate(segments)}

        def said(record: Decision | ActionItem) -> int:
            return min(
                (position[i] for i in record.segments if i in position), default=len(position)
            )

        return Minutes(
            meeting=replace(
                meeting,
                language=_language(meeting, segments),
                duration=meeting.duration or max((s.end for s in segments), default=0.0),
            ),
            speakers=_speakers(segments, {s.id: s for s in self._all(Speaker)}),
            segments=tuple(segments),
            chapters=tuple(sorted(self._all(Chapter), key=lambda c: c.start)),
            summary=next(iter(self._all(Summary)), Summary()),
            decisions=tuple(sorted(self._all(Decision), key=said)),
            action_items=tuple(sorted(self._all(ActionItem), key=said)),
            provenance=provenance,
        )

    def _all(self, kind: type) -> list[Any]:
        return list(self._by_kind.get(kind, {}).values())


def _standing(segments: list[Segment]) -> list[Segment]:
    """Without the provisional segments that final ones have reached."""
    reached = max((s.end for s in segments if s.final), default=0.0)
    return [s for s in segments if s.final or s.start >= reached]


def _language(meeting: Meeting, segments: list[Segment]) -> str:
    """The language given, or else the one in which most was said."""
    if meeting.language != "auto":
        return meeting.language
    seconds: Counter[str] = Counter()
    for segment in segments:
        if segment.language:
            seconds[segment.language] += segment.end - segment.start  # type: ignore[assignment]
    return seconds.most_common(1)[0][0] if seconds else "auto"


def _speakers(segments: list[Segment], known: dict[str, Speaker]) -> tuple[Speaker, ...]:
    """Who spoke, in the order of their first words, with the seconds they spoke."""
    talk: dict[str, float] = {}
    for segment in segments:
        if segment.speaker is not None:
            talk[segment.speaker] = talk.get(segment.speaker, 0.0) + segment.end - segment.start
    return tuple(
        replace(known.get(name, Speaker(name)), talk_seconds=seconds)
        for name, seconds in talk.items()
    )
