"""Where names fall in a talk, and which spellings are one person's."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.language.address import (
    ADDRESS,
    ZH_TITLE,
    AddressForms,
    found,
    named,
    written_small,
)
from assistant.language.given_names import GIVEN_NAMES
from assistant.language.sentences import Sentence

TELLING = frozenset("introduced asked called called_q thanked handed greeted".split())
"""Forms that hardly anything but a name stands in."""
EARLY = "_early"
"""Ends the names of forms after which the turn goes on for long."""
NEAR_THE_END = 2
"""Sentences before the end of a turn in which whoever is called answers it."""

_TITLES = frozenset("mr mrs ms miss dr doctor prof professor".split())
_ZH_TITLE = re.compile(f"{ZH_TITLE}$")


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


def is_given_name(name: str) -> bool:
    """Whether a name has a common given name in it, or is written in Chinese."""
    return any(not part.isascii() or part in GIVEN_NAMES for part in parts_of(name))


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


def parts_of(name: str) -> tuple[str, ...]:
    """The words of a name without titles and accents, folded; a Chinese name is one word."""
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    words = re.findall(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*", plain)
    kept = [word for word in words if word not in _TITLES]
    if len(kept) == 1 and not kept[0].isascii():
        return (_ZH_TITLE.sub("", kept[0]).lstrip("小老阿") or kept[0],)
    return tuple(kept)


def people(names: Iterable[str], spellings: Iterable[str] = ()) -> dict[str, str]:
    """Each spelling to the one that stands for the person: the most used, or the fullest of it.

    `spellings` are known to be right: what sounds like one of them is that one.

    Joined are a part of a full name with the full name, where only one full name has it, and
    spellings of one sound: at most a letter apart, or with the same consonants.
    """
    counts = Counter(names)
    given = {name for name in spellings if parts_of(name)}
    counts.update(dict.fromkeys(given, len(given) + counts.total()))
    order = sorted(counts, key=lambda n: (-len(parts_of(n)), -counts[n], n))
    heads: list[str] = []
    head_of: dict[str, str] = {}
    for name in order:
        fits = [h for h in heads if _is_part(name, h)]
        if len(fits) != 1:
            fits = [h for h in heads if _sounds_like(name, h)]
        if len(fits) == 1:
            head_of[name] = fits[0]
        else:
            heads.append(name)
            head_of[name] = name
    groups: dict[str, list[str]] = {}
    for name, head in head_of.items():
        groups.setdefault(head, []).append(name)
    shown = {head: _shown(group, counts) for head, group in groups.items()}
    return {name: shown[head] for name, head in head_of.items()}


def _shown(group: Sequence[str], counts: Mapping[str, int]) -> str:
    """The spelling used most, told in full where a fuller one is in use as well."""
    usual = max(group, key=lambda n: (counts[n], len(n), n))
    return max((n for n in group if _is_part(usual, n)), key=len, default=usual)


def _is_part(name: str, whole: str) -> bool:
    mine, theirs = parts_of(name), parts_of(whole)
    if len(mine) == 1 and len(theirs) == 1 and not mine[0].isascii():
        # 小王 and 王经理 are 王芳, unless there is another one.
        return mine[0] == theirs[0] or (len(mine[0]) == 1 and theirs[0].startswith(mine[0]))
    return set(mine) <= set(theirs)


def _sounds_like(name: str, other: str) -> bool:
    mine, theirs = parts_of(name), parts_of(other)
    if len(mine) != len(theirs):
        return False
    return all(_is_near(a, b) for a, b in zip(mine, theirs, strict=True))


def _is_near(one: str, other: str) -> bool:
    if one == other:
        return True
    if not one.isascii():
        # A recogniser of Chinese writes another character of the same sound.
        return one[0] == other[0] and len(one) == len(other) > 1 and _distance(one, other) == 1
    if min(len(one), len(other)) < 4 or one[0] != other[0]:
        return _sound(one) == _sound(other) and min(len(one), len(other)) >= 4
    return _distance(one, other) <= 1 or (
        _sound(one) == _sound(other) and _distance(one, other) <= 3
    )


def _sound(word: str) -> str:
    """The consonants as they sound, vowels left out."""
    for written, heard in (("ph", "f"), ("th", "t"), ("ck", "k"), ("ch", "k"), ("c", "k")):
        word = word.replace(written, heard)
    word = word.replace("z", "s").replace("v", "f").replace("j", "y").replace("q", "k")
    bare = re.sub(r"[aeiouyhw]", "", word)
    return re.sub(r"(.)\1+", r"\1", bare)


def _distance(one: str, other: str) -> int:
    """Letters to put in, take out or change (Levenshtein)."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            best = min(row[j] + 1, row[j - 1] + 1, before + (a != b))
            before, row[j] = row[j], best
    return row[-1]


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
