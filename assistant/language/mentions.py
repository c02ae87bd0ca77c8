"""Where names fall in a talk."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.language.address import ADDRESS, AddressForms, found, named, written_small
from assistant.language.sentences import Sentence
from assistant.language.spellings import is_given_name, parts_of

TELLING = frozenset("introduced asked called called_q thanked handed greeted".split())
"""Forms that hardly anything but a name stands in."""
EARLY = "_early"
"""Ends the names of forms after which the turn goes on for long."""
NEAR_THE_END = 2
"""Sentences before the end of a turn in which whoever is called answers it."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a sentence (`at` is its index), and the form it stands in.

    Forms are those of `AddressForms`, with "_early" where the turn goes on for long after it,
    "called_q" where a question ends with the name, and "named" where it is only spoken of.
    """

    name: str
    form: str
    at: int


def mentions(sentences: Sequence[Sentence]) -> list[Mention]:
    """Every mention of a person that somebody of the meeting calls or who introduces himself."""
    places = _places(sentences)
    calls = [
        Mention(name, _placed(form, places[at], sentences[at]), at)
        for at, sentence in enumerate(sentences)
        for name, form in _forms(sentence)
    ]
    names = _in_use(sentences, calls)
    parts = {part for name in names for part in parts_of(name)}
    kept = [m for m in calls if m.name in names or set(parts_of(m.name)) <= parts]
    return sorted([*kept, *_spoken_of(sentences, kept)], key=lambda m: m.at)


def _in_use(sentences: Sequence[Sentence], calls: Sequence[Mention]) -> set[str]:
    """The names that people are called by: forms that other words do not stand in.

    "Ouch." stands as "Grace." does, so a name alone has to be a common one, or to be found in
    the middle of a sentence too.
    """
    sure, alone = set[str](), set[str]()
    for call in calls:
        form = call.form.removesuffix(EARLY)
        if form in TELLING or (form == "alone" and is_given_name(call.name)):
            sure.add(call.name)
        elif form == "alone":
            alone.add(call.name)
    inside = {w for s in sentences for w in re.findall(r"(?<=\w )[A-Z][\w'’-]+", s.text)}
    sure |= {name for name in alone if name.split()[-1] in inside}
    return sure - written_small(sentences, sure)


@dataclass(frozen=True, slots=True)
class _Place:
    """How many sentences of the turn come before this one, and after it."""

    before: int
    after: int


def _places(sentences: Sequence[Sentence]) -> list[_Place]:
    sizes = Counter(s.turn for s in sentences)
    seen: Counter[int] = Counter()
    places = []
    for s in sentences:
        places.append(_Place(seen[s.turn], sizes[s.turn] - seen[s.turn] - 1))
        seen[s.turn] += 1
    return places


def _placed(form: str, place: _Place, sentence: Sentence) -> str:
    if form == "introduced":
        return form
    if form == "called" and sentence.text.endswith(("?", "？")):
        form = "called_q"
    if form in ("thanked", "called", "greeted", "opening"):
        return form if place.before < NEAR_THE_END else form + EARLY
    return form if place.after < NEAR_THE_END else form + EARLY


_ORDER = ("introduced", "thanked", "handed", "greeted", "asked", "alone", "called", "opening")
"""Of several forms that a name stands in, the first tells most."""


def _forms(sentence: Sentence) -> Iterator[tuple[str, str]]:
    """The names that a sentence puts into a form, each in one."""
    forms: AddressForms | None = ADDRESS.get(sentence.language)
    if forms is None or sentence.speaker is None:
        return
    seen: set[str] = set()
    for form in _ORDER:
        for match in found(getattr(forms, form), sentence.text, forms):
            if (name := named(match)) not in seen:
                seen.add(name)
                yield name, form


def _spoken_of(sentences: Sequence[Sentence], calls: Sequence[Mention]) -> Iterator[Mention]:
    """The names where they stand in no form: whoever says them does not bear them."""
    names = sorted({m.name for m in calls})
    if not names:
        return
    pattern = re.compile(
        "|".join(
            re.escape(n) if not n.isascii() else rf"\b{re.escape(n)}(?![\w])"
            for n in sorted(names, key=len, reverse=True)
        )
    )
    formed = {(m.at, m.name) for m in calls}
    for at, s in enumerate(sentences):
        for name in sorted(set(pattern.findall(s.text))):
            if s.speaker is not None and (at, name) not in formed:
                yield Mention(name, "named", at)
