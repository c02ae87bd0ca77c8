"""How a Word document of minutes looks: its styles, its footer, its table.

Heavy: it loads python-docx, so it is imported only when a document is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import BaseStyle, CharacterStyle, ParagraphStyle
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

LATIN = "Calibri"
EAST_ASIAN = {"ja": "Yu Gothic", "ko": "Malgun Gothic"}
CHINESE = "Microsoft YaHei"
REGIONS = {"zh": "zh-CN", "ja": "ja-JP", "ko": "ko-KR"}
INK, SOFT, ACCENT = RGBColor(0x1D, 0x24, 0x30), RGBColor(0x5D, 0x67, 0x78), RGBColor(31, 78, 140)
RULE, PANEL = "D4DAE3", "F3F5F9"
MARGIN = Cm(2.3)

TABLE_STYLE = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="MinutesTable">
  <w:name w:val="Minutes Table"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/>
  <w:tblPr><w:tblBorders>
    <w:bottom w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/>
    <w:insideH w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/></w:tblBorders>
    <w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="90" w:type="dxa"/>
      <w:bottom w:w="40" w:type="dxa"/><w:right w:w="90" w:type="dxa"/></w:tblCellMar></w:tblPr>
  <w:tblStylePr w:type="firstRow">
    <w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{PANEL}"/></w:tcPr></w:tblStylePr>
</w:style>"""
OVERVIEW = f"""
<w:pPr {nsdecls("w")}>
  <w:pBdr><w:left w:val="single" w:sz="18" w:space="8" w:color="1F4E8C"/></w:pBdr>
  <w:shd w:val="clear" w:color="auto" w:fill="{PANEL}"/>
</w:pPr>"""


def dress(word: Document, language: str) -> None:
    """Gives the styles their looks and the page its size. `language` is an ISO 639-1 code."""
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = MARGIN
    section.top_margin = section.bottom_margin = Cm(2.2)
    styles = word.styles
    normal = _paragraph(word, "Normal", 10.5, after=6)
    normal.paragraph_format.line_spacing = 1.15
    title = _paragraph(word, "Title", 22, after=8, bold=True)
    _drop(title.element.get_or_add_pPr(), "w:pBdr")
    for name, size, before, after in (("Heading 1", 14, 18, 6), ("Heading 2", 11, 10, 2)):
        heading = _paragraph(word, name, size, before=before, after=after, bold=True)
        heading.paragraph_format.keep_with_next = True
    word.styles["Heading 1"].font.color.rgb = ACCENT
    _paragraph(word, "List Bullet", 10.5, after=3)
    _paragraph(word, "Footer", 8.5).font.color.rgb = SOFT
    facts = _paragraph(word, "Facts", 10.5, after=2)
    _hang(facts, Cm(2.6))
    overview = _paragraph(word, "Overview", 10.5, after=6)
    overview.paragraph_format.left_indent = Cm(0.35)
    # Word refuses a document whose properties are not in the order of the schema.
    spacing = overview.element.get_or_add_pPr().find(qn("w:spacing"))
    for child in list(parse_xml(OVERVIEW)):
        spacing.addprevious(child)
    _hang(_paragraph(word, "Transcript", 10.5, after=4), Cm(2.0))
    _paragraph(word, "Table Text", 9.5, before=1, after=1)
    _paragraph(word, "Table Heading", 9.5, before=1, after=1, bold=True)
    for name, small in (("Moment", 9), ("Label", None)):
        look = styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
        assert isinstance(look, CharacterStyle)
        look.font.color.rgb, look.font.bold = SOFT, False
        look.font.size = None if small is None else Pt(small)
    styles.element.append(parse_xml(TABLE_STYLE))
    _speak(word, language)
    _forget_the_template(word)


def _paragraph(
    word: Document,
    name: str,
    size: float,
    *,
    before: float = 0,
    after: float = 0,
    bold: bool = False,
) -> ParagraphStyle:
    styles = word.styles
    known = name in styles
    style = styles[name] if known else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    if not known:
        style.base_style = styles["Normal"]
        style.quick_style = True
    style.font.size, style.font.bold, style.font.color.rgb = Pt(size), bold or None, INK
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    _drop(style.element.get_or_add_rPr(), "w:spacing")
    return style


def _hang(style: ParagraphStyle, by: Cm) -> None:
    form = style.paragraph_format
    form.left_indent, form.first_line_indent = by, -by
    form.tab_stops.add_tab_stop(by)


def _speak(word: Document, language: str) -> None:
    """Fonts and proofing in the language: Latin and East Asian text have one each."""
    code = language.partition("-")[0]
    eastern = EAST_ASIAN.get(code, CHINESE)
    for style in word.styles:
        if isinstance(style, CharacterStyle) and style.element.rPr is not None:
            _letter(style, eastern)
    _letter(word.styles["Normal"], eastern)
    default = word.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    if default is not None:
        _drop(default, "w:lang")
        spoken = OxmlElement("w:lang")
        spoken.set(qn("w:val"), "en-US" if code in REGIONS else language)
        spoken.set(qn("w:eastAsia"), REGIONS.get(code, "zh-CN"))
        default.append(spoken)


def _letter(style: BaseStyle, eastern: str) -> None:
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()
    for script, family in (
        ("ascii", LATIN),
        ("hAnsi", LATIN),
        ("cs", LATIN),
        ("eastAsia", eastern),
    ):
        fonts.set(qn(f"w:{script}"), family)


def _forget_the_template(word: Document) -> None:
    """Takes out the picture of a page that is not this one."""
    relations = word.part.package.rels
    for key in [k for k, each in relations.items() if each.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del relations[key]


def number_pages(word: Document, title: str) -> None:
    """The title and “1 / 12” at the foot of every page."""
    section = word.sections[0]
    line = section.footer.paragraphs[0]
    line.style = word.styles["Footer"]
    for stop in list(line.style.paragraph_format.tab_stops):
        stop.position, stop.alignment = Cm(21) - 2 * MARGIN, WD_TAB_ALIGNMENT.RIGHT
    line.add_run(title + "\t")
    _field(line, "PAGE")
    line.add_run(" / ")
    _field(line, "NUMPAGES")


def _field(paragraph: Paragraph, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = paragraph.add_run("1")
    paragraph._p.append(field)
    field.append(run._r)


def add_table(word: Document, rows: int, widths: Sequence[float]) -> Table:
    """An empty table in its style; `widths` are centimetres."""
    table: Table = word.add_table(rows, len(widths))
    table.style = word.styles["Minutes Table"]
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for row in table.rows:
        _mark(row, "w:cantSplit")
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)
    return table


def head(row: _Row) -> None:
    """Repeats a row at the top of every page that its table goes on to."""
    _mark(row, "w:tblHeader")


def _mark(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _drop(parent: Any, name: str) -> None:
    for child in parent.findall(qn(name)):
        parent.remove(child)


class Sheet:
    """The page to write on. Styles are named as in Word.

    The library looks a style up, and where the page ends, for every paragraph it adds: with the
    thousands that a long transcript has, that takes minutes. Here it is looked up once.
    """

    def __init__(self, word: Document) -> None:
        self._body = word._body
        self._end = word.element.body.sectPr
        self._ids = {style.name: style.style_id for style in word.styles}

    def paragraph(self, style: str, text: str = "") -> Paragraph:
        """A new one at the end."""
        element = OxmlElement("w:p")
        self._end.addprevious(element)
        element.style = self._ids[style]
        paragraph = Paragraph(element, self._body)
        if text:
            paragraph.add_run(text)
        return paragraph

    def inside(self, cell: _Cell, style: str) -> Paragraph:
        """The paragraph that a new cell has."""
        paragraph: Paragraph = cell.paragraphs[0]
        paragraph._p.style = self._ids[style]
        return paragraph

    def run(self, paragraph: Paragraph, text: str, style: str) -> Run:
        """Text in a style of characters, "" for that of the paragraph."""
        run = paragraph.add_run(text)
        if style:
            run._r.style = self._ids[style]
        return run

    def bookmark(self, paragraph: Paragraph, name: str, number: int) -> None:
        """Makes the beginning of a paragraph a place that can be led to."""
        for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
            mark = OxmlElement(tag)
            mark.set(qn("w:id"), str(number))
            if tag == "w:bookmarkStart":
                mark.set(qn("w:name"), name)
            paragraph._p.append(mark)

    def link(self, run: Run, place: str) -> None:
        """Makes a run lead to a bookmark."""
        lead = OxmlElement("w:hyperlink")
        lead.set(qn("w:anchor"), place)
        lead.set(qn("w:history"), "1")
        run._r.addprevious(lead)
        lead.append(run._r)
