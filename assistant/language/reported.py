"""English speech reported: one sentence as said, in the words of somebody who takes minutes.

Who speaks becomes a name, "we" those who meet, stumbles and the small words around a statement go.
What cannot be turned safely (it speaks to "you", points back at something, breaks off) gives
nothing: a missing line is better than a crooked one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from assistant.language import english_reported as forms
from assistant.language.english_agreement import expanded, of_the_group, verb_after
from assistant.language.english_reported import GROUP, SPEAKER
from assistant.language.english_standing import stands
from assistant.language.terms import FUNCTION_WORDS, content_words, stem

SHORTEST, LONGEST = 4, 26
"""Words of a clause that is worth reporting."""
NOUN, MODIFIER = 0.7, 0.45
"""How likely a noun the bare word must be that a clause opens with; less before another noun."""
STUMP = 6
"""Letters of the start of a word that may be said before it is said whole."""
WORD = 3
"""Letters of a word that says something; less is left of "27th"."""
VERB = 0.4
"""How likely a noun a word in -s may be that is taken for a verb."""


class Act(Enum):
    """What somebody did by saying it."""

    SAID = "said"
    THOUGHT = "thought"
    SUGGESTED = "suggested"
    WILL = "will"
    DECIDED = "decided"


@dataclass(frozen=True, slots=True)
class Statement:
    """A clause in the third person with no full stop at its end; SPEAKER stands for who said it,
    GROUP for those who meet. `again` is the clause where those have been named just before."""

    text: str
    act: Act
    again: str = ""

    @property
    def personal(self) -> bool:
        """Whether it is about its speaker, so that it needs no "… said that" before it."""
        return self.text.startswith(f"{SPEAKER} ")

    def of(self, name: str, group: str) -> str:
        """The clause as said by `name`, who is named where the clause is about them and once."""
        if self.personal:
            return name + self.introduced(group).removeprefix("them")
        return self.text.replace(SPEAKER, name).replace(GROUP, group)

    def introduced(self, group: str, named: bool = False) -> str:
        """The clause behind "… said that", where its speaker has just been named, and the group
        too if it is `named`."""
        told = self.again if named and self.again else self.text
        for whose in (SPEAKER, GROUP):
            told = told.replace(f"{whose}'s", "their")
        return told.replace(SPEAKER, "them").replace(GROUP, group)


def statements(text: str, nouns: Callable[[str], float]) -> list[Statement]:
    """The clauses of a sentence as they would be reported.

    `nouns` says how likely a word is a noun, 0 to 1. A sentence that breaks off loses its last
    clause.
    """
    smoothed = smooth(text)
    if smoothed.endswith("?"):
        return []
    found = []
    pieces = _clauses(smoothed)
    for piece in pieces if smoothed.endswith((".", "!")) else pieces[:-1]:
        made = _report(piece, nouns)
        joined = list(forms.JOINED.finditer(piece)) if made is None else []
        if joined and forms.FINITE.search(piece[: joined[-1].start()]):
            made = _report(piece[: joined[-1].start()], nouns)
        if made is not None:
            found.append(made)
    return found


def smooth(text: str) -> str:
    """The sentence without sounds, stumbles, broken words and asides."""
    text = re.sub(r"\b([A-Z])_(?=[A-Z]_)|\b([A-Z])_", r"\1\2", text).replace("_", "")
    text = forms.SOUND.sub(" ", text.replace("’", "'"))
    for pattern, written in forms.WRITTEN:
        text = pattern.sub(written, text)
    text = _without_stumbles(forms.BROKEN.sub(" ", text))
    for _ in range(2):
        text = forms.AGAIN.sub(r"\1", re.sub(r"\s+", " ", text))
        text = forms.ASIDE.sub("", text)
    text = forms.INSIDE.sub("", text)
    text = re.sub(r"\s+(?=[,.?!])|(?<=\s)\s+|,(?=[,.])", "", text)
    return forms.SPLIT_OFF.sub(r"\1 ", text).strip(" ,")


def _without_stumbles(text: str) -> str:
    """Drops the start of a word that is then said whole ("tha that")."""
    words = text.split()
    kept = [
        word
        for word, after in zip(words, [*words[1:], ""], strict=False)
        if word.lower() in FUNCTION_WORDS["en"] | {"a", "i"}
        or len(word) > STUMP
        or not word.isalpha()
        or not after.lower().startswith(word.lower())
        or stem(after.lower()) == stem(word.lower())
    ]
    return " ".join(kept)


def _clauses(text: str) -> list[str]:
    """The clauses of a sentence; a condition takes what depends on it with it."""
    kept: list[str] = []
    conditional = False
    cut = (piece for piece in forms.CUT.split(text.rstrip(".!")) if piece and piece.strip())
    for whole in cut:
        for piece in _unspliced(whole):
            if not conditional:
                kept.append(piece)
            conditional = bool(forms.CONDITION.search(forms.LEAD.sub("", piece.strip(" ,"))))
    return kept


def _unspliced(piece: str) -> list[str]:
    """The sentences that only commas part; what is named and then taken up again is left out."""
    said = forms.LEAD.sub("", piece.strip(" ,"))
    if forms.SUBORDINATE.search(said):
        return [piece]
    for found in forms.SPLICE.finditer(piece):
        head, rest = piece[: found.start()], piece[found.start() + 2 :]
        if forms.FINITE.search(head) and not forms.BEGUN.search(head):
            return [head, *_unspliced(rest)]
        if found["pointing"] and forms.LEAD.sub("", f"{head},"):
            return [rest]
    return [piece]


def _report(piece: str, nouns: Callable[[str], float]) -> Statement | None:
    said, act = forms.LEAD.sub("", piece.strip(" ,")), Act.SAID
    opinion = forms.THOUGHT.search(said)
    if opinion:
        said, act = forms.LEAD.sub("", said[opinion.end() :].strip(" ,")), Act.THOUGHT
    early = forms.WHEN_FIRST.fullmatch(said)
    if early:
        when = early["when"]
        said = f"{early['what']} {when[:1].lower()}{when[1:]}"
    settled, proposed = forms.DECIDED.search(said), forms.PROPOSED.search(said)
    if settled:
        said, act = settled["what"], Act.DECIDED
    elif proposed:
        said, act = "we " + next(g for g in proposed.groups() if g), Act.SUGGESTED
        said = re.sub(r"^we (?=we |the |a )", "", said).replace("we to ", "we ", 1)
    elif forms.COULD.search(said):
        act = Act.SUGGESTED
    said = forms.TRAILING.sub("", said.strip(" ,"))
    if not _stands(said, act, nouns):
        return None
    made = _third_person(said, act, bare=proposed is not None)
    return made if made is not None and stands(said, made.text) else None


def _stands(said: str, act: Act, nouns: Callable[[str], float]) -> bool:
    """Whether a clause can be read on its own."""
    size = len(said.split())
    if not SHORTEST <= size <= LONGEST or forms.PUT_TO.search(said) or forms.ODD.search(said):
        return False
    content = content_words(said, "en")
    if all(len(word) < WORD for word in content) or len(set(content)) < len(content):
        return False
    if forms.LEFT_OVER.search(said) and not forms.RELATING.search(said):
        return False
    if any(_starts_anew(word) for word in said.split()[1:]):
        return False
    core = forms.FRONTED.sub("", said)
    if forms.POINTING.search(core) or forms.HANGING.search(said) or forms.APART.search(core):
        return False
    return act in (Act.SUGGESTED, Act.DECIDED) or _is_clause(core, nouns)


def _is_clause(said: str, nouns: Callable[[str], float]) -> bool:
    """Whether there is a subject and a finite verb that is not a relative clause's."""
    if re.match(r"(?:we|i)\b|there's\b", said, re.IGNORECASE):
        return True
    subject = forms.SUBJECT.search(said)
    if subject is None:
        return False
    if subject["bare"] and not forms.PLURAL.search(said):
        first, second, *_ = [*map(nouns, said.split()[:2]), 0.0]
        if first < NOUN and not (first >= MODIFIER and second >= NOUN):
            return False
    said = re.split(", (?:and|but) ", said)[0]
    verbs = forms.FINITE.finditer(said, said.find(" "))
    if any(not forms.RELATIVE.search(said[: verb.start()]) for verb in verbs):
        return True
    return any(
        word.endswith("s") and 0 < nouns(word) < VERB and before.lower() not in forms.NO_VERB_AFTER
        for before, word in pairwise(said.split())
    )


def _starts_anew(word: str) -> bool:
    """Whether a word inside a clause has the capital of a new sentence."""
    plain = word.strip(",").lower()
    common = plain in FUNCTION_WORDS["en"] and plain not in forms.CALENDAR
    return common and word[:1].isupper() and not word.strip(",").isupper()


def _third_person(said: str, act: Act, bare: bool) -> Statement | None:
    words = _own_act(said.split())
    if words is None or any(re.fullmatch(r"(?:i|i'\w+|mine|myself),?", w.lower()) for w in words):
        return None
    if words[:2] == [SPEAKER, "will"]:
        act = Act.WILL
    told, again = (of_the_group(words, named, bare) for named in (act is Act.DECIDED, True))
    if told is None or again is None:
        return None
    clause = " ".join(told)
    return None if forms.SELF.search(clause) else Statement(clause, act, " ".join(again))


def _own_act(words: list[str]) -> list[str] | None:
    """A clause whose subject is the speaker, with SPEAKER and the verb in the third person; other
    clauses as they are, None where the verb's form is not known."""
    first, second = words[0].lower(), " ".join(words[:2]).lower()
    if first != "i" and not first.startswith("i'"):
        return words
    if first == "i'd":
        parts = expanded(first, verb_after(words[1:]))
        return None if parts is None else [SPEAKER, *parts[1:], *words[1:]]
    if first in forms.OWN:
        return [SPEAKER, *forms.OWN[first].split(), *words[1:]]
    if second in forms.OWN:
        return [SPEAKER, *forms.OWN[second].split(), *words[2:]]
    verb = words[1] if len(words) > 1 else ""
    if verb in forms.PAST or (verb.endswith("ed") and len(verb) > 4):
        return [SPEAKER, *words[1:]]
    return None
