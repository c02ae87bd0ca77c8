"""A store on each database: SQLite in a file, and a PostgreSQL that the tests start themselves.

A test module takes it in with `pytest_plugins = ("tests.postgres",)`.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from assistant.store import Store

DEBIAN = Path("/usr/lib/postgresql")
OPTIONS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")


def binary(name: str) -> Path | None:
    """PostgreSQL's programs lie beside the path on Debian, the newest version last."""
    versions = sorted(DEBIAN.glob(f"*/bin/{name}"), key=lambda path: float(path.parts[-3]))
    on_path = shutil.which(name)
    return versions[-1] if versions else Path(on_path) if on_path else None


def start(folder: Path, initdb: Path, postgres: Path) -> tuple[subprocess.Popen[bytes], str]:
    """Starts a server on a free port of this machine; gives it with its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    # PostgreSQL refuses to run as root.
    user: dict[str, Any] = {"cwd": folder}
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
        user |= {"user": "postgres", "group": "postgres", "extra_groups": []}
    data = str(folder / "data")
    made = [str(initdb), "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--no-sync"]
    subprocess.run([*made, "--locale=C.UTF-8"], check=True, capture_output=True, **user)
    options = [part for option in OPTIONS for part in ("-c", option)]
    listening = ["-h", "127.0.0.1", "-p", str(port), "-k", str(folder)]
    log = (folder / "log").open("wb")
    with log:
        command = [str(postgres), "-D", data, *listening, *options]
        server = subprocess.Popen(command, stdout=log, stderr=log, **user)
    return server, f"postgresql://tester@127.0.0.1:{port}/postgres"


def wait_for(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    """Until it takes connections."""
    deadline = time.monotonic() + 60.0
    while True:
        try:
            psycopg.connect(url, connect_timeout=5).close()
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"PostgreSQL does not start: {log.read_text(errors='replace')}")
            time.sleep(0.05)
        else:
            return


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL that is there until the tests end."""
    initdb, program = binary("initdb"), binary("postgres")
    if initdb is None or program is None:
        reason = "PostgreSQL is not installed (Debian: apt install postgresql)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    folder = Path(tempfile.mkdtemp(prefix="postgres"))
    server, url = start(folder, initdb, program)
    try:
        wait_for(server, url, folder / "log")
        yield url
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=60)
        shutil.rmtree(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of each kind of database in turn."""
    if request.param == "postgresql":
        found: str = request.getfixturevalue("postgres")
        return found
    return f"sqlite:///{tmp_path / 'store.db'}"


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    """An empty store on each kind of database in turn."""
    opened = Store.open(address)
    yield opened
    while meetings := opened.page(100, None).meetings:
        for each in meetings:
            opened.delete(each.meeting.id)
    opened.close()
