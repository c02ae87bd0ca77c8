"""Routes of meetings: add, list, read, change, run again, delete."""

from __future__ import annotations

import datetime
import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Query, Request, Response
from fastapi import Path as InPath
from pydantic import BaseModel, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from assistant.errors import GraphError, InputError, NotFound
from assistant.fetch import digest
from assistant.graph import Node
from assistant.meetings.library import DEFAULT_PIPELINE, Meetings
from assistant.server import bodies, shapes
from assistant.server.problems import documented
from assistant.server.styles import StyleGiven
from assistant.types import Meeting, Style

Shape = TypeVar("Shape", bound=BaseModel)
MeetingId = Annotated[str, InPath(min_length=1, max_length=64)]
Limit = Annotated[int, Query(ge=1, le=200)]

REQUEST_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {"type": "string", "format": "binary"},
                        "title": {"type": "string"},
                        "language": {"type": "string"},
                        "speakers": {"type": "integer"},
                        "date": {"type": "string", "format": "date"},
                        "pipeline": {"type": "string"},
                        "hotwords": {"type": "string"},
                        **StyleGiven.model_json_schema()["properties"],
                        "duplicate": {"type": "string", "enum": ["again"]},
                    },
                }
            },
            "application/json": {
                "schema": {
                    "anyOf": [
                        bodies.NewMeeting.model_json_schema(),
                        bodies.NewLive.model_json_schema(),
                    ]
                }
            },
        },
    }
}


def routes(meetings: Meetings, uploads: Path, max_upload: int) -> APIRouter:
    """`uploads` is the folder of finished resumable uploads, `max_upload` is in bytes."""
    router = APIRouter(prefix="/api/meetings", tags=["meetings"])

    @router.post(
        "",
        status_code=202,
        response_model=shapes.Row,
        responses={
            200: {"model": shapes.Row},
            201: {"model": shapes.Row},
            **documented(400, 404, 413, 415, 422, 503),
        },
        openapi_extra=REQUEST_BODY,
    )
    async def add(request: Request, response: Response) -> shapes.Row:
        """A recording or transcript, as a form or by the id of a finished upload, or a live one.

        200 and the existing meeting when these bytes are there already, 201 for a live one.
        """
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind == "multipart/form-data":
            length = int(request.headers.get("content-length") or 0)
            if length > max_upload:
                raise HTTPException(413, f"a recording may have {max_upload} bytes at most")
            async with request.form(max_files=1, max_fields=20) as form:
                added = await run_in_threadpool(_from_form, meetings, form, uploads)
        elif kind == "application/json":
            body = await request.body()
            if _is_live(body):
                response.status_code = 201
                return await run_in_threadpool(_live, meetings, _parsed(bodies.NewLive, body))
            wanted = _parsed(bodies.NewMeeting, body)
            added = await run_in_threadpool(_from_upload, meetings, wanted, uploads)
        else:
            raise HTTPException(415, "send multipart/form-data with a file, or JSON")
        response.status_code = 200 if added.duplicate else 202
        return added

    @router.get("", responses=documented(422))
    def list_(
        query: Annotated[str, Query(max_length=300)] = "",
        limit: Limit = 50,
        cursor: Annotated[str | None, Query(max_length=300)] = None,
    ) -> shapes.List:
        """Meetings, the newest first; with `query`, those in which all its words occur."""
        if query.strip():
            page = meetings.store.search(query, limit, cursor)
        else:
            page = meetings.store.page(limit, cursor)
        rows = [shapes.row(each) for each in meetings.describe(page.meetings)]
        return shapes.List(meetings=rows, cursor=page.cursor, total=page.total)

    @router.get("/{meeting}", responses=documented(404, 422))
    def read(meeting: MeetingId) -> shapes.Detail:
        """A meeting with its graph and what undo and redo would do."""
        return _detail(meetings, meeting)

    @router.patch("/{meeting}", responses=documented(404, 422))
    def change(meeting: MeetingId, patch: bodies.MeetingPatch) -> shapes.Detail:
        """A new title or date."""
        fields = {k: v for k, v in patch.model_dump(exclude_unset=True).items() if v is not None}
        meetings.store.meeting(meeting)
        if fields:
            meetings.update(meeting, fields)
        return _detail(meetings, meeting)

    @router.delete("/{meeting}", status_code=204, responses=documented(404, 422))
    def delete(meeting: MeetingId) -> None:
        """Deletes a meeting with its audio, for good."""
        meetings.delete(meeting)

    @router.post("/{meeting}/rerun", status_code=202, responses=documented(404, 409, 422))
    def rerun(meeting: MeetingId, wanted: bodies.Rerun) -> shapes.Row:
        """Runs the graph again from a node on."""
        meetings.rerun(meeting, wanted.node)
        return one(meetings, meeting)

    @router.post("/{meeting}/retry", status_code=202, responses=documented(404, 409, 422))
    def retry(meeting: MeetingId) -> shapes.Row:
        """Goes on from where the processing stopped."""
        meetings.rerun(meeting, None)
        return one(meetings, meeting)

    @router.post("/{meeting}/cancel", status_code=202, responses=documented(404, 409, 422))
    def cancel(meeting: MeetingId) -> shapes.Row:
        """Stops the processing."""
        meetings.cancel(meeting)
        return one(meetings, meeting)

    @router.post("/{meeting}/stop", status_code=202, responses=documented(404, 409, 422))
    def stop(meeting: MeetingId) -> shapes.Row:
        """Ends a live meeting, whoever sends its sound; its recording is then processed."""
        meetings.live.stop(meeting)
        return one(meetings, meeting)

    return router


def one(meetings: Meetings, meeting: str, *, duplicate: bool = False) -> shapes.Row:
    """A meeting as lists show it. Raises NotFound."""
    return shapes.row(meetings.describe([meetings.store.listed(meeting)])[0], duplicate=duplicate)


def _detail(meetings: Meetings, meeting: str) -> shapes.Detail:
    row = meetings.store.meeting(meeting)
    nodes = [
        shapes.NodeShape(
            name=node.name,
            use=node.use,
            inputs=list(node.inputs),
            model="+".join(node.model_names(row.language, row.style.engine).values()) or None,
        )
        for node in _nodes(meetings, meeting)
    ]
    undo, redo = meetings.store.history(meeting)
    has_audio = row.file is not None and row.source != "transcript"
    known = one(meetings, meeting).model_dump()
    return shapes.Detail(**known, graph=nodes, undo=undo, redo=redo, has_audio=has_audio)


def _nodes(meetings: Meetings, meeting: str) -> tuple[Node, ...]:
    """What the meeting runs through; nothing where models.yaml no longer has its pipeline."""
    try:
        return tuple(meetings.graph(meeting).nodes)
    except GraphError:
        return ()


def _is_live(body: bytes) -> bool:
    """Whether a body is about a live meeting."""
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return False
    return isinstance(document, dict) and "live" in document


def _parsed(kind: type[Shape], body: bytes | Mapping[str, Any]) -> Shape:
    try:
        if isinstance(body, bytes):
            return kind.model_validate_json(body)
        return kind.model_validate(body)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the body"
        raise InputError(f"{where}: {first['msg']}") from None


def _from_form(meetings: Meetings, form: FormData, uploads: Path) -> shapes.Row:
    file = form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise InputError("file: a recording is missing: send it as the form's field 'file'")
    fields: dict[str, Any] = {
        key: value for key, value in form.items() if isinstance(value, str) and value
    }
    fields.pop("file", None)
    if "hotwords" in fields:
        fields["hotwords"] = [
            word.strip() for word in fields["hotwords"].split(",") if word.strip()
        ]
    wanted = _parsed(bodies.NewMeeting, {**fields, "upload": "0" * 32})
    with tempfile.TemporaryDirectory(dir=uploads) as folder:
        path = Path(folder) / "file"
        with path.open("wb") as target:
            shutil.copyfileobj(file.file, target, 1 << 20)
        return _add(meetings, wanted, path, file.filename)


def _from_upload(meetings: Meetings, wanted: bodies.NewMeeting, uploads: Path) -> shapes.Row:
    path, info = uploads / wanted.upload, uploads / f"{wanted.upload}.info"
    with tempfile.TemporaryDirectory(dir=uploads) as folder:
        try:
            told = json.loads(info.read_bytes())
            complete = told["size"] == path.stat().st_size
            name = str(told["metadata"].get("filename") or "recording")
            # From here on nobody else can resume or complete it.
            claimed = path.rename(Path(folder) / "file")
        except (OSError, ValueError, KeyError, TypeError):
            reason = f"there is no upload {wanted.upload}: upload the recording again"
            raise NotFound(reason) from None
        try:
            if not complete:
                raise InputError("the upload is not complete: resume it first")
            return _add(meetings, wanted, claimed, name)
        finally:
            if claimed.exists():
                claimed.rename(path)
            else:
                info.unlink(missing_ok=True)


def _add(meetings: Meetings, wanted: bodies.NewMeeting, path: Path, name: str) -> shapes.Row:
    """A new meeting, or the existing one that was made from the same bytes in the same way."""
    name = _plain(name)
    chosen = {
        key: value
        for key in ("language", "speakers", "pipeline")
        if (value := getattr(wanted, key)) is not None
    }
    facts = _facts(wanted)
    if facts.style != Style():
        chosen["style"] = facts.style
    sha256 = digest(path)
    if wanted.duplicate is None and (known := meetings.same(sha256, **chosen)):
        return one(meetings, known.id, duplicate=True)
    pipeline = wanted.pipeline or DEFAULT_PIPELINE
    row = meetings.add(path, name, facts, pipeline, sha256)
    return one(meetings, row.id)


def _live(meetings: Meetings, wanted: bodies.NewLive) -> shapes.Row:
    pipeline = wanted.pipeline or DEFAULT_PIPELINE
    return one(meetings, meetings.add_live(_facts(wanted), pipeline, wanted.channels).id)


def _facts(wanted: bodies.NewMeeting | bodies.NewLive) -> Meeting:
    return Meeting(
        id="",
        title=wanted.title,
        date=wanted.date or datetime.datetime.now().astimezone().date(),
        language=wanted.language or "auto",
        speakers=wanted.speakers,
        hotwords=tuple(filter(None, wanted.hotwords or ())),
        style=wanted.over(Style()),
    )


def _plain(name: str) -> str:
    """What people call a file, as one printable line without folders."""
    printable = "".join(c if c.isprintable() else " " for c in name.replace("\\", "/"))
    path = Path(" ".join(printable.split()))
    suffix = path.suffix[:20]
    return f"{path.stem[: 200 - len(suffix)]}{suffix}" or "recording"
