"""Who agreed to what: answers, assents and repetitions around a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.language.sentences import Sentence
from assistant.language.speech_acts import Patterns, SpeechActs
from assistant.language.terms import content_words, overlap

COMMON = frozenset(
    "the a an it is in on at to of and that this then so we i you for not all be but if by some are"
    " as do what with have no yes yeah okay ok".split()
)
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
NEAR = 40
"""Sentences after one among which an answer is looked for."""
FURTHER = 150
"""Letters after a sentence in its turn from which an answer is no longer to that sentence."""


def asks(s: Sentence) -> bool:
    """Whether the sentence is a question."""
    return s.text.endswith(("?", "？"))


def states(s: Sentence, acts: SpeechActs) -> bool:
    """Whether anything is left of the sentence without the words that declare it settled."""
    rest = acts.meta.sub("", acts.settled.sub("", acts.lead.sub("", s.text)))
    return not asks(s) and (len(rest.split()) >= 3 or len(content_words(rest, s.language)) > 2)


def sums_up(spoken: Sequence[Sentence], at: int, acts: SpeechActs) -> bool:
    """Whether a few words repeat what was just agreed to: "Okay, Monday at five."."""
    s = spoken[at]
    led = acts.lead.search(s.text) or acts.clinched.search(s.text) or closes(spoken, at, acts)
    if not led or len(_words(s)) > BRIEF or acts.own.search(s.text):
        return False
    near = [b for b in spoken[max(0, at - 12) : at] if s.turn - b.turn <= BACK]
    said = {w for b in near for w in _words(b)}
    rest = _words(s, acts.lead.sub("", s.text))
    return len(rest) > 1 and bool(rest & said - COMMON)


def _words(s: Sentence, text: str | None = None) -> set[str]:
    text = s.text if text is None else text
    if s.language == "zh":
        return set(content_words(text, s.language))
    return set(re.findall(r"\w+", text.lower()))


def assents_before(
    spoken: Sequence[Sentence], at: int, acts: SpeechActs, strictly: bool = False
) -> tuple[Sentence, ...]:
    """The last sentence by somebody else, a turn or two before, that agrees to something.

    Unless `strictly`, what is taken up in the words of others counts as agreed to.
    """
    s = spoken[at]
    near = [b for b in spoken[max(0, at - 8) : at] if 0 < s.turn - b.turn <= AHEAD]
    agreed = [b for b in near if b.speaker != s.speaker and acts.assented.search(b.text)]
    if acts.clinched.search(s.text) and not strictly:
        words = _words(s) - COMMON
        agreed += [b for b in near if words & _words(b)]
    return tuple(b for b in agreed if not asks(b))[-1:]


def proposed_before(spoken: Sequence[Sentence], at: int, acts: SpeechActs) -> tuple[Sentence, ...]:
    """What somebody else just suggested, where the sentence says it again."""
    s = spoken[at]
    near = [b for b in spoken[max(0, at - 8) : at] if s.turn - b.turn == 1]
    words = set(content_words(s.text, s.language))
    shared = [b for b in near if words & set(content_words(b.text, b.language))]
    return tuple(b for b in shared if acts.proposed.search(b.text) and not asks(b))[-1:]


def granted(spoken: Sequence[Sentence], at: int, acts: SpeechActs) -> tuple[Sentence, ...]:
    """What somebody else just stated, where the conclusion opens with its own "fine"."""
    s = spoken[at]
    before = [b for b in spoken[max(0, at - 6) : at] if s.turn - b.turn == 1]
    opened = acts.lead.search(s.text) or opens(spoken, at)
    if not opened or not before or asks(before[-1]):
        return ()
    return tuple(b for b in before if content_words(b.text, s.language))[-1:]


def restates(spoken: Sequence[Sentence], at: int, acts: SpeechActs) -> bool:
    """Whether "Agreed." goes before a statement of what the other just proposed."""
    if not opens(spoken, at) or not acts.assented.search(spoken[at - 1].text):
        return False
    s = spoken[at]
    words = content_words(s.text, s.language)
    near = [b for b in spoken[max(0, at - 6) : at] if s.turn - b.turn == 1 and not asks(b)]
    shared = any(set(words) & set(content_words(b.text, b.language)) for b in near)
    return shared and not acts.own.search(s.text)


def opens(spoken: Sequence[Sentence], at: int) -> bool:
    """Whether the sentence before, of the same turn, is no more than "okay" or "fine"."""
    before = spoken[at - 1] if at else None
    if before is None or before.turn != spoken[at].turn:
        return False
    most = 6 if before.language == "zh" else LETTERS
    return len(before.text.split()) < 3 and len(before.text) < most


def closes(spoken: Sequence[Sentence], at: int, acts: SpeechActs) -> bool:
    """Whether its speaker at once has done with the matter: "… Done.", "… Moving on."."""
    after = spoken[at + 1] if at + 1 < len(spoken) else None
    return bool(after and after.turn == spoken[at].turn and acts.closed.search(after.text))


def echoed(spoken: Sequence[Sentence], at: int) -> tuple[Sentence, ...]:
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


def reply(
    spoken: Sequence[Sentence], at: int, agreement: Patterns, acts: SpeechActs
) -> tuple[Sentence, ...]:
    """The first answer by somebody else, where it agrees.

    It answers the end of a turn: of a long one, not what was said much earlier in it.
    """
    s, further = spoken[at], 0
    for answer in spoken[at + 1 : at + 1 + NEAR]:
        if answer.turn - s.turn > AHEAD or further > FURTHER:
            break
        if answer.speaker != s.speaker and re.search(r"\w", answer.text):
            agrees = agreement.search(answer.text) and not acts.refusal.search(answer.text)
            return (answer,) if agrees and not asks(answer) else ()
        further += len(answer.text) * (3 if s.language == "zh" else 1)
    return ()
