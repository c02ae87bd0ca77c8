"""What a question is like and how it was taken: the numbers that its worth is told by."""

from __future__ import annotations

import math
from collections.abc import Sequence

from assistant.language.languages import SPEECH_ACTS
from assistant.language.question_forms import FORMS
from assistant.language.sentences import Sentence
from assistant.language.terms import content_words

MARKS = ("?", "？")
SHORTEST = 3
"""Words of a question that says what it asks for."""
REPLY = 7
"""Sentences after a question among which the first reply is looked for."""

_FORMS = (
    "open", "idle", "pointing", "whole", "bare", "measured", "reasoned", "whose", "deliberated",
    "asked_for", "yours", "ours", "mine",
)  # fmt: skip
_ACTS = ("request", "proposed", "tagged", "polled", "hypothetical")
CUES: tuple[str, ...] = (
    "chinese",
    *_FORMS,
    *_ACTS,
    "content",
    "words",
    "short",
    "opens_turn",
    "closes_turn",
    "asked_before",
    "asked_after",
    "in_return",
    "yes",
    "no",
    "told",
    "shared",
    "exact",
    "promised",
    "agreed",
    "lines",
)
"""What each number is."""


def cues(sentences: Sequence[Sentence], at: int, answer: Sequence[Sentence]) -> list[float]:
    """What is seen of the question at an index and of its answer, one number for each of `CUES`.

    Most are 0 or 1; amounts of words are logarithms. The language must be one of `FORMS`.
    """
    return [*_asked(sentences, at), *_answered(sentences, at, answer)]


def words(s: Sentence) -> float:
    """About how many words a sentence has; two characters of Chinese count as one."""
    return len(s.text) / 2 if s.language == "zh" else len(s.text.split())


def _asked(sentences: Sequence[Sentence], at: int) -> list[float]:
    asked = sentences[at]
    text = asked.text
    forms, acts = FORMS[asked.language], SPEECH_ACTS[asked.language]
    patterns = (*(getattr(forms, f) for f in _FORMS), *(getattr(acts, a) for a in _ACTS))
    before = sentences[at - 1] if at else None
    after = sentences[at + 1] if at + 1 < len(sentences) else None
    went_on = before is not None and before.turn == asked.turn
    goes_on = after is not None and after.turn == asked.turn
    asked_before = before is not None and before.text.endswith(MARKS)
    in_return = asked_before and not went_on and before is not None and not _idle(before)
    return [
        float(asked.language == "zh"),
        *(float(pattern.search(text) is not None) for pattern in patterns),
        math.log1p(len(content_words(text, asked.language))),
        math.log1p(words(asked)),
        float(words(asked) < SHORTEST),
        float(not went_on),
        float(not goes_on),
        float(went_on and asked_before),
        float(goes_on and after is not None and after.text.endswith(MARKS)),
        float(in_return),
    ]


def _idle(asked: Sentence) -> bool:
    forms = FORMS.get(asked.language)
    return forms is not None and forms.idle.search(asked.text) is not None


def _answered(sentences: Sequence[Sentence], at: int, answer: Sequence[Sentence]) -> list[float]:
    asked = sentences[at]
    forms, acts = FORMS[asked.language], SPEECH_ACTS[asked.language]
    following = (s for s in sentences[at + 1 : at + 1 + REPLY] if s.turn > asked.turn)
    reply = next((s.text for s in following), "")
    text = " ".join(s.text for s in answer)
    own = set(content_words(asked.text, asked.language))
    told = set(content_words(text, asked.language))
    return [
        float(forms.yes.search(reply) is not None),
        float(forms.no.search(reply) is not None),
        math.log1p(len(told)),
        float(not own.isdisjoint(told)),
        float(forms.exact.search(text) is not None),
        float(any(acts.commitment.search(s.text) for s in answer)),
        float(acts.agreed.search(reply) is not None),
        float(len(answer) > 1),
    ]
