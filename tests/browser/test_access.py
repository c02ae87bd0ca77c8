"""What axe finds: nothing serious, in every view, in both themes, wide and on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Made
from tests.browser.served import ROOT, Served, sound
from tests.browser.test_editing import segment
from tests.browser.test_library import row
from tests.browser.watched import Browsing

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
OPTIONS = "{ resultTypes: ['violations'], preload: false }"
"""`preload` would copy styles into the page, which its policy forbids."""
GRAVE = ("serious", "critical")
LOOKS = [
    pytest.param(width, scheme, id=f"{scheme}-{width}")
    for width in (1280, 390)
    for scheme in ("light", "dark")
]

pytestmark = pytest.mark.parametrize(("width", "scheme"), LOOKS)

Open = Callable[[str], Page]


@pytest.fixture
def opened(pages: Browsing, width: int, scheme: str) -> Open:
    """Opens addresses in the look that is wanted; nothing moves, so colours are the final ones."""
    size = {"width": width, "height": 800}
    context = pages.context(viewport=size, color_scheme=scheme, reduced_motion="reduce")
    return lambda url: pages.open(url, context)


@pytest.fixture(scope="module")
def empty(browser: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server without meetings."""
    served = Served(tmp_path_factory.mktemp("empty"))
    served.start()
    yield served
    served.close()


def check(page: Page, where: str) -> None:
    """Fails with what is seriously wrong and where."""
    if not page.evaluate("'axe' in globalThis"):
        page.evaluate(AXE.read_text("utf-8"))
    found: dict[str, Any] = page.evaluate(f"axe.run({OPTIONS})")
    grave = [
        (each["id"], each["help"], [node["html"][:150] for node in each["nodes"]])
        for each in found["violations"]
        if each["impact"] in GRAVE
    ]
    assert not grave, f"{where}: {grave}"


def test_library(
    opened: Open, canned: Served, made: Made, recording: Path, width: int, scheme: str
) -> None:
    name = f"{scheme} {width}"
    failing = canned.add(recording, f"broken by {name}")
    canned.finished(failing, "failed")
    made(f"Listed by {name}")
    page = opened(canned.url)
    expect(row(page, f"broken by {name}")).to_be_visible()
    check(page, "the list")
    row(page, f"Listed by {name}").get_by_role("button", name="Actions").click()
    expect(page.get_by_role("menuitem", name="Rename")).to_be_visible()
    check(page, "a row's menu")
    page.get_by_role("menuitem", name="Rename").click()
    expect(page.get_by_role("textbox", name="New title")).to_be_visible()
    check(page, "a row renamed")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Appearance and language").click()
    expect(page.get_by_role("group", name="Theme")).to_be_visible()
    check(page, "settings")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    check(page, "shortcuts")
    page.keyboard.press("Escape")
    page.get_by_role("searchbox").fill("weekend")
    expect(page.locator("mark").first).to_be_visible()
    check(page, "search")
    page.get_by_role("searchbox").fill("xylophone")
    expect(page.get_by_role("heading", name="Nothing found")).to_be_visible()
    check(page, "nothing found")


def test_empty_library(opened: Open, empty: Served, tmp_path: Path) -> None:
    page = opened(empty.url)
    expect(page.get_by_role("heading", name="No meetings yet")).to_be_visible()
    check(page, "empty")
    files = (sound(tmp_path / "talk.wav", 10.0), tmp_path / "nothing.wav")
    files[1].touch()
    page.locator("input[type=file]").first.set_input_files(files)
    page.get_by_role("button", name="Options for talk.wav").click()
    expect(page.get_by_label("Names and special words")).to_be_visible()
    expect(page.get_by_role("button", name="Start now")).to_be_visible()
    check(page, "uploads")
    page.get_by_role("button", name="Cancel upload of talk.wav").click()


def test_meeting(opened: Open, canned: Served, meeting: str, width: int) -> None:
    page = opened(f"{canned.url}/#/m/{meeting}")
    expect(segment(page, "g1")).to_be_visible()
    check(page, "transcript")
    segment(page, "g2").get_by_role("button", name="Edit").click(force=True)
    expect(page.get_by_role("textbox", name="Text of")).to_be_visible()
    check(page, "edit")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Rename: Grace").click()
    check(page, "a speaker's dialog")
    page.keyboard.press("Escape")
    segment(page, "g3").get_by_role("button", name="Change the speaker").click()
    expect(page.get_by_role("menuitemradio", name="Grace")).to_be_visible()
    check(page, "the choice of a speaker")
    page.keyboard.press("Escape")
    for name in ("Export", "More"):
        page.get_by_role("button", name=name, exact=True).click()
        expect(page.get_by_role("menuitem").first).to_be_visible()
        check(page, name)
        page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    check(page, "shortcuts")
    page.keyboard.press("Escape")
    page.keyboard.press("m")
    expect(page.get_by_role("region", name="Minutes", exact=True)).to_be_focused()
    page.keyboard.press("t")
    expect(page.get_by_role("region", name="Transcript")).to_be_focused()
    page.keyboard.press("/")
    page.keyboard.type("release")
    expect(page.locator("mark.current")).to_be_visible()
    check(page, "search")
    if width < 800:
        page.get_by_role("tab", name="Minutes").click()
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    page.get_by_role("checkbox", name="Done").check()
    check(page, "minutes")
    page.get_by_role("button", name="due date of").click()
    check(page, "the choice of a date")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="owner of").click()
    check(page, "the choice of an owner")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("menuitem", name="Delete").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    check(page, "the question before deleting")


def test_meeting_on_its_way(opened: Open, canned: Served, recording: Path, width: int) -> None:
    meeting = canned.add(recording, "slow talk")
    page = opened(f"{canned.url}/#/m/{meeting}")
    expect(page.locator("article.provisional").first).to_be_visible()
    page.get_by_role("button", name="Show the steps").click()
    expect(page.get_by_role("list", name="Steps").get_by_text("Chapters")).to_be_visible()
    check(page, "processing")
    canned.ask("POST", f"/api/meetings/{meeting}/cancel")
    expect(page.get_by_role("heading", name="Processing has stopped")).to_be_visible()
    check(page, "failed")


def test_no_meeting(pages: Browsing, opened: Open, canned: Served) -> None:
    pages.expect("status of 404")
    page = opened(f"{canned.url}/#/m/nothing")
    expect(page.get_by_role("heading", name="There is no such meeting.")).to_be_visible()
    check(page, "missing")
