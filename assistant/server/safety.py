"""What stands before every route: who may ask, from where, how often, and how much at once."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from contextlib import suppress
from http.cookies import CookieError, SimpleCookie
from urllib.parse import SplitResult, urlsplit

from limits import RateLimitItem, RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.errors import ConfigError
from assistant.server.problems import problem

COOKIE = "assistant_token"
READING = frozenset({"GET", "HEAD", "OPTIONS"})
OPEN_PATHS = ("/health", "/api/session")
"""What can be asked without a token, beside the page itself."""
WRITES: RateLimitItem = RateLimitItemPerSecond(600, 10)
"""Calls that change something, a client: a person types less, a script waits."""
TRIES: RateLimitItem = RateLimitItemPerSecond(10, 60)
"""Tries of a token, a client."""
WRONG: RateLimitItem = RateLimitItemPerSecond(100, 60)
"""Calls with a wrong token, a client: a page with an old cookie makes some before it asks."""
LARGEST_BODY = 1 << 20
"""Bytes of a call that carries no recording."""
UPLOADS = "/api/uploads"
UNAUTHORISED = 4401
FORBIDDEN = 4403

HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), payment=(), usb=(), microphone=(self), "
    "display-capture=(self), screen-wake-lock=(self)",
}
CLOSED_POLICY = "default-src 'none'; frame-ancestors 'none'"


def policy(nonce: str) -> str:
    """The content security policy of the page."""
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            f"style-src 'self' 'nonce-{nonce}'",
            "img-src 'self' data: blob:",
            "media-src 'self' blob:",
            "connect-src 'self'",
            "font-src 'self'",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def is_loopback(host: str) -> bool:
    """Whether an address, or the name of one, stays on this machine."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def check_binding(host: str, token: str | None) -> None:
    """Raises ConfigError for an address that others reach while no token is set."""
    if not is_loopback(host) and not token:
        raise ConfigError(
            f"--host {host} can be reached from other machines: set ASSISTANT_TOKEN to a secret "
            f"that readers have to give, or leave --host at 127.0.0.1"
        )


class Safety:
    """Refuses what must not come through and adds the headers that browsers obey.

    Without a token only names of this machine are answered, so that a page elsewhere cannot
    reach the server by a name of its own that it points here.
    """

    def __init__(self, app: ASGIApp, token: str | None) -> None:
        self._app = app
        self._token = token
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes on what may pass."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        refused = self._refusal(scope)
        if scope["type"] == "websocket":
            if refused is None:
                await self._app(scope, receive, send)
            else:
                await receive()
                await send({"type": "websocket.accept"})
                code = UNAUTHORISED if refused[0] == 401 else FORBIDDEN
                await send({"type": "websocket.close", "code": code, "reason": refused[1]})
            return
        answer = self._app if refused is None else problem(*refused)
        await answer(scope, receive, _with_headers(send))

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if self._token is None and not is_loopback(_address(f"//{host}").hostname or ""):
            return 403, "this server answers to localhost only: set ASSISTANT_TOKEN to open it"
        origin = headers.get("origin")
        changes = scope["type"] == "websocket" or scope["method"] not in READING
        if changes and origin is not None and _address(origin).netloc != host:
            return 403, f"calls from the origin {origin[:100]} are not taken"
        if _is_closed(scope["path"]) and not self._may(headers):
            if any(_tokens(headers)) and not self._limiter.hit(WRONG, "wrong", _client(scope)):
                return 429, "too many wrong tokens: wait a minute"
            return 401, "this server wants its token: give it as a bearer token or sign in"
        if scope["type"] == "http" and changes:
            return self._limits(scope, headers)
        return None

    def _limits(self, scope: Scope, headers: Headers) -> tuple[int, str] | None:
        client = _client(scope)
        path: str = scope["path"]
        if not self._limiter.hit(WRITES, client):
            return 429, "too many calls: wait some seconds"
        if path == "/api/session" and not self._limiter.hit(TRIES, "session", client):
            return 429, "too many tries: wait a minute"
        if "transfer-encoding" in headers:
            return 411, "say beforehand how long the body is"
        multipart = headers.get("content-type", "").lower().startswith("multipart/form-data")
        carries = path.startswith(f"{UPLOADS}/") or (path == "/api/meetings" and multipart)
        length = headers.get("content-length", "0")
        if not carries and (not length.isdigit() or int(length) > LARGEST_BODY):
            return 413, f"a call without a recording may have {LARGEST_BODY} bytes"
        return None

    def _may(self, headers: Headers) -> bool:
        if self._token is None:
            return True
        wanted = (self._token, cookie(self._token))
        return any(same(*each) for each in zip(_tokens(headers), wanted, strict=True))


def _is_closed(path: str) -> bool:
    """Whether a token is wanted for it: for all but the page and the way in."""
    return path not in OPEN_PATHS and path.startswith(("/api", "/metrics"))


def _client(scope: Scope) -> str:
    address: str = (scope.get("client") or ("",))[0]
    return address


def _address(url: str) -> SplitResult:
    """An address in its parts; all of them are empty where it is none."""
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")


def same(given: str, wanted: str) -> bool:
    """Whether a token is the right one, in a time that does not tell how nearly."""
    return hmac.compare_digest(given.encode(), wanted.encode())


def cookie(token: str) -> str:
    """What the cookie holds: not the token itself, and nothing that a header cannot carry."""
    return hashlib.sha256(token.encode()).hexdigest()


def _tokens(headers: Headers) -> tuple[str, str]:
    """The bearer token and the cookie, "" where there is none."""
    scheme, _, given = headers.get("authorization", "").partition(" ")
    bearer = given.strip().encode("latin-1").decode(errors="replace")
    cookies: SimpleCookie = SimpleCookie()
    with suppress(CookieError):
        cookies.load(headers.get("cookie", ""))
    kept = cookies[COOKIE].value if COOKIE in cookies else ""
    return bearer if scheme.lower() == "bearer" else "", kept


def _with_headers(send: Send) -> Send:
    async def wrapped(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("content-security-policy", CLOSED_POLICY)
        await send(message)

    return wrapped
