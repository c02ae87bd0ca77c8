"""Resumable uploads (tus): a folder with one file an upload, and what stands before its routes."""

from __future__ import annotations

import asyncio
import re
import shutil
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fastapi import APIRouter
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from tuspyserver import create_tus_router
from tuspyserver.storage.local import LocalFileStorage

from assistant.server.problems import problem
from assistant.server.safety import UPLOADS

DAYS_KEPT = 3
"""How long an unfinished upload may rest."""
NOT_TAKEN = ("upload-concat", "x-http-method-override")
"""Headers of the protocol that this server has no use for."""

_ID = re.compile(r"[0-9a-f]{32}")


def routes(folder: Path, max_upload: int) -> APIRouter:
    """The protocol's routes; `max_upload` is in bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    sweep(folder)

    def before(metadata: Mapping[str, str], info: Mapping[str, Any]) -> None:
        sweep(folder)
        size = info["size"]
        if size is not None and size > max_upload:
            raise HTTPException(413, f"a recording may have {max_upload} bytes at most")
        if size is not None and size < 0:
            raise HTTPException(400, "Upload-Length: it is the size of the file in bytes")

    router: APIRouter = create_tus_router(
        prefix=UPLOADS.strip("/"),
        files_dir=str(folder),
        max_size=max_upload,
        days_to_keep=DAYS_KEPT,
        pre_create_hook=before,
        storage=Folder(str(folder)),
    )
    return router


def sweep(folder: Path) -> None:
    """Deletes what nobody has touched for days."""
    oldest = time.time() - DAYS_KEPT * 24 * 3600
    for path in folder.iterdir():
        if path.stat().st_mtime < oldest:
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)


class Folder(LocalFileStorage):
    """Uploads as files. How far one is, is the size of its file, and nothing else.

    So an upload goes on at the right byte even after the server was killed, and no piece of it
    waits in memory.
    """

    async def append(self, uid: str, chunk: bytes) -> None:
        """Writes a piece."""
        await asyncio.to_thread(self._write, uid, chunk)

    async def flush(self, uid: str) -> None:
        """Nothing waits to be written."""

    async def read_info(self, uid: str) -> dict[str, Any] | None:
        """What was told of an upload, with how far it is."""
        info = await super().read_info(uid)
        return info and {**info, "offset": await self.size(uid)}

    @asynccontextmanager
    async def lock(self, uid: str) -> AsyncIterator[None]:  # type: ignore[override]
        """Nothing: `Uploads` lets one call at a time through."""
        yield

    def _write(self, uid: str, chunk: bytes) -> None:
        with Path(self.location(uid)).open("ab") as file:
            file.write(chunk)


@dataclass(slots=True)
class _Call:
    """A call that carries an upload on; `stop` asks it to end, `ended` says that it has."""

    stop: asyncio.Event = field(default_factory=asyncio.Event)
    ended: asyncio.Event = field(default_factory=asyncio.Event)


class Uploads:
    """Refuses ids and headers that are none of ours, and lets the newest call win.

    Who resumes an upload has lost the connection of the call before, which the server may not
    learn for hours: that call is ended as if its client had left.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._calls: dict[str, _Call] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes on what may pass."""
        path = scope.get("path", "")
        if scope["type"] != "http" or not f"{path}/".startswith(f"{UPLOADS}/"):
            await self._app(scope, receive, send)
            return
        name = path.removeprefix(UPLOADS).strip("/")
        headers = Headers(scope=scope)
        if name and not _ID.fullmatch(name):
            await problem(404, "there is no such upload")(scope, receive, send)
        elif taken := next((each for each in NOT_TAKEN if each in headers), None):
            await problem(400, f"the header {taken} is not taken here")(scope, receive, send)
        elif name and scope["method"] != "HEAD":
            await self._alone(name, scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _alone(self, name: str, scope: Scope, receive: Receive, send: Send) -> None:
        while earlier := self._calls.get(name):
            earlier.stop.set()
            await earlier.ended.wait()
        call = self._calls[name] = _Call()
        try:
            await self._app(scope, _until(call.stop, receive), send)
        finally:
            del self._calls[name]
            call.ended.set()


def _until(stop: asyncio.Event, receive: Receive) -> Receive:
    """As `receive`, but once `stop` is set the client counts as gone."""

    async def wrapped() -> Message:
        stopping = asyncio.ensure_future(stop.wait())
        receiving = asyncio.ensure_future(receive())
        try:
            await asyncio.wait((stopping, receiving), return_when=asyncio.FIRST_COMPLETED)
            return {"type": "http.disconnect"} if stop.is_set() else receiving.result()
        finally:
            stopping.cancel()
            receiving.cancel()

    return wrapped
