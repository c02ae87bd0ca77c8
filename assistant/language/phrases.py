"""The things a meeting in English talks about: noun phrases, found without a parser.

A phrase is a run of content words whose last word is mostly used as a noun ("the remote control");
which words are, is counted beforehand (`lexicon`).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.language.english_reported import PAST
from assistant.language.lexicon import Lexicon
from assistant.language.sentences import Sentence
from assistant.language.terms import FUNCTION_WORDS, stem

DETERMINERS = frozenset(
    "the a an this that these those our your their his her its my some any no each every which"
    " another both".split()
)
PREPOSITIONS = frozenset("of in on for with about from at into over between".split())
VERBAL = frozenset(
    "to i we you they he she it i'll we'll you'll they'll can could will would should shall may"
    " might must don't didn't doesn't won't can't let's please not i'd we'd you'd".split()
)
QUALIFYING = frozenset(
    "very too so more most really quite pretty as bit is are be was were been it's that's they're"
    " looks look feel feels seems".split()
)
"""Words before which a noun seldom stands without more."""
PASSED_OVER = frozenset(
    "new old next last first second third other same whole own full big small good early".split()
)
"""Adjectives between a determiner and its noun."""
NO_NOUNS = frozenset(
    "alone past during towards toward against among per via main previous current following extra"
    " certain"
    " various several special general possible available final gonna wanna euro euros dollar"
    " dollars item items issue issues case cases idea ideas example topic matter matters pound"
    " pounds cent cents million billion thousand hundred percent noon".split()
)
"""Words that seem to be nouns where speech breaks off after them, units, and what names nothing."""
NO_PART = frozenset(
    "near outside inside beside beyond beneath upon unlike worth due happens ate shit fuck".split()
)
"""Words that relate things and belong to the name of none."""
_NO_HEAD = re.compile(
    r"(?:tual|ional|ical|ncial|ntic|ular|less|younger|older|bigger|smaller|better|larger|cheaper)$"
)
"""Adjectives, which speech leaves without their noun where it breaks off."""
LONGEST = 3
"""Words of a phrase."""
GERUND = 0.8
"""How likely a noun a first word in -ing must be, which otherwise is what is done to the thing."""
COMMON = 0.9
"""How likely a noun a word must be that is no name for having a capital at the start."""
NOUN, MODIFIER = 0.7, 0.45
"""How likely a noun the last and the first word of a phrase must be."""
PARTICULAR = 0.3
"""Share of a phrase's uses with "the" or the like from which it is written with it; a single word
for one thing is from the first."""
NAMED = 0.6
"""The same for a phrase with a capital, which may be a name."""

_TOKEN = re.compile(r"[^\W\d_][\w'’-]*|\d+|[.,?!;:]")
_VOWEL = re.compile(r"[aeiouyà-ÿ]")
_CLITIC = re.compile(r"['’](?:s|re|ve|ll|d|m|t)?$")


@dataclass(frozen=True, slots=True)
class Run:
    """Content words in a row and the token before them in small letters."""

    before: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A thing talked about: as it is written inside a sentence, its stems, the indices of the
    sentences that say it."""

    text: str
    stems: tuple[str, ...]
    said: tuple[int, ...]


def runs(text: str) -> Iterator[Run]:
    """The runs of content words of an English text."""
    tokens = _TOKEN.findall(text)
    words: list[str] = []
    before = "."
    for token in [*tokens, "."]:
        if _is_content(token):
            words.append(token)
            continue
        if words:
            yield Run(before, tuple(words))
            words = []
        if token.lower() not in PASSED_OVER:
            before = token.lower().replace("’", "'")


def _is_content(token: str) -> bool:
    plain = token.lower()
    return (
        len(token) > 1
        and token[0].isalpha()
        and (token.isupper() or _VOWEL.search(plain) is not None)
        and not _CLITIC.search(plain)
        and plain not in FUNCTION_WORDS["en"]
        and plain not in NO_PART | PAST
    )


def noun_phrases(sentences: Sequence[Sentence], lexicon: Lexicon) -> list[Phrase]:
    """The phrases of several words and the words said twice or more, in the order of their first
    use."""
    said: dict[tuple[str, ...], list[int]] = defaultdict(list)
    written: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    particular: Counter[tuple[str, ...]] = Counter()
    for at, sentence in enumerate(sentences):
        for run in runs(sentence.text):
            for first, words in _parts(run, lexicon):
                stems = tuple(stem(word.lower()) for word in words)
                if len(set(stems)) == len(stems):
                    said[stems].append(at)
                    written[stems][" ".join(words)] += 1
                    particular[stems] += first and run.before in DETERMINERS
    small = small_letters(sentences, lexicon)
    return [
        Phrase(
            _written(stems, written[stems], particular[stems] / len(ats), small), stems, tuple(ats)
        )
        for stems, ats in said.items()
        if len(ats) > 1 or len(stems) > 1
    ]


def _parts(run: Run, lexicon: Lexicon) -> Iterator[tuple[bool, tuple[str, ...]]]:
    """The phrases inside a run, each with whether it starts the run."""
    nouns = [0.5 if word.lower() in NO_NOUNS else lexicon.noun(word) for word in run.words]
    for first in range(len(nouns)):
        modifies = first == 0 and run.before in DETERMINERS and len(nouns) > 1
        if nouns[first] < MODIFIER and not modifies:
            continue
        if not modifies and run.words[first].endswith("ing") and nouns[first] < GERUND:
            continue
        for end in range(first + 1, min(len(nouns), first + LONGEST) + 1):
            if nouns[end - 1] >= NOUN and not _NO_HEAD.search(run.words[end - 1].lower()):
                yield first == 0, run.words[first:end]


def _written(
    stems: tuple[str, ...], forms: Counter[str], particular: float, small: Mapping[str, str]
) -> str:
    form = " ".join(small.get(word, word) for word in forms.most_common(1)[0][0].split())
    least = PARTICULAR if form[:1].islower() else NAMED
    if form.isalpha() and form.islower() and not form.endswith("s"):
        least = 0.0
    return f"the {form}" if particular > least else form


def small_letters(sentences: Sequence[Sentence], lexicon: Lexicon) -> dict[str, str]:
    """Words with a capital that are no names: the meeting also writes them without one, or only
    sentences open with them and they are known as nouns."""
    small: dict[str, str] = {}
    inside: set[str] = set()
    capitals: set[str] = set()
    for each in sentences:
        words = _TOKEN.findall(each.text)
        inside.update(words[1:])
        capitals.update(word for word in words if word[0].isupper())
        inside.update(word for word in words if word[0].islower())
    for word in capitals:
        known = lexicon.stems.get(stem(word.lower()))
        common = known is not None and known.noun >= COMMON and word[1:].islower()
        if word.lower() in inside or (common and word not in inside):
            small[word] = word.lower()
    return small
