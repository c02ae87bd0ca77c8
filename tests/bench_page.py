"""The page and the server against their targets: `make bench-page` prints a table.

A real server, a real Chromium, 1,000 meetings, one of them an hour long; 50 sockets read while
segments are edited.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2
import psutil
import websockets
from playwright.sync_api import Browser, Page, sync_playwright
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from assistant import playback
from assistant.audio import binary
from assistant.server.system import PAGE
from assistant.store import Change, Put, State, Store
from assistant.store.blobs import Blobs
from assistant.types import ActionItem, Meeting, Segment, Speaker, Word

MEETINGS = 1000
HOUR = 3600.0
READERS = 50
EDITS = 60
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
SENTENCE = "We should look at the figures of the second quarter before we decide about the price."
PAINTED = "() => performance.getEntriesByName('first-contentful-paint')[0].startTime"


@dataclass(frozen=True)
class Figure:
    """One line of the table."""

    what: str
    measured: float
    target: float
    unit: str


def segments(count: int, length: float) -> Iterator[Segment]:
    """A meeting's talk, `count` segments over `length` seconds, with words."""
    step = length / count
    texts = SENTENCE.split()
    for n in range(count):
        start, each = n * step, step * 0.9 / len(texts)
        words = tuple(
            Word(text, start + i * each, start + (i + 1) * each, 0.9, "en")
            for i, text in enumerate(texts)
        )
        speaker = f"S{n % 5 + 1}"
        yield Segment(f"g{n + 1}", start, words[-1].end, SENTENCE, speaker, words, "en")


def fill(data: Path) -> str:
    """1,000 meetings of six segments and one of an hour; gives the id of the long one."""
    store = Store.open(f"sqlite:///{data / 'meetings.db'}")
    for n in range(MEETINGS - 1):
        row = store.create(Meeting(f"m{n}", f"Weekly sync {n}"), pipeline="recording")
        said = list(segments(6, 60.0))
        item = ActionItem("a1", "Look at the figures", ("g1",), "S1")
        changes: list[Change] = [Put(segment, "bench", 1) for segment in said]
        changes.append(Put(item, "bench", 1))
        store.commit(row.id, [*changes, State({"state": "done", "duration": 60.0})])
    blobs = Blobs(str(data / "meetings"), data / "cache")
    sound = data / "hour.opus"
    command = [
        binary(),
        "-v",
        "error",
        "-f",
        "lavfi",
        "-i",
        f"anoisesrc=d={HOUR:.0f}:a=0.1:r=16000",
    ]
    subprocess.run([*command, "-b:a", "16k", str(sound)], check=True)
    heard = playback.waveform(sound)
    blobs.take("hour", "recording.opus", sound)
    waveform = {"duration": heard.duration, "peaks": heard.peaks}
    blobs.write("hour", "waveform.json", json.dumps(waveform).encode())
    store.create(Meeting("hour", "An hour"), pipeline="recording", file="recording.opus")
    changes = [Put(Speaker(f"S{n}", f"Person {n}"), "bench", 1) for n in range(1, 6)]
    changes += [Put(segment, "bench", 1) for segment in segments(1300, HOUR)]
    store.commit("hour", [*changes, State({"state": "done", "duration": HOUR})])
    store.close()
    return "hour"


@contextmanager
def serving(data: Path) -> Iterator[tuple[str, psutil.Process]]:
    """A server of its own on a free port."""
    command = [sys.executable, "-m", "assistant", "serve", "--port", "0", "--data", str(data)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    url = process.stderr.readline().rsplit(" ", 1)[-1].strip()
    drain = subprocess.Popen(["cat"], stdin=process.stderr, stdout=subprocess.DEVNULL)
    try:
        for _ in range(100):
            try:
                httpx2.get(f"{url}/health").raise_for_status()
                break
            except httpx2.TransportError:
                time.sleep(0.1)
        yield url, psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait()
        process.stderr.close()
        drain.wait()


def opened(browser: Browser, url: str, first: str) -> tuple[Page, float, float]:
    """A page, its first paint and when its first line was there, in milliseconds."""
    page = browser.new_page()
    page.goto(url, wait_until="commit")
    page.locator(first).first.wait_for()
    there: float = page.evaluate("() => performance.now()")
    return page, page.evaluate(PAINTED), there


def told(url: str, meeting: str) -> list[float]:
    """Milliseconds from sending an edit until each of the readers has its event."""
    address = f"{url.replace('http', 'ws')}/api/meetings/{meeting}/events?after="
    seq = httpx2.get(f"{url}/api/meetings/{meeting}").json()["seq"]

    async def read(sent: list[float], ready: asyncio.Semaphore) -> list[float]:
        async with websockets.connect(f"{address}{seq}") as socket:
            ready.release()
            waits = []
            for n in range(EDITS):
                await socket.recv()
                waits.append(1000 * (time.perf_counter() - sent[n]))
            return waits

    async def all_of_them() -> list[float]:
        sent: list[float] = []
        ready = asyncio.Semaphore(0)
        readers = [asyncio.create_task(read(sent, ready)) for _ in range(READERS)]
        for _ in readers:
            await ready.acquire()
        async with httpx2.AsyncClient() as client:
            for n in range(EDITS):
                sent.append(time.perf_counter())
                path = f"{url}/api/meetings/{meeting}/segments/g{n + 1}"
                (await client.patch(path, json={"text": f"Number {n}."})).raise_for_status()
                await asyncio.sleep(0.05)
        return [wait for reader in readers for wait in await reader]

    # Playwright's own loop runs in this thread.
    with ThreadPoolExecutor(1) as other:
        return other.submit(asyncio.run, all_of_them()).result()


def measure() -> Iterator[Figure]:
    """Every figure in turn."""
    built = [*PAGE.glob("assets/*.js"), *PAGE.glob("assets/*.css")]
    size = sum(len(gzip.compress(path.read_bytes())) for path in built)
    yield Figure("page, all scripts and styles, gzipped", size / 1000, 200, "KB")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        data = Path(folder)
        meeting = fill(data)
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        with serving(data) as (url, process):
            yield Figure("server at rest, memory", process.memory_info().rss / 1e6, 250, "MB")
            opened(browser, url, "a[href^='#/m/']")[0].close()
            page, painted, there = opened(browser, url, "a[href^='#/m/']")
            yield Figure("library of 1,000, first paint", painted, 1000, "ms")
            yield Figure("library of 1,000, first row", there, 1000, "ms")
            page.close()
            page, _, there = opened(browser, f"{url}/#/m/{meeting}", "text=before we decide")
            yield Figure("meeting of one hour, first line of text", there, 1500, "ms")
            waits = told(url, meeting)
            yield Figure(f"edit to {READERS} readers, median", statistics.median(waits), 100, "ms")
            page.close()
        browser.close()


def main() -> None:
    """Prints the table; exit 1 when a target is missed."""
    table = Table(box=SIMPLE_HEAD)
    for column in ("what", "measured", "target"):
        table.add_column(column, justify="left" if column == "what" else "right")
    missed = False
    for figure in measure():
        missed |= figure.measured > figure.target
        unit = figure.unit
        table.add_row(figure.what, f"{figure.measured:.0f} {unit}", f"{figure.target:.0f} {unit}")
    Console().print(table)
    sys.exit(missed)


if __name__ == "__main__":
    main()
