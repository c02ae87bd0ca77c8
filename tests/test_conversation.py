"""The end of a live socket, whoever notices it first."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from fastapi import WebSocket

from assistant.hub import Hub
from assistant.meetings.attending import Sender
from assistant.server.live import Conversation

PIECES = [bytes([n]) * 3200 for n in range(1, 6)]
ROUNDS = 50
"""Turns of the loop in which a conversation that does not wait would have ended."""


@dataclass(frozen=True)
class Told:
    """An event of a meeting."""

    seq: int = 1
    text: str = '{"type": "meeting"}'


class Line:
    """A connection: its one end sends `PIECES` and leaves, which whoever tells it something at
    the point `notice` is the first to find out; the last pieces are read only after that.
    """

    def __init__(self, notice: str) -> None:
        self.notice = notice
        self.known = asyncio.Event()
        self.gone = asyncio.Event()
        self.left: list[dict[str, Any]] = [
            {"type": "websocket.connect"},
            *({"type": "websocket.receive", "bytes": piece} for piece in PIECES),
            {"type": "websocket.disconnect", "code": 1006},
        ]

    async def receive(self) -> dict[str, Any]:
        if len(self.left) <= len(PIECES):
            await self.gone.wait()
            for _ in range(ROUNDS):
                await asyncio.sleep(0)
        return self.left.pop(0)

    async def send(self, message: Any) -> None:
        text = message.get("text", "")
        if self.gone.is_set() or (self.notice in text and '"samples": 0' not in text):
            self.gone.set()
            raise OSError("nobody is there")
        if "audio.ack" in text and '"samples": 0' not in text:
            self.known.set()


class Keeping(Sender):
    """Keeps what it is given in memory."""

    channels = 1
    samples = 0

    def __init__(self) -> None:
        self.kept = bytearray()

    def append(self, data: bytes) -> int:
        self.kept += data
        return len(self.kept) // 2


class Telling(Hub):
    """Two events: once sound was acknowledged, or nobody could be told that it was."""

    def __init__(self, line: Line) -> None:
        self.line = line

    async def read(self, meeting: str, after: int = 0) -> AsyncGenerator[Any, None]:
        moments = [self.line.known.wait(), self.line.gone.wait()]
        waiting: Sequence[asyncio.Future[Any]] = [asyncio.ensure_future(m) for m in moments]
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for other in waiting:
            other.cancel()
        for seq in (1, 2):
            yield Told(seq)
        await asyncio.Event().wait()


@pytest.mark.parametrize("notice", ["audio.ack", "meeting"])
def test_what_arrived_before_the_other_side_left_is_kept(notice: str) -> None:
    async def hold() -> bytes:
        line = Line(notice)
        socket = WebSocket({"type": "websocket"}, line.receive, line.send)
        await socket.accept()
        sender = Keeping()
        await Conversation(socket, sender, asyncio.Event()).hold(Telling(line), "m1", 0)
        assert line.gone.is_set()
        return bytes(sender.kept)

    assert asyncio.run(asyncio.wait_for(hold(), 30.0)) == b"".join(PIECES)
