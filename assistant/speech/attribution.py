"""Who said which word, and where one utterance ends: words against the turns of speakers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from assistant.types import Segment, SpeechTurn, Word

Seconds = NDArray[np.float64]

SENTENCE_ENDS = frozenset(".?!…。？！")
CLAUSE_ENDS = frozenset(",;:，；：、—")
CLOSING = "\"'”’)]）」』》"
SHORTEST = 0.2
"""Seconds a word is at least looked at: Whisper's own times are no finer."""


@dataclass(frozen=True, slots=True)
class Voice:
    """One speaker's turns, joined where they touch: when it starts and stops talking."""

    name: str
    starts: Seconds
    ends: Seconds

    @classmethod
    def of(cls, name: str, turns: Sequence[SpeechTurn]) -> Voice:
        joined: list[list[float]] = []
        for turn in sorted(turns, key=lambda turn: turn.start):
            if turn.speaker != name or turn.end <= turn.start:
                continue
            if joined and turn.start <= joined[-1][1]:
                joined[-1][1] = max(joined[-1][1], turn.end)
            else:
                joined.append([turn.start, turn.end])
        starts, ends = np.array(joined, dtype=np.float64).T
        return cls(name, starts, ends)

    def talking(self, starts: Seconds, ends: Seconds) -> Seconds:
        """Seconds of talk within each of the stretches from `starts` to `ends`."""
        edges = np.column_stack((self.starts, self.ends)).ravel()
        lengths = self.ends - self.starts
        talked = np.column_stack((np.cumsum(lengths) - lengths, np.cumsum(lengths))).ravel()
        result: Seconds = np.interp(ends, edges, talked) - np.interp(starts, edges, talked)
        return result

    def distance(self, starts: Seconds, ends: Seconds) -> Seconds:
        """Seconds from each stretch to the nearest turn, 0 where they touch."""
        after = np.searchsorted(self.starts, ends)
        before = np.maximum(after - 1, 0)
        following = np.append(self.starts, np.inf)[after] - ends
        preceding = np.where(after > 0, starts - self.ends[before], np.inf)
        result: Seconds = np.maximum(np.minimum(preceding, following), 0.0)
        return result

    def fit(self, start: float, end: float) -> float:
        """How nearly one turn is this stretch: time in common over time in all, 0 to 1."""
        common = np.minimum(self.ends, end) - np.maximum(self.starts, start)
        together = np.maximum(self.ends, end) - np.minimum(self.starts, start)
        return float(max(0.0, np.max(common / together)))


def cheapest(costs: Seconds, price: Seconds) -> list[int]:
    """The sequence of states with the lowest sum of costs (Viterbi 1967).

    `costs` has the shape (items, states); `price[i]` is added for being in another state at
    item i than before it.
    """
    total = costs[0]
    origins = np.empty(costs.shape, dtype=np.intp)
    stay = np.arange(costs.shape[1])
    for i in range(1, len(costs)):
        best = int(np.argmin(total))
        moved = total[best] + price[i]
        origins[i] = np.where(total <= moved, stay, best)
        total = costs[i] + np.minimum(total, moved)
    path = [int(np.argmin(total))]
    for i in range(len(costs) - 1, 0, -1):
        path.append(int(origins[i, path[-1]]))
    return path[::-1]


def costs(
    words: Sequence[Word], voices: Sequence[Voice], tolerance: float, remark: float
) -> Seconds:
    """What giving each word to each voice costs in seconds, shape (words, voices)."""
    evidence = shares(words, voices, tolerance)
    for first, last in sentences(words):
        start, end = words[first].start, words[last - 1].end
        if end - start <= remark:
            evidence[first:last] *= favour(start, end, voices)
    seconds = np.array([max(word.end - word.start, SHORTEST) for word in words])
    result: Seconds = seconds[:, None] * (1 - evidence)
    return result


def prices(words: Sequence[Word], change: float) -> Seconds:
    """What a change of speaker before each word costs in seconds."""
    result: Seconds = change * np.array([1.0, *map(binding, words, words[1:])])
    return result


@dataclass(slots=True)
class Run:
    """Words of one speaker that become one segment."""

    speaker: str | None
    words: list[Word] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Cuts:
    """Where one segment ends and the next begins; see `stages.attribute.WordsToSpeakers`."""

    pause: float
    length: float
    limit: float
    remark: float

    def runs(
        self,
        words: Sequence[Word],
        speakers: Sequence[str | None],
        voices: Mapping[str, Voice],
    ) -> list[Run]:
        """Every word in exactly one run."""
        done: list[Run] = []
        interrupted: Run | None = None
        current: Run | None = None
        for word, speaker in zip(words, speakers, strict=True):
            if current and current.speaker == speaker and not self._ends(current, word):
                current.words.append(word)
                continue
            voice = voices.get(speaker) if speaker else None
            if current and interrupted and voice and self._resumes(interrupted, word, voice):
                interrupted.words.append(word)
                current, interrupted = interrupted, None
                continue
            interrupted = current if current and current.speaker != speaker else None
            current = Run(speaker, [word])
            done.append(current)
        return [part for run in done for part in self._within_limit(run)]

    def _ends(self, run: Run, word: Word) -> bool:
        last = run.words[-1]
        silence = word.start - last.end
        if silence >= 2.5 * self.pause:
            return True
        long = last.end - run.words[0].start >= self.length
        return ends_sentence(last) and (long or silence >= self.pause)

    def _resumes(self, interrupted: Run, word: Word, voice: Voice) -> bool:
        """Whether a speaker goes on with a sentence and talked through the remark inside it."""
        last = interrupted.words[-1]
        gap = word.start - last.end
        if interrupted.speaker != voice.name or ends_sentence(last) or gap > self.remark:
            return False
        talked = voice.talking(np.array([last.end]), np.array([word.start]))[0]
        return bool(talked >= gap / 2)

    def _within_limit(self, run: Run) -> Iterator[Run]:
        """Cuts a run that is too long at its longest pause, away from its ends."""
        words = run.words
        if len(words) < 2 or words[-1].end - words[0].start <= self.limit:
            yield run
            return
        quarter = len(words) // 4
        places = range(max(1, quarter), len(words) - quarter)
        cut = max(places, key=lambda i: words[i].start - words[i - 1].end)
        for part in (words[:cut], words[cut:]):
            yield from self._within_limit(Run(run.speaker, part))


def speakers(turns: Sequence[SpeechTurn]) -> list[str]:
    """Names in the order in which they first speak; turns without length say nothing."""
    ordered = sorted(turns, key=lambda turn: turn.start)
    return list(dict.fromkeys(turn.speaker for turn in ordered if turn.end > turn.start))


def shares(words: Sequence[Word], voices: Sequence[Voice], tolerance: float) -> Seconds:
    """How much of each word each speaker talked, 0 to 1, and 0 to 0.5 of a turn only near it."""
    middles = np.array([(word.start + word.end) / 2 for word in words])
    halves = np.array([max(word.end - word.start, SHORTEST) / 2 for word in words])
    spans = middles - halves, middles + halves
    shares = np.column_stack([voice.talking(*spans) for voice in voices]) / (2 * halves[:, None])
    distances = np.column_stack([voice.distance(*spans) for voice in voices])
    outside = (shares.max(axis=1) == 0.0)[:, None]
    near = np.maximum(0.0, 1.0 - distances / tolerance) / 2
    result: Seconds = np.where(outside, near, np.minimum(shares, 1.0))
    return result


def sentences(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    first = 0
    for last, word in enumerate(words, start=1):
        if ends_sentence(word) or last == len(words):
            yield first, last
            first = last


def favour(start: float, end: float, voices: Sequence[Voice]) -> Seconds:
    """Factors per voice: a short sentence belongs to the short turn that it fills.

    Whoever talks at length over it would otherwise be as likely.
    """
    fits = np.array([voice.fit(start, end) for voice in voices])
    best = fits.max()
    result: Seconds = np.where((fits < best) & (best >= 0.5), 1.0 - best, 1.0)
    return result


def binding(before: Word, after: Word) -> float:
    """How strongly two neighbouring words belong to one speaker, 0 to 1.

    A quarter of a second of silence halves it.
    """
    mark = before.text.rstrip(CLOSING)[-1:]
    bond = 0.1 if mark in SENTENCE_ENDS else 0.5 if mark in CLAUSE_ENDS else 1.0
    silence = max(0.0, after.start - before.end)
    return bond / (1.0 + 4.0 * silence)


def ends_sentence(word: Word) -> bool:
    return word.text.rstrip(CLOSING)[-1:] in SENTENCE_ENDS


def segment(identifier: str, run: Run, voices: Sequence[Voice]) -> Segment:
    words = run.words
    start, end = words[0].start, max(word.end for word in words)
    stretch = np.array([start]), np.array([end])
    others = [voice.talking(*stretch)[0] for voice in voices if voice.name != run.speaker]
    languages = Counter(word.language for word in words if word.language)
    return Segment(
        id=identifier,
        start=start,
        end=end,
        text="".join(w.text if w.glued else f" {w.text}" for w in words).strip(),
        speaker=run.speaker,
        words=tuple(words),
        language=max(languages, key=lambda code: languages[code], default=None),
        overlap=bool(max(others, default=0.0) > (end - start) / 2),
    )
