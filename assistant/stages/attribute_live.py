"""Words meet speakers while they speak: Heard and Diarized to Segment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.speech.attribution import (
    SHORTEST,
    Run,
    Seconds,
    Voice,
    cheapest,
    costs,
    ends_sentence,
    prices,
    segment,
    speakers,
)
from assistant.types import Diarized, Heard, Segment, SpeechTurn, Word

Voicing = tuple[str | None, ...]


@dataclass(slots=True)
class Kept:
    """A final segment that may still be corrected: other speakers and when they were found."""

    segment: Segment
    doubt: Voicing | None = None
    since: float = 0.0
    corrected: bool = False


class WordsToSpeakers:
    """Words and who speaks, as both become known, to segments.

    What was said since the last pause is one segment that is final and grows as words are
    settled; what follows them is a provisional one, which becomes the next. A segment also ends
    where the speaker changes and, once it has lasted `length` seconds, at the end of a sentence,
    or at `limit` seconds anywhere. Words and turns meet as in
    `attribute.WordsToSpeakers`; a word of nobody's turn, or of a time that is not diarized
    yet, may stay without a speaker. A final segment whose speakers turn out to be others is
    given again under its id, what another said of it under a new one: where nobody was known,
    at once; else once the new finding has held for `hold` seconds, and only once.

    Args:
        change: seconds of contrary evidence that outweigh a change inside a sentence.
        tolerance: seconds from a word to a turn that may still be the word's.
        unknown: what a second of a word costs that stays without a speaker.
        length: seconds after which a segment ends with its sentence.
        limit: seconds after which it ends anywhere.
        hold: seconds for which a correction must stand.
        revisable: seconds after which a segment stays as it is.
        remark: seconds of a short sentence that belongs to the turn it fills.
    """

    def __init__(  # noqa: PLR0913 - the options of models.yaml
        self,
        *,
        change: float = 1.2,
        tolerance: float = 0.6,
        unknown: float = 0.7,
        length: float = 15.0,
        limit: float = 25.0,
        hold: float = 3.0,
        revisable: float = 60.0,
        remark: float = 2.0,
    ) -> None:
        self._change, self._tolerance, self._unknown = change, tolerance, unknown
        self._length, self._limit = length, limit
        self._hold, self._revisable, self._remark = hold, revisable, remark
        self._clear()

    def _clear(self) -> None:
        self._turns: list[SpeechTurn] = []
        self._voices: list[Voice] = []
        self._until = 0.0
        self._settled: list[Word] = []
        self._tail: tuple[Word, ...] = ()
        self._growing: Segment | None = None
        self._shown: Segment | None = None
        self._kept: list[Kept] = []
        self._ids: dict[str, float] = {}
        self._revisions: dict[str, int] = {}

    def push(self, item: Heard | Diarized) -> Iterator[Segment]:
        """Takes words or turns; gives final segments first, then what is being said."""
        if isinstance(item, Diarized):
            self._learn(item)
            yield from self._corrections(self._hold)
        else:
            self._settled += item.settled
            self._tail = item.tail
        if self._settled:
            yield from self._finals(pause=isinstance(item, Heard) and item.pause)
            yield from self._grown()
        yield from self._provisional()
        if isinstance(item, Heard):
            self._forget(item.end)

    def finish(self) -> Iterator[Segment]:
        """Settles what is left."""
        self._settled += self._tail
        self._tail = ()
        if self._settled:
            yield from self._finals(pause=True)
        yield from self._provisional()
        yield from self._corrections(0.0)
        self._clear()

    def _learn(self, item: Diarized) -> None:
        """Turns from the item's start on are the item's; older ones stay."""
        before = [
            replace(turn, end=min(turn.end, item.start))
            for turn in self._turns
            if turn.start < item.start and turn.end > item.end - 2 * self._revisable
        ]
        self._turns = [*before, *item.turns]
        self._until = item.end
        self._voices = [Voice.of(name, self._turns) for name in speakers(self._turns)]

    def _said(self, words: Sequence[Word]) -> Voicing:
        """Who said each word; None for words that nobody's turn covers."""
        path = cheapest(self._costs(words), prices(words, self._change))
        return tuple(self._voices[k].name if k < len(self._voices) else None for k in path)

    def _costs(self, words: Sequence[Word]) -> Seconds:
        """The cost of each voice and then of nobody; a word not diarized yet tells nothing."""
        seconds = np.array([max(word.end - word.start, SHORTEST) for word in words])
        nobody = self._unknown * seconds[:, None]
        if not self._voices:
            return nobody
        known = costs(words, self._voices, self._tolerance, self._remark)
        table: Seconds = np.concatenate([known, nobody], axis=1)
        table[[not self._is_known(word) for word in words]] = 0.0
        return table

    def _is_known(self, word: Word) -> bool:
        return (word.start + word.end) / 2 <= self._until

    def _finals(self, *, pause: bool) -> Iterator[Segment]:
        """Gives what is settled for good of the phrase."""
        words = [*self._settled, *self._tail]
        said = self._said(words)
        count = len(self._settled)
        end = count if pause else max(self._changed(words, said, count), self._lasted(count))
        first = 0
        while first < end:
            last = self._run_end(words, said, first, end)
            known = any(self._is_known(word) for word in words[first:last])
            run = Run(said[first] if known else None, words[first:last])
            given = self._made(self._next_id(run.words[0]), run, final=True)
            before, self._growing = self._growing, None
            if before is not None and _same(before, given):
                given = before
            else:
                yield given
            self._kept.append(Kept(given))
            first = last
        self._settled = self._settled[end:]

    def _changed(self, words: Sequence[Word], said: Voicing, count: int) -> int:
        """How many settled words come before somebody else's, who is known to speak."""
        for i in range(count - 1, 0, -1):
            sure = said[i] is not None and words[i].end + 1.0 <= self._until
            if sure and said[i] != said[i - 1] and said[i - 1] is not None:
                return i
        return 0

    def _lasted(self, count: int) -> int:
        """How many settled words a phrase gives that has lasted too long, else 0."""
        words = self._settled
        lasted = words[-1].end - words[0].start
        if lasted < self._length:
            return 0
        ends = [i for i, word in enumerate(words, 1) if ends_sentence(word)]
        if ends:
            return ends[-1]
        return count if lasted >= self._limit else 0

    def _run_end(self, words: Sequence[Word], said: Voicing, first: int, end: int) -> int:
        """Where the segment that begins with word `first` ends."""
        for i in range(first + 1, end):
            lasted = words[i - 1].end - words[first].start
            if said[i] != said[first]:
                return i
            if lasted >= self._length and ends_sentence(words[i - 1]):
                return i
            if lasted >= self._limit:
                return i
        return end

    def _grown(self) -> Iterator[Segment]:
        """Gives the segment that is being said as far as it is settled, if it changed."""
        if not self._settled:
            return
        before = self._growing
        speaker = before.speaker if before else None
        run = Run(speaker or self._speaker(self._settled), self._settled)
        given = self._made(self._next_id(run.words[0]), run, final=True)
        if before is None or not _same(before, given):
            self._growing = given
            yield given

    def _provisional(self) -> Iterator[Segment]:
        """Gives what may still change, if it did; nothing where it turned out to be nothing."""
        shown = self._shown
        if not self._tail:
            if shown is not None:
                self._shown = None
                yield replace(shown, text="", words=(), revision=self._revision(shown.id))
            return
        identifier = shown.id if shown else self._new_id(self._tail[0])
        speaker = self._speaker([*self._settled, *self._tail])
        new = self._made(identifier, Run(speaker, list(self._tail)), final=False)
        if shown is None or not _same(shown, new):
            self._shown = new
            yield new

    def _speaker(self, words: Sequence[Word]) -> str | None:
        """Who says most of some words, as far as anybody is known to."""
        said = [name for name in self._said(words) if name is not None]
        return max(dict.fromkeys(said), key=said.count, default=None)

    def _next_id(self, word: Word) -> str:
        """The growing segment's id, else that under which its first words were provisional."""
        if self._growing is not None:
            return self._growing.id
        shown, self._shown = self._shown, None
        return shown.id if shown else self._new_id(word)

    def _made(self, identifier: str, run: Run, *, final: bool) -> Segment:
        made = segment(identifier, run, self._voices)
        return replace(made, final=final, revision=self._revision(identifier))

    def _revision(self, identifier: str) -> int:
        revision = self._revisions.get(identifier, -1) + 1
        self._revisions[identifier] = revision
        return revision

    def _new_id(self, word: Word) -> str:
        """An id by its start in ms that no other has."""
        number = round(word.start * 1000)
        while f"u{number}" in self._ids:
            number += 1
        self._ids[f"u{number}"] = word.start
        return f"u{number}"

    def _corrections(self, hold: float) -> Iterator[Segment]:
        """Final segments of which more is known now."""
        kept: list[Kept] = []
        for each in self._kept:
            words = each.segment.words
            if words[-1].end > self._until or (each.corrected and each.segment.speaker):
                kept.append(each)
                continue
            said = self._said(words)
            if said == (each.segment.speaker,) * len(words) or not any(said):
                each.doubt = None
                kept.append(each)
                continue
            if each.segment.speaker is not None and not self._holds(each, said, hold):
                kept.append(each)
                continue
            parts = self._corrected(each, said)
            kept += parts
            yield from (part.segment for part in parts)
        self._kept = kept

    def _holds(self, each: Kept, said: Voicing, hold: float) -> bool:
        if each.doubt != said:
            each.doubt, each.since = said, self._until
        return self._until - each.since >= hold

    def _corrected(self, each: Kept, said: Voicing) -> list[Kept]:
        """The segment again, what others said of it under new ids."""
        old, words = each.segment, each.segment.words
        parts: list[Kept] = []
        first = 0
        while first < len(words):
            last = self._run_end(words, said, first, len(words))
            run = Run(said[first], list(words[first:last]))
            identifier = old.id if first == 0 else self._new_id(words[first])
            new = self._made(identifier, run, final=True)
            parts.append(Kept(new, corrected=old.speaker is not None))
            first = last
        return parts

    def _forget(self, now: float) -> None:
        oldest = min(now, self._until or now) - self._revisable
        oldest = max(oldest, now - 2 * self._revisable)
        self._kept = [each for each in self._kept if each.segment.end > oldest]
        self._ids = {name: start for name, start in self._ids.items() if start > oldest - 60.0}
        self._revisions = {k: v for k, v in self._revisions.items() if k in self._ids}


def _same(one: Segment, other: Segment) -> bool:
    """Whether two states of a segment show the same."""
    return (one.final, one.speaker, one.words) == (other.final, other.speaker, other.words)
