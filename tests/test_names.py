"""Names for voices, and none where the talk does not say."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from assistant.language.doubts import is_doubtful
from assistant.language.mentions import mentions
from assistant.language.sentences import split_segments
from assistant.language.spellings import known_as, people
from assistant.language.words import spread
from assistant.stages.names import FromTalk
from assistant.types import Segment, Speaker, Suggestion
from tests.talk import heard, meeting, talk


def found(*lines: str, language: str = "en") -> list[Speaker]:
    return heard(FromTalk(meeting(language)), talk(*lines, language=language))


def named(*lines: str, language: str = "en") -> dict[str, str]:
    """The names that are given."""
    return {s.id: s.name for s in found(*lines, language=language) if s.name}


def suggested(*lines: str, language: str = "en") -> dict[str, Suggestion]:
    given = found(*lines, language=language)
    assert all((s.name is None) == (s.suggestion is not None) for s in given)
    return {s.id: s.suggestion for s in given if s.suggestion}


def test_nothing_from_nothing() -> None:
    assert heard(FromTalk(meeting()), []) == []


def test_who_answers_when_called() -> None:
    assert named("S1: Daniel, can you take that?", "S2: Sure, I can.") == {"S2": "Daniel"}
    assert named("S1: Could you take that, Daniel?", "S2: Sure.") == {"S2": "Daniel"}


def test_self_introduction() -> None:
    assert named("S1: Hi, I'm Maria, and I'll lead today.", "S2: Hello.") == {"S1": "Maria"}
    assert named("S1: My name is Maria.") == {"S1": "Maria"}


def test_thanks_name_the_one_before() -> None:
    lines = (
        "S2: Here are the figures.",
        "S1: Thank you, Priya.",
        "S2: Gladly.",
        "S1: Great work, Priya.",
    )
    assert named(*lines) == {"S2": "Priya"}


def test_one_thanks_alone_is_no_more_than_a_suggestion() -> None:
    lines = ("S2: Here are the figures.", "S1: Thank you, Priya.", "S3: And mine are there too.")
    assert named(*lines) == {}
    suggestion = suggested(*lines)["S2"]
    assert (suggestion.name, suggestion.segments) == ("Priya", ("g1",))
    assert 0.5 <= suggestion.confidence < 0.7


def test_whoever_says_a_name_does_not_bear_it() -> None:
    lines = (
        "S1: Daniel, can you take that?",
        "S2: I think Daniel is out today.",
        "S1: Oh, okay.",
    )
    assert named(*lines) == {}


def test_two_voices_answering_leave_the_name_open() -> None:
    lines = (
        "S1: Daniel, can you take that?",
        "S2: Sure.",
        "S1: And Daniel, could you call them?",
        "S3: Yes, I will.",
    )
    assert named(*lines) == {}


def test_common_words_are_no_names() -> None:
    assert (
        named("S1: Okay, can you start?", "S2: Yes.", "S1: Well, what did we sell?", "S2: A lot.")
        == {}
    )


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (("S1: Over to you now.", "S2: Grace here, hello.", "S1: Hi."), {"S2": "Grace"}),
        (("S1: Who joined?", "S2: This is Grace speaking.", "S1: Hi."), {"S2": "Grace"}),
        (("S1: Hello.", "S2: Hi all, I'm Grace from support.", "S3: Hi."), {"S2": "Grace"}),
        (
            ("S1: That's it. Over to Priya.", "S2: The figures are up.", "S3: Good."),
            {"S2": "Priya"},
        ),
        (("S1: Let's hear from Priya.", "S2: The figures are up.", "S3: Good."), {"S2": "Priya"}),
        (("S1: Priya, go ahead.", "S2: The figures are up.", "S3: Good."), {"S2": "Priya"}),
        (("S1: Who has news?", "S3: Me.", "S1: Tom?", "S2: The cable came in."), {"S2": "Tom"}),
        (
            ("S1: Tom, could you check the cable?", "S3: Mm-hmm.", "S2: Yes, I will do it today."),
            {},
        ),
        (
            (
                "S1: Tom, could you check the cable?",
                "S3: Mm-hmm.",
                "S2: Yes, I will do it today.",
                "S1: Thanks, Tom.",
                "S3: And when is that?",
                "S1: Tom, when would you have it?",
                "S2: By noon, I would say.",
            ),
            {"S2": "Tom"},
        ),
        (("S1: Mr. Reid, what do you think?", "S2: It is too early."), {"S2": "Mr. Reid"}),
        (("S1: Ann Marsh, do you agree?", "S2: I do.", "S1: Thanks, Ann."), {"S2": "Ann Marsh"}),
        (("S1: Tunde, the licence, is that you?", "S2: That is me.", "S3: Good."), {"S2": "Tunde"}),
        (
            ("S1: Greg, the tags. Can you see to it?", "S2: Yes, I can.", "S3: Good."),
            {"S2": "Greg"},
        ),
        (("S1: Hi, Kim, can you hear us?", "S2: Yes, I can.", "S3: Good."), {"S2": "Kim"}),
        (("S1: Hi Vic, hi Amara, can you hear us?", "S2: Yes, I can.", "S3: Me too."), {}),
        (("S1: Priya you had some results.", "S2: They are good.", "S3: Fine."), {"S2": "Priya"}),
        (
            ("S1: And the labels Tom could you do those?", "S2: Yes, I can.", "S3: Fine."),
            {"S2": "Tom"},
        ),
        (("S1: Good. Sophie, the paper.", "S2: The paper is done.", "S3: Fine."), {"S2": "Sophie"}),
        (("S1: Who did?", "S2: It was the new lad, Femi.", "S1: I see."), {}),
        (("S1: There's a woman in Fowey, Jan Tregear.", "S2: I know her.", "S1: Good."), {}),
        (("S1: And the tall one.", "S2: Pieter.", "S3: I asked him.", "S1: Pieter."), {}),
        (("S1: Poor Marco.", "S2: He will be fine, I am sure.", "S1: Poor Marco."), {}),
        (("S1: Move to Norway.", "S2: He is going to Norway in March.", "S3: Good."), {}),
        (("S1: Papà, you can rest.", "S2: I will not.", "S3: Yes, you will."), {}),
        (("S1: Changes you made broke it.", "S2: Which?", "S3: Those."), {}),
        (
            ("S3: Bye.", "S1: Tom, the letter. Grace, the list.", "S2: Yes."),
            {},
        ),
    ],
)
def test_how_people_say_names(lines: tuple[str, ...], names: dict[str, str]) -> None:
    assert named(*lines) == names


@pytest.mark.parametrize(
    "lines",
    [
        ("S1: It fell down.", "S2: Ouch.", "S3: That hurts.", "S1: It did."),
        ("S1: Fair. We can do that.", "S2: Fair.", "S3: I think so too.", "S1: Good."),
        ("S1: This is Grace, our new designer.", "S2: Hello, nice to see you all."),
        ("S1: Daniel said that he would come.", "S2: I heard that as well."),
        ("S1: The Dashboard, can you show it?", "S2: Here it is.", "S1: The dashboard is nice."),
        ("S1: I'm Canadian, so I like snow.", "S2: We know."),
        ("S1: Copyright, can you look into it?", "S2: I will do that.", "S3: Good."),
        ("S1: Similarly, how are you getting on?", "S2: Very well so far.", "S3: Good."),
        ("S1: Mr, did you want to come in?", "S2: I did, thank you.", "S3: Good."),
    ],
)
def test_what_is_nobodys_name_here(lines: tuple[str, ...]) -> None:
    assert named(*lines) == {}


def test_names_go_to_different_voices() -> None:
    lines = (
        "S1: Daniel, can you start?",
        "S2: Sure, the build is green.",
        "S1: Priya, what about the tests?",
        "S3: They pass.",
        "S2: Priya, could you rerun the slow one?",
        "S3: I will. Daniel, please send me the log.",
        "S2: Here it comes.",
    )
    assert named(*lines) == {"S2": "Daniel", "S3": "Priya"}


def test_who_is_left_of_those_that_are_called_one_after_the_other() -> None:
    lines = (
        "S1: Marcus, can you start?",
        "S2: Sure, the build is green.",
        "S1: Samir, what about the customers?",
        "S3: They are happy.",
        "S4: And the tests pass.",
        "S1: So, Marcus, the rota today. Yuki, the backoff by Friday.",
        "S2: I will do that.",
    )
    assert named(*lines) == {"S2": "Marcus", "S3": "Samir", "S4": "Yuki"}


def test_who_is_left_when_tasks_are_told_off() -> None:
    lines = (
        "S1: Marcus, can you bring the list?",
        "S2: Sure, I can do that.",
        "S3: Then we are done for today.",
        "S1: So Marcus brings the list, and Grace rings the hall.",
        "S3: Fine by me.",
    )
    assert named(*lines) == {"S2": "Marcus", "S3": "Grace"}
    alone = (*lines[:3], "S1: I saw that Grace rang the hall.", lines[4])
    assert named(*alone) == {"S2": "Marcus"}


def test_who_is_expected_is_likelier_here() -> None:
    lines = talk(
        "S1: Marcus, can you bring the list?",
        "S2: Sure, I can do that.",
        "S3: Then we are done for today.",
        "S2: It was a long day, Grace.",
        "S1: See you tomorrow then.",
    )
    told = [heard(FromTalk(replace(meeting(), hotwords=h)), lines) for h in ((), ("Grace", "Tom"))]
    assert [[s.suggestion.name for s in each if s.suggestion] for each in told] == [[], ["Grace"]]


def test_misheard_names_are_one_name() -> None:
    lines = (
        "S1: Daniel, can you take that?",
        "S2: Sure.",
        "S1: Danielle, could you call them as well?",
        "S2: Yes.",
        "S1: Thanks, Daniel.",
    )
    assert named(*lines) == {"S2": "Daniel"}
    assert people(["Piotr", "Piotr", "Pioter", "Petra"])["Pioter"] == "Piotr"
    assert people(["Maria", "Mario", "Grace"])["Grace"] == "Grace"
    assert people(["Ann", "Ann Marsh", "Tom"])["Ann"] == "Ann Marsh"
    assert people(["Elena"], ["Helena"])["Elena"] == "Helena"
    assert people(["Thomas"], ["Tomas"])["Thomas"] == "Tomas"


def test_hotwords_say_how_a_name_is_written() -> None:
    stage = FromTalk(replace(meeting(), hotwords=("Tomas",)))
    lines = talk("S1: Thomas, can you take that?", "S2: Sure, I can.")
    assert [s.name for s in heard(stage, lines)] == ["Tomas"]


def recognised(probability: float | None, *lines: str, language: str = "en") -> list[Segment]:
    """What a recogniser wrote, every word of it that probable."""
    return [
        replace(
            s,
            words=tuple(replace(w, confidence=probability) for w in spread(s.text, s.start, s.end)),
        )
        for s in talk(*lines, language=language)
    ]


@pytest.mark.parametrize(
    ("name", "probability", "given"),
    [
        ("Thomas", 0.7, None),
        ("Thomas", 0.95, None),
        ("Thomas", 0.98, "Thomas"),
        ("Thomas", None, "Thomas"),
        ("Tom", 0.75, None),
        ("Tom", 0.85, "Tom"),
        ("Daniel", 0.75, "Daniel"),
        ("Priya", 0.5, "Priya"),
        ("Priya", 0.3, None),
        ("Farjo", 0.7, None),
        ("Farjo", 0.95, None),
        ("Farjo", 0.98, "Farjo"),
    ],
)
def test_a_spelling_in_doubt_is_only_suggested(
    name: str, probability: float | None, given: str | None
) -> None:
    lines = [f"S1: {name}, can you take that?", "S2: Sure.", f"S1: Great. Thank you, {name}."]
    (speaker,) = heard(FromTalk(meeting()), recognised(probability, *lines))
    assert (speaker.id, speaker.name) == ("S2", given)
    assert given or (speaker.suggestion and speaker.suggestion.name == name)


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"people": ("Tomas Novak", "Helena")}, "Tomas"),
        ({"people": ("Tamsin", "Theo")}, None),
        ({"people": ("Tomas", "Tomasz")}, None),
        ({"title": "Sync with Tomas"}, "Tomas"),
        ({"hotwords": ("Tomas",)}, "Tomas"),
    ],
)
def test_people_who_are_known_say_how_a_name_is_written(
    facts: dict[str, Any], name: str | None
) -> None:
    stage = FromTalk(replace(meeting(), **facts))
    lines = recognised(0.7, "S1: Thomas, can you take that?", "S2: Sure, I can.")
    assert [s.name for s in heard(stage, lines)] == [name]
    # What somebody wrote is somebody of that very name, unless he is to be here.
    stage = FromTalk(replace(meeting(), **facts))
    lines = talk("S1: Thomas, can you take that?", "S2: Sure, I can.")
    assert [s.name for s in heard(stage, lines)] == ["Tomas" if "hotwords" in facts else "Thomas"]


@pytest.mark.parametrize(
    ("calls", "people", "given", "perhaps"),
    [
        # One name is near to all of them.
        (("Radislav", "Raduslav"), (), "Radoslav", None),
        (("Radislav",), (), None, "Radoslav"),
        # None is, or two are.
        (("Farjo", "Farjo"), (), None, "Farjo"),
        (("Amor", "Amor"), (), None, "Amor"),
        # A name that others share the sound of; a plain word.
        (("Suvia", "Suvia"), (), None, None),
        (("Coffee", "Coffee"), (), None, "Coffee"),
        # Somebody who is known is likelier than anybody else.
        (("Thorben", "Torvin"), ("Thorvin Holm", "Kestrel"), "Thorvin", None),
        (("Thorben", "Torvin"), ("Kestrel",), None, None),
        (("Thorben",), ("Thorvin",), None, "Thorvin"),
        (("Torvin", "Torvin"), ("Thorvin", "Torven"), None, "Torvin"),
        (("Peter", "Peter"), ("Peter Lund", "Piotr"), None, "Peter"),
    ],
)
def test_words_that_are_no_names_are_the_nearest_one(
    calls: tuple[str, ...], people: tuple[str, ...], given: str | None, perhaps: str | None
) -> None:
    lines = [f"S1: {call}, can you take that? | S2: Sure, I can do it." for call in calls]
    said = recognised(0.6, *(part for line in lines for part in line.split(" | ")))
    found = {s.id: s for s in heard(FromTalk(replace(meeting(), people=people)), said)}
    assert found["S2"].name == given
    if perhaps:
        suggestion = found["S2"].suggestion
        assert suggestion is not None and suggestion.name == perhaps


def test_the_likelier_of_two_spellings() -> None:
    first = recognised(0.3, "S1: 周行，你能加一个图吗？", "S2: 可以。", language="zh")
    lines = talk("S1: 周航，你有没有时间先做一个？", "S2: 有。", language="zh")
    words = tuple(replace(w, confidence=0.9) for w in spread(lines[0].text, 10.0, 14.5))
    later = [
        replace(s, id=f"h{n}", start=10 + n, end=11 + n, words=words * (n == 0))
        for n, s in enumerate(lines)
    ]
    assert [s.name for s in heard(FromTalk(meeting("zh")), [*first, *later])] == ["周航"]


@pytest.mark.parametrize(
    ("last", "given"),
    [
        ("S3: So Mark rings them. And Mark asks for the code.", "Mark"),
        ("S3: So Mark rings them.", None),
        ("S3: So Marcx rings them.", "Marc"),
        ("S3: So mark your words.", "Marc"),
    ],
)
def test_a_name_is_written_as_it_mostly_is_wherever_it_stands(last: str, given: str | None) -> None:
    lines = ("S1: Marc, can you print the signs?", "S2: Sure, I can do that.", last)
    assert named(*lines) == ({"S2": given} if given else {})
    assert given or suggested(*lines)["S2"].name in ("Mark", "Marc")


def test_names_of_one_sound() -> None:
    assert people(["Maria", "Maria", "Mario"])["Mario"] == "Mario"
    assert people(["张工", "张工", "章工"])["章工"] == "张工"
    assert people(["Coffee", "Kofi"], (), {"Coffee": 0.6, "Kofi": 0.9})["Coffee"] == "Kofi"
    assert is_doubtful("Peter", 0.5)
    assert not is_doubtful("Emil", 0.7)  # Emily and Emilia sound otherwise.
    assert known_as("Peter", ["Piotr", "Petra"]) == "Piotr"
    assert known_as("章工", ["张工"]) == "张工"


def test_where_names_stand() -> None:
    lines = talk("S1: Thanks, Tom. Next is Priya.", "S2: Tom was right.")
    said = mentions(split_segments(lines, "en"))
    assert [(m.name, m.form) for m in said] == [
        ("Tom", "thanked"),
        ("Priya", "handed"),
        ("Tom", "told_of"),
    ]


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (("S1: 小王，你来说一下进度？", "S2: 好，进度正常。"), {"S2": "小王"}),
        (("S1: 下面请王芳说一下。", "S2: 好，我来讲。"), {"S2": "王芳"}),
        (("S1: 李经理，您怎么看？", "S2: 我同意。"), {"S2": "李经理"}),
        (("S1: 大家好，我是张老师。", "S2: 张老师好。"), {"S1": "张老师"}),
        (("S1: 我叫陈立。", "S2: 你好。"), {"S1": "陈立"}),
        (("S1: 方案，你看过吗？", "S2: 看过。"), {}),
        (("S1: 志强，设备是你管的吧？", "S2: 是我管的，下午就报修。", "S3: 好。"), {"S2": "志强"}),
        (("S1: 小雨先说。", "S2: 好的，我做完了。", "S3: 行。"), {"S2": "小雨"}),
        (("S1: 那阿凯你跟仓库说一声。", "S2: 好的，下午就去。", "S3: 行。"), {"S2": "阿凯"}),
        (("S1: 明天你来吗？", "S2: 来。"), {}),
        (("S1: 高铁，你坐过吗？", "S2: 坐过，很快。", "S3: 好。"), {}),
        (("S1: 小组你来带，老板你去说。", "S2: 好。"), {}),
        (("S1: 白墙好，省三万五。", "S2: 对。"), {}),
        (("S1: 那就请苏老师。", "S2: 好，我去问她。", "S3: 行。"), {}),
        (("S1: 下面就请苏老师讲一下。", "S2: 好，我来讲。"), {"S2": "苏老师"}),
        (("S1: 小了。", "S2: 那换大的。", "S3: 行。"), {}),
    ],
)
def test_how_chinese_says_names(lines: tuple[str, ...], names: dict[str, str]) -> None:
    assert named(*lines, language="zh") == names


def test_chinese() -> None:
    assert named("S1: 陈立，你来说一下？", "S2: 行。", language="zh") == {"S2": "陈立"}
    assert named("S1: 周五，你有空吗？", "S2: 有。", language="zh") == {}
