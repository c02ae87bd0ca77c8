"""Due phrases as people say them, resolved against the day of the meeting.

A language is one entry of `RULES`: patterns tried at every place of the text, each with the
arithmetic that turns a match into a day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from assistant.language.calendar_days import Rules
from assistant.language.chinese_days import CHINESE_DAYS
from assistant.language.english_days import ENGLISH_DAYS

RULES: Mapping[str, Rules] = {"en": ENGLISH_DAYS, "zh": CHINESE_DAYS}


@dataclass(frozen=True, slots=True)
class Due:
    """A day and the words that named it; `start` and `end` are their place in the text."""

    day: date
    text: str
    start: int
    end: int


def find_dues(text: str, today: date, language: str) -> list[Due]:
    """The days that `text` names as lying on or after `today`, in the order they are named.

    A language without rules gives none.
    """
    rules = RULES.get(language)
    return [] if rules is None else list(_scan(text, today, rules))


def _scan(text: str, today: date, rules: Rules) -> Iterator[Due]:
    at = 0
    while at < len(text):
        found = [(m, r) for p, r in rules.phrases if (m := p.search(text, at))]
        if not found:
            return
        match, resolve = min(found, key=lambda f: (f[0].start(), -f[0].end()))
        at = match.end()
        head = text[: match.start()]
        if rules.refused.search(head) or rules.dropped.match(text[at:]):
            continue
        day = resolve(match, today)
        if day is not None and day >= today:
            lead = rules.before.search(head)
            start = lead.start() if lead else match.start()
            yield Due(day, text[start:at].strip(), start, at)
