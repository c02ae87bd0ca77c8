"""A server that speaks OpenAI's chat completions, with answers that a test gives it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from assistant.models import Place
from assistant.writing.endpoint import Endpoint

Answer = Callable[[dict[str, Any]], str]
"""The text that answers the body of a question."""


class Chat:
    """What is asked and what is answered.

    `statuses` come first, each for one call; after them `answer` speaks. While `silent` is set,
    nothing comes at all; `dripping` sends a blank every moment and never ends.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        self.statuses: list[int] = []
        self.raw: bytes | None = None
        self.knows_schemas = True
        self.silent = False
        self.dripping = False
        self.over = threading.Event()
        self.port = 0

    @property
    def url(self) -> str:
        """Its address as models.yaml would have it."""
        return f"http://127.0.0.1:{self.port}/v1"

    def engine(
        self, timeout: float = 20.0, context: int = 8192, key: str | None = None
    ) -> Endpoint:
        """An engine that asks it."""
        return Endpoint("canned", Place(self.url, "some-model", key), context, timeout)

    def questions(self) -> list[str]:
        """What was asked, without the rules that stand before."""
        return [body["messages"][1]["content"] for body in self.asked]


class _Handler(BaseHTTPRequestHandler):
    chat: Chat
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        chat = self.chat
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        chat.asked.append(body)
        chat.keys.append(self.headers.get("Authorization"))
        if chat.silent:
            chat.over.wait()
            self.close_connection = True
        elif chat.dripping:
            self._drip()
        elif chat.statuses:
            self._send(chat.statuses.pop(0), b'{"error": "not now"}')
        elif "response_format" in body and not chat.knows_schemas:
            self._send(400, b'{"error": "response_format is unknown"}')
        elif chat.raw is not None:
            self._send(200, chat.raw)
        else:
            message = {"role": "assistant", "content": chat.answer(body)}
            self._send(200, json.dumps({"choices": [{"message": message}]}).encode())

    def _send(self, status: int, data: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _drip(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000000")
        self.end_headers()
        try:
            while not self.chat.over.wait(0.02):
                self.wfile.write(b" ")
                self.wfile.flush()
        except OSError:
            self.close_connection = True

    def log_message(self, *args: Any) -> None:
        """Nothing."""


@contextmanager
def chatting(answer: Answer = lambda body: "{}") -> Iterator[Chat]:
    """A server on this machine, as long as the block lasts."""
    chat = Chat(answer)
    handler = type("Handler", (_Handler,), {"chat": chat})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    chat.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield chat
    finally:
        chat.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


def is_overview(body: dict[str, Any]) -> bool:
    """Whether a question is the one for the whole meeting."""
    return "Notes on the whole meeting" in body["messages"][1]["content"]


def canned(part: dict[str, Any], overview: Sequence[Any] = ()) -> Answer:
    """Answers with a part, or with an overview where that is asked for."""
    return lambda body: json.dumps({"overview": list(overview)} if is_overview(body) else part)
