"""Meetings recorded by the page: kept whatever breaks, read along, and made into minutes."""

from __future__ import annotations

import base64
import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from assistant.types import SAMPLE_RATE
from tests.browser.conftest import ARGUMENTS, executable
from tests.browser.served import Served
from tests.browser.stages import TALK
from tests.browser.test_access import check as faultless
from tests.browser.test_connection import GONE
from tests.browser.test_library import row
from tests.browser.watched import Browsing, browsing, until
from tests.recordings import DEMO, convert, tone, write_wav

FAKE = "--use-fake-device-for-media-stream"
ALLOWED = "--use-fake-ui-for-media-stream"
PICKS_CALL = "--auto-select-tab-capture-source-by-title=A call"
SHARING = "Permissions policy violation: camera"
"""What Chromium says of the picture that comes with a shared tab."""
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
LISTEN = """
{
  const { get, set } = Object.getOwnPropertyDescriptor(MessagePort.prototype, 'onmessage')
  window.captured = []
  Object.defineProperty(MessagePort.prototype, 'onmessage', { get, set(hear) {
    set.call(this, hear && ((event) => {
      if (event.data?.bytes) window.captured.push(new Uint8Array(event.data.bytes.slice(0)))
      hear.call(this, event)
    }))
  } })
}
"""
"""Keeps a copy of every piece of sound that the worklet gives the page."""
CAPTURED = """
async () => {
  const url = await new Promise((done) => {
    const reader = new FileReader()
    reader.onload = () => done(reader.result)
    reader.readAsDataURL(new Blob(window.captured))
  })
  return url.slice(url.indexOf(',') + 1)
}
"""
KEPT = """
async () => {
  const database = await new Promise((done) => {
    const asked = indexedDB.open('recordings')
    asked.onsuccess = () => done(asked.result)
  })
  const count = (store) => new Promise((done) => {
    const asked = database.transaction(store).objectStore(store).count()
    asked.onsuccess = () => done(asked.result)
  })
  const counts = [await count('kept'), await count('audio')]
  database.close()
  return counts
}
"""
"""How many recordings and how many pieces of sound the browser keeps."""


@contextmanager
def hearing(browser: Browser, *arguments: str) -> Iterator[Browser]:
    """A browser with something else for a microphone."""
    args = [*ARGUMENTS, FAKE, *arguments]
    # Muted, as Playwright starts it, tabs have no sound to share.
    other = browser.browser_type.launch(
        executable_path=executable(), args=args, ignore_default_args=["--mute-audio"]
    )
    yield other
    other.close()


@pytest.fixture(scope="module")
def hearer(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser whose microphone hears a tone that rises, so that no two moments are alike."""
    time = np.arange(90 * SAMPLE_RATE) / SAMPLE_RATE
    rising = 0.2 * np.sin(2 * np.pi * (300 + 6 * time) * time)
    folder = tmp_path_factory.mktemp("sound")
    sound = write_wav(folder / "tone.wav", rising.astype(np.float32))
    with hearing(browser, ALLOWED, f"--use-file-for-fake-audio-capture={sound}") as other:
        yield other


@pytest.fixture
def speaking(hearer: Browser) -> Iterator[Browsing]:
    """Pages that can be spoken to."""
    with browsing(hearer) as pages:
        # Asked for until it is known, which takes a while after the stop.
        pages.expect(r"404 .*/waveform\)")
        yield pages


def dialog(page: Page) -> Locator:
    """The dialog in which a recording is begun."""
    expect(page.get_by_role("button", name="Record", exact=True)).to_be_visible()
    page.keyboard.press("r")
    return page.get_by_role("dialog", name="Record a meeting")


def record(page: Page, title: str) -> str:
    """Begins to record; gives the meeting's id."""
    sheet = dialog(page)
    sheet.get_by_role("textbox", name="Title").fill(title)
    sheet.get_by_role("button", name="Start recording").click()
    expect(bar(page)).to_contain_text("Recording")
    return page.url.rpartition("/")[2]


def bar(page: Page) -> Locator:
    """What the meeting's page says of its recording."""
    return page.get_by_role("region", name="Live", exact=True)


def seconds(page: Page) -> float:
    """What the page's clock says."""
    minutes, _, rest = page.get_by_role("timer").inner_text().partition(":")
    return 60 * int(minutes) + int(rest)


def there(served: Served, meeting: str) -> float:
    """Seconds of sound that the server has."""
    row = served.row(meeting)
    samples: int = row["live"]["samples"]
    return samples / SAMPLE_RATE


def grown(page: Page, served: Served, meeting: str, upto: float) -> None:
    """Waits until the server has so many seconds, a minute longer than they take to say."""
    late = time.monotonic() + max(upto - there(served, meeting), 0.0) + 60.0
    while there(served, meeting) < upto:
        assert time.monotonic() < late, f"{there(served, meeting)} of {upto} s"
        page.wait_for_timeout(100)


def finish(page: Page) -> None:
    """Ends the meeting, as a person does."""
    bar(page).get_by_role("button", name="Finish").click()
    page.get_by_role("button", name="Finish meeting").click()


def feed(served: Served, meeting: str, length: float) -> None:
    """Sends sound that somebody else records, all at once."""
    with served.socket(f"/api/meetings/{meeting}/live") as connection:
        before = json.loads(connection.recv(30.0))["samples"]
        samples = (tone(length) * 32767).astype("<i2")
        for start in range(0, len(samples), SAMPLE_RATE):
            connection.send(samples[start : start + SAMPLE_RATE].tobytes())
        wanted = {"type": "audio.ack", "samples": before + len(samples)}
        while json.loads(connection.recv(30.0)) != wanted:
            pass


def started(served: Served, title: str) -> str:
    """A live meeting that nobody records yet."""
    meeting = served.ask("POST", "/api/meetings", json={"live": True, "title": title})
    return str(meeting["id"])


def heard(served: Served, meeting: str, folder: Path) -> np.ndarray:
    """The recording of a meeting, of shape (samples, channels)."""
    audio = served.client.get(f"/api/meetings/{meeting}/audio")
    assert audio.is_success, audio.text
    source = folder / "recording.flac"
    source.write_bytes(audio.content)
    raw = convert(source, folder / "recording.raw", "-f", "s16le", "-ar", str(SAMPLE_RATE))
    channels = 2 if served.row(meeting)["title"].startswith("apart") else 1
    return np.fromfile(raw, "<i2").reshape(-1, channels)


def listened(pages: Browsing, url: str) -> Page:
    """A page that can be asked what it captured."""
    context = pages.context()
    context.add_init_script(LISTEN)
    return pages.open(url, context)


def pitch(sound: np.ndarray) -> int:
    """The loudest frequency of a second of sound, in Hz."""
    return int(np.abs(np.fft.rfft(sound)).argmax())


def is_captured(page: Page, sound: np.ndarray) -> bool:
    """Whether a recording is a stretch of what the page captured, sample by sample."""
    return sound.tobytes() in base64.b64decode(page.evaluate(CAPTURED))


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


def test_readers(own: Served, pages: Browsing) -> None:
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


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
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
