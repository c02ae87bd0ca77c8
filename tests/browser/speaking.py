"""Meetings that the page records, as a test speaks, asks and listens."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, Locator, Page, expect

from assistant.types import SAMPLE_RATE
from tests.browser.served import Served
from tests.browser.watched import ARGUMENTS, Browsing, executable
from tests.recordings import convert, tone

FAKE = "--use-fake-device-for-media-stream"
ALLOWED = "--use-fake-ui-for-media-stream"
SHARING = "Permissions policy violation: camera"
"""What Chromium says of the picture that comes with a shared tab."""
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


def is_captured(page: Page, sound: np.ndarray) -> bool:
    """Whether a recording is a stretch of what the page captured, sample by sample."""
    return sound.tobytes() in base64.b64decode(page.evaluate(CAPTURED))
