"""Action items as a table for spreadsheets: CSV as RFC 4180 has it."""

from __future__ import annotations

import codecs
import csv
import io

from assistant.exports.options import DEFAULTS, Options
from assistant.exports.view import View, clock, flat
from assistant.types import ActionItem, Minutes

FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""What spreadsheets take for the beginning of a formula."""


def render(minutes: Minutes, options: Options = DEFAULTS) -> bytes:
    """UTF-8 with a byte order mark, without which Excel takes it for another encoding.

    A cell that a spreadsheet would run as a formula begins with an apostrophe.
    """
    view = View.of(minutes, options)
    labels = view.labels
    wanted = [True, view.speakers, True, True, True, view.timestamps]
    rows = [
        [labels.task, labels.owner, labels.due, labels.due_said, labels.status, labels.said_at],
        *(_row(view, item) for item in view.in_order(minutes.action_items)),
    ]
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    for row in rows:
        writer.writerow(_harmless(cell) for cell, keep in zip(row, wanted, strict=True) if keep)
    return codecs.BOM_UTF8 + file.getvalue().encode()


def _row(view: View, item: ActionItem) -> list[str]:
    start = view.start(item.segments)
    return [
        flat(item.task),
        "" if item.owner is None else view.name(item.owner),
        "" if item.due is None else item.due.isoformat(),
        flat(item.due_text or ""),
        view.labels.done if item.status == "done" else view.labels.open,
        "" if start is None else clock(start),
    ]


def _harmless(cell: str) -> str:
    return "'" + cell if cell.startswith(FORMULA) else cell
