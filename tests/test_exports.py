"""Every format against a file that was read through by a person."""

from __future__ import annotations

import datetime
import io
import json
import re
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.exports import FORMATS
from assistant.exports.cues import LINE_WIDTH, LONGEST, cues, width
from assistant.exports.view import View
from assistant.transcripts.minutes_file import parse_minutes
from assistant.types import (
    ActionItem,
    Chapter,
    Decision,
    Meeting,
    Minutes,
    Point,
    Provenance,
    Question,
    Segment,
    Speaker,
    SpeakerPoint,
    StageRun,
    Summary,
    Word,
)
from tests.documents import pdf_text, word_text

GOLDEN = Path(__file__).parent / "golden"


def spoken(words: str, start: float, seconds: float) -> tuple[Word, ...]:
    texts = words.split()
    step = seconds / len(texts)
    return tuple(
        Word(text, start + step * i, start + step * (i + 1), confidence=0.9876)
        for i, text in enumerate(texts)
    )


LONG_TEXT = (
    "We said that the offline maps would be ready for the beta, but the contour lines doubled "
    "the size of a region. So I would rather ship them switched off and ask the riders first."
)

ENGLISH = Minutes(
    meeting=Meeting("m1", "Maps | weekly *sync*", datetime.date(2025, 3, 4), "en", duration=75.5),
    speakers=(Speaker("S1", "Maria", 20.0), Speaker("S2", None, 12.34567)),
    segments=(
        Segment("g1", 0.4, 4.0, "Okay, let's start.", "S1", spoken("Okay, let's start.", 0.4, 3.6)),
        Segment("g2", 4.5, 20.5, LONG_TEXT, "S2", spoken(LONG_TEXT, 4.5, 16.0), overlap=True),
        Segment("g3", 21.0, 24.0, "I'll write to <riders> & ask | by Thursday.", "S1"),
        Segment("g4", 70.0, 71.0, "Hm?", None),
    ),
    chapters=(
        Chapter("c1", "Size of the maps", 0.4, 20.5, "Contour lines are large.", ("g1", "g2")),
        Chapter("c2", "Next steps", 21.0, 71.0, "", ("g3", "g4")),
    ),
    summary=Summary(
        overview="The team spoke about the size of offline maps.",
        points=(
            Point("Maria will ask the riders.", ("g3",)),
            Point("Contour lines doubled the size.", ("g2",)),
        ),
        by_speaker=(SpeakerPoint("S2", "Reported on the size of a region.", ("g2",)),),
        questions=(Question("Who asks the riders?", "Maria does.", ("g3", "g4")),),
        keywords=("offline maps", "contour_lines"),
    ),
    decisions=(Decision("d1", "Contour lines are off by default.", ("g2",)),),
    action_items=(
        ActionItem(
            "a1", "Write to <riders> | ask", ("g3",), "S1",
            datetime.date(2025, 3, 6), "by Thursday", confidence=0.81234,
        ),
        ActionItem("a2", "Measure a region", ("g2",), None, None, "soon"),
    ),
    provenance=Provenance(
        "recording",
        (StageRun("asr", "transcribe.Whisper", "whisper-base", "ab12", 12.34567),),
        "0.1",
    ),
    seq=41,
    changed=datetime.datetime(2025, 3, 5, 9, 30, tzinfo=datetime.UTC),
)  # fmt: skip

CHINESE_TEXT = (
    "好，人都齐了，咱们开始吧。先过一下上周的数据，"
    "然后说一下共享日历的Beta版本，最后定一下上线的日期。"
)

CHINESE = Minutes(
    meeting=Meeting("m2", "云雀日历周会", datetime.date(2025, 5, 12), "zh"),
    speakers=(Speaker("S1", "林晓", 14.0), Speaker("S2", None, 2.0)),
    segments=(
        Segment("g1", 0.6, 14.6, CHINESE_TEXT, "S1", language="zh"),
        Segment("g2", 15.0, 17.0, "行，我周五之前给你。", "S2", language="zh"),
    ),
    summary=Summary(overview="团队过了数据。", points=(Point("先过数据。", ("g1",)),)),
    decisions=(Decision("d1", "先过数据。", ("g1",)),),
    action_items=(
        ActionItem("a1", "周五之前给名单", ("g2",), "S2", datetime.date(2025, 5, 16), "周五之前"),
    ),
)

EMPTY = Minutes(Meeting("m3", "Nothing", datetime.date(2025, 1, 2), "en", duration=12.0))
SAMPLES = {"english": ENGLISH, "chinese": CHINESE, "empty": EMPTY}


READABLE: dict[str, Callable[[bytes], str]] = {"docx": word_text, "pdf": pdf_text}
"""Formats that are compared as the text they hold."""


def golden(name: str, sample: str) -> Path:
    suffix = FORMATS[name].suffix
    return GOLDEN / f"{sample}.{suffix}{'.txt' if name in READABLE else ''}"


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("name", FORMATS)
def test_golden(name: str, sample: str) -> None:
    rendered = FORMATS[name].render(SAMPLES[sample])
    if name in READABLE:
        rendered = READABLE[name](rendered).encode()
    assert rendered == golden(name, sample).read_bytes()


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_minutes_give_the_same_bytes(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first = FORMATS[name].render(ENGLISH)
    later = time.time() + 400 * 24 * 3600
    monkeypatch.setattr(time, "time", lambda: later)
    assert FORMATS[name].render(ENGLISH) == first


def test_the_table_knows_its_formats() -> None:
    documents, subtitles = ["docx", "pdf", "html"], ["srt", "vtt"]
    expected = ["json", "md", *documents, "txt", *subtitles, "csv", "ics", "opml", "mindmap"]
    assert list(FORMATS) == expected
    assert all(key == each.name for key, each in FORMATS.items())
    assert len({each.suffix for each in FORMATS.values()}) == len(FORMATS)


def receipts(document: Any) -> list[str]:
    if isinstance(document, dict):
        own = document.get("segments", [])
        named = [each for each in own if isinstance(each, str)]
        return named + [each for value in document.values() for each in receipts(value)]
    if isinstance(document, list):
        return [each for entry in document for each in receipts(entry)]
    return []


def test_every_receipt_names_a_segment() -> None:
    document = json.loads(FORMATS["json"].render(ENGLISH))
    known = {segment["id"] for segment in document["segments"]}
    assert len(receipts(document)) == 12
    assert set(receipts(document)) <= known


def test_json_is_the_published_schema() -> None:
    document = json.loads(FORMATS["json"].render(ENGLISH))
    assert document["schema"] == 1
    assert document["action_items"][1] == {
        "id": "a1",
        "task": "Write to <riders> | ask",
        "owner": "Maria",
        "owner_id": "S1",
        "due": "2025-03-06",
        "due_text": "by Thursday",
        "status": "open",
        "segments": ["g3"],
        "confidence": 0.812,
    }
    assert document["action_items"][0]["owner_id"] is None
    assert [each["id"] for each in document["chapters"]] == ["c1", "c2"]
    assert [each["id"] for each in document["decisions"]] == ["d1"]
    assert {each["language"] for each in document["segments"]} == {None}
    assert [point["segments"] for point in document["summary"]["points"]] == [["g2"], ["g3"]]
    assert document["segments"][0]["words"][0] == {
        "text": "Okay,",
        "start": 0.4,
        "end": 1.6,
        "confidence": 0.988,
    }


def test_documents_without_the_newer_fields_are_read() -> None:
    document = json.loads(FORMATS["json"].render(ENGLISH))
    for key, field in (
        ("chapters", "id"), ("decisions", "id"), ("segments", "language"),
        ("action_items", "owner_id"),
    ):  # fmt: skip
        for entry in document[key]:
            del entry[field]
    read = parse_minutes("old.json", json.dumps(document))
    assert [each.id for each in read.chapters] == ["c1", "c2"]
    assert [each.id for each in read.decisions] == ["d1"]
    assert [each.owner for each in read.action_items] == [None, "Maria"]
    assert [each.language for each in read.segments] == [None] * 4


def test_auto_becomes_the_language_most_was_said_in() -> None:
    spoken_in = replace(CHINESE, meeting=replace(CHINESE.meeting, language="auto"))
    assert json.loads(FORMATS["json"].render(spoken_in))["meeting"]["language"] == "zh"
    assert "会议" not in FORMATS["md"].render(EMPTY).decode()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a | b", r"a \| b"),
        ("<script>x</script>", r"\<script\>x\</script\>"),
        ("*no* _no_ snake_case", r"\*no\* \_no\_ snake_case"),
        ("# heading", r"\# heading"),
        ("1. item", r"1\. item"),
        ("- item\n\nnext", r"\- item next"),
        ("[a](b) ![c](d)", r"\[a\](b) \!\[c\](d)"),
        ("&lt; AT&T", r"\&lt; AT&T"),
        ("C:\\dir `x`", r"C:\\dir \`x\`"),
        ("---", r"\---"),
    ],
)
def test_markdown_shows_what_was_said(text: str, shown: str) -> None:
    segment = Segment("g1", 0.0, 1.0, text, "S1")
    rendered = FORMATS["md"].render(replace(EMPTY, segments=(segment,))).decode()
    assert rendered.endswith(f"[00:00:00] **Speaker 1:** {shown}\n")


def test_cues_stay_short() -> None:
    for minutes in (ENGLISH, CHINESE):
        for named in (True, False):
            shown = list(cues(View.of(minutes), named=named))
            assert all(1 <= len(cue.lines) <= 2 for cue in shown)
            assert all(width(line) <= LINE_WIDTH for cue in shown for line in cue.lines)
            assert all(0 < cue.end - cue.start <= LONGEST for cue in shown)


def test_a_word_wider_than_a_line_is_cut() -> None:
    segment = Segment("g1", 0.0, 6.0, "see " + "x" * 100, "S1")
    shown = list(cues(View.of(replace(EMPTY, segments=(segment,))), named=False))
    assert [line for cue in shown for line in cue.lines] == ["see", "x" * 42, "x" * 42, "x" * 16]
    assert [cue.start for cue in shown] == sorted(cue.start for cue in shown)


def test_cues_lose_no_word() -> None:
    shown = " ".join(line for cue in cues(View.of(ENGLISH), named=False) for line in cue.lines)
    assert shown.split() == " ".join(segment.text for segment in ENGLISH.segments).split()


@pytest.mark.parametrize("sample", ["english", "chinese"])
def test_subtitles_are_read_by_another_reader(sample: str) -> None:
    webvtt = pytest.importorskip("webvtt")
    for name in ("srt", "vtt"):
        text = FORMATS[name].render(SAMPLES[sample]).decode()
        captions = list(webvtt.from_buffer(io.StringIO(text), format=name))
        assert len(captions) == len(re.findall("-->", text))
    assert captions[0].voice == ("Maria" if sample == "english" else "林晓")


def test_hostile_names_stay_text() -> None:
    nasty = replace(ENGLISH, speakers=(Speaker("S1", "<b>A</b>\n-->| B", 1.0),))
    assert b"<v &lt;b&gt;A&lt;/b&gt; --&gt;| B>" in FORMATS["vtt"].render(nasty)
    assert FORMATS["srt"].render(nasty).decode().count("-->") == len(
        list(cues(View.of(nasty), named=True))
    )
    assert rb"**\<b\>A\</b\> --\>\| B:**" in FORMATS["md"].render(nasty)
