"""What the stages that write minutes have heard so far."""

from __future__ import annotations

from assistant.types import Segment


class Said:
    """Segments as they stand: the newest of each id, the final ones alone, in time order."""

    def __init__(self) -> None:
        self._newest: dict[str, Segment] = {}

    def add(self, segment: Segment) -> None:
        """Takes a segment in the place of an older one with its id; provisional text is none."""
        known = self._newest.get(segment.id)
        if segment.final and (known is None or segment.revision >= known.revision):
            self._newest[segment.id] = segment

    def take(self) -> list[Segment]:
        """All of them; none is left."""
        taken, self._newest = self._newest, {}
        return sorted(taken.values(), key=lambda segment: segment.start)
