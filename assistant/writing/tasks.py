"""Who does what until when, as far as a model's word for it was said by people."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from assistant.language.dates import Due, find_dues
from assistant.language.terms import content_words, overlap
from assistant.types import ActionItem, Decision, Meeting, Segment
from assistant.writing.answers import Decided, Task

SAME = 0.6
"""Shared content words from which two lines say the same."""
CONFIDENCE = 0.6
"""How far a task is believed that only a language model found."""


class Assignments:
    """Makes lines of a model's answers, in the place of those that they say better.

    Args:
        people: what each voice is called, by its id; `named` are names of others who are talked
            to.
    """

    def __init__(
        self, meeting: Meeting, language: str, people: Mapping[str, str], named: Collection[str]
    ) -> None:
        self._today = meeting.date
        self._language = language
        self._people = people
        self._owners = {name.lower(): voice for voice, name in people.items()}
        self._owners |= {name.lower(): name for name in named if name.lower() not in self._owners}

    def decided(
        self, line: Decided, said: Sequence[Segment], before: Sequence[Decision]
    ) -> tuple[Decision, ...]:
        """The decisions with one in other words, or with one more."""
        found = tuple(segment.id for segment in said)
        known = self._same(line, found, [(d.id, d.text, d.segments) for d in before])
        if known is None:
            return (*before, Decision(f"w{len(before) + 1}", line.text, found))
        return tuple(
            replace(d, text=line.text, segments=united(d.segments, found)) if d.id == known else d
            for d in before
        )

    def assigned(
        self, task: Task, said: Sequence[Segment], before: Sequence[ActionItem]
    ) -> tuple[ActionItem, ...]:
        """The tasks with one in other words, or with one more.

        Who has it and until when stays as it was found before; what the model says of that counts
        only where it was said in what the task rests on.
        """
        found = tuple(segment.id for segment in said)
        known = self._same(task, found, [(t.id, t.task, t.segments) for t in before])
        new = ActionItem(f"w{len(before) + 1}", task.text, found, confidence=CONFIDENCE)
        if known is None:
            return (*before, self._completed(new, task, said))
        return tuple(
            self._completed(
                replace(t, task=task.text, segments=united(t.segments, found)), task, said
            )
            if t.id == known
            else t
            for t in before
        )

    def _completed(self, item: ActionItem, task: Task, said: Sequence[Segment]) -> ActionItem:
        if item.owner is None:
            item = replace(item, owner=self._owner(task.owner or "", said))
        if item.due is None and (due := self._due(task.due or "", said)):
            item = replace(item, due=due.day, due_text=due.text)
        return item

    def _same(
        self,
        line: Decided,
        found: Collection[str],
        known: Sequence[tuple[str, str, tuple[str, ...]]],
    ) -> str | None:
        """The id of the line that says the same: rests on the same and shares most words."""
        words = content_words(line.text, self._language)
        for name, text, segments in known:
            alike = overlap(words, content_words(text, self._language))
            if set(found) & set(segments) and (alike >= SAME or (line.id == name and alike > 0)):
                return name
        return None

    def _owner(self, name: str, said: Sequence[Segment]) -> str | None:
        """A person of the meeting who speaks in what the task rests on, or is named there."""
        name = name.strip().lower()
        owner = self._owners.get(name)
        if owner is None and name:
            first = {o for n, o in self._owners.items() if n.split()[0] == name.split()[0]}
            owner = first.pop() if len(first) == 1 else None
        if owner is None:
            return None
        called = self._people.get(owner, owner)
        spoke = any(segment.speaker == owner for segment in said)
        return owner if spoke or any(called in segment.text for segment in said) else None

    def _due(self, wanted: str, said: Sequence[Segment]) -> Due | None:
        """The day that was named in what the task rests on and that the model means."""
        plain = _plain(wanted)
        for segment in said if plain else ():
            for due in find_dues(segment.text, self._today, segment.language or self._language):
                text = _plain(due.text)
                if due.day.isoformat() == wanted or text in plain or plain in text:
                    return due
        return None


def united(one: Sequence[str], other: Sequence[str]) -> tuple[str, ...]:
    """All of both, each once."""
    return tuple(dict.fromkeys((*one, *other)))


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower()).strip()
