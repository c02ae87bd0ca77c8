"""Who spoke when, without what was said."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.types import Segment, SpeechTurn


class WithoutWords:
    """A segment without text for each turn, in the order in which they come."""

    def __init__(self) -> None:
        self._given = 0

    def push(self, item: SpeechTurn) -> Iterator[Segment]:
        """Gives the turn as a segment."""
        self._given += 1
        yield Segment(f"g{self._given}", item.start, item.end, "", item.speaker)

    def finish(self) -> Iterator[Segment]:
        """Nothing is held back."""
        yield from ()
