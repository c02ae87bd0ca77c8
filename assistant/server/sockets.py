"""Websockets: one meeting's events, and what changes in the library."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing, suppress
from typing import Annotated

from fastapi import APIRouter, Query, WebSocket, WebSocketDisconnect
from starlette.concurrency import run_in_threadpool
from starlette.websockets import WebSocketState

from assistant.errors import NotFound
from assistant.hub import Gone, Hub
from assistant.meetings.library import Meetings
from assistant.server.meetings import one

UNKNOWN = 4404
DELETED = 4410
PACE = 0.2
"""Seconds between two tellings of one meeting's row, which changes with every bit of progress."""


def routes(meetings: Meetings, hub: Hub) -> APIRouter:
    """Sockets that only the server speaks on."""
    router = APIRouter()

    @router.websocket("/api/meetings/{meeting}/events")
    async def events(
        socket: WebSocket, meeting: str, after: Annotated[int, Query(ge=0, le=2**53)] = 0
    ) -> None:
        await socket.accept()
        try:
            await run_in_threadpool(meetings.store.meeting, meeting)
            await _serve(socket, lambda: send_events(socket, hub, meeting, after))
        except NotFound as error:
            await socket.close(UNKNOWN, str(error)[:100])
        except Gone:
            await socket.close(DELETED, "the meeting was deleted")

    @router.websocket("/api/library")
    async def library(socket: WebSocket) -> None:
        await socket.accept()
        await _serve(socket, lambda: _library(socket, hub, meetings))

    return router


async def send_events(socket: WebSocket, hub: Hub, meeting: str, after: int) -> None:
    """Sends the events of a meeting behind `after`, for ever. Raises Gone: it was deleted."""
    async with aclosing(hub.read(meeting, after)) as events:
        async for event in events:
            await tell(socket, event.text)


async def tell(socket: WebSocket, text: str) -> None:
    """Sends; raises WebSocketDisconnect also where it was noticed before that nobody is there."""
    if socket.application_state is WebSocketState.DISCONNECTED:
        raise WebSocketDisconnect(1006)
    await socket.send_text(text)


async def _library(socket: WebSocket, hub: Hub, meetings: Meetings) -> None:
    async with aclosing(hub.watch()) as changes:
        async for changed in changes:
            for meeting in changed:
                try:
                    row = await run_in_threadpool(one, meetings, meeting)
                    told = {"type": "changed", "meeting": row.model_dump(mode="json")}
                except NotFound:
                    told = {"type": "deleted", "id": meeting}
                await socket.send_json(told)
            await asyncio.sleep(PACE)


async def _serve(socket: WebSocket, speak: Callable[[], Awaitable[None]]) -> None:
    """Speaks until the other side leaves; what it says is not listened to."""
    speaking = asyncio.ensure_future(speak())
    leaving = asyncio.ensure_future(_left(socket))
    try:
        await asyncio.wait((speaking, leaving), return_when=asyncio.FIRST_COMPLETED)
    finally:
        leaving.cancel()
        speaking.cancel()
        with suppress(asyncio.CancelledError, WebSocketDisconnect):
            await speaking


async def _left(socket: WebSocket) -> None:
    with suppress(WebSocketDisconnect):
        async for _ in _heard(socket):
            continue


async def _heard(socket: WebSocket) -> AsyncIterator[object]:
    while True:
        message = await socket.receive()
        if message["type"] == "websocket.disconnect":
            return
        yield message
