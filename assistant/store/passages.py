"""What is searched: the title and the texts of the records, one passage each."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.store.records import Layers, searched
from assistant.types import ActionItem, Chapter, Decision, Record, Segment

TITLE = ("meeting", "")
"""Kind and id of the passage that holds the meeting's title."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A text that is found as its record. Where it has no `start`, its `segments` may have."""

    kind: str
    id: str
    text: str
    start: float | None = None
    segments: tuple[str, ...] = ()
    seq: int = 0

    @classmethod
    def of(cls, row: Layers, record: Record | None) -> Passage:
        """The passage of a record; without text where there is none."""
        return cls(
            kind=row.kind,
            id=row.id,
            text=searched(record),
            start=record.start if isinstance(record, Segment | Chapter) else None,
            segments=record.segments if isinstance(record, Decision | ActionItem) else (),
            seq=row.revision,
        )

    def says(self, other: Passage) -> bool:
        """Whether both say the same at the same place."""
        return replace(self, seq=0) == replace(other, seq=0)
