"""The connection goes, or the server: the page says so, comes back and misses nothing."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.served import Served, sound
from tests.browser.stages import LENGTH, TALK
from tests.browser.test_editing import edit, saved, segment, task
from tests.browser.watched import Browsing

GONE = ("ERR_INTERNET_DISCONNECTED", "ERR_CONNECTION", "ERR_EMPTY_RESPONSE", "WebSocket connection")
OFFLINE = "No connection"


def shown(page: Page) -> list[str]:
    """The ids of the segments in the transcript."""
    ids: list[str] = page.locator("[data-segment]").evaluate_all(
        "all => all.map((each) => each.dataset.segment)"
    )
    return ids


def test_the_server_is_killed_while_it_works(own: Served, pages: Browsing, tmp_path: Path) -> None:
    pages.expect(*GONE)
    meeting = own.add(sound(tmp_path / "talk.wav", LENGTH), "slow talk")
    page = pages.open(f"{own.url}/#/m/{meeting}")
    expect(page.locator("article.provisional")).not_to_have_count(0)
    expect(segment(page, "d3")).to_be_visible()
    own.kill()
    expect(page.get_by_text(OFFLINE)).to_be_visible()
    own.start()
    expect(page.get_by_text(OFFLINE)).to_have_count(0)
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    expect(page.locator("article.provisional")).to_have_count(0)
    expect(page.get_by_role("region", name="Action items")).to_contain_text("Write the letter")
    expect(page.locator("[data-segment] .text")).to_have_text([text for _, text in TALK])
    assert shown(page) == [each["id"] for each in own.minutes(meeting)["segments"]]


def test_the_library_while_the_server_is_away(own: Served, pages: Browsing, tmp_path: Path) -> None:
    pages.expect(*GONE)
    file = sound(tmp_path / "talk.wav", 10.0)
    first = own.add(file, "The first")
    own.finished(first)
    page = pages.open(own.url)
    expect(page.get_by_role("link", name="The first")).to_be_visible()
    own.kill()
    expect(page.get_by_text("Offline. Reconnecting…")).to_be_visible()
    expect(page.get_by_role("link", name="The first")).to_be_visible()
    own.start()
    own.add(file, "The second")
    expect(page.get_by_text("Offline. Reconnecting…")).to_have_count(0)
    expect(page.get_by_role("link", name="The second")).to_be_visible()


def test_what_others_did_meanwhile_comes_afterwards(
    pages: Browsing, page: Page, canned: Served, meeting: str
) -> None:
    pages.expect(*GONE)
    page.context.set_offline(True)
    expect(page.get_by_text(OFFLINE)).to_be_visible()
    place = f"/api/meetings/{meeting}"
    for number in range(1, 9):
        text = {"text": f"Line {number}, changed."}
        canned.ask("PATCH", f"{place}/segments/g{number}", json=text)
    canned.ask("POST", f"{place}/segments/g8/split", json={"at": 5})
    canned.ask("POST", f"{place}/action_items", json={"task": "Order a cake"})
    canned.ask("DELETE", f"{place}/decisions/d1")
    page.context.set_offline(False)
    expect(page.get_by_text(OFFLINE)).to_have_count(0)
    texts = [each["text"] for each in canned.minutes(meeting)["segments"]]
    assert len(texts) == 9
    expect(page.locator("[data-segment] .text")).to_have_text(texts)
    expect(task(page, "Order a cake")).to_be_visible()
    expect(page.get_by_role("heading", name="Decisions")).to_have_count(0)
    assert shown(page) == [each["id"] for each in canned.minutes(meeting)["segments"]]


def test_an_edit_made_offline_is_kept(
    pages: Browsing, page: Page, canned: Served, meeting: str
) -> None:
    pages.expect(*GONE)
    page.context.set_offline(True)
    expect(page.get_by_text(OFFLINE)).to_be_visible()
    edit(page, "g1").fill("Said without a connection.")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 change waits")).to_be_visible()
    expect(segment(page, "g1")).to_contain_text("Said without a connection.")
    assert canned.segment(meeting, "g1")["text"] == TALK[0][1]
    page.context.set_offline(False)
    saved(page)
    expect(segment(page, "g1")).to_contain_text("Said without a connection.")
    assert canned.segment(meeting, "g1")["text"] == "Said without a connection."


def test_what_cannot_wait_is_refused_aloud(
    pages: Browsing, page: Page, canned: Served, meeting: str
) -> None:
    pages.expect(*GONE)
    page.context.set_offline(True)
    expect(page.get_by_text(OFFLINE)).to_be_visible()
    edit(page, "g2").evaluate("e => e.setSelectionRange(25, 25)")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("this change was not made")).to_be_visible()
    expect(page.locator("[data-segment]")).to_have_count(8)
    expect(segment(page, "g2").locator(".text")).to_have_text(TALK[1][1])
    page.context.set_offline(False)
    expect(page.get_by_text(OFFLINE).first).to_be_hidden()
    expect(page.locator("[data-segment]")).to_have_count(8)
    assert len(canned.minutes(meeting)["segments"]) == 8
