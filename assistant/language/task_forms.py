"""What speaks against a sentence naming a task though it has the form of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.language.address import addressed
from assistant.language.dates import Due
from assistant.language.sentences import Sentence
from assistant.language.speech_acts import Patterns, SpeechActs
from assistant.language.tasks import Task

Groups = Mapping[str, str | None]


def is_other_form(
    groups: Groups, pattern: Patterns, s: Sentence, acts: SpeechActs, dues: Sequence[Due]
) -> bool:
    """Whether another pattern may still find a task: this one needs a day or a name."""
    if pattern is acts.need and groups.get("thing"):
        return not dues
    return pattern is acts.request and bool(groups.get("doing2")) and not (dues or addressed(s))


def is_no_task(
    groups: Groups,
    pattern: Patterns,
    s: Sentence,
    acts: SpeechActs,
    dues: Sequence[Due],
    current: Task | None,
) -> bool:
    """Whether the sentence only tells, or speaks of the `current` task."""
    if groups.get("told") and (acts.tagged.search(s.text) or not (dues or addressed(s))):
        return True
    promises = pattern is acts.promised
    if promises and not (dues or groups.get("eventual")):
        return True
    waits = current is not None and current.waits_for(s.speaker)
    return waits and (promises or bool(groups.get("ready") and dues))
