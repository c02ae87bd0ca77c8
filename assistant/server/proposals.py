"""Routes of other minutes, in another style, beside those that stand."""

from __future__ import annotations

from fastapi import APIRouter

from assistant.exports.minutes_json import as_document
from assistant.meetings.library import Meetings
from assistant.server import shapes
from assistant.server.edits import REFUSALS, answer
from assistant.server.meetings import MeetingId
from assistant.server.styles import ProposalDetail, ProposalShape, StyleGiven

SHOWN = ("chapters", "summary", "decisions", "action_items")


def routes(meetings: Meetings) -> APIRouter:
    """Everything below `/api/meetings/{meeting}/proposal`."""
    router = APIRouter(
        prefix="/api/meetings/{meeting}/proposal", tags=["proposals"], responses=REFUSALS
    )

    @router.post("", status_code=202)
    def propose(meeting: MeetingId, wanted: StyleGiven) -> ProposalShape:
        """Writes other minutes, in the meeting's own style but for what is given."""
        style = wanted.over(meetings.store.meeting(meeting).style)
        return ProposalShape.of(meetings.proposals.propose(meeting, style))

    @router.get("")
    def read(meeting: MeetingId) -> ProposalDetail:
        """How far they are, and once they are ready what they say."""
        proposal, notices, minutes = meetings.proposals.read(meeting)
        shown = None
        if minutes is not None:
            document = as_document(minutes)
            shown = {name: document[name] for name in SHOWN}
        known = ProposalShape.of(proposal).model_dump()
        return ProposalDetail(**known, notices=list(notices), minutes=shown)

    @router.post("/accept")
    def accept(meeting: MeetingId) -> shapes.Changes:
        """Puts them in the place of those that stand; what people changed stays."""
        return answer(meetings.accept(meeting))

    @router.delete("", status_code=204)
    def discard(meeting: MeetingId) -> None:
        """Forgets them; those that are being written are ended."""
        meetings.proposals.discard(meeting)

    return router
