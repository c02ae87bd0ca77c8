"""Subtitles in WebVTT, with voices."""

from __future__ import annotations

import html

from assistant.exports.cues import cues
from assistant.exports.srt import stamp
from assistant.exports.view import View
from assistant.types import Minutes


def render(minutes: Minutes) -> bytes:
    """UTF-8 WebVTT; every cue names its speaker as a voice, `<v Maria>`."""
    blocks = ["WEBVTT\n"]
    for cue in cues(View.of(minutes), named=False):
        text = html.escape("\n".join(cue.lines), quote=False)
        times = f"{stamp(cue.start)} --> {stamp(cue.end)}".replace(",", ".")
        blocks.append(f"{times}\n<v {html.escape(cue.name, quote=False)}>{text}\n")
    return "\n".join(blocks).encode()
