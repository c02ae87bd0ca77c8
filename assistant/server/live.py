"""The websocket of a live meeting: sound comes in, what is made of it goes out."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Annotated

from fastapi import APIRouter, Query, WebSocket, WebSocketDisconnect
from starlette.concurrency import run_in_threadpool

from assistant.errors import Conflict, InputError, NotFound
from assistant.hub import Gone, Hub
from assistant.meetings.attending import Sender
from assistant.meetings.capture import Whole
from assistant.meetings.library import Meetings
from assistant.server.sockets import DELETED, UNKNOWN, send_events, tell

TAKEN = 4409
NOT_LIVE = 4422
UNSUPPORTED = 1003
FULL = 4507
MOST = 1 << 20
"""Bytes that wait to be written; while there are more, nothing more is read."""
REASON = 100
"""Characters of a reason: a close frame has room for 123 bytes."""


class Closing(Exception):
    """Why the server ends the connection."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code


def routes(meetings: Meetings, hub: Hub) -> APIRouter:
    """The socket on which both sides speak."""
    router = APIRouter()

    @router.websocket("/api/meetings/{meeting}/live")
    async def live(
        socket: WebSocket, meeting: str, after: Annotated[int, Query(ge=0, le=2**53)] = 0
    ) -> None:
        await socket.accept()
        taken = asyncio.Event()
        loop = asyncio.get_running_loop()

        def take() -> None:
            loop.call_soon_threadsafe(taken.set)

        try:
            sender = await run_in_threadpool(meetings.live.admit, meeting, take)
        except NotFound as error:
            await _close(socket, UNKNOWN, str(error))
        except Conflict as error:
            await _close(socket, NOT_LIVE, str(error))
        else:
            try:
                await Conversation(socket, sender, taken).hold(hub, meeting, after)
            finally:
                # Not awaited: the connection may be gone, and with it whoever would wait.
                sender.leave()

    return router


class Conversation:
    """One connection: one task hears, one writes what was heard, one tells events."""

    def __init__(self, socket: WebSocket, sender: Sender, taken: asyncio.Event) -> None:
        self._socket = socket
        self._sender = sender
        self._taken = taken
        self._whole = Whole(sender.channels)
        self._heard = bytearray()
        self._changed = asyncio.Condition()
        self._stopped = False

    async def hold(self, hub: Hub, meeting: str, after: int) -> None:
        """Goes on until either side ends it, or the meeting is deleted or sent by another."""
        await self._acknowledge(self._sender.samples)
        work = (
            self._hear(),
            self._write(),
            self._give_way(),
            send_events(self._socket, hub, meeting, after),
        )
        tasks = [asyncio.ensure_future(each) for each in work]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        except Closing as closing:
            await _close(self._socket, closing.code, str(closing))
        except Gone:
            await _close(self._socket, DELETED, "the meeting was deleted")
        except WebSocketDisconnect:
            # Noticed while something was told: what arrived before is still to be heard.
            await asyncio.wait(tasks[:2], return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _hear(self) -> None:
        while True:
            message = await self._socket.receive()
            if message["type"] == "websocket.disconnect":
                # Who leaves without waiting has what arrived kept all the same.
                await self._written()
                return
            if (data := message.get("bytes")) is not None:
                await self._take(data)
            elif _says_stop(message.get("text") or ""):
                await self._stop()
            else:
                raise Closing(UNSUPPORTED, 'send sound as binary frames, or {"type": "stop"}')

    async def _take(self, data: bytes) -> None:
        async with self._changed:
            await self._changed.wait_for(lambda: len(self._heard) <= MOST)
            if not self._stopped:
                self._heard += self._whole.take(data)
                self._changed.notify_all()

    async def _stop(self) -> None:
        self._stopped = True
        await self._written()
        await run_in_threadpool(self._sender.stop)

    async def _written(self) -> None:
        async with self._changed:
            await self._changed.wait_for(lambda: not self._heard)

    async def _write(self) -> None:
        while True:
            async with self._changed:
                await self._changed.wait_for(lambda: len(self._heard) > 0)
                data = bytes(self._heard)
            try:
                samples = await run_in_threadpool(self._sender.append, data)
            except InputError as error:
                told = {"type": "error", "stage": None, "reason": str(error), "fatal": False}
                await self._tell(told)
                raise Closing(FULL, str(error)) from None
            except Conflict:
                # Stopped by somebody else, or sent by: what comes is acknowledged no more.
                self._stopped = True
            else:
                await self._acknowledge(samples)
            async with self._changed:
                del self._heard[: len(data)]
                self._changed.notify_all()

    async def _give_way(self) -> None:
        await self._taken.wait()
        raise Closing(TAKEN, "the sound of this meeting is sent from somewhere else now")

    async def _acknowledge(self, samples: int) -> None:
        await self._tell({"type": "audio.ack", "samples": samples})

    async def _tell(self, told: Mapping[str, object]) -> None:
        """Tells whoever is still there; that nobody is, those who hear find out."""
        with suppress(WebSocketDisconnect):
            await tell(self._socket, json.dumps(told))


def _says_stop(text: str) -> bool:
    try:
        said = json.loads(text)
    except ValueError:
        return False
    return isinstance(said, dict) and said.get("type") == "stop"


async def _close(socket: WebSocket, code: int, reason: str) -> None:
    with suppress(WebSocketDisconnect, RuntimeError):
        await socket.close(code, reason[:REASON])
