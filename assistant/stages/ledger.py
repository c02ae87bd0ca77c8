"""Tasks as they are asked for, taken, moved and dropped in the course of a talk.

The ledger hears one sentence after the other. A task stays in play for a few turns, in which
an answer, another day or another taker changes it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from assistant.dates import Due, find_dues
from assistant.stages.names import addressed
from assistant.stages.sentences import Sentence
from assistant.stages.speech_acts import SPEECH_ACTS, SpeechActs
from assistant.stages.terms import content_words, overlap

REACH = 4
"""Turns after which a task is no longer what people answer to."""
ALIKE = 0.6
"""Shared content words from which two tasks are one."""
READ_BACK = 0.34
"""The same for a recap, which names tasks in few words."""


class State(Enum):
    ASKED = "asked"
    OFFERED = "offered"
    WONDERED = "wondered"
    NEEDED = "needed"
    TAKEN = "taken"
    REFUSED = "refused"
    DROPPED = "dropped"


@dataclass(slots=True)
class Task:
    """What is to be done, by whom, by when, and where that was said.

    `said` is the task in the words used, `about` the sentence it points back to, `asker` and
    `owner` are speakers, `name` is a person called by name.
    """

    said: str
    state: State
    turn: int
    language: str
    asker: str | None = None
    owner: str | None = None
    name: str | None = None
    due: Due | None = None
    about: str = ""
    segments: list[str] = field(default_factory=list)

    @property
    def words(self) -> set[str]:
        return set(content_words(f"{self.said} {self.about}", self.language))


class Ledger:
    """The tasks of one meeting; `names` maps the names in use to speakers where known."""

    def __init__(self, today: date, names: Mapping[str, str | None]) -> None:
        self.tasks: list[Task] = []
        self._today = today
        self._names = names
        self._recent: list[Sentence] = []
        self._current: Task | None = None
        self._recap_turn = -1

    def hear(self, s: Sentence) -> None:
        """Takes the next sentence."""
        acts = SPEECH_ACTS.get(s.language)
        if acts is None:
            return
        if self._current and s.turn - self._current.turn > REACH:
            self._current = None
        if acts.shift.search(s.text):
            self._current = None
        if acts.recap.search(s.text):
            self._recap_turn = s.turn
        if s.turn == self._recap_turn:
            self._read_back(s, acts)
        elif not acts.hypothetical.search(s.text):
            self._answer(s, acts)
            if not self._new_task(s, acts):
                self._move(s, acts)
        self._recent = [*self._recent[-5:], s]

    def _answer(self, s: Sentence, acts: SpeechActs) -> None:
        """Lets an answer decide the task in play."""
        task = self._current
        if task is None:
            return
        if acts.dropped.search(s.text) and task.state in (State.REFUSED, State.ASKED):
            task.state = State.DROPPED
            return
        if task.state is State.ASKED and s.speaker != task.asker:
            if acts.refusal.search(s.text):
                task.state = State.REFUSED
                self._support(task, s)
            elif acts.acceptance.search(s.text):
                self._take(task, s)
        elif task.state is State.OFFERED and s.speaker != task.owner:
            if acts.refusal.search(s.text):
                task.state = State.DROPPED
            elif acts.acceptance.search(s.text):
                task.state = State.TAKEN
                self._support(task, s)

    def _take(self, task: Task, s: Sentence) -> None:
        task.state, task.owner = State.TAKEN, s.speaker
        self._support(task, s)

    def _support(self, task: Task, s: Sentence) -> None:
        task.turn = s.turn
        if s.segment not in task.segments:
            task.segments.append(s.segment)

    def _new_task(self, s: Sentence, acts: SpeechActs) -> bool:
        """Enters a task that the sentence names; True where it named one."""
        dues = find_dues(s.text, self._today, s.language)
        text = _without(s.text, dues)
        for state, pattern in (
            (State.WONDERED, acts.who),
            (State.ASKED, acts.request),
            (State.TAKEN, acts.commitment),
            (State.NEEDED, acts.need),
            (State.OFFERED, acts.offer),
        ):
            match = pattern.search(text)
            if match is None:
                continue
            said = next((g for g in match.groups() if g), "")
            if acts.talk.match(said) and not (dues and acts.delivery.search(s.text)):
                return False
            self._enter(s, acts, Task(said, state, s.turn, s.language), dues)
            return True
        given = acts.assignment.search(text)
        if given and given["name"] in self._names and not text.endswith(("?", "？")):
            self._assign(s, given["name"], given["task"], dues)
            return True
        return False

    def _enter(self, s: Sentence, acts: SpeechActs, new: Task, dues: Sequence[Due]) -> None:
        new.asker = s.speaker
        new.due = dues[-1] if dues else None
        if new.state in (State.TAKEN, State.OFFERED):
            new.owner = s.speaker
            new.state = State.TAKEN if new.due else new.state
        if new.state is State.ASKED:
            name = addressed(s)
            new.name = name if name in self._names else None
        back = acts.pronoun.search(new.said) or not new.said
        points_back = bool(back) and len(content_words(new.said, s.language)) < 2
        old = self._meant(s, new, points_back)
        if old is not None:
            self._renew(old, new, s, points_back)
            return
        if points_back or (back and len(new.words) < 3):
            about = self._antecedent(s)
            new.about = about.text if about else ""
            if about and about.segment != s.segment:
                new.segments.append(about.segment)
        self._support(new, s)
        self.tasks.append(new)
        self._current = new

    def _meant(self, s: Sentence, new: Task, points_back: bool) -> Task | None:
        """The task in play that a new one only repeats, answers or takes over."""
        old = self._current
        if old is None or old.state is State.DROPPED:
            return None
        same_turn = s.turn == old.turn
        if overlap(old.words, content_words(new.said, s.language)) >= ALIKE:
            return old
        if new.state is State.ASKED:
            return old if points_back and same_turn and old.state is State.NEEDED else None
        if new.state is State.NEEDED:
            return None
        if old.state is State.TAKEN:
            answered = old.owner == s.speaker and same_turn and old.asker != s.speaker
            return old if answered or (points_back and old.owner == s.speaker) else None
        return old if points_back else None

    def _renew(self, old: Task, new: Task, s: Sentence, points_back: bool) -> None:
        if new.state in (State.TAKEN, State.OFFERED):
            old.owner, old.name = s.speaker, None
            old.state = State.TAKEN
        elif new.state is State.ASKED and old.state is not State.TAKEN:
            old.state, old.asker, old.name = State.ASKED, s.speaker, new.name
        if old.state is State.WONDERED:
            old.state = new.state
        old.due = new.due or old.due
        self._support(old, s)
        self._current = old

    def _assign(self, s: Sentence, name: str, said: str, dues: Sequence[Due]) -> None:
        task = Task(said, State.TAKEN, s.turn, s.language, s.speaker, self._names[name], name)
        task.due = dues[-1] if dues else None
        self._support(task, s)
        self.tasks.append(task)
        self._current = task

    def _antecedent(self, s: Sentence) -> Sentence | None:
        """The nearest sentence before that says what "it" is."""
        for before in reversed(self._recent):
            if s.turn - before.turn <= 2 and len(content_words(before.text, s.language)) > 1:
                return before
        return None

    def _move(self, s: Sentence, acts: SpeechActs) -> None:
        """Lets a day that is named later replace the one before."""
        task = self._current
        if task is None or task.state in (State.REFUSED, State.DROPPED):
            return
        if acts.refusal.search(s.text) and not acts.moved.search(s.text):
            return
        for due in find_dues(s.text, self._today, s.language):
            clause = _clause(s.text, due)
            promised = s.speaker == task.owner and acts.delivery.search(s.text)
            following = s.turn == task.turn and s.speaker == task.owner and task.due is None
            alone = acts.day_alone.fullmatch(clause)
            asked = acts.moved.search(clause) and (s.turn == task.turn or s.speaker != task.asker)
            if promised or following or alone or (asked and len(clause) < 50):
                task.due = due
                self._support(task, s)
                if task.state is State.ASKED and s.speaker != task.asker:
                    self._take(task, s)

    def _read_back(self, s: Sentence, acts: SpeechActs) -> None:
        """Gives the tasks that a recap names one more receipt; enters those it adds."""
        words = content_words(s.text, s.language)
        meant = [t for t in self.tasks if overlap(t.words, words) >= READ_BACK]
        for task in meant:
            if s.segment not in task.segments:
                task.segments.append(s.segment)
        given = acts.assignment.search(s.text)
        if not meant and given and given["name"] in self._names:
            self._assign(
                s, given["name"], given["task"], find_dues(s.text, self._today, s.language)
            )


def _without(text: str, dues: Sequence[Due]) -> str:
    for due in reversed(dues):
        if not text[due.end :].startswith(("'s", "’s")):
            text = text[: due.start].rstrip() + text[due.end :]
    return text


def _clause(text: str, due: Due) -> str:
    """What stands beside a day, up to the marks around it."""
    head = max(text.rfind(mark, 0, due.start) for mark in ",.;!?，。；")
    tails = [at for mark in ",.;!?，。；" if (at := text.find(mark, due.end)) >= 0]
    return text[head + 1 : due.start] + " " + text[due.end : min(tails, default=len(text))]
