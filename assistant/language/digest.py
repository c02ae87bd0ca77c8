"""The summary of a meeting in English: overview, key points, what each speaker said, keywords."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.language.overview import SCAFFOLD, listed, overview
from assistant.language.phrases import Phrase
from assistant.language.reading import Reading, Remark, sentence, told
from assistant.language.reported import Act
from assistant.language.sentences import Sentence
from assistant.types import Point, SpeakerPoint, Summary

KEYWORDS = 10
SHARE = 10
"""Sentences of a meeting for each of its key points."""
THEMES, REMARKS = 3, 2
"""Things named and remarks told of one speaker."""
OWN = 0.5
"""How much less a phrase says of a speaker when others say it all the time too (a root)."""


def digest(reading: Reading, words: int, points: int) -> Summary:
    """All of a summary but its questions; the overview has about `words` words."""
    lines = overview(reading, words)
    most = max(3, min(points, len(reading.sentences) // SHARE))
    return Summary(
        overview=" ".join(line.text for line in lines),
        points=tuple(_points(reading, most)),
        by_speaker=tuple(_by_speaker(reading)),
        keywords=tuple(_keywords(reading)),
        segments=receipts(reading.sentences, [at for line in lines for at in line.rests_on]),
    )


def receipts(sentences: Sequence[Sentence], rests_on: Sequence[int]) -> tuple[str, ...]:
    """The ids of the segments that some sentences stand in, each once."""
    return tuple(dict.fromkeys(sentences[at].segment for at in rests_on))


def _points(reading: Reading, most: int) -> Iterator[Point]:
    """The remarks that say most, in time order."""
    fit = [r for r in reading.remarks if told(reading, r) is not None]
    for remark in sorted(reading.best(fit, most), key=lambda r: r.at):
        yield Point(told(reading, remark) or "", receipts(reading.sentences, [remark.at]))


def _by_speaker(reading: Reading) -> Iterator[SpeakerPoint]:
    """For each speaker what they spoke of and said, in the order of their first words."""
    for speaker in dict.fromkeys(s.speaker for s in reading.sentences if s.speaker is not None):
        own = [r for r in reading.remarks if reading.sentences[r.at].speaker == speaker]
        remarks = sorted(reading.best(own, REMARKS), key=lambda r: r.at)
        themes = _themes(reading, speaker)
        texts = [sentence(f"talked about {listed([p.text for p in themes])}")] if themes else []
        rests_on = [
            next(at for at in p.said if reading.sentences[at].speaker == speaker) for p in themes
        ]
        texts += [_own(reading, remark) for remark in remarks]
        rests_on += [remark.at for remark in remarks]
        if texts:
            yield SpeakerPoint(speaker, " ".join(texts), receipts(reading.sentences, rests_on))


def _themes(reading: Reading, speaker: str) -> list[Phrase]:
    def own(phrase: Phrase) -> float:
        said = sum(reading.sentences[at].speaker == speaker for at in phrase.said)
        return reading.worth(phrase) * (said / len(phrase.said)) ** OWN if said > 1 else 0.0

    def theirs(at: int) -> bool:
        return reading.sentences[at].speaker == speaker

    return reading.pick(own, THEMES, set(SCAFFOLD), theirs)


def _own(reading: Reading, remark: Remark) -> str:
    """A remark beside its speaker's name: a sentence without it."""
    made = remark.statement
    if made.act is Act.DECIDED:
        return told(reading, remark) or ""
    clause = made.introduced(reading.group)
    clause = clause.removeprefix("them ") if made.personal else clause
    if made.act is Act.SUGGESTED and not made.personal:
        return sentence(f"suggested that {reading.inside(clause)}")
    return sentence(clause)


def _keywords(reading: Reading) -> list[str]:
    chosen = reading.pick(reading.telling, KEYWORDS, set(SCAFFOLD))
    return [phrase.text.removeprefix("the ") for phrase in chosen]
