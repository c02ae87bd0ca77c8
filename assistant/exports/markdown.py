"""Minutes as Markdown (CommonMark with GitHub's tables), for people to read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from assistant.exports.document import Document, Line, Moment
from assistant.exports.options import DEFAULTS, Options
from assistant.exports.view import clock, flat, short_clock
from assistant.types import Minutes

_SPECIAL = re.compile(r"[\\`*<>|~\[\]$]|(?<!\w)_|_(?!\w)|&(?=#?\w+;)|!(?=\[)")
_LINE_START = re.compile(r"^(?:[#+=-]|\d+(?=[.)]))")


def render(minutes: Minutes, options: Options = DEFAULTS) -> bytes:
    """UTF-8 Markdown. Every line of the minutes carries the moment it rests on."""
    document = Document.of(minutes, options)
    blocks = [f"# {escape(document.title)}", _facts(document)]
    if document.nothing:
        blocks.append(document.labels.nothing)
    else:
        blocks.extend(_sections(document))
    return ("\n\n".join(blocks) + "\n").encode()


def escape(text: str) -> str:
    """Text as Markdown that shows exactly these characters, on one line."""
    escaped = _SPECIAL.sub(lambda match: "\\" + match[0], flat(text))
    return _LINE_START.sub(_escape_start, escaped)


def _escape_start(match: re.Match[str]) -> str:
    return match[0] + "\\" if match[0].isdigit() else "\\" + match[0]


def _facts(document: Document) -> str:
    labels = document.labels
    return " · ".join(
        f"**{key}{labels.colon.strip()}** {labels.comma.join(map(escape, values))}"
        for key, values in document.facts
    )


def _sections(document: Document) -> Iterator[str]:
    labels = document.labels
    if document.overview:
        yield f"## {labels.overview}"
        yield escape(document.overview)
    yield from _bullets(labels.points, document.points)
    yield from _chapters(document)
    yield from _bullets(labels.decisions, document.decisions)
    yield from _action_items(document)
    yield from _bullets(labels.questions, document.questions)
    yield from _bullets(labels.by_speaker, document.by_speaker, labels.colon.strip())
    if document.transcript:
        yield f"## {labels.transcript}"
    for line in document.transcript:
        stamp = f"[{clock(line.moment.seconds)}] " if line.moment else ""
        yield stamp + _lead(line, labels.colon.strip()) + escape(line.text)


def _bullets(heading: str, lines: Iterable[Line], colon: str = "") -> Iterator[str]:
    items = [
        f"- {_stamp(line.moment)}{_lead(line, colon)}{escape(line.text)}".rstrip() for line in lines
    ]
    if items:
        yield f"## {heading}"
        yield "\n".join(items)


def _chapters(document: Document) -> Iterator[str]:
    if document.chapters:
        yield f"## {document.labels.chapters}"
    for part in document.chapters:
        span = ""
        if part.moment:
            span = f"[{short_clock(part.moment.seconds)}–{short_clock(part.end)}] "
        yield f"### {span}{escape(part.title)}"
        if part.summary:
            yield escape(part.summary)


def _action_items(document: Document) -> Iterator[str]:
    if not document.tasks:
        return
    labels = document.labels
    shown = (True, document.speakers, True, document.timestamps)
    rows = [(labels.task, labels.owner, labels.due, labels.said_at), ("---",) * 4]
    for task in document.tasks:
        stamp = _stamp(task.moment).strip()
        rows.append((escape(task.text), escape(task.owner), escape(task.due), stamp))
    yield f"## {labels.action_items}"
    yield "\n".join(
        f"| {' | '.join(cell for cell, wanted in zip(row, shown, strict=True) if wanted)} |"
        for row in rows
    )


def _stamp(moment: Moment | None) -> str:
    return "" if moment is None else f"[{short_clock(moment.seconds)}] "


def _lead(line: Line, colon: str) -> str:
    return f"**{escape(line.lead)}{colon}** " if line.lead else ""
