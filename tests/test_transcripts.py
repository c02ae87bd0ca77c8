"""Transcripts from elsewhere: every format, every encoding, every way to be wrong."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from assistant.errors import InputError
from assistant.exports import FORMATS
from assistant.transcripts import SUFFIXES, Transcript, read_minutes, read_transcript
from assistant.types import Segment, Speaker
from tests.test_exports import CHINESE, EMPTY, ENGLISH

Read = Callable[[str, str | bytes], Transcript]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def write_and_read(name: str, content: str | bytes) -> Transcript:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_transcript(path)

    return write_and_read


def said(transcript: Transcript) -> list[tuple[str | None, str]]:
    names = {speaker.id: speaker.name for speaker in transcript.speakers}
    return [
        (segment.speaker and names[segment.speaker], segment.text)
        for segment in transcript.segments
    ]


WEBVTT = """WEBVTT - weekly

NOTE written by
hand

STYLE
::cue { color: red }

intro
00:01.000 --> 00:02.500 align:left
<v Maria>Hi <b>all</b> &amp; welcome.

00:02.500 --> 00:03.000
<v.loud Bob Jr>Hm.</v> <v Maria>Go on.

01:00:04.000 --> 01:00:05.000
Bob Jr: Yes.
"""


def test_webvtt(read: Read) -> None:
    transcript = read("a.vtt", WEBVTT)
    assert said(transcript) == [
        ("Maria", "Hi all & welcome."),
        ("Bob Jr", "Hm."),
        ("Maria", "Go on."),
        ("Bob Jr", "Yes."),
    ]
    assert [(each.start, each.end) for each in transcript.segments] == [
        (1.0, 2.5), (2.5, 3.0), (2.5, 3.0), (3604.0, 3605.0),
    ]  # fmt: skip
    assert transcript.speakers == (Speaker("S1", "Maria", 2.0), Speaker("S2", "Bob Jr", 1.5))
    assert transcript.duration == 3605.0


SUBRIP = """1
00:00:01,000 --> 00:00:02,000
Maria: So I think

2
00:00:02,000 --> 00:00:03,000
<i>that</i> it works.

3
00:00:04,000 --> 00:00:05,000
- Bob: Does it?
- Maria: The plan is: yes.
4
00:00:05,000 --> 00:00:06,000
{\\an8}Good.
"""


def test_subrip_and_sentences_cut_by_cues(read: Read) -> None:
    transcript = read("a.srt", SUBRIP.replace("\n", "\r\n"))
    assert said(transcript) == [
        ("Maria", "So I think that it works."),
        ("Bob", "Does it?"),
        ("Maria", "The plan is: yes."),
        ("Maria", "Good."),
    ]
    assert (transcript.segments[0].start, transcript.segments[0].end) == (1.0, 3.0)


def test_subtitles_without_names(read: Read) -> None:
    transcript = read("a.srt", "1\n00:00:01,000 --> 00:00:02,000\nHello there.\n")
    assert said(transcript) == [(None, "Hello there.")]
    assert transcript.speakers == ()


def test_lines_with_and_without_times(read: Read) -> None:
    transcript = read(
        "a.txt",
        "Maria: one two three four five\nsix seven eight nine ten\n\n"
        "Dr. Lee: ok\n[00:01:00] Maria: yes\n1:02:03 Dr. Lee: no\n(1:02:05 - 1:02:09) Maria: x\n",
    )
    assert said(transcript) == [
        ("Maria", "one two three four five six seven eight nine ten"),
        ("Dr. Lee", "ok"),
        ("Maria", "yes"),
        ("Dr. Lee", "no"),
        ("Maria", "x"),
    ]
    assert [each.start for each in transcript.segments] == [0.0, 4.0, 60.0, 3723.0, 3725.0]
    assert transcript.segments[-1].end == 3729.0


def test_estimated_times_stay_before_the_next_given_one(read: Read) -> None:
    long = "word " * 100
    transcript = read("a.txt", f"A: {long}\nB: {long}\n[00:00:10] A: end\n")
    assert [each.start for each in transcript.segments] == [0.0, 5.0, 10.0]


def test_chinese_lines(read: Read) -> None:
    transcript = read("a.txt", "林晓：好，人都齐了。\n周航：行，上周的数据我看了。")
    assert transcript.language == "zh"
    assert said(transcript) == [("林晓", "好，人都齐了。"), ("周航", "行，上周的数据我看了。")]
    assert transcript.segments[1].start == pytest.approx(5 / 4)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_encodings(read: Read, encoding: str) -> None:
    text = "林晓：好，人都齐了，咱们开始吧。\n周航：行，上周的数据我看了，没有什么问题。\n"
    assert said(read("a.txt", text.encode(encoding))) == said(read("b.txt", text))


def test_western_encoding(read: Read) -> None:
    assert said(read("a.txt", "Zoë: Ça va très bien\nBob: naïve".encode("cp1252")))[0] == (
        "Zoë",
        "Ça va très bien",
    )


@pytest.mark.parametrize("minutes", [ENGLISH, CHINESE], ids=["english", "chinese"])
@pytest.mark.parametrize("name", ["json", "txt", "srt", "vtt"])
def test_own_formats_come_back(read: Read, name: str, minutes: object) -> None:
    assert minutes is ENGLISH or minutes is CHINESE
    known = ENGLISH if minutes is ENGLISH else CHINESE
    transcript = read(f"a.{name}", FORMATS[name].render(known))
    texts = [segment.text for segment in known.segments]
    if name == "srt":
        texts = [text.replace("<", "‹").replace(">", "›") for text in texts]
    if name in ("srt", "vtt"):
        again = "".join(each.text for each in transcript.segments)
        assert "".join(again.split()) == "".join("".join(texts).split())
    else:
        assert [each.text for each in transcript.segments] == texts
    assert transcript.segments[0].start == pytest.approx(known.segments[0].start, abs=1.0)
    assert transcript.language == known.meeting.language


def test_minutes_json(read: Read) -> None:
    transcript = read("a.json", FORMATS["json"].render(ENGLISH))
    assert (transcript.title, transcript.date) == ("Maps | weekly *sync*", ENGLISH.meeting.date)
    assert [speaker.name for speaker in transcript.speakers] == ["Maria", None]
    assert [word.text for word in transcript.segments[1].words] == [
        word.text for word in ENGLISH.segments[1].words
    ]
    assert transcript.duration == 75.5


def test_words_know_again_where_blanks_stand(read: Read) -> None:
    transcript = read(
        "a.json",
        '{"segments": [{"id": "g1", "start": 0, "end": 1, "text": "好吗 OK", "words": ['
        '{"text": "好", "start": 0, "end": 0.2}, {"text": "吗", "start": 0.2, "end": 0.3},'
        '{"text": "OK", "start": 0.5, "end": 1}]}]}',
    )
    assert [word.glued for word in transcript.segments[0].words] == [False, True, False]
    assert transcript.date is None


@pytest.mark.parametrize("minutes", [ENGLISH, CHINESE, EMPTY], ids=["english", "chinese", "empty"])
def test_minutes_render_the_same_after_reading(tmp_path: Path, minutes: object) -> None:
    known = next(each for each in (ENGLISH, CHINESE, EMPTY) if each is minutes)
    path = tmp_path / "minutes.json"
    path.write_bytes(FORMATS["json"].render(known))
    assert FORMATS["json"].render(read_minutes(path)) == path.read_bytes()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b" \n ", "is empty"),
        ("a.txt", bytes(range(256)) * 20, "is not text"),
        ("a.txt", b"\n\nhello there", "line 3: 'hello there' should be like 'Name: text'"),
        ("a.txt", b"[00:01:00] A: x\n[00:00:59] B: y", "line 2: time goes back"),
        (
            "a.vtt",
            b"00:01.000 --> 00:02.000\nhi",
            "line 1: '00:01.000 --> 00:02.000' should be WEB",
        ),
        ("a.vtt", b"WEBVTT\n\n0:1 --> 00:02.000\nhi", "line 3: '0:1 --> 00:02.000' should be like"),
        ("a.srt", b"1\n00:00:01,000 -> 00:00:02,000\nhi", "line 2: '00:00:01,000 -> 00:00:02,000'"),
        ("a.srt", b"1\n00:00:03,000 --> 00:00:02,000\nhi", "line 2: the cue ends before it starts"),
        ("a.srt", b"hello", "line 1: no cue"),
        ("a.json", b"{", "Invalid JSON: EOF while parsing an object at line 1 column 1"),
        ("a.json", b"{}", "segments Field required"),
        ("a.json", b'{"schema": 2, "segments": []}', "schema Input should be 1"),
        (
            "a.json",
            b'{"segments": [{"id": "g", "start": 2, "end": 1, "text": ""}]}',
            r"segments[0] lasts from 2.0 to 1.0",
        ),
        (
            "a.json",
            b'{"segments": [{"id": "g", "start": 0, "end": NaN, "text": ""}]}',
            r"segments[0] lasts from 0.0 to nan",
        ),
        (
            "a.json",
            b'{"segments": [{"id": "g", "start": 0, "end": 1, "text": ""},'
            b'{"id": "g", "start": 1, "end": 2, "text": ""}]}',
            "the id 'g' is used twice",
        ),
        ("a.doc", b"A: x", "it should end in .json, .vtt, .srt, .txt"),
    ],
)
def test_what_is_wrong_is_told_in_a_line(read: Read, name: str, content: bytes, told: str) -> None:
    with pytest.raises(InputError) as caught:
        read(name, content)
    message = str(caught.value)
    assert told in message
    assert name in message
    assert "\n" not in message


def test_missing_file_and_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "none.txt", tmp_path):
        folder = tmp_path / "folder.txt"
        folder.mkdir(exist_ok=True)
        with pytest.raises(InputError):
            read_transcript(path if path != tmp_path else folder)


def test_no_cues_is_an_empty_meeting(read: Read) -> None:
    assert read("a.vtt", "WEBVTT\n") == Transcript((), (), "", None, "en", 0.0)
    assert read("a.json", FORMATS["json"].render(EMPTY)).date == datetime.date(2025, 1, 2)


LINES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "WEBVTT", "", "1", "00:00:01.000 --> 00:00:04.000", "00:00:02,000 --> 00:00:09,5",
                "99:99 --> 99:99", "Maria: hi", "：", ":", "<v A>x</v>", "<v >", "- : -", "\ufeff",
                "[00:00:01] A: x", "0:00 B: y", "999:99:99 C: z", "-->", "&#x110000; &#0;", "- B:",
            ]
        ),
        st.text(max_size=30),
    )
).map("\n".join)  # fmt: skip
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["segments", "id", "start", "end", "text", "words", "meeting"]), inner
        ),
    ),
).map(repr)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    suffix=st.sampled_from(SUFFIXES),
    data=st.one_of(
        st.binary(max_size=200),
        LINES.map(lambda text: text.encode("utf-8", "surrogatepass")),
        LINES.map(lambda text: ("WEBVTT\n\n" + text).encode("utf-8", "ignore")),
        JSON.map(lambda text: text.replace("'", '"').encode("utf-8", "ignore")),
    ),
)
@example(suffix=".txt", data=b"A:")
@example(suffix=".json", data=b"[" * 100_000)
@example(suffix=".json", data=b'{"segments": [{"id": "\\ud800", "start": 1e999}]}')
def test_nothing_but_input_errors(suffix: str, data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{suffix}"
        path.write_bytes(data)
        try:
            transcript = read_transcript(path)
        except InputError as error:
            assert "\n" not in str(error)
            return
    assert_sound(transcript.segments)
    assert {each.speaker for each in transcript.segments} - {None} <= {
        speaker.id for speaker in transcript.speakers
    }


def assert_sound(segments: tuple[Segment, ...]) -> None:
    starts = [segment.start for segment in segments]
    assert starts == sorted(starts)
    assert all(0 <= segment.start <= segment.end for segment in segments)
    assert len({segment.id for segment in segments}) == len(segments)
