from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import InputError
from assistant.evaluation.qmsum import Annotated, clean, parse_meeting, read_qmsum

DATA = Path(__file__).parents[2] / "shared" / "data" / "qmsum" / "val.jsonl"


def turn(speaker: str, content: str) -> dict[str, str]:
    return {"speaker": speaker, "content": content}


ENTRY: dict[str, Any] = {
    "meeting_transcripts": [
        turn("Project Manager", "Hello , I 'm the boss . {vocalsound}"),
        turn("Marketing", "{vocalsound}"),
        turn("Marketing", "So what about the L_C_D_ ?"),
        turn("Project Manager", "Let 's see ."),
        turn("Marketing", "And the budget ?"),
    ],
    "topic_list": [
        {"topic": "LCD", "relevant_text_span": [["2", "3"]]},
        {"topic": "Opening", "relevant_text_span": [["0", "0"]]},
        {"topic": "Budget", "relevant_text_span": [["4", "4"]]},
    ],
    "general_query_list": [{"query": "Summarize.", "answer": " They met. "}],
}


def parsed() -> Annotated:
    return parse_meeting(ENTRY, "m")


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("I 'm on M - one {vocalsound} .", "I'm on M-one."),
        ("the L_C_D_ and T_V_s {disfmarker}", "the LCD and TVs"),
        ('he said , " go there ! " , and @ @ left', 'he said, "go there!", and left'),
        ("Mr. Nater, it's 2,000 [Laughter.] people.", "Mr. Nater, it's 2,000 people."),
        ("{vocalsound} , yeah ,", "yeah"),
    ],
)
def test_tokens_are_put_together(said: str, written: str) -> None:
    assert clean(said) == written


def test_turns_become_segments_on_a_clock_of_words() -> None:
    segments = parsed().segments
    assert [segment.id for segment in segments] == ["g1", "g3", "g4", "g5"]
    assert [segment.speaker for segment in segments] == ["S1", "S2", "S1", "S2"]
    assert segments[0].text == "Hello, I'm the boss."
    assert (segments[0].start, segments[0].end, segments[1].start) == (0.0, 1.6, 1.6)
    assert parsed().meeting.duration == segments[-1].end


def test_the_truth_is_counted_in_segments() -> None:
    given = parsed()
    assert given.boundaries == (1, 3)
    assert given.summary == "They met."
    assert [speaker.name for speaker in given.speakers] == ["Project Manager", "Marketing"]


def test_a_file_is_read_up_to_a_limit(tmp_path: Path) -> None:
    path = tmp_path / "val.jsonl"
    path.write_text(f"{json.dumps(ENTRY)}\n\n{json.dumps(ENTRY)}\n")
    assert [each.meeting.id for each in read_qmsum(path)] == ["val-1", "val-2"]
    assert len(read_qmsum(path, 1)) == 1


@pytest.mark.parametrize("text", ["{", "[]", '{"meeting_transcripts": []}'])
def test_another_file_is_refused_by_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "val.jsonl"
    path.write_text(text)
    with pytest.raises(InputError, match=r"val\.jsonl"):
        read_qmsum(path)


@pytest.mark.skipif(not DATA.is_file(), reason="../shared/data is absent")
def test_validation_meetings_are_whole() -> None:
    meetings = read_qmsum(DATA)
    assert len(meetings) == 35
    for each in meetings:
        assert each.boundaries
        assert each.boundaries[-1] < len(each.segments)
        assert not any(mark in segment.text for segment in each.segments for mark in "{}@_")
