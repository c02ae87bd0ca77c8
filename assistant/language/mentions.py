"""Where names fall in a talk."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.language.address import (
    ADDRESS,
    AddressForms,
    found,
    is_common_word,
    named,
    written_small,
)
from assistant.language.sentences import Sentence
from assistant.language.spellings import is_given_name, parts_of, sounds_like

TELLING = frozenset("introduced asked called called_q thanked handed greeted".split())
"""Forms that hardly anything but a name stands in."""
EARLY = "_early"
"""Ends the names of forms after which the turn goes on for long."""
NEAR_THE_END = 2
"""Sentences before the end of a turn in which whoever is called answers it."""
_OPENING = ("opening", "left_to")
_TOLD_OFF = re.compile(
    r"(?:^(?:(?:And|So|Then|and|so|then),? )*|[,;] (?:and )?)([A-Z][a-zà-ÿ]+)(?=(?:['’]s)? [a-z])"
)
_LOOSE = ("alone", "run_on", "left_to", "listed", "row")
"""Forms that other words stand in too: 白墙，省三万五。"""
_TELLS = (
    r"(?:['’](?:s|ll|d)| (?:is|isn['’]t|was|has|had|will|said|says|does|did|wants|can|could))\b"
)
_GOES_ON = {
    "en": re.compile(
        r"^(?:(?i:so|and|but|then|okay)[,.]? )*(?i:you\b|your\b|(?:can|could|would|will|do|did|are"
        r"|were|have|shall|should) (?:you|I|we)\b|(?:what|how|where|when|which)\b.*\?)"
    ),
    "zh": re.compile("^(?:那|所以|就)?[你您]"),
}
"""How what is put to somebody goes on after the sentence that opens with the name."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a sentence (`at` is its index), and the form it stands in.

    Forms are those of `AddressForms`, with "_early" where the turn goes on for long after it or
    calls somebody else then, "called_q" where a question ends with the name, "left_to" where the
    sentence that opens with it is the turn's last, "listed" where sentences of one turn open with
    several names, "row" where a recap tells several people off, "named" where it is only spoken
    of, and "told_of" where something is told of its bearer.
    """

    name: str
    form: str
    at: int


def mentions(sentences: Sequence[Sentence]) -> list[Mention]:
    """Every mention of a person that somebody of the meeting calls or who introduces himself."""
    places = _places(sentences)
    found = [
        Mention(name, _told(form, sentence, sentences[at + 1] if places[at].after else None), at)
        for at, sentence in enumerate(sentences)
        for name, form in _forms(sentence)
        if form != "alone" or not _is_answer(name, sentence, places[at])
    ]
    found = _listed(sentences, found)
    names = _in_use(sentences, found)
    parts = {part for name in names for part in parts_of(name)}
    kept = [m for m in found if m.name in names or set(parts_of(m.name)) <= parts]
    last = {sentences[m.at].turn: m for m in kept if m.form != "alone" or is_given_name(m.name)}
    calls = []
    for m in kept:
        other = last.get(sentences[m.at].turn, m)
        passed = other.at > m.at and not set(parts_of(other.name)) & set(parts_of(m.name))
        calls.append(Mention(m.name, _placed(m.form, places[m.at], passed), m.at))
    return sorted([*calls, *_spoken_of(sentences, calls)], key=lambda m: m.at)


def _listed(sentences: Sequence[Sentence], found: Sequence[Mention]) -> list[Mention]:
    """The mentions, with those told apart that open sentences of a turn one after the other.

    And with the common names that do in a recap: Grace brings the list, Tom rings the hall.
    """
    rows: defaultdict[int, set[str]] = defaultdict(set)
    for m in found:
        if m.form in _OPENING:
            rows[sentences[m.at].turn].add(m.name)
    formed = {(m.at, m.name) for m in found}
    told = [
        Mention(name, "row", at)
        for at, s in enumerate(sentences)
        if s.language == "en" and s.speaker is not None
        for name in dict.fromkeys(_TOLD_OFF.findall(s.text))
        if (at, name) not in formed and is_given_name(name) and not is_common_word(name)
    ]
    for m in told:
        rows[sentences[m.at].turn].add(m.name)
    found = [*found, *(m for m in told if len(rows[sentences[m.at].turn]) > 1)]
    return [
        replace(m, form="listed")
        if m.form in _OPENING and len(rows[sentences[m.at].turn]) > 1
        else m
        for m in found
    ]


def _in_use(sentences: Sequence[Sentence], calls: Sequence[Mention]) -> set[str]:
    """The names that people are called by: forms that other words do not stand in.

    "Ouch." stands as "Grace." does, so a name alone has to be a common one, or to be found in
    the middle of a sentence too.
    """
    sure, alone = set[str](), set[str]()
    for call in calls:
        common = is_given_name(call.name) and (
            call.name.isascii() or call.form not in ("left_to", "listed")
        )
        if call.form in TELLING or (call.form in _LOOSE and common):
            sure.add(call.name)
        elif call.form in ("alone", "left_to", "listed"):
            alone.add(call.name)
    inside = {w for s in sentences for w in re.findall(r"(?<=[\w,] )[A-Z][\w'’-]+", s.text)}
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


def _is_answer(name: str, sentence: Sentence, place: _Place) -> bool:
    """Whether a name is all that somebody says to who steers: Pieter. Chairs say Ms. Reid."""
    whole = place.before == place.after == 0
    titled = len(name.split()) > len(parts_of(name))
    return whole and not titled and not sentence.text.endswith(("?", "？"))


def _told(form: str, sentence: Sentence, follows: Sentence | None) -> str:
    """The form with what else of it the sentence and the next of the turn tell."""
    if form == "called" and sentence.text.endswith(("?", "？")):
        return "called_q"
    if form == "opening" and follows is None:
        return "left_to"
    if form == "opening" and _GOES_ON[sentence.language].search(follows.text if follows else ""):
        return "asked"
    return form


def _placed(form: str, place: _Place, passed: bool) -> str:
    if form in ("introduced", "listed", "row"):
        return form
    if form == "run_on":
        form = "asked"
    if form in ("thanked", "called", "greeted", "opening"):
        return form if place.before < NEAR_THE_END else form + EARLY
    return form + EARLY if passed or place.after >= NEAR_THE_END else form


_ORDER = "introduced thanked handed asked run_on greeted alone called opening".split()
"""Of several forms that a name stands in, the first tells most."""


def _forms(sentence: Sentence) -> Iterator[tuple[str, str]]:
    """The names that a sentence puts into a form, each in one."""
    forms: AddressForms | None = ADDRESS.get(sentence.language)
    if forms is None or sentence.speaker is None:
        return
    seen: set[str] = set()
    greeted = [named(match) for match in found(forms.greeted, sentence.text, forms)]
    if len(greeted) > 1:
        # What follows is put to all of them.
        seen.update(greeted)
        yield from ((name, "greeted") for name in greeted)
    for form in _ORDER:
        for match in found(getattr(forms, form), sentence.text, forms):
            if (name := named(match)) not in seen:
                seen.add(name)
                yield name, form


def _respelt(sentences: Sequence[Sentence], names: set[str]) -> set[str]:
    """Other spellings of these names, among the words that are written as names are."""
    words = {w for s in sentences for w in re.findall(r"(?<=[\w,] )[A-Z][^\W\d_]{2,}", s.text)}
    words |= {
        w for s in sentences for w in re.findall(r"^[A-Z][^\W\d_]+", s.text) if is_given_name(w)
    }
    firsts = {part[0] for name in names for part in parts_of(name) if part.isascii()}
    near = {w for w in words - names if w[0].lower() in firsts and not is_common_word(w)}
    near = {w for w in near if any(sounds_like(w, name) for name in names)}
    return near - written_small(sentences, near)


def _spoken_of(sentences: Sequence[Sentence], calls: Sequence[Mention]) -> Iterator[Mention]:
    """The names where they stand in no form: whoever says them does not bear them."""
    names = {m.name for m in calls}
    if not names:
        return
    names |= _respelt(sentences, names)
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
                told = re.search(rf"{re.escape(name)}{_TELLS}", s.text)
                yield Mention(name, "told_of" if told else "named", at)
