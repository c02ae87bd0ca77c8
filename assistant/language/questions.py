"""Questions that were asked for information, with the answers they got."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.language.languages import SPEECH_ACTS, fluent
from assistant.language.sentences import Sentence
from assistant.language.terms import content_words
from assistant.types import Question

QUESTIONS = 8


def questions(sentences: Sequence[Sentence]) -> Iterator[Question]:
    """Questions that ask for something and the answer of the next speaker, in time order."""
    found: list[tuple[float, int, list[Sentence]]] = []
    for at, s in enumerate(sentences):
        if _asks(s):
            answer = _answer(sentences, at)
            worth = len({w for a in answer for w in content_words(a.text, a.language)})
            if worth >= 2:
                found.append((worth + len(content_words(s.text, s.language)), at, answer))
    best = sorted(found, key=lambda f: (-f[0], f[1]))[:QUESTIONS]
    for _, at, answer in sorted(best, key=lambda f: f[1]):
        ids = dict.fromkeys([sentences[at].segment, *(a.segment for a in answer)])
        glue = "" if sentences[at].language == "zh" else " "
        yield Question(_clean(sentences[at]), glue.join(_clean(a) for a in answer), tuple(ids))


def _asks(s: Sentence) -> bool:
    """Whether a sentence asks for information rather than for a favour."""
    acts = SPEECH_ACTS.get(s.language)
    if not s.text.endswith(("?", "？")) or not content_words(s.text, s.language):
        return False
    return acts is None or not (acts.request.search(s.text) or acts.proposed.search(s.text))


def _answer(sentences: Sequence[Sentence], at: int) -> list[Sentence]:
    """The first two sentences of the next speaker's turn, none where it is a question back."""
    asked = sentences[at]
    turn: int | None = None
    answer: list[Sentence] = []
    for s in sentences[at + 1 :]:
        if turn is None and s.turn != asked.turn:
            turn = s.turn
        if turn is not None and (s.turn != turn or len(answer) == 2):
            break
        if turn is not None:
            answer.append(s)
    asks_back = bool(answer) and answer[0].text.endswith(("?", "？"))
    return [] if asks_back or (turn is not None and turn - asked.turn > 1) else answer


def _clean(s: Sentence) -> str:
    acts = SPEECH_ACTS.get(s.language)
    text = fluent(s.text, s.language)
    if acts is not None:
        text = acts.lead.sub("", text) or text
    text = text.strip(" ,，")
    return text[:1].upper() + text[1:]
