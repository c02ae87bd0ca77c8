"""A recording on its way: from the file chooser or by drag and drop to minutes."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.served import Served, sound
from tests.browser.stages import LENGTH, TALK
from tests.browser.watched import Browsing
from tests.recordings import DEMO

MANY = 40 * 1024 * 1024
DROP = """
([name, text]) => {
  const data = new DataTransfer()
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
  data.items.add(new File([bytes], name, { type: 'audio/wav' }))
  for (const type of ['dragenter', 'dragover', 'drop'])
    document.body.dispatchEvent(
      new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }),
    )
}
"""


def choose(page: Page, file: Path) -> None:
    """Picks a file as a person does, through the button."""
    with page.expect_file_chooser() as opened:
        page.get_by_role("button", name="Add recordings").first.click()
    opened.value.set_files(file)


def start_now(page: Page) -> None:
    """Does not wait for the moment in which options can still be chosen."""
    page.get_by_role("button", name="Start now").click()


@pytest.mark.model
def test_a_recording_becomes_minutes(pages: Browsing, real: Served) -> None:
    page = pages.open(real.url)
    choose(page, DEMO)
    expect(page.get_by_role("progressbar", name="Upload of demo.opus")).to_be_visible()
    page.get_by_role("button", name="Options for demo.opus").click()
    page.get_by_role("textbox", name="Title").fill("Seen in the browser")
    page.get_by_label("Pipeline").select_option("quick")
    start_now(page)
    # The same bytes may be there already, from another test.
    again = page.get_by_role("button", name="Process again")
    row = page.get_by_role("link", name="Seen in the browser")
    expect(again.or_(row)).to_be_visible()
    if again.is_visible():
        again.click()
    row.click()
    expect(page.get_by_role("heading", name="Seen in the browser")).to_be_visible()
    expect(page.locator("article.provisional").first).to_be_visible(timeout=60_000)
    expect(page.get_by_role("region", name="Decisions")).to_be_visible(timeout=120_000)
    expect(
        page.get_by_role("region", name="Action items").get_by_role("checkbox")
    ).not_to_have_count(0)
    expect(page.get_by_role("region", name="Chapters").get_by_role("listitem")).not_to_have_count(0)
    expect(page.locator("article.provisional")).to_have_count(0)
    expect(page.get_by_role("region", name="Making the minutes")).to_have_count(0)


def test_from_the_first_byte_to_the_minutes(own: Served, pages: Browsing, tmp_path: Path) -> None:
    page = pages.open(own.url)
    expect(page.get_by_role("heading", name="No meetings yet")).to_be_visible()
    choose(page, sound(tmp_path / "slow talk.wav", LENGTH))
    expect(page.get_by_role("progressbar", name="Upload of slow talk.wav")).to_be_visible()
    start_now(page)
    row = page.get_by_role("article").filter(has_text="slow talk")
    expect(row.get_by_role("progressbar", name="Progress of slow talk")).to_be_visible()

    row.get_by_role("link", name="slow talk").click()
    expect(page.get_by_role("region", name="Making the minutes")).to_be_visible()
    provisional = page.locator("article.provisional")
    expect(provisional.first).to_contain_text(TALK[0][1])
    page.get_by_role("button", name="Show the steps").click()
    steps = page.get_by_role("list", name="Steps from the recording to the minutes")
    expect(steps.get_by_role("listitem")).to_have_count(7)
    expect(steps.get_by_role("listitem").filter(has_text="Draft")).to_contain_text("%")
    expect(provisional).not_to_have_count(1)

    expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    expect(provisional).to_have_count(0)
    expect(page.locator("[data-segment]")).to_have_count(len(TALK))
    expect(page.get_by_role("region", name="Chapters").get_by_role("listitem")).to_have_count(2)
    expect(page.get_by_role("region", name="Decisions")).to_contain_text("We release on Monday.")
    expect(page.get_by_role("region", name="Action items")).to_contain_text("Write the letter")
    names = page.get_by_role("list", name="Speakers").get_by_role("button")
    expect(names).to_have_text(["Speaker 1", "Speaker 2", "Grace"])
    colours = {
        dot.evaluate("e => getComputedStyle(e).backgroundColor")
        for dot in page.locator("[aria-label=Speakers] .dot").all()
    }
    assert len(colours) == 3

    page.get_by_role("link", name="Library").click()
    expect(
        page.get_by_role("article").filter(has_text="slow talk").get_by_role("progressbar")
    ).to_have_count(0)
    expect(page.get_by_text("1 open action item", exact=True)).to_be_attached()


def test_a_dropped_file(own: Served, pages: Browsing, tmp_path: Path) -> None:
    page = pages.open(own.url)
    expect(page.get_by_role("heading", name="No meetings yet")).to_be_visible()
    file = sound(tmp_path / "dropped.wav", 10.0)
    page.evaluate(DROP, ["dropped.wav", base64.b64encode(file.read_bytes()).decode()])
    start_now(page)
    row = page.get_by_role("article").filter(has_text="dropped")
    expect(row).to_contain_text("Speakers: Speaker 1, Speaker 2")


def test_an_upload_goes_on_after_the_server_was_away(
    own: Served, pages: Browsing, tmp_path: Path
) -> None:
    pages.expect("ERR_CONNECTION", "ERR_EMPTY_RESPONSE", "WebSocket connection", "ERR_NETWORK")
    file = sound(tmp_path / "long.wav", MANY / 32_000)
    page = pages.open(own.url)
    expect(page.get_by_role("heading", name="No meetings yet")).to_be_visible()
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    limits = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 8 << 20}
    network.send("Network.emulateNetworkConditions", limits)
    sent: list[int] = []

    def watch(request: Request) -> None:
        if request.method == "PATCH":
            sent.append(int(request.headers["upload-offset"]))

    page.on("request", watch)
    choose(page, file)
    card = page.get_by_role("listitem").filter(has_text="long.wav")
    expect(card).to_contain_text(re.compile(r"(1\d|2\d)\.?\d* MB of 40\.0 MB"))
    own.kill()
    expect(card).to_contain_text("Connection lost. Trying again…")
    before = len(sent)
    own.start()
    row = page.get_by_role("article").filter(has_text="long")
    expect(row).to_be_visible(timeout=60_000)
    assert sent[before] > 0, "what had been sent was not sent again"
    meeting = own.ask("GET", "/api/meetings")["meetings"][0]["id"]
    assert own.finished(meeting)["duration"] == pytest.approx(MANY / 32_000, abs=0.1)
