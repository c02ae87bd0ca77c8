"""Exports in the programs that people open them with, and in readers that are not ours."""

from __future__ import annotations

import csv
import datetime
import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import vobject
from pypdf import PdfReader

from assistant.exports import FORMATS, Options
from assistant.types import ActionItem, Minutes
from tests.documents import W, pdf_text, word_part, word_text
from tests.hostile import HOSTILE, RARE, TEXTS
from tests.test_exports import CHINESE, ENGLISH, SAMPLES

MANY = replace(
    ENGLISH,
    action_items=tuple(ActionItem(f"a{i}", f"Task number {i}", ("g2",)) for i in range(1, 61)),
)
OPENED = {"english": ENGLISH, "chinese": CHINESE, "hostile": HOSTILE, "many": MANY}
OLD_POPPLER = "Syntax Error: Suspects object is wrong type (boolean)"
"""Poppler 22 says so of every tagged PDF with this entry, which is a boolean in ISO 32000."""
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr pBdr shd tabs "
    "spacing ind contextualSpacing jc outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike color spacing w kern position sz szCs "
    "highlight u shd vertAlign lang",
    "tblPr": "tblStyle tblpPr tblOverlap tblStyleRowBandSize tblStyleColBandSize tblW jc "
    "tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook",
    "tcPr": "cnfStyle tcW gridSpan vMerge tcBorders shd noWrap tcMar textDirection vAlign",
}
"""Children of properties, as ECMA-376 has them in sequence."""
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not on the PATH")
    return found


def seen(pdf: Path) -> list[str]:
    """The text of each page as poppler has it."""
    command = [tool("pdftotext"), "-layout", str(pdf), "-"]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stderr == b""
    return done.stdout.decode().split("\f")[:-1]


def one_line(pages: list[str]) -> str:
    return " ".join(" ".join(pages).split())


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What LibreOffice makes of the documents, printed."""
    office, folder = tool("soffice"), tmp_path_factory.mktemp("word")
    for name, minutes in OPENED.items():
        (folder / f"{name}.docx").write_bytes(FORMATS["docx"].render(minutes))
    files = [str(folder / f"{name}.docx") for name in OPENED]
    own = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        office,
        own,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        *files,
    ]
    done = subprocess.run(command, capture_output=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return {name: seen(folder / f"{name}.pdf") for name in OPENED}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pdf")
    for name, minutes in OPENED.items():
        (folder / f"{name}.pdf").write_bytes(FORMATS["pdf"].render(minutes))
    return {name: folder / f"{name}.pdf" for name in OPENED}


class TestWord:
    def test_everything_is_on_the_pages(self, opened: dict[str, list[str]]) -> None:
        told = one_line(opened["english"])
        for part in ("Maps | weekly *sync*", "Contour lines doubled the size.", "Nobody yet"):
            assert part in told
        assert re.search(rf"\b1 ?/ ?{len(opened['english'])}\b", told)
        assert "00:00:21 Maria: I'll write to <riders> & ask | by Thursday." in told

    def test_chinese(self, opened: dict[str, list[str]]) -> None:
        told = "".join("".join(opened["chinese"]).split())
        assert "云雀日历周会" in told
        assert "周五之前给名单发言人22025-05-16未完成00:15" in told

    def test_the_head_of_a_long_table_is_repeated(self, opened: dict[str, list[str]]) -> None:
        heads = [page for page in opened["many"] if re.search(r"Task\s+Owner\s+Due", page)]
        assert len(heads) >= 2
        assert all(re.search(r"Task number \d+", page) for page in heads)

    def test_hostile_texts_are_shown(self, opened: dict[str, list[str]]) -> None:
        told = one_line(opened["hostile"])
        for part in ("=cmd()|' /C calc'!A0", "document.title='run'", "#set page(fill: red) $x$"):
            assert part in told
        assert max(len(line) for page in opened["hostile"] for line in page.splitlines()) < 300

    @pytest.mark.parametrize("minutes", [ENGLISH, CHINESE], ids=["english", "chinese"])
    def test_properties_are_in_the_order_that_word_demands(self, minutes: Minutes) -> None:
        data, met = FORMATS["docx"].render(minutes), 0
        for part in ("word/document.xml", "word/styles.xml", "word/footer1.xml"):
            for element in word_part(data, part).iter():
                order = ORDER.get(element.tag.removeprefix(W), "").split()
                places = [order.index(child.tag.removeprefix(W)) for child in element if order]
                assert places == sorted(places), ElementTree.tostring(element)
                met += len(places)
        assert met > 300

    def test_its_parts_are_well_formed(self) -> None:
        assert not CONTROL.search(word_text(FORMATS["docx"].render(HOSTILE)).replace("\t", ""))


class TestPdf:
    def test_poppler_finds_no_fault(self, files: dict[str, Path]) -> None:
        for path in files.values():
            done = subprocess.run([tool("pdfinfo"), str(path)], capture_output=True, check=True)
            assert set(done.stderr.decode().splitlines()) <= {OLD_POPPLER}
            assert re.search(rb"Tagged:\s+yes", done.stdout)
            assert re.search(rb"Page size:\s+595\.\d+ x 841\.\d+ pts \(A4\)", done.stdout)

    def test_every_font_is_embedded_as_a_subset(self, files: dict[str, Path]) -> None:
        for path in files.values():
            done = subprocess.run([tool("pdffonts"), str(path)], capture_output=True, check=True)
            rows = done.stdout.decode().splitlines()[2:]
            assert rows
            assert all(re.search(r" yes yes yes +\d+ +0$", row) for row in rows), rows
            assert path.stat().st_size < 400_000

    def test_two_readers_see_the_same_text(self, files: dict[str, Path]) -> None:
        for name in ("english", "chinese"):
            pages = PdfReader(files[name]).pages
            ours = "".join("".join(page.extract_text() for page in pages).split())
            theirs = "".join("".join(seen(files[name])).split())
            assert sorted(ours) == sorted(theirs)

    def test_chinese_is_drawn_with_its_own_glyphs(
        self, files: dict[str, Path], tmp_path: Path
    ) -> None:
        from PIL import Image

        command = [tool("pdftoppm"), "-r", "100", "-gray", "-singlefile", "-png"]
        subprocess.run([*command, str(files["chinese"]), str(tmp_path / "page")], check=True)
        with Image.open(tmp_path / "page.png") as page:
            grey = page.convert("L").tobytes()
        ink = 1 - sum(grey) / 255 / len(grey)
        assert 0.005 < ink < 0.1
        assert RARE in pdf_text(files["hostile"].read_bytes())

    def test_the_head_of_a_long_table_is_repeated(self, files: dict[str, Path]) -> None:
        heads = [page for page in seen(files["many"]) if re.search(r"Task\s+Owner\s+Due", page)]
        assert len(heads) >= 2

    def test_moments_lead_to_what_was_said(self, files: dict[str, Path]) -> None:
        reader = PdfReader(files["english"])
        first: Any = reader.pages[0]
        links = [each.get_object() for each in first["/Annots"]]
        assert len(links) == 9
        last = reader.pages[-1].indirect_reference
        for link in links:
            place = link["/Dest"] if "/Dest" in link else link["/A"]["/D"]
            if isinstance(place, str):
                place = reader.named_destinations[place].dest_array
            assert place[0] == last

    def test_nothing_leaves_the_page(self, files: dict[str, Path]) -> None:
        command = [tool("pdftotext"), "-bbox", str(files["hostile"]), "-"]
        done = subprocess.run(command, capture_output=True, check=True)
        edges = [float(x) for x in re.findall(rb'xMax="([\d.]+)"', done.stdout)]
        assert len(edges) > 500
        assert max(edges) <= 595.3 - 50

    def test_hostile_texts_are_data(self, files: dict[str, Path]) -> None:
        told = one_line(seen(files["hostile"]))
        assert "#set page(fill: red) $x$ *b* _i_ @ref <lbl>" in told
        assert not CONTROL.search(told)


class TestCalendar:
    @pytest.mark.parametrize("sample", SAMPLES)
    def test_another_parser_reads_it(self, sample: str) -> None:
        minutes = SAMPLES[sample]
        events = list(calendar(minutes))
        dated = [item for item in minutes.action_items if item.due]
        assert [each.summary.value for each in events] == [item.task for item in dated]
        for event, item in zip(events, dated, strict=True):
            assert event.dtstart.value == item.due
            assert (event.dtend.value - event.dtstart.value).days == 1
            assert event.transp.value == "TRANSPARENT"

    def test_ids_stay_when_a_task_moves(self) -> None:
        moved = replace(
            ENGLISH,
            action_items=tuple(
                replace(item, due=item.due and item.due.replace(day=20), task="Other words")
                for item in ENGLISH.action_items
            ),
        )
        (first,), (second,) = calendar(ENGLISH), calendar(moved)
        assert first.uid.value == second.uid.value
        assert first.dtstart.value != second.dtstart.value
        other = replace(ENGLISH, meeting=replace(ENGLISH.meeting, id="m9"))
        assert next(calendar(other)).uid.value != first.uid.value

    def test_a_later_file_takes_the_place_of_an_earlier_one(self) -> None:
        moment = datetime.datetime(2025, 3, 5, 9, 30, tzinfo=datetime.UTC)
        kept = replace(ENGLISH, seq=41, changed=moment)
        later = replace(kept, seq=42, changed=moment + datetime.timedelta(minutes=1))
        (first,), (second,) = calendar(kept), calendar(later)
        assert first.uid.value == second.uid.value
        assert [each.sequence.value for each in (first, second)] == ["41", "42"]
        assert second.last_modified.value == later.changed
        assert second.dtstamp.value == second.last_modified.value

    def test_hostile_texts_make_no_lines_of_their_own(self) -> None:
        data = FORMATS["ics"].render(HOSTILE)
        assert all(len(line) <= 75 for line in data.split(b"\r\n"))
        assert b"\n" not in data.replace(b"\r\n", b"")
        events = list(calendar(HOSTILE))
        assert len(events) == len(TEXTS)
        assert "BEGIN:VEVENT END:VCALENDAR" in events[10].summary.value

    def test_a_done_task_has_a_tick(self) -> None:
        items = tuple(replace(item, status="done") for item in ENGLISH.action_items)
        (event,) = calendar(replace(ENGLISH, action_items=items))
        assert event.summary.value == "✓ Write to <riders> | ask"


def calendar(minutes: Minutes) -> Iterator[vobject.base.Component]:
    read = vobject.readOne(FORMATS["ics"].render(minutes).decode())
    yield from read.contents.get("vevent", [])


class TestTables:
    def test_spreadsheets_run_nothing(self) -> None:
        data = FORMATS["csv"].render(HOSTILE)
        assert data.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
        assert len(rows) == len(TEXTS) + 1
        assert {len(row) for row in rows} == {6}
        cells = [cell for row in rows for cell in row]
        assert "'=cmd()|' /C calc'!A0" in cells
        assert "'+1 -2 @x tab" in cells
        assert not [cell for cell in cells if cell.startswith(tuple("=+-@\t\r＝＋－＠"))]

    def test_a_dash_of_its_own_stays_readable(self) -> None:
        item = ActionItem("a1", "Call Bo", ("g1",), "-Bo")
        rendered = FORMATS["csv"].render(replace(ENGLISH, action_items=(item,))).decode()
        assert rendered.splitlines()[1] == "Call Bo,'-Bo,,,Open,00:00:00"


class TestOutlines:
    @pytest.mark.parametrize("minutes", [*SAMPLES.values(), HOSTILE])
    @pytest.mark.parametrize("name", ["opml", "mindmap"])
    def test_an_xml_parser_reads_it(self, name: str, minutes: Minutes) -> None:
        root = ElementTree.fromstring(FORMATS[name].render(minutes))
        assert root.tag.endswith("opml" if name == "opml" else "svg")
        told = " ".join(root.itertext()) + " ".join(
            value for element in root.iter() for value in element.attrib.values()
        )
        assert not CONTROL.search(told)

    def test_every_line_is_in_the_outline_once(self) -> None:
        root = ElementTree.fromstring(FORMATS["opml"].render(ENGLISH))
        texts = [each.get("text", "") for each in root.iter("outline")]
        for line in [point.text for point in ENGLISH.summary.points]:
            assert len([text for text in texts if text.endswith(line)]) == 1
        lines = len(ENGLISH.summary.points) + len(ENGLISH.decisions) + len(ENGLISH.action_items)
        assert len(texts) == 1 + len(ENGLISH.chapters) + lines

    def test_lines_stand_under_the_chapter_they_were_said_in(self) -> None:
        root = ElementTree.fromstring(FORMATS["opml"].render(ENGLISH, Options(timestamps=False)))
        (meeting,) = root.findall("./body/outline")
        under = {chapter.get("text"): [each.get("text") for each in chapter] for chapter in meeting}
        assert under["Next steps"] == ["Maria will ask the riders.", "Write to <riders> | ask"]
        assert len(under["Size of the maps"]) == 3

    def test_text_of_the_map_stays_inside(self) -> None:
        root = ElementTree.fromstring(FORMATS["mindmap"].render(HOSTILE))
        wide, high = float(root.get("width", 0)), float(root.get("height", 0))
        texts = [each for each in root.iter() if each.tag.endswith("}text")]
        assert len(texts) > 60
        assert all(0 < float(each.get("x", 0)) < wide for each in texts)
        assert all(0 < float(each.get("y", 0)) < high for each in texts)
