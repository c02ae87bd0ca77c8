"""The things a meeting in English talks about: noun phrases, found without a parser.

A phrase is a run of content words whose last word is mostly used as a noun ("the remote control");
which words are, is counted beforehand (`lexicon`).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

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
LONGEST = 3
"""Words of a phrase."""
NOUN, MODIFIER = 0.7, 0.45
"""How likely a noun the last and the first word of a phrase must be."""
PARTICULAR = 0.3
"""Share of a phrase's uses with "the" or the like from which it is written with it."""
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
    small = _small_letters(sentences)
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
        for end in range(first + 1, min(len(nouns), first + LONGEST) + 1):
            if nouns[end - 1] >= NOUN:
                yield first == 0, run.words[first:end]


def _written(
    stems: tuple[str, ...], forms: Counter[str], particular: float, small: Mapping[str, str]
) -> str:
    form = " ".join(small.get(word, word) for word in forms.most_common(1)[0][0].split())
    least = PARTICULAR if form[:1].islower() else NAMED
    return f"the {form}" if particular > least else form


def _small_letters(sentences: Sequence[Sentence]) -> dict[str, str]:
    """Words with a capital that the meeting also writes without one."""
    words = {word for s in sentences for word in _TOKEN.findall(s.text)}
    return {word: word.lower() for word in words if word[0].isupper() and word.lower() in words}
