"""Ways of asking, promising, refusing and putting off, one small talk each.

The owner is "-" where nobody took the task and None where there is none. The meeting is on
Tuesday the 4th of March 2025.
"""

from __future__ import annotations

import pytest

from assistant.stages.action_items import SpeechActs
from tests.talk import heard, meeting, talk

ENGLISH = [
    (
        ("S1: Can I leave the venue with you?", "S2: Sure, I'll book it by Friday."),
        "S2",
        "2025-03-07",
    ),
    (("S1: We still don't have a caterer.", "S2: I'll own that."), "S2", None),
    (
        (
            "S1: The pricing page is out of date.",
            "S2: Let me take a stab at it, I'll have something by Thursday.",
        ),
        "S2",
        "2025-03-06",
    ),
    (
        ("S1: Could you get the contract over to legal by close of play Friday?", "S2: Will do."),
        "S2",
        "2025-03-07",
    ),
    (
        ("S1: I'll send the slides on Wednesday. No, make that Thursday.", "S2: Fine."),
        "S1",
        "2025-03-06",
    ),
    (
        (
            "S1: Marco, could you call the landlord?",
            "S2: Actually Priya's better placed.",
            "S3: Yeah, I can do that, I know him.",
        ),
        "S3",
        None,
    ),
    (("S1: Would you be able to proofread the brochure?", "S2: Happy to."), "S2", None),
    (("S1: Can somebody tell reception that we moved?", "S2: Consider it done."), "S2", None),
    (("S1: Someone needs to renew the domain before it expires.", "S2: True."), "-", None),
    (
        ("S1: We said we'd send the survey out by mid-March.", "S2: I can do that."),
        "S2",
        "2025-03-15",
    ),
    (
        ("S1: I need the figures before the board meets.", "S2: You'll have them on Monday."),
        "S2",
        "2025-03-10",
    ),
    (
        ("S1: Please look into the refund process and report back next week.", "S2: Okay, sure."),
        "S2",
        "2025-03-14",
    ),
    (
        (
            "S1: Tom, you're down for the keynote slides, right?",
            "S2: Yep, I'm going to finish them a week on Tuesday.",
        ),
        "S2",
        "2025-03-18",
    ),
    (
        ("S1: The audit report has to be filed in a fortnight.", "S2: I'm on it."),
        "S2",
        "2025-03-18",
    ),
    (("S1: Who wants to write the blog post?", "S2: Me, I'd love to."), "S2", None),
    (("S1: I'll take care of the invitations.", "S2: Great."), "S1", None),
    (("S1: I've already sent the invoice.", "S2: Perfect."), None, None),
    (("S1: I was supposed to call the bank yesterday and I did.", "S2: Good."), None, None),
    (("S1: Can you stay a bit longer after this?", "S2: Sure."), None, None),
    (("S1: If we win the tender, I'd hire two people.", "S2: Yes."), None, None),
    (("S1: The city will repaint the crossing next week.", "S2: Good."), None, None),
    (("S1: My wife is going to repaint the kitchen on Sunday.", "S2: Nice."), None, None),
    (
        (
            "S1: Could you translate the flyer?",
            "S2: I'm sorry, I'm swamped.",
            "S1: No worries, forget it.",
        ),
        None,
        None,
    ),
    (("S1: Let's circle back on that.", "S2: Sure."), None, None),
    (("S1: I'd love to visit Japan one day.", "S2: Me too."), None, None),
    (
        (
            "S1: Do you mind checking whether the alarm works?",
            "S2: No, not at all, I'll do it tonight.",
        ),
        "S2",
        "2025-03-04",
    ),
    (("S1: So you'll talk to the supplier?", "S2: Yes, tomorrow."), "S2", "2025-03-05"),
    (("S1: Action for me: chase the insurer.", "S2: Thanks."), "S1", None),
    (("S1: Ben and I will prepare the demo by Monday.", "S2: Good."), "S1", "2025-03-10"),
    (("S1: We need to order new chairs. Can you handle that, Lisa?", "S2: Of course."), "S2", None),
    (
        (
            "S1: It would be great if you could summarise the interviews.",
            "S2: Sure, give me until Friday.",
        ),
        "S2",
        "2025-03-07",
    ),
    (
        (
            "S1: I want you to draft the job ad.",
            "S2: Alright, I'll have it ready by the end of the month.",
        ),
        "S2",
        "2025-03-31",
    ),
    (
        (
            "S1: You might want to warn the neighbours.",
            "S2: Good point, I'll put a letter in their boxes tomorrow.",
        ),
        "S2",
        "2025-03-05",
    ),
    (("S1: Shall I ask the printer for a quote?", "S2: Yes please."), "S1", None),
    (
        (
            "S1: I suppose I should apologise to the customer. I'll write to her this afternoon.",
            "S2: Good idea.",
        ),
        "S1",
        "2025-03-04",
    ),
    (
        (
            "S1: Can we get the numbers by Wednesday, Olga?",
            "S2: Wednesday's tight. Thursday?",
            "S1: Thursday's okay.",
        ),
        "S2",
        "2025-03-06",
    ),
    (
        ("S1: The minutes need to go out today.", "S2: I'll send them right after the meeting."),
        "S2",
        "2025-03-04",
    ),
    (("S1: Let me know if anything breaks.", "S2: Will do."), None, None),
    (
        ("S1: I'll let you know on Friday whether the venue is free.", "S2: Thanks."),
        "S1",
        "2025-03-07",
    ),
    (("S1: Peter, chase the courier, please.", "S2: On it."), "S2", None),
    (
        ("S1: Could someone volunteer to take the notes next time?", "S2: I'll do the notes."),
        "S2",
        None,
    ),
    (("S1: Next step for me is to write the test plan.", "S2: Okay."), "S1", None),
    (
        ("S1: I'm going to need the keys back by Thursday.", "S2: I'll drop them off tomorrow."),
        "S2",
        "2025-03-05",
    ),
    (
        ("S1: We should probably rewrite the onboarding guide at some point.", "S2: Yeah."),
        None,
        None,
    ),
    (("S1: I wouldn't bother with the flyers.", "S2: Agreed."), None, None),
    (
        (
            "S1: Would you like me to set up a call with the architect?",
            "S2: That would be great, yes.",
        ),
        "S1",
        None,
    ),
    (
        (
            "S1: I promised the school a visit in May, so I'll phone the head teacher this week.",
            "S2: Good.",
        ),
        "S1",
        "2025-03-07",
    ),
    (("S1: How about you do the intro and I do the demo?", "S2: Works for me."), "S2", None),
    (("S1: Right, I'll get onto the electrician.", "S2: Please."), "S1", None),
    (("S1: I'll see you on Monday.", "S2: See you."), None, None),
    (("S1: I'll be on holiday next week.", "S2: Enjoy."), None, None),
    (("S1: I'm meeting the mayor on Thursday.", "S2: Oh nice."), None, None),
    (("S1: Can you pass me the salt?", "S2: Sure."), None, None),
    (("S1: I'd be happy to look over your draft.", "S2: That'd be lovely."), "S1", None),
    (
        ("S1: That leaves the website. Jonas?", "S2: I'll update it over the weekend."),
        "S2",
        "2025-03-09",
    ),
    (
        (
            "S1: Could you maybe also send round the agenda beforehand?",
            "S2: Yes, I can do that by Thursday.",
        ),
        "S2",
        "2025-03-06",
    ),
    (("S1: The lock sticks. Yours?", "S2: Mine. Tomorrow."), "S2", "2025-03-05"),
    (
        ("S1: Let's have the forms chased. Tom, you could do it on Monday.", "S2: Oh, go on then."),
        "S2",
        "2025-03-10",
    ),
    (
        ("S1: Somebody ought to write and tell her.", "S2: I'll drop her a line tonight."),
        "S2",
        "2025-03-04",
    ),
    (("S1: I was thinking of painting the hall on Saturday.", "S2: Okay."), "S1", "2025-03-08"),
    (("S1: I was going to ring round for a price.", "S2: Do, please."), "S1", None),
    (("S1: I was going to ring round yesterday.", "S2: Do, please."), None, None),
    (
        ("S1: And the bill, I haven't had one.", "S2: It'll be with you by the end of the month."),
        "S2",
        "2025-03-31",
    ),
    (
        (
            "S1: Does somebody need to tell the harbour?",
            "S2: We do that. For all the guests.",
            "S1: Would you?",
            "S2: Not a problem.",
        ),
        "S2",
        None,
    ),
    (("S1: Could you possibly, Col? The recording.", "S2: Hm."), None, None),
    (("S1: Can you put it in the changelog, too?", "S2: Mm-hm, will do."), "S2", None),
    (
        ("S1: When it's done I can put it on the website.", "S2: Right you are."),
        "S1",
        None,
    ),
    (("S1: She'll want the old survey, so look that out as well.", "S2: Will do."), "S2", None),
    (("S1: I'd better tell the agency, then.", "S2: Yes."), "S1", None),
    (("S1: There has to be some space between the buttons.", "S2: Yeah."), None, None),
    (("S1: I think that's what we need to go with.", "S2: Yeah."), None, None),
    (("S1: Yeah, you could do all these sums.", "S2: Yeah."), None, None),
    (("S1: Tell us briefly who you are.", "S2: Sure."), None, None),
    (
        ("S1: We need the figures by Friday. Anna?", "S2: Yes, you'll have them."),
        "S2",
        "2025-03-07",
    ),
    (("S1: We'll need new chairs before the party — Tom?", "S2: On it."), "S2", None),
    (("S1: Do we have a volunteer for the bake sale?", "S2: I'll volunteer."), "S2", None),
    (("S1: Would you be so kind as to draft the letter?", "S2: With pleasure."), "S2", None),
    (("S1: Right, Jo, you're on the flyers.", "S2: Okay."), "S2", None),
    (("S1: So you're doing the flyers, Jo?", "S2: Yes, by Friday."), "S2", "2025-03-07"),
    (("S1: I'd like everyone to read it by Monday.", "S2: Okay."), "-", "2025-03-10"),
    (("S1: You'll have the list when I'm off the phone.", "S2: Good."), "S1", None),
    (("S1: I'll show you the labels on Monday.", "S2: Thanks."), "S1", "2025-03-10"),
    (("S1: I'll show you the labels now.", "S2: Thanks."), None, None),
    (("S1: Who reviews the patch?", "S2: I can take that. I wrote it."), "S2", None),
    (("S1: I found the invoice yesterday.", "S2: Ah, that's mine. Sorry."), None, None),
    (("S1: We'll have the party on the fifth.", "S2: Lovely."), None, None),
    (("S1: Can you do Wednesday?", "S2: Wednesday's fine."), None, None),
    (("S1: Would it be all right if you took the minutes?", "S2: That's fine."), "S2", None),
    (("S1: It's your turn to do the minutes.", "S2: Okay."), "S2", None),
    (("S1: I'll leave the catering with you, Lou.", "S2: Fine."), "S2", None),
    (("S1: Make sure the alarm is set.", "S2: Will do."), "S2", None),
    (("S1: I'd like a short report on this.", "S2: You'll have it."), "S2", None),
    (("S1: Who'd like to write it up?", "S2: Happy to."), "S2", None),
    (
        ("S1: Give the finance people a heads up, though.", "S2: Oh, good point. Will do."),
        "S2",
        None,
    ),
    (("S1: Somebody's got to find a chair for the talk.", "S2: True."), "-", None),
    (("S1: The gate is broken.", "S2: I have hinges. I'll see to the gate."), "S2", None),
    (("S1: I'll call the school.", "S2: Thanks."), "S1", None),
    (("S1: I'll pencil you in.", "S2: Thanks."), None, None),
]
CHINESE = [
    (("S1: 小陈，你把合同发给法务看一下。", "S2: 好，我今天就发。"), "S2", "2025-03-04"),
    (("S1: 这个bug谁来修？", "S2: 我来吧，明天搞定。"), "S2", "2025-03-05"),
    (("S1: 下周三之前把方案给我。", "S2: 没问题。"), "S2", "2025-03-12"),
    (("S1: 你那边搞定一下场地。", "S2: 行，月底前订好。"), "S2", "2025-03-31"),
    (("S1: 我周四把报告发出来。算了还是周五吧。", "S2: 好。"), "S1", "2025-03-07"),
    (("S1: 海报还没人做。", "S2: 这个我来跟。"), "S2", None),
    (("S1: 报表我已经交上去了。", "S2: 好的。"), None, None),
    (("S1: 如果有时间，我想把首页也改一下。", "S2: 嗯。"), None, None),
    (("S1: 能不能帮忙翻译一下这份说明书？", "S2: 不好意思，最近太忙了。"), None, None),
    (("S1: 得有人去机场接一下客户。", "S2: 嗯。"), "-", None),
    (("S1: 会议纪要我来整理，今晚发群里。", "S2: 辛苦。"), "S1", "2025-03-04"),
    (
        ("S1: 老王，麻烦你联系一下供应商，问问交期。", "S2: 好的，我下午打电话。"),
        "S2",
        "2025-03-04",
    ),
    (("S1: 预算表这周五能给我吗？", "S2: 可以。"), "S2", "2025-03-07"),
    (("S1: 我回头跟财务确认一下报销流程。", "S2: 好。"), "S1", None),
    (("S1: 客户下周会给我们反馈。", "S2: 好。"), None, None),
    (("S1: 你周末有空的话，把照片整理一下吧？", "S2: 行啊。"), "S2", "2025-03-09"),
    (("S1: 我觉得这个方案不错。", "S2: 我也觉得。"), None, None),
    (("S1: 我先说一下上周的情况。", "S2: 好。"), None, None),
    (("S1: 能今天修掉吗？", "S2: 今天够呛，明天上午吧。"), "S2", "2025-03-05"),
    (("S1: 还差成功率那一块。", "S2: 补上。", "S1: 明天补。"), "S1", "2025-03-05"),
    (("S1: 值班表谁排一下？", "S2: 我排，反正我要订夜宵。"), "S2", None),
    (("S1: 座位图我来出。", "S2: 好。"), "S1", None),
    (("S1: 没回的我挨个打电话，这周末打完。", "S2: 行。"), "S1", "2025-03-09"),
    (("S1: 这个报备就你来吧。", "S2: 行吧，下午填个单子。"), "S2", "2025-03-04"),
    (("S1: 谁有空去取一下快递？", "S2: 我有空，我去。"), "S2", None),
    (("S1: 老王，你那边周五能出结果吗？", "S2: 能，周五给你。"), "S2", "2025-03-07"),
    (("S1: 你回去写个说明，明天给我。", "S2: 好的。"), "S2", "2025-03-05"),
    (("S1: 我明天去趟银行。", "S2: 行。"), "S1", "2025-03-05"),
    (("S1: 绑车牌谁去办？", "S2: 我去吧，我跟加油站熟。"), "S2", None),
    (("S1: 七号车的线谁来顶？", "S2: 我可以顶两天。"), "S2", None),
    (("S1: 我来腾，晚上关了门弄。", "S2: 好。"), "S1", "2025-03-04"),
    (("S1: 年会的场地还没人订呢。", "S2: 嗯。"), "-", None),
    (("S1: 我在考虑换一家。", "S2: 好。"), None, None),
    (("S1: 方案我周三之前出。", "S2: 行。"), "S1", "2025-03-05"),
    (("S1: 麻烦老李明天跟一下进度。", "S2: 没问题。"), "S2", "2025-03-05"),
    (("S1: 需要有人去财务盖章。", "S2: 我下午顺路去。"), "S2", "2025-03-04"),
    (("S1: 能不能周四前给我一版？", "S2: 可以。"), "S2", "2025-03-06"),
    (("S1: 下周之前每个人交一份总结。", "S2: 好。"), "-", "2025-03-14"),
    (("S1: 我等会儿给他打个电话。", "S2: 嗯。"), "S1", None),
    (("S1: 帮我打印两份合同呗。", "S2: 行。"), "S2", None),
    (("S1: 记得周五前把表交上来。", "S2: 知道了。"), "S2", "2025-03-07"),
    (("S1: 我觉得选二号方案。", "S2: 嗯。"), None, None),
    (("S1: 你字写得好。", "S2: 好。"), None, None),
    (("S1: 我得跟你们说一声，他那边黄了。", "S2: 好。"), None, None),
    (("S1: 我周三加班。", "S2: 好。"), None, None),
    (("S1: 那测试用例就交给你了。", "S2: 收到，我争取周四写完。"), "S2", "2025-03-06"),
]


@pytest.mark.parametrize(
    ("lines", "owner", "due", "language"),
    [(*row, "en") for row in ENGLISH] + [(*row, "zh") for row in CHINESE],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_one_small_talk(
    lines: tuple[str, ...], owner: str | None, due: str | None, language: str
) -> None:
    found = heard(SpeechActs(meeting(language)), talk(*lines, language=language))
    got = [(item.owner or "-", item.due and item.due.isoformat()) for item in found]
    assert got == ([] if owner is None else [(owner, due)])


@pytest.mark.parametrize(
    ("lines", "task"),
    [
        (
            (
                "S1: Did you also check the invoices with more than one currency?",
                "S2: No, not yet. I'll check those by Wednesday.",
            ),
            "Check the invoices with more than one currency",
        ),
        (("S1: Would you mind taking the bloods after lunch?", "S2: Sure."), "Take the bloods"),
        (("S1: The sign needs to be replaced by Friday.", "S2: True."), "Replace the sign"),
        (("S1: Can you get a badge made for her?", "S2: Okay."), "Make a badge for her"),
        (
            ("S1: The hand rail is loose.", "S2: I'll tighten it at the weekend."),
            "Tighten the hand rail",
        ),
        (("S1: Could you send me the link, please?", "S2: Sure."), "Send the link"),
        (("S1: I'll take I'll send the link to her today.", "S2: Sure."), "Send the link to her"),
        (("S1: And can you can you send the link?", "S2: Sure."), "Send the link"),
        (("S1: Who's covering the front desk next week?", "S2: I can."), "Cover the front desk"),
        (
            ("S1: I'll write to the bank tomorrow, they never call back.", "S2: Good."),
            "Write to the bank",
        ),
    ],
)
def test_a_task_reads_as_an_instruction(lines: tuple[str, ...], task: str) -> None:
    (found,) = heard(SpeechActs(meeting()), talk(*lines))
    assert found.task == task
