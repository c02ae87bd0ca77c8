"""Scores of a live meeting, from the events that its socket gave and when."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from assistant.language.words import spread
from assistant.speech.hallucination import bare
from assistant.types import Word

NEAR = 0.8
"""Seconds that a word may move and still be the same word."""

Event = Mapping[str, Any]


@dataclass
class Followed:
    """What a reader saw of the words of a meeting; moments are in seconds of its sound.

    Of what is written without blanks each character counts: a recogniser cuts the same text now
    into these words, now into those.
    """

    segments: dict[str, Event] = field(default_factory=dict)
    seen: dict[str, list[tuple[float, float]]] = field(default_factory=lambda: defaultdict(list))
    """By word: where in the sound it was shown, and from when on."""
    settled: dict[str, list[tuple[float, float]]] = field(default_factory=lambda: defaultdict(list))
    lags: list[float] = field(default_factory=list)

    def take(self, moment: float, event: Event) -> None:
        """Takes an event that came at that moment."""
        if event["type"] == "segment":
            self.segments[event["id"]] = event
            for word in _words(event):
                _note(self.seen, word, moment)
                if event["final"]:
                    _note(self.settled, word, moment)
        elif event["type"] == "removed" and event["kind"] == "segment":
            self.segments.pop(event["id"], None)
        elif event["type"] == "meeting" and event["lag"] is not None:
            self.lags.append(event["lag"])

    def minutes(self) -> dict[str, Any]:
        """The final segments as minutes.json has them."""
        final = [segment for segment in self.segments.values() if segment["final"]]
        return {"segments": sorted(final, key=lambda segment: (segment["start"], segment["end"]))}

    def delays(self) -> tuple[list[float], list[float]]:
        """For each final word, seconds from its end to being shown, and to being settled."""
        shown: list[float] = []
        settled: list[float] = []
        for word in self._words():
            for found, delays in ((self.seen, shown), (self.settled, settled)):
                moments = [moment for _, moment in _near(found[word.text], word.start)]
                if moments:
                    delays.append(min(moments) - word.end)
        return shown, settled

    def changed(self) -> float:
        """Words (or characters) that were shown and did not stay, for each that did."""
        kept: dict[str, list[tuple[float, float]]] = defaultdict(list)
        for word in self._words():
            kept[word.text].append((word.start, 0.0))
        for places in kept.values():
            places.sort()
        gone = sum(
            not _near(kept[text], place)
            for text, places in self.seen.items()
            for place, _ in places
        )
        return gone / max(1, sum(map(len, kept.values())))

    def _words(self) -> Iterator[Word]:
        for segment in self.minutes()["segments"]:
            yield from _words(segment)


def percentiles(values: Sequence[float]) -> tuple[float, float, float]:
    """The 50th, 90th and 99th; not a number where there are no values."""
    if not values:
        return (float("nan"),) * 3
    p50, p90, p99 = np.percentile(values, (50, 90, 99))
    return float(p50), float(p90), float(p99)


def _words(event: Event) -> Iterator[Word]:
    """The words of a segment without case and marks."""
    for word in event["words"]:
        yield from spread(bare(word["text"]), word["start"], word["end"])


def _note(found: dict[str, list[tuple[float, float]]], word: Word, moment: float) -> None:
    """Keeps where a word was, unless it was there already."""
    places = found[word.text]
    if not _near(places, word.start):
        places.insert(bisect_left(places, (word.start, moment)), (word.start, moment))


def _near(places: list[tuple[float, float]], start: float) -> list[tuple[float, float]]:
    first = bisect_left(places, (start - NEAR, float("-inf")))
    return places[first : bisect_right(places, (start + NEAR, float("inf")))]
