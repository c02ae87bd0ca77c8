"""English clauses in the first person turned into the third, verbs and all.

Whoever speaks becomes SPEAKER, those who meet become GROUP, of whom there is one: "we release"
is "GROUP releases". A later "we" of the same clause is "they".
"""

from __future__ import annotations

import re

from assistant.language.english_reported import GROUP, PAST, SPEAKER
from assistant.language.terms import FUNCTION_WORDS
from assistant.language.verbs import WORK

_SAME = frozenset(
    "will would can could should must may might shall had did cannot can't won't wouldn't couldn't"
    " shouldn't mustn't hadn't didn't put set cut let hit used".split()
)
"""Verbs that are the same for one and for many; of some nobody can tell when it was."""
_ODD = {
    "are": "is", "have": "has", "do": "does", "were": "was", "aren't": "isn't", "go": "goes",
    "haven't": "hasn't", "don't": "doesn't", "weren't": "wasn't",
}  # fmt: skip
_COMMON = frozenset(
    "get come take make need want think know see say look use keep mean like give call try help"
    " ask start stop happen understand wish work write talk turn tell thank send show".split()
)
"""Verbs among the function words."""
_BETWEEN = frozenset(
    "also always never ever already just only still really actually usually often sometimes now"
    " then both all each even barely hardly finally typically generally currently either".split()
)
_CONTRACTED = {"'re": "are", "'ve": "have", "'ll": "will"}
_HAD = frozenset("been had done gone better got given taken made said seen thought".split())
_UNTOLD = frozenset("put set cut come become run let hit read cost".split())
"""Forms behind "'d" that may follow "had" or "would"."""
_ASKED = frozenset("do does did are is were was can could will would should shall have".split())
_STEADY = frozenset("is has needs wants was does had will would can could should must".split())
"""Verbs after which another one does not follow their form."""
_NOT_ED = frozenset("need feed speed seed proceed exceed succeed embed shed breed heed".split())


def third_person(verb: str) -> str | None:
    """The form of a verb for one, from that for many; None where the word may be no verb."""
    if verb in _SAME or verb in PAST or (verb.endswith("ed") and verb not in _NOT_ED):
        return verb
    if verb in _ODD:
        return _ODD[verb]
    if not re.fullmatch(r"[a-z]{3,}", verb) or verb.endswith(("ing", "ly")):
        return None
    if verb in FUNCTION_WORDS["en"] and verb not in _COMMON | WORK:
        return None
    if re.search(r"(?:s|sh|ch|x|z|o)$", verb):
        return f"{verb}es"
    return f"{verb[:-1]}ies" if re.search(r"[^aeiou]y$", verb) else f"{verb}s"


def expanded(word: str, following: str) -> list[str] | None:
    """ "we'd" as two words, by what follows; the word itself where nothing is contracted."""
    pronoun, mark, _ = word.partition("'")
    if not mark:
        return [word]
    ending = word[len(pronoun) :].lower()
    if ending in _CONTRACTED:
        return [pronoun, _CONTRACTED[ending]]
    if ending != "'d" or following in _UNTOLD:
        return None
    had = following in _HAD or (following.endswith("ed") and following not in _NOT_ED)
    return [pronoun, "had" if had or following in PAST else "would"]


def of_the_group(words: list[str], named: bool, bare: bool) -> list[str] | None:
    """The words with GROUP for the first "we" and "they" for others.

    `named` tells whether those who meet are named before, `bare` whether the first verb keeps
    its plain form ("suggested that the team leave"). None where a verb's form is not known.
    """
    told: list[str] = []
    rest = list(words)
    while rest:
        word = rest.pop(0)
        plain = word.rstrip(",").lower()
        if not re.fullmatch(r"we(?:'\w+)?", plain):
            told.append(_other(word, plain, named))
            named = named or told[-1].startswith(GROUP)
            continue
        parts = expanded(plain, _verb(rest)[1])
        if parts is None or (told and told[-1].lower() in _ASKED):
            return None
        rest[:0] = parts[1:]
        if named:
            told.append("they")
            continue
        named = True
        between, verb = _verb(rest)
        form = verb if bare else third_person(verb)
        if form is None or (form != verb and _goes_on(rest[len(between) + 1 :], form)):
            return None
        kept = [w for w in between if w not in ("all", "both", "each")]
        told += [GROUP, *kept, form]
        rest = rest[len(between) + 1 :]
        rest = rest[rest[:1] in (["all"], ["both"]) :]
    return told


def _other(word: str, plain: str, named: bool) -> str:
    """A word that is no subject: "us", "our" and "ours" in the third person."""
    forms = {
        "us": "them" if named else GROUP,
        "our": "their" if named else f"{GROUP}'s",
        "ours": "theirs" if named else f"{GROUP}'s",
        "ourselves": "themselves", "me": SPEAKER, "my": f"{SPEAKER}'s",
    }  # fmt: skip
    return forms[plain] + ("," if word.endswith(",") else "") if plain in forms else word


def verb_after(words: list[str]) -> str:
    """The verb that follows a subject and its adverbs."""
    return _verb(words)[1]


def _verb(words: list[str]) -> tuple[list[str], str]:
    """The adverbs before the verb that follows a subject, and the verb."""
    between: list[str] = []
    for word in words:
        if word not in _BETWEEN and not (word.endswith("ly") and len(word) > 4):
            return between, word
        between.append(word)
    return between, ""


def _goes_on(words: list[str], form: str) -> bool:
    """Whether another verb further on may have the same subject and needs its form too."""
    text = " ".join(words)
    joined = re.finditer(r"\b(?:and|or|but|then) (?:(?:not|also|then|just) )?([a-z']+)", text)
    verbs = [m for m in joined if m[1] in _ODD or m[1] in _COMMON | WORK]
    if form in _STEADY:
        verbs = [m for m in verbs if m[1] in _ODD]
    return any(not re.search(r"\b(?:to|will|can|would|should) ", text[: m.start()]) for m in verbs)
