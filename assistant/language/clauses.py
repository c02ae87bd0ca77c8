"""Sentences in smaller parts: acts, clauses, and what is left without a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.language.dates import Due
from assistant.language.languages import SPEECH_ACTS
from assistant.language.sentences import Sentence
from assistant.language.speech_acts import SpeechActs
from assistant.language.terms import content_words


def brief(said: str, language: str) -> bool:
    """Whether a task says hardly more than its verb."""
    words = content_words(said, language)
    return len(words) < (4 if language == "zh" else 2)


def vague(said: str, language: str) -> bool:
    """Whether a task is no more than "it" and a verb: it means what was said around it."""
    if not said.strip():
        return True
    return brief(said, language) and bool(SPEECH_ACTS[language].pronoun.search(said))


def pieces(s: Sentence, acts: SpeechActs) -> list[Sentence]:
    """The sentence cut where it goes over from one act to the next."""
    cuts = [m for m in acts.joint.finditer(s.text) if m.start() > 0]
    starts, ends = [0, *(m.end() for m in cuts)], [*(m.start() for m in cuts), len(s.text)]
    return [replace(s, text=s.text[a:b]) for a, b in zip(starts, ends, strict=True)]


def without(text: str, dues: Sequence[Due]) -> str:
    """The text without its days, but for "Friday's"."""
    for due in reversed(dues):
        if not text[due.end :].startswith(("'s", "’s")):
            text = text[: due.start].rstrip() + text[due.end :]
    return text


def clause(text: str, due: Due) -> str:
    """What stands beside a day, up to the marks around it."""
    head = max(text.rfind(mark, 0, due.start) for mark in ",.;!?，。；")
    tails = [at for mark in ",.;!?，。；" if (at := text.find(mark, due.end)) >= 0]
    return text[head + 1 : due.start] + " " + text[due.end : min(tails, default=len(text))]
