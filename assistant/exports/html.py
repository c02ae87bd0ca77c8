"""Minutes as one HTML file that asks for nothing else, for screen and paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from assistant.exports.document import Document, Line, Moment
from assistant.exports.options import DEFAULTS, Options
from assistant.exports.view import clock, short_clock
from assistant.types import Minutes

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""So that a browser runs and loads nothing, whatever was said."""

STYLE = """
:root { color-scheme: light dark; --ink: #1d2430; --soft: #5d6778; --line: #d9dee6;
  --paper: #fff; --panel: #f4f6f9; --accent: #1f4e8c; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ee; --soft: #9aa5b5; --line: #333c49;
  --paper: #14181e; --panel: #1c222b; --accent: #8ab8f5; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2.5rem 1.25rem 4rem; max-width: 50rem; background: var(--paper);
  color: var(--ink); font: 16px/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans",
  "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; overflow-wrap: anywhere; }
h1 { margin: 0 0 .75rem; font-size: 1.9rem; line-height: 1.25; }
h2 { margin: 2.25rem 0 .6rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line);
  color: var(--accent); font-size: 1.25rem; break-after: avoid; }
h3 { margin: 1.1rem 0 .15rem; font-size: 1rem; break-after: avoid; } h3 .at { font-weight: 400; }
p { margin: .3rem 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: 0; }
dt { color: var(--soft); } dd { margin: 0; }
ul { margin: .4rem 0; padding-left: 1.2rem; } li { margin: .25rem 0; }
.overview { padding: .8rem 1rem; border-left: 3px solid var(--accent); background: var(--panel); }
.table { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: .45rem .6rem; border-bottom: 1px solid var(--line); text-align: start;
  vertical-align: top; }
th { background: var(--panel); } th, .short { white-space: nowrap; overflow-wrap: normal; }
td:first-child { min-width: 11rem; } td { min-width: 4.5rem; }
thead { display: table-header-group; } tr { break-inside: avoid; }
.done { color: var(--soft); text-decoration: line-through; } .none { color: var(--soft); }
.at, a.at { color: var(--soft); font-size: .85em; font-variant-numeric: tabular-nums;
  text-decoration: none; } a.at:hover, a.at:focus { color: var(--accent);
  text-decoration: underline; }
.said { display: flex; gap: .9rem; } .said .at { flex: none; padding-top: .15em; }
.said:target { background: var(--panel); outline: 2px solid var(--accent); outline-offset: 4px; }
@media print { :root { color-scheme: light; --ink: #000; --soft: #555; --line: #ccc;
  --paper: #fff; --panel: #f4f4f4; --accent: #1f4e8c; }
  @page { margin: 2cm; } body { max-width: none; padding: 0; font-size: 10.5pt; }
  .table { overflow: visible; } p { orphans: 2; widows: 2; } }
""".strip()


def render(minutes: Minutes, options: Options = DEFAULTS) -> bytes:
    """UTF-8 HTML. Moments lead to what was said, where the transcript is in the file."""
    return "\n".join(_Page(Document.of(minutes, options)).lines()).encode() + b"\n"


class _Page:
    def __init__(self, document: Document) -> None:
        self._document = document
        self._labels = document.labels
        self._colon = escape(document.labels.colon.strip())

    def lines(self) -> Iterator[str]:
        document = self._document
        title = escape(document.title)
        yield "<!doctype html>"
        yield f'<html lang="{document.language}">'
        yield '<head>\n<meta charset="utf-8">'
        yield f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
        yield f"<title>{title}</title>\n<style>\n{STYLE}\n</style>\n</head>\n<body>"
        yield f'<header>\n<h1 dir="auto">{title}</h1>'
        yield from self._facts()
        yield "</header>\n<main>"
        if document.nothing:
            yield f"<p>{escape(self._labels.nothing)}</p>"
        yield from self._minutes()
        yield from self._transcript()
        yield "</main>\n</body>\n</html>"

    def _facts(self) -> Iterator[str]:
        yield "<dl>"
        for key, values in self._document.facts:
            shown = escape(self._labels.comma.join(values))
            yield f'<dt>{escape(key)}</dt><dd dir="auto">{shown}</dd>'
        yield "</dl>"

    def _minutes(self) -> Iterator[str]:
        document, labels = self._document, self._labels
        if document.overview:
            yield f"<h2>{escape(labels.overview)}</h2>"
            stamps = "".join(self._after(each) for each in document.overview_rests_on)
            yield f'<p class="overview" dir="auto">{escape(document.overview)}{stamps}</p>'
        yield from self._bullets(labels.points, document.points)
        yield from self._chapters()
        yield from self._bullets(labels.decisions, document.decisions)
        yield from self._tasks()
        for heading, lines in document.closing:
            colon = self._colon if lines is document.by_speaker else ""
            yield from self._bullets(heading, lines, colon)

    def _bullets(self, heading: str, lines: Iterable[Line], colon: str = "") -> Iterator[str]:
        items = [
            f'<li dir="auto">{self._lead(line, colon)}{escape(line.text)}'
            f"{self._after(line.moment)}</li>"
            for line in lines
        ]
        if items:
            yield f"<h2>{escape(heading)}</h2>\n<ul>"
            yield from items
            yield "</ul>"

    def _chapters(self) -> Iterator[str]:
        if self._document.chapters:
            yield f"<h2>{escape(self._labels.chapters)}</h2>"
        for part in self._document.chapters:
            span = ""
            if part.moment:
                shown = f"{short_clock(part.moment.seconds)}–{short_clock(part.end)}"
                span = " " + self._link(part.moment, shown)
            yield f'<h3 dir="auto">{escape(part.title)}{span}</h3>'
            if part.summary:
                yield f'<p dir="auto">{escape(part.summary)}</p>'

    def _tasks(self) -> Iterator[str]:
        document, labels = self._document, self._labels
        if not document.tasks:
            return
        names = [labels.task, labels.owner, labels.due, labels.status, labels.said_at]
        wanted = [True, document.speakers, True, True, document.timestamps]
        yield f'<h2>{escape(labels.action_items)}</h2>\n<div class="table">\n<table>\n<thead><tr>'
        yield "".join(f'<th scope="col">{escape(n)}</th>' for n in _kept(names, wanted))
        yield "</tr></thead>\n<tbody>"
        for task in document.tasks:
            owner = escape(task.owner) or f'<span class="none">{escape(labels.nobody)}</span>'
            stamp = self._link(task.moment, short_clock(task.moment.seconds)) if task.moment else ""
            kind, short = ' class="done"' if task.done else "", ' class="short"'
            cells = [
                f'<td dir="auto"><span{kind}>{escape(task.text)}</span></td>',
                f'<td dir="auto">{owner}</td>',
                f'<td dir="auto"{short if task.dated else ""}>{escape(task.due)}</td>',
                f"<td{short}>{escape(labels.done if task.done else labels.open)}</td>",
                f"<td{short}>{stamp}</td>",
            ]
            yield f"<tr>{''.join(_kept(cells, wanted))}</tr>"
        yield "</tbody>\n</table>\n</div>"

    def _transcript(self) -> Iterator[str]:
        if self._document.transcript:
            yield f"<h2>{escape(self._labels.transcript)}</h2>"
        for number, line in enumerate(self._document.transcript, start=1):
            stamp = ""
            if line.moment:
                stamp = f'<span class="at">{clock(line.moment.seconds)}</span>'
            text = f'<span dir="auto">{self._lead(line, self._colon)}{escape(line.text)}</span>'
            yield f'<p class="said" id="s{number}">{stamp}{text}</p>'

    def _lead(self, line: Line, colon: str) -> str:
        if not line.lead:
            return ""
        return f"<strong>{escape(line.lead)}{colon}</strong>{self._labels.gap}"

    def _after(self, moment: Moment | None) -> str:
        return " " + self._link(moment, short_clock(moment.seconds)) if moment else ""

    def _link(self, moment: Moment, shown: str) -> str:
        if self._document.transcript and moment.segment:
            return f'<a class="at" href="#s{moment.segment}">{shown}</a>'
        return f'<span class="at">{shown}</span>'


def _kept(values: Iterable[str], wanted: Iterable[bool]) -> Iterator[str]:
    return (value for value, keep in zip(values, wanted, strict=True) if keep)
