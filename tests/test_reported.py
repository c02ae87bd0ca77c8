"""What was said in the words of somebody who takes minutes, sentence by sentence."""

from __future__ import annotations

import pytest

from assistant.language import chinese_reported
from assistant.language.english_agreement import third_person
from assistant.language.english_reported import SPEAKER
from assistant.language.lexicon import load_lexicon
from assistant.language.reported import Act, smooth, statements


def reported(text: str, name: str = "Maria") -> list[str]:
    return [made.of(name, "the team") for made in statements(text, load_lexicon().noun)]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "So, um, the the battery lasts, you know, about two weeks.",
            "the battery lasts about two weeks",
        ),
        ("I'll write the report by Friday.", "Maria will write the report by Friday"),
        ("I sent the draft to the board.", "Maria sent the draft to the board"),
        ("We've moved our release to May.", "the team has moved their release to May"),
        (
            "The board asked me about my slides, which is a first.",
            "The board asked Maria about Maria's slides",
        ),
        (
            "The chip is too expensive, so it has to go.",
            "The chip is too expensive",
        ),
        ("We're gonna test the new cable.", "the team is going to test the new cable"),
        ("Yesterday I finished the tax rounding.", "Maria finished the tax rounding yesterday"),
        (
            "So at five past ten I tried to fail over to the replica.",
            "Maria tried to fail over to the replica at five past ten",
        ),
        (
            "At nine sixteen the first requests start to queue up.",
            "At nine sixteen the first requests start to queue up",
        ),
        (
            "Automatic failover stays off until we've done the drill.",
            "Automatic failover stays off until the team has done the drill",
        ),
        ("I'll export the figures for you.", "Maria will export the figures"),
        ("There's no money until the new grant.", "There's no money until the new grant"),
        ("I'll show my slides at my desk.", "Maria will show their slides at their desk"),
        ("We decided to drop the touch screen.", "decided to drop the touch screen"),
        ("We release on Monday the 12th.", "the team releases on Monday the 12th"),
        ("We always carry spare cables.", "the team always carries spare cables"),
        (
            "We've all had the email from the council.",
            "the team has had the email from the council",
        ),
        (
            "The office sends us our keys on Friday.",
            "The office sends the team their keys on Friday",
        ),
        ("We said in May that we need a licence.", "the team said in May that they need a licence"),
        ("I'd better tell the agency.", "Maria had better tell the agency"),
        ("We'd finished the barn by noon.", "the team had finished the barn by noon"),
        (
            "We'd like a second quote for the barn.",
            "the team would like a second quote for the barn",
        ),
        ("The nights are cold, no drama.", "The nights are cold"),
        ("The stage is ordered, trucks are booked.", "The stage is ordered"),
        ("The price of wood rose, and people don't have that.", "The price of wood rose"),
        (
            "The clerk wrote to the board before it met.",
            "The clerk wrote to the board before it met",
        ),
        ("By the way, the barn needs a new door.", "the barn needs a new door"),
    ],
)
def test_a_sentence_is_reported(said: str, told: str) -> None:
    assert told in reported(said)


@pytest.mark.parametrize(
    "said",
    [
        "Could you send me the list of testers?",
        "You should press the red button first.",
        "It was much better than that one.",
        "The remote control with the big",
        "The two who got stuck at the screen.",
        "Whereas what the supplier sent was wrong.",
        "We put and set the barn of.",
        "We'd put the notice on the door.",
        "We flush the main pipe and notify the council.",
        "I asked him for a written report.",
        "I signed that in July.",
        "I'll print those on Thursday.",
        "I need the good ones by Friday.",
        "Three hundred and fifty panettone.",
        "No releases to Brightwell from Friday to Sunday.",
        "The LED on the corner, that indicates the volume.",
        "The digit strings, this is a more constrained task.",
        "The first row of the table is the rows are sorted.",
        "Liz have offered to help with the design.",
        "The next petition will be presented by Mr.",
        "I'm fine with Thursday.",
        "We're going with Thursday the 27th for V2.",
        "I was wondering about the budget.",
        "The harbour master was a nightmare.",
        "The a the board has a plan.",
        "Material, the team wants to stick to titanium.",
        "I'm Christa Pavlov.",
        "If the paper is accepted, I'm buying everyone dinner.",
        "And when the grant comes, we'll buy the new freezer.",
        "Yeah.",
        "",
    ],
)
def test_what_cannot_stand_alone_is_left_out(said: str) -> None:
    assert reported(said) == []


def test_a_condition_is_not_cut_off() -> None:
    (told,) = reported("The supplier will deliver the chips unless the port is closed.")
    assert told.endswith("unless the port is closed")


@pytest.mark.parametrize(
    ("said", "act"),
    [
        ("I think the price is too high for students.", Act.THOUGHT),
        ("Let's drop the speech recognition feature.", Act.SUGGESTED),
        ("We could use a rubber case for the remote.", Act.SUGGESTED),
        ("We agreed that the case is made of rubber.", Act.DECIDED),
        ("I will call the supplier about the delay.", Act.WILL),
        ("The supplier is late with the delivery.", Act.SAID),
    ],
)
def test_what_was_done_by_saying_it(said: str, act: Act) -> None:
    (made,) = statements(said, load_lexicon().noun)
    assert made.act is act


def test_a_speaker_is_named_only_where_one_is_known() -> None:
    (made,) = statements("I will call the supplier about the delay.", load_lexicon().noun)
    assert made.personal
    assert made.text.startswith(SPEAKER)


def test_a_limited_no_stays_limited() -> None:
    assert smooth("It's not just the price.") == "It's not just the price."
    assert smooth("We haven't really tested the cable.") == "We haven't really tested the cable."


def test_stumbles_go_and_words_stay() -> None:
    assert smooth("Um, so tha that is is, uh, the L_C_D_ display.") == "so that is the LCD display."


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("嗯，我把新的接口换上就行，周四之前可以弄完。", "周航把新的接口换上，周四之前可以弄完"),
        ("我觉得服务器可能顶不住这么多人。", "服务器可能顶不住这么多人"),
        ("我们上周发了两百份问卷。", "团队上周发了两百份问卷"),
        ("行啊，写好了我贴到各个楼道里去。", "写好了周航贴到各个楼道里去"),
        ("节目交给我，我们舞蹈队都排了一个月了。", "节目交给周航，舞蹈队都排了一个月了"),
        ("大家有意见吗？", None),
        ("没有的话，促销就改成四月十七号。", "促销就改成四月十七号"),
        ("我有权限，我来下单吧，月底前到货。", "周航有权限，周航来下单，月底前到货"),
        ("明天我就去，不，明天要带孙子看牙，后天吧。", None),
        ("我上礼拜给他们打过电话，他们说配件在路上。", None),
        ("行政的张姐熟，但是她下周才回来。", "行政的张姐熟，但是她下周才回来"),
        ("空运的话，十把椅子一万多，我心在滴血。", "空运的话，十把椅子一万多"),
        ("一月九号，周五晚上。", None),
        ("三十号之前发给冯老师。", None),
        ("高校活动的新标志，定了没有。", None),
        ("你能不能周五之前把名单给我？", None),
        ("好的，谢谢大家。", None),
    ],
)
def test_chinese_is_reported(said: str, told: str | None) -> None:
    made = [m.of("周航", "团队") for m in chinese_reported.statements(said)]
    assert made == ([] if told is None else [told])


def test_the_m_of_i_am_is_no_sound() -> None:
    assert smooth("I'm waiting for, um, the engineer.") == "I'm waiting for the engineer."


def test_a_proposal_keeps_the_plain_verb() -> None:
    assert reported("Let's leave the label printers alone.") == [
        "the team leave the label printers alone"
    ]


@pytest.mark.parametrize(
    ("verb", "form"),
    [
        ("have", "has"),
        ("carry", "carries"),
        ("push", "pushes"),
        ("went", "went"),
        ("decided", "decided"),
        ("need", "needs"),
        ("will", "will"),
        ("the", None),
        ("slowly", None),
    ],
)
def test_the_form_of_a_verb_for_one(verb: str, form: str | None) -> None:
    assert third_person(verb) == form


def test_who_was_named_just_before_is_they() -> None:
    (made,) = statements("We need a panel of three.", load_lexicon().noun)
    assert made.introduced("the board") == "the board needs a panel of three"
    assert made.introduced("the board", named=True) == "they need a panel of three"
