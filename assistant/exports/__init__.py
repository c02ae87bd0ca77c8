"""Minutes to bytes: one pure function a format, one table of formats."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from assistant.exports import markdown, minutes_json, plain_text, srt, vtt
from assistant.types import Minutes


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file that minutes can be written as. `suffix` has no dot."""

    name: str
    suffix: str
    media_type: str
    render: Callable[[Minutes], bytes]


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        each.name: each
        for each in (
            Format("json", "json", "application/json", minutes_json.render),
            Format("md", "md", "text/markdown; charset=utf-8", markdown.render),
            Format("txt", "txt", "text/plain; charset=utf-8", plain_text.render),
            Format("srt", "srt", "application/x-subrip", srt.render),
            Format("vtt", "vtt", "text/vtt; charset=utf-8", vtt.render),
        )
    }
)
