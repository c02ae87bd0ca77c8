"""One file over HTTP: resumed where it broke off, and no host asked again once it failed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

import httpx2

from assistant import __version__
from assistant.errors import ModelError

CONNECT_SECONDS = 3.0
PROBE_SECONDS = 4.0
READ_SECONDS = 30.0
BLOCK = 1 << 20

Report = Callable[[int], None]
"""Called with the number of bytes of a file that are there."""

GATED = "access is refused: accept the terms on the model's page and set HF_TOKEN"
STATUS = {401: GATED, 403: GATED, 404: "it is not there (404)"}


class SourceError(ModelError):
    """A source does not have a file now; the next one may."""


class Downloader:
    """Downloads for one run; remembers the hosts that did not answer."""

    def __init__(self) -> None:
        self._hosts: dict[str, str | None] = {}
        self._client = httpx2.Client(
            follow_redirects=True,
            timeout=httpx2.Timeout(READ_SECONDS, connect=CONNECT_SECONDS),
            # Ranges count the bytes of the file, so it must come as it is.
            headers={
                "User-Agent": f"meeting-assistant/{__version__}",
                "Accept-Encoding": "identity",
            },
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._client.close()

    def download(
        self, url: str, part: Path, size: int | None, report: Report, token: str | None = None
    ) -> None:
        """Appends to `part` what is missing of the file, `size` bytes if that is known.

        Goes on after a broken connection as long as each attempt brings something. Raises
        SourceError.
        """
        host = urlsplit(url).netloc
        self._require(url, host)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        while True:
            before = _size(part)
            try:
                return self._attempt(url, part, size, report, headers)
            except httpx2.RequestError as error:
                if _size(part) > before:
                    continue
                self._hosts[host] = _reason(error)
                raise SourceError(f"{host}: {self._hosts[host]}") from error

    def _attempt(
        self, url: str, part: Path, size: int | None, report: Report, headers: Mapping[str, str]
    ) -> None:
        done = _size(part)
        if size is not None and done >= size:
            return
        wanted = {**headers, "Range": f"bytes={done}-"} if done else headers
        with self._client.stream("GET", url, headers=wanted) as response:
            if response.status_code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
                return
            if not response.is_success:
                code = response.status_code
                raise SourceError(f"{part.stem}: {STATUS.get(code, f'the host says {code}')}")
            resumed = response.status_code == HTTPStatus.PARTIAL_CONTENT
            done = done if resumed else 0
            with part.open("ab" if resumed else "wb") as file:
                for block in response.iter_bytes():
                    file.write(block)
                    done += len(block)
                    report(done)
                    if size is not None and done > size:
                        return

    def _require(self, url: str, host: str) -> None:
        """Raises SourceError for a host that does not answer within PROBE_SECONDS."""
        if host not in self._hosts:
            self._hosts[host] = self._probe(url)
        if self._hosts[host] is not None:
            raise SourceError(f"{host}: {self._hosts[host]}")

    def _probe(self, url: str) -> str | None:
        """None for a host that answers, else why it does not.

        A name server that is silent, or many addresses that are, would outlast every timeout
        of the client; hence a thread that is left behind.
        """
        found: list[str | None] = []

        def ask() -> None:
            try:
                root = urlsplit(url)._replace(path="/", query="").geturl()
                httpx2.head(root, timeout=PROBE_SECONDS)
                found.append(None)
            except httpx2.RequestError as error:
                found.append(_reason(error))

        thread = threading.Thread(target=ask, daemon=True, name="probe")
        thread.start()
        thread.join(PROBE_SECONDS)
        return found[0] if found else f"no answer within {PROBE_SECONDS:g} s"


def _size(part: Path) -> int:
    return part.stat().st_size if part.exists() else 0


def _reason(error: Exception) -> str:
    return str(error) or type(error).__name__
