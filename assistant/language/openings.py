"""What people say when they open a subject, one set of patterns a language.

Each pattern is looked for in the first sentences of what somebody says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields

Patterns = re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Openings:
    """The ways of one language."""

    moves: Patterns
    """On to something else, said in so many words."""
    turns: Patterns
    """The next subject is taken up."""
    begins: Patterns
    listed: Patterns
    """An agenda is spoken of."""
    presents: Patterns
    sums_up: Patterns
    thanks: Patterns
    """The one who spoke is thanked, which ends his part."""
    asks_more: Patterns
    settles: Patterns
    """A sign of having done with what was said."""


def _any(*ways: str) -> Patterns:
    return re.compile("|".join(ways), re.IGNORECASE)


_EN = Openings(
    moves=_any(
        r"\b(?:move|moving|go|going|carry|jump) on (?:to|with)\b|\bmov(?:e|ing|ed) on\b",
        r"\b(?:next|last|final) (?:item|topic|point|thing|subject|issue|question|up|one|section"
        r"|part|block|on the agenda)\b|^(?:okay[,.]? |so[,.]? |and )?(?:next|finally|lastly),",
    ),
    turns=_any(
        r"\b(?:let's|shall we|we should|want to|like to|gonna|going to|need to|can we|i'd)"
        r" (?:talk about|discuss|look at|turn to|go to|focus on|come to|bring up|do)\b",
        r"\bquestions? (?:\w+ ){0,3}(?:on|about|from|in relation)\b|\bwhat about the\b",
        r"\b(?:back to|as for|regarding|on the subject of|with regard to|in terms of)\b",
    ),
    begins=_any(
        r"\b(?:let's|shall we|should we|we can|i'll|to) (?:start|begin|get going|kick off)"
    ),
    listed=_any(r"\bagenda\b|\bon (?:my|the|our) list\b"),
    presents=_any(r"\bpresent(?:ation|ing)?\b|\bmy name is\b|\bi am the\b|\bslides?\b"),
    sums_up=_any(r"\bminutes\b|\brecap|\bsummar\w+|\bconclu\w+|\bwrap(?:ping)? up\b"),
    thanks=_any(r"^(?:okay|ok|right|great|good|perfect|all right)?[,.]? ?(?:thank you|thanks)\b"),
    asks_more=_any(
        r"\b(?:any other|anything else|anybody else|anyone else)\b",
        r"\b(?:another|one (?:more|other)|other) (?:thing|topic|question|point|issue)\b",
    ),
    settles=_any(r"^(?:okay|ok|right|all right|alright|good|great|perfect)\b"),
)
_ZH = Openings(
    moves=_any(
        "接下来|下一[个项件]|下面|最后一?[个项件]|另外|还有一[个件]事|换个话题|再(?:说|聊|看|讲)"
    ),
    turns=_any("(?:说|聊|看|讲|谈|讨论)(?:一下|一说|说|一聊|聊|一看|看|到)|关于|至于|回到"),
    begins=_any("开始吧|先(?:过|说|看|讲|聊|从)|我们开始|咱们开始"),
    listed=_any("议程|议题"),
    presents=_any("汇报|介绍一下|演示"),
    sums_up=_any("总结|小结|回顾|今天就到这|散会"),
    thanks=_any("^(?:好的?|行)?[，。]?(?:谢谢|辛苦)"),
    asks_more=_any("还有(?:什么|别的|其他)|其他(?:事|问题)"),
    settles=_any("^(?:好的?|行|可以|那就这样)[，。！]"),
)

OPENINGS: Mapping[str, Openings] = {"en": _EN, "zh": _ZH}
WAYS = tuple(each.name for each in fields(Openings))
