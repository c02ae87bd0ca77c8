"""`assistant bench --live`: recordings as live meetings on a real server, against the clock."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx2
import numpy as np
from rich import box
from rich.table import Table

from assistant import audio
from assistant.commands.client import Client
from assistant.commands.source import Backlog
from assistant.errors import InputError
from assistant.evaluation.live import Followed, percentiles
from assistant.evaluation.manifests import Recording, beside
from assistant.evaluation.references import Reference, read_reference
from assistant.evaluation.speech import speaker_errors, transcript, word_errors
from assistant.evaluation.tokens import tokens
from assistant.types import SAMPLE_RATE

STEP = SAMPLE_RATE // 10
"""Samples that are sent at once."""
BREATH = 0.3
"""Seconds left after the last word."""

COLUMNS = (
    "recording",
    "shown p50",
    "p90",
    "p99",
    "settled p50",
    "p90",
    "p99",
    "changed",
    "WER",
    "ins",
    "refined",
    "cp−WER",
    "refined",
    "lag",
)


@dataclass
class Stream:
    """One recording on its way: its sound, what came back, and its refined minutes."""

    path: Path
    sound: bytes
    language: str
    followed: Followed = field(default_factory=Followed)
    refined: dict[str, object] = field(default_factory=dict)
    problem: Exception | None = None

    def play(self, url: str, pipeline: str) -> None:
        """Sends the sound as it would be spoken and follows what comes of it."""
        client = Client(url, None, lambda line: None)
        client.create({"title": self.path.stem, "language": self.language, "pipeline": pipeline})
        backlog = Backlog()
        began = time.monotonic()
        threading.Thread(target=self._speak, args=(backlog, began), daemon=True).start()
        live = True
        for event in client.events(backlog):
            if live:
                self.followed.take(time.monotonic() - began, event)
            live = live and not (event["type"] == "minutes" and event["pass"] == "live")
        self.refined = httpx2.get(f"{url}/api/meetings/{client.meeting}/minutes").json()

    def _speak(self, backlog: Backlog, began: float) -> None:
        for at in range(0, len(self.sound), 2 * STEP):
            due = began + (at // 2 + STEP) / SAMPLE_RATE
            time.sleep(max(0.0, due - time.monotonic()))
            backlog.add(self.sound[at : at + 2 * STEP])
        backlog.close()


def measure(
    paths: Sequence[Path],
    streams: int,
    seconds: float | None,
    language: str,
    pipeline: str,
    config: Path | None,
) -> Table:
    """Plays recordings, `streams` at a time, and tells how each went."""
    table = Table(title=f"live, {streams} at a time", box=box.SIMPLE_HEAD)
    for number, column in enumerate(COLUMNS):
        table.add_column(column, justify="right" if number else "left")
    with _server(config, streams) as url:
        for first in range(0, len(paths), streams):
            group = [paths[(first + n) % len(paths)] for n in range(streams)]
            playing = [Stream(path, _pcm(path, seconds), language) for path in group]
            threads = [threading.Thread(target=_played, args=(s, url, pipeline)) for s in playing]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            for stream in playing:
                if stream.problem is not None:
                    raise InputError(f"{stream.path.name}: {stream.problem}")
                table.add_row(*_row(stream))
    return table


def _played(stream: Stream, url: str, pipeline: str) -> None:
    try:
        stream.play(url, pipeline)
    except (InputError, OSError, ValueError, KeyError) as error:
        stream.problem = error


def _row(stream: Stream) -> Iterator[str]:
    shown, settled = stream.followed.delays()
    yield stream.path.stem
    yield from (f"{value:.2f}" for value in (*percentiles(shown), *percentiles(settled)))
    yield f"{100 * stream.followed.changed():.1f}"
    yield from _errors(stream)
    yield f"{max(stream.followed.lags, default=0.0):.1f}"


def _errors(stream: Stream) -> Iterator[str]:
    """WER and its insertions, WER after refining; what speakers add to both."""
    recording = beside(stream.path)
    length = len(stream.sound) / 2 / SAMPLE_RATE
    reference = _within(read_reference(recording), length) if _is_known(recording) else None
    if reference is None or not reference.utterances:
        yield from ("",) * 5
        return
    said = reference.utterances
    spoken = tuple(t for u in said for t in tokens(u.text, reference.language))
    rates, gaps = [], []
    for minutes in (stream.followed.minutes(), stream.refined):
        errors = word_errors(spoken, transcript(minutes, reference.language))
        together, _ = speaker_errors(said, minutes, reference.language)
        rates.append(errors)
        gaps.append("" if together is None else f"{100 * (together - (errors['wer'] or 0.0)):.1f}")
    live, refined = rates
    for value in (live["wer"], live["inserted"], refined["wer"]):
        yield f"{100 * (value or 0.0):.1f}"
    yield from gaps


def _is_known(recording: Recording) -> bool:
    return any((recording.truth, recording.stm, recording.text))


def _within(reference: Reference, seconds: float) -> Reference:
    """What was said in the first part of a recording."""
    said = tuple(u for u in reference.utterances or () if u.end is None or u.end <= seconds + 0.5)
    return replace(reference, utterances=said)


def _pcm(path: Path, seconds: float | None) -> bytes:
    """A recording's sound, or as much of it as ends with an utterance before `seconds`."""
    audio.check(path)
    samples = np.concatenate([chunk.samples for chunk in audio.Decoding(path)])
    if seconds is not None:
        recording = beside(path)
        said = read_reference(recording).utterances if _is_known(recording) else None
        ends = [u.end for u in said or () if u.end is not None and u.end <= seconds]
        samples = samples[: int((max(ends) + BREATH if ends else seconds) * SAMPLE_RATE)]
    return (samples * 32767).astype("<i2").tobytes()


@contextmanager
def _server(config: Path | None, streams: int) -> Iterator[str]:
    """A server of its own, in a process of its own, on an empty folder, for so many meetings."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "assistant", "serve", "--port", "0", "--data", folder]
        command += ["--config", str(config)] if config else []
        room = {**os.environ, "ASSISTANT_LIVE": str(streams)}
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=room)
        try:
            assert process.stderr is not None
            url = ""
            for line in process.stderr:
                if " is at http" in line:
                    url = line.split(" is at ")[1].strip()
                    break
            else:
                raise InputError("the server does not start: try 'assistant serve'")
            threading.Thread(target=process.stderr.read, daemon=True).start()
            yield url
        finally:
            process.terminate()
            process.wait()
