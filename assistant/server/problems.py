"""Refusals as problem documents (RFC 9457)."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from assistant.errors import AssistantError, Busy, Conflict, GraphError, InputError, NotFound

MEDIA_TYPE = "application/problem+json"

# The first class that fits decides.
STATUS: tuple[tuple[type[AssistantError], int], ...] = (
    (NotFound, 404),
    (Conflict, 409),
    (InputError, 422),
    (GraphError, 422),
    (Busy, 503),
    (AssistantError, 500),
)

log = logging.getLogger(__name__)


class Problem(BaseModel):
    """What a refusal says; `detail` is one line that a person can act on."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str


def problem(
    status: int,
    detail: str,
    *,
    headers: Mapping[str, str] | None = None,
    more: Mapping[str, Any] | None = None,
) -> JSONResponse:
    """A problem document as a response."""
    body = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail).model_dump()
    return JSONResponse(body | dict(more or {}), status, dict(headers or {}), MEDIA_TYPE)


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The refusals of a route, for its description."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        status: {"description": HTTPStatus(status).phrase, "content": content}
        for status in statuses
    }


def install(app: FastAPI) -> None:
    """Makes every refusal a problem document."""
    app.add_exception_handler(AssistantError, _from_error)
    app.add_exception_handler(RequestValidationError, _from_validation)
    app.add_exception_handler(HTTPException, _from_http)
    app.add_exception_handler(Exception, _from_bug)


async def _from_error(request: Request, error: Exception) -> JSONResponse:
    status = next(status for kind, status in STATUS if isinstance(error, kind))
    if status >= 500:
        log.error("a request failed", extra={"path": request.url.path, "reason": str(error)})
    return problem(status, str(error))


async def _from_validation(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"][1:]) or "the request"
    return problem(422, f"{where}: {first['msg']}")


async def _from_http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    return problem(error.status_code, str(error.detail), headers=error.headers)


async def _from_bug(request: Request, error: Exception) -> JSONResponse:
    """The error itself goes to the log, by who calls this."""
    return problem(500, "the server failed to answer: its log says why")
