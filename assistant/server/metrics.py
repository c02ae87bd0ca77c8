"""Figures for Prometheus."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from assistant.meetings.live import Live
from assistant.runner import Event, Progress

MEDIA_TYPE = CONTENT_TYPE_LATEST


class Metrics:
    """Counters of what ran; what is the case now is asked when the figures are read."""

    def __init__(self, waiting: Callable[[], int], readers: Callable[[], int]) -> None:
        self._registry = CollectorRegistry()
        self._stage = Counter(
            "assistant_stage_seconds",
            "Seconds of work of a stage; divided by its audio seconds, its cost.",
            ["stage"],
            registry=self._registry,
        )
        self._audio = Counter(
            "assistant_stage_audio_seconds",
            "Seconds of audio that a stage worked on.",
            ["stage"],
            registry=self._registry,
        )
        self._meetings = Counter(
            "assistant_meetings",
            "Meetings whose processing ended, by how.",
            ["outcome"],
            registry=self._registry,
        )
        for outcome in ("done", "failed", "cancelled", "deleted"):
            self._meetings.labels(outcome)
        self._gauge("assistant_queue_length", "Meetings that wait to be processed.", waiting)
        self._gauge("assistant_readers", "Open sockets that read events.", readers)

    def watch_live(self, live: Live) -> None:
        """Shows the live meetings."""
        self._gauge("assistant_live_meetings", "Meetings that take sound.", lambda: live.count)
        self._gauge(
            "assistant_live_lag_seconds",
            "Sound that is kept but not heard yet, of the live meeting that is most behind.",
            lambda: live.lag,
        )

    def observe(self, event: Event) -> None:
        """Counts what a run tells."""
        if isinstance(event, Progress) and event.done:
            self._stage.labels(event.stage).inc(event.seconds)
            self._audio.labels(event.stage).inc(max(event.position, 0.0))

    def finished(self, outcome: str) -> None:
        """Counts a meeting whose processing ended."""
        self._meetings.labels(outcome).inc()

    def text(self) -> bytes:
        """All figures in Prometheus' text format."""
        return generate_latest(self._registry)

    def _gauge(self, name: str, help_: str, read: Callable[[], float]) -> None:
        Gauge(name, help_, registry=self._registry).set_function(lambda: float(read()))
