"""Minutes as a tree: the meeting, its chapters, what was said, decided and promised in each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from assistant.exports.document import Document, Line, Moment
from assistant.exports.options import Options
from assistant.exports.view import short_clock
from assistant.types import Minutes

Kind = Literal["meeting", "chapter", "point", "decision", "action_item"]


@dataclass(frozen=True, slots=True)
class Node:
    """One thing of a meeting. `stamp` is its moment as text, `note` what can be told besides."""

    text: str
    kind: Kind
    stamp: str = ""
    note: str = ""
    children: list[Node] = field(default_factory=list)


def tree(minutes: Minutes, options: Options) -> tuple[Document, Node]:
    """The minutes, and the same as a tree in time order.

    A line belongs to the chapter in which it was said. What has no moment, or is not in a
    chapter, gets a branch of its kind.
    """
    timed = replace(options, timestamps=None, transcript=False)
    document = Document.of(minutes, timed)
    shown = options.timestamps is not False
    root = Node(document.title, "meeting", note=document.overview)
    labels = document.labels
    branches = [
        Node(part.title, "chapter", _stamp(part.moment, shown), part.summary)
        for part in document.chapters
    ]
    headings = {
        "point": Node(labels.points, "chapter"),
        "decision": Node(labels.decisions, "chapter"),
        "action_item": Node(labels.action_items, "chapter"),
    }
    starts = [part.moment.seconds for part in document.chapters if part.moment]
    for kind, line in sorted(_lines(document), key=lambda each: _seconds(each[1])):
        node = Node(line.text, kind, _stamp(line.moment, shown), line.lead)
        place = sum(start <= _seconds(line) for start in starts)
        inside = line.moment is not None and place
        (branches[place - 1] if inside else headings[kind]).children.append(node)
    root.children.extend(branches)
    root.children.extend(each for each in headings.values() if each.children)
    return document, root


def _lines(document: Document) -> Iterator[tuple[Kind, Line]]:
    # Side by side, a point that only says the decision again is no news.
    decided = {line.text.casefold() for line in document.decisions}
    for line in document.points:
        if line.text.casefold() not in decided:
            yield "point", line
    for line in document.decisions:
        yield "decision", line
    labels = document.labels
    for task in document.tasks:
        known = (task.owner, task.due, labels.done if task.done else "")
        yield "action_item", Line(task.text, task.moment, labels.comma.join(filter(None, known)))


def _seconds(line: Line) -> float:
    return line.moment.seconds if line.moment else float("inf")


def _stamp(moment: Moment | None, shown: bool) -> str:
    return short_clock(moment.seconds) if moment and shown else ""
