"""`assistant serve`: the page and the API."""

from __future__ import annotations

import logging
import socket
from pathlib import Path

import click
import uvicorn
from pythonjsonlogger.json import JsonFormatter

from assistant.commands.setup import engine_for, only_one, open_library
from assistant.config import Environment
from assistant.errors import InputError
from assistant.meetings.house import Rules
from assistant.server import Server, create_app
from assistant.server.safety import check_binding

CLOSING = 5
"""Seconds that open connections get when the server stops."""


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option("--data", type=click.Path(path_type=Path), help="Where meetings are kept.")
@click.option("--config", type=click.Path(path_type=Path), help="A models.yaml of your own.")
def command(host: str, port: int, data: Path | None, config: Path | None) -> None:
    """Serve the page and the API."""
    environment = Environment.read()
    token = environment.access_token.get_secret_value() if environment.access_token else None
    check_binding(host, token)
    engine = engine_for(config)
    store, blobs, folder = open_library(data)
    try:
        with only_one(folder):
            server = Server(
                store=store,
                blobs=blobs,
                engine=engine,
                uploads=folder / "uploads",
                live=Rules(folder / "live", environment.live, idle=60.0 * environment.live_idle),
                token=token,
                max_upload=environment.max_upload,
                workers=environment.workers,
            )
            _run(server, host, port)
    finally:
        store.close()


def _run(server: Server, host: str, port: int) -> None:
    _log_as_json()
    listening = _listen(host, port)
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"Meeting Assistant is at http://{shown}:{listening.getsockname()[1]}", err=True)
    settings = uvicorn.Config(
        create_app(server),
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=CLOSING,
        ws="websockets-sansio",
        ws_max_size=1 << 20,
    )
    uvicorn.Server(settings).run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    """A socket that listens, so that an address in use is told before anything starts."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=512)
    except OSError as error:
        raise InputError(
            f"cannot listen on {host} port {port}: {error.strerror}: give another --port"
        ) from None


def _log_as_json() -> None:
    """One JSON object a line on stderr, with the meeting's id where there is one."""
    handler = logging.StreamHandler()
    names = {"levelname": "level", "asctime": "time", "name": "logger"}
    handler.setFormatter(
        JsonFormatter("%(asctime)s %(levelname)s %(name)s %(message)s", rename_fields=names)
    )
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    logging.getLogger("tuspyserver").setLevel(logging.WARNING)
