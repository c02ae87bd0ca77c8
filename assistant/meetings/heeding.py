"""What is heard in a live meeting, as what people changed in it wants it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from assistant.errors import NotFound
from assistant.language.words import join
from assistant.meetings.matching import merges
from assistant.store import Store
from assistant.types import Segment

GROWN = "g"
"""Behind the id of a segment: the id of what it grew by since a person changed its words."""


class Heeding:
    """Settled segments of one meeting on their way to the store. Called by one thread."""

    def __init__(self, store: Store, meeting: str) -> None:
        self._store = store
        self._meeting = meeting
        self._hidden: frozenset[str] = frozenset()
        self._became: dict[str, str] = {}
        self._grown: set[str] = set()

    def heeded(self, segment: Segment) -> Iterator[Segment]:
        """A segment as it is to be put.

        A speaker whom a person merged away is who they became. A segment whose words a person
        changed grows no more: what is said after those words is a segment behind it.
        """
        speaker = self._merged().get(segment.speaker or "", segment.speaker)
        yield from self._apart(replace(segment, speaker=speaker))

    def _merged(self) -> dict[str, str]:
        speakers = self._store.records(self._meeting, "speaker", hidden=True)
        hidden = frozenset(stored.id for stored in speakers if stored.hidden)
        if hidden != self._hidden:
            segments = self._store.records(self._meeting, "segment", hidden=True)
            self._hidden, self._became = hidden, merges((*speakers, *segments))
        return self._became

    def _apart(self, segment: Segment) -> Iterator[Segment]:
        written = self._kept(segment.id) if segment.final else None
        if written is None or len(segment.words) <= len(written.words):
            yield segment
            return
        self._grown.add(segment.id)
        rest = segment.words[len(written.words) :]
        yield replace(written, speaker=segment.speaker)
        more = replace(
            segment,
            id=f"{segment.id}{GROWN}",
            start=rest[0].start,
            text=join(rest),
            words=rest,
        )
        yield from self._apart(more)

    def _kept(self, name: str) -> Segment | None:
        """What was heard of the segment of that id before a person changed its words, if one did.

        What has a segment behind it does not take that one's words when the change is undone.
        """
        try:
            stored = self._store.record(self._meeting, "segment", name)
        except NotFound:
            return None
        is_kept = "words" in stored.edited or name in self._grown
        return stored.machine if is_kept and isinstance(stored.machine, Segment) else None
