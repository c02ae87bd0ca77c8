"""Meetings recorded by the page: kept whatever breaks, and made into minutes."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, expect

from assistant.types import SAMPLE_RATE
from tests.browser.served import Served
from tests.browser.speaking import (
    ALLOWED,
    KEPT,
    bar,
    finish,
    grown,
    heard,
    hearing,
    is_captured,
    listened,
    record,
    seconds,
    there,
)
from tests.browser.stages import TALK
from tests.browser.test_connection import GONE
from tests.browser.test_library import row
from tests.browser.watched import Browsing, browsing
from tests.recordings import DEMO, convert


def test_a_meeting_becomes_minutes(own: Served, speaking: Browsing, tmp_path: Path) -> None:
    page = listened(speaking, own.url)
    meeting = record(page, "Weekly")
    first = page.locator("[data-segment=u0]")
    expect(first).to_contain_text("Good morning")
    expect(first).to_have_class(re.compile("unsettled"))
    expect(first).to_contain_text(TALK[0][1])
    expect(first).to_contain_text("Speaker 1")
    expect(first).not_to_have_class(re.compile("unsettled"))
    expect(page.locator("[data-segment=u5000]")).to_contain_text("The invoices")
    grown(page, own, meeting, 12.0)
    finish(page)
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    expect(page.locator("[data-segment]").first).to_contain_text(TALK[0][1])
    done = own.finished(meeting)
    sound = heard(own, meeting, tmp_path)
    assert len(sound) / SAMPLE_RATE == pytest.approx(done["duration"], abs=0.01)
    assert is_captured(page, sound)
    assert not is_captured(page, np.delete(sound, np.s_[16000:17600], axis=0))
    assert page.evaluate(KEPT) == [0, 0]


def test_the_network_goes(own: Served, speaking: Browsing, tmp_path: Path) -> None:
    speaking.expect(*GONE)
    page = listened(speaking, own.url)
    meeting = record(page, "On a train")
    grown(page, own, meeting, 2.0)
    page.context.set_offline(True)
    expect(bar(page)).to_contain_text("No connection to the server")
    before = there(own, meeting)
    expect(bar(page)).to_contain_text(re.compile(r"[5-9] s kept here, will be sent"))
    assert there(own, meeting) == before
    assert page.evaluate(KEPT)[1] >= 45
    page.context.set_offline(False)
    expect(bar(page)).not_to_contain_text("kept here")
    assert there(own, meeting) == pytest.approx(seconds(page), abs=1.5)
    page.context.set_offline(True)
    expect(bar(page)).to_contain_text("No connection to the server")
    page.wait_for_timeout(2000)
    finish(page)
    expect(bar(page)).to_contain_text("Finishing")
    expect(bar(page)).to_contain_text("Keep this page open")
    recorded = seconds(page)
    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    done = own.finished(meeting)
    assert done["duration"] == pytest.approx(recorded + 0.5, abs=0.6)
    assert is_captured(page, heard(own, meeting, tmp_path))
    assert page.evaluate(KEPT) == [0, 0]


def test_the_server_is_killed(own: Served, speaking: Browsing, tmp_path: Path) -> None:
    speaking.expect(*GONE)
    page = listened(speaking, own.url)
    meeting = record(page, "Power cut")
    grown(page, own, meeting, 4.0)
    own.kill()
    expect(bar(page)).to_contain_text(re.compile(r"\d s kept here"))
    own.start()
    expect(bar(page)).not_to_contain_text("No connection")
    expect(bar(page)).not_to_contain_text("kept here")
    expect(page.locator("[data-segment=u5000]")).to_contain_text("Speaker 2")
    ids = page.locator("[data-segment]").evaluate_all("all => all.map((e) => e.dataset.segment)")
    assert ids == sorted(set(ids), key=lambda name: int(name[1:]))
    recorded = seconds(page)
    finish(page)
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    assert own.finished(meeting)["duration"] >= recorded
    assert is_captured(page, heard(own, meeting, tmp_path))


def test_the_page_is_loaded_again(own: Served, speaking: Browsing) -> None:
    speaking.expect(*GONE)
    page = speaking.open(own.url)
    page.on("dialog", lambda asked: asked.accept())
    meeting = record(page, "Twice")
    grown(page, own, meeting, 2.0)
    page.context.set_offline(True)
    expect(bar(page)).to_contain_text("No connection to the server")
    # More than can have been on its way when the connection went.
    expect(bar(page)).to_contain_text(re.compile(r"[6-9] s kept here"))
    recorded = seconds(page)
    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto(f"{own.url}/#/m/{meeting}")
    expect(bar(page)).to_contain_text("Recording stopped here")
    expect(bar(page)).to_contain_text(re.compile(r"[2-9] s are kept in this browser, unsent"))
    assert there(own, meeting) < recorded
    bar(page).get_by_role("button", name="Continue recording").click()
    sheet = page.get_by_role("dialog", name="Go on recording")
    sheet.get_by_role("button", name="Continue recording").click()
    expect(bar(page)).to_contain_text("Recording")
    grown(page, own, meeting, recorded + 2)
    page.goto("about:blank")
    page.goto(f"{own.url}/#/m/{meeting}")
    bar(page).get_by_role("button", name="Send and finish").click()
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    assert own.finished(meeting)["duration"] >= recorded + 2
    assert page.evaluate(KEPT) == [0, 0]


def test_who_closes_the_page_is_asked(own: Served, speaking: Browsing) -> None:
    page = speaking.open(own.url)
    meeting = record(page, "Asked")
    grown(page, own, meeting, 0.5)
    asked: list[str] = []

    def answer(dialog: object) -> None:
        asked.append(getattr(dialog, "type", ""))
        getattr(dialog, "accept")()  # noqa: B009

    page.on("dialog", answer)
    page.reload()
    assert asked == ["beforeunload"]


def test_a_pause(own: Served, speaking: Browsing) -> None:
    page = speaking.open(own.url)
    meeting = record(page, "With a pause")
    grown(page, own, meeting, 2.0)
    bar(page).get_by_role("button", name="Pause").click()
    expect(bar(page)).to_contain_text("Paused")
    page.wait_for_timeout(1500)
    rest = there(own, meeting)
    page.wait_for_timeout(2000)
    assert there(own, meeting) == rest
    bar(page).get_by_role("button", name="Resume").click()
    expect(bar(page)).to_contain_text("Recording")
    grown(page, own, meeting, rest + 1)
    page.get_by_role("link", name="Library").click()
    pill = page.get_by_role("region", name="Recording")
    expect(pill).to_contain_text("With a pause")
    expect(row(page, "With a pause")).to_contain_text(re.compile(r"Recording\s*0:0\d"))
    grown(page, own, meeting, rest + 3)
    pill.get_by_role("link").click()
    finish(page)
    own.finished(meeting)


@pytest.mark.model
def test_with_the_real_pipelines(browser: Browser, real: Served, tmp_path: Path) -> None:
    part = ("-ss", "18.7", "-t", "32")
    sound = convert(DEMO, tmp_path / "demo.wav", *part, "-ar", "48000", "-ac", "1")
    length = (sound.stat().st_size - 44) / 2 / 48_000
    spoken = f"--use-file-for-fake-audio-capture={sound}%noloop"
    with hearing(browser, ALLOWED, spoken) as other, browsing(other) as pages:
        page = pages.open(real.url)
        meeting = record(page, "Release check-in")
        expect(page.locator("article.unsettled").first).to_be_visible(timeout=60_000)
        expect(page.locator("article:not(.unsettled)").first).to_be_visible(timeout=60_000)
        grown(page, real, meeting, length - 2)
        finish(page)
        expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible(timeout=180_000)
        expect(page.get_by_role("region", name="Decisions")).to_be_visible(timeout=120_000)
        expect(page.locator("article.unsettled, article.provisional")).to_have_count(0)
        done = real.finished(meeting)
        # Silence follows for as long as the page takes to be asked.
        assert done["duration"] >= length - 4
        assert len(done["speakers"]) >= 2
        said = " ".join(each["text"] for each in real.minutes(meeting)["segments"])
        assert "release on Monday" in said
