"""Questions that were asked for information, with the answers they got."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.language.languages import SPEECH_ACTS, fluent
from assistant.language.sentences import Sentence
from assistant.language.speech_acts import Patterns, any_of
from assistant.language.terms import content_words
from assistant.types import Question

QUESTIONS = 8
LINES = 2
"""Sentences of an answer."""
PATIENCE = 1
"""Sentences that whoever asks may add before it is somebody else's turn."""
TURNS = 3
"""Turns within which an answer is to come; murmurs in between are none."""
OPEN = 3.0
"""What a question word is worth, in content words: it cannot be answered by yes alone."""
LEAST = 2
"""Content words of an answer."""
SHORTEST = 3
"""Words of a question that can be read on its own."""


@dataclass(frozen=True, slots=True)
class QuestionForms:
    """How a language asks: `open` for what is not known, `idle` to hand over, check or be kind.

    `murmur` is no answer; a question that is not `open` must be `whole`.
    """

    open: Patterns
    idle: Patterns
    murmur: Patterns
    whole: Patterns
    pointing: Patterns


_EN = QuestionForms(
    open=any_of(
        r"\b(?:what|when|where|which|who|whose|why|how)\b(?!.*\b(?:you know|i mean)\b)",
        r"\bor\b.*\?$",
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
        r"^(?:(?:yeah|yes|yep|no|hmm?|mm|mhm|uh|um|well|okay|ok|oh|right|sure|so|i do|we do|it is"
        r"|i see|good question|that's true|exactly)[,.!]? *)+$"
    ),
    whole=any_of(
        r"\b(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|need|\w+ed)\b"
        r"|\w's\b"
    ),
    pointing=any_of(
        r"^(?:\w+, )?(?:and |so |but )?(?:is|are|was|were|does|do|did|has|have) "
        r"(?:it|that|this|they|those|these|we|you|i|he|she)\b.{0,14}\?$"
    ),
)
_ZH = QuestionForms(
    open=any_of(
        "什么|为什么|怎么|多少|几[个号点天月]|哪|谁|何时|多久|还是|怎样|如何|[有没]没有|没有？$|了没有"
    ),
    idle=any_of(
        "[你您](?:来|能不能|能|可以|可不可以|有没有时间|看|觉得|先)",
        "(?:对吧|是吧|好吧|好吗|行吗|可以吗|对吗|吧)？$",
        "还有(?:别的|什么|问题|其他)|要不|谁来|怎么样？$|没问题吧|听得(?:到|见)|不是要",
    ),
    murmur=any_of("^(?:[嗯啊哦呃对好行是有看了不没]+[，。！]?)+$"),
    whole=any_of(".{5}"),
    pointing=any_of("^(?:那个|这个|那|这|它)[^，]{0,4}(?:呢|吗)[？?]$"),
)
_LEAD = re.compile(r"^(?:(?:okay|ok|so|and|but|well|oh|also|now|um|uh)\b[,.]? *)+", re.IGNORECASE)
FORMS: Mapping[str, QuestionForms] = {"en": _EN, "zh": _ZH}


def questions(sentences: Sequence[Sentence]) -> Iterator[Question]:
    """Up to QUESTIONS questions with the answer of somebody else, in time order."""
    found: list[tuple[float, int, list[Sentence]]] = []
    for at, asked in enumerate(sentences):
        forms = FORMS.get(asked.language)
        if forms is None or not _asks(asked, forms):
            continue
        answer = _answer(sentences, at, forms)
        substance = {w for a in answer for w in content_words(a.text, a.language)}
        if len(substance) >= LEAST:
            own = set(content_words(asked.text, asked.language))
            worth = min(len(substance), 8) + min(len(own), 6) + len(own & substance)
            found.append((worth + OPEN * bool(forms.open.search(asked.text)), at, answer))
    best: dict[str, tuple[int, list[Sentence]]] = {}
    for _, at, answer in sorted(found, key=lambda f: (-f[0], f[1])):
        best.setdefault(f"{answer[0].segment} {answer[0].text}", (at, answer))
    for at, answer in sorted(list(best.values())[:QUESTIONS], key=lambda f: f[0]):
        ids = dict.fromkeys([sentences[at].segment, *(a.segment for a in answer)])
        glue = "" if sentences[at].language == "zh" else " "
        yield Question(_clean(sentences[at]), glue.join(_clean(a) for a in answer), tuple(ids))


def _asks(s: Sentence, forms: QuestionForms) -> bool:
    """Whether a sentence asks for information that it names."""
    if not s.text.endswith(("?", "？")) or not content_words(s.text, s.language):
        return False
    short = s.language != "zh" and len(s.text.split()) < SHORTEST
    if short or forms.idle.search(s.text) or forms.pointing.search(s.text):
        return False
    acts, is_open = SPEECH_ACTS.get(s.language), forms.open.search(s.text)
    if not is_open and not forms.whole.search(s.text):
        return False
    if acts is None:
        return True
    return not acts.request.search(s.text) and bool(is_open or not acts.proposed.search(s.text))


def _answer(sentences: Sequence[Sentence], at: int, forms: QuestionForms) -> list[Sentence]:
    """The first sentences of the next turn that says something; none where it asks back."""
    asked = sentences[at]
    answer: list[Sentence] = []
    added = 0
    for s in sentences[at + 1 :]:
        if s.speaker == asked.speaker and not answer:
            added += s.turn == asked.turn
            if added > PATIENCE or s.turn - asked.turn >= TURNS:
                break
            continue
        if s.turn - asked.turn >= TURNS or (answer and s.turn != answer[0].turn):
            break
        if s.text.endswith(("?", "？")):
            break
        if not (forms.murmur.search(s.text) and not answer):
            answer.append(s)
        if len(answer) == LINES:
            break
    return answer


def _clean(s: Sentence) -> str:
    """A sentence without sounds and lead-ins; a no or yes at its start stays."""
    text = fluent(s.text, s.language)
    text = re.sub(
        r"^(?:(?:okay|ok|so|and|but|well|oh|also|now|um|uh)\b[,.]? *)+", "", text, flags=re.I
    )
    text = text.strip(" ,，")
    return text[:1].upper() + text[1:]
