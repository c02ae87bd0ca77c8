"""The list of meetings: searched, renamed, deleted, and what goes wrong said once and clearly."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Made
from tests.browser.served import Served, sound
from tests.browser.test_upload import choose, start_now
from tests.browser.watched import Browsing, until


def row(page: Page, title: str) -> Locator:
    return page.get_by_role("article").filter(has_text=title)


def choose_action(page: Page, title: str, action: str) -> None:
    """Something from a row's menu."""
    row(page, title).get_by_role("button", name=f"Actions for {title}").click()
    page.get_by_role("menuitem", name=action).click()


def known(served: Served) -> set[str]:
    return {each["title"] for each in served.ask("GET", "/api/meetings?limit=200")["meetings"]}


def test_search_leads_to_the_moment(pages: Browsing, canned: Served, made: Made) -> None:
    made("Quarterly budget")
    page = pages.open(canned.url)
    page.keyboard.press("/")
    page.keyboard.type("rather weekend")
    hit = row(page, "Quarterly budget").get_by_role("link", name="rather")
    expect(hit.locator("mark")).to_have_text(["rather", "weekend"])
    hit.click()
    expect(page).to_have_url(re.compile(r"\?t=10"))
    expect(page.locator("[data-segment=g3]")).to_be_in_viewport()
    until(page, "Math.abs(heard.currentTime - 10) < 0.5")
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value("rather weekend")
    page.get_by_role("searchbox").fill("budget")
    expect(page.locator("h2 mark")).to_have_text("budget")
    page.get_by_role("searchbox").fill("xylophone")
    expect(page.get_by_role("heading", name="Nothing found for “xylophone”")).to_be_visible()
    page.get_by_role("main").get_by_role("button", name="Clear search").click()
    expect(row(page, "Quarterly budget")).to_be_visible()


def test_a_hit_on_one_word_is_marked_in_the_transcript(
    pages: Browsing, canned: Served, made: Made
) -> None:
    made("One word")
    page = pages.open(canned.url)
    page.get_by_role("searchbox").fill("weekend")
    row(page, "One word").get_by_role("link", name="weekend").click()
    expect(page.locator("mark.current")).to_have_text("weekend")
    expect(page.locator("mark.current")).to_be_in_viewport()


def test_rename(pages: Browsing, canned: Served, made: Made) -> None:
    made("Old name")
    page = pages.open(canned.url)
    choose_action(page, "Old name", "Rename")
    page.get_by_role("textbox", name="New title of Old name").fill("New name <b>")
    page.keyboard.press("Enter")
    expect(row(page, "New name <b>")).to_be_visible()
    page.reload()
    expect(row(page, "New name <b>")).to_be_visible()
    assert "New name <b>" in known(canned)
    page.get_by_role("link", name="New name <b>").focus()
    page.keyboard.press("F2")
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="New name <b>")).to_be_focused()


def test_delete_and_undo(pages: Browsing, canned: Served, made: Made) -> None:
    made("Kept after all")
    page = pages.open(canned.url)
    choose_action(page, "Kept after all", "Delete")
    expect(row(page, "Kept after all")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(row(page, "Kept after all")).to_be_visible()
    page.reload()
    expect(row(page, "Kept after all")).to_be_visible()
    assert "Kept after all" in known(canned)


def test_delete_for_good(pages: Browsing, canned: Served, made: Made) -> None:
    meeting = made("Not kept")
    page = pages.open(canned.url)
    other = pages.open(canned.url)
    expect(row(other, "Not kept")).to_be_visible()
    choose_action(page, "Not kept", "Delete")
    page.get_by_role("button", name="Dismiss").click()
    expect(row(other, "Not kept")).to_have_count(0)
    expect(row(page, "Not kept")).to_have_count(0)
    assert "Not kept" not in known(canned)
    assert not (canned.data / "meetings" / meeting).exists()


def test_delete_in_the_meeting(pages: Browsing, canned: Served, made: Made) -> None:
    # What a page still asks for when the meeting goes is no longer there.
    pages.expect(r"404 .*/(audio|minutes|waveform)\)")
    meeting = made("Deleted from inside")
    page = pages.open(f"{canned.url}/#/m/{meeting}")
    other = pages.open(f"{canned.url}/#/m/{meeting}")
    expect(other.get_by_role("heading", name="Overview")).to_be_visible()
    page.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Delete").click()
    page.get_by_role("button", name="Delete for good").click()
    expect(page.get_by_role("heading", name="Meetings")).to_be_visible()
    expect(other.get_by_role("heading", name="This meeting has been deleted.")).to_be_visible()


def test_the_same_bytes_again(own: Served, pages: Browsing, tmp_path: Path) -> None:
    file = sound(tmp_path / "talk.wav", 10.0)
    own.finished(own.add(file, "Known already", date="2026-01-05"))
    page = pages.open(own.url)
    for choice, count in (("Open", 1), ("Process again", 2)):
        choose(page, file)
        start_now(page)
        expect(page.get_by_text("You already have this recording: “Known already”")).to_be_visible()
        page.get_by_role("region", name="Meeting Assistant").get_by_role(
            "button", name=choice
        ).click()
        if choice == "Open":
            expect(page.get_by_role("heading", name="Known already")).to_be_visible()
            page.get_by_role("link", name="Library").click()
        expect(page.get_by_role("article")).to_have_count(count)


def test_no_recording(own: Served, pages: Browsing, tmp_path: Path) -> None:
    pages.expect("status of 4")
    file = tmp_path / "notes.mp3"
    file.write_bytes(b"these are no sounds" * 100)
    page = pages.open(own.url)
    choose(page, file)
    start_now(page)
    reason = page.get_by_role("alert")
    expect(reason).to_have_count(1)
    expect(reason).to_contain_text("notes.mp3")
    expect(page.get_by_role("article")).to_have_count(0)
    page.get_by_role("button", name="Remove").click()
    expect(reason).to_have_count(0)
    assert known(own) == set()


def test_retry(pages: Browsing, canned: Served, recording: Path) -> None:
    meeting = canned.add(recording, "broken things")
    canned.finished(meeting, "failed")
    page = pages.open(canned.url)
    failed = row(page, "broken things")
    expect(failed).to_contain_text("Failed: Finding chapters")
    expect(failed).to_contain_text("an unexpected ValueError: try again")
    page.get_by_role("link", name="broken things").click()
    expect(page.get_by_role("heading", name="Processing has stopped")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("an unexpected ValueError: try again")
    page.get_by_title("Title", exact=True).click()
    page.get_by_role("textbox", name="Title").fill("mended things")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="mended things")).to_be_visible()
    page.get_by_role("button", name="Retry from Chapters").click()
    expect(page.get_by_role("region", name="Chapters").get_by_role("listitem")).to_have_count(2)
    page.get_by_role("link", name="Library").click()
    expect(row(page, "mended things")).not_to_contain_text("Failed")


def test_a_token_is_asked_for(pages: Browsing, browser: object, tmp_path: Path) -> None:
    pages.expect("status of 401")
    served = Served(tmp_path, token="open sesame")
    served.start()
    try:
        meeting = served.add(sound(tmp_path / "talk.wav", 10.0), "Behind a door")
        served.finished(meeting)
        page = pages.open(served.url)
        field = page.get_by_role("textbox", name="Token")
        field.fill("wrong")
        page.keyboard.press("Enter")
        expect(page.get_by_text("That is not the token of this server.")).to_be_visible()
        field.fill("open sesame")
        page.keyboard.press("Enter")
        page.get_by_role("link", name="Behind a door").click()
        expect(page.locator("[data-segment]")).to_have_count(2)
        page.reload()
        expect(page.locator("[data-segment]")).to_have_count(2)
        expect(page.get_by_role("dialog")).to_have_count(0)
        page.close()
    finally:
        served.close()


def test_a_chosen_theme_is_there_before_the_page(pages: Browsing, canned: Served) -> None:
    context = pages.context(color_scheme="light")
    page = pages.open(canned.url, context)
    page.get_by_role("button", name="Appearance and language").click()
    page.get_by_role("group", name="Theme").get_by_text("Dark").click()
    pages.expect("Failed to load", "ERR_FAILED")
    page.route("**/assets/*.js", lambda route: route.abort())
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
