"""What large uploads cost in memory, whichever way they come."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

from tests.server import recording, running
from tests.test_server_uploads import CHUNK, complete, create

BIG = 300 << 20
GROWTH = 60 << 20
"""Bytes of memory that an upload may cost, whatever its size."""


def silence(size: int) -> Iterator[bytes]:
    """A WAV file of that many bytes of silence, header included, in pieces."""
    form = struct.pack("<HHIIHH", 1, 1, 16_000, 32_000, 2, 16)
    yield b"RIFF" + struct.pack("<I", size - 8) + b"WAVEfmt " + struct.pack("<I", 16) + form
    yield b"data" + struct.pack("<I", size - 44)
    left, piece = size - 44, bytes(1 << 20)
    while left:
        yield piece[:left]
        left -= min(left, len(piece))


def test_a_large_form_does_not_sit_in_memory(tmp_path: Path) -> None:
    with running(tmp_path) as server:
        server.added(recording(tmp_path, 6.0))
        before = server.memory("VmHWM")
        lines = ["--b", 'Content-Disposition: form-data; name="file"; filename="long.wav"', "", ""]
        head, tail = "\r\n".join(lines).encode(), b"\r\n--b--\r\n"

        def body() -> Iterator[bytes]:
            yield head
            yield from silence(BIG)
            yield tail

        length = str(len(head) + BIG + len(tail))
        headers = {"Content-Type": "multipart/form-data; boundary=b", "Content-Length": length}
        answer = server.client.post("/api/meetings", content=body(), headers=headers)
        assert answer.status_code == 202, answer.text
        server.client.post(f"/api/meetings/{answer.json()['id']}/cancel")
        assert server.memory("VmHWM") - before < GROWTH


def test_a_large_resumable_upload_does_not_sit_in_memory(tmp_path: Path) -> None:
    with running(tmp_path) as server:
        server.added(recording(tmp_path, 6.0))
        before = server.memory("VmHWM")
        path = create(server, BIG, "long.wav")
        headers = {**CHUNK, "Upload-Offset": "0", "Content-Length": str(BIG)}
        answer = server.client.patch(path, headers=headers, content=silence(BIG))
        assert answer.status_code == 204
        added = complete(server, path)
        assert added.status_code == 202, added.text
        server.client.post(f"/api/meetings/{added.json()['id']}/cancel")
        assert server.memory("VmHWM") - before < GROWTH
