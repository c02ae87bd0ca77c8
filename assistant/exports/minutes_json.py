"""Minutes as JSON, schema 1: what people script against."""

from __future__ import annotations

import json
from typing import Any

from assistant.exports.view import View
from assistant.types import ActionItem, Minutes, Provenance, Segment, Summary

SCHEMA = 1


def render(minutes: Minutes) -> bytes:
    """UTF-8 JSON. Times are seconds with 3 decimals; an owner that is a speaker is named."""
    document = as_document(minutes)
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def as_document(minutes: Minutes) -> dict[str, Any]:
    """The same as plain lists, dicts, strings and numbers."""
    view = View.of(minutes)
    meeting = minutes.meeting
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
        "speakers": [
            {"id": each.id, "name": each.name, "talk_seconds": round(each.talk_seconds, 3)}
            for each in minutes.speakers
        ],
        "segments": [_segment(each) for each in view.segments],
        "chapters": [
            {
                "title": each.title,
                "start": round(each.start, 3),
                "end": round(each.end, 3),
                "summary": each.summary,
                "segments": list(each.segments),
            }
            for each in sorted(minutes.chapters, key=lambda chapter: chapter.start)
        ],
        "summary": _summary(view, minutes.summary),
        "decisions": [
            {"text": each.text, "segments": list(each.segments)}
            for each in view.in_order(minutes.decisions)
        ],
        "action_items": [_action_item(view, each) for each in view.in_order(minutes.action_items)],
        "provenance": _provenance(minutes.provenance),
    }


def _segment(segment: Segment) -> dict[str, Any]:
    return {
        "id": segment.id,
        "speaker": segment.speaker,
        "start": round(segment.start, 3),
        "end": round(segment.end, 3),
        "text": segment.text,
        "final": segment.final,
        "overlap": segment.overlap,
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


def _summary(view: View, summary: Summary) -> dict[str, Any]:
    return {
        "overview": summary.overview,
        "points": [
            {"text": each.text, "segments": list(each.segments)}
            for each in view.in_order(summary.points)
        ],
        "by_speaker": [
            {"speaker": each.speaker, "text": each.text, "segments": list(each.segments)}
            for each in view.in_order(summary.by_speaker)
        ],
        "questions": [
            {
                "question": each.question,
                "answer": each.answer,
                "segments": list(each.segments),
            }
            for each in view.in_order(summary.questions)
        ],
        "keywords": list(summary.keywords),
    }


def _action_item(view: View, item: ActionItem) -> dict[str, Any]:
    owner = item.owner
    return {
        "id": item.id,
        "task": item.task,
        "owner": owner if owner is None else view.names.get(owner) or owner,
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
