"""Routes of what a meeting can be had as: minutes, exports, sound."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Header, Query, Response
from fastapi.responses import FileResponse, JSONResponse
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import Message, Receive, Scope, Send

from assistant.exports import FORMATS, Options
from assistant.meetings.library import Meetings
from assistant.server import shapes
from assistant.server.meetings import MeetingId
from assistant.server.problems import documented, problem

TYPES = {
    ".flac": "audio/flac",
    ".m4a": "audio/mp4",
    ".mkv": "video/x-matroska",
    ".mp3": "audio/mpeg",
    ".oga": "audio/ogg",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".wav": "audio/wav",
    ".weba": "audio/webm",
}
"""Those that Python does not know everywhere, or by another name than browsers."""
_NOT_IN_NAMES = frozenset('/\\:*?"<>|')
UNCACHED = {"cache-control": "no-cache"}


class Sound(FileResponse):
    """A file, or a part of it; a range that it cannot give is refused with a problem document."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sends it."""
        refused: list[Message] = []

        async def told(message: Message) -> None:
            if refused or message.get("status") in (400, 416):
                refused.append(message)
            else:
                await send(message)

        await super().__call__(scope, receive, told)
        if refused:
            headers = Headers(raw=refused[0]["headers"])
            said = {k: v for k, v in headers.items() if k == "content-range"}
            size = Path(self.path).stat().st_size
            detail = f"no such range: ask for bytes=FIRST-LAST within {size} bytes"
            await problem(refused[0]["status"], detail, headers=said)(scope, receive, send)


def routes(meetings: Meetings) -> APIRouter:
    """Everything that is downloaded."""
    router = APIRouter(prefix="/api/meetings/{meeting}", tags=["media"])

    @router.get(
        "/minutes",
        responses={304: {"description": "Not Modified"}, **documented(404, 422)},
        response_model=dict[str, Any],
    )
    def minutes(
        meeting: MeetingId, if_none_match: Annotated[str | None, Header()] = None
    ) -> Response:
        """minutes.json as it stands, with the number of the last event it holds."""
        tag = f'"{meetings.store.meeting(meeting).seq}"'
        if if_none_match is not None and tag in if_none_match:
            return Response(status_code=304, headers={"etag": tag, **UNCACHED})
        document = meetings.document(meetings.store.snapshot(meeting))
        tag = f'"{document["seq"]}"'
        return JSONResponse(document, headers={"etag": tag, **UNCACHED})

    @router.get("/waveform", responses=documented(404, 422))
    def waveform(meeting: MeetingId) -> shapes.Waveform:
        """What the recording looks like."""
        return shapes.Waveform.model_validate(meetings.waveform(meeting))

    @router.get(
        "/audio",
        response_class=FileResponse,
        responses={
            200: {"content": {"audio/*": {"schema": {"type": "string", "format": "binary"}}}},
            206: {"description": "Partial Content"},
            **documented(400, 404, 416, 422),
        },
    )
    def audio(meeting: MeetingId) -> FileResponse:
        """The recording, or a copy of its sound where browsers cannot play it."""
        path, suffix = meetings.recording(meeting)
        kind = TYPES.get(suffix) or mimetypes.types_map.get(suffix, "application/octet-stream")
        return Sound(path, media_type=kind, headers=UNCACHED)

    @router.get(
        "/export",
        response_class=Response,
        responses={
            200: {"content": {each.media_type: {} for each in FORMATS.values()}},
            **documented(404, 422),
        },
    )
    def export(
        meeting: MeetingId,
        name: Annotated[str, Query(alias="format", max_length=20)],
        transcript: bool | None = None,
        timestamps: bool | None = None,
        speakers: bool | None = None,
    ) -> Response:
        """The minutes as a file of a format, without the parts that are not wanted."""
        snapshot = meetings.store.snapshot(meeting)
        if name not in FORMATS:
            raise HTTPException(422, f"format: there is {', '.join(FORMATS)}")
        chosen = FORMATS[name]
        file = quote(f"{_file_name(snapshot.meeting.title)}.{chosen.suffix}")
        plain = f"minutes-{quote(meeting)}.{chosen.suffix}"
        disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{file}"
        return Response(
            chosen.render(snapshot.minutes(), Options(transcript, timestamps, speakers)),
            media_type=chosen.media_type,
            headers={"content-disposition": disposition, **UNCACHED},
        )

    return router


def _file_name(title: str) -> str:
    """A title as a name that every file system takes."""
    kept = "".join(c if c.isprintable() and c not in _NOT_IN_NAMES else "-" for c in title)
    return kept[:100].strip(" .-") or "minutes"
