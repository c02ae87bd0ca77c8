"""A meeting in English read once: what it talks about, what was said that can be reported, and how
much each of it is worth telling."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.language.address import names_in_use
from assistant.language.english import ENGLISH
from assistant.language.english_reported import GROUP, SPEAKER
from assistant.language.lexicon import Lexicon
from assistant.language.phrases import Phrase, noun_phrases, small_letters
from assistant.language.reported import Act, Statement, smooth, statements
from assistant.language.sentences import Sentence
from assistant.language.terms import FUNCTION_WORDS, content_words, stem

WEIGHTS: Mapping[Act, float] = {
    Act.DECIDED: 1.5,
    Act.WILL: 1.2,
    Act.SUGGESTED: 1.1,
    Act.SAID: 1.0,
    Act.THOUGHT: 0.9,
}
"""How much a statement counts by what was done with it."""
VAGUE = 0.8
"""What is left of a remark's worth for each word that points at something unsaid."""
PER_WORD = 0.08
"""What each further word of a phrase must be worth."""
EXACT = 0.2
"""What a number, a date or a name adds to a remark's worth, twice at most."""
_EXACT = re.compile(
    r"\d[\d.,:]*|(?<=[a-z,] )[A-Z]\w+|\b(?:hundred|thousand|million|billion|percent|per cent|euros?"
    r"|dollars|pounds|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|months?|weeks?)\b"
)
UNREAL = 0.4
"""What is left of the worth of what was only imagined or was soon taken back."""
SOON = 3
"""Sentences after a promise in which it may be changed."""
RARE = 0.02
"""What a word that was said once may be worth as a keyword, for each unit of its rarity."""
ONCE = 0.005
"""The same for a remark that the word is part of."""
SURE = 0.8
"""How likely a noun the last word of a phrase must be that was said once."""
LEAST = 0.12
"""Worth below which a phrase names no subject."""
SINGLE = 0.8
"""What is left of the worth of a phrase of one word, which seldom says which one."""
FULLER = 0.33
"""Share of a phrase's uses inside a longer one from which the longer one is named instead."""
STUMP = 6
"""Letters of the start of a word that may be said before it is said whole."""
FLAT, POWER = 6, 0.5
"""How a remark's length counts against it."""
STALE = 0.5
"""How much of its worth a remark loses when nothing in it is new."""

_ENDINGS = frozenset("s es d ed ing er ers ly y".split())
_LAST_NAME = re.compile(r", (?P<name>[A-Z][\w-]+)(?P<mark>[.!?]?)$")
_VAGUE = re.compile(
    r"\b(?:it|this|that|these|those|them|thing|things|stuff|something|somehow|here|there|he|she|him"
    r"|her|his|some|one|ones|such|bit|lot|kind|sort|way|it's|that's|there's)\b"
    r"|(?<!at )(?<!by )(?<!to )(?<!of )(?<!the )(?<!past )\b(?:one|two|three|four|five|six|seven"
    r"|eight|nine"
    r"|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Remark:
    """A statement, the index of the sentence it was made in, its stems and its worth."""

    at: int
    statement: Statement
    stems: frozenset[str]
    worth: float


class Reading:
    """Phrases and remarks of a meeting and what they are worth.

    `names` maps a voice to what it is called, without those that are unknown.
    """

    def __init__(
        self, sentences: Sequence[Sentence], names: Mapping[str, str], lexicon: Lexicon
    ) -> None:
        self.sentences = sentences
        self.names = names
        self._lexicon = lexicon
        called = (*names.values(), *names_in_use(sentences))
        self.people = frozenset(w for name in called for w in content_words(name, "en"))
        self.salience = lexicon.salience(sentences)
        self._smooth = [
            replace(s, text=smooth(s.text)) if s.language == "en" else s for s in sentences
        ]
        self._stumps = _stumps(self._smooth, lexicon)
        self.phrases = [
            p
            for p in noun_phrases(self._smooth, lexicon)
            if self._stumps.isdisjoint(p.text.split())
        ]
        self._longer: dict[str, list[Phrase]] = defaultdict(list)
        for phrase in self.phrases:
            for part in phrase.stems:
                self._longer[part].append(phrase)
        said = (*(s.text for s in sentences), *names.values())
        self._said = frozenset(w for text in said for w in re.findall(r"[a-z']+", text.lower()))
        self._small = frozenset(w for s in sentences for w in re.findall(r"\b[a-z]+", s.text))
        self._small |= frozenset(small_letters(self._smooth, lexicon).values())
        self.group = self.wording("the team", "the group")
        self.remarks = list(self._remarks(lexicon))

    def name(self, at: int) -> str | None:
        """What the speaker of a sentence is called."""
        return self.names.get(self.sentences[at].speaker or "")

    def worth(self, phrase: Phrase) -> float:
        """How much of the minutes' wording a phrase is likely to be; 0 where that is little."""
        words = sum(self.salience.get(stem, 0.0) for stem in phrase.stems)
        words -= PER_WORD * (len(phrase.stems) - 1)
        single = SINGLE if len(phrase.stems) == 1 and phrase.text.islower() else 1.0
        worth = single * words * min(1.0, len(phrase.said) / 3)
        return worth if worth >= LEAST and len(phrase.said) > 1 else 0.0

    def telling(self, phrase: Phrase) -> float:
        """How well a phrase tells this meeting from others."""
        if not self._sure(phrase):
            return 0.0
        words = (
            max(self.salience.get(stem, 0.0), RARE * self._lexicon.known(stem).rarity)
            for stem in phrase.stems
        )
        return sum(words) * min(1.0, 0.5 + len(phrase.said) / 6)

    def wording(self, *choices: str) -> str:
        """The first of several wordings of which every word was said, else the first."""
        return next((c for c in choices if self._said.issuperset(c.lower().split())), choices[0])

    def pick(
        self,
        worth: Callable[[Phrase], float],
        count: int,
        used: set[str],
        here: Callable[[int], bool] = lambda at: True,
    ) -> list[Phrase]:
        """The best phrases that share no word with each other, with people's names or with
        `used`, which then has theirs. `here` tells of a sentence whether it counts."""
        chosen: list[Phrase] = []
        used |= self.people
        for phrase in sorted(self.phrases, key=lambda p: (-worth(p), p.said[0])):
            if len(chosen) == count or worth(phrase) <= 0:
                break
            if not used.intersection(phrase.stems):
                chosen.append(self._fuller(phrase, used, here))
                used.update(chosen[-1].stems)
        return chosen

    def best(self, remarks: Sequence[Remark], count: int) -> list[Remark]:
        """The remarks most worth telling that do not repeat each other, the best first."""
        chosen: list[Remark] = []
        told: set[str] = set()
        left = list(remarks)
        while left and len(chosen) < count:
            best = max(left, key=lambda r: (self.gain(r, told), -r.at))
            if self.gain(best, told) <= 0:
                break
            chosen.append(best)
            told |= best.stems
            left = [r for r in left if r.at != best.at and not repeats(r, best)]
        return chosen

    def gain(self, remark: Remark, told: set[str]) -> float:
        """What a remark is worth once the stems `told` were told."""
        return remark.worth * (1 - STALE * len(remark.stems & told) / len(remark.stems))

    def inside(self, clause: str) -> str:
        """A clause for the middle of a sentence: its first word small unless it is a name."""
        first = clause.split()[0].partition("'")[0]
        named = clause.startswith(tuple(self.names.values()))
        plain = first.lower() in FUNCTION_WORDS["en"] or first.lower() in self._small
        small = plain and not named and (first[1:].islower() or len(first) == 1)
        return clause[:1].lower() + clause[1:] if small else clause

    def _taken_back(self, at: int, made: Statement) -> bool:
        """Whether what somebody would do was changed or dropped right after it was said."""
        if made.act not in (Act.WILL, Act.DECIDED):
            return False
        after = (s.text for s in self.sentences[at + 1 : at + 1 + SOON])
        return any(ENGLISH.corrected.search(t) or ENGLISH.dropped.search(t) for t in after)

    def _unaddressed(self, text: str) -> str:
        """A sentence without the name at its end of somebody it is said to."""
        found = _LAST_NAME.search(text)
        named = found is not None and self.people.issuperset(content_words(found["name"], "en"))
        return text[: found.start()] + found["mark"] if found is not None and named else text

    def _sure(self, phrase: Phrase) -> bool:
        """Whether a phrase was said twice or ends in a word that is known to be a noun."""
        known = self._lexicon.stems.get(phrase.stems[-1])
        return len(phrase.said) > 1 or (known is not None and known.noun >= SURE)

    def _fuller(self, phrase: Phrase, used: set[str], here: Callable[[int], bool]) -> Phrase:
        """The longer phrase that most of a phrase's uses are part of, else the phrase itself."""
        longer = [
            p
            for p in self._longer.get(phrase.stems[-1], ())
            if set(p.stems) > set(phrase.stems)
            and not used.intersection(p.stems)
            and len(p.said) >= FULLER * len(phrase.said)
            and any(map(here, p.said))
            and self._sure(p)
        ]
        return max(longer, key=lambda p: (len(p.stems), len(p.said)), default=phrase)

    def _remarks(self, lexicon: Lexicon) -> Iterator[Remark]:
        for at, sentence in enumerate(self._smooth):
            if sentence.language != "en":
                continue
            for made in statements(self._unaddressed(sentence.text), lexicon.noun):
                if not self._stumps.isdisjoint(made.text.split()):
                    continue
                stems = frozenset(content_words(made.text, "en"))
                value = sum(
                    max(self.salience.get(stem, 0.0), ONCE * lexicon.known(stem).rarity)
                    for stem in stems
                )
                vague = VAGUE ** len(_VAGUE.findall(made.text))
                exact = EXACT * min(2, len(_EXACT.findall(made.text)))
                size = len(made.text.split())
                worth = WEIGHTS[made.act] * vague * (1 + exact) * value / (size + FLAT) ** POWER
                if ENGLISH.hypothetical.search(sentence.text) or self._taken_back(at, made):
                    worth *= UNREAL
                yield Remark(at, made, stems, worth)


def _stumps(sentences: Sequence[Sentence], lexicon: Lexicon) -> frozenset[str]:
    """Strange words that are said once or twice and are how another word of the meeting starts."""
    counts = Counter(
        w for s in sentences for w in re.findall(r"(?<![\w'-])[a-z]+(?![\w'-])", s.text)
    )
    words = sorted(counts)
    strange = (
        (at, word)
        for at, word in enumerate(words)
        if len(word) <= STUMP
        and counts[word] <= 2
        and stem(word) not in lexicon.stems
        and word not in FUNCTION_WORDS["en"]
    )
    return frozenset(
        word
        for at, word in strange
        for longer in words[at + 1 : at + 2]
        if longer.startswith(word) and longer[len(word) :] not in _ENDINGS
    )


def repeats(one: Remark, other: Remark) -> bool:
    """Whether two remarks say much the same."""
    return len(one.stems & other.stems) > 0.6 * min(len(one.stems), len(other.stems))


def sentence(clause: str) -> str:
    """A clause as a sentence of its own."""
    return f"{clause[:1].upper()}{clause[1:]}."


def told(reading: Reading, remark: Remark) -> str | None:
    """A remark as a line of its own; None where it needs the name of a speaker who has none."""
    made, name = remark.statement, reading.name(remark.at)
    if name is None and SPEAKER in made.text:
        return None
    clause = made.of(name or "", reading.group)
    if made.act is Act.DECIDED:
        return sentence(f"{reading.group} {clause}")
    if made.act is Act.SUGGESTED and not made.personal and name is None:
        verb = reading.wording("suggested", "proposed")
        return sentence(f"it was {verb} that {reading.inside(clause)}")
    if name is not None and not made.personal and _needs_its_speaker(made):
        clause = reading.inside(made.introduced(reading.group))
        return sentence(f"{name} {verb_of(reading, made.act)} {clause}")
    return sentence(clause)


def _needs_its_speaker(made: Statement) -> bool:
    """Whether a statement is an opinion, or "ours" is in it, which is somebody's."""
    return made.act in (Act.SUGGESTED, Act.THOUGHT) or f"{GROUP}'s" in made.text


def verb_of(reading: Reading, act: Act) -> str:
    """What somebody did who said something."""
    if act is Act.THOUGHT:
        return "thought that"
    if act is Act.SUGGESTED:
        return reading.wording("suggested that", "proposed that")
    return "said that"
