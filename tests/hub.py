"""A hub on the loopback address, wheels made on the spot, and settings that name both."""

from __future__ import annotations

import hashlib
import threading
import zipfile
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from assistant.config import Environment, Settings

BYTES = bytes(range(256)) * 4000
CONFIG = b'{"layers": 2}'


class Hub:
    """Serves `files` by path; says what was asked of it.

    `cut` maps a path to how many bytes to send before the connection breaks, once. `hold` maps
    a path to how many bytes to send before waiting for `go`.
    """

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = dict(files)
        self.cut: dict[str, int] = {}
        self.hold: dict[str, int] = {}
        self.go = threading.Event()
        self.asked: list[str] = []
        self.headers: list[Mapping[str, str]] = []
        self.status: dict[str, int] = {}
        hub = self

        class Handler(BaseHTTPRequestHandler):
            def do_HEAD(self) -> None:
                self.send_response(200)
                self.end_headers()

            def do_GET(self) -> None:
                hub.answer(self)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        self.go.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        path = request.path
        wanted = request.headers.get("Range", "")
        self.asked.append(f"{path} {wanted}".strip())
        self.headers.append(dict(request.headers))
        if path not in self.files or path in self.status:
            request.send_error(self.status.get(path, 404))
            return
        start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted else 0
        body = self.files[path][start:]
        request.send_response(206 if wanted else 200)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        try:
            if path in self.cut:
                request.wfile.write(body[: self.cut.pop(path)])
                request.close_connection = True
                return
            held = self.hold.pop(path, 0)
            if held:
                request.wfile.write(body[:held])
                self.go.wait()
            request.wfile.write(body[held:])
        except OSError:
            # The other side was killed, as it should be.
            request.close_connection = True


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def settings(*sources: dict[str, Any], **changes: Any) -> Settings:
    """Settings with one model, `tiny`, of two files."""
    files = {
        "model.bin": {"size": len(BYTES), "sha256": sha256(BYTES)},
        "config.json": {"size": len(CONFIG), "sha256": sha256(CONFIG)},
    }
    model = {
        "task": "transcribe",
        "runtime": "onnx",
        "languages": ["en"],
        "licence": "MIT",
        "files": files,
        "sources": list(sources),
    }
    return Settings.model_validate({"models": {"tiny": {**model, **changes}}})


def environment(folder: Path, huggingface: str, modelscope: str | None = None) -> Environment:
    return Environment(
        models=folder, huggingface=huggingface, modelscope=modelscope or huggingface, token=None
    )


def make_wheel(folder: Path, package: str, files: Mapping[str, bytes], tag: str = "any") -> Path:
    """A wheel of version 1.0 that pip accepts; `tag` is "any" or a whole compatibility tag."""
    tag = "py3-none-any" if tag == "any" else tag
    name = f"{package}-1.0"
    info = f"{name}.dist-info"
    path = folder / f"{name}-{tag}.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        for file, data in files.items():
            wheel.writestr(f"{package}/{file}", data)
        wheel.writestr(
            f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n"
        )
        wheel.writestr(f"{info}/WHEEL", f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n")
        wheel.writestr(f"{info}/RECORD", "")
    return path
