"""Who is called what: names for voices from what people say to each other."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.language.doubts import has_rivals, is_doubtful
from assistant.language.mentions import Mention, mentions
from assistant.language.name_sounds import respelt
from assistant.language.roles import absence, presence, turns_of, weights_at
from assistant.language.sentences import Sentence, split_segments
from assistant.language.spellings import is_disputed, known_as, people, probabilities
from assistant.stages.said import Said
from assistant.types import Meeting, Segment, Speaker, Suggestion

ROUNDS = 50
"""Of passing messages; far more than it takes to settle."""
AGAIN = 2
"""Mentions from which a name that was never written so may be given."""
LATELY = 40
"""People named last in other meetings, whom a misheard name may be of."""
SHOWN = 5
"""Segments that a suggestion shows at most."""

Table = NDArray[np.float64]


class FromTalk:
    """Names voices by who answers when a name is called, by thanks and by introductions.

    Every mention of a name makes some voices likelier to bear it than others (see
    `language.roles`). Names and voices are then weighed together, a voice having one name at
    most and a name one voice, or nobody's here: the probabilities of such a matching, by belief
    propagation (Williams and Lau 2014, "Approximate evaluation of marginal association
    probabilities"). A name is given from `sure` on and suggested from `likely` on: a wrong name
    is worse than none. So it is only suggested too where it may be spelt otherwise (see
    `language.spellings`), unless the meeting's hot words, its title or people known from
    elsewhere say how. Words that are no names stand for the one near in sound (see
    `language.name_sounds`), given only if that was called several times.
    """

    def __init__(self, meeting: Meeting, sure: float = 0.7, likely: float = 0.5) -> None:
        self._language = meeting.language
        self._hotwords = meeting.hotwords
        self._people = meeting.people[:LATELY]
        self._known = (*meeting.people, *re.findall(r"[A-Z]\w+", meeting.title))
        self._sure = sure
        self._likely = likely
        self._said = Said()

    def push(self, item: Segment) -> Iterator[Speaker]:
        """Takes a segment; nothing is said before all are there."""
        self._said.add(item)
        yield from ()

    def finish(self) -> Iterator[Speaker]:
        """The voices that a name is likely for."""
        segments = self._said.take()
        talk: dict[str, float] = defaultdict(float)
        for segment in segments:
            if segment.speaker is not None:
                talk[segment.speaker] += segment.end - segment.start
        sentences = split_segments(segments, self._language)
        said = mentions(sentences)
        written, doubtful = self._spelt(said, segments)
        for voice, found in sorted(self._found(sentences, said, written).items()):
            seconds = round(talk[voice], 3)
            if found.confidence >= self._sure and found.name not in doubtful:
                yield Speaker(voice, found.name, seconds)
            elif found.confidence >= self._likely:
                yield Speaker(voice, None, seconds, found)

    def _spelt(
        self, said: Sequence[Mention], segments: Sequence[Segment]
    ) -> tuple[dict[str, str], set[str]]:
        """Each name as it is written best, and which of these may well be written otherwise."""
        heard = probabilities(segments, {m.name for m in said})
        heads = people((m.name for m in said), self._hotwords, heard)
        best = {head: head for head in heads.values()}
        doubtful, again = set[str](), set[str]()
        firsts = {whole.split()[0] for whole in self._people if whole.strip()}
        for head in best:
            mine = [name for m in said if heads[name := m.name] == head]
            if head in self._hotwords:
                continue
            chance = heard.get(head)
            unsure = is_doubtful(head, chance, len(mine)) or is_disputed(head, mine, heard)
            known = known_as(head, self._known) if unsure else None
            if known or not unsure:
                best[head] = known or head
                continue
            near = respelt(mine, heard, self._people)
            best[head] = near or head
            if near and (near in firsts or not has_rivals(near)):
                again.add(near)
            else:
                doubtful.add(best[head])
        times = Counter(best[heads[m.name]] for m in said)
        doubtful |= {name for name in again if times[name] < AGAIN}
        return {name: best[head] for name, head in heads.items()}, doubtful

    def _found(
        self, sentences: Sequence[Sentence], said: Sequence[Mention], heads: Mapping[str, str]
    ) -> dict[str, Suggestion]:
        """The likeliest name of each voice, as `heads` say to write it."""
        turns = turns_of(sentences)
        voices = sorted({turn.speaker for turn in turns if turn.speaker is not None})
        names = sorted({heads[m.name] for m in said})
        if not names or not voices:
            return {}
        forms: dict[str, list[str]] = defaultdict(list)
        for mention in said:
            forms[heads[mention.name]].append(mention.form)
        here = np.array([presence(n, forms[n], n in self._hotwords) for n in names])
        odds = np.repeat(np.log(here / (1.0 - here) / len(voices))[:, None], len(voices), axis=1)
        support: dict[tuple[str, str], list[tuple[float, str]]] = defaultdict(list)
        for mention in said:
            name, at = heads[mention.name], sentences[mention.at]
            likelihood = weights_at(mention.form, turns, at.turn, voices)
            odds[names.index(name)] += np.log(likelihood / absence(mention.form, len(voices)))
            for voice, each in zip(voices, likelihood, strict=True):
                support[name, voice].append((float(each), at.segment))
        shares = _matched(np.exp(np.clip(odds, -30.0, 30.0)))
        best: dict[str, Suggestion] = {}
        for column, voice in enumerate(voices):
            row = int(np.argmax(shares[:, column]))
            receipts = _receipts(support[names[row], voice], len(voices))
            share = round(float(shares[row, column]), 3)
            best[voice] = Suggestion(names[row], share, receipts)
        return best


def _receipts(support: Sequence[tuple[float, str]], voices: int) -> tuple[str, ...]:
    """The segments that speak most for a name, in their order."""
    telling = [each for each in support if each[0] > 1.0 / voices]
    best = sorted(telling, key=lambda each: -each[0])[:SHOWN]
    return tuple(dict.fromkeys(s for each in support if each in best for s in [each[1]]))


def _matched(odds: Table) -> Table:
    """How probable each pairing is, shape (names, voices), from its odds against none at all."""
    shares = odds
    open_to = np.ones_like(odds)
    for _ in range(ROUNDS):
        wanted = odds * open_to
        asks = odds / (1.0 + wanted.sum(1, keepdims=True) - wanted)
        open_to = 1.0 / (1.0 + asks.sum(0, keepdims=True) - asks)
        wanted = odds * open_to
        shares = wanted / (1.0 + wanted.sum(1, keepdims=True))
    return shares
