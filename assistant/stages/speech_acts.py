"""What people do with sentences when they share out work, one table of patterns a language.

A new language is one more entry of `SPEECH_ACTS`. The patterns look at one sentence; who said
it to whom, and what came before, is for the stages that use them. A group `task` is what is
to be done, `name` the person it falls to.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

Patterns = re.Pattern[str]


@dataclass(frozen=True, slots=True)
class SpeechActs:
    """The acts of one language (after Searle's classes: commissives, directives, declarations)."""

    hypothetical: Patterns
    """A world that is not: nothing said in it is a plan."""
    talk: Patterns
    """Tasks that are over once they are said: explaining, showing, waiting."""
    commitment: Patterns
    """The speaker takes a task on."""
    offer: Patterns
    """The speaker could do a task; it needs a yes or a day."""
    delivery: Patterns
    """The speaker says when something will be there."""
    request: Patterns
    """The listener is asked to do a task."""
    need: Patterns
    """A task that nobody has taken yet."""
    who: Patterns
    """The question whose task it is."""
    assignment: Patterns
    """A task is given to somebody named."""
    acceptance: Patterns
    refusal: Patterns
    dropped: Patterns
    """A task is taken off the table."""
    moved: Patterns
    """Another day is set or asked for."""
    day_alone: Patterns
    """What may stand beside a day in a clause that only sets it."""
    recap: Patterns
    """What was agreed is read back."""
    shift: Patterns
    """The subject changes."""
    pronoun: Patterns
    """A task that says what it is about by pointing back."""
    padding: Patterns
    """Words that go before a task is written down."""
    tail: Patterns
    """Where the task ends and its reason begins."""


def _i(pattern: str) -> Patterns:
    return re.compile(re.sub(r"\s*\n\s*", "", pattern), re.IGNORECASE)


_LEAD = r"""(?:(?:okay|ok|so|then|and|but|well|um|uh|yeah|yes|right|sure|good|great|fine|perfect|oh|
also|alright|all right|actually|now|or|no|hmm|maybe|cool|thanks|thank you|please|anyway)\b[,.]? *)*"""
_ADVERB = r"(?:(?:just|also|then|definitely|probably|maybe|try to|go and|go ahead and|quickly|please|be the one to) )*"
_WILL = r"(?:i'll|i will|i'm going to|i am going to|i'm gonna|i shall|we'll|we will|we're going to)"

_EN = SpeechActs(
    hypothetical=_i(
        rf"""^{_LEAD}(?:if (?:i|we|you|they|he|she|only|that|the|there|somebody|someone)\b.*
(?:\bhad\b|\bwere\b|\bever\b|\bcould\b|\bgot\b|'d\b|\bwould\b|\bcame\b)|suppose\b|imagine\b|
in (?:an ideal|a perfect) world|i wish\b|what if\b|one day\b|ideally\b)"""
    ),
    talk=_i(
        r"""^(?:see|say|tell|talk|speak|explain|show|walk|wait|hear|listen|look at (?:that|this|it)|guess|
think|know|be\b|need|want|like|love|have to|have (?:a |the )?(?:look|question|point|comment)|mention|start|begin|
stop|go (?:on|back|ahead|first|over|through|to the next|into|with|for)|come back|move on|skip|read|repeat|remember|imagine|
describe|elaborate|comment|ask (?:you|a|one|the question|another)|answer|agree|admit|assume|suppose|hope|believe|
understand|call (?:on|upon|it)|turn (?:to|it over|now)|hand (?:over|it over)|bring (?:in|you in|up)|pass (?:it )?(?:over|on to|to)|
give you (?:an example|one|two|some|a minute|a second|the floor)|put (?:it|this|that) (?:this|that|another) way|
keep (?:it|this|that|going|quiet|my)|live with|hang on|hold on|stick|do my best|get (?:back )?(?:to (?:that|this|it)|there)|
let you|leave (?:it|that|them|this)\b|drop|try\b$|take (?:that|it)$|take (?:a question|questions|your|that point|one)|
finish (?:with|by|on)|conclude|close|use (?:the|my|this) (?:time|opportunity)|make (?:a|one|two|the) (?:point|comment|observation)|
pick up|touch on|focus|just (?:say|talk|start)|deal with|invite|support|vote|never|not\b|always|only\b|still\b|
probably (?:need|have)|end up|lose|miss|pay|feel|get (?:a|the) (?:sense|feeling)|draw|press|refer|share my|second\b|thank|highlight|echo|add (?:to|that)|follow up on (?:that|what))"""
    ),
    commitment=_i(
        rf"""(?:^|[,;:.] *|\b(?:and|so|but|then|okay|yes|think|or) )
(?:(?:{_WILL}|let me|leave it to me to|i promise to) {_ADVERB}(?P<task>.+)|i'm on it|leave (?:it|that) (?:to|with) me)"""
    ),
    offer=_i(
        rf"(?:^|[,;:.] *|\b(?:and|so|but|then|think) )i (?:can|could|might) {_ADVERB}(?P<task>.+)"
    ),
    delivery=_i(
        r"""\b(?:(?:you'll|you will|you can) (?:have|get)|(?:it|they|that|this)(?:'ll| will) be (?:ready|done|there|finished|out|up|in)|
i'd (?:finish|have|be done)|i can have|i'll (?:finish|have|get|send|do) (?:it|that|them|this)\b)"""
    ),
    request=_i(
        rf"""(?:^|[,;:.] *|\b(?:and|so|but|then|maybe|okay) |^[a-z]+,? )
(?:(?:can|could|would|will) (?:you|your team|one of you|you guys|you two)(?: both)? (?!have any|be able|like\b){_ADVERB}(?P<task>.+)|
(?:would|do) you mind (?P<gerund>\w+ing\b.*)|i(?:'d| would)? (?:need|want|like|ask) you to (?P<wish>.+)|
you(?: said| promised| were|'re| are)(?: that)?(?: you'd| you would| you'll| going to| supposed to) (?P<said>.+\?)|
please (?!do\b|don't|go|note|no\b|stop|continue)(?P<order>(?!can|could|tell|say|let|not)[a-z]+ .+))"""
    ),
    need=_i(
        rf"""\b(?:(?:somebody|someone|anybody|one of us|we all|somebody else)(?: really)?
(?: has to| needs to| should| must| ought to| will have to| had better|'s got to) (?P<task>.+)|
there (?:needs|has|have|ought) to be (?P<thing>.+)|we (?:still )?(?:need|have) (?:somebody|someone|a volunteer) (?:to|who) (?P<role>.+)|
^{_LEAD}(?P<passive>(?:the|that|those|these|our|this) .{{3,40}} (?:has|have|needs?) to be (?!a\b|the\b|in\b|there|very|so|more|able|honest)\w+(?:ed|en|one|nt|ut)\b.*))"""
    ),
    who=_i(
        r"\bwho(?:'s going to|'ll| will| can| could| should| wants to| is going to)? (?!is|was|are|were|has|had|did|said|do|got|knows?|would|else|we|you|i|they)(?P<task>\w+ .+)\?"
    ),
    assignment=_i(
        r"(?P<name>(?-i:[A-Z][a-z]+))(?:,? you(?:'ll| will| can| could| should)?| will|'ll| is going to| takes? care of| has to| needs to| can) (?P<task>.+)"
    ),
    acceptance=_i(
        rf"""^{_LEAD}(?:(?:sure|yes|yeah|yep|yup|okay|ok|of course|absolutely|certainly|definitely|no problem|will do|
fine|alright|all right|happy to|i can|i could|i'll|i will|gladly|you'll have|consider it done|great|perfect|good|lovely|deal|sounds good|
works|that works|with pleasure|on it|i'm on it|thanks|thank you|not a problem|can do)\b|i'd be (?:happy|glad))|^(?:please do|yes,? please|please)\b"""
    ),
    refusal=_i(
        r"""^(?:(?:well|um|uh|oh|hmm|okay|yeah|sorry|ah|honestly)[,.]? *)*(?:no\b(?! problem| worries)|nope\b|not (?:really|now|today|this|me|with|before|at)|
i'd rather not|i can't|i cannot|i won't|i don't think|i'm (?:afraid|sorry)|unfortunately|sorry|i couldn't|impossible|no way|there's no way)|
\b(?:i'd rather not|i can't do|i really can't|i don't have (?:the )?time|i have no time|can't do that)\b"""
    ),
    dropped=_i(
        r"\b(?:scratch that|never mind|nevermind|forget (?:it|about it|that)|i'll leave (?:it|that) out|let's not\b|drop (?:it|that)|not today|we won't do|leave it (?:out|then)|no need)"
    ),
    moved=_i(
        r"\b(?:let's say|make (?:it|that)|how about|what about|rather|actually|instead|can i have (?:it )?until|could i have until|give me until|until|has to|have to|needs to|must|should|by)\b"
    ),
    day_alone=_i(
        r"""(?:\b(?:is|'s|are|fine|works|work|good|okay|ok|great|perfect|then|so|oh|no|yes|yeah|and|um|well|it|will|would|do|be|make|let|say|how|
what|about|for|me|us|i|think|by|at|the|latest|sure|maybe|actually|wait|right|sounds|possible|until|can|have|could|we|got|to|also|better|that's (?:fine|good|okay))\b|
[’'s\s.,?!-])*"""
    ),
    recap=_i(
        r"\b(?:to (?:recap|sum up|summari[sz]e|read it back|wrap up|go over (?:it|that|this) again)|recap\b|in summary|let me (?:recap|summari[sz]e|read)|just to confirm|so,? the actions? (?:are|items)|action items)"
    ),
    shift=_i(
        rf"""^{_LEAD}(?:let's (?:move on|talk about|go (?:on )?to|turn to|look at|get (?:going|started)|start)|moving on|next (?:one|up|item|topic|point)|next,|
(?:the )?last (?:one|item|block|point|topic|thing)|another thing|one more (?:thing|question|point)|can i bring up|on to|what about the|
before we (?:finish|close|go)|anything else|any other)"""
    ),
    pronoun=_i(r"\b(?:it|that|this|those|these|them|that one|this one|all of them|one|ones|so)\b"),
    padding=_i(
        r"""\b(?:um|uh|you know|like,|i mean|kind of|sort of|by the way|no problem|as well|honestly|basically|let's say|i think|i guess|if you (?:can|could|like)|
please|too|anyway|thanks|okay|right)\b,?"""
    ),
    tail=_i(
        r"(?:[,;]? (?:because|but|so that we|so we|since|although|which is|otherwise|unless|then we)\b|, (?:and then we|if|so|right|okay|for me)\b|[;:]|[.?!](?:\s|$)).*$"
    ),
)

_ZH_DO = (
    "来|去|会|负责|把|给|发|写|做|改|整理|更新|准备|联系|提交|弄|跟进|安排|确认|查|约|订|修|加|换"
)

_ZH = SpeechActs(
    hypothetical=_i("^(?:[那嗯呃啊]|不过|但是)*[，,]?(?:要是|如果|假如|万一|除非)"),
    talk=_i(
        """^.*[我你](?:来|去|会|能不能|可以|能|先|再|就|给大家)*(?:说|讲|看|介绍|觉得|以为|建议|记得|知道|估计|想|认为|猜|听|
问|同意|补充)|.*(?:了|过|着)(?:吧|啊|的)?[。！]?$|.*(?:已经|刚才|刚刚|上周|昨天|上个月|以前|没|不(?!然|同))"""
    ),
    commitment=_i(
        rf"^(?P<task>.*(?<![给让跟和找])我(?:这边|自己|就|再|先|晚点|回头|马上|尽快|可以|能)*(?:{_ZH_DO}).*)$|^交给我|^我来吧?[。！]?$"
    ),
    offer=_i("^(?P<task>.*我(?:可以|能)(?:帮|来|去).*)$"),
    delivery=_i("给你|给大家|发给|发你|弄完|做完|写完|搞定|完成|能好|出来"),
    request=_i(
        rf"""^(?P<task>.*[你您](?:这边|们|先)*(?:能不能|能|可不可以|可以|有没有时间|有空|帮忙|帮|麻烦|来|去|负责|把)(?!说|讲).*)$|
^(?P<order>(?:麻烦|请|辛苦)[你您]?(?!了|大家|问).+)$|^(?P<wish>.*能不能(?:请?[你您])?(?:帮|{_ZH_DO}).+)$"""
    ),
    need=_i(
        "^(?P<task>.*(?:得|需要|要|最好|必须|应该|还缺)有?(?:个)?人(?:来|去|把|负责)?(?!的).*)$|^(?P<role>.*(?:找|安排)个?人.+)$"
    ),
    who=_i("^谁(?:来|去|能|可以|负责)(?P<task>[^，。]+)[？?]$"),
    assignment=_i("(?P<name>[\u4e00-\u9fff]{2,3})(?P<task>(?:负责|来|去).+)"),
    acceptance=_i(
        "^(?:嗯|哦|啊|那)*[，,]?(?:可以|行|好|没问题|没事|OK|对|收到|我来|交给我|当然|不难)"
    ),
    refusal=_i(
        "没时间|没空|做不了|不行|来不了|干不了|弄不了|恐怕|别找我|^不(?!难|用)|真不|忙不过来|没办法|抽不出"
    ),
    dropped=_i("算了|先不做|不排|不做了|再说吧|以后再说|不用了"),
    moved=_i("改成|改到|那就|还是|要不|推到|挪到|提前|之前|最晚|就"),
    day_alone=_i(
        "(?:那|就|可以|行|好|没问题|来得及|吧|的|也|我|给|你|发|改成|改到|对|嗯|最晚|要|完成|弄完|做完|大家|们|[，。？！\\s])*"
    ),
    recap=_i("总结一下|回顾一下|再过一遍|确认一下大家|重复一下|汇总一下"),
    shift=_i(
        "^(?:好|行|嗯|那么?|接下来|挺快的|辛苦了|[，。])*(?:下一个|说一下|说说|再说|接下来|另外|最后|还有别的|换个话题|第[二三四五]个|聊一下|讨论一下)"
    ),
    pronoun=_i("这个|那个|它|[这那]事"),
    padding=_i(
        rf"""^(?:那个|就是|呃|嗯|还有|对|好的?|行|然后|可以|没问题)[，,]|^[\u4e00-\u9fff]{{2,3}}，(?=.*[你您])|
[我你您](?:这边|们|自己|就|再|先)*(?:能不能|可不可以|有没有时间|可以|能|来|去|会|负责)(?={_ZH_DO}|.)|我(?=把|给)|
(?:得|需要|要|最好|必须|应该)有?(?:个)?人(?:来|去|把|负责)?|(?:就行|吧|啊|呢|吗|呗)$|麻烦[你您]?|请[你您]?"""
    ),
    tail=_i("(?:[。！？；]|，(?:不然|因为|所以|要不|但是|不过)).*$"),
)

SPEECH_ACTS: Mapping[str, SpeechActs] = {"en": _EN, "zh": _ZH}
