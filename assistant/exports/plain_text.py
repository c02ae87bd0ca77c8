"""The transcript as plain text: `[hh:mm:ss] Name: text`, a line for each segment."""

from __future__ import annotations

from assistant.exports.view import View, clock, flat
from assistant.types import Minutes


def render(minutes: Minutes) -> bytes:
    """UTF-8 text that `assistant process` reads back."""
    view = View.of(minutes)
    lines = [
        f"[{clock(each.start)}] {view.name(each.speaker)}{view.labels.colon}{flat(each.text)}"
        for each in view.segments
    ]
    return ("\n".join(lines or [view.labels.nothing]) + "\n").encode()
