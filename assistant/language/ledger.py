"""Tasks as they are asked for, taken, moved and dropped in the course of a talk.

The ledger hears one sentence after the other. A task stays in play for a few turns, in which
an answer, another day or another taker changes it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from assistant.language.address import addressed
from assistant.language.clauses import brief, clause, pieces, without
from assistant.language.continuity import ALIKE, point_back, renew, same_task
from assistant.language.dates import Due, find_dues
from assistant.language.languages import SPEECH_ACTS, fluent
from assistant.language.sentences import Sentence
from assistant.language.speech_acts import SpeechActs
from assistant.language.task_days import day_for
from assistant.language.task_forms import is_no_task, is_other_form
from assistant.language.tasks import UNTAKEN, State, Task
from assistant.language.terms import content_words, overlap

REACH = 4
"""Turns after which a task is no longer what people answer to."""
READ_BACK = 0.34
"""The same for a recap, which names tasks in few words."""


class Ledger:
    """The tasks of one meeting; `names` maps the names in use to speakers where known."""

    def __init__(self, today: date, names: Mapping[str, str | None]) -> None:
        self.tasks: list[Task] = []
        self._today = today
        self._names = names
        self._recent: list[Sentence] = []
        self._current: Task | None = None
        self._recap_turn = -1
        self._when_turn = -1
        self._turned = -1

    def hear(self, sentence: Sentence) -> None:
        """Takes the next sentence."""
        acts = SPEECH_ACTS.get(sentence.language)
        if acts is None:
            return
        s = replace(sentence, text=fluent(sentence.text, sentence.language))
        if self._current and s.turn - self._current.turn > REACH:
            self._current = None
        if acts.shift.search(s.text) or self._turns_elsewhere(s, acts):
            self._current, self._turned = None, s.turn
        if acts.when.search(s.text):
            self._when_turn = s.turn
        if acts.recap.search(s.text):
            self._recap_turn = s.turn
        if s.turn == self._recap_turn:
            self._read_back(s, acts)
        elif not acts.hypothetical.search(s.text):
            parts = pieces(s, acts)
            for piece in parts:
                self._answer(piece, acts)
                if not self._new_task(piece, acts, s if len(parts) == 2 else piece):
                    self._move(piece, acts)
                self._recent = [*self._recent[-7:], piece]
            return
        self._recent = [*self._recent[-7:], s]

    def _turns_elsewhere(self, s: Sentence, acts: SpeechActs) -> bool:
        """Whether another subject is named or asked about."""
        if self._current is None:
            return False
        together = acts.together.search(s.text)
        if find_dues(s.text, self._today, s.language) and not together:
            return False
        words = content_words(s.text, s.language)
        if not words or self._current.words & set(words):
            return False
        if acts.heading.fullmatch(s.text):
            return True
        if acts.tagged.search(s.text):
            return False
        asks = s.text.endswith(("?", "？")) and not acts.when.search(s.text)
        return asks and (bool(together) or not brief(s.text, s.language))

    def _answer(self, s: Sentence, acts: SpeechActs) -> None:
        """Lets an answer decide the task in play."""
        task = self._awaiting(s) or self._current
        if task is None:
            return
        open_ = (State.REFUSED, State.ASKED, State.OFFERED, State.RAISED)
        if acts.dropped.search(s.text) and task.state in open_:
            task.state = State.DROPPED
        elif task.state is State.ASKED and s.speaker != task.asker:
            # Who answers first was meant; a third person's "okay" is about something else.
            task.asked = task.asked or s.speaker
            if s.speaker != task.asked or s.turn - task.turn > 2:
                return
            if acts.refusal.search(s.text) and not self._suits(s, acts):
                task.state = State.REFUSED
                task.support(s)
            elif acts.refusal.search(s.text):
                task.take(s)
            elif not s.text.endswith(("?", "？")):
                accepts = acts.undertaking if task.blunt else acts.acceptance
                if accepts.search(s.text):
                    task.take(s)
        elif task.state is State.RAISED and task.turn == s.turn and acts.handed.search(s.text):
            task.state, task.asker = State.ASKED, s.speaker
        elif task.state is State.RAISED and acts.noted.search(s.text):
            task.state = State.NEEDED
            task.support(s)
        elif task.state in UNTAKEN and s.speaker != task.asker and acts.volunteer.search(s.text):
            task.take(s)
        elif task.state is State.OFFERED and s.speaker != task.owner:
            if acts.refusal.search(s.text):
                task.state = State.DROPPED
            elif acts.welcome.search(s.text):
                task.state = State.TAKEN
                task.support(s)

    def _awaiting(self, s: Sentence) -> Task | None:
        """What the turn before asked for, though it went on to something else."""
        open_ = [t for t in self.tasks[-3:] if t.state is State.ASKED and s.turn - t.turn == 1]
        mine = [t for t in open_ if t.asker != s.speaker and t.asked in (None, s.speaker)]
        return mine[-1] if mine else None

    def _suits(self, s: Sentence, acts: SpeechActs) -> bool:
        """Whether a refusal names another day: "Not today, but tomorrow's fine"."""
        dues = find_dues(s.text, self._today, s.language)
        return any(acts.day_alone.fullmatch(clause(s.text, due)) for due in dues)

    def _takes_up(self, s: Sentence, said: str, acts: SpeechActs) -> bool:
        """Whether "I should do it" is about a task that waits for somebody."""
        task = self._current
        if task is None or task.state not in (*UNTAKEN, State.ASKED) or s.speaker == task.asker:
            return False
        return not said or (bool(acts.pronoun.search(said)) and brief(said, s.language))

    def _asked(self, s: Sentence, acts: SpeechActs) -> bool:
        """Whether somebody else just asked whose something is, or for anybody to do it."""
        before = [b for b in self._recent if s.turn - b.turn == 1][-1:]
        return any(b.text.endswith(("?", "？")) or acts.need.search(b.text) for b in before)

    def _volunteered(self, s: Sentence, said: str, acts: SpeechActs) -> bool:
        """Takes what waits for somebody, though the words alone would be mere talk."""
        if self._current is None or not self._takes_up(s, said, acts):
            return False
        self._current.take(s)
        return True

    def _new_task(self, s: Sentence, acts: SpeechActs, whole: Sentence) -> bool:
        """Enters a task that the sentence names; True where it named one.

        A day is looked for in the `whole` sentence.
        """
        current, own = self._current, find_dues(s.text, self._today, s.language)
        dues = own or find_dues(whole.text, self._today, s.language)
        text = without(s.text, own).strip(" ,，")
        for state, pattern in (
            (State.RAISED, acts.who),
            (State.ASKED, acts.request),
            (State.TAKEN, acts.commitment),
            (State.NEEDED, acts.need),
            (State.ASKED, acts.order),
            (State.OFFERED, acts.offer),
            (State.TAKEN, acts.promised),
        ):
            match = pattern.search(text)
            if match is None:
                continue
            groups = match.groupdict()
            weak = groups.pop("weak", None) or groups.pop("weak2", None)
            said = acts.phrase(groups).rstrip(" .?!。？！")
            later = dues and dues[-1].day > self._today and acts.shown.match(said)
            if acts.talk.match(said) and not (later or (dues and acts.delivery.search(s.text))):
                takes = state is State.TAKEN and not acts.noted.search(s.text)
                return takes and self._volunteered(s, said, acts)
            if groups.get("thing") and current and current.taken_by(s.speaker, s.turn):
                continue
            if groups.pop("handed", None):
                state = State.ASKED
            elif is_other_form(groups, pattern, s, acts, dues):
                continue
            elif pattern is acts.need and groups.get("thing"):
                state = State.RAISED
            if is_no_task(groups, pattern, s, acts, dues, current):
                return False
            if groups.get("mine") and not (self._takes_up(s, said, acts) or self._asked(s, acts)):
                return False
            if groups.get("place") or (groups.get("passive") and acts.leaning.match(text)):
                weak = weak or text
            if pattern is acts.who:
                said = acts.third_person.sub(lambda m: m[1], said)
            own_act = pattern is acts.commitment
            if own_act and weak and not dues and acts.plural.match(weak):
                continue
            if weak and not dues and not (own_act and self._takes_up(s, said, acts)):
                state = State.RAISED
            if state is State.ASKED and acts.everyone.search(s.text):
                state = State.NEEDED
            new = Task(said, state, s.turn, s.language)
            named = dues or addressed(s) or acts.polite.search(s.text)
            new.blunt = pattern is acts.order and not named
            new.open = pattern is acts.who or (pattern is acts.need and not weak)
            self._enter(s, acts, new, dues)
            return True
        given = acts.assignment.search(text)
        if given and given["name"] in self._names and not acts.talk.match(given["task"]):
            self._assign(s, acts, given, dues)
            return True
        return False

    def _enter(self, s: Sentence, acts: SpeechActs, new: Task, dues: Sequence[Due]) -> None:
        new.asker, current = s.speaker, self._current
        new.due = dues[-1] if dues else None
        if new.state in (State.TAKEN, State.OFFERED):
            new.owner = s.speaker
            new.state = State.TAKEN if new.due else new.state
            others = [b.speaker for b in self._recent if b.speaker != s.speaker]
            new.listener = others[-1] if others else None
        if new.state is State.ASKED:
            name = addressed(s)
            new.name = name if name in self._names else None
            new.asked = self._names.get(name or "")
            new.said = re.sub(rf",? {name}\W*$", "", new.said) if name else new.said
        back = acts.pronoun.search(new.said) or not new.said
        waits = current is not None and current.state is State.NEEDED and current.turn == s.turn
        asked = waits and new.state is State.ASKED
        points_back = bool(back) and (asked or brief(new.said, s.language))
        old = same_task(self._current, new, s, points_back, self._when_turn)
        if old is None and points_back and new.state is State.TAKEN:
            mine = self._own(s, self._turned)
            here = [b.text for b in self._recent if b.turn == s.turn]
            fresh = acts.resolve(new.said, here)
            old = mine[-1] if mine and mine[-1].state is State.TAKEN and not fresh else None
        if old is not None:
            alike = points_back or overlap(old.words, new.words) >= ALIKE
            new.due = new.due if alike or not old.due else None
            renew(old, new, s)
            self._current = old
            return
        if back:
            point_back(self._recent, s, acts, new, points_back)
        new.support(s)
        self.tasks.append(new)
        self._current = new

    def _assign(
        self, s: Sentence, acts: SpeechActs, given: re.Match[str], dues: Sequence[Due]
    ) -> None:
        name, said = given["name"], acts.third_person.sub(lambda m: m[1], given["task"])
        asks = s.text.endswith(("?", "？"))
        state = State.ASKED if asks else State.TAKEN
        task = Task(said, state, s.turn, s.language, s.speaker, name=name)
        task.owner, task.asked = (None if asks else self._names[name]), self._names[name]
        task.due = dues[-1] if dues else None
        task.support(s)
        self.tasks.append(task)
        self._current = task

    def _move(self, s: Sentence, acts: SpeechActs) -> None:
        """Lets a day that is named later replace the one before."""
        task = self._current or self._taken_back(s, acts)
        if task is None or task.state is State.DROPPED:
            return
        if task.state is State.REFUSED and s.speaker != task.asked:
            return
        if acts.refusal.search(s.text) and not acts.moved.search(s.text):
            return
        due = day_for(task, s, acts, self._today)
        if due is None:
            return
        task.due = due
        task.support(s)
        answered = task.state is State.ASKED and s.speaker != task.asker
        answered = answered or task.state is State.REFUSED
        if answered or (task.state in UNTAKEN and acts.delivery.search(s.text)):
            task.take(s)

    def _taken_back(self, s: Sentence, acts: SpeechActs) -> Task | None:
        """The speaker's own task, though the talk has moved on."""
        if not acts.corrected.search(s.text):
            return None
        near = self._own(s)
        return near[-1] if near else None

    def _own(self, s: Sentence, since: int = -1) -> list[Task]:
        """What the speaker took on lately."""
        least = max(s.turn - REACH, since)
        return [t for t in self.tasks if t.owner == s.speaker and t.turn >= least]

    def _read_back(self, s: Sentence, acts: SpeechActs) -> None:
        """Gives the tasks that a recap names one more receipt; enters those it adds."""
        words = content_words(s.text, s.language)
        meant = [t for t in self.tasks if overlap(t.words, words) >= READ_BACK]
        for task in meant:
            if s.segment not in task.segments:
                task.segments.append(s.segment)
        given = acts.assignment.search(s.text)
        if not meant and given and given["name"] in self._names:
            self._assign(s, acts, given, find_dues(s.text, self._today, s.language))
