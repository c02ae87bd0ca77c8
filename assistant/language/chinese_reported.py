"""Chinese speech reported: one sentence as said, as minutes would have it.

Clause by clause: what is only said to keep the talk going and what speaks to "you" goes, "I"
becomes the speaker's name, "we" the team.
"""

from __future__ import annotations

import re

from assistant.language.english_reported import SPEAKER
from assistant.language.reported import Act, Statement

SHORTEST = 8
"""Characters of a statement that is worth reporting."""

_SOUND = re.compile(r"[呃嗯唉哎诶啊哦]+[，,、]?")
_ASIDE = re.compile(
    r"说实话[，,]|说白了[，,]|其实[，,]?|反正[，,]?|基本上|大概其|怎么说呢[，,]|就是说[，,]?|然后呢?[，,]"
    r"|^(?:不过|但是|可是|只是|所以|而且|因为|另外|首先|还是)[，,]?|^(?:那么?|还有|对了)[，,]"
    r"|^(?:应该)?是(?![不否])"
)
_OPENING = re.compile(
    r"^(?:好的?|行|对+|是的?|可以|没问题|没事|不对|不是|有|看了|定了|确实|这样吧|那个|这个|收到|谢谢|当然"
    r"|对对对|好吧|好了|没有|嗯|那|挺快的|辛苦了|[^，,。]{1,3}了)[，,。、]+"
)
_PARTICLE = re.compile(r"(?:就行|吧|啊|呢|呗|嘛|哦|啦|的话|对吧|是吧)+$")
_THOUGHT = re.compile(r"^我(?:个人)?(?:觉得|认为|估计|感觉|想|看)[，,]?")
_PROPOSED = re.compile(r"^(?:我建议|我提议|要不然?|不如)[，,]?")
_PUT_TO = re.compile(
    r"[你您]|大家|同学们|各位|抓紧|早上好|下午好|[吗么]$|谁|辛苦|谢谢|散会|下一个|接下来|咱们开始|开始吧|不好意思|别找|我记混|差点忘"
)
_POINTING = re.compile(
    r"^(?:这个?|那个?|它|他们?|她们?|这样|那样|这种|那种|这边|那边|也|就|再|都|倒是)(?!周|次)"
)
_SELF = re.compile(r"我(?!们)(?:自己|这边|来)?")
_GROUP = re.compile(r"(?:我们|咱们)(?P<own>自己的)?")


def statements(text: str) -> list[Statement]:
    """A sentence as it would be reported; nothing where it asks or says too little."""
    said = _SOUND.sub("", text.strip())
    if said.endswith(("？", "?")):
        return []
    said = _without_openings(said.rstrip("。！!. "))
    act = Act.SAID
    for pattern, meant in ((_THOUGHT, Act.THOUGHT), (_PROPOSED, Act.SUGGESTED)):
        if pattern.search(said):
            said, act = pattern.sub("", said, count=1), meant
    clauses = [_PARTICLE.sub("", c) for c in re.split("[，,；;]", _ASIDE.sub("", said)) if c]
    kept = [c for c in clauses if c and not _PUT_TO.search(c)]
    while kept and _POINTING.search(kept[0]):
        kept = kept[1:]
    told = "，".join(_GROUP.sub(lambda m: m["own"] or "团队", _SELF.sub(SPEAKER, c)) for c in kept)
    return [Statement(told, act)] if len(told) >= SHORTEST else []


def _without_openings(said: str) -> str:
    while (rest := _OPENING.sub("", said)) != said:
        said = rest
    return said
