"""Minutes as JSON, schema 1: what people script against."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from assistant.exports.options import DEFAULTS, Options
from assistant.exports.view import View
from assistant.types import (
    ActionItem,
    Chapter,
    Decision,
    Minutes,
    Provenance,
    Record,
    Segment,
    Speaker,
    Summary,
)

SCHEMA = 1


def render(minutes: Minutes, options: Options = DEFAULTS) -> bytes:
    """UTF-8 JSON. Times are seconds with 3 decimals; an owner that is a speaker is named."""
    document = as_document(minutes)
    if options.transcript is False:
        document["segments"] = []
    if options.speakers is False:
        _leave_out_speakers(document)
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode(errors="replace")


def as_document(minutes: Minutes) -> dict[str, Any]:
    """The same as plain lists, dicts, strings and numbers."""
    view = View.of(minutes)
    meeting = minutes.meeting
    chapters = sorted(minutes.chapters, key=lambda chapter: chapter.start)

    def listed(records: Iterable[Record]) -> list[dict[str, Any]]:
        return [document(each, view.names) for each in records]

    return {
        "schema": SCHEMA,
        "meeting": {
            "id": meeting.id,
            "title": meeting.title,
            "date": meeting.date.isoformat(),
            "duration": round(view.duration, 3),
            "language": view.language,
            "source": meeting.source,
        },
        "speakers": listed(minutes.speakers),
        "segments": listed(view.segments),
        "chapters": listed(chapters),
        "summary": document(_in_order(view, minutes.summary), view.names),
        "decisions": listed(view.in_order(minutes.decisions)),
        "action_items": listed(view.in_order(minutes.action_items)),
        "provenance": _provenance(minutes.provenance),
    }


def _leave_out_speakers(document: dict[str, Any]) -> None:
    document["speakers"] = []
    document["summary"]["by_speaker"] = []
    for segment in document["segments"]:
        segment["speaker"] = None
    for item in document["action_items"]:
        item |= {"owner": None, "owner_id": None}


def document(record: Record, names: Mapping[str, str | None]) -> dict[str, Any]:
    """One record as minutes.json has it. `names` are the speakers' names by their ids."""
    match record:
        case Segment():
            return _segment(record)
        case Speaker():
            return _speaker(record)
        case Chapter():
            return _chapter(record)
        case Summary():
            return _summary(record)
        case Decision():
            return {"id": record.id, "text": record.text, "segments": list(record.segments)}
        case ActionItem():
            return _action_item(record, names)


def _segment(segment: Segment) -> dict[str, Any]:
    return {
        "id": segment.id,
        "speaker": segment.speaker,
        "start": round(segment.start, 3),
        "end": round(segment.end, 3),
        "text": segment.text,
        "final": segment.final,
        "overlap": segment.overlap,
        "language": segment.language,
        "words": [
            {
                "text": word.text,
                "start": round(word.start, 3),
                "end": round(word.end, 3),
                "confidence": None if word.confidence is None else round(word.confidence, 3),
            }
            for word in segment.words
        ],
    }


def _speaker(speaker: Speaker) -> dict[str, Any]:
    known: dict[str, Any] = {
        "id": speaker.id,
        "name": speaker.name,
        "talk_seconds": round(speaker.talk_seconds, 3),
    }
    if speaker.suggestion is not None:
        known["suggestion"] = {
            "name": speaker.suggestion.name,
            "confidence": round(speaker.suggestion.confidence, 3),
            "segments": list(speaker.suggestion.segments),
        }
    return known


def _chapter(chapter: Chapter) -> dict[str, Any]:
    return {
        "id": chapter.id,
        "title": chapter.title,
        "start": round(chapter.start, 3),
        "end": round(chapter.end, 3),
        "summary": chapter.summary,
        "segments": list(chapter.segments),
    }


def _in_order(view: View, summary: Summary) -> Summary:
    return replace(
        summary,
        points=tuple(view.in_order(summary.points)),
        by_speaker=tuple(view.in_order(summary.by_speaker)),
        questions=tuple(view.in_order(summary.questions)),
    )


def _summary(summary: Summary) -> dict[str, Any]:
    return {
        "overview": summary.overview,
        "segments": list(summary.segments),
        "points": [{"text": each.text, "segments": list(each.segments)} for each in summary.points],
        "by_speaker": [
            {"speaker": each.speaker, "text": each.text, "segments": list(each.segments)}
            for each in summary.by_speaker
        ],
        "questions": [
            {
                "question": each.question,
                "answer": each.answer,
                "segments": list(each.segments),
            }
            for each in summary.questions
        ],
        "keywords": list(summary.keywords),
    }


def _action_item(item: ActionItem, names: Mapping[str, str | None]) -> dict[str, Any]:
    owner = item.owner
    return {
        "id": item.id,
        "task": item.task,
        "owner": owner if owner is None else names.get(owner) or owner,
        "owner_id": owner if owner in names else None,
        "due": None if item.due is None else item.due.isoformat(),
        "due_text": item.due_text,
        "status": item.status,
        "segments": list(item.segments),
        "confidence": round(item.confidence, 3),
    }


def _provenance(provenance: Provenance | None) -> dict[str, Any] | None:
    if provenance is None:
        return None
    return {
        "pipeline": provenance.pipeline,
        "stages": [
            {
                "stage": each.stage,
                "use": each.use,
                "model": each.model,
                "sha256": each.sha256,
                "seconds": round(each.seconds, 3),
            }
            for each in provenance.stages
        ],
        "version": provenance.version,
    }
