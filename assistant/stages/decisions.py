"""Decisions from what people declare settled and what they agree to (speech acts)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.language.dates import find_dues
from assistant.language.languages import SPEECH_ACTS, fluent
from assistant.language.sentences import Sentence, split_segments
from assistant.language.speech_acts import Patterns
from assistant.language.speech_acts import SpeechActs as Acts
from assistant.language.terms import content_words, overlap
from assistant.stages.said import Said
from assistant.types import Decision, Meeting, Segment

COMMON = frozenset("the a an it is in on at to of and that this then so we i you for not".split())
"""Words in which any two sentences may meet."""
BACK = 4
"""Turns before a declaration in which what it declares may have been said."""
AHEAD = 2
"""Turns after a conclusion in which somebody may agree to it."""
BRIEF = 9
"""Words of a sentence that only repeats what was agreed to."""
LETTERS = 20
"""Letters of a sentence that is no more than "okay, agreed"."""
ALIKE = 0.6
"""Shared content words from which two decisions are one; the later one stands."""


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
        for number, each in enumerate(sorted(found, key=lambda f: f.what.start), 1):
            receipts = sorted((each.what, *each.because), key=lambda s: s.start)
            ids = dict.fromkeys(s.segment for s in receipts)
            text = _worded(each.what.text, SPEECH_ACTS[each.what.language])
            yield Decision(f"d{number}", text, tuple(ids))


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
    asks = (acts.delivery, acts.request, acts.commitment)
    return any(pattern.search(b.text) for b in near for pattern in asks)


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
    polled = any(_asks(b) for b in one.because)
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
    if acts.polled.search(s.text) and s.turn:
        agreed = _reply(spoken, at, acts.agreed, acts)
        what = _content(spoken, at, acts) if agreed else None
        return _Found(what, (s, *agreed), declared=True) if what and what is not s else None
    if _asks(s) or acts.hypothetical.search(s.text):
        return None
    if acts.settled.search(s.text):
        what = _content(spoken, at, acts)
        because = (s, *_reply(spoken, at, acts.agreed, acts))
        return _Found(what, because, declared=True) if what else None
    if not _states(s, acts):
        return None
    support: tuple[Sentence, ...] = ()
    if acts.concluded.search(s.text):
        support = _reply(spoken, at, acts.agreed, acts) or _echoed(spoken, at)
        support = support or _assents_before(spoken, at, acts) or _granted(spoken, at, acts)
    elif acts.clinched.search(s.text) and _sums_up(spoken, at, acts):
        support = _assents_before(spoken, at, acts) or _reply(spoken, at, acts.agreed, acts)
    elif acts.resolved.search(s.text) and not acts.commitment.search(s.text):
        opened = acts.lead.search(s.text) or _opens(spoken, at)
        support = _reply(spoken, at, acts.agreed if opened else acts.assented, acts)
        support = support or (_assents_before(spoken, at, acts) if opened else ())
    elif _restates(spoken, at, acts):
        support = (spoken[at - 1],)
    elif _sums_up(spoken, at, acts):
        support = _assents_before(spoken, at, acts)
    elif acts.inferred.search(s.text):
        support = _reply(spoken, at, acts.assented, acts)
    return _Found(_telling(spoken, at, acts), (s, *support)) if support else None


def _telling(spoken: Sequence[Sentence], at: int, acts: Acts) -> Sentence:
    """The sentence, or the next of its turn where it says nothing alone ("Let's not, then.")."""
    s = spoken[at]
    for after in spoken[at + 1 : at + 2]:
        moves_on = acts.shift.search(after.text) or acts.own.search(after.text)
        if after.turn == s.turn and _states(after, acts) and not moves_on:
            return s if content_words(s.text, s.language) else after
    return s


def _asks(s: Sentence) -> bool:
    return s.text.endswith(("?", "？"))


def _states(s: Sentence, acts: Acts) -> bool:
    """Whether anything is left of the sentence without the words that declare it settled."""
    rest = acts.meta.sub("", acts.settled.sub("", acts.lead.sub("", s.text)))
    return not _asks(s) and (len(rest.split()) >= 3 or len(content_words(rest, s.language)) > 2)


def _sums_up(spoken: Sequence[Sentence], at: int, acts: Acts) -> bool:
    """Whether a few words repeat what was just agreed to: "Okay, Monday at five."."""
    s = spoken[at]
    words = set(re.findall(r"\w+", s.text.lower()))
    led = acts.lead.search(s.text) or acts.clinched.search(s.text)
    if not led or len(words) > BRIEF or acts.own.search(s.text):
        return False
    near = [b for b in spoken[max(0, at - 12) : at] if s.turn - b.turn <= BACK]
    said = {w for b in near for w in re.findall(r"\w+", b.text.lower())}
    rest = set(re.findall(r"\w+", acts.lead.sub("", s.text).lower()))
    return len(rest) > 1 and bool(rest & said - COMMON)


def _assents_before(spoken: Sequence[Sentence], at: int, acts: Acts) -> tuple[Sentence, ...]:
    s = spoken[at]
    near = [b for b in spoken[max(0, at - 8) : at] if 0 < s.turn - b.turn <= AHEAD]
    agreed = [b for b in near if b.speaker != s.speaker and acts.assented.search(b.text)]
    if acts.clinched.search(s.text):
        words = set(re.findall(r"\w+", s.text.lower())) - COMMON
        agreed += [b for b in near if words & set(re.findall(r"\w+", b.text.lower()))]
    return tuple(b for b in agreed if not _asks(b))[-1:]


def _granted(spoken: Sequence[Sentence], at: int, acts: Acts) -> tuple[Sentence, ...]:
    """What somebody else just stated, where the conclusion opens with its own "fine"."""
    s = spoken[at]
    before = [b for b in spoken[max(0, at - 6) : at] if s.turn - b.turn == 1]
    opened = acts.lead.search(s.text) or _opens(spoken, at)
    return tuple(before[-1:]) if opened and before and not _asks(before[-1]) else ()


def _restates(spoken: Sequence[Sentence], at: int, acts: Acts) -> bool:
    """Whether "Agreed." goes before a statement of what the other just proposed."""
    if not _opens(spoken, at) or not acts.assented.search(spoken[at - 1].text):
        return False
    s = spoken[at]
    words = content_words(s.text, s.language)
    near = [b for b in spoken[max(0, at - 6) : at] if s.turn - b.turn == 1 and not _asks(b)]
    shared = any(set(words) & set(content_words(b.text, b.language)) for b in near)
    return shared and not acts.own.search(s.text)


def _opens(spoken: Sequence[Sentence], at: int) -> bool:
    """Whether the sentence before, of the same turn, is no more than "okay" or "fine"."""
    before = spoken[at - 1] if at else None
    if before is None or before.turn != spoken[at].turn:
        return False
    most = 6 if before.language == "zh" else LETTERS
    return len(before.text.split()) < 3 and len(before.text) < most


def _content(spoken: Sequence[Sentence], at: int, acts: Acts) -> Sentence | None:
    """The sentence that says what a declaration declares: itself, the next, or one before."""
    s = spoken[at]
    if _states(s, acts) or (acts.resolved.search(s.text) and not acts.meta.search(s.text)):
        return s
    for after in spoken[at + 1 : at + 2]:
        moves_on = acts.shift.search(after.text) or acts.commitment.search(after.text)
        if after.turn == s.turn and _states(after, acts) and not moves_on:
            return after
    before = [
        b for b in spoken[max(0, at - 12) : at] if s.turn - b.turn <= BACK and _states(b, acts)
    ]
    for pattern in (acts.settled, acts.concluded, acts.proposed):
        for b in reversed(before):
            if pattern.search(b.text):
                return b
    return before[-1] if before else None


def _echoed(spoken: Sequence[Sentence], at: int) -> tuple[Sentence, ...]:
    """What somebody else said just before, where the conclusion only repeats it."""
    s = spoken[at]
    words = content_words(s.text, s.language)
    for before in reversed(spoken[max(0, at - 8) : at]):
        near = s.turn - before.turn <= AHEAD and before.speaker != s.speaker
        if (
            near
            and overlap(words, content_words(before.text, s.language)) >= ALIKE
            and len(words) > 1
        ):
            return (before,)
    return ()


def _reply(
    spoken: Sequence[Sentence], at: int, agreement: Patterns, acts: Acts
) -> tuple[Sentence, ...]:
    """The first answer by somebody else, where it agrees."""
    s = spoken[at]
    for reply in spoken[at + 1 :]:
        if reply.turn - s.turn > AHEAD:
            break
        if reply.speaker != s.speaker:
            agrees = agreement.search(reply.text) and not acts.refusal.search(reply.text)
            return (reply,) if agrees and not _asks(reply) else ()
    return ()


def _worded(text: str, acts: Acts) -> str:
    """The sentence without the little words before it and what hangs on behind."""
    text = acts.wish.sub("", acts.lead.sub("", text))
    text = acts.hanging.sub("", text).strip(" ,，")
    return text[:1].upper() + text[1:]
