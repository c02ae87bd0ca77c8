"""Decisions from what people declare settled and what they agree to (speech acts)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.language.agreement import (
    AHEAD,
    ALIKE,
    BACK,
    COMMON,
    asks,
    assents_before,
    closes,
    echoed,
    granted,
    opens,
    proposed_before,
    reply,
    restates,
    states,
    sums_up,
)
from assistant.language.clauses import vague
from assistant.language.dates import find_dues
from assistant.language.decision_cues import Turn, turns_of
from assistant.language.languages import SPEECH_ACTS, fluent
from assistant.language.sentences import Sentence, split_segments
from assistant.language.settled import APART, puts_off, settling
from assistant.language.speech_acts import SpeechActs as Acts
from assistant.language.terms import content_words, overlap
from assistant.stages.said import Said
from assistant.types import Decision, Meeting, Segment

LONGEST = 160
"""Letters of a conclusion; who needs more still thinks aloud."""
SURE = 0.6
"""Chance from which nobody need agree aloud."""
NEARBY, REPEATED = 12, 0.5
"""Turns within which a decision is told again; content words shared from which it is."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A decision: the sentence that says what, and those that make it one."""

    what: Sentence
    because: tuple[Sentence, ...]
    declared: bool = False


class SpeechActs:
    """Finds what was declared ("that's settled") or concluded and agreed to.

    The text is the sentence that says what was decided, not the one that says that it was.
    """

    def __init__(self, meeting: Meeting) -> None:
        self._meeting = meeting
        self._said = Said()

    def push(self, item: Segment) -> Iterator[Decision]:
        self._said.add(item)
        yield from ()

    def finish(self) -> Iterator[Decision]:
        segments = self._said.take()
        spoken = [
            replace(s, text=fluent(s.text, s.language))
            for s in split_segments(segments, self._meeting.language)
            if s.language in SPEECH_ACTS
        ]
        found: list[_Found] = []
        today = self._meeting.date
        for at, sentence in enumerate(spoken):
            decision = _decision(spoken, at, SPEECH_ACTS[sentence.language])
            if decision is not None and not _only_a_day(spoken, decision, today):
                found = [f for f in found if not _same(f, decision)] + [decision]
        found = _one_a_turn(found)
        found += _likely(spoken, found, today)
        for number, each in enumerate(sorted(found, key=lambda f: f.what.start), 1):
            receipts = sorted((each.what, *each.because), key=lambda s: s.start)
            ids = dict.fromkeys(s.segment for s in receipts)
            text = _worded(each.what.text, SPEECH_ACTS[each.what.language])
            yield Decision(f"d{number}", text, tuple(ids))


def _likely(spoken: Sequence[Sentence], known: Sequence[_Found], today: date) -> list[_Found]:
    """What the head finds and somebody agrees to, where the rules found nothing like it."""
    turns = turns_of(spoken)
    ids = {s.segment for each in known for s in (each.what, *each.because)}
    near = {at for at, t in enumerate(turns) if any(s.segment in ids for s in t.sentences)}
    found = []
    for at, chance in settling(turns):
        what = _said_in(spoken, turns[at])
        each = _Found(what, _agreed(turns, at))
        taken = _own_act(what, SPEECH_ACTS[what.language]) or _only_a_day(spoken, each, today)
        taken = taken or vague(what.text, what.language) or puts_off(what.text)
        apart = all(abs(at - other) > APART for other in near)
        if (
            apart
            and not taken
            and not _told_before(what, known)
            and (each.because or chance >= SURE)
        ):
            found.append(each)
    return found


def _agreed(turns: Sequence[Turn], at: int) -> tuple[Sentence, ...]:
    return tuple(t.sentences[0] for t in turns[at + 1 : at + 2] if "agreed" in t.opening)


def _told_before(what: Sentence, known: Sequence[_Found]) -> bool:
    """Whether the rules found the same in other words nearby."""
    words = content_words(what.text, what.language)
    near = [f.what for f in known if abs(f.what.turn - what.turn) <= NEARBY]
    return any(overlap(words, content_words(b.text, b.language)) >= REPEATED for b in near)


def _said_in(spoken: Sequence[Sentence], turn: Turn) -> Sentence:
    """The sentence of a turn that says what is decided, or the one before that it points to."""
    acts = SPEECH_ACTS[turn.language]
    telling = [s for s in turn.sentences if states(s, acts)]
    if not telling:
        before = _content(spoken, spoken.index(turn.sentences[0]), acts)
        telling = [before] if before else list(turn.sentences)
    return max(telling, key=lambda s: len(content_words(s.text, s.language)))


def _only_a_day(spoken: Sequence[Sentence], found: _Found, today: date) -> bool:
    """Whether nothing but a day was settled, and that of a task somebody was asked for."""
    s, acts = found.what, SPEECH_ACTS[found.what.language]
    rest = acts.proposed.sub("", s.text)
    dues = find_dues(rest, today, s.language)
    for due in reversed(dues):
        rest = rest[: due.start] + rest[due.end :]
    words = set(re.findall(r"\w+", acts.lead.sub("", rest).lower())) - COMMON - {"say"}
    if found.declared or not dues or (words and not acts.day_alone.fullmatch(rest)):
        return False
    near = [b for b in spoken if 0 < s.turn - b.turn <= BACK]
    work = (acts.delivery, acts.request, acts.commitment)
    return any(pattern.search(b.text) for b in near for pattern in work)


def _one_a_turn(found: Sequence[_Found]) -> list[_Found]:
    """Of what one answer agreed to in one turn, the sentence that says most."""

    def weight(each: _Found) -> tuple[bool, int]:
        return each.declared, len(content_words(each.what.text, each.what.language))

    best: dict[int, _Found] = {}
    for each in found:
        turn = each.what.turn
        if turn not in best or weight(each) > weight(best[turn]):
            best[turn] = each
    return list(best.values())


def _same(one: _Found, other: _Found) -> bool:
    if one.what.segment == other.what.segment and one.what.start == other.what.start:
        return True
    polled = any(asks(b) for b in one.because)
    if polled and 0 <= other.what.turn - one.because[-1].turn <= 1:
        return True
    # One answer agrees to one thing.
    shared = {b.segment for b in one.because} & {b.segment for b in other.because}
    if shared or one.what.segment in {b.segment for b in other.because}:
        return True
    words = (content_words(f.what.text, f.what.language) for f in (one, other))
    return other.what.turn - one.what.turn <= BACK and overlap(*words) >= ALIKE


def _decision(spoken: Sequence[Sentence], at: int, acts: Acts) -> _Found | None:
    s = spoken[at]
    if acts.polled.search(s.text):
        agreed = reply(spoken, at, acts.agreed, acts) or _unopposed(spoken, at, acts)
        asked = content_words(acts.polled.sub("", s.text), s.language)
        own = len(asked) > (3 if s.language == "zh" else 0) and not acts.pronoun.search(
            acts.lead.sub("", s.text)
        )
        what = s if own else _content(spoken, at, acts)
        if agreed and what and (own or (s.turn and what is not s)):
            return _Found(what, (s, *agreed), declared=True)
        return None
    if acts.suggested.search(s.text) and (taken := reply(spoken, at, acts.assented, acts)):
        return _Found(s, (s, *taken))
    if asks(s) or acts.hypothetical.search(s.text):
        return None
    if acts.settled.search(s.text) or _uncontested(spoken, at, acts):
        what = _content(spoken, at, acts)
        because = (s, *reply(spoken, at, acts.agreed, acts))
        return _Found(what, because, declared=True) if what else None
    if acts.ruled_out.search(s.text):
        ruled = _ruled_out(spoken, at, acts)
        if ruled:
            return _Found(s, (s, *ruled))
    if acts.concluded.search(s.text) and not states(s, acts):
        return _granted_next(spoken, at, acts)
    brief = not states(s, acts) and not _clinched(spoken, at, acts)
    if brief or acts.described.search(s.text) or len(s.text) > LONGEST:
        return None
    support: tuple[Sentence, ...] = ()
    if acts.concluded.search(s.text):
        support = reply(spoken, at, acts.agreed, acts) or echoed(spoken, at)
        support = support or assents_before(spoken, at, acts) or granted(spoken, at, acts)
    elif _clinched(spoken, at, acts):
        support = assents_before(spoken, at, acts) or reply(spoken, at, acts.agreed, acts)
    elif acts.resolved.search(s.text) and not _own_act(s, acts):
        led = acts.lead.search(s.text) or acts.clinched.search(s.text)
        opened = led or opens(spoken, at)
        support = reply(spoken, at, acts.agreed if opened else acts.assented, acts)
        support = support or (assents_before(spoken, at, acts) if opened else ())
    elif restates(spoken, at, acts):
        support = (spoken[at - 1],)
    elif sums_up(spoken, at, acts):
        support = assents_before(spoken, at, acts) or proposed_before(spoken, at, acts)
        support = support or reply(spoken, at, acts.assented, acts)
        if not support and closes(spoken, at, acts):
            support = (spoken[at + 1],)
    elif acts.inferred.search(s.text):
        support = reply(spoken, at, acts.assented, acts)
    return _Found(_telling(spoken, at, acts), (s, *support)) if support else None


def _ruled_out(spoken: Sequence[Sentence], at: int, acts: Acts) -> tuple[Sentence, ...]:
    """What makes "No drone." a decision: it was talked about, and nobody asked if there is one."""
    s = spoken[at]
    words = set(content_words(s.text, s.language))
    near = [b for b in spoken[max(0, at - 12) : at] if 0 < s.turn - b.turn <= BACK]
    about = [b for b in near if words & set(content_words(b.text, b.language))]
    last = near[-1] if near else None
    if assented := reply(spoken, at, acts.assented, acts):
        return assented
    if not about or (last and asks(last) and last.turn == s.turn - 1 and last in about):
        return ()
    ended = tuple(spoken[at + 1 : at + 2]) if closes(spoken, at, acts) else ()
    return reply(spoken, at, acts.agreed, acts) or ended or granted(spoken, at, acts)


def _granted_next(spoken: Sequence[Sentence], at: int, acts: Acts) -> _Found | None:
    """What follows "Then we do that.", which only grants what somebody asked for."""
    s, after = spoken[at], spoken[at + 1 : at + 2]
    own = [a for a in after if a.turn == s.turn and not acts.own.search(a.text)]
    said = [a for a in own if states(a, acts)]
    given = granted(spoken, at, acts) if acts.meta.search(s.text) else ()
    return _Found(said[0], (s, *given)) if said and given else None


def _unopposed(spoken: Sequence[Sentence], at: int, acts: Acts) -> tuple[Sentence, ...]:
    """The "none" to a question whether anybody is against it."""
    s, after = spoken[at], spoken[at + 1 : at + 7]
    answers = [a for a in after if a.speaker != s.speaker and a.turn - s.turn <= AHEAD][:1]
    asked = acts.opposed.search(s.text)
    return tuple(a for a in answers if asked and acts.unopposed.search(a.text))


def _uncontested(spoken: Sequence[Sentence], at: int, acts: Acts) -> bool:
    """Whether its speaker just asked for objections and now concludes."""
    s = spoken[at]
    before = [b for b in spoken[max(0, at - 8) : at] if s.turn - b.turn <= AHEAD]
    polled = [b for b in before if b.speaker == s.speaker and acts.polled.search(b.text)]
    return bool(polled) and states(s, acts) and bool(acts.concluded.search(s.text))


def _clinched(spoken: Sequence[Sentence], at: int, acts: Acts) -> bool:
    s = spoken[at]
    if not acts.clinched.search(s.text) or acts.order.search(s.text):
        return False
    telling = content_words(s.text, s.language) or assents_before(spoken, at, acts, strictly=True)
    return sums_up(spoken, at, acts) and bool(telling)


def _own_act(s: Sentence, acts: Acts) -> bool:
    """Whether the speaker takes work on, alone and not for all: "I'll do that, then."."""
    match = acts.commitment.search(s.text)
    weak = match and match.groupdict().get("weak")
    return bool(match) and not (weak and acts.plural.match(weak))


def _telling(spoken: Sequence[Sentence], at: int, acts: Acts) -> Sentence:
    """The sentence, or the next of its turn where it says nothing alone ("Let's not, then.")."""
    s = spoken[at]
    for after in spoken[at + 1 : at + 2]:
        moves_on = acts.shift.search(after.text) or acts.own.search(after.text)
        if after.turn == s.turn and states(after, acts) and not moves_on:
            return s if content_words(s.text, s.language) else after
    return s


def _content(spoken: Sequence[Sentence], at: int, acts: Acts) -> Sentence | None:
    """The sentence that says what a declaration declares: itself, the next, or one before."""
    s = spoken[at]
    if states(s, acts) or (acts.resolved.search(s.text) and not acts.meta.search(s.text)):
        return s
    for after in spoken[at + 1 : at + 2]:
        moves_on = acts.shift.search(after.text) or acts.commitment.search(after.text)
        if after.turn == s.turn and states(after, acts) and not moves_on:
            return after
    before = [
        b for b in spoken[max(0, at - 12) : at] if s.turn - b.turn <= BACK and states(b, acts)
    ]
    for pattern in (acts.settled, acts.concluded, acts.proposed):
        for b in reversed(before):
            if pattern.search(b.text):
                return b
    return before[-1] if before else None


def _worded(text: str, acts: Acts) -> str:
    """The sentence without the little words before it and what hangs on behind."""
    text = acts.wish.sub("", acts.lead.sub("", text))
    text = re.sub("[?？]$", "", acts.hanging.sub("", text).strip(" ,，"))
    return text[:1].upper() + text[1:]
