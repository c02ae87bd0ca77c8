"""Speech to words with Whisper while it is spoken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from assistant.speech import vad as activity
from assistant.speech.agreement import Policy, agreed, cut, settled, stable
from assistant.speech.ear import Ear
from assistant.speech.hallucination import mean_confidence
from assistant.speech.languages import PROMPTS, folding, given
from assistant.speech.phrases import BELIEVED, STOPPED, PhraseReader, Reading
from assistant.speech.recogniser import UNSPACED, Recogniser, load_live
from assistant.stages import Loader
from assistant.types import SAMPLE_RATE, AudioChunk, Heard, Meeting, Word

SHORTEST = 3
"""Voiced frames below which there is no phrase, about 0.1 s."""
LONGEST = 26.0
"""Seconds after which a phrase ends wherever it is: the recogniser takes little more."""


class Whisper:
    """Words while they are spoken: provisional first, then settled.

    A phrase grows from its first voiced frame on. Every `every` seconds it is read anew, from
    its last cut on, going on after the words that are settled. `hold`, `sure`, `longer`, `shy`
    and `doubt` say which words are settled and which are shown meanwhile (see `agreement.Policy`);
    all are settled once the speaker pauses for `pause` seconds, and a pause of `gap` ends the
    phrase. One longer than `window` seconds, in Mandarin `wider`, whose characters need more
    around them to be told apart, is cut in a gap between settled words, and where the
    language is to be found out one is cut at every pause, so that a change of it is followed.

    While more than `live` seconds of later sound are waiting, a phrase is read only every
    `late` seconds: under load provisional text gives way first, and a reading never covers less
    sound than came in during the one before.

    Raises:
        InputError: Whisper has no such language.
        ModelError: these weights do not know the language.
    """

    loaders: ClassVar[Mapping[str, Loader]] = {"vad": activity.load, "model": load_live}

    def __init__(  # noqa: PLR0913 - the options of models.yaml
        self,
        *,
        meeting: Meeting,
        vad: Any,
        model: Recogniser,
        beam: int = 5,
        threshold: float = 0.5,
        every: float = 0.6,
        live: float = 0.3,
        late: float = 2.0,
        pause: float = 0.45,
        gap: float = 2.0,
        hold: float = 1.3,
        sure: float = 0.6,
        longer: float = 2.8,
        shy: float = 0.2,
        doubt: float = 1.0,
        window: float = 8.0,
        wider: float = 14.0,
        prompts: Mapping[str, str] | None = None,
    ) -> None:
        self._ear = Ear(vad, threshold)
        written = {**PROMPTS, **(prompts or {})}
        self._reader = PhraseReader(
            model, given(meeting.language, model), written, meeting.hotwords
        )
        self._beam = beam
        self._every, self._live, self._late = every, live, late
        self._pause, self._gap = pause, gap
        self._windows = (window, wider)
        self._policy = Policy(hold, sure, longer, shy=shy, doubt=doubt)
        self._said = 0.0
        self._open()

    def _open(self) -> None:
        """Nothing is known of the phrase to come."""
        self._begun: tuple[int, ...] = ()
        self._words: list[Word] = []
        self._ends: list[int] = []
        self._tail: tuple[Word, ...] = ()
        self._shown: tuple[Word, ...] = ()
        self._logprob = 0.0
        self._read_at = self._settled_at = 0

    def push(self, item: AudioChunk) -> Iterator[Heard]:
        """Takes the next sound; chunks come in order and without holes."""
        for _ in self._ear.hear(item):
            yield from self._attend(item.behind + item.end - self._now)

    def finish(self) -> Iterator[Heard]:
        self._ear.rest()
        if self._ear.start is not None:
            yield from self._rest(0.0)
            self._close()

    @property
    def _now(self) -> float:
        return self._ear.now / SAMPLE_RATE

    @property
    def _window(self) -> float:
        return self._windows[self._reader.language in UNSPACED]

    def _attend(self, waiting: float) -> Iterator[Heard]:
        ear = self._ear
        if ear.start is None:
            return
        unread = ear.voiced > self._settled_at
        since = (ear.now - max(self._read_at, ear.onset)) / SAMPLE_RATE
        due = self._every if waiting <= self._live else self._late
        if (unread and ear.silence >= self._pause) or ear.seconds >= LONGEST:
            yield from self._rest(waiting)
        elif ear.frames >= SHORTEST and ear.voiced > self._read_at and since >= due:
            yield from self._look(waiting)
        if ear.silence >= self._gap or ear.seconds >= LONGEST:
            self._close()

    def _look(self, waiting: float) -> Iterator[Heard]:
        """Reads the phrase as far as it goes and settles what will not change."""
        self._read_at = self._ear.now
        reading = self._reader.read(self._ear.phrase(), self._begun, self._beam, waiting)
        if reading is None or reading.flawed:
            return
        words = self._placed(reading)
        if self._has_stopped(words, reading) and agreed(self._tail, words) == len(words):
            # The decoder takes the phrase to be over: what follows is read on its own.
            self._settle(words, reading)
            self._tail = self._shown = ()
            yield Heard(self._now, words)
            self._cut(len(self._words), self._said)
            return
        policy = replace(self._policy, longest=1.5 * self._window)
        count = settled(self._tail, words, self._now, policy)
        self._settle(words[:count], reading)
        seen = [word for word in self._shown if (word.start + word.end) / 2 > self._said]
        self._shown = stable(seen, self._tail, words[count:], self._now, self._policy)
        self._tail = words[count:]
        yield Heard(self._now, words[:count], self._shown)
        self._shorten(self._tail[0].start if self._tail else None)

    def _rest(self, waiting: float) -> Iterator[Heard]:
        """Settles everything: the speaker pauses."""
        self._settled_at = self._read_at = self._ear.now
        if self._ear.frames < SHORTEST and not self._tail:
            return
        words = self._last_words(waiting)
        if words or self._tail or self._shown:
            self._tail = self._shown = ()
            yield Heard(self._now, words, pause=True)
        if self._words and self._reader.follows:
            # What comes after a pause may be in another language, found only where a phrase begins.
            self._cut(len(self._words), self._now)
        else:
            self._shorten(self._now)

    def _last_words(self, waiting: float) -> tuple[Word, ...]:
        """Settles what is left of the phrase, with a second reading where the first one stopped."""
        reading = self._reader.read(self._ear.phrase(), self._begun, self._beam, waiting)
        if reading is None:
            return ()
        words = self._placed(reading)
        self._settle(words, reading)
        self._logprob = reading.logprob
        if not self._has_stopped(words, reading):
            return words
        self._cut(len(self._words), self._said)
        reading = self._reader.read(self._ear.phrase(), (), self._beam, waiting)
        if reading is None or reading.flawed or mean_confidence(reading.words) < BELIEVED:
            return words
        rest = self._placed(reading)
        self._settle(rest, reading)
        return (*words, *rest)

    def _has_stopped(self, words: tuple[Word, ...], reading: Reading) -> bool:
        """Whether a reading leaves sound behind that it should have words for."""
        return bool(words or self._words) and reading.unread >= STOPPED

    def _close(self) -> None:
        """Ends the phrase."""
        self._reader.remember(self._begun, self._logprob)
        self._ear.close()
        self._open()

    def _shorten(self, following: float | None) -> None:
        """Keeps the phrase from growing; `following` is when the word after the settled begins."""
        count = cut(self._words, following) if self._ear.seconds > self._window else 0
        if count:
            start = self._words[count].start if count < len(self._words) else following
            self._cut(count, start or self._now)

    def _settle(self, words: tuple[Word, ...], reading: Reading) -> None:
        """Takes the first words of a reading as what the phrase begins with from now on."""
        if words:
            self._words += words
            self._ends += reading.ends[: len(words)]
            self._begun = reading.timed[: self._ends[-1]]
            self._said = words[-1].end

    def _cut(self, count: int, start: float) -> None:
        """Lets the phrase begin behind so many settled words, between the last and `start`."""
        end = self._words[count - 1].end
        tokens = self._ends[count - 1]
        position = int((end + max(start, end)) / 2 * SAMPLE_RATE)
        moved = (position - (self._ear.start or 0)) / SAMPLE_RATE
        self._reader.remember(self._begun[:tokens])
        left = self._reader.later(self._begun[tokens:], moved)
        shift = len(self._begun) - len(left)
        self._begun = left
        self._words = self._words[count:]
        self._ends = [each - shift for each in self._ends[count:]]
        self._ear.cut(position)

    def _placed(self, reading: Reading) -> tuple[Word, ...]:
        """A reading's words on the meeting's clock and in the meeting's script."""
        shift = (self._ear.start or 0) / SAMPLE_RATE
        return tuple(self._one(word, shift) for word in reading.words)

    def _one(self, word: Word, shift: float) -> Word:
        start = max(word.start + shift, self._said)
        text = folding()(word.text) if word.language == "zh" else word.text
        return replace(word, text=text, start=start, end=max(word.end + shift, start))
