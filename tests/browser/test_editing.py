"""What a person changes: shown at once, marked, kept over a reload, and in what is exported."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Made
from tests.browser.served import Served
from tests.browser.stages import TALK
from tests.browser.watched import Browsing

SAID = "The invoices have all been checked."


def segment(page: Page, name: str) -> Locator:
    return page.locator(f"[data-segment={name}]")


def edit(page: Page, name: str) -> Locator:
    """Opens a segment's text; gives the field."""
    row = segment(page, name)
    row.hover()
    row.get_by_role("button", name="Edit").click()
    return row.get_by_role("textbox")


def saved(page: Page) -> None:
    """Waits until the server has everything."""
    expect(page.get_by_text("Saving…")).to_have_count(0)
    expect(page.locator("header [role=status]")).to_be_empty()


def task(page: Page, text: str) -> Locator:
    return (
        page.get_by_role("region", name="Action items")
        .get_by_role("listitem")
        .filter(has_text=text)
    )


def test_text(page: Page, canned: Served, meeting: str) -> None:
    edit(page, "g2").fill(SAID)
    page.keyboard.press("Enter")
    row = segment(page, "g2")
    expect(row).to_contain_text(SAID)
    expect(row.get_by_title("A person edited this")).to_be_visible()
    saved(page)
    page.reload()
    expect(row).to_contain_text(SAID)
    expect(row.get_by_title("A person edited this")).to_be_visible()
    assert canned.segment(meeting, "g2")["text"] == SAID


def test_escape_leaves_everything(page: Page, canned: Served, meeting: str) -> None:
    edit(page, "g2").fill(SAID)
    page.keyboard.press("Escape")
    expect(segment(page, "g2")).to_contain_text(TALK[1][1])
    assert canned.minutes(meeting)["edited"] == {}


def test_split_and_merge(page: Page, canned: Served, meeting: str) -> None:
    field = edit(page, "g2")
    field.evaluate("e => e.setSelectionRange(25, 25)")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-segment]")).to_have_count(9)
    expect(segment(page, "g2").locator(".text")).to_have_text("The invoices are checked")
    saved(page)
    page.reload()
    texts = page.locator("[data-segment] .text")
    expect(texts.nth(2)).to_have_text("and the payment bug is fixed.")
    edit(page, "g2")
    page.get_by_role("button", name="Merge with next").click()
    expect(segment(page, "g2").locator(".text")).to_have_text(TALK[1][1])
    saved(page)
    page.reload()
    expect(texts).to_have_text([text for _, text in TALK])
    assert [each["text"] for each in canned.minutes(meeting)["segments"]] == [
        text for _, text in TALK
    ]


def test_split_right_after_typing(page: Page, canned: Served, meeting: str) -> None:
    field = edit(page, "g4")
    field.fill("Monday works. For me too.")
    field.evaluate("e => e.setSelectionRange(13, 13)")
    page.get_by_role("button", name="Split here").click()
    expect(segment(page, "g4").locator(".text")).to_have_text("Monday works.")
    saved(page)
    said = [each["text"] for each in canned.minutes(meeting)["segments"]]
    assert said[3:5] == ["Monday works.", "For me too."]


def test_another_speaker(page: Page, canned: Served, meeting: str) -> None:
    segment(page, "g3").get_by_role("button", name="Change the speaker").click()
    page.get_by_role("menuitemradio", name="Speaker 1").click()
    expect(segment(page, "g3")).to_contain_class("speaker-1")
    segment(page, "g4").get_by_role("button", name="Change the speaker").click()
    page.get_by_role("menuitem", name="New speaker").click()
    expect(page.get_by_role("list", name="Speakers").get_by_role("listitem")).to_have_count(4)
    saved(page)
    page.reload()
    expect(segment(page, "g3")).to_contain_class("speaker-1")
    expect(segment(page, "g4")).to_contain_class("speaker-4")
    assert canned.segment(meeting, "g4")["speaker"] == "S4"


def test_a_speakers_name_changes_everywhere(page: Page, canned: Served, meeting: str) -> None:
    page.get_by_role("button", name="Rename: Grace").click()
    page.get_by_role("textbox", name="Name of Grace").fill("Mary")
    page.keyboard.press("Enter")
    expect(segment(page, "g3").get_by_role("button", name="Change the speaker")).to_have_text(
        "Mary"
    )
    expect(task(page, "Write the letter").get_by_role("button", name="owner of")).to_have_text(
        "Mary"
    )
    expect(page.get_by_role("region", name="Talk time")).to_contain_text("Mary")
    saved(page)
    page.reload()
    expect(page.get_by_role("button", name="Rename: Mary")).to_be_visible()
    expect(page.get_by_text("Grace", exact=True)).to_have_count(0)
    exported = canned.text(f"/api/meetings/{meeting}/export?format=md")
    assert "Mary" in exported
    assert "Grace" not in exported


def test_action_items(page: Page, canned: Served, meeting: str) -> None:
    item = task(page, "Write the letter")
    item.get_by_role("checkbox").check()
    item.get_by_role("button", name="owner of").click()
    item.get_by_role("button", name="Speaker 2").click()
    expect(item.get_by_role("button", name="owner of")).to_have_text("Speaker 2")
    item.get_by_role("button", name="due date of").click()
    item.get_by_label("Due", exact=True).fill("2026-02-03")
    expect(item.get_by_role("button", name="due date of")).to_have_text("3 Feb 2026")
    page.get_by_role("textbox", name="Add an action item").fill("Order a cake")
    page.keyboard.press("Enter")
    added = task(page, "Order a cake")
    expect(added).to_contain_text("added by hand")
    added.get_by_role("button", name="owner of").click()
    added.get_by_role("textbox", name="Another name").fill("Zoe")
    page.keyboard.press("Enter")
    expect(added.get_by_role("button", name="owner of")).to_have_text("Zoe")
    saved(page)
    page.reload()
    expect(item.get_by_role("checkbox")).to_be_checked()
    expect(item.get_by_title("A person edited this")).to_be_visible()
    expect(page.get_by_text("1 of 2 open")).to_be_visible()
    items = {each["task"]: each for each in canned.minutes(meeting)["action_items"]}
    first, second = items["Write the letter"], items["Order a cake"]
    assert (first["owner_id"], first["due"], first["status"]) == ("S2", "2026-02-03", "done")
    assert (second["owner"], second["status"]) == ("Zoe", "open")


def test_minutes(page: Page, canned: Served, meeting: str) -> None:
    for label, text in (
        ("Edit the overview", "All settled."),
        ("Edit this decision", "We ship on Monday."),
    ):
        page.get_by_title(label).click()
        page.get_by_role("textbox", name=label).fill(text)
        page.keyboard.press("Enter")
    chapters = page.get_by_role("region", name="Chapters")
    chapters.get_by_role("button", name="The release", exact=True).click()
    chapters.get_by_role("textbox").fill("Shipping")
    page.keyboard.press("Enter")
    saved(page)
    page.reload()
    for text in ("All settled.", "We ship on Monday.", "Shipping"):
        expect(
            page.get_by_role("region", name="Minutes").get_by_text(text, exact=True)
        ).to_be_visible()
    minutes = canned.minutes(meeting)
    assert minutes["summary"]["overview"] == "All settled."
    assert minutes["decisions"][0]["text"] == "We ship on Monday."
    assert minutes["chapters"][0]["title"] == "Shipping"


def test_undo_and_redo(page: Page, canned: Served, meeting: str) -> None:
    row = segment(page, "g2")
    edit(page, "g2").fill(SAID)
    page.keyboard.press("Enter")
    page.get_by_role("checkbox", name="Done: Write the letter").check()
    saved(page)
    page.reload()
    box = page.get_by_role("checkbox", name="Done: Write the letter")
    page.get_by_role("button", name="Undo").click()
    expect(box).not_to_be_checked()
    expect(row).to_contain_text(SAID)
    page.keyboard.press("Control+z")
    expect(row).to_contain_text(TALK[1][1])
    expect(row.get_by_title("A person edited this")).to_have_count(0)
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    page.get_by_role("button", name="Redo").click()
    page.keyboard.press("Control+y")
    expect(box).to_be_checked()
    expect(row).to_contain_text(SAID)
    expect(page.get_by_role("button", name="Redo")).to_be_disabled()
    saved(page)
    assert canned.segment(meeting, "g2")["text"] == SAID


def test_export(pages: Browsing, canned: Served, made: Made) -> None:
    meeting = made("Weekly plan: next / 下周")
    page = pages.open(f"{canned.url}/#/m/{meeting}")
    menu = page.get_by_role("menu", name="Export")
    page.get_by_role("button", name="Export").click()
    shown = menu.locator("a[role=menuitem]")
    formats = canned.ask("GET", "/api/about")["formats"]
    expect(shown).to_have_count(len(formats))
    for each in formats:
        expect(menu.locator(f"a[href*='format={each['name']}&']")).to_be_visible()
    download(page, "md")
    menu_choice(page, "With the transcript")
    told = download(page, "md")
    assert TALK[1][1] not in told
    assert "Write the letter" in told
    page.reload()
    page.get_by_role("button", name="Export").click()
    without = page.get_by_role("menuitemcheckbox", name="With the transcript")
    expect(without).not_to_be_checked()
    expect(page.get_by_role("menuitemcheckbox", name="With times")).to_be_checked()


def menu_choice(page: Page, name: str) -> None:
    page.get_by_role("button", name="Export").click()
    page.get_by_role("menuitemcheckbox", name=name).click()
    page.keyboard.press("Escape")


def download(page: Page, suffix: str) -> str:
    """What is downloaded under a format, whose menu may be open already."""
    link = page.get_by_role("menu", name="Export").get_by_role("menuitem", name=f".{suffix}")
    if not link.is_visible():
        page.get_by_role("button", name="Export").click()
    with page.expect_download() as started:
        link.click()
    name = started.value.suggested_filename
    assert Path(name).suffix == f".{suffix}"
    assert "Weekly plan" in name
    assert "下周" in name
    return started.value.path().read_text("utf-8")


def test_copy(pages: Browsing, canned: Served, meeting: str) -> None:
    context = pages.context(permissions=["clipboard-read", "clipboard-write"])
    page = pages.open(f"{canned.url}/#/m/{meeting}", context)
    page.get_by_role("button", name="Export").click()
    page.get_by_role("menuitem", name="Copy as Markdown").click()
    expect(page.get_by_text("Copied as Markdown")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == canned.text(f"/api/meetings/{meeting}/export?format=md")
