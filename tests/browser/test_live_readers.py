"""Live meetings on several pages: read along, taken over, ended elsewhere, and how they look."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from assistant.types import SAMPLE_RATE
from tests.browser.served import Served
from tests.browser.speaking import (
    KEPT,
    SHARING,
    bar,
    dialog,
    feed,
    finish,
    grown,
    heard,
    record,
    started,
)
from tests.browser.test_access import check as faultless
from tests.browser.test_connection import GONE
from tests.browser.test_library import row
from tests.browser.watched import Browsing, until
from tests.recordings import tone


def test_the_meeting_ends_elsewhere(own: Served, speaking: Browsing) -> None:
    speaking.expect(*GONE)
    page = speaking.open(own.url)
    meeting = record(page, "Ended elsewhere")
    grown(page, own, meeting, 2.0)
    page.context.set_offline(True)
    expect(bar(page)).to_contain_text(re.compile(r"\d s kept here"))
    own.ask("POST", f"/api/meetings/{meeting}/stop")
    own.finished(meeting)
    page.context.set_offline(False)
    left = page.get_by_role("region", name="Recording").or_(bar(page))
    expect(left.get_by_text("finished or deleted elsewhere")).to_be_visible()
    with page.expect_download() as saved:
        left.get_by_role("button", name="Save as WAV").click()
    path = saved.value.path()
    assert path.read_bytes()[:4] == b"RIFF"
    assert path.stat().st_size > 3 * 2 * SAMPLE_RATE
    left.get_by_role("button", name="Discard").click()
    expect(left).to_have_count(0)
    assert until(page, f"({KEPT})().then(([kept, audio]) => !kept && !audio)")


def test_another_device_takes_over(own: Served, speaking: Browsing) -> None:
    page = speaking.open(own.url)
    meeting = record(page, "Taken over")
    grown(page, own, meeting, 1.0)
    with own.socket(f"/api/meetings/{meeting}/live"):
        expect(page.get_by_text("on another device")).to_be_visible()
        expect(bar(page)).not_to_contain_text("Recording")


def test_this_page_takes_over(own: Served, speaking: Browsing, tmp_path: Path) -> None:
    meeting = started(own, "Taken over here")
    feed(own, meeting, 3.0)
    page = speaking.open(f"{own.url}/#/m/{meeting}")
    bar(page).get_by_role("button", name="Record here").click()
    sheet = page.get_by_role("dialog", name="Go on recording")
    sheet.get_by_role("button", name="Continue recording").click()
    expect(bar(page)).to_contain_text("Recording")
    grown(page, own, meeting, 5.0)
    finish(page)
    done = own.finished(meeting)
    sound = heard(own, meeting, tmp_path).ravel()
    assert len(sound) / SAMPLE_RATE == pytest.approx(done["duration"], abs=0.01)
    before = (tone(3.0) * 32767).astype("<i2")
    assert np.abs(sound[: len(before)].astype(int) - before).max() <= 1
    assert np.abs(sound[-SAMPLE_RATE:].astype(float)).mean() > 100
    page.close()


def test_readers(own: Served, pages: Browsing) -> None:
    # Asked for until it is known, which takes a while after the stop.
    pages.expect(r"404 .*/waveform\)")
    meeting = started(own, "Read along")
    page = pages.open(own.url)
    expect(row(page, "Read along")).to_contain_text("Recording")
    page.get_by_role("link", name="Read along").click()
    expect(page.get_by_text("Waiting for the first sound.").first).to_be_visible()
    feed(own, meeting, 130.0)
    last = page.locator("[data-segment=u125000]")
    expect(last).to_be_in_viewport()
    expect(bar(page)).to_contain_text("2:10")
    transcript = page.get_by_role("region", name="Transcript")
    transcript.hover()
    page.mouse.wheel(0, -800)
    jump = page.get_by_role("button", name="Jump to live")
    expect(jump).to_be_visible()
    seen = transcript.evaluate("box => box.scrollTop")
    feed(own, meeting, 20.0)
    expect(bar(page)).to_contain_text("2:30")
    page.wait_for_timeout(500)
    assert transcript.evaluate("box => box.scrollTop") == pytest.approx(seen, abs=1)
    jump.click()
    expect(page.locator("[data-segment=u145000]")).to_be_in_viewport()
    expect(jump).to_have_count(0)
    # The minutes of the first pass, while the meeting goes on.
    expect(page.get_by_role("heading", name="Overview")).to_be_visible(timeout=40_000)
    expect(page.get_by_role("region", name="Action items")).to_contain_text("Write the letter")
    assert own.row(meeting)["state"] == "recording"
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("menuitem", name="Finish the meeting").click()
    page.get_by_role("dialog").get_by_role("button", name="Finish the meeting").click()
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    assert own.finished(meeting)["duration"] == 150.0


def test_catching_up(own: Served, pages: Browsing) -> None:
    meeting = started(own, "Come late")
    feed(own, meeting, 130.0)
    context = pages.context()
    page = pages.open(f"{own.url}/#/m/{meeting}", context)
    expect(page.locator("[data-segment=u120000]")).to_be_in_viewport()
    page.wait_for_timeout(1500)
    page.close()
    feed(own, meeting, 120.0)
    page = pages.open(f"{own.url}/#/m/{meeting}", context)
    page.get_by_role("button", name="Catch me up: 2 min missed").click()
    sheet = page.get_by_role("dialog", name="Catch me up")
    expect(sheet.get_by_role("radio", name="Since you left at 2:0")).to_be_checked()
    turns = sheet.get_by_role("region", name="The last minutes")
    expect(turns).to_contain_text("Thank you, that is all for today.")
    sheet.get_by_text("All so far").click()
    expect(sheet.get_by_role("region", name="Overview")).to_be_visible(timeout=40_000)
    decisions = sheet.get_by_role("region", name="Decisions")
    expect(decisions).to_contain_text("We release on Monday.")
    decisions.get_by_role("button", name="Show 0:20 in the transcript").click()
    expect(sheet).to_have_count(0)
    expect(page.locator("[data-segment=u20000]")).to_be_in_viewport()
    expect(page.get_by_role("button", name="Jump to live")).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_looks(own: Served, speaking: Browsing, width: int, scheme: str) -> None:
    speaking.expect(SHARING)
    size = {"width": width, "height": 800}
    context = speaking.context(viewport=size, color_scheme=scheme, reduced_motion="reduce")
    page = speaking.open(own.url, context)
    sheet = dialog(page)
    start = sheet.get_by_role("button", name="Start recording")
    expect(start).to_be_enabled()
    check(page, "the dialog")
    sheet.get_by_text("Both", exact=True).click()
    sheet.get_by_role("button", name="Choose what to share").click()
    expect(sheet.get_by_text("Shared", exact=True)).to_be_visible()
    expect(start).to_be_enabled()
    check(page, "the dialog with two sources")
    narrow(page, width)
    start.click()
    expect(page.locator("[data-segment=u0]")).to_contain_text("Speaker 1")
    check(page, "recording")
    narrow(page, width)
    bar(page).get_by_role("button", name="Finish").click()
    expect(page.get_by_role("button", name="Finish meeting")).to_be_visible()
    check(page, "the question before finishing")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Catch me up").click()
    check(page, "catching up")
    page.keyboard.press("Escape")
    bar(page).get_by_role("button", name="Pause").click()
    check(page, "paused")
    page.get_by_role("link", name="Library").click()
    expect(page.get_by_role("region", name="Recording")).to_be_visible()
    check(page, "the library meanwhile")
    narrow(page, width)
    page.go_back()
    finish(page)
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()


def check(page: Page, where: str) -> None:
    """Nothing is seriously wrong, once it has been drawn."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100)))")
    faultless(page, where)


def narrow(page: Page, width: int) -> None:
    """Nothing stands out at the side."""
    boxes = page.locator("main, header, dialog[open], dialog[open] *, [aria-label=Live]")
    widest = boxes.evaluate_all(
        "all => Math.max(...all.map((e) => e.getBoundingClientRect().right))"
    )
    assert widest <= width
