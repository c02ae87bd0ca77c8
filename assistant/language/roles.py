"""Who bears a name, by the place of its mention between the turns of a talk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.language.lexicon import load_lexicon
from assistant.language.mentions import EARLY, TELLING
from assistant.language.sentences import Sentence
from assistant.language.spellings import is_given_name
from assistant.language.terms import content_words

BRIEF = 3
"""Words up to which a turn may be no more than a sign of listening."""
LISTENING = 0.6
"""What is left to a brief turn of the weight of its place; the turn beyond has the rest."""


@dataclass(frozen=True, slots=True)
class Role:
    """How likely the bearer of a name is whoever speaks next, spoke before, or says it.

    Each against the others of the meeting, every one of whom has the weight 1.
    """

    next: float
    before: float
    own: float


# Counted over the committees among QMSum's training meetings (Zhong et al. 2021), where
# everybody is called by the name that the transcript has, and made milder: who speaks next is
# settled there by a chair. In five meetings of the evaluation and the ones of `tests/meetings` that
# are not held out, 80 of 81 people who are asked by name speak next, 8 of 10 who are left something
# and half of those spoken of.
ROLES: Mapping[str, Role] = {
    "introduced": Role(1.0, 1.0, 200.0),
    "asked": Role(40.0, 1.5, 0.1),
    "asked_early": Role(4.0, 2.0, 0.1),
    "called_q": Role(30.0, 1.5, 0.1),
    "called_q_early": Role(4.0, 2.0, 0.1),
    "called": Role(8.0, 6.0, 0.1),
    "called_early": Role(4.0, 4.0, 0.1),
    "alone": Role(24.0, 1.0, 0.1),
    "alone_early": Role(2.0, 1.5, 0.1),
    "thanked": Role(1.5, 10.0, 0.05),
    "thanked_early": Role(2.0, 4.0, 0.05),
    "handed": Role(30.0, 0.7, 0.1),
    "handed_early": Role(2.5, 0.7, 0.1),
    "greeted": Role(3.0, 2.0, 0.05),
    "greeted_early": Role(3.0, 2.0, 0.05),
    "opening": Role(7.0, 5.0, 0.1),
    "opening_early": Role(3.0, 2.0, 0.1),
    "left_to": Role(14.0, 4.0, 0.1),
    "left_to_early": Role(4.0, 3.0, 0.1),
    "listed": Role(1.5, 1.0, 0.1),
    "row": Role(1.5, 1.0, 0.1),
    "named": Role(1.5, 1.0, 0.15),
    "told_of": Role(1.5, 1.0, 0.02),
}
"""By the form of a mention (see `language.mentions`)."""

_ABSENT = {
    "introduced": 0.02,
    "asked": 0.05,
    "called_q": 0.1,
    "left_to": 0.4,
    "listed": 0.1,
    "row": 0.2,
    "alone": 0.15,
    "handed": 0.15,
    "called": 0.2,
    "thanked": 0.7,
    "greeted": 0.5,
    "opening": 0.6,
}
EXPECTED, HERE, OFTEN, RARELY, HARDLY = 0.85, 0.7, 0.5, 0.25, 0.08
"""How many of the names in use are those of people who speak: hot words that somebody is called
by; common names; such that are called but once, and others that people are asked by or say they
have; others that they are called or left something by; others yet, among them plain words."""
_ASKED = frozenset({"introduced", "asked", "called_q"})
_CALLED = TELLING | {"left_to", "listed", "row"}


def presence(name: str, forms: Iterable[str], expected: bool = False) -> float:
    """How likely a name is of somebody who speaks, by what it is and the forms it stands in."""
    plain = [form.removesuffix(EARLY) for form in forms]
    if expected and not _CALLED.isdisjoint(plain):
        return EXPECTED
    if is_given_name(name):
        # "It was the new lad, Femi." is said of somebody who is not here.
        return OFTEN if [form for form in plain if form in _CALLED] == ["called"] else HERE
    stems = content_words(name, "en")
    is_word = len(name.split()) == 1 and any(stem in load_lexicon().stems for stem in stems)
    if is_word or "\u4e00" <= name[0] <= "\u9fff" or _CALLED.isdisjoint(plain):
        return HARDLY
    return RARELY if _ASKED.isdisjoint(plain) else OFTEN


def absence(form: str, voices: int) -> float:
    """How likely such a mention is of somebody who never speaks, as `weights_at` has it."""
    share = 0.6 if form.endswith(EARLY) else _ABSENT.get(form, 1.0)
    return share / voices


@dataclass(frozen=True, slots=True)
class Turn:
    """One voice speaking: whose, and how many words."""

    speaker: str | None
    words: int


def turns_of(sentences: Sequence[Sentence]) -> list[Turn]:
    """The turns of a talk; sentences count them from 0."""
    turns: list[Turn] = []
    for s in sentences:
        while len(turns) <= s.turn:
            turns.append(Turn(s.speaker, 0))
        size = len(s.text.split()) if s.text.isascii() else len(s.text) // 2
        turns[s.turn] = Turn(s.speaker, turns[s.turn].words + size)
    return turns


def weights_at(
    form: str, turns: Sequence[Turn], turn: int, voices: Sequence[str]
) -> NDArray[np.float64]:
    """How likely each voice is the one meant in that turn, shape (voices,), sum 1."""
    role = ROLES[form]
    weights = dict.fromkeys(voices, 1.0)
    own = turns[turn].speaker
    for direction, weight in ((1, role.next), (-1, role.before)):
        for voice, share in _beside(turns, turn, direction):
            if voice in weights and voice != own:
                weights[voice] += (weight - 1.0) * share
    if own in weights:
        weights[own] = role.own
    row: NDArray[np.float64] = np.array([max(weights[voice], 0.01) for voice in voices])
    row /= row.sum()
    return row


def _beside(turns: Sequence[Turn], turn: int, direction: int) -> list[tuple[str | None, float]]:
    """Who speaks after or before a turn; beyond a word of somebody listening, who else does."""
    near = turn + direction
    if not 0 <= near < len(turns):
        return []
    first = turns[near]
    beyond = near + direction
    if first.words >= BRIEF or not 0 <= beyond < len(turns):
        return [(first.speaker, 1.0)]
    return [(first.speaker, LISTENING), (turns[beyond].speaker, 1.0 - LISTENING)]
