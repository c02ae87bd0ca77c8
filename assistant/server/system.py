"""Routes of the server itself: what it can do, how it is, who may use it, its page."""

from __future__ import annotations

import secrets
from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, PlainTextResponse
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

from assistant import __version__
from assistant.engine import LocalEngine
from assistant.exports import FORMATS
from assistant.meetings.listening import PIPELINE
from assistant.server import bodies, shapes
from assistant.server.metrics import MEDIA_TYPE, Metrics
from assistant.server.problems import documented
from assistant.server.safety import COOKIE, cookie, policy, same
from assistant.types import GRANULARITIES, TEMPLATES

PAGE = Path(__file__).parent / "page"
NOT_BUILT = "The page is not built: run 'make page', then start the server again.\n"
YEAR = 365 * 24 * 3600


def routes(engine: LocalEngine, metrics: Metrics, token: str | None, max_upload: int) -> APIRouter:
    """`token` is what readers have to give, None where none is wanted."""
    router = APIRouter(tags=["system"])
    settings = engine.settings
    transcribers = [m for m in settings.models.values() if m.task == "transcribe"]
    languages = sorted({code for model in transcribers for code in model.languages})

    @router.get("/health")
    def health() -> shapes.Health:
        """That the server runs."""
        return shapes.Health(status="ok", version=__version__)

    @router.get("/metrics", response_class=PlainTextResponse)
    def figures() -> Response:
        """Figures for Prometheus."""
        return Response(metrics.text(), media_type=MEDIA_TYPE)

    @router.get("/api/about")
    def about() -> shapes.About:
        """What this server can do."""
        return shapes.About(
            version=__version__,
            formats=[
                shapes.FormatShape(
                    name=f.name,
                    suffix=f.suffix,
                    media_type=f.media_type,
                    options=list(f.options),
                )
                for f in FORMATS.values()
            ],
            pipelines=[name for name in settings.pipelines if name != PIPELINE],
            languages=["auto", *languages],
            templates=list(TEMPLATES),
            engines=[shapes.EngineShape(name=n, kind=k) for n, k in engine.writers().items()],
            granularities=list(GRANULARITIES),
            max_upload=max_upload,
        )

    @router.post("/api/session", status_code=204, responses=documented(401, 422, 429))
    def sign_in(given: bodies.Token, request: Request, response: Response) -> None:
        """The token for a cookie."""
        if token is not None:
            if not same(given.token, token):
                raise HTTPException(401, "this is not the server's token")
            secure = request.url.scheme == "https"
            response.set_cookie(
                COOKIE, cookie(token), max_age=YEAR, httponly=True, samesite="strict", secure=secure
            )

    @router.delete("/api/session", status_code=204)
    def sign_out(response: Response) -> None:
        """Forgets the cookie."""
        response.delete_cookie(COOKIE)

    return router


def page() -> APIRouter:
    """The page; its files have names that change with their content."""
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    def index() -> Response:
        """The page itself, with a nonce of its own."""
        file = PAGE / "index.html"
        if not file.is_file():
            return PlainTextResponse(NOT_BUILT, 503)
        nonce = secrets.token_urlsafe(16)
        headers = {"content-security-policy": policy(nonce), "cache-control": "no-store"}
        return HTMLResponse(file.read_text("utf-8").replace("__NONCE__", nonce), headers=headers)

    return router


class Assets(StaticFiles):
    """Files that may be kept for ever."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        """As the base class, with the header that says so."""
        response: Response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]
        response.headers["cache-control"] = f"public, max-age={YEAR}, immutable"
        return response
