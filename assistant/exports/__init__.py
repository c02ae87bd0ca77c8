"""Minutes to bytes: one pure function a format, one table of formats."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, Protocol

from assistant.exports import (
    csv,
    docx,
    html,
    ics,
    markdown,
    mindmap,
    minutes_json,
    opml,
    pdf,
    plain_text,
    srt,
    vtt,
)
from assistant.exports.options import DEFAULTS, Options
from assistant.types import Minutes

__all__ = ["DEFAULTS", "FORMATS", "Format", "Options"]

Choice = Literal["transcript", "timestamps", "speakers"]
ALL: tuple[Choice, ...] = ("transcript", "timestamps", "speakers")
LINES: tuple[Choice, ...] = ("timestamps", "speakers")


class Render(Protocol):
    """Minutes to the bytes of a file."""

    def __call__(self, minutes: Minutes, options: Options = DEFAULTS) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file that minutes can be written as. `suffix` has no dot.

    `options` are those that change something: a calendar has no transcript to leave out.
    """

    name: str
    suffix: str
    media_type: str
    render: Render
    options: tuple[Choice, ...]


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        each.name: each
        for each in (
            Format(
                "json", "json", "application/json", minutes_json.render, ("transcript", "speakers")
            ),
            Format("md", "md", "text/markdown; charset=utf-8", markdown.render, ALL),
            Format("docx", "docx", WORD, docx.render, ALL),
            Format("pdf", "pdf", "application/pdf", pdf.render, ALL),
            Format("html", "html", "text/html; charset=utf-8", html.render, ALL),
            Format("txt", "txt", "text/plain; charset=utf-8", plain_text.render, LINES),
            Format("srt", "srt", "application/x-subrip", srt.render, ("speakers",)),
            Format("vtt", "vtt", "text/vtt; charset=utf-8", vtt.render, ("speakers",)),
            Format("csv", "csv", "text/csv; charset=utf-8", csv.render, LINES),
            Format("ics", "ics", "text/calendar; charset=utf-8", ics.render, LINES),
            Format("opml", "opml", "text/x-opml; charset=utf-8", opml.render, LINES),
            Format("mindmap", "svg", "image/svg+xml", mindmap.render, LINES),
        )
    }
)
