"""Half an hour of sound goes through a live meeting in memory that does not grow with it."""

from __future__ import annotations

from pathlib import Path

from tests.live import CONFIG, Sending, created, noise
from tests.server import running

MINUTES = 30
GROWTH = 48 << 20
"""Bytes; the sound is 57.6 MB, and twice that once it is decoded."""


def test_half_an_hour_takes_no_more_memory_than_a_few_minutes(tmp_path: Path) -> None:
    minute = noise(60.0)
    with running(tmp_path, CONFIG) as server:
        # What refining loads once is there before anything is measured.
        with Sending(server, created(server), minute) as first:
            first.send(10.0)
            first.all_kept()
            first.stop()
            first.hear(lambda: first.state() == "done")
        meeting = created(server)
        with Sending(server, meeting, minute * MINUTES) as sending:
            early = 0
            for n in range(1, MINUTES + 1):
                sending.send(60.0, piece=32_000)
                sending.all_kept()
                if n == 4:
                    sending.hear(lambda: any(e["start"] > 200.0 for e in sending.of("segment")))
                    early = server.memory("VmRSS")
                sending.events = sending.events[-50:]
            last = (MINUTES - 1) * 60.0
            sending.hear(lambda: any(e["start"] > last for e in sending.of("segment")))
            late = server.memory("VmHWM")
            assert late - early < GROWTH, (early >> 20, late >> 20)
            row = server.row(meeting)
            assert row["live"]["samples"] == MINUTES * 60 * 16_000
            sending.stop()
            sending.hear(lambda: sending.state() == "done")
        assert server.memory("VmHWM") - early < GROWTH
        assert server.row(meeting)["duration"] == MINUTES * 60.0
