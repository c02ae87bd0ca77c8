"""Days that are named after the task they are for."""

from __future__ import annotations

import re
from datetime import date

from assistant.language.clauses import clause, without
from assistant.language.dates import Due, find_dues
from assistant.language.sentences import Sentence
from assistant.language.speech_acts import SpeechActs
from assistant.language.tasks import UNTAKEN, State, Task
from assistant.language.terms import content_words

NEAR = 3
"""Turns after a task in which a bare day is for it."""
LONGEST = 80
"""Letters of a sentence that only names a day."""
LONGEST_CLAUSE = 50
"""Letters of a clause that only moves one."""


def day_for(task: Task, s: Sentence, acts: SpeechActs, today: date) -> Due | None:
    """The day that the sentence sets for a task in play, None where it sets none.

    It does where its speaker promises delivery or goes on about his own task, where hardly
    anything but the day is said, or where somebody moves it ("make that Thursday").
    """
    dues = find_dues(s.text, today, s.language)
    if len(dues) > 1 and acts.either.search(s.text):
        return None
    own, turns = s.speaker == task.owner, s.turn - task.turn
    promised = (own or task.state in UNTAKEN) and acts.delivery.search(s.text)
    following = turns == 0 and own and task.due is None
    party = turns == 0 or s.speaker != task.asker or task.state is State.NEEDED
    for due in reversed(dues):
        said = _without_task(clause(s.text, due), task)
        beside = without(s.text, dues).replace(said.strip(), " ")
        extra = set(content_words(beside, s.language)) - task.words
        bare = acts.day_alone.fullmatch(said) and len(s.text) < LONGEST
        alone = bare and len(extra) < (1 if task.due else 2)
        moved = party and acts.moved.search(said) and len(said) < LONGEST_CLAUSE
        if promised or following or (turns <= NEAR and (alone or moved)):
            return due
    return None


def _without_task(said: str, task: Task) -> str:
    """A clause without the verb of the task, which Chinese answers say again."""
    return re.sub(f"[{task.said[:2]}]", "", said) if task.language == "zh" and task.said else said
