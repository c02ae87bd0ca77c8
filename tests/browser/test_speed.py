"""Small, and smooth where there is much to show."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect

from assistant.store import Change, Put, State, Store
from assistant.types import ActionItem, Meeting, Segment, Speaker
from tests.browser.conftest import PAGE, missing
from tests.browser.served import Served
from tests.browser.stages import TALK, words
from tests.browser.watched import Browsing, until

LARGEST = 200_000
"""Bytes of the page's scripts and styles as they travel."""
MEETINGS = 1000
SEGMENTS = 4000
LONGEST = 250.0
"""Milliseconds that nothing may block; 100 is the aim, this is what a shared machine may add."""
WATCH = """
globalThis.longest = 0
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) longest = Math.max(longest, duration)
}).observe({ type: 'longtask' })
"""


def talk(count: int) -> Iterator[Segment]:
    for n in range(count):
        speaker, text = TALK[n % len(TALK)]
        start = n * 2.7
        said = words(text, start)
        yield Segment(f"g{n + 1}", start, start + 2.5, text, speaker, said, "en")


def fill(store: Store) -> None:
    """A library of many meetings, one of them of three hours."""
    for n in range(MEETINGS):
        long = n == MEETINGS - 1
        meeting = store.create(Meeting(f"m{n}", f"Weekly meeting {n}"), pipeline="recording").id
        changes: list[Change] = [
            Put(Speaker(f"S{k}", f"Person {k}"), "names", 1) for k in (1, 2, 3)
        ]
        changes += [Put(each, "segments", 1) for each in talk(SEGMENTS if long else 3)]
        changes.append(Put(ActionItem("a1", "Write the letter", ("g1",), "S3"), "tasks", 1))
        changes.append(State({"state": "done", "duration": 10_800.0 if long else 8.0}))
        store.commit(meeting, changes)


@pytest.fixture(scope="module")
def full(browser: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that keeps all that."""
    served = Served(tmp_path_factory.mktemp("full"))
    served.data.mkdir()
    store = Store.open(f"sqlite:///{served.data / 'meetings.db'}")
    fill(store)
    store.close()
    served.start()
    yield served
    served.close()


@contextmanager
def smooth(page: Page, what: str) -> Iterator[None]:
    """Nothing blocks for long meanwhile; prints how long it did."""
    page.evaluate("longest = 0")
    yield
    # In the page, so that what blocked has been told of before it is asked for.
    page.evaluate("() => new Promise((done) => setTimeout(done, 400))")
    longest: float = page.evaluate("longest")
    print(f"{what}: longest task {longest:.0f} ms")
    assert longest < LONGEST, what


def test_size() -> None:
    if not (PAGE / "index.html").is_file():
        missing("the page is not built: run 'make page'")
    files = [each for each in (PAGE / "assets").iterdir() if each.suffix in (".js", ".css")]
    total = sum(len(gzip.compress(each.read_bytes())) for each in files)
    print(f"scripts and styles: {total / 1000:.0f} kB")
    assert total < LARGEST


def test_what_blocks_is_seen(pages: Browsing, full: Served) -> None:
    context = pages.context()
    context.add_init_script(WATCH)
    page = pages.open(full.url, context)
    block = "setTimeout(() => { const end = Date.now() + 300; while (Date.now() < end); })"
    with pytest.raises(AssertionError), smooth(page, "blocked"):
        page.evaluate(block)


def test_a_long_meeting(pages: Browsing, full: Served) -> None:
    context = pages.context()
    context.add_init_script(WATCH)
    page = pages.open(f"{full.url}/#/m/m{MEETINGS - 1}", context)
    expect(page.locator("[data-segment=g1]")).to_be_visible()
    page.wait_for_timeout(500)
    page.get_by_role("region", name="Transcript").hover()
    with smooth(page, f"scrolling through {SEGMENTS} segments"):
        for _ in range(40):
            page.mouse.wheel(0, 1500)
            page.wait_for_timeout(16)
    with smooth(page, "jumping to the end"):
        page.get_by_role("region", name="Transcript").press("End")
        expect(page.locator(f"[data-segment=g{SEGMENTS}]")).to_be_in_viewport()
    assert page.locator("[data-segment]").count() < 100
    with smooth(page, f"searching in {SEGMENTS} segments"):
        page.keyboard.press("/")
        page.keyboard.type("rather weekend", delay=30)
        expect(page.get_by_text("No match")).to_be_visible()
        page.keyboard.press("Control+a")
        page.keyboard.type("weekend", delay=30)
        expect(page.get_by_text(f"of {SEGMENTS // len(TALK)}")).to_be_visible()
    with smooth(page, "editing"):
        page.keyboard.press("Escape")
        row = page.locator("[data-segment]").nth(5)
        row.hover()
        row.get_by_role("button", name="Edit").click()
        page.keyboard.type("Another text altogether.", delay=30)
        page.keyboard.press("Enter")
        expect(page.locator("header [role=status]")).to_be_empty()


def test_a_full_library(pages: Browsing, full: Served) -> None:
    context = pages.context()
    context.add_init_script(WATCH)
    page = pages.open(full.url, context)
    expect(page.get_by_text(f"{MEETINGS} meetings")).to_be_visible()
    page.wait_for_timeout(500)
    page.mouse.move(600, 500)
    with smooth(page, f"scrolling through {MEETINGS} meetings"):
        while not page.get_by_role("link", name="Weekly meeting 0", exact=True).is_visible():
            page.mouse.wheel(0, 3000)
            page.wait_for_timeout(16)
    assert page.get_by_role("article").count() < 100
    with smooth(page, f"searching {MEETINGS} meetings"):
        page.keyboard.press("/")
        page.keyboard.type("rather weekend", delay=40)
        until(page, "document.querySelectorAll('mark').length > 20")
        page.keyboard.press("Control+a")
        page.keyboard.type("meeting 77", delay=40)
        expect(page.get_by_role("link", name="Weekly meeting 777")).to_be_visible()
