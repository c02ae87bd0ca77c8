"""Minutes as a Word document: real headings, lists and a table, so that it can be worked on."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from assistant.exports.document import Document, Line, Moment, Task
from assistant.exports.options import DEFAULTS, Options
from assistant.exports.view import clock, short_clock
from assistant.types import Minutes

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.table import _Row
    from docx.text.paragraph import Paragraph

_T = TypeVar("_T")

WIDTHS = (7.2, 2.9, 2.5, 1.9, 1.9)
"""Centimetres of the columns; what one lacks goes to the first."""


def render(minutes: Minutes, options: Options = DEFAULTS) -> bytes:
    """A .docx in styles of its own. The same minutes give the same bytes.

    Moments lead to what was said, where the transcript is in the document.
    """
    import docx  # noqa: PLC0415

    from assistant.exports import docx_look  # noqa: PLC0415

    document = Document.of(minutes, options)
    word = docx.Document()
    docx_look.dress(word, document.language)
    docx_look.number_pages(word, document.foot)
    _describe(word, document, minutes.meeting.date)
    _Writer(word, document).write()
    file = io.BytesIO()
    word.save(file)
    return _undated(file)


def _describe(word: Word, document: Document, date: datetime.date) -> None:
    facts = dict(document.facts)
    known = word.core_properties
    known.title = document.title[:255]
    known.subject = document.labels.minutes
    known.keywords = ", ".join(facts.get(document.labels.keywords, ()))[:255]
    known.author = known.last_modified_by = "Meeting Assistant"
    known.comments = ""
    known.language = document.language[:255]
    known.created = known.modified = datetime.datetime.combine(date, datetime.time())


def _undated(file: io.BytesIO) -> bytes:
    """The same package without the time it was packed at."""
    packed = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return packed.getvalue()


class _Writer:
    def __init__(self, word: Word, document: Document) -> None:
        from assistant.exports.docx_look import Sheet  # noqa: PLC0415

        self._word = word
        self._document = document
        self._labels = document.labels
        self._sheet = Sheet(word)

    def write(self) -> None:
        document, labels = self._document, self._labels
        self._sheet.paragraph("Title", document.title)
        for key, values in document.facts:
            fact = self._sheet.paragraph("Facts")
            self._sheet.run(fact, key, "Label")
            fact.add_run("\t" + labels.comma.join(values))
        if document.nothing:
            self._sheet.paragraph("Normal", labels.nothing)
        if document.overview:
            self._sheet.paragraph("Heading 1", labels.overview)
            overview = self._sheet.paragraph("Overview", document.overview)
            for moment in document.overview_rests_on:
                self._stamp(overview, moment, apart=" ")
        self._bullets(labels.points, document.points)
        self._chapters()
        self._bullets(labels.decisions, document.decisions)
        self._tasks(document.tasks)
        for heading, lines in document.closing:
            spoken = lines is document.by_speaker
            self._bullets(heading, lines, labels.colon.strip() if spoken else "")
        self._transcript()

    def _bullets(self, heading: str, lines: Iterable[Line], colon: str = "") -> None:
        lines = tuple(lines)
        if lines:
            self._sheet.paragraph("Heading 1", heading)
        for line in lines:
            item = self._sheet.paragraph("List Bullet")
            self._lead(item, line, colon)
            item.add_run(line.text)
            self._stamp(item, line.moment)

    def _lead(self, paragraph: Paragraph, line: Line, colon: str) -> None:
        if line.lead:
            self._sheet.run(paragraph, line.lead + colon, "Strong")
            paragraph.add_run(self._labels.gap)

    def _stamp(
        self,
        paragraph: Paragraph,
        moment: Moment | None,
        end: float | None = None,
        apart: str = "\u00a0",
    ) -> None:
        """Adds a moment. By itself no line begins with one."""
        if moment is None:
            return
        shown = short_clock(moment.seconds) + ("" if end is None else "–" + short_clock(end))
        if paragraph.runs:
            paragraph.add_run(apart)
        run = self._sheet.run(paragraph, shown, "Moment")
        if self._document.transcript and moment.segment:
            self._sheet.link(run, f"s{moment.segment}")

    def _chapters(self) -> None:
        if self._document.chapters:
            self._sheet.paragraph("Heading 1", self._labels.chapters)
        for part in self._document.chapters:
            self._stamp(self._sheet.paragraph("Heading 2", part.title), part.moment, part.end)
            if part.summary:
                self._sheet.paragraph("Normal", part.summary)

    def _tasks(self, tasks: Sequence[Task]) -> None:
        if not tasks:
            return
        from assistant.exports.docx_look import add_table, head  # noqa: PLC0415

        document, labels = self._document, self._labels
        wanted = (True, document.speakers, True, True, document.timestamps)
        names = (labels.task, labels.owner, labels.due, labels.status, labels.said_at)
        widths = list(_kept(WIDTHS, wanted))
        widths[0] += sum(WIDTHS) - sum(widths)
        self._sheet.paragraph("Heading 1", labels.action_items)
        table = add_table(self._word, len(tasks) + 1, widths)
        rows = iter(table.rows)
        top = next(rows)
        head(top)
        for cell, name in zip(top.cells, _kept(names, wanted), strict=True):
            self._sheet.inside(cell, "Table Heading").add_run(name)
        for task, row in zip(tasks, rows, strict=True):
            self._task(task, row)

    def _task(self, task: Task, row: _Row) -> None:
        document, labels = self._document, self._labels
        cells = (self._sheet.inside(cell, "Table Text") for cell in row.cells)
        said = next(cells).add_run(task.text)
        said.font.strike = task.done or None
        if document.speakers:
            owner = next(cells)
            self._sheet.run(owner, task.owner or labels.nobody, "" if task.owner else "Label")
        next(cells).add_run(task.due)
        next(cells).add_run(labels.done if task.done else labels.open)
        if document.timestamps:
            self._stamp(next(cells), task.moment)

    def _transcript(self) -> None:
        if self._document.transcript:
            self._sheet.paragraph("Heading 1", self._labels.transcript)
        colon = self._labels.colon.strip()
        for number, line in enumerate(self._document.transcript, start=1):
            said = self._sheet.paragraph("Transcript" if line.moment else "Normal")
            self._sheet.bookmark(said, f"s{number}", number)
            if line.moment:
                self._sheet.run(said, clock(line.moment.seconds), "Moment")
                said.add_run("\t")
            self._lead(said, line, colon)
            said.add_run(line.text)


def _kept(values: Iterable[_T], wanted: Iterable[bool]) -> Iterator[_T]:
    return (value for value, keep in zip(values, wanted, strict=True) if keep)
