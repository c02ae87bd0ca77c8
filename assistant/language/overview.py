"""An English overview as somebody would write it who took minutes: what the meeting was about, then
stretch by stretch who spoke of what and what was said of it.

Every word of content was said; the words between are chosen from those that were said too where
there is a choice ("talked about" or "discussed").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.language.english_reported import SPEAKER
from assistant.language.phrases import Phrase
from assistant.language.reading import Reading, Remark, sentence, told, verb_of
from assistant.language.reported import Act
from assistant.language.sentences import Sentence
from assistant.language.terms import content_words

STRETCHES = 4
"""Parts of a meeting that the overview goes through."""
SENTENCES = 12
"""Sentences that make a stretch of its own."""
ABOUT, TOPICS = 4, 2
"""Things named for the meeting and for a stretch."""
REPEATED = 3
"""Times a word is said in a stretch that is on it; a phrase of several may be said once less."""
MOST = 0.5
"""Share of what was said on a stretch's topics that makes it one speaker's."""
JOINED = 36
"""Words up to which what was said joins the sentence that names its subject."""
ROUNDS = 8
"""Remarks told of one stretch at most."""
LATELY = 2
"""Sentences after which it is said again who "they" are."""
SLACK = 6
"""Words by which an overview may be longer than it should."""
SCAFFOLD = frozenset(content_words("meeting group team project discussion talk", "en"))
"""Stems that name no subject."""


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of an overview and the indices of the sentences that it rests on."""

    text: str
    rests_on: tuple[int, ...]


@dataclass(slots=True)
class Stretch:
    """A part of the meeting: what it was on, whose it was, and what is told of it."""

    part: range
    topics: list[Phrase]
    speaker: str | None
    remarks: list[Remark]


def overview(reading: Reading, words: int) -> list[Line]:
    """The lines of an overview of about `words` words, in the order of the meeting."""
    used = set(SCAFFOLD)
    lines = list(_opening(reading, used))
    stretches = [
        _stretch(reading, range(first, last), used) for first, last in _stretches(reading.sentences)
    ]
    length = sum(_length(line.text) for line in lines)
    length += sum(4 + _length(topic.text) for s in stretches for topic in s.topics)
    _fill(reading, stretches, used, words - length)
    for number, stretch in enumerate(stretches):
        _write(reading, stretch, number, lines)
    return lines


def _opening(reading: Reading, used: set[str]) -> Iterator[Line]:
    found = reading.pick(reading.worth, ABOUT, used)
    if found:
        yield Line(
            f"The meeting was about {listed([p.text for p in found])}.",
            tuple(p.said[0] for p in found),
        )


def _stretches(sentences: Sequence[Sentence]) -> list[tuple[int, int]]:
    """The meeting in parts of about the same length, cut where the speaker changes if that is
    near."""
    count = max(1, min(STRETCHES, len(sentences) // SENTENCES))
    near = len(sentences) // (4 * count)
    cuts = [0]
    for part in range(1, count):
        middle = len(sentences) * part // count
        turns = (
            at
            for at in range(middle, middle + near)
            if sentences[at].turn != sentences[at - 1].turn
        )
        cuts.append(next(turns, middle))
    return list(pairwise([*cuts, len(sentences)]))


def _stretch(reading: Reading, part: range, used: set[str]) -> Stretch:
    def local(phrase: Phrase) -> float:
        here = sum(at in part for at in phrase.said)
        enough = here >= REPEATED - (len(phrase.stems) > 1)
        return reading.worth(phrase) * (here / len(phrase.said)) ** 0.5 if enough else 0.0

    topics = reading.pick(local, TOPICS, used, part.__contains__)
    return Stretch(part, topics, _main_speaker(reading, topics, part), [])


def _main_speaker(reading: Reading, topics: Sequence[Phrase], part: range) -> str | None:
    """Who said most of what was said on these topics, where it is one whose name is known."""
    shares = Counter(reading.name(at) for p in topics for at in p.said if at in part)
    for name, count in shares.most_common(1):
        return name if count > MOST * shares.total() else None
    return None


def _fill(reading: Reading, stretches: Sequence[Stretch], used: set[str], words: int) -> None:
    """Gives each stretch the remarks most worth telling, as long as there are words left."""
    heard = set(used)
    left = [r for r in reading.remarks if told(reading, r) is not None]
    for _ in range(ROUNDS):
        for stretch in stretches:
            here = [r for r in left if r.at in stretch.part and _size(reading, r) <= words + SLACK]
            best = max(here, key=lambda r: reading.gain(r, heard), default=None)
            if best is not None and reading.gain(best, heard) > 0:
                stretch.remarks.append(best)
                heard |= best.stems
                words -= _size(reading, best)
                left = [r for r in left if r.at != best.at]


def _size(reading: Reading, remark: Remark) -> int:
    """Words that a remark takes with what introduces it."""
    lead = _introduced(reading, remark)
    return _length(remark.statement.text) + (_length(lead) if lead is not None else 0)


def _write(reading: Reading, stretch: Stretch, number: int, lines: list[Line]) -> None:
    """Adds the sentences of a stretch."""
    remarks = sorted(stretch.remarks, key=lambda r: r.at)
    if stretch.topics:
        who = stretch.speaker or reading.group
        verbs = ("talked about", "discussed", "spoke about")
        spoke = reading.wording(*verbs[number % 2 :], *verbs)
        text = f"{who} {spoke} {listed([p.text for p in stretch.topics])}"
        receipts = [next(at for at in p.said if at in stretch.part) for p in stretch.topics]
        joined = next((r for r in remarks if _joins(reading, r, stretch.speaker, text)), None)
        if joined is not None:
            remarks.remove(joined)
            verb = verb_of(reading, joined.statement.act)
            text = f"{text} and {verb} {_clause(reading, joined, _named(reading, lines))}"
            receipts.append(joined.at)
        lines.append(Line(sentence(text), tuple(receipts)))
    for group in _together(reading, remarks):
        text = _attributed(reading, group, _named(reading, lines))
        lines.append(Line(text, tuple(r.at for r in group)))


def _named(reading: Reading, lines: Sequence[Line]) -> bool:
    """Whether those who meet were named so lately that "they" means them."""
    return any(reading.group in line.text.lower() for line in lines[-LATELY:])


def _joins(reading: Reading, remark: Remark, speaker: str | None, text: str) -> bool:
    made = remark.statement
    return (
        speaker is not None
        and reading.name(remark.at) == speaker
        and SPEAKER not in made.text
        and made.act is not Act.DECIDED
        and _length(f"{text} {made.text}") <= JOINED
    )


def _together(reading: Reading, remarks: Sequence[Remark]) -> list[list[Remark]]:
    """Remarks in a row that one "… said that" can introduce."""
    groups: list[list[Remark]] = []
    for remark in remarks:
        last = groups[-1][-1] if groups else None
        if (
            last is not None
            and len(groups[-1]) < 2
            and _introduced(reading, last) == _introduced(reading, remark) is not None
        ):
            groups[-1].append(remark)
        else:
            groups.append([remark])
    return groups


def _introduced(reading: Reading, remark: Remark) -> str | None:
    """What introduces a remark; None where it needs nothing or its speaker is not known."""
    name, made = reading.name(remark.at), remark.statement
    if name is None or made.personal or made.act is Act.DECIDED:
        return None
    return f"{name} {verb_of(reading, made.act)}"


def _attributed(reading: Reading, remarks: Sequence[Remark], named: bool) -> str:
    """Remarks as a sentence that says who made them, where that is known."""
    lead = _introduced(reading, remarks[0])
    if lead is None:
        return told(reading, remarks[0]) or ""
    clauses: list[str] = []
    for remark in remarks:
        clauses.append(_clause(reading, remark, named))
        named = named or reading.group in clauses[-1]
    return sentence(f"{lead} {' and that '.join(clauses)}")


def _clause(reading: Reading, remark: Remark, named: bool) -> str:
    return reading.inside(remark.statement.introduced(reading.group, named))


def listed(things: Sequence[str]) -> str:
    """A, B and C."""
    return things[0] if len(things) == 1 else f"{', '.join(things[:-1])} and {things[-1]}"


def _length(text: str) -> int:
    return len(text.split())
