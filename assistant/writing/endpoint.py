"""Language models behind OpenAI's chat completions protocol: vLLM, Ollama, llama.cpp and others."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Mapping
from typing import Any

import httpx2

from assistant.errors import NoAnswer
from assistant.models import Place, Weights
from assistant.writing.waiting import Waiting, waiting

CONTEXT = 8192
"""Tokens, where models.yaml names no number."""
CONNECT = 5.0
"""Seconds in which a connection must stand."""
TRIES = 3
PAUSE = 0.5
"""Seconds before the second try; the third waits twice as long."""
LARGEST = 4 << 20
"""Bytes of an answer; minutes have a few thousand."""
BUSY = frozenset({408, 429, 500, 502, 503, 504})
UNKNOWN = frozenset({400, 404, 422})
"""What servers answer that do not know a field of the question."""

_WIDE = re.compile(r"[\u2e80-\uffff]")


class Endpoint:
    """A model that runs elsewhere. No connection is opened before the first question.

    Args:
        timeout: seconds that an answer may take, further tries included.
    """

    def __init__(
        self, name: str, place: Place, context: int = CONTEXT, timeout: float = 120.0
    ) -> None:
        self.name = name
        self.context = context
        self._place = place
        self._timeout = timeout
        self._headers = {"Authorization": f"Bearer {place.key}"} if place.key else {}
        self._lock = threading.Lock()
        self._plainness = 0

    def count(self, text: str) -> int:
        """A token for every 3 letters, or for every one of Chinese."""
        wide = len(_WIDE.findall(text))
        return wide + (len(text) - wide) // 3 + 1

    def answer(self, system: str, user: str, schema: Mapping[str, Any], most: int) -> Waiting:
        """As `Engine.answer`. A server that does not know schemas is asked without one."""
        # Aside, for what no time limit of a socket ends: names that nobody resolves, answers that
        # come byte by byte.
        return waiting(
            lambda left: self._converse(system, user, schema, most), self._timeout, self._late()
        )

    def _converse(self, system: str, user: str, schema: Mapping[str, Any], most: int) -> str:
        messages = [{"role": "system", "content": system}, {"role": "user", "content": user}]
        bare: dict[str, Any] = {"model": self._place.model, "messages": messages}
        plain = {**bare, "max_tokens": most, "temperature": 0, "stream": False}
        named = {"name": "minutes", "schema": dict(schema)}
        bodies = (
            {**plain, "response_format": {"type": "json_schema", "json_schema": named}},
            {**plain, "response_format": {"type": "json_object"}},
            plain,
            bare,
        )
        deadline = time.monotonic() + self._timeout
        for plainness in range(self._plainness, len(bodies)):
            status, data = self._ask(bodies[plainness], deadline)
            if status == 200:
                with self._lock:
                    self._plainness = max(plainness, self._plainness)
                return self._content(data)
            if status not in UNKNOWN:
                break
        raise NoAnswer(f"{self.name} answered with {status}: {_brief(data)}")

    def _ask(self, body: Mapping[str, Any], deadline: float) -> tuple[int, bytes]:
        """The status and the body of the answer, after several tries where it is busy."""
        for number in range(1, TRIES + 1):
            pause = PAUSE * number
            try:
                status, data = self._once(body, deadline)
            except httpx2.TimeoutException as error:
                # Who does not answer at all is not asked again: that would take as long.
                if not isinstance(error, httpx2.ConnectTimeout):
                    raise self._late() from error
                failure = f"nothing answers at {self._place.url}"
            except (httpx2.HTTPError, httpx2.InvalidURL) as error:
                failure = f"cannot be reached at {self._place.url}: {_brief(str(error).encode())}"
            else:
                if status not in BUSY or number == TRIES:
                    return status, data
                failure = f"answered with {status}"
            if number == TRIES or time.monotonic() + pause >= deadline:
                break
            time.sleep(pause)
        raise NoAnswer(f"{self.name}: {failure}")

    def _once(self, body: Mapping[str, Any], deadline: float) -> tuple[int, bytes]:
        left = deadline - time.monotonic()
        if left <= 0:
            raise self._late()
        timeout = httpx2.Timeout(left, connect=min(CONNECT, left))
        url = f"{self._place.url}/chat/completions"
        data = bytearray()
        with (
            httpx2.Client(headers=self._headers, timeout=timeout, follow_redirects=False) as client,
            client.stream("POST", url, json=dict(body)) as answer,
        ):
            for block in answer.iter_bytes():
                data += block
                if time.monotonic() > deadline:
                    raise self._late()
                if len(data) > LARGEST:
                    raise NoAnswer(f"{self.name} answered with more than {LARGEST} bytes")
            return answer.status_code, bytes(data)

    def _late(self) -> NoAnswer:
        return NoAnswer(f"{self.name} did not answer in {self._timeout:g} s")

    def _content(self, data: bytes) -> str:
        try:
            content = json.loads(data)["choices"][0]["message"]["content"]
        except (ValueError, LookupError, TypeError) as error:
            told = f"{self.name} answered with what is no chat completion: {_brief(data)}"
            raise NoAnswer(told) from error
        return content if isinstance(content, str) else ""


def load_endpoint(weights: Weights) -> Endpoint:
    """The endpoint that models.yaml describes."""
    assert weights.place is not None
    return Endpoint(weights.name, weights.place, weights.context or CONTEXT, weights.timeout)


def _brief(data: bytes) -> str:
    """The beginning of an answer on one line."""
    line = " ".join(data[:1000].decode(errors="replace").split())
    return line[:200] or "nothing"
