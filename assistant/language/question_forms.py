"""How people ask and answer: the patterns of a language that tell one question from another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.language.speech_acts import Patterns, any_of


@dataclass(frozen=True, slots=True)
class QuestionForms:
    """How a language asks, and how answers begin."""

    open: Patterns
    """For what is not known: it cannot be answered by yes alone."""
    idle: Patterns
    """To hand over, to check or to be kind."""
    whole: Patterns
    """It has a verb: it says what it asks for."""
    pointing: Patterns
    """It needs the lines before to be understood."""
    bare: Patterns
    """A thing is named and the rest left out."""
    measured: Patterns
    """For a time or an amount."""
    reasoned: Patterns
    """For a reason or a way."""
    whose: Patterns
    deliberated: Patterns
    """Whether to do something."""
    asked_for: Patterns
    """Somebody is asked to do something."""
    yours: Patterns
    ours: Patterns
    mine: Patterns
    murmur: Patterns
    """No answer, unless it is a `yes` or a `no`."""
    yes: Patterns
    no: Patterns
    exact: Patterns
    """A number or a day."""
    prelude: Patterns
    """What is said before a question and is no part of it."""


_WHEN = (
    r"\bwhen(?:'s|\?| (?:is|are|was|were|do|does|did|will|would|can|could|shall|should|has|have"
    r"|might|may|exactly)\b)"
)
"""The question word, not the conjunction."""
_EN = QuestionForms(
    open=any_of(
        r"\b(?:what|where|which|who|whose|why|how)\b(?!.*\b(?:you know|i mean)\b)",
        r"\bor\b.*\?$",
        _WHEN,
    ),
    idle=any_of(
        r"\b(?:can|could|would|will) (?:you|we|i|somebody|someone|anyone)\b"
        r"(?!.*\b(?:what|when|where|why|how)\b)",
        r"(?:right|okay|ok|yeah|yes|no|huh|eh|correct|alright|isn't it|aren't they|you think)\?$",
        r"\b(?:do|would) you (?:want|like|mind)\b|\bshall (?:we|i)\b|\bshould (?:we|i)\b",
        r"\bany(?:thing|one|body)? ?(?:other|more|final|further)? ?(?:else|questions?|comments?)",
        r"\bwhat (?:do|did|about) you\b.*\bthink|\bwhere are we\b|\bwh(?:o|at)'s next\b",
        r"^(?:so,? |and |or )?what\?$|\byou know what\b|\bguess what\b|\bwhy not\?|\bso what\?",
        r"\bhow are you|\bare (?:you|we) (?:ready|done|all here|okay)|\bis that (?:okay|all)\b",
        r"\bwhat (?:happened|was that|did you say|do you mean)\?$|\bhow about\b|\bwhat if\b",
        r"\bsee what i mean|\bdoes that make sense|\bhave you (?:got|finished)\b",
        r"\bwhy don't (?:we|you)\b|\b(?:can|may) i (?:ask|bring|say|add|have)\b",
        r"\bcan you (?:hear|see)\b|^(?:\w+, )?you (?:had|have|got)\b",
    ),
    murmur=any_of(
        r"^(?:(?:yeah|yes|yep|no|hmm?|mm|mhm|uh|um|huh|hi|thanks|thank you|well|okay|ok|oh|right"
        r"|sure|so|i do|we do|it is|i see|good question|that's true|exactly|let me|hang on"
        r"|let me (?:check|see|look|think)|one (?:second|moment))[,.!-]* *)+$"
    ),
    whole=any_of(
        r"\b(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|need|\w+ed)\b"
        r"|\w's\b"
    ),
    pointing=any_of(
        r"^(?:\w+, )?(?:and |so |but )?(?:is|are|was|were|does|do|did|has|have) "
        r"(?:it|that|this|they|those|these|we|you|i|he|she)\b.{0,14}\?$"
    ),
    bare=any_of(r"^(?:\w+, )?(?:and |so |what about |how about )?(?:the|our|your|that|any)?\b"
                r"(?: ?[\w'-]+){1,3}\?$"),
    measured=any_of(
        _WHEN,
        r"\b(?:how (?:many|much|long|often|far|big|soon)|what (?:time|date|day)|by when)\b"
        r"|\bdeadline\b"
    ),
    reasoned=any_of(r"\b(?:why|how(?! (?:many|much|long|about|far|often))|what happened)\b"),
    whose=any_of(r"\b(?:who|who's|whose|anyone|anybody|someone|somebody)\b"),
    deliberated=any_of(
        r"\b(?:shall|should|could|can|may|might|why don't|what if|let's)\b"
    ),
    asked_for=any_of(r"\b(?:can|could|would|will) (?:you|someone|somebody|anyone|anybody)\b"),
    yours=any_of(r"\byou\b|\byour\b|\byou'"),
    ours=any_of(r"\bwe\b|\bour\b|\bus\b|\bwe'"),
    mine=any_of(r"\bi\b|\bmy\b|\bme\b|\bi'"),
    yes=any_of(r"^(?:yes|yeah|yep|yup|sure|it is|it does|they do|i do|we do|there is|of course)\b"),
    no=any_of(r"^(?:no|nope|not|nah|never|none|nobody|i doubt)\b"),
    exact=any_of(
        r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty"
        r"|hundred|thousand|half|\w+day|first|second|third|\w+th|week|month)\b"
    ),
    prelude=any_of(
        r"^(?:(?:okay|ok|and|but|because|well|oh|also|now|um|uh"
        r"|so(?! (?:it|the|that|this|we|they|he|she|you)\b))\b[,.]? *"
        r"|(?:sure|right|yeah|yes|great|good|hm+|all ?right|perfect|thanks|thank you)"
        r"(?:,| and\b) *)+"
    ),
)  # fmt: skip
_ZH = QuestionForms(
    open=any_of(
        "什么|为什么|怎么|多少|几[个号点天月]|哪|谁|何时|多久|还是|怎样|如何|[有没]没有(?!时间|空)|没有？$|了没有"
    ),
    idle=any_of(
        "[你您](?:来|能不能|能|可以|可不可以|有没有时间|看|觉得|先)",
        "(?:对吧|是吧|好吧|好吗|行吗|可以吗|对吗|吧)？$",
        "还有(?:别的|什么|问题|其他)|要不|谁来|怎么样？$|没问题吧|听得(?:到|见)|不是.*吗？$",
    ),
    murmur=any_of("^(?:[嗯啊哦呃对好行是有看了不没]+[，。！]?)+$"),
    whole=any_of(".{5}"),
    pointing=any_of("^(?:那个|这个|那|这|它)[^，]{0,4}(?:呢|吗)[？?]$"),
    bare=any_of("呢[？?]$|^.{1,4}[？?]$"),
    measured=any_of("什么时候|几[个号点天月时]|多少|多久|何时|哪天|多[大长贵高]"),
    reasoned=any_of("为什么|怎么(?!样？$)|如何|怎么回事|什么问题"),
    whose=any_of("谁|哪位"),
    deliberated=any_of("要不要|能不能|可不可以|行不行|好不好|要不|是不是|可以吗|行吗|好吗"),
    asked_for=any_of("[你您](?:来|能不能|能|可以|可不可以|帮)|麻烦"),
    yours=any_of("[你您]"),
    ours=any_of("我们|咱们|大家"),
    mine=any_of("我(?!们)"),
    yes=any_of("^(?:对|是|有|定了|看了|可以|好|行|嗯|没问题|够)"),
    no=any_of("^(?:不|没|还没|别|暂时没)"),
    exact=any_of("[一二三四五六七八九十百千万两]+[个号点天月成万千百块人张页%％]|\\d|周[一二三四五六日]"),
    prelude=any_of("^(?:(?:好的?|嗯|哦|行|对|哎|哈+|那个|OK)[，,] ?)+"),
)  # fmt: skip
FORMS: Mapping[str, QuestionForms] = {"en": _EN, "zh": _ZH}
