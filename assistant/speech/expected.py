"""Names and terms that a recogniser is told to expect."""

from __future__ import annotations

from assistant.types import Meeting

MOST = 24
"""Of them; each takes two or three tokens from the room for what was said before."""


def expected(meeting: Meeting) -> tuple[str, ...]:
    """The meeting's own hot words, all of them, then people known from elsewhere up to `MOST`."""
    own = tuple(dict.fromkeys(meeting.hotwords))
    others = [name for name in dict.fromkeys(meeting.people) if name not in own]
    return own + tuple(others[: max(MOST - len(own), 0)])
