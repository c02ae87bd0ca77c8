"""Chinese speech reported: one sentence as said, as minutes would have it.

Clause by clause: what is only said to keep the talk going and what speaks to "you" goes, "I"
becomes the speaker's name, "we" the team.
"""

from __future__ import annotations

import re

from assistant.language.english_reported import GROUP, SPEAKER
from assistant.language.reported import Act, Statement

SHORTEST = 8
"""Characters of a statement that is worth reporting."""

_SOUND = re.compile(r"(?:(?<=^)|(?<=[，,、。]))[呃嗯唉哎诶啊哦哈]+[，,、]?|[呃嗯唉哎诶啊哦]+")
_ASIDE = re.compile(
    r"说实话[，,]|说白了[，,]|其实[，,]?|反正[，,]?|基本上|大概其|怎么说呢[，,]|就是说[，,]?|然后呢?[，,]"
    r"|^(?:不过|但是|可是|只是|所以|而且|因为|另外|首先|还是)[，,]?|^(?:那么?|还有|对了)[，,]"
    r"|^(?:应该)?是(?![不否我])|^然后是?|(?<=[，,])就是[，,]"
)
_OPENING = re.compile(
    r"^(?:好的?|行|对+|是的?|可以|没问题|没事|不对|不是|有|看了|定了|确实|这样吧|那个|这个|收到|谢谢|当然"
    r"|对对对|好吧|好了|没有|嗯|那|挺快的|辛苦了|[^，,。]{1,3}了)[，,。、]+"
)
_PARTICLE = re.compile(r"(?:就行|吧|啊|呢|呗|嘛|哦|啦|对吧|是吧)+$")
_THOUGHT = re.compile(r"^我(?:个人)?(?:(?:觉得|认为|估计|感觉)[，,]?|[想看][，,])")
_PROPOSED = re.compile(r"^(?:我建议|我提议|要不然?|不如)[，,]?")
_PUT_TO = re.compile(
    r"[你您]|大家|同学们|各位|抓紧|早上好|下午好|[吗么]$|谁|辛苦|谢谢|散会|下一个|接下来|咱们开始|开始吧|不好意思|别找|我记混|差点忘"
    r"|哪|怎么|什么时候|有没有|要不要|能不能|行不行|是不是|^还是先|^别|注意一下|^(?:(?:没有|没|不然|这样|那样|是|对|行|可以|好)的话|不是.{1,3})$"
)
_FIGURATIVE = re.compile(
    "滴血|乌鸦嘴|命根子|饿了|要命|累死|笑死|疯了|开玩笑|别闹|讲故事|赌一把|哭|夸张|一辈子"
)
"""What is said in fun or in a figure of speech."""
_BROKEN = re.compile(
    r"…|[，,]不[，,]|(.{2})是\1|^[^，,]{1,5}的[，,]|^[^，,的]{1,3}的(?:好|就行|太|更|不)"
)
"""Corrections in mid-sentence, and what leaves out the word that it is about."""
_PRONOUN = re.compile("[他她它]们?")
_WHEN = (
    r"(?:(?:大概|最晚|最早|就|在)?(?:[一二三四五六七八九十两百千万零\d点月号日年周桌个人半块元多]+|[上下这]?(?:周|个?月)"
    r"[一二三四五六日天底初中旬]*|[上下]午|早上|晚上|今天|明天|后天|月底|之前|前))+"
)
_NOTHING_DONE = re.compile(
    rf"^{_WHEN}(?:[，,]{_WHEN})*$"
    rf"|^{_WHEN}就?(?:发给|发到|贴到|交给?|给|到|弄|买|送|写|做|完成|可以|报|贴出)"
)
"""A time or a number alone, or a time and a verb that nobody does."""

_POINTING = re.compile(
    r"^(?:这个?|那个?|它|他们?|她们?|这样|那样|这种|那种|这边|那边|也|就|再|都|倒是)(?!周|次)"
)
_SELF = re.compile(r"我(?!们)(?:自己|这边)?")
_GROUP = re.compile(
    r"(?:我们|咱们)(?P<own>自己的|这边|那边|(?=[^，,。]{0,2}(?:队|部|组|部门|公司|家|店|院|楼|班|厂|学校|小区|产品"
    r"|系统|平台|网站|服务端|客户|老板|领导)))?"
)


def statements(text: str) -> list[Statement]:
    """A sentence as it would be reported; nothing where it asks or says too little."""
    said = _SOUND.sub("", text.strip())
    if said.rstrip("。.").endswith(("？", "?", "了没有")):
        return []
    said = _without_openings(said.rstrip("。！!. "))
    act = Act.SAID
    for pattern, meant in ((_THOUGHT, Act.THOUGHT), (_PROPOSED, Act.SUGGESTED)):
        if pattern.search(said):
            said, act = pattern.sub("", said, count=1), meant
    clauses = [_PARTICLE.sub("", c) for c in re.split("[，,；;]", _ASIDE.sub("", said)) if c]
    kept = [c for c in clauses if c and not _PUT_TO.search(c) and not _FIGURATIVE.search(c)]
    while kept and (_POINTING.search(kept[0]) or _PRONOUN.search(kept[0])):
        kept = kept[1:]
    told = "，".join(_GROUP.sub(_whose, _SELF.sub(SPEAKER, c)) for c in kept)
    if len(told) < SHORTEST or _BROKEN.search(said) or _NOTHING_DONE.search(told):
        return []
    return [Statement(told.replace(GROUP, "团队"), act)]


def _whose(found: re.Match[str]) -> str:
    """Those who meet; nothing where only something of theirs is named."""
    return GROUP if found["own"] is None else found["own"].removesuffix("这边").removesuffix("那边")


def _without_openings(said: str) -> str:
    while (rest := _OPENING.sub("", said)) != said:
        said = rest
    return said
