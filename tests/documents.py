"""Word documents and PDF as plain text, read by programs that did not write them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

from pypdf import PdfReader

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CORE = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
DUBLIN = "{http://purl.org/dc/elements/1.1/}"


def word_part(data: bytes, name: str) -> ElementTree.Element:
    """One XML file of a Word document."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return ElementTree.fromstring(package.read(name))


def word_text(data: bytes) -> str:
    """A line for each paragraph with its style before it, for each row of a table, and the foot.

    What leads somewhere is in brackets, what can be led to has its name before it.
    """
    core = word_part(data, "docProps/core.xml")
    known = [core.findtext(f"{DUBLIN}{name}", "") for name in ("title", "creator", "language")]
    lines = [f"properties: {' | '.join([*known, core.findtext(f'{CORE}keywords', '')])}"]
    body = word_part(data, "word/document.xml")[0]
    for element in body:
        if element.tag == f"{W}p":
            lines.append(f"{_style(element)}: {_text(element)}")
        elif element.tag == f"{W}tbl":
            lines.extend(_rows(element))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        feet = sorted(name for name in package.namelist() if name.startswith("word/footer"))
    for name in feet:
        lines.append(f"foot: {_text(word_part(data, name))}")
    return "\n".join(lines) + "\n"


def _rows(table: ElementTree.Element) -> Iterator[str]:
    for row in table.iter(f"{W}tr"):
        repeated = row.find(f"{W}trPr/{W}tblHeader") is not None
        cells = [" ".join(map(_text, cell.iter(f"{W}p"))) for cell in row.iter(f"{W}tc")]
        yield f"{'head' if repeated else 'row'}: {' | '.join(cells)}"


def _style(paragraph: ElementTree.Element) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "Normal" if style is None else style.get(f"{W}val", "")


def _text(element: ElementTree.Element) -> str:
    parts = []
    for child in element.iter():
        if child.tag == f"{W}bookmarkStart":
            parts.append(f"{{{child.get(f'{W}name')}}}")
        elif child.tag == f"{W}hyperlink":
            parts.append(f"[{child.get(f'{W}anchor')}]")
        elif child.tag == f"{W}fldSimple":
            parts.append(f"<{child.get(f'{W}instr')}>")
        elif child.tag == f"{W}tab" and child.get(f"{W}val") is None:
            parts.append("\t")
        elif child.tag == f"{W}t":
            parts.append(child.text or "")
    return "".join(parts)


def pdf_text(data: bytes) -> str:
    """Bookmarks, the text of each page with its links, and the fonts that are embedded."""
    reader = PdfReader(io.BytesIO(data))
    assert reader.metadata is not None
    lines = [f"title: {reader.metadata.title}", *_bookmarks(reader.outline)]
    fonts: set[str] = set()
    for number, page in enumerate(reader.pages, start=1):
        links = [each.get_object() for each in page.get("/Annots", [])]
        lines.append(f"--- page {number}, {len(links)} links")
        lines.extend(line.rstrip() for line in page.extract_text().splitlines())
        fonts |= set(_embedded(page))
    lines.append(f"--- fonts: {', '.join(sorted(fonts))}")
    return "\n".join(lines) + "\n"


def _bookmarks(outline: list[Any], depth: int = 1) -> Iterator[str]:
    for each in outline:
        if isinstance(each, list):
            yield from _bookmarks(each, depth + 1)
        else:
            yield f"{'-' * depth} {each.title}"


def _embedded(page: Any) -> Iterator[str]:
    for font in page["/Resources"]["/Font"].values():
        (inner,) = font.get_object()["/DescendantFonts"]
        described = inner.get_object()["/FontDescriptor"].get_object()
        assert "/FontFile2" in described or "/FontFile3" in described
        yield str(font.get_object()["/BaseFont"]).split("+")[1]
