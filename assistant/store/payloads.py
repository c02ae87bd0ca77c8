"""What is told: records and meetings to the JSON of their events."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from assistant.exports.minutes_json import document
from assistant.store.rows import Event, MeetingRow, Stored
from assistant.types import Record


def of_record(stored: Stored, names: Mapping[str, str | None]) -> dict[str, Any]:
    """What the event of a record carries: the record as minutes.json has it, and more."""
    return record_payload(stored.record, stored.id, stored.revision, stored.edited, names)


def record_payload(
    record: Record,
    name: str,
    revision: int,
    edited: tuple[str, ...],
    names: Mapping[str, str | None],
) -> dict[str, Any]:
    """The same from its parts."""
    shown = document(record, names)
    return {"id": name, **shown, "revision": revision, "edited": list(edited)}


def of_meeting(row: MeetingRow) -> dict[str, Any]:
    """What a `meeting` event carries."""
    return {
        "title": row.title,
        "date": row.date.isoformat(),
        "language": row.language,
        "duration": row.duration,
        "state": row.state,
        "reason": row.reason,
        "failed_stage": row.failed_stage,
        "progress": row.progress,
        "eta": row.eta,
        "lag": row.lag,
        "pipeline": row.pipeline,
        "warnings": list(row.told),
        "style": asdict(row.style),
    }


def event(seq: int, meeting: str, kind: str, payload: Mapping[str, Any]) -> Event:
    """An event in its envelope."""
    envelope = {"seq": seq, "meeting": meeting, "type": kind}
    whole = envelope | {k: v for k, v in payload.items() if k not in envelope}
    text = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
    return Event(seq, meeting, kind, text)
