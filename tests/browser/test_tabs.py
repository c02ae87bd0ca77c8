"""Two tabs on one meeting."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.served import Served
from tests.browser.test_editing import edit, saved, segment, task
from tests.browser.watched import Browsing


@pytest.fixture
def other(pages: Browsing, canned: Served, meeting: str) -> Page:
    """The same meeting in a second browser."""
    page = pages.open(f"{canned.url}/#/m/{meeting}")
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    return page


def test_a_change_shows_in_the_other(page: Page, other: Page) -> None:
    edit(page, "g1").fill("Hello.")
    page.keyboard.press("Enter")
    expect(segment(other, "g1")).to_contain_text("Hello.")
    expect(segment(other, "g1").get_by_title("A person edited this")).to_be_visible()
    task(other, "Write the letter").get_by_role("checkbox").check()
    expect(task(page, "Write the letter").get_by_role("checkbox")).to_be_checked()
    edit(other, "g2").evaluate("e => e.setSelectionRange(25, 25)")
    other.keyboard.press("Control+Enter")
    expect(page.locator("[data-segment]")).to_have_count(9)
    page.get_by_role("button", name="Undo").click()
    expect(other.locator("[data-segment]")).to_have_count(8)


@pytest.mark.parametrize("answer", ["Use mine", "Keep theirs"])
def test_a_conflict_is_asked_about(
    pages: Browsing, page: Page, other: Page, canned: Served, meeting: str, answer: str
) -> None:
    pages.expect("status of 409")
    edit(page, "g2").fill("Mine.")
    edit(other, "g2").fill("Theirs.")
    other.keyboard.press("Enter")
    saved(other)
    page.keyboard.press("Enter")
    row = segment(page, "g2")
    offer = row.get_by_role("alert")
    expect(offer).to_contain_text("Somebody else changed this meanwhile. You wrote: Mine.")
    expect(row.locator(".text")).to_have_text("Theirs.")
    offer.get_by_role("button", name=answer).click()
    final = "Mine." if answer == "Use mine" else "Theirs."
    for tab in (page, other):
        expect(segment(tab, "g2").locator(".text")).to_have_text(final)
        expect(tab.get_by_role("alert")).to_have_count(0)
    saved(page)
    assert canned.segment(meeting, "g2")["text"] == final


def test_many_changes_end_alike(page: Page, other: Page, canned: Served, meeting: str) -> None:
    for number in range(1, 5):
        edit(page, f"g{number}").fill(f"First {number}.")
        page.keyboard.press("Enter")
        edit(other, f"g{number + 4}").fill(f"Second {number}.")
        other.keyboard.press("Enter")
    saved(page)
    saved(other)
    texts = [each["text"] for each in canned.minutes(meeting)["segments"]]
    assert [text.split()[0] for text in texts] == ["First"] * 4 + ["Second"] * 4
    for tab in (page, other):
        expect(tab.locator("[data-segment] .text")).to_have_text(texts)
