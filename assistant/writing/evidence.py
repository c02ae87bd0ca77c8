"""The segments that support a line, found by what they say, or the reason why none do.

A line is supported where enough of its content words were said, by the likeness of their meaning
and by their letters, where all its numbers, days and names were said there too, and where it
does not deny what was said, or the other way round.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np

from assistant.language.dates import find_dues
from assistant.language.sentences import (
    ENCODED_LANGUAGES,
    SentenceEncoder,
    Vectors,
    split_segments,
)
from assistant.language.terms import content_words
from assistant.types import Meeting, Segment
from assistant.writing.facts import days, iso_days, names, numbers

RECEIPTS = 6
"""Segments that a line may rest on."""
SAID = 0.5
"""Share of a line's content words that must be said in what it rests on."""
RETOLD = 0.6
"""The same without the words that only tell that something was said; rare words count more."""
CERTAIN = 0.8
"""That share, from which on the meaning need not be alike."""
ALIKE = 0.35
"""Cosine of the meaning of a line and of the closest sentence that it rests on."""
NEAR = 3
"""Segments around what a line rests on in which its facts may have been said."""
CLOSEST = 0.8
"""Of the sentences that a line rests on, those that share so much of what the closest shares must
not all deny what the line does not, or the other way round."""
CLAIMED = 0.15
"""What a segment gains for being named by who wrote the line."""
FACT = 0.2
"""What it gains for each hard fact of the line that it says."""

_TELLING = re.compile(
    r"(?:agree|ask|confirm|decid|discuss|explain|mention|not|plan|point|propos|rais|report|review"
    r"|said|say|speak|state|suggest|talk|team|tell|everyone|group|meet|participant|speaker|someone"
    r"|current|also|need|want|will|should|must|person|people)\w*"
)
_DENIES = re.compile(
    r"\b(?:not|never|no longer|nobody|none|cannot|without)\b|n['’]t\b"
    r"|没有?|未(?!来)|无法|别(?!人|的)|不(?!过|错|同|仅|但|断|少|久|止|管|得不|如|是很)",
    re.IGNORECASE,
)
_NO_DENIAL = re.compile(
    r"(\w)[不没]\1|是不是|要不要|差不多|对不起|不好意思|\bwhy not\b|\bnot only\b", re.I
)
_ORDERS = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:instruction|prompt|rule|guideline)s?\b"
    r"|\bsystem prompt\b|\byou are (?:now )?an? (?:ai|assistant|language model|chatbot)\b"
    r"|\b(?:dear|hey|attention,?) (?:ai|assistant|language model|llm|chatbot|note ?taker)\b"
    r"|\bas an? (?:ai|language model)\b"
    r"|(?:忽略|无视|忘记|忘掉).{0,20}(?:指令|指示|提示|规则|要求)|系统提示词"
    r"|你(?:现在)?是(?:一个|一名)?(?:AI|人工智能|语言模型|聊天机器人)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Heard:
    """What a segment says: its content words, facts and vectors, one a sentence."""

    segment: Segment
    words: frozenset[str]
    numbers: frozenset[float]
    days: frozenset[str]
    letters: str
    vectors: Vectors | None
    denials: tuple[tuple[frozenset[str], bool], ...]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a line says: the same, and which of its words tell more than that it was said."""

    words: frozenset[str]
    telling: frozenset[str]
    numbers: frozenset[float]
    days: frozenset[str]
    iso: frozenset[str]
    names: frozenset[str]
    vector: Vectors | None
    denies: bool


class Evidence:
    """All that was said in a meeting, to hold lines against.

    Args:
        people: what each voice is called, by its id.
        encoder: None where the language is one that it does not know.
    """

    def __init__(
        self,
        meeting: Meeting,
        segments: Sequence[Segment],
        people: Mapping[str, str],
        encoder: SentenceEncoder | None,
    ) -> None:
        self._meeting = meeting
        self._people = people
        sentences = split_segments(segments, meeting.language)
        spoken = Counter(s.language for s in sentences)
        self.language = spoken.most_common(1)[0][0] if spoken else meeting.language
        self._encoder = encoder if self.language in ENCODED_LANGUAGES else None
        texts: dict[str, list[str]] = {}
        for sentence in sentences:
            texts.setdefault(sentence.segment, []).append(sentence.text)
        self._heard = [self._hear(s, texts.get(s.id, [])) for s in segments]
        self._places = {heard.segment.id: at for at, heard in enumerate(self._heard)}
        self._rarity = Counter(word for heard in self._heard for word in heard.words)

    @cached_property
    def _small(self) -> frozenset[str]:
        """Words that are written small somewhere in the meeting."""
        return frozenset(
            word for h in self._heard for word in re.findall(r"\b[a-zà-ÿ]+", h.segment.text)
        )

    def trusted(self, segment: str) -> bool:
        """Whether a segment may support a line: not one that gives orders to who writes."""
        at = self._places.get(segment)
        return at is not None and not _ORDERS.search(self._heard[at].segment.text)

    def said(self, names: Collection[str]) -> list[Segment]:
        """The segments of those ids that there are."""
        return [self._heard[self._places[n]].segment for n in names if n in self._places]

    def receipts(
        self, text: str, claimed: Collection[str] = (), within: Collection[str] | None = None
    ) -> tuple[str, ...] | None:
        """The segments that a line rests on, in the order of time; None where nothing supports it.

        `claimed` are those that its writer names, `within` those that are looked at.
        """
        wanted = self._want(text)
        if not wanted.words:
            return None
        places = [
            at
            for at, heard in enumerate(self._heard)
            if within is None or heard.segment.id in within
            if self.trusted(heard.segment.id)
        ]
        chosen = self._chosen(wanted, places, frozenset(claimed))
        found = self._with_facts(wanted, chosen, places) if chosen else None
        if not found or not self._says(wanted, found) or self._denied(wanted, found):
            return None
        return tuple(self._heard[at].segment.id for at in sorted(found))

    def _hear(self, segment: Segment, sentences: Sequence[str]) -> _Heard:
        words = [frozenset(content_words(text, self.language)) for text in sentences]
        name = self._people.get(segment.speaker or "", "")
        return _Heard(
            segment,
            frozenset().union(*words),
            frozenset(numbers(segment.text, every=True)),
            frozenset(days(segment.text)),
            f"{segment.text} {name}".lower(),
            self._encoder.encode(sentences) if self._encoder and sentences else None,
            tuple(zip(words, map(_denies, sentences), strict=True)),
        )

    def _want(self, text: str) -> _Wanted:
        plain = text
        for name in sorted(self._people.values(), key=len, reverse=True):
            # A person is looked for by name below; "Speaker 2" counts nothing.
            plain = plain.replace(name, " ")
        words = frozenset(content_words(plain, self.language))
        called = names(text, self._small)
        called |= {name.lower() for name in self._people.values() if name in text}
        said = frozenset(word for word in words if word not in called)
        return _Wanted(
            said or words,
            frozenset(word for word in said if not _TELLING.fullmatch(word)),
            frozenset(numbers(plain)),
            frozenset(days(text)),
            frozenset(iso_days(text)),
            frozenset(called),
            self._encoder.encode([text])[0] if self._encoder else None,
            _denies(text),
        )

    def _chosen(self, wanted: _Wanted, places: Sequence[int], claimed: frozenset[str]) -> list[int]:
        """Segments that say most of a line, each the one that adds most to those before it."""
        left = set(wanted.words)
        checks = self._checks(wanted)
        scores = {
            at: self._likeness(wanted, at)
            + CLAIMED * (self._heard[at].segment.id in claimed)
            + FACT * sum(says(self._heard[at]) for says in checks)
            for at in places
            if left & self._heard[at].words
        }
        chosen: list[int] = []
        total = self._worth(wanted.words)
        while len(chosen) < RECEIPTS:
            gains = {
                at: self._worth(left & self._heard[at].words) / total + 0.5 * score
                for at, score in scores.items()
                if at not in chosen
            }
            best = max(gains, key=gains.__getitem__, default=None)
            if best is None or (chosen and not left & self._heard[best].words):
                break
            chosen.append(best)
            left -= self._heard[best].words
        return chosen

    def _likeness(self, wanted: _Wanted, at: int) -> float:
        vectors = self._heard[at].vectors
        if vectors is None or wanted.vector is None:
            return 0.0
        return float(np.max(vectors @ wanted.vector))

    def _worth(self, words: Collection[str]) -> float:
        """How much words say; what was said seldom says more."""
        size = len(self._heard) + 1
        return sum(math.log(1 + size / (1 + self._rarity[word])) for word in words)

    def _says(self, wanted: _Wanted, chosen: Sequence[int]) -> bool:
        known = frozenset().union(*(self._heard[at].words for at in chosen))
        if len(wanted.words & known) < SAID * len(wanted.words):
            return False
        telling = wanted.telling or wanted.words
        share = self._worth(telling & known) / self._worth(telling)
        if share < RETOLD:
            return False
        alike = max(self._likeness(wanted, at) for at in chosen)
        return wanted.vector is None or share >= CERTAIN or alike >= ALIKE

    def _with_facts(
        self, wanted: _Wanted, chosen: list[int], places: Sequence[int]
    ) -> list[int] | None:
        """The segments with those around them that say the line's facts; None where one lacks."""
        around = [
            at
            for at in sorted(places, key=lambda at: min(abs(at - one) for one in chosen))
            if min(abs(at - one) for one in chosen) <= NEAR
        ]
        found = list(chosen)
        for says in self._checks(wanted):
            saying = next((at for at in (*found, *around) if says(self._heard[at])), None)
            if saying is None:
                return None
            if saying not in found:
                found.append(saying)
        return found

    def _checks(self, wanted: _Wanted) -> list[Callable[[_Heard], bool]]:
        """For each hard fact of a line, whether a segment says it."""
        return [
            *(partial(_counts, number=n) for n in wanted.numbers - self._own_numbers()),
            *(partial(_names_weekday, day=day) for day in wanted.days),
            *(partial(self._names_day, day=day) for day in wanted.iso - self._own_days()),
            *(partial(_calls, name=n) for n in wanted.names if not self._is_own(n)),
        ]

    def _own_numbers(self) -> frozenset[float]:
        return frozenset({float(self._meeting.date.year), *numbers(self._meeting.title)})

    def _own_days(self) -> frozenset[str]:
        return frozenset({self._meeting.date.isoformat()})

    def _is_own(self, name: str) -> bool:
        """Whether a name is one of the meeting's title or terms; people's are looked for."""
        facts = " ".join((self._meeting.title, *self._meeting.hotwords)).lower()
        return _says_name(facts, name)

    def _names_day(self, heard: _Heard, day: str) -> bool:
        spoken = heard.segment.language or self.language
        dues = find_dues(heard.segment.text, self._meeting.date, spoken)
        return any(due.day.isoformat() == day for due in dues)

    def _denied(self, wanted: _Wanted, chosen: Sequence[int]) -> bool:
        """Whether the sentences that say most of the line say it the other way round."""
        said = [
            (len(words & wanted.words), denies)
            for at in chosen
            for words, denies in self._heard[at].denials
        ]
        most = max(shared for shared, _ in said)
        return wanted.denies not in {d for shared, d in said if shared >= CLOSEST * most}


def _counts(heard: _Heard, number: float) -> bool:
    return number in heard.numbers


def _names_weekday(heard: _Heard, day: str) -> bool:
    return day in heard.days


def _calls(heard: _Heard, name: str) -> bool:
    return _says_name(heard.letters, name)


def _denies(text: str) -> bool:
    return bool(_DENIES.search(_NO_DENIAL.sub(r"\1", text)))


def _says_name(text: str, name: str) -> bool:
    if re.search(r"[\u4e00-\u9fff]", name):
        return name in text
    # Chinese stands right beside it, and counts as letters.
    return re.search(rf"(?<![a-z0-9à-ÿ]){re.escape(name)}(?![a-zà-ÿ])", text) is not None
