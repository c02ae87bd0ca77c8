"""Subtitles in WebVTT, with voices."""

from __future__ import annotations

import html

from assistant.exports.cues import cues
from assistant.exports.options import DEFAULTS, Options
from assistant.exports.srt import stamp
from assistant.exports.view import View
from assistant.types import Minutes


def render(minutes: Minutes, options: Options = DEFAULTS) -> bytes:
    """UTF-8 WebVTT; every cue names its speaker as a voice, `<v Maria>`."""
    blocks = ["WEBVTT\n"]
    view = View.of(minutes, options)
    for cue in cues(view, named=False):
        text = html.escape("\n".join(cue.lines), quote=False)
        times = f"{stamp(cue.start)} --> {stamp(cue.end)}".replace(",", ".")
        voice = f"<v {html.escape(cue.name, quote=False)}>" if view.speakers else ""
        blocks.append(f"{times}\n{voice}{text}\n")
    return "\n".join(blocks).encode()
