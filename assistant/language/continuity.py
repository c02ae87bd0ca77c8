"""What a new task has to do with what was said before it."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.language.clauses import brief, vague
from assistant.language.sentences import Sentence
from assistant.language.speech_acts import SpeechActs
from assistant.language.tasks import State, Task
from assistant.language.terms import content_words, overlap

WORDY = 4
"""Words from which an answer says more than the question whose task it is."""
ALIKE = 0.6
"""Shared content words from which two tasks are one."""
FAR = 3
"""Turns back in which "it" may have been named."""
SHORT = 8
"""Letters of a sentence that may be a name or a "yes" and says not what "it" is."""


def same_task(
    old: Task | None, new: Task, s: Sentence, points_back: bool, when_turn: int
) -> Task | None:
    """The task in play, if a new one only repeats, answers or takes it over.

    `when_turn` is the last turn in which somebody asked for a day.
    """
    words = content_words(new.said, s.language)
    if old is None or old.state is State.DROPPED:
        return None
    same_turn = s.turn == old.turn
    if overlap(old.words, words) >= ALIKE:
        return old
    if new.state is State.RAISED:
        return None
    if new.state is State.ASKED:
        waiting = old.state is State.NEEDED and not new.said
        return old if waiting or (points_back and s.turn - old.turn <= 1) else None
    if new.state is State.NEEDED:
        return old if points_back and old.state is State.NEEDED else None
    if old.state is State.TAKEN:
        unclear = vague(old.said, s.language)
        told_when = new.due is not None and when_turn == s.turn - 1
        answered = old.owner == s.speaker and (
            (same_turn and (old.asker != s.speaker or unclear)) or told_when
        )
        return old if answered or (points_back and old.owner == s.speaker) else None
    replied = s.turn - old.turn <= 1 and s.speaker != old.asker
    if old.state is State.ASKED and same_turn and s.speaker == old.asker:
        return None
    if replied and old.open:
        return old
    if replied and old.state is State.ASKED and s.speaker == old.asked:
        return old
    taken_over = old.state is State.REFUSED and s.turn - old.turn <= 1
    return old if points_back or (taken_over and s.speaker != old.asked) else None


def renew(old: Task, new: Task, s: Sentence) -> None:
    """Lets what is said of a task anew change it: its words, its taker, its day."""
    fuller = len(new.words) > 1 or len(new.said.split()) > WORDY
    if old.state is State.RAISED and fuller:
        old.said, old.about = new.said, (() if len(new.words) < 2 else (old.said, *old.about))
    if vague(old.said, old.language) and not brief(new.said, new.language):
        old.said, old.about = new.said, ()
    if new.state in (State.TAKEN, State.OFFERED):
        old.owner, old.name = s.speaker, None
        old.state = State.TAKEN
    elif new.state is State.ASKED and old.state is not State.TAKEN:
        old.state, old.asker, old.name, old.asked = new.state, s.speaker, new.name, new.asked
    elif old.state is State.RAISED:
        old.state = new.state
    old.due = new.due or old.due
    old.support(s)


def point_back(
    recent: Sequence[Sentence], s: Sentence, acts: SpeechActs, new: Task, far: bool
) -> None:
    """Finds what the "it" of a new task is, in the `recent` sentences just before.

    Where no phrase can be put in its place, a task of hardly more than a verb keeps the
    sentences themselves (`far`).
    """
    near = [b for b in recent if s.turn - b.turn <= FAR]
    resolved = acts.resolve(new.said, [b.text for b in near])
    if resolved is not None:
        new.said, at = resolved
        new.segments = [near[at].segment]
    elif far:
        about = _antecedent(recent, s, acts)
        new.about = tuple(b.text for b in about)
        new.segments = list(dict.fromkeys(b.segment for b in about))


def _antecedent(recent: Sequence[Sentence], s: Sentence, acts: SpeechActs) -> list[Sentence]:
    """The sentences just before that a task without words of its own is about."""
    about: list[Sentence] = []
    for before in reversed(recent):
        if s.turn - before.turn > 2 or (about and before.turn != about[0].turn):
            break
        if len(before.text) > SHORT and content_words(before.text, s.language):
            about.insert(0, before)
            if len(about) == 2 or not acts.leaning.search(before.text):
                break
    return about
