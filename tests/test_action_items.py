"""Action items from requests, promises, needs and refusals."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.stages.action_items import SpeechActs
from assistant.stages.names import FromTalk
from assistant.types import ActionItem, Meeting, Segment, Speaker, Suggestion
from tests.talk import heard, meeting, talk

DEV = Path(__file__).parent.parent.parent / "shared" / "data" / "meetings"


def items(*lines: str, language: str = "en") -> list[ActionItem]:
    return heard(SpeechActs(meeting(language)), talk(*lines, language=language))


def only(*lines: str, language: str = "en") -> ActionItem:
    found = items(*lines, language=language)
    assert len(found) == 1, found
    return found[0]


def test_nothing_from_nothing() -> None:
    assert items() == []


def test_a_promise() -> None:
    item = only("S1: I'll rewrite that screen and share the new copy by Thursday.")
    assert item.task == "Rewrite that screen and share the new copy"
    assert (item.owner, item.due_text) == ("S1", "by Thursday")
    assert item.due == datetime.date(2025, 3, 6)
    assert (item.id, item.segments, item.status) == ("a1", ("g0",), "open")


def test_a_request_that_is_accepted_belongs_to_who_accepts() -> None:
    item = only("S1: Daniel, could you order the badges?", "S2: Sure, you'll have them on Friday.")
    assert (item.task, item.owner) == ("Order the badges", "S2")
    assert item.due == datetime.date(2025, 3, 7)
    assert item.segments == ("g0", "g1")


@pytest.mark.parametrize(
    "answer",
    ["No, sorry.", "I can't, my card is blocked.", "I'd rather not, honestly.", "Not this week."],
)
def test_a_request_that_is_refused_is_dropped(answer: str) -> None:
    assert items("S1: Daniel, could you take the pictures?", f"S2: {answer}") == []


def test_somebody_else_takes_a_refused_task_over() -> None:
    item = only(
        "S1: Sara, can you book one of the rooms?",
        "S2: I can't, my card is blocked.",
        "S3: I'll book it.",
        "S1: Thanks, tomorrow's good.",
    )
    assert (item.task, item.owner) == ("Book one of the rooms", "S3")
    assert item.due == datetime.date(2025, 3, 5)


def test_an_unanswered_request_is_no_action_item() -> None:
    assert items("S1: Could you order the badges?", "S2: What did they cost last year?") == []


def test_a_later_day_wins() -> None:
    item = only(
        "S1: Could you give me a test account?",
        "S2: Sure, you'll have it tomorrow. Oh wait, actually no, I'm out tomorrow.",
        "S2: Let's say Thursday.",
    )
    assert item.due == datetime.date(2025, 3, 6)


def test_a_day_can_be_bargained_for() -> None:
    item = only(
        "S1: Could you write the plan by Friday?",
        "S2: Friday I'm at the fair. Can I have until Monday?",
        "S1: Monday's fine.",
    )
    assert (item.owner, item.due) == ("S2", datetime.date(2025, 3, 10))


def test_a_need_has_no_owner() -> None:
    item = only("S1: Somebody has to run the new text past legal.", "S2: True.")
    assert (item.task, item.owner, item.due) == ("Run the new text past legal", None, None)


def test_who_does_it_and_who_answers() -> None:
    item = only("S1: And who writes the public post mortem?", "S2: I'll write it.")
    assert (item.task, item.owner) == ("Write the public post mortem", "S2")


@pytest.mark.parametrize(
    "line",
    [
        "If we had a second designer, I'd redo the account page.",
        "I sent the reminder to the quiet ones last Friday.",
        "I was going to call him, but he called me.",
        "I'll show you what I mean.",
        "Can you hear me?",
        "Maybe we should move to another database at some point.",
        "We'll now go to the next speaker.",
    ],
)
def test_what_only_looks_like_one(line: str) -> None:
    assert items(f"S1: {line}", "S2: Yes.") == []


def test_an_offer_counts_when_welcomed() -> None:
    offer = "S1: I can write the summary of the workshop."
    assert only(offer, "S2: Yes, please.").owner == "S1"
    assert items(offer, "S2: Hmm, the workshop was long.") == []


def test_assigned_by_name() -> None:
    item = only(
        "S1: Nina, does next week work for you?",
        "S2: It does.",
        "S1: Nina will prepare the slides by Friday.",
    )
    assert (item.task, item.owner) == ("Prepare the slides", "Nina")


def test_a_known_voice_owns_what_its_name_is_given() -> None:
    segments = talk("S1: Nina, is that okay?", "S2: Yes.", "S1: Nina will prepare the slides.")
    stage = SpeechActs(meeting())
    assert list(stage.push(Speaker("S2", "Nina"))) == []
    assert [i.owner for i in heard(stage, segments)] == ["S2"]


@pytest.mark.parametrize(
    ("known", "owner"),
    [
        (Speaker("S2", "Tomas"), "S2"),
        (Speaker("S2", None, 0.0, Suggestion("Thomas", 0.9)), "S2"),
        (Speaker("S2", None, 0.0, Suggestion("Thomas", 0.6)), "Thomas"),
        (Speaker("S2", "Helena"), "Thomas"),
    ],
)
def test_however_the_name_of_a_voice_is_spelt(known: Speaker, owner: str) -> None:
    segments = talk("S1: Thomas, is that okay?", "S2: Yes.", "S1: Thomas will prepare the slides.")
    stage = SpeechActs(meeting())
    assert list(stage.push(known)) == []
    assert [i.owner for i in heard(stage, segments)] == [owner]


def test_a_hot_word_is_how_an_owner_is_written() -> None:
    segments = talk("S1: Thomas, is that okay?", "S2: Yes.", "S1: Thomas will prepare the slides.")
    stage = SpeechActs(replace(meeting(), hotwords=("Tomas",)))
    assert [i.owner for i in heard(stage, segments)] == ["Tomas"]


def test_a_recap_adds_a_receipt_and_no_item() -> None:
    item = only(
        "S1: Marcus, can you move the alerts to the new rota?",
        "S2: Sure, today.",
        "S1: So, to recap. Marcus moves the alerts to the new rota.",
    )
    assert item.segments == ("g0", "g1", "g2")


def test_confidence_grows_with_what_was_said() -> None:
    need = only("S1: Somebody should clean the archive room.")
    promise = only("S1: I'll clean the archive room by Friday.")
    assert 0 < need.confidence < promise.confidence <= 1


def test_the_least_confidence_is_an_option() -> None:
    segments = talk("S1: Somebody should clean the archive room.")
    assert heard(SpeechActs(meeting(), least=0.9), segments) == []


def test_chinese() -> None:
    item = only(
        "S1: 周航，你能不能在首页上加一个错误率的图？",
        "S2: 可以，不难。下周一之前给你。",
        language="zh",
    )
    assert (item.task, item.owner) == ("在首页上加一个错误率的图", "S2")
    assert item.due == datetime.date(2025, 3, 10)
    assert items("S1: 你有没有时间做一个网页版？", "S2: 真没时间，做不了。", language="zh") == []
    assert items("S1: 问卷我上周五已经发出去了。", language="zh") == []
    assert only("S1: 这个文档得有人更新一下。", language="zh").owner is None


def test_a_language_without_patterns_gives_nothing() -> None:
    assert items("S1: Ich mache das bis Freitag fertig.", language="de") == []


@pytest.mark.skipif(not DEV.is_dir(), reason="../shared/data is not here")
def test_development_meetings() -> None:
    scores = []
    for path in sorted(DEV.glob("dev_*.truth.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        segments = [
            Segment(f"g{n}", t["start"], t["end"], t["text"], t["speaker"])
            for n, t in enumerate(truth["turns"])
        ]
        day = datetime.date.fromisoformat(truth["date"])
        about = Meeting("m", date=day, language=truth["language"])
        stage = SpeechActs(about)
        for speaker in heard(FromTalk(about), segments):
            list(stage.push(speaker))
        found = [{int(g[1:]) for g in item.segments} for item in heard(stage, segments)]
        wanted = [set(item["turns"]) for item in truth["action_items"]]
        hits = sum(any(turns & f for f in found) for turns in wanted)
        scores.append(2 * hits / (len(found) + len(wanted)))
    assert sum(scores) / len(scores) >= 0.8


def test_who_asks_and_promises_in_one_breath_keeps_the_promise() -> None:
    found = items("S1: Send me the line and I'll merge it.", "S2: Will do.")
    assert [(i.task, i.owner) for i in found] == [("Send the line", "S2"), ("Merge the line", "S1")]
