"""Minutes as Markdown (CommonMark with GitHub's tables), for people to read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from assistant.exports.view import View, clock, flat, short_clock
from assistant.types import Minutes

_SPECIAL = re.compile(r"[\\`*<>|~\[\]$]|(?<!\w)_|_(?!\w)|&(?=#?\w+;)|!(?=\[)")
_LINE_START = re.compile(r"^(?:[#+=-]|\d+(?=[.)]))")


def render(minutes: Minutes) -> bytes:
    """UTF-8 Markdown. Every line of the minutes carries the moment it rests on."""
    view = View.of(minutes)
    blocks = [f"# {escape(minutes.meeting.title) or view.labels.minutes}", _facts(view)]
    if minutes.segments:
        blocks.extend(_sections(view))
    else:
        blocks.append(view.labels.nothing)
    return ("\n\n".join(blocks) + "\n").encode()


def escape(text: str) -> str:
    """Text as Markdown that shows exactly these characters, on one line."""
    escaped = _SPECIAL.sub(lambda match: "\\" + match[0], flat(text))
    return _LINE_START.sub(_escape_start, escaped)


def _escape_start(match: re.Match[str]) -> str:
    return match[0] + "\\" if match[0].isdigit() else "\\" + match[0]


def _facts(view: View) -> str:
    labels = view.labels
    names = [escape(view.name(speaker.id)) for speaker in view.minutes.speakers]
    facts = [
        (labels.date, view.minutes.meeting.date.isoformat()),
        (labels.duration, clock(view.duration)),
        (labels.speakers, labels.comma.join(names)),
        (labels.keywords, labels.comma.join(map(escape, view.minutes.summary.keywords))),
    ]
    return " · ".join(f"**{key}{labels.colon.strip()}** {value}" for key, value in facts if value)


def _sections(view: View) -> Iterator[str]:
    labels, summary = view.labels, view.minutes.summary
    if summary.overview:
        yield f"## {labels.overview}"
        yield escape(summary.overview)
    yield from _bullets(
        labels.points,
        (_stamp(view, each.segments) + escape(each.text) for each in view.in_order(summary.points)),
    )
    yield from _chapters(view)
    yield from _bullets(
        labels.decisions,
        (
            _stamp(view, each.segments) + escape(each.text)
            for each in view.in_order(view.minutes.decisions)
        ),
    )
    yield from _action_items(view)
    yield from _bullets(
        labels.questions,
        (
            f"{_stamp(view, each.segments)}**{escape(each.question)}** {escape(each.answer)}"
            for each in view.in_order(summary.questions)
        ),
    )
    yield from _bullets(
        labels.by_speaker,
        (
            f"{_stamp(view, each.segments)}{_voice(view, each.speaker)}{escape(each.text)}"
            for each in view.in_order(summary.by_speaker)
        ),
    )
    yield f"## {labels.transcript}"
    for segment in view.segments:
        voice = _voice(view, segment.speaker)
        yield f"[{clock(segment.start)}] {voice}{escape(segment.text)}"


def _bullets(heading: str, lines: Iterable[str]) -> Iterator[str]:
    if items := [f"- {line.rstrip()}" for line in lines]:
        yield f"## {heading}"
        yield "\n".join(items)


def _chapters(view: View) -> Iterator[str]:
    if view.minutes.chapters:
        yield f"## {view.labels.chapters}"
    for chapter in sorted(view.minutes.chapters, key=lambda each: each.start):
        span = f"[{short_clock(chapter.start)}–{short_clock(chapter.end)}]"
        yield f"### {span} {escape(chapter.title)}"
        if chapter.summary:
            yield escape(chapter.summary)


def _action_items(view: View) -> Iterator[str]:
    items = view.in_order(view.minutes.action_items)
    if not items:
        return
    labels = view.labels
    rows = [(labels.task, labels.owner, labels.due, labels.said_at), ("---",) * 4]
    for item in items:
        owner = "" if item.owner is None else escape(view.name(item.owner))
        due = item.due.isoformat() if item.due else escape(item.due_text or "")
        rows.append((escape(item.task), owner, due, _stamp(view, item.segments).strip()))
    yield f"## {labels.action_items}"
    yield "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _stamp(view: View, segments: Iterable[str]) -> str:
    start = view.start(segments)
    return "" if start is None else f"[{short_clock(start)}] "


def _voice(view: View, speaker: str | None) -> str:
    return f"**{escape(view.name(speaker))}{view.labels.colon.strip()}** "
