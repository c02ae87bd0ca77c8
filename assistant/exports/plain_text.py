"""The transcript as plain text: `[hh:mm:ss] Name: text`, a line for each segment."""

from __future__ import annotations

from assistant.exports.options import DEFAULTS, Options
from assistant.exports.view import View, clock, flat
from assistant.types import Minutes, Segment


def render(minutes: Minutes, options: Options = DEFAULTS) -> bytes:
    """UTF-8 text that `assistant process` reads back where it has its speakers."""
    view = View.of(minutes, options)
    lines = [_line(view, each) for each in view.segments]
    return ("\n".join(lines or [view.labels.nothing]) + "\n").encode()


def _line(view: View, segment: Segment) -> str:
    stamp = f"[{clock(segment.start)}] " if view.timestamps else ""
    name = view.name(segment.speaker) + view.labels.colon if view.speakers else ""
    return stamp + name + flat(segment.text)
