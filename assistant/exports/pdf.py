"""Minutes as PDF, set by Typst with fonts that come along: the same file on every machine."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from assistant.errors import AssistantError
from assistant.exports.document import Document, Line, Moment, Part
from assistant.exports.options import DEFAULTS, Options
from assistant.exports.view import clock, short_clock
from assistant.types import Minutes

HERE = Path(__file__).parent
TIMEOUT = 300.0
"""Seconds; eight hours of talk take about ten."""
FONTS = ("manimgx_fonts", "manimgx_fonts_cjk")
"""Packages that hold Noto Sans for all scripts, under the SIL Open Font License."""
ONE_AT_A_TIME = threading.Lock()
"""Eight hours of talk take half a gigabyte of memory."""
CJK = {"ja": "JP", "ko": "KR", "zh-TW": "TC", "zh-HK": "HK"}
LONGEST = {"text": 60, "cell": 14}
"""Characters of a word that fit on a line; in a longer one places to cut are marked."""


def render(minutes: Minutes, options: Options = DEFAULTS) -> bytes:
    """A tagged PDF with bookmarks; only the glyphs in use are embedded.

    What was said reaches the typesetter as data, never as markup. Raises AssistantError where
    it fails.
    """
    given = {
        "template": str(HERE / "minutes.typ"),
        "fonts": _fonts(),
        "day": minutes.meeting.date.isoformat(),
        "document": _content(Document.of(minutes, options)),
    }
    # Without -P the modules beside the program would stand in for Python's own.
    command = [sys.executable, "-P", str(HERE / "typeset.py")]
    try:
        with ONE_AT_A_TIME:
            done = subprocess.run(
                command,
                input=json.dumps(given).encode(),
                capture_output=True,
                timeout=TIMEOUT,
                check=False,
            )
    except subprocess.TimeoutExpired:
        raise AssistantError(
            f"the PDF was not set within {TIMEOUT:.0f} s: leave out the transcript"
        ) from None
    if done.returncode != 0:
        told = done.stderr.decode(errors="replace").strip().splitlines() or ["no reason given"]
        raise AssistantError(f"the PDF could not be set: {told[-1]}")
    return done.stdout


def _fonts() -> list[str]:
    found = [find_spec(name) for name in FONTS]
    return [str(Path(spec.origin).parent) for spec in found if spec and spec.origin]


def _content(document: Document) -> dict[str, Any]:
    """The document as minutes.typ reads it."""
    labels = document.labels
    keywords = dict(document.facts).get(labels.keywords, ())
    return {
        "name": document.title,
        "title": _cut(document.title),
        "foot": document.foot,
        "language": document.language.partition("-")[0].lower(),
        "cjk": "Noto Sans CJK " + CJK.get(document.language, "SC"),
        "keywords": list(keywords),
        "facts": [[key, _cut(labels.comma.join(values))] for key, values in document.facts],
        "nothing": labels.nothing if document.nothing else "",
        "overview": {
            "heading": labels.overview,
            "text": _cut(document.overview),
            "moments": [_stamp(moment) for moment in document.overview_rests_on],
        },
        "points": _section(labels.points, document.points),
        "chapters": {"heading": labels.chapters, "parts": list(map(_part, document.chapters))},
        "decisions": _section(labels.decisions, document.decisions),
        "tasks": _tasks(document),
        "closing": [
            _section(heading, lines, labels.colon.strip() if lines is document.by_speaker else "")
            for heading, lines in document.closing
        ],
        "transcript": _section(
            labels.transcript, document.transcript, labels.colon.strip(), whole=True
        ),
        "gap": labels.gap,
        "linked": bool(document.transcript),
        "timestamps": document.timestamps,
    }


def _section(
    heading: str, lines: Iterable[Line], colon: str = "", *, whole: bool = False
) -> dict[str, Any]:
    return {
        "heading": heading,
        "lines": [
            {
                "lead": _cut(line.lead) + colon if line.lead else "",
                "text": _cut(line.text),
                **_stamp(line.moment, whole=whole),
            }
            for line in lines
        ],
    }


def _part(part: Part) -> dict[str, Any]:
    found = _stamp(part.moment)
    if found["at"]:
        found["at"] += "–" + short_clock(part.end)
    return {"title": _cut(part.title), "text": _cut(part.summary), **found}


def _tasks(document: Document) -> dict[str, Any]:
    labels = document.labels
    names = [labels.task, labels.owner, labels.due, labels.status, labels.said_at]
    return {
        "heading": labels.action_items,
        "names": names,
        "owners": document.speakers,
        "rows": [
            {
                "task": _cut(task.text, LONGEST["cell"] * 2),
                "owner": _cut(task.owner, LONGEST["cell"]),
                "nobody": labels.nobody,
                "due": _cut(task.due, LONGEST["cell"]),
                "done": task.done,
                "status": labels.done if task.done else labels.open,
                **_stamp(task.moment),
            }
            for task in document.tasks
        ],
    }


def _stamp(moment: Moment | None, *, whole: bool = False) -> dict[str, Any]:
    if moment is None:
        return {"at": "", "segment": 0}
    shown = clock(moment.seconds) if whole else short_clock(moment.seconds)
    return {"at": shown, "segment": moment.segment}


def _cut(text: str, longest: int = LONGEST["text"]) -> str:
    """Text with zero width spaces in words that no line can hold."""
    return re.sub(
        rf"\S{{{longest},}}",
        lambda word: re.sub(rf"(\S{{{longest // 2}}})(?=\S)", "\\1\u200b", word[0]),
        text,
    )
