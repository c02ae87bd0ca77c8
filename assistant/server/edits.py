"""Routes of a person's changes. Each answers with the events it caused."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter
from fastapi import Path as InPath
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from assistant.errors import Conflict
from assistant.meetings.edits import Edit, Edits
from assistant.meetings.library import Changed, Meetings
from assistant.server import bodies, shapes
from assistant.server.meetings import MeetingId
from assistant.server.problems import documented, problem
from assistant.store import payload

RecordId = Annotated[str, InPath(min_length=1, max_length=100)]
REFUSALS = documented(404, 409, 422)


def routes(meetings: Meetings) -> APIRouter:
    """Everything below `/api/meetings/{meeting}` that a person changes."""
    router = APIRouter(prefix="/api/meetings/{meeting}", tags=["edits"], responses=REFUSALS)

    def fields(
        meeting: str, kind: str, name: str, patch: BaseModel
    ) -> shapes.Changes | JSONResponse:
        given = patch.model_dump(mode="json", exclude_unset=True)
        revision = given.pop("revision", None)
        return _apply(
            meetings, meeting, lambda e: e.fields(kind, name, given, revision, kind), (kind, name)
        )

    @router.patch("/segments/{name}", response_model=shapes.Changes)
    def change_segment(
        meeting: MeetingId, name: RecordId, patch: bodies.SegmentPatch
    ) -> shapes.Changes | JSONResponse:
        """Another text, or another speaker."""
        moves = "speaker" in patch.model_fields_set
        text = patch.text if "text" in patch.model_fields_set else None
        return _apply(
            meetings,
            meeting,
            lambda e: e.segment(name, text, patch.speaker, moves, patch.revision),
            ("segment", name),
        )

    @router.post("/segments/{name}/split", response_model=shapes.Changes)
    def split_segment(
        meeting: MeetingId, name: RecordId, wanted: bodies.Split
    ) -> shapes.Changes | JSONResponse:
        """Two segments out of one."""
        seen = ("segment", name)
        return _apply(meetings, meeting, lambda e: e.split(name, wanted.at, wanted.revision), seen)

    @router.post("/segments/{name}/merge", response_model=shapes.Changes)
    def merge_segment(
        meeting: MeetingId, name: RecordId, wanted: bodies.Seen
    ) -> shapes.Changes | JSONResponse:
        """One segment out of this one and the next."""
        seen = ("segment", name)
        return _apply(meetings, meeting, lambda e: e.merge(name, wanted.revision), seen)

    @router.patch("/speakers/{name}", response_model=shapes.Changes)
    def rename_speaker(
        meeting: MeetingId, name: RecordId, patch: bodies.SpeakerPatch | bodies.SpeakerRefusal
    ) -> shapes.Changes | JSONResponse:
        """A name for a speaker, everywhere, or one that is refused for good."""
        seen = ("speaker", name)
        if isinstance(patch, bodies.SpeakerRefusal):
            refusal, revision = patch.refuse, patch.revision
            return _apply(meetings, meeting, lambda e: e.refuse(name, refusal, revision), seen)
        return _apply(meetings, meeting, lambda e: e.rename(name, patch.name, patch.revision), seen)

    @router.post("/speakers/{name}/merge", response_model=shapes.Changes)
    def merge_speaker(
        meeting: MeetingId, name: RecordId, wanted: bodies.SpeakerMerge
    ) -> shapes.Changes | JSONResponse:
        """Gives all of one speaker to another."""
        return _apply(meetings, meeting, lambda e: e.merge_speakers(name, wanted.into))

    @router.post("/action_items", response_model=shapes.Changes)
    def add_action_item(
        meeting: MeetingId, item: bodies.NewActionItem
    ) -> shapes.Changes | JSONResponse:
        """An action item that the machine did not find."""
        return _apply(
            meetings,
            meeting,
            lambda e: e.add_action_item(item.task, item.owner, item.due, item.segments),
        )

    @router.patch("/action_items/{name}", response_model=shapes.Changes)
    def change_action_item(
        meeting: MeetingId, name: RecordId, patch: bodies.ActionItemPatch
    ) -> shapes.Changes | JSONResponse:
        """Task, owner, due date, done or open."""
        return fields(meeting, "action_item", name, patch)

    @router.delete("/action_items/{name}", response_model=shapes.Changes)
    def delete_action_item(meeting: MeetingId, name: RecordId) -> shapes.Changes | JSONResponse:
        """Takes an action item away; undo brings it back."""
        return _apply(meetings, meeting, lambda e: e.remove("action_item", name))

    @router.patch("/decisions/{name}", response_model=shapes.Changes)
    def change_decision(
        meeting: MeetingId, name: RecordId, patch: bodies.DecisionPatch
    ) -> shapes.Changes | JSONResponse:
        """Another wording of a decision."""
        return fields(meeting, "decision", name, patch)

    @router.delete("/decisions/{name}", response_model=shapes.Changes)
    def delete_decision(meeting: MeetingId, name: RecordId) -> shapes.Changes | JSONResponse:
        """Takes a decision away; undo brings it back."""
        return _apply(meetings, meeting, lambda e: e.remove("decision", name))

    @router.patch("/chapters/{name}", response_model=shapes.Changes)
    def change_chapter(
        meeting: MeetingId, name: RecordId, patch: bodies.ChapterPatch
    ) -> shapes.Changes | JSONResponse:
        """Another title or summary of a chapter."""
        return fields(meeting, "chapter", name, patch)

    @router.patch("/summary", response_model=shapes.Changes)
    def change_summary(
        meeting: MeetingId, patch: bodies.SummaryPatch
    ) -> shapes.Changes | JSONResponse:
        """Another overview, or other lines of the summary."""
        given = patch.model_dump(mode="json", exclude_unset=True)
        revision = given.pop("revision", None)
        seen = ("summary", "summary")
        return _apply(meetings, meeting, lambda e: e.summary(given, revision), seen)

    @router.post("/undo", response_model=shapes.Changes)
    def undo(meeting: MeetingId) -> shapes.Changes:
        """Takes the last step back."""
        return answer(meetings.undo(meeting))

    @router.post("/redo", response_model=shapes.Changes)
    def redo(meeting: MeetingId) -> shapes.Changes:
        """Takes again the step that was undone last."""
        return answer(meetings.redo(meeting))

    return router


def _apply(
    meetings: Meetings,
    meeting: str,
    make: Callable[[Edits], Edit],
    seen: tuple[str, str] | None = None,
) -> shapes.Changes | JSONResponse:
    """One step; where the record was changed meanwhile, a refusal that shows it as it is now."""
    try:
        return answer(meetings.edit(meeting, make))
    except Conflict as conflict:
        if seen is None:
            raise
        stored = meetings.store.record(meeting, *seen)
        names = meetings.store.snapshot(meeting).names()
        current = {"type": stored.kind, "meeting": meeting, **payload(stored, names)}
        return problem(409, str(conflict), more={"current": current})


def answer(changed: Changed) -> shapes.Changes:
    """A step as it is told to who asked for it."""
    events = [json.loads(event.text) for event in changed.events]
    return shapes.Changes(seq=changed.seq, changed=events, undo=changed.undo, redo=changed.redo)
