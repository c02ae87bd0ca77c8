"""What is clicked plays, from the moment it was said."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.served import Served
from tests.browser.watched import Browsing, until

NEAR = 0.3
"""Seconds between where a word begins and where playing begins."""

pytestmark = pytest.mark.model


@pytest.fixture
def page(pages: Browsing, real: Served, demo: str) -> Page:
    page = pages.open(f"{real.url}/#/m/{demo}")
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    until(page, "heard.readyState >= 1")
    return page


def segment(page: Page, name: str) -> Locator:
    return page.locator(f"[data-segment={name}]")


def play_from(page: Page, target: Locator) -> float:
    """Where the recording begins to play when `target` is clicked."""
    page.evaluate(
        "heard.addEventListener('seeking', () => (globalThis.begun = heard.currentTime),"
        " { once: true })"
    )
    target.click()
    until(page, "globalThis.begun !== undefined && !heard.paused")
    expect(page.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    begun: float = page.evaluate("begun")
    page.evaluate("heard.pause(), delete globalThis.begun")
    return begun


def time(page: Page) -> float:
    now: float = page.evaluate("heard.currentTime")
    return now


def test_a_word(page: Page, real: Served, demo: str) -> None:
    said: dict[str, Any] = real.minutes(demo)["segments"][4]
    chosen = next(word for word in said["words"][2:] if said["text"].count(word["text"]) == 1)
    word = segment(page, said["id"]).locator(".word").get_by_text(chosen["text"], exact=False)
    assert play_from(page, word.first) == pytest.approx(chosen["start"], abs=NEAR)


def test_every_word_shown_has_its_own_time(page: Page, real: Served, demo: str) -> None:
    said: dict[str, Any] = real.minutes(demo)["segments"][0]
    words = segment(page, said["id"]).locator(".word")
    expect(words).to_have_count(len(said["text"].split()))
    for index in (0, len(said["words"]) // 2):
        begun = play_from(page, words.nth(index))
        assert begun == pytest.approx(said["words"][index]["start"], abs=NEAR)


@pytest.mark.parametrize("kind", ["decision", "action_item"])
def test_a_receipt(page: Page, real: Served, demo: str, kind: str) -> None:
    minutes = real.minutes(demo)
    record = minutes[f"{kind}s"][-1]
    said = real.segment(demo, record["segments"][0])
    title = {"decision": "Decisions", "action_item": "Action items"}[kind]
    text = record["text" if kind == "decision" else "task"]
    line = page.get_by_role("region", name=title).get_by_role("listitem").filter(has_text=text)
    receipt = line.get_by_role("button", name="Said at")
    receipt.hover()
    expect(page.get_by_role("tooltip")).to_contain_text(said["text"])
    assert play_from(page, receipt) == pytest.approx(said["start"], abs=NEAR)
    expect(segment(page, said["id"])).to_be_in_viewport()


def test_the_word_being_spoken_is_marked(page: Page, real: Served, demo: str) -> None:
    said: dict[str, Any] = real.minutes(demo)["segments"][0]
    words = segment(page, said["id"]).locator(".word")
    words.nth(1).click()
    spoken = page.locator(".word.spoken")
    expect(spoken).to_have_count(1)
    expect(words.nth(5)).to_contain_class("spoken")
    expect(segment(page, said["id"])).to_contain_class("active")


def test_keys(page: Page, real: Served, demo: str) -> None:
    segments = real.minutes(demo)["segments"]
    keys = page.keyboard
    page.evaluate("heard.currentTime = 20")
    for key in ("Space", "k"):
        keys.press(key)
        expect(page.get_by_role("button", name="Pause", exact=True)).to_be_visible()
        assert not page.evaluate("heard.paused")
        keys.press(key)
        expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
        assert page.evaluate("heard.paused")
    for key, by in (("l", 10), ("j", -10), ("ArrowRight", 5), ("ArrowLeft", -5)):
        before = time(page)
        keys.press(key)
        assert time(page) == pytest.approx(before + by, abs=0.1), key
    page.evaluate("heard.currentTime = 0")
    for each in segments[:3]:
        keys.press("ArrowDown")
        assert time(page) == pytest.approx(each["start"], abs=0.05)
    keys.press("ArrowUp")
    assert time(page) == pytest.approx(segments[1]["start"], abs=0.05)


def test_slash_searches(page: Page) -> None:
    page.keyboard.press("/")
    field = page.get_by_role("searchbox", name="Search this meeting")
    expect(field).to_be_focused()
    page.keyboard.type("release")
    expect(page.locator("mark.current")).to_be_in_viewport()
    expect(page.get_by_role("search").get_by_role("status")).to_contain_text("1 of")
    page.keyboard.press("Enter")
    expect(page.get_by_role("search").get_by_role("status")).to_contain_text("2 of")
    page.keyboard.press("Escape")
    expect(page.locator("mark")).to_have_count(0)
