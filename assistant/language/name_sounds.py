"""Which given names sound like what was heard where somebody is called."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from assistant.language.given_names import FURTHER_NAMES, GIVEN_NAMES
from assistant.language.lexicon import load_lexicon
from assistant.language.spellings import is_given_name, is_one_sound, parts_of
from assistant.language.terms import content_words

NEAR = 0.13
"""Sounds that may differ, of those of the longer word, where any name may be meant."""
NEAR_KNOWN = 0.2
"""The same where it is one of a few people's."""
ALIKE = 0.1
"""The same of names that nobody tells apart by ear."""
CLEAR = 0.1
"""How much farther off the next name has to be."""
_VOWELS = frozenset("aeiou")
_PAIRS = frozenset(
    frozenset(pair)
    for pair in "bp dt gk sz fv mn lr jy jS jZ sS zZ bv wv td fT tT sT kh hx".split()
)
"""Consonants that a recogniser takes for one another."""
_WRITTEN = (
    *(
        ("chr", "kr"),
        ("sch", "S"),
        ("tch", "C"),
        ("ch", "C"),
        ("sh", "S"),
        ("sz", "S"),
        ("cz", "C"),
    ),
    *(("ph", "f"), ("th", "T"), ("ck", "k"), ("qu", "kw"), ("gh", "g"), ("wh", "w")),
    *(("kh", "k"), ("bh", "b"), ("dh", "d"), ("zh", "Z"), ("rh", "r")),
    *(("ce", "se"), ("ci", "si"), ("cy", "si"), ("ge", "je"), ("gi", "ji"), ("c", "k")),
    *(("q", "k"), ("x", "ks"), ("ee", "i"), ("ea", "i"), ("ie", "i"), ("oo", "u"), ("ou", "u")),
    *(("ai", "e"), ("ay", "e"), ("ei", "e"), ("ey", "i"), ("au", "o"), ("aw", "o")),
)


def sounds(word: str) -> str:
    """A word of Latin letters by its sounds, one letter each, as English reads it."""
    text = "".join(parts_of(word))
    for written, heard in _WRITTEN:
        text = text.replace(written, heard)
    text = re.sub(r"(?<=[aeiou])h|(?<=.)e$", "", text)
    if len(text) > 1:
        text = text[0] + text[1:].replace("y", "i")
    return re.sub(r"(.)\1+", r"\1", text)


def are_alike(one: str, other: str) -> bool:
    """Whether two names sound the same or nearly so: Sarah and Sara, not Tom and Tim."""
    first, second = sounds(one), sounds(other)
    return _apart(first, second) <= ALIKE * max(len(first), len(second))


def respelt(
    written: Sequence[str], heard: Mapping[str, float | None], known: Sequence[str] = ()
) -> str | None:
    """Whom a recogniser meant by words that are none or are hardly to be believed.

    One of the people `known` from elsewhere, or a common name: Taekyana and Hachiana are Tatiana.
    `written` is each mention, `heard` how probable its spelling was. None where somebody wrote a
    spelling, where several names are as near, and of common names where a spelling is a name or
    a plain word itself.
    """
    words = tuple(sorted(written))
    if any(len(parts_of(word)) != 1 or heard.get(word) is None for word in words):
        return None
    near = nearest_name(words, tuple(known)) if known else None
    if near and _shares_sound(near, known):
        return None
    if near or any(is_given_name(word) or _is_plain(word) for word in words):
        return near
    return nearest_name(words)


def _shares_sound(name: str, known: Sequence[str]) -> bool:
    """Whether several of these people have a name of that sound: Piotr, Peter."""
    parts = {part for whole in known for part in parts_of(whole)} - set(parts_of(name))
    return any(is_one_sound(name.casefold(), part) for part in parts)


def _is_plain(word: str) -> bool:
    return any(stem in load_lexicon().stems for stem in content_words(word, "en"))


@lru_cache(maxsize=512)
def nearest_name(heard: tuple[str, ...], among: tuple[str, ...] | None = None) -> str | None:
    """The one name that all these spellings of somebody's name are near to, None if in doubt.

    `among` are the names to choose from, the common given names if there are none.
    """
    said = [sounds(word) for word in heard]
    if not all(each and each.isascii() for each in said):
        return None
    known = _by_sound() if among is None else _first_names(among)
    limit = NEAR if among is None else NEAR_KNOWN
    found: list[tuple[float, str]] = []
    for name, its in known:
        if its and all(abs(len(each) - len(its)) <= 0.5 * len(its) for each in said):
            apart = [_apart(each, its) / max(len(each), len(its)) for each in said]
            found.append((sum(apart) / len(apart), name))
    found.sort()
    if not found or found[0][0] > limit:
        return None
    if len(found) > 1 and found[1][0] - found[0][0] < CLEAR:
        return None
    return found[0][1] if among is not None else found[0][1].capitalize()


def _first_names(people: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The first names of people, and how they sound."""
    firsts = dict.fromkeys(whole.split()[0] for whole in people if parts_of(whole))
    return tuple((name, sounds(name)) for name in firsts)


@cache
def _by_sound() -> tuple[tuple[str, str], ...]:
    return tuple((name, sounds(name)) for name in sorted(GIVEN_NAMES | FURTHER_NAMES))


def _apart(one: str, other: str) -> float:
    """How many sounds to put in, take out or change; such as are alike count half."""
    row = [0.0]
    for b in other:
        row.append(row[-1] + _weight(b))
    for a in one:
        before, row[0] = row[0], row[0] + _weight(a)
        for j, b in enumerate(other, 1):
            change = 0.0 if a == b else _change(a, b)
            best = min(row[j] + _weight(a), row[j - 1] + _weight(b), before + change)
            before, row[j] = row[j], best
    return row[-1]


def _weight(sound: str) -> float:
    return 0.5 if sound in _VOWELS or sound in "hy" else 1.0


def _change(one: str, other: str) -> float:
    vowels = (one in _VOWELS) + (other in _VOWELS)
    if vowels == 1:
        return 1.5
    return 0.5 if vowels == 2 or frozenset((one, other)) in _PAIRS else 1.0
