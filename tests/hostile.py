"""Minutes whose every text is something that a file format could trip over."""

from __future__ import annotations

import datetime

from assistant.types import (
    ActionItem,
    Chapter,
    Decision,
    Meeting,
    Minutes,
    Point,
    Question,
    Segment,
    Speaker,
    SpeakerPoint,
    Summary,
)

LONG = "x" * 400
RARE = "䶮㛃喆"
TEXTS = (
    "=cmd()|' /C calc'!A0",
    "<script>document.title='run'</script><img src=x onerror=\"document.title='run'\">",
    LONG,
    "https://example.com/" + "path/" * 60,
    "🎉 👩‍👩‍👧 done 👍🏽",
    "שלום עולם, from the right",
    "مرحبا بالعالم",
    "bell\x07 nul\x00 escape\x1b[31m half\ud800 none\ufffe end",
    '#set page(fill: red) $x$ *b* _i_ @ref <lbl> \\n // c #panic("no")',
    "&amp; & ]]> --> <!-- %PDF",
    'a,b;c\\n"q"\nBEGIN:VEVENT\r\nEND:VCALENDAR',
    RARE + " 〇 々",
    "ไทย हिन्दी বাংলা",
    "+1 -2 @x\ttab",
)


def _of(number: int) -> tuple[str, ...]:
    return (f"g{number}",)


TEXTED = tuple(enumerate(TEXTS))
HOSTILE = Minutes(
    meeting=Meeting("h1", f"<b>{TEXTS[1]}</b> {LONG} \x00", datetime.date(2025, 3, 4), "en"),
    speakers=tuple(Speaker(f"S{i}", text) for i, text in TEXTED),
    segments=tuple(Segment(f"g{i}", i * 9.0, i * 9 + 8.0, text, f"S{i}") for i, text in TEXTED),
    chapters=tuple(
        Chapter(f"c{i}", text, i * 9.0, i * 9 + 8.0, text, _of(i)) for i, text in TEXTED
    ),
    summary=Summary(
        overview=" ".join(TEXTS),
        points=tuple(Point(text, _of(i)) for i, text in TEXTED),
        by_speaker=tuple(SpeakerPoint(f"S{i}", text, _of(i)) for i, text in TEXTED),
        questions=tuple(Question(text, text, _of(i)) for i, text in TEXTED),
        keywords=TEXTS,
    ),
    decisions=tuple(Decision(f"d{i}", text, _of(i)) for i, text in TEXTED),
    action_items=tuple(
        ActionItem(f"a{i}", text, _of(i), text, datetime.date(2025, 3, 6), text)
        for i, text in TEXTED
    ),
)
