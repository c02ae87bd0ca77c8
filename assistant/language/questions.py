"""Questions that were asked for information, with the answers they got.

The weights in `heads/questions.safetensors` were trained by `training/questions.py` on scripts of
our own; see `docs/model-card.md`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assistant.language.address import names_in_use
from assistant.language.languages import fluent
from assistant.language.question_cues import MARKS, SHORTEST, cues, words
from assistant.language.question_forms import FORMS
from assistant.language.sentences import Sentence
from assistant.language.shipped import shipped
from assistant.language.terms import content_words
from assistant.types import Question

Floats = NDArray[np.float32]

QUESTIONS = 10
LIKELY = 0.5
"""Chance from which a pair is kept."""
LINES, MOST_LINES = 2, 4
"""Sentences of an answer, and of one whose first say little."""
ENOUGH = 10
"""Words from which an answer needs no more sentences than LINES."""
LONGEST = 30
"""Words of a sentence that may be put before a question that takes it up."""
TURNS = 3
"""Turns within which an answer is to come; murmurs in between are none."""

_LEAD = re.compile(r"^(?:(?:okay|ok|so|and|but|well|oh|also|now|um|uh)\b[,.]? *)+", re.IGNORECASE)
_SAID = re.compile(r"\d|[^\W\d_]{2}|[\u3400-\u9fff]")
_AGAIN = re.compile(r"\b([\w'’]+(?: [\w'’]+){1,2}|\w+['’]\w+),? \1(?![\w'’])", re.IGNORECASE)
_STUMBLE = re.compile(
    r"\b(\w+)(?:[ ,-]+\1\b)|(?<![\w'’])[b-hj-np-z](?![\w'’])|\w-(?= |$)", re.IGNORECASE
)
"""A word twice, a lone letter, half a word."""
_UNMARKED = re.compile(
    "吗$|了没有$|(?:什么时候|多少|怎么样?|怎么办|为什么|怎么回事|多久|几[个号点月]).{0,6}(?<![吧啊])$"
    "|有没有|是不是|能不能|要不要|是.+[，,]还是"
)
"""Chinese that asks whether or not it has its mark."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A question, what it takes up, its answer, and their `question_cues.cues`.

    A question that is not `clear` would say nothing to those who were not there.
    """

    asked: Sentence
    about: Sentence | None
    answer: Sequence[Sentence]
    clear: bool
    cues: Sequence[float]


def questions(sentences: Sequence[Sentence]) -> Iterator[Question]:
    """Up to QUESTIONS questions with the answer of somebody else, in time order.

    Of the questions of one turn the most likely stands for all.
    """
    for pair in best_pairs(pairs(sentences), load_weights()):
        parts = (pair.asked, *pair.answer, *([pair.about] if pair.about else ()))
        ids = dict.fromkeys(part.segment for part in parts)
        yield Question(_question(pair.asked, pair.about), _answered(pair.answer), tuple(ids))


def best_pairs(found: Sequence[Pair], weights: Floats) -> list[Pair]:
    """The likeliest clear ones of `found`, one an answer, QUESTIONS at most, in time order."""
    best: dict[tuple[str, str], tuple[float, Pair]] = {}
    for chance, pair in zip(chances(found, weights), found, strict=True):
        first = pair.answer[0]
        key = (first.segment, first.text)
        if pair.clear and chance >= LIKELY and chance > best.get(key, (0.0, pair))[0]:
            best[key] = (chance, pair)
    kept = sorted(best.values(), key=lambda scored: -scored[0])[:QUESTIONS]
    return sorted((pair for _, pair in kept), key=lambda pair: pair.asked.start)


def pairs(sentences: Sequence[Sentence]) -> list[Pair]:
    """Every sentence that asks and is answered by somebody else."""
    found, names = [], names_in_use(sentences)
    sentences = [_marked(s) for s in sentences]
    for at, asked in enumerate(sentences):
        if not asked.text.endswith(MARKS) or asked.language not in FORMS:
            continue
        answer = _answer(sentences, at)
        if answer:
            leans, called = _leans(asked), _core(asked).rstrip("".join(MARKS)) in names
            about = _taken_up(sentences, at) if leans else None
            clear = not called and not _stumbles(asked) and not (leans and about is None)
            found.append(Pair(asked, about, answer, clear, cues(sentences, at, answer)))
    return found


def chances(found: Sequence[Pair], weights: Floats) -> list[float]:
    """How likely each pair is one of information asked for and given, 0 to 1.

    `weights` has shape (len(CUES) + 1,), the bias last.
    """
    if not found:
        return []
    scores = np.array([pair.cues for pair in found]) @ weights[:-1] + weights[-1]
    likely: list[float] = (1 / (1 + np.exp(-np.clip(scores, -30, 30)))).tolist()
    return likely


def load_weights() -> Floats:
    """The weights that come with the program."""
    return shipped("heads/questions")["weights"]


def _marked(s: Sentence) -> Sentence:
    """A Chinese question that the recogniser took for a statement, with its mark."""
    text = s.text.rstrip("。，")
    if s.language != "zh" or s.text.endswith(MARKS) or not _UNMARKED.search(text):
        return s
    return replace(s, text=f"{text}？")


def _answer(sentences: Sequence[Sentence], at: int) -> list[Sentence]:
    """The first sentences of the next turn that says something; none where it asks back."""
    asked = sentences[at]
    answer: list[Sentence] = []
    for s in sentences[at + 1 :]:
        if s.turn != answer[0].turn if answer else s.turn - asked.turn >= TURNS:
            break
        if s.speaker == asked.speaker:
            continue
        if s.text.endswith(MARKS) or (len(answer) >= LINES and _told(answer) >= ENOUGH):
            break
        if answer or not _murmured(s):
            answer.append(s)
        if len(answer) == MOST_LINES:
            break
    while len(answer) > 1 and (_trailing(answer[-1]) or _ends_nowhere(answer[-1])):
        answer.pop()
    return answer


def _trailing(s: Sentence) -> bool:
    forms = FORMS.get(s.language)
    empty = _SAID.search(s.text) is None
    return empty or (forms is not None and forms.murmur.search(s.text) is not None)


def _murmured(s: Sentence) -> bool:
    """Whether a sentence only shows that somebody listens."""
    forms = FORMS.get(s.language)
    if forms and (forms.yes.search(s.text) or forms.no.search(s.text)):
        return False
    return _trailing(s)


def _stumbles(s: Sentence) -> bool:
    return _STUMBLE.search(_smooth(s)) is not None


def _ends_nowhere(s: Sentence) -> bool:
    return s.text[-1].isalnum() or s.text[-1] in ",-，"


def _leans(asked: Sentence) -> bool:
    """Whether a question cannot be understood without what was said before it."""
    forms, text = FORMS[asked.language], asked.text
    whole = forms.open.search(text) or (forms.whole.search(text) and not forms.bare.search(text))
    named = content_words(text, asked.language)
    return not (named and whole) or forms.pointing.search(text) is not None


def _taken_up(sentences: Sequence[Sentence], at: int) -> Sentence | None:
    """The last sentence before a question that says something and can be told."""
    for s in reversed(sentences[:at]):
        if sentences[at].turn - s.turn >= TURNS:
            break
        told = s.turn == sentences[at].turn or content_words(s.text, s.language)
        clear = SHORTEST <= words(s) <= LONGEST and not _stumbles(s) and not _ends_nowhere(s)
        if told and clear:
            return s
    return None


def _question(asked: Sentence, about: Sentence | None) -> str:
    """The question, after what it takes up: in quotes where somebody else said it."""
    question = _core(asked)
    if about is None:
        return question
    said = _clean(about)
    lead = said if about.speaker == asked.speaker else f"“{said}”"
    return _glue(asked).join((lead, question))


def _answered(answer: Sequence[Sentence]) -> str:
    first, *others = answer
    return _glue(first).join((_clean(first), *(_smooth(s) for s in others)))


def _told(answer: Sequence[Sentence]) -> float:
    return sum(words(s) for s in answer)


def _glue(s: Sentence) -> str:
    return "" if s.language == "zh" else " "


def _core(asked: Sentence) -> str:
    """A question without sounds and what is said before it."""
    return _capital(FORMS[asked.language].prelude.sub("", _smooth(asked)))


def _clean(s: Sentence) -> str:
    """A sentence without sounds and lead-ins; a no or yes at its start stays."""
    return _capital(_LEAD.sub("", _smooth(s)))


def _capital(text: str) -> str:
    text = text.strip(" ,，")
    return text[:1].upper() + text[1:]


def _smooth(s: Sentence) -> str:
    """A sentence without the sounds and repeats of somebody looking for words."""
    text = fluent(s.text, s.language)
    if s.language == "zh":
        return re.sub(r"(?<=[，。])\s+", "", text)
    return _AGAIN.sub(lambda m: m[0] if FORMS["en"].exact.search(m[0]) else m[1], text)
