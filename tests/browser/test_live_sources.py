"""What the page records from: microphones and tabs, and what keeps it from them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, expect

from assistant.types import SAMPLE_RATE
from tests.browser.served import Served
from tests.browser.speaking import (
    SHARING,
    bar,
    dialog,
    feed,
    finish,
    grown,
    heard,
    hearing,
    record,
    seconds,
    started,
    there,
)
from tests.browser.watched import Browsing, browsing
from tests.recordings import tone, write_wav

PICKS_CALL = "--auto-select-tab-capture-source-by-title=A call"
CALL = """<title>A call</title><script>
const context = new AudioContext()
const tone = new OscillatorNode(context, { frequency: 1000 })
tone.connect(new GainNode(context, { gain: 0.2 })).connect(context.destination)
tone.start()
</script>"""
"""A page that sounds."""
UNHEARD = """
{
  const share = navigator.mediaDevices.getDisplayMedia.bind(navigator.mediaDevices)
  let asked = 0
  navigator.mediaDevices.getDisplayMedia = async (wanted) => {
    if (!asked++) throw new DOMException('Permission denied', 'NotAllowedError')
    const stream = await share(wanted)
    for (const track of stream.getAudioTracks()) stream.removeTrack(track)
    return stream
  }
}
"""
"""Cancels the browser's dialog first, then shares a tab without its sound."""
UNPLUGGED = """
{
  const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    const stream = await open(wanted)
    window.unplug = () => {
      for (const track of stream.getTracks()) {
        track.stop()
        track.dispatchEvent(new Event('ended'))
      }
    }
    return stream
  }
}
"""
"""Lets a test end a microphone as the browser does when it is unplugged."""


def test_there_is_no_room(speaking: Browsing, browser: Browser, tmp_path: Path) -> None:
    speaking.expect("status of 503")
    served = Served(tmp_path, live=1)
    served.start()
    try:
        feed(served, started(served, "The first"), 1.0)
        page = speaking.open(served.url)
        sheet = dialog(page)
        sheet.get_by_role("button", name="Start recording").click()
        expect(sheet.get_by_role("alert")).to_contain_text("ASSISTANT_LIVE")
        expect(sheet.get_by_role("button", name="Start recording")).to_be_enabled()
        assert served.ask("GET", "/api/meetings")["total"] == 1
    finally:
        served.close()


def test_without_permission(browser: Browser, canned: Served) -> None:
    with hearing(browser) as other, browsing(other) as pages:
        page = pages.open(canned.url, pages.context(permissions=["clipboard-read"]))
        sheet = dialog(page)
        expect(sheet.get_by_role("alert")).to_contain_text("allow the microphone there")
        expect(sheet.get_by_role("button", name="Start recording")).to_be_disabled()
        page.context.grant_permissions(["microphone"])
        expect(sheet.get_by_role("button", name="Start recording")).to_be_enabled()


def test_without_a_microphone(pages: Browsing, canned: Served) -> None:
    page = pages.open(canned.url, pages.context(permissions=["microphone"]))
    sheet = dialog(page)
    expect(sheet.get_by_role("alert")).to_contain_text("No microphone was found")
    expect(sheet.get_by_role("button", name="Start recording")).to_be_disabled()


def test_not_secure(pages: Browsing, canned: Served) -> None:
    context = pages.context()
    context.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false })")
    sheet = dialog(pages.open(canned.url, context))
    expect(sheet.get_by_role("alert")).to_contain_text("https")


def pitch(sound: np.ndarray) -> int:
    """The loudest frequency of a second of sound, in Hz."""
    return int(np.abs(np.fft.rfft(sound)).argmax())


def test_a_microphone_and_a_tab(own: Served, browser: Browser, tmp_path: Path) -> None:
    sound = write_wav(tmp_path / "voice.wav", tone(60.0, 400.0))
    arguments = (f"--use-file-for-fake-audio-capture={sound}", PICKS_CALL)
    with hearing(browser, *arguments) as other, browsing(other) as pages:
        pages.expect(SHARING, r"404 .*/waveform\)")
        context = pages.context(permissions=["microphone"])
        call = context.new_page()
        call.set_content(CALL)
        page = context.new_page()
        page.add_init_script(UNPLUGGED)
        page.goto(own.url)
        sheet = dialog(page)
        sheet.get_by_role("textbox", name="Title").fill("apart")
        sheet.get_by_text("Both", exact=True).click()
        expect(sheet.get_by_role("button", name="Start recording")).to_be_disabled()
        sheet.get_by_role("button", name="Choose what to share").click()
        expect(sheet.get_by_text("Shared", exact=True)).to_be_visible()
        sheet.get_by_role("checkbox", name="Keep the two apart").check()
        sheet.get_by_role("button", name="Start recording").click()
        expect(bar(page).get_by_role("meter")).to_have_count(2)
        meeting = page.url.rpartition("/")[2]
        assert own.row(meeting)["live"]["channels"] == 2
        grown(page, own, meeting, 3.0)
        call.close()
        expect(bar(page)).to_contain_text("The shared sound has ended. Only the microphone is left")
        expect(bar(page).get_by_role("meter")).to_have_count(1)
        on = there(own, meeting)
        grown(page, own, meeting, on + 2.0)
        page.evaluate("unplug()")
        expect(bar(page)).to_contain_text("The microphone is gone. The meeting is paused.")
        bar(page).get_by_role("button", name="Choose a source").click()
        again = page.get_by_role("dialog", name="Go on recording")
        again.get_by_role("radio", name="Microphone").check(force=True)
        again.get_by_role("combobox").select_option("Fake Audio Input 2")
        again.get_by_role("button", name="Continue recording").click()
        expect(bar(page)).to_contain_text("Recording")
        expect(bar(page)).not_to_contain_text("gone")
        grown(page, own, meeting, there(own, meeting) + 2.0)
        finish(page)
        done = own.finished(meeting)
        heard_of = heard(own, meeting, tmp_path)
        assert len(heard_of) / SAMPLE_RATE == pytest.approx(done["duration"], abs=0.01)
        both, alone = (heard_of[int(at * SAMPLE_RATE) :][:SAMPLE_RATE] for at in (1.5, on + 0.5))
        assert [pitch(channel) for channel in both.T] == [400, 1000]
        assert pitch(alone[:, 0]) == 400
        assert not alone[:, 1].any()


def test_nothing_to_hear_from_a_tab(browser: Browser, canned: Served) -> None:
    with hearing(browser, PICKS_CALL) as other, browsing(other) as pages:
        pages.expect(SHARING)
        context = pages.context(permissions=["microphone"])
        context.new_page().set_content(CALL)
        page = context.new_page()
        page.add_init_script(UNHEARD)
        page.goto(canned.url)
        sheet = dialog(page)
        sheet.get_by_text("Shared tab", exact=True).click()
        choose = sheet.get_by_role("button", name="Choose what to share")
        choose.click()
        expect(sheet.get_by_role("alert")).to_contain_text("Nothing was shared.")
        choose.click()
        expect(sheet.get_by_role("alert")).to_contain_text("It was shared without its sound.")
        expect(sheet.get_by_role("button", name="Start recording")).to_be_disabled()


def test_the_disk_is_full(speaking: Browsing, tmp_path: Path) -> None:
    served = Served(tmp_path)
    served.start()
    try:
        # A file where the folder should be: nothing can be kept.
        (served.data / "live").write_bytes(b"")
        page = speaking.open(served.url)
        meeting = record(page, "No room on the disk")
        expect(bar(page)).to_contain_text("its disk may be full")
        (served.data / "live").unlink()
        grown(page, served, meeting, 3.0)
        expect(bar(page)).not_to_contain_text("disk")
        assert seconds(page) - there(served, meeting) < 5.0
        page.close()
    finally:
        served.close()
