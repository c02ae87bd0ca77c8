"""A client of a running server: makes a live meeting, sends its sound, hears what comes of it."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, suppress
from typing import Any
from urllib.parse import urlsplit

import httpx2
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.sync.client import ClientConnection, connect

from assistant.commands.source import Backlog
from assistant.errors import InputError

SAMPLE = 2
"""Bytes of a sample."""
FRAME = 1 << 16
"""Bytes of a message at most."""
OVER = ("done", "failed")
REFUSED = (4401, 4403, 4404, 4409, 4410)
NOT_LIVE = 4422
FIRST_WAIT, LONGEST_WAIT = 0.5, 5.0
"""Seconds until a lost connection is tried again."""
LOOKED = 0.2
PATIENCE = 30.0
"""Seconds until a server counts as one that does not answer."""

Event = Mapping[str, Any]


class Client:
    """One live meeting on a server.

    Args:
        url: the server's address, as a browser has it.
        token: its token, None where it wants none.
        say: takes a line for the person.
    """

    def __init__(self, url: str, token: str | None, say: Callable[[str], None]) -> None:
        parts = urlsplit(url if "://" in url else f"http://{url}")
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise InputError(f"{url} is no server's address: give one like http://127.0.0.1:8000")
        self._base = f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"
        self._headers = {"authorization": f"Bearer {token}"} if token else {}
        self._say = say
        self._seq = 0
        self._is_over = False
        self.meeting = ""
        self.state = "created"

    @property
    def page(self) -> str:
        """Where the meeting can be read."""
        return f"{self._base}/#/m/{self.meeting}"

    def create(self, fields: Mapping[str, Any]) -> None:
        """Makes the meeting. Raises InputError: there is no such server, or it refuses."""
        address = f"{self._base}/api/meetings"
        try:
            answer = httpx2.post(
                address, json={"live": True, **fields}, headers=self._headers, timeout=PATIENCE
            )
            document = answer.json()
            if answer.status_code != 201:
                raise InputError(f"the server at {self._base} refuses: {document['detail']}")
            self.meeting = document["id"]
        except httpx2.HTTPError as error:
            raise InputError(
                f"no server answers at {self._base}: {error or type(error).__name__}: start one "
                f"with 'assistant serve'"
            ) from None
        except (ValueError, KeyError, TypeError):
            raise InputError(f"{self._base} is no Meeting Assistant") from None

    def events(self, backlog: Backlog) -> Iterator[Event]:
        """What happens, while the sound is sent, until the minutes are complete.

        A lost connection is made again. Raises AssistantError: the server takes the sound no more.
        """
        wait = FIRST_WAIT
        while self.state not in OVER:
            try:
                with self._connected() as socket:
                    for event in self._conversation(socket, backlog):
                        wait = FIRST_WAIT
                        yield event
                    lost = self._end_of(socket)
            except (OSError, InvalidHandshake) as error:
                lost = " ".join(str(error).split())
            if lost is not None and self.state not in OVER:
                if wait == FIRST_WAIT:
                    self._say(f"the connection is lost ({lost}): trying again")
                time.sleep(wait)
                wait = min(2 * wait, LONGEST_WAIT)

    def _connected(self) -> AbstractContextManager[ClientConnection]:
        way = "events" if self._is_over else "live"
        address = f"ws{self._base.removeprefix('http')}/api/meetings/{self.meeting}/{way}"
        address = f"{address}?after={self._seq}"
        opened: AbstractContextManager[ClientConnection] = connect(
            address, additional_headers=self._headers, max_size=None
        )
        return opened

    def _conversation(self, socket: ClientConnection, backlog: Backlog) -> Iterator[Event]:
        sending: threading.Thread | None = None
        with suppress(ConnectionClosed):
            for message in socket:
                event = json.loads(message)
                if event["type"] == "audio.ack":
                    place = event["samples"] * SAMPLE
                    backlog.acknowledged(place)
                    if sending is None:
                        sending = threading.Thread(
                            target=_send, args=(socket, backlog, place), daemon=True
                        )
                        sending.start()
                else:
                    self._seq = max(self._seq, event.get("seq", 0))
                    self.state = event.get("state", self.state)
                    yield event
                    if self.state in OVER:
                        return

    def _end_of(self, socket: ClientConnection) -> str | None:
        """Why a connection ended; None where another way to go on is known."""
        code, reason = socket.close_code, socket.close_reason or ""
        if code in REFUSED:
            raise InputError(f"the server at {self._base} refuses: {reason}")
        if code == NOT_LIVE:
            self._is_over = True
            return None
        return reason or f"code {code}"


def _send(socket: ClientConnection, backlog: Backlog, place: int) -> None:
    """Sends what lies behind a byte of the sound, and at its end that the meeting is over."""
    with suppress(ConnectionClosed):
        while (data := backlog.after(place, LOOKED)) is not None:
            for at in range(0, len(data), FRAME):
                socket.send(data[at : at + FRAME])
            place += len(data)
        socket.send('{"type": "stop"}')
