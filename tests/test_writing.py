"""What a language model's answers are read and judged by: JSON, numbers, days, names, support."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import EngineError
from assistant.types import ActionItem, Decision, Meeting, Segment
from assistant.writing.answers import Decided, Part, Task, Whole, read
from assistant.writing.evidence import Evidence
from assistant.writing.facts import days, names, numbers
from assistant.writing.tasks import Assignments

MEETING = Meeting("m1", "Weekly", datetime.date(2026, 1, 5), "en", hotwords=("Lark",))
PEOPLE = {"S1": "Ann", "S2": "Speaker 2"}


SPENT = '{"text": "It is spent.", "lines": [1, 2]}'


@pytest.mark.parametrize(
    "text",
    [
        f'{{"title": "Budget", "points": [{SPENT}]}}',
        f'Sure!\n```json\n{{"title": "Budget", "points": [{SPENT}]}}\n```',
        f'<think>{{"title": "No"}}</think>{{"title": "Budget", "points": [{SPENT}],}}',
        '{"title": "**Budget**", "points": ["- It is spent. [1, 2]"]}',
        '{"title": "Budget", "points": [{"text": "It is spent.", "lines": [1]}, {"text": "And th',
        f'{{"title": "Budget", "points": [{SPENT}], "decisions": [5, null]}}',
        '{"title": "Budget", "points": [{"text": "It is spent.", "lines": ["1", "[2]"]}]}',
        'I think {so}: {"title": "Budget", "points": [{"text": "It is spent."}]} Done.',
    ],
)
def test_answers_are_read_as_far_as_they_go(text: str) -> None:
    part = read(text, Part)
    assert part.title == "Budget"
    assert [point.text for point in part.points] == ["It is spent."]
    assert part.decisions == []


@pytest.mark.parametrize("text", ["", "No.", "[]", "{}", "{" * 5000, '{"a": 1}'])
def test_what_is_no_answer(text: str) -> None:
    with pytest.raises(EngineError):
        read(text, Part)


@given(
    st.text(max_size=200)
    | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(json.dumps)
)
def test_whatever_comes_is_read_or_refused(text: str) -> None:
    for shape in (Part, Whole):
        try:
            read(f'{{"title": {text}', shape)
        except EngineError:
            continue


@given(st.data())
def test_an_answer_that_breaks_off_keeps_whole_lines(data: st.DataObject) -> None:
    texts = ["It is {spent}.", 'He said "no".', "A, b [c].", "最后一行"]
    whole = json.dumps({"title": "Budget", "points": [{"text": t, "lines": [1]} for t in texts]})
    part = read(whole[: data.draw(st.integers(22, len(whole)))], Part)
    found = [point.text for point in part.points]
    # The last line may have lost the numbers of its lines, but nothing of its text.
    assert found == texts[: len(found)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("twenty-five people and 3 million dollars", {25, 3_000_000}),
        ("one hundred and twenty", {120}),
        ("five six", {5, 6}),
        ("3pm, 10%, $1,200.50", {3, 10, 1200.5}),
        ("forty two thousand", {42_000}),
        ("the twenty first of March", {21}),
        ("one of the first", set()),
        ("5k users on Wednesday", {5000}),
        ("百分之二十，三百五十万", {20, 3_500_000}),
        ("两万五千元，下周三", {25_000}),
        ("第二个和一些", {2}),
        ("2026-01-08", set()),
    ],
)
def test_numbers(text: str, found: set[float]) -> None:
    assert numbers(text) == found
    assert numbers(text, every=True) >= found


def test_days() -> None:
    assert days("on Monday, in early May, or tomorrow") == {"monday", "may", "tomorrow"}
    assert days("it may march on") == set()
    assert days("下周三或者星期天，明天也行") == {"周三", "周日", "明天"}


def test_names() -> None:
    said = {"prepare", "marketing"}
    assert names("Maria will ask Peter's API team. Prepare the slides.", said) == {
        "maria",
        "peter",
        "api",
    }
    assert names("Marketing will own it.", said) == set()
    assert names("王伟负责Kafka迁移", ()) == {"王伟", "kafka"}


def segment(number: int, text: str, speaker: str = "S1") -> Segment:
    return Segment(f"g{number}", 10.0 * number, 10.0 * number + 8, text, speaker, language="en")


SAID = [
    segment(1, "The migration to the new database takes three weeks."),
    segment(2, "We don't need a second vendor for the payment service.", "S2"),
    segment(3, "Twenty five customers complained about the checkout."),
    segment(4, "I will write to the vendor by the eighth of January.", "S2"),
]


@pytest.mark.parametrize(
    ("line", "receipts"),
    [
        ("The database migration takes 3 weeks.", ("g1",)),
        ("A second vendor is not needed for the payment service.", ("g2",)),
        ("25 customers complained about the checkout.", ("g3",)),
        ("Speaker 2 will write to the vendor by 2026-01-08.", ("g4",)),
        ("The team discussed that the migration to the new database takes three weeks.", ("g1",)),
        ("The Lark migration to the new database takes three weeks.", ("g1",)),
        ("The database migration takes 4 weeks.", None),
        ("A second vendor is needed for the payment service.", None),
        ("25 customers complained about the checkout in Paris.", None),
        ("Speaker 2 will write to the vendor by 2026-01-09.", None),
        ("Peter takes three weeks for the database migration.", None),
        ("Everything went well.", None),
        ("", None),
    ],
)
def test_a_line_rests_on_what_says_it(line: str, receipts: tuple[str, ...] | None) -> None:
    found = Evidence(MEETING, SAID, PEOPLE, None).receipts(line)
    assert (found or ())[: len(receipts or ())] == (receipts or ())
    assert (found is None) == (receipts is None)


def test_latin_names_within_chinese() -> None:
    said = [replace(segment(1, "我把新的SDK换上就行，周四之前可以弄完。"), language="zh")]
    evidence = Evidence(replace(MEETING, language="zh"), said, {}, None)
    assert evidence.receipts("把新的SDK换上，周四之前弄完") == ("g1",)
    assert evidence.receipts("把新的API换上，周四之前弄完") is None
    assert evidence.receipts("把新的SDK换上，周五之前弄完") is None


def test_an_answer_may_be_empty() -> None:
    assert read('{"title": "", "points": []}', Part) == Part()
    assert read('{"title": 5, "points": "none"}', Part) == Part()


def test_only_where_it_is_looked_for() -> None:
    evidence = Evidence(MEETING, SAID, PEOPLE, None)
    line = "The database migration takes 3 weeks."
    assert evidence.receipts(line, within={"g2", "g3"}) is None
    assert evidence.receipts(line, claimed={"g3"}) == ("g1",)


def test_who_does_what_until_when() -> None:
    assignments = Assignments(MEETING, "en", PEOPLE, ["Carol"])
    said = [SAID[3]]

    def made(**fields: Any) -> ActionItem:
        task = Task.model_validate({"text": "Write to the vendor", **fields})
        return assignments.assigned(task, said, ())[0]

    assert made().segments == ("g4",)
    assert made(owner="speaker 2").owner == "S2"
    assert made(owner="Ann").owner is None
    assert made(owner="Carol").owner is None
    assert made(owner="Nobody At All").owner is None
    assert made(due="January 8").due is None
    assert made(due="by the eighth of January").due == datetime.date(2026, 1, 8)
    assert made(due="next year").due is None
    before = (ActionItem("a1", "Write to that vendor", ("g4",), "S1", confidence=0.9),)
    (item,) = assignments.assigned(Task(text="Write to the vendor", owner="S2"), said, before)
    assert (item.id, item.owner, item.confidence) == ("a1", "S1", 0.9)
    other = (Decision("d1", "Buy chairs", ("g4",)),)
    decisions = assignments.decided(Decided(text="Write soon"), said, other)
    assert [d.id for d in decisions] == ["d1", "w2"]
