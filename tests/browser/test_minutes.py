"""The minutes: every line edited in place, what is out of date, names, and minutes written anew."""

from __future__ import annotations

import re
from typing import Literal

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from tests.browser.conftest import Made
from tests.browser.served import Served
from tests.browser.test_access import check
from tests.browser.test_editing import edit, saved, segment
from tests.browser.watched import Browsing, until

CHANGED = "Text changed since these minutes were written."


def opened(pages: Browsing, canned: Served, meeting: str) -> Page:
    page = pages.open(f"{canned.url}/#/m/{meeting}")
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    return page


def part(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


def reword(page: Page, before: str, after: str) -> None:
    """Writes other words in the place of a line's."""
    minutes = part(page, "Minutes")
    minutes.get_by_role("button", name=before, exact=True).click()
    page.keyboard.type(after)
    page.keyboard.press("Enter")
    expect(minutes.get_by_text(after, exact=True)).to_be_visible()


def write(page: Page, chapters: str) -> None:
    """Has the minutes written again."""
    page.get_by_role("button", name="Write again").click()
    page.get_by_role("dialog").get_by_text(chapters, exact=True).click()
    page.get_by_role("button", name="Write", exact=True).click()


def test_every_line_is_edited_and_stands_after_a_run(
    pages: Browsing, canned: Served, made: Made
) -> None:
    meeting = made("A rich talk")
    page = opened(pages, canned, meeting)
    reword(page, "A release is near.", "The release is on Monday.")
    reword(page, "When do we release?", "When is it out?")
    reword(page, "On Monday.", "On Monday morning.")
    reword(page, "Checked the invoices.", "Checked every invoice.")
    reword(page, "Next is the letter to our customers.", "Who writes the letter.")
    points = part(page, "Key points")
    page.get_by_role("button", name="Delete “The payment bug is fixed.”").click()
    expect(points.get_by_role("listitem")).to_have_count(1)
    points.get_by_role("textbox", name="Add a key point").fill("There will be cake.")
    page.keyboard.press("Enter")
    expect(points.get_by_role("listitem").nth(1)).to_contain_text("added by hand")
    page.get_by_role("button", name="Delete “release”").click()
    saved(page)
    expect(page.get_by_role("button", name="Undo: edited keywords")).to_be_enabled()
    canned.ask("POST", f"/api/meetings/{meeting}/rerun", json={"from": "chapters"})
    canned.finished(meeting)
    canned.ask("POST", f"/api/meetings/{meeting}/rerun", json={"from": "summary"})
    canned.finished(meeting)
    minutes = canned.minutes(meeting)
    summary = minutes["summary"]
    assert [each["text"] for each in summary["points"]] == [
        "The release is on Monday.",
        "There will be cake.",
    ]
    asked = {"question": "When is it out?", "answer": "On Monday morning.", "segments": ["g8"]}
    assert summary["questions"] == [asked]
    assert [each["text"] for each in summary["by_speaker"]] == ["Checked every invoice."]
    assert summary["keywords"] == ["letter"]
    assert minutes["chapters"][1]["summary"] == "Who writes the letter."
    page.reload()
    expect(points.get_by_title("A person edited this")).to_be_visible()
    page.get_by_role("button", name="Undo: edited keywords").click()
    expect(part(page, "Keywords").get_by_role("listitem")).to_have_count(2)


def test_two_hands_on_one_line(pages: Browsing, canned: Served, meeting: str) -> None:
    pages.expect("status of 409")
    page = opened(pages, canned, meeting)
    points = part(page, "Key points")
    points.get_by_role("button", name="A release is near.", exact=True).click()
    page.keyboard.type("Mine.")
    theirs = [
        {"text": text, "segments": ["g1"]} for text in ("Theirs.", "The payment bug is fixed.")
    ]
    canned.ask("PATCH", f"/api/meetings/{meeting}/summary", json={"points": theirs})
    expect(page.get_by_role("button", name="Undo: edited key points")).to_be_enabled()
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("You wrote: Mine.")
    expect(points.get_by_text("Theirs.")).to_be_visible()
    page.get_by_role("button", name="Use mine").click()
    expect(points.get_by_text("Mine.")).to_be_visible()
    saved(page)
    points.get_by_role("button", name="The payment bug is fixed.", exact=True).click()
    page.keyboard.type("It is mended.")
    canned.ask("PATCH", f"/api/meetings/{meeting}/summary", json={"overview": "Theirs too."})
    expect(part(page, "Overview")).to_contain_text("Theirs too.")
    page.keyboard.press("Enter")
    saved(page)
    summary = canned.minutes(meeting)["summary"]
    assert [each["text"] for each in summary["points"]] == ["Theirs.", "It is mended.", "Mine."]
    assert summary["overview"] == "Theirs too."


def test_what_rests_on_changed_text_says_so(pages: Browsing, canned: Served, meeting: str) -> None:
    page = opened(pages, canned, meeting)
    expect(page.get_by_text(CHANGED)).to_have_count(0)
    edit(page, "g1").fill("Good evening everyone.")
    page.keyboard.press("Enter")
    expect(page.get_by_text(CHANGED)).to_be_visible()
    marks = page.get_by_role("img", name="Text that this rests on was changed")
    for name, count in (("Overview", 1), ("Key points", 1), ("Chapters", 1), ("Decisions", 0)):
        expect(part(page, name).get_by_role("img", name="Text that this rests on")).to_have_count(
            count
        )
    page.reload()
    expect(marks).to_have_count(3)
    reword(page, "A release is near.", "A release is very near.")
    expect(part(page, "Key points").get_by_role("img")).to_have_count(0)
    write(page, "As usual")
    page.get_by_role("button", name="Use the new ones").click()
    expect(page.get_by_text(CHANGED)).to_have_count(0)
    expect(marks).to_have_count(0)
    expect(part(page, "Key points")).to_contain_text("A release is very near.")


def test_old_and_new_stand_side_by_side_until_somebody_decides(
    pages: Browsing, canned: Served, made: Made
) -> None:
    meeting = made("A rich talk")
    page = opened(pages, canned, meeting)
    reword(page, "We release on Monday.", "The release is on Monday.")
    before = canned.minutes(meeting)
    write(page, "Few, long")
    dialog = page.get_by_role("dialog", name="Old and new minutes")
    decisions = dialog.get_by_role("region", name="Decisions")
    expect(dialog.get_by_text("2 new · 1 changed · 2 gone")).to_be_visible()
    expect(dialog.locator("del")).to_have_text("on its way.")
    expect(dialog.locator("ins")).to_have_text("written by Thursday.")
    expect(decisions.get_by_role("listitem").first).to_contain_text("edited by a person, stays")
    expect(decisions.get_by_role("listitem").last).to_contain_text("Customers get a letter.")
    page.keyboard.press("Escape")
    page.reload()
    page.get_by_role("button", name="Compare").click()
    dialog.get_by_role("button", name="Keep the old ones").click()
    expect(page.get_by_text("The old minutes stay")).to_be_visible()
    assert canned.minutes(meeting)["summary"] == before["summary"]
    write(page, "Few, long")
    other = opened(pages, canned, meeting)
    other.get_by_role("button", name="Compare").click()
    dialog.get_by_role("button", name="Use the new ones").click()
    # What is used already cannot be used again there.
    expect(other.get_by_role("dialog")).to_have_count(0)
    expect(part(page, "Overview")).to_contain_text("written by Thursday.")
    expect(part(page, "Chapters").get_by_role("listitem")).to_have_count(1)
    after = canned.minutes(meeting)
    texts = [each["text"] for each in after["decisions"]]
    assert texts == ["The release is on Monday.", "Customers get a letter."]
    page.get_by_role("button", name="Write again").click()
    expect(page.get_by_role("radio", name="Few, long")).to_be_checked()
    page.keyboard.press("Escape")
    other.get_by_role("button", name="Undo: minutes written again").click()
    for each in (page, other):
        expect(part(each, "Overview")).to_contain_text("on its way.")
        expect(each.get_by_role("button", name="Redo: minutes written again")).to_be_enabled()
    page.get_by_role("button", name="Undo: edited decision").click()
    expect(part(other, "Decisions")).to_contain_text("We release on Monday.")


def test_minutes_that_cannot_be_written_say_why(
    pages: Browsing, canned: Served, made: Made
) -> None:
    page = opened(pages, canned, made("A stubborn talk"))
    write(page, "Many, short")
    expect(page.get_by_text("could not be written: an unexpected ValueError: try")).to_be_visible()
    expect(page.get_by_text("the words do not come")).to_have_count(0)
    page.get_by_role("button", name="Dismiss").click()
    expect(page.get_by_role("button", name="Write again…")).to_be_visible()


def test_writing_is_seen_after_a_reload_and_can_be_ended(
    pages: Browsing, canned: Served, made: Made
) -> None:
    meeting = made("A pensive talk")
    page = opened(pages, canned, meeting)
    write(page, "Many, short")
    expect(page.get_by_text("Other minutes are being written…")).to_be_visible()
    page.reload()
    expect(page.get_by_role("progressbar", name="Other minutes")).to_have_attribute(
        "aria-valuenow", re.compile(r"[1-9]\d?")
    )
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("button", name="Write again…")).to_be_visible()
    assert canned.client.get(f"/api/meetings/{meeting}/proposal").status_code == 404


def test_a_suggested_name_is_taken_or_refused(pages: Browsing, canned: Served, made: Made) -> None:
    meeting = made("An unnamed talk")
    page = opened(pages, canned, meeting)
    hint = page.get_by_role("group", name="A name for Speaker 2: Daniel?")
    who = segment(page, "g2").get_by_role("button", name="Change the speaker")
    expect(hint).to_contain_text("70 %")
    hint.get_by_role("button", name="Said at 0:05").click()
    until(page, "globalThis.heard.currentTime >= 5")
    page.keyboard.press("k")
    hint.get_by_role("button", name="Speaker 2 is Daniel").click()
    expect(who).to_have_text("Daniel")
    expect(hint).to_have_count(0)
    page.get_by_role("button", name="Undo: renamed speaker").click()
    expect(hint).to_be_visible()
    who.click()
    page.get_by_role("menuitem", name="Speaker 2 is not Daniel").click()
    expect(hint).to_have_count(0)
    saved(page)
    canned.ask("POST", f"/api/meetings/{meeting}/rerun", json={"from": "names"})
    canned.finished(meeting)
    assert [each.get("suggestion") for each in canned.minutes(meeting)["speakers"]] == [None] * 3
    page.reload()
    expect(who).to_have_text("Speaker 2")
    expect(hint).to_have_count(0)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_nothing_is_out_of_reach(
    pages: Browsing, canned: Served, made: Made, width: int, scheme: Literal["light", "dark"]
) -> None:
    meeting = made(f"A rich unnamed talk {scheme}")
    canned.ask("PATCH", f"/api/meetings/{meeting}/segments/g1", json={"text": "Good evening."})
    size: ViewportSize = {"width": width, "height": 800}
    context = pages.context(viewport=size, color_scheme=scheme, reduced_motion="reduce")
    page = pages.open(f"{canned.url}/#/m/{meeting}", context)
    segment(page, "g2").get_by_role("button", name="Change the speaker").click()
    expect(page.get_by_role("menuitem", name="Speaker 2 is Daniel")).to_be_visible()
    check(page, "a suggested name")
    page.keyboard.press("Escape")
    if width < 800:
        page.get_by_role("tab", name="Minutes").click()
    expect(page.get_by_role("img", name="Text that this rests on").first).to_be_visible()
    check(page, "what is out of date")
    page.get_by_role("button", name="Write again").click()
    page.get_by_role("dialog").get_by_text("Few, long").click()
    check(page, "how minutes are wanted")
    page.get_by_role("button", name="Write", exact=True).click()
    expect(page.get_by_role("button", name="Use the new ones")).to_be_enabled()
    check(page, "old and new")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Compare")).to_be_visible()
    check(page, "what is ready")
