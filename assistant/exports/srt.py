"""Subtitles in SubRip's format."""

from __future__ import annotations

from assistant.exports.cues import cues
from assistant.exports.options import DEFAULTS, Options
from assistant.exports.view import View
from assistant.types import Minutes


def render(minutes: Minutes, options: Options = DEFAULTS) -> bytes:
    """UTF-8 SubRip; a segment's first cue begins with its speaker's name.

    Angle brackets become single quotation marks, because players take them for formatting
    and the format has no escapes.
    """
    view = View.of(minutes, options)
    blocks = []
    for number, cue in enumerate(cues(view, named=view.speakers), start=1):
        text = "\n".join(cue.lines).translate(_QUOTED)
        blocks.append(f"{number}\n{stamp(cue.start)} --> {stamp(cue.end)}\n{text}\n")
    return "\n".join(blocks).encode()


_QUOTED = str.maketrans({"<": "‹", ">": "›"})


def stamp(seconds: float) -> str:
    """`hh:mm:ss,mmm`."""
    whole, milliseconds = divmod(round(seconds * 1000), 1000)
    minutes, second = divmod(whole, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02d}:{minute:02d}:{second:02d},{milliseconds:03d}"
