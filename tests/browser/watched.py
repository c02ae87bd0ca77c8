"""Pages that are watched: an error in the console or of a script fails the test."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
)
REMEMBER_AUDIO = """
globalThis.Audio = class extends Audio {
  constructor(...given) {
    super(...given)
    globalThis.heard = this
  }
}
"""
"""The recording is played by an element outside the document: tests find it as `heard`."""


def executable() -> str | None:
    """The browser of this machine."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


class Browsing:
    """Opens pages on a server, and gathers what goes wrong in them."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._stack = ExitStack()
        self._expected: list[re.Pattern[str]] = []
        self._faults: list[str] = []

    def expect(self, *patterns: str) -> None:
        """Messages that belong to the test, such as a connection that is refused."""
        self._expected += map(re.compile, patterns)

    def context(self, **options: Any) -> BrowserContext:
        """A browser of its own, with nothing stored."""
        options = {"locale": "en-GB", "viewport": {"width": 1280, "height": 800}, **options}
        context = self._browser.new_context(**options)
        self._stack.callback(context.close)
        context.add_init_script(REMEMBER_AUDIO)
        context.set_default_timeout(20_000)
        context.on("console", self._heard)
        context.on("weberror", lambda error: self._faults.append(str(error.error)))
        return context

    def open(self, url: str, context: BrowserContext | None = None, **options: Any) -> Page:
        """A new page at an address."""
        page = (context or self.context(**options)).new_page()
        page.goto(url)
        return page

    def close(self) -> None:
        self._stack.close()

    @property
    def faults(self) -> list[str]:
        """What went wrong and was not expected."""
        return [
            fault
            for fault in self._faults
            if not any(pattern.search(fault) for pattern in self._expected)
        ]

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._faults.append(f"{message.text} ({message.location.get('url', '')})")


@contextmanager
def browsing(browser: Browser) -> Iterator[Browsing]:
    """Pages for one test; afterwards nothing unexpected may have been said."""
    pages = Browsing(browser)
    try:
        yield pages
    finally:
        pages.close()
    assert not pages.faults, pages.faults


def until(page: Page, expression: str, patience: float = 20.0) -> Any:
    """The value of an expression once it is true.

    Not Playwright's own `wait_for_function`: that evaluates inside the page, whose policy forbids
    it.
    """
    end = time.monotonic() + patience
    while not (value := page.evaluate(expression)):
        assert time.monotonic() < end, f"never true: {expression}"
        page.wait_for_timeout(20)
    return value
