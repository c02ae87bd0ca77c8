"""The server put together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

from assistant import __version__
from assistant.engine import LocalEngine
from assistant.hub import Hub
from assistant.meetings.house import Rules
from assistant.meetings.library import Listeners, Meetings
from assistant.server import edits, live, media, problems, proposals, sockets, system, uploads
from assistant.server import meetings as meeting_routes
from assistant.server.metrics import Metrics
from assistant.server.safety import Safety
from assistant.store import Event, Store
from assistant.store.blobs import Blobs

LISTED = frozenset({"meeting", "speaker", "action_item", "removed", "minutes"})
"""Events that change what lists show."""


@dataclass(frozen=True, slots=True)
class Server:
    """What a server is made of.

    `uploads` is a folder, `live` are the rules of live meetings; `token` None means that none is
    wanted.
    """

    store: Store
    blobs: Blobs
    engine: LocalEngine
    uploads: Path
    live: Rules
    token: str | None = None
    max_upload: int = 8 << 30
    workers: int = 1


def create_app(server: Server) -> FastAPI:
    """The application; its workers run as long as it does."""
    hub = Hub(server.store)
    metrics = Metrics(lambda: len(library.queue.waiting()), lambda: hub.readers)

    def publish(meeting: str, events: Sequence[Event]) -> None:
        hub.publish(meeting, events)
        if any(event.type in LISTED for event in events):
            hub.touch(meeting)

    listeners = Listeners(
        publish, hub.remove, lambda meeting, outcome: metrics.finished(outcome), metrics.observe
    )
    library = Meetings(
        server.store, server.blobs, server.engine, listeners, server.workers, server.live
    )
    metrics.watch_live(library.live)

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        hub.bind(asyncio.get_running_loop())
        library.start()
        yield
        await asyncio.to_thread(library.stop)

    app = FastAPI(
        title="Meeting Assistant",
        version=__version__,
        lifespan=life,
        docs_url=None,
        redoc_url=None,
        responses=problems.documented(400, 401, 403, 411, 413, 429),
    )
    problems.install(app)
    app.include_router(meeting_routes.routes(library, server.uploads, server.max_upload))
    app.include_router(edits.routes(library))
    app.include_router(media.routes(library))
    app.include_router(sockets.routes(library, hub))
    app.include_router(live.routes(library, hub))
    app.include_router(proposals.routes(library))
    app.include_router(system.routes(server.engine, metrics, server.token, server.max_upload))
    app.include_router(uploads.routes(server.uploads, server.max_upload), include_in_schema=False)
    app.include_router(system.page())
    if (system.PAGE / "assets").is_dir():
        app.mount("/assets", system.Assets(directory=system.PAGE / "assets"))
        app.mount("/", StaticFiles(directory=system.PAGE))
    app.add_middleware(GZipMiddleware, minimum_size=2000, compresslevel=5)
    app.add_middleware(uploads.Uploads)
    app.add_middleware(Safety, token=server.token)
    return app
