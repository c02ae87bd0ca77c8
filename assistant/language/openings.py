"""What people say when they open a subject, one set of patterns a language.

Each pattern of `Openings` is looked for in the first sentences of what somebody says; `Naming`
tells a sentence that is the name of a subject and no more ("The bike shed.").
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields

from assistant.language.english_topics import LEAD_IN

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


@dataclass(frozen=True, slots=True)
class Naming:
    """How a subject of the agenda is brought up in one language."""

    raised: Patterns
    """Somebody asks for a subject, or says that it is next."""
    lead: Patterns
    """The little words before a name."""
    name: Patterns
    """What may be a name, as group 1, where the little words are off."""
    unit: Patterns
    """What length is counted in: words, or characters where words are not set apart."""
    longest: int
    """Units that a name has at most."""
    nameless: Patterns
    """What no name of a subject has in it."""
    personal: Patterns
    """After a name: it was a person's, or the sentence is about one."""


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


_NO_NAME = """
i i'm i'd i'll i've you you're you'll you've we we're we've we'll they they're he he's she she's
it it's its that that's this these those there there's here is are was were be been am isn't wasn't
do does did don't didn't can could can't will would won't shall should have has had let's let lets
what what's who who's how when where why which whose not no yes yeah never please thank thanks
sorry if because maybe too agreed done deal sure exactly true right fine perfect great good nice
cool lovely brilliant super absolutely definitely probably in on at by from with for before after
until till of or to as into only just like then than both same any some every nobody somebody
someone anyone everyone nothing something me us him her them makes sounds suits looks take give buy
ask bring remember need needs wait welcome understood noted approved seconded congratulations
splendid sensible classic later already again soon enough almost quite very so hmm mm oof ouch wow
amen yikes hello hi hey bye morning
"""

NAMINGS: Mapping[str, Naming] = {
    "en": Naming(
        raised=_any(
            rf"^{LEAD_IN}(?:(?:can|could|may) (?:i|we) (?:just |also |quickly )?(?:raise|bring up"
            r"|bring in|jump in|say something|add|mention|ask about|flag|do|talk about"
            r"|come back to)\b|(?:which|that|this) brings (?:us|me)|(?:it's )?my turn\b"
            r"|speaking of|as for (?:the|our)\b|over to\b|from (?:me|my side|our side),"
            r"|(?:one|another) (?:other |more |last |final |small |quick )?(?:thing|point|question"
            r"|item)\b|(?:my |the )?(?:next |other )*(?:point|question|item|thing) is\b|next on\b"
            r"|(?:the |my )?next (?:point|question|item|thing|one)\b"
            r"|(?:what|how) about (?:the|our|your)\b|how did the\b|anything (?:on|about|from)\b"
            r"|i(?:'d| would)? (?:also )?(?:wanted|want|need|like) to (?:raise|bring up|talk about"
            r"|mention|discuss)|(?:do )?we (?:also |still )?(?:need|have|should|must) to"
            r" (?:talk about|discuss)|while (?:we're|i have)|(?:that )?leaves (?:us )?(?:with )?"
            r"the\b|let's (?:take|come to|discuss)\b|shall we (?:start|move on|go on|talk)\b)"
        ),
        # "And the chiller?" is a part of what was named before.
        lead=_any(rf"^(?!(?:(?:oh|um|ah|yes|yeah),? )?and\b){LEAD_IN}"),
        name=_any(r"^(.{3,}?)[ .?,]*$"),
        unit=_any(r"\S+"),
        longest=5,
        nameless=_any(
            rf"(?<![\w'-])(?:{'|'.join(_NO_NAME.split())})(?![\w'-])|[;:!]|^and\b",
            r"^(?!(?:the|our|my)\b).*'s\b",
        ),
        personal=_any("(?!)"),
    ),
    "zh": Naming(
        raised=_any(
            "^(?:好的?|行|嗯|那么?|哎|[，。])*(?:然后是|接下来|接着|再来|对了|说到|轮到"
            "|还有[一两]?[个件]?(?:事|问题)|正事|回到|另外|下一?[个件项块]|最后|(?:咱们?|我们)?[来再先]?"
            "(?:看|说|聊|讲|过|对|碰|谈|讨论)(?:一?下|一|说|聊|讲|看|到))"
        ),
        lead=_any("^(?:好的?|行|嗯|那么?|然后|接下来|另外|可以|对|哈哈|，|。)+"),
        name=_any(
            "^([^，。？！；]{2,9}?)(?:要不要|够不够|能不能|行不行|好了没|定了没|什么时候|有没有|呢).*？$",
            "^[，。？！；]*([^，。？！；]{2,})",
        ),
        unit=_any("."),
        longest=8,
        nameless=_any(
            "[我你您他她它这那谁是有没不吗了吧啊呢哈要会能可说看给把被让去来得就都也很在对好行嗯催几多]",
            "谢谢|辛苦|同意|赞成|收到|明白|确实|完全|^[零一二两三四五六七八九十百千万]",
        ),
        personal=_any("[，。？！；].*[你您]"),
    ),
}
