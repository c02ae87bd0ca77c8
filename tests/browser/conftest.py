"""A real Chromium, and servers for it to look at."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from assistant.types import SAMPLE_RATE
from tests.browser.served import OURS, ROOT, Served, sound
from tests.browser.speaking import ALLOWED, hearing
from tests.browser.stages import LENGTH
from tests.browser.watched import ARGUMENTS, BROWSERS, Browsing, browsing, executable
from tests.recordings import DEMO, write_wav

HERE = Path(__file__).parent
PAGE = ROOT / "assistant" / "server" / "page"

Made = Callable[[str], str]
"""Makes a finished meeting with a title, on the server of canned stages; gives its id."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


def missing(reason: str) -> None:
    """Skips here; where everything has to be there, fails."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    found = executable()
    if found is None:
        missing(f"no browser: none of {', '.join(BROWSERS)} is on the PATH")
    if not (PAGE / "index.html").is_file():
        missing("the page is not built: run 'make page'")
    expect.set_options(timeout=20_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def pages(browser: Browser) -> Iterator[Browsing]:
    with browsing(browser) as pages:
        yield pages


@pytest.fixture(scope="module")
def hearer(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser whose microphone hears a tone that rises, so that no two moments are alike."""
    time = np.arange(90 * SAMPLE_RATE) / SAMPLE_RATE
    rising = 0.2 * np.sin(2 * np.pi * (300 + 6 * time) * time)
    folder = tmp_path_factory.mktemp("sound")
    sound = write_wav(folder / "tone.wav", rising.astype(np.float32))
    with hearing(browser, ALLOWED, f"--use-file-for-fake-audio-capture={sound}") as other:
        yield other


@pytest.fixture
def speaking(hearer: Browser) -> Iterator[Browsing]:
    """Pages that can be spoken to."""
    with browsing(hearer) as pages:
        # Asked for until it is known, which takes a while after the stop.
        pages.expect(r"404 .*/waveform\)")
        yield pages


@pytest.fixture(scope="package")
def canned(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server whose stages know what is said; many tests share it."""
    yield from _serve(Served(tmp_path_factory.mktemp("canned")))


@pytest.fixture
def own(browser: Browser, tmp_path: Path) -> Iterator[Served]:
    """The same for one test alone, to be killed and started again. A test names it before its
    pages, which are then closed first."""
    yield from _serve(Served(tmp_path))


@pytest.fixture(scope="package")
def real(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server with the pipelines of models.yaml."""
    yield from _serve(Served(tmp_path_factory.mktemp("real"), OURS))


@pytest.fixture(scope="package")
def demo(real: Served) -> str:
    """The demo recording, recognised."""
    meeting = real.add(DEMO, "Release check-in", pipeline="quick")
    real.finished(meeting)
    return meeting


@pytest.fixture(scope="package")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A recording as long as the canned talk."""
    return sound(tmp_path_factory.mktemp("recording") / "talk.wav", LENGTH)


@pytest.fixture
def made(canned: Served, recording: Path) -> Made:
    def make(title: str) -> str:
        meeting = canned.add(recording, title)
        canned.finished(meeting)
        return meeting

    return make


@pytest.fixture
def meeting(canned: Served, made: Made) -> str:
    """A finished meeting that a test may change as it likes."""
    return made("A talk")


@pytest.fixture
def page(pages: Browsing, canned: Served, meeting: str) -> Page:
    """That meeting, open."""
    page = pages.open(f"{canned.url}/#/m/{meeting}")
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    return page


def _serve(served: Served) -> Iterator[Served]:
    served.start()
    try:
        yield served
    finally:
        served.close()
