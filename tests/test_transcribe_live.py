"""Live recognition: sound in, what was heard out. The fake model reads words off the sound."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from assistant.language.words import join
from assistant.speech.agreement import Policy, agreed, cut, settled, stable
from assistant.speech.ear import BLOCK
from assistant.speech.hallucination import is_prompt, without_echo
from assistant.speech.phrases import PhraseReader
from assistant.speech.recogniser import Before, Recognition
from assistant.speech.turns import Turns
from assistant.speech.vad import FRAME
from assistant.stages.transcribe_live import LONGEST, Whisper
from assistant.types import SAMPLE_RATE, AudioChunk, Heard, Meeting, Samples, Word

WORD = 0.32
"""Seconds a word of the tests lasts; a gap of a fifth of it follows."""
STAMP = 1000


class Session:
    """A voice activity network that hears what is loud."""

    def run(self, _: None, inputs: dict[str, Any]) -> tuple[Any, Any, Any]:
        frames = inputs["input"][:, -FRAME:]
        loud = (np.abs(frames).max(axis=1) > 0.005).astype(np.float32)
        return loud, inputs["h"], inputs["c"]


@dataclass
class Encoded:
    samples: Samples
    seconds: tuple[float, ...]


@dataclass
class Model:
    """Word k is a stretch of the level (k + 1) / 200; one that is cut off is misheard."""

    languages: tuple[str, ...] = ("en",)
    chances: dict[str, float] = field(default_factory=lambda: {"en": 1.0})
    logprob: float = -0.2
    read: list[tuple[float, int, str]] = field(default_factory=list)
    turns: Turns = field(default_factory=Turns)
    first_timestamp: int = STAMP

    def encode(self, pieces: Sequence[Samples]) -> Encoded:
        return Encoded(pieces[0], (len(pieces[0]) / SAMPLE_RATE,))

    def languages_of(self, heard: Encoded) -> list[dict[str, float]]:
        return [self.chances]

    def decode(
        self, heard: Encoded, before: Sequence[Before], language: str, beam: int
    ) -> list[Recognition]:
        self.read.append((heard.seconds[0], beam, language))
        words: list[Word] = []
        tokens: list[int] = []
        for number, start, end in stretches(heard.samples):
            whole = end - start >= 0.8 * WORD * SAMPLE_RATE
            token = number if whole else 900 + number
            begun = before[0].begun[1 : len(before[0].begun)]
            token = begun[len(tokens)] if len(tokens) < len(begun) else token
            tokens.append(token)
            text = f"w{token}" if token < 900 else "mumble"
            words.append(Word(text, start / SAMPLE_RATE, end / SAMPLE_RATE, 0.9, language))
        ends = tuple(range(2, len(tokens) + 2))
        return [Recognition(tuple(words), self.logprob, 0.0, tuple(tokens), (STAMP, *tokens), ends)]


def stretches(samples: Samples) -> Iterator[tuple[int, int, int]]:
    levels = np.round(np.abs(samples) * 200).astype(int)
    edges = np.flatnonzero(np.diff(levels, prepend=0, append=0))
    for start, end in pairwise(edges):
        if levels[start] > 1:
            yield int(levels[start]) - 1, int(start), int(end)


def speech(words: Sequence[int], silence: float = 0.0) -> Samples:
    """Words one after the other, and silence behind them."""
    parts = []
    for number in words:
        parts.append(np.full(int(0.8 * WORD * SAMPLE_RATE), (number + 1) / 200, np.float32))
        parts.append(np.full(int(0.2 * WORD * SAMPLE_RATE), 1.2 / 200, np.float32))
    return np.concatenate([*parts, np.zeros(int(silence * SAMPLE_RATE), np.float32)])


def heard(
    model: Model,
    samples: Samples,
    *,
    size: int = 1600,
    behind: float = 0.0,
    first: int = 0,
    language: str = "en",
    **options: Any,
) -> list[Heard]:
    stage = Whisper(meeting=Meeting("m", language=language), vad=Session(), model=model, **options)  # type: ignore[arg-type]
    found: list[Heard] = []
    for at in range(0, len(samples), size):
        chunk = AudioChunk(samples[at : at + size], first + at, lambda: behind)
        found += stage.push(chunk)
    found += stage.finish()
    assert list(stage.finish()) == []
    return found


def text(found: Sequence[Heard]) -> str:
    return join(word for each in found for word in each.settled)


def script(words: Sequence[int]) -> str:
    return " ".join(f"w{number}" for number in words)


def test_silence_is_not_even_read() -> None:
    model = Model()
    assert heard(model, np.zeros(10 * SAMPLE_RATE, np.float32)) == []
    assert model.read == []


def test_every_word_is_settled_once_and_in_order() -> None:
    words = list(range(3, 33))
    found = heard(Model(), speech(words, 1.0))
    assert text(found) == script(words)
    times = [word for each in found for word in each.settled]
    assert all(a.end <= b.start + 1e-6 for a, b in pairwise(times))


def test_words_are_shown_before_they_are_settled() -> None:
    words = list(range(3, 15))
    found = heard(Model(), speech(words, 1.0))
    shown: dict[str, float] = {}
    final: dict[str, float] = {}
    for each in found:
        for word in (*each.settled, *each.tail):
            shown.setdefault(word.text, each.end - word.end)
        for word in each.settled:
            final[word.text] = each.end - word.end
    assert all(shown[word] <= final[word] for word in final)
    assert np.median([shown[word] for word in final]) < 1.0 < np.median(list(final.values()))


def test_what_is_heard_at_the_edge_is_never_settled() -> None:
    found = heard(Model(), speech(list(range(3, 40)), 1.0))
    assert "mumble" not in text(found)


class Stopping(Model):
    """Takes what it hears to be over behind word 7, as decoders do behind a full stop."""

    def decode(
        self, heard: Encoded, before: Sequence[Before], language: str, beam: int
    ) -> list[Recognition]:
        (found,) = super().decode(heard, before, language, beam)
        if 7 not in found.tokens:
            return [found]
        count = found.tokens.index(7) + 1
        timed = found.timed[: count + 1]
        return [
            Recognition(
                found.words[:count], -0.2, 0.0, timed[1:], timed, tuple(range(2, count + 2))
            )
        ]


@pytest.mark.parametrize("more", [6, 30])
def test_sound_that_a_reading_leaves_out_is_read_on_its_own(more: int) -> None:
    words = list(range(3, 8 + more))
    found = heard(Stopping(), speech(words, 1.0))
    assert text(found) == script(words)
    delays = [each.end - word.end for each in found for word in each.settled]
    assert max(delays) < 6.0


class Waiting(Stopping):
    """Stops behind word 7 unless it is told that a sentence follows."""

    def decode(
        self, heard: Encoded, before: Sequence[Before], language: str, beam: int
    ) -> list[Recognition]:
        begun = before[0].begun
        if begun[-1:] < (STAMP,) or begun[-2:-1] < (STAMP,):
            return super().decode(heard, before, language, beam)
        said = (STAMP, *(token for token in begun if token < STAMP))
        (found,) = Model.decode(self, heard, [Before(begun=said)], language, beam)
        count = len(said)
        timed = (*found.timed[:count], *begun[-2:], *found.timed[count:])
        ends = tuple(end + 2 * (end > count) for end in found.ends)
        return [Recognition(found.words, -0.2, 0.0, found.tokens, timed, ends)]


def test_a_decoder_that_waits_for_more_is_told_to_go_on() -> None:
    words = list(range(3, 14))
    delays = {}
    for model in (Stopping(languages=("zh",)), Waiting(languages=("zh",))):
        found = heard(model, speech(words, 1.0), language="zh")
        assert [word.text for each in found for word in each.settled] == script(words).split()
        delays[type(model)] = max(each.end - word.end for each in found for word in each.settled)
    assert delays[Waiting] < 2.0 < delays[Stopping]


def test_how_sound_is_cut_changes_nothing() -> None:
    sound = np.concatenate([speech(list(range(3, 20)), 0.7), speech([5, 6, 7], 3.0)])
    found = heard(Model(), sound, size=1600)
    assert heard(Model(), sound, size=777) == found
    assert heard(Model(), sound, size=BLOCK) == found


def test_a_pause_settles_everything() -> None:
    sound = np.concatenate([speech([3, 4, 5], 0.7), speech([6, 7], 0.7)])
    model = Model()
    pauses = [each for each in heard(model, sound, beam=5) if each.pause]
    assert [each.tail for each in pauses] == [(), ()]
    assert text(pauses)[-2:] == "w7"
    assert {beam for _, beam, _ in model.read} == {5}


def test_under_load_provisional_text_gives_way_first() -> None:
    words = list(range(3, 60))
    quick, slow = Model(), Model()
    sound = speech(words, 1.0)
    assert text(heard(quick, sound)) == text(heard(slow, sound, behind=5.0)) == script(words)
    assert len(slow.read) < len(quick.read) / 2


@pytest.mark.parametrize(("language", "window"), [("en", 10.0), ("zh", 14.0)])
def test_long_speech_without_a_pause_is_cut_between_words(language: str, window: float) -> None:
    words = [3 + n % 150 for n in range(300)]
    model = Model(languages=(language,))
    found = heard(model, speech(words, 1.0), language=language, window=10.0, wider=14.0)
    assert text(found) == script(words)
    assert window < max(seconds for seconds, _, _ in model.read) < window + 2.0


def test_a_phrase_that_is_never_clear_does_not_grow_for_ever() -> None:
    model = Model(logprob=-3.0)
    heard(model, speech([3 + n % 150 for n in range(200)], 1.0))
    assert max(seconds for seconds, _, _ in model.read) < LONGEST + 1.0


def test_what_the_model_does_not_believe_is_not_shown() -> None:
    found = heard(Model(logprob=-3.0), speech(list(range(3, 12)), 1.0))
    assert not any(each.tail for each in found)


def test_times_count_from_the_first_chunk() -> None:
    sound = speech([3, 4, 5], 1.0)
    here = [word for each in heard(Model(), sound) for word in each.settled]
    later = heard(Model(), sound, first=100 * SAMPLE_RATE)
    for old, new in zip(here, (w for each in later for w in each.settled), strict=True):
        assert (new.start, new.end) == pytest.approx((old.start + 100, old.end + 100))


def test_the_language_is_found_and_followed() -> None:
    model = Model(languages=("en", "zh"), chances={"en": 0.3, "zh": 0.97})
    stage = Whisper(meeting=Meeting("m"), vad=Session(), model=model)  # type: ignore[arg-type]
    sound = speech(list(range(3, 9)), 3.0)
    first = list(stage.push(AudioChunk(sound)))
    model.chances = {"en": 0.99, "zh": 0.01}
    second = list(stage.push(AudioChunk(sound, len(sound))))
    assert {w.language for each in first for w in each.settled} == {"zh"}
    assert {w.language for each in second for w in each.settled} == {"en"}


def test_a_language_that_changes_after_a_short_pause_is_followed() -> None:
    model = Model(languages=("en", "zh"), chances={"en": 0.97, "zh": 0.03})
    stage = Whisper(meeting=Meeting("m"), vad=Session(), model=model)  # type: ignore[arg-type]
    sound = speech(list(range(3, 9)), 0.6)
    first = list(stage.push(AudioChunk(sound)))
    model.chances = {"en": 0.02, "zh": 0.98}
    second = [*stage.push(AudioChunk(sound, len(sound))), *stage.finish()]
    assert {w.language for each in first for w in each.settled} == {"en"}
    assert text(first) == script(range(3, 9))
    assert {w.language for each in second for w in each.settled} == {"zh"}
    assert [w.text for each in second for w in each.settled] == script(range(3, 9)).split()


def test_a_doubtful_language_is_not_followed() -> None:
    model = Model(languages=("en", "zh"), chances={"en": 0.95})
    stage = Whisper(meeting=Meeting("m"), vad=Session(), model=model)  # type: ignore[arg-type]
    sound = speech(list(range(3, 9)), 3.0)
    found = list(stage.push(AudioChunk(sound)))
    model.chances = {"en": 0.4, "zh": 0.6}
    found += stage.push(AudioChunk(sound, len(sound)))
    assert {w.language for each in found for w in each.settled} == {"en"}


def _words(
    *texts: str, step: float = 0.5, confidence: float = 0.8, language: str = ""
) -> tuple[Word, ...]:
    return tuple(
        Word(each, n * step, (n + 1) * step, confidence, language) for n, each in enumerate(texts)
    )


def _texts(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def test_two_readings_settle_what_they_share() -> None:
    old, new = _words("so", "we", "meat"), _words("So,", "we", "meet", "at")
    assert agreed(old, new) == 2
    assert settled(old, new, 2.0, Policy(hold=0.5)) == 2
    assert settled(old, new, 2.0, Policy(hold=1.2)) == 1
    assert settled((), new, 2.0, Policy(hold=0.5)) == 0


def test_doubtful_words_wait_longer() -> None:
    new = _words("so", "we", "meet", "at", confidence=0.4)
    policy = Policy(hold=0.5, sure=0.6, longer=1.4)
    assert settled(new, new, 2.0, policy) == 1
    assert settled(new, new, 3.0, policy) == 3


def test_words_are_shown_once_they_are_past_the_edge_or_heard_twice() -> None:
    new = _words("so", "me", "at")
    policy = Policy(shy=0.3)
    assert stable((), (), new, 1.2, policy) == new[:1]
    assert stable((), _words("so", "we"), new, 0.6, policy) == new[:1]
    assert stable((), new, new, 1.5, policy) == new


def test_what_was_shown_stays_until_two_readings_agree_on_something_else() -> None:
    policy = Policy(sure=0.9)
    shown, new = _words("so", "we", "meat"), _words("so", "we", "meet", "at")
    assert _texts(stable(shown, shown, new, 5.0, policy)) == "so we meat at"
    assert _texts(stable(shown, new, new, 5.0, policy)) == "so we meet at"
    sure = _words("so", "we", "meet", "at", confidence=0.95)
    assert _texts(stable(shown, shown, sure, 5.0, policy)) == "so we meet at"


def test_what_was_shown_goes_once_two_readings_are_without_it() -> None:
    shown, new = _words("so", "we", "meet", "there"), _words("so", "we", "meet")
    assert stable(shown, shown, new, 5.0, Policy()) == shown
    assert stable(shown, new, new, 5.0, Policy()) == new
    assert stable(shown, shown, (), 5.0, Policy()) == shown
    assert stable(shown, (), (), 5.0, Policy()) == ()


def test_characters_are_compared_however_they_are_cut_into_words() -> None:
    one, other = _words("那时", "候", language="zh"), _words("那", "时候", language="zh")
    assert agreed(one, other) == agreed(other, one) == 2
    assert agreed(_words("went"), _words("we", "nt")) == 0
    assert stable(one, one, other, 5.0, Policy(sure=0.9)) == other


def test_doubtful_characters_are_shown_later() -> None:
    policy = Policy(shy=0.2, doubt=1.0)
    for language, count in (("zh", 1), ("en", 2)):
        new = _words("在", "再", "来", confidence=0.4, language=language)
        assert len(stable((), (), new, 1.5, policy)) == count
        assert stable((), new, new, 1.5, policy) == new


def test_an_endless_phrase_is_settled_all_the_same() -> None:
    new = _words(*"abcdefgh")
    assert settled((), new, 20.0, Policy(longest=15.0)) == 6


def test_context_that_silences_the_decoder_is_given_up() -> None:
    class Silenced(Model):
        """Takes everything to be said already once there is context."""

        def decode(
            self, heard: Encoded, before: Sequence[Before], language: str, beam: int
        ) -> list[Recognition]:
            if before[0].context:
                self.read.append((heard.seconds[0], beam, language))
                return [Recognition((), -0.05, 0.0, (), (STAMP,), ())]
            return super().decode(heard, before, language, beam)

    first, second = list(range(3, 13)), list(range(23, 33))
    sound = np.concatenate([speech(first, 3.0), speech(second, 3.0)])
    assert text(heard(Silenced(), sound)) == script([*first, *second])


def test_what_repeats_the_prompt_is_not_shown() -> None:
    prompt = "以下是普通话的会议记录，使用简体中文和标点符号。"
    assert is_prompt("使用简体中文和标议。", prompt)
    assert not is_prompt("会议记录我来写，用简体中文。", prompt)
    assert not is_prompt("anything", "")


def test_a_cut_falls_into_the_longest_gap_or_after_a_sentence() -> None:
    words = [Word("a", 0, 1), Word("b", 1, 2), Word("c", 2.2, 3), Word("d.", 3.1, 4)]
    assert cut(words, 4.1) == 4
    words[3] = Word("d", 3.6, 4)
    assert cut(words, 4.1) == 3


def test_words_that_begin_together_are_settled_one_by_one() -> None:
    class Hasty(Model):
        def decode(
            self, heard: Encoded, before: Sequence[Before], language: str, beam: int
        ) -> list[Recognition]:
            words = (Word("a", 0.0, 0.3), Word("b", 0.3, 0.5), Word("c", 0.3, 0.5))
            return [Recognition(words, -0.1, 0.0, (1, 2, 3), (STAMP, 1, 2, 3), (2, 3, 4))]

    sound = np.full(SAMPLE_RATE, 0.1, np.float32)
    reading = PhraseReader(Hasty(), "en", {}, ()).read(sound, (), 1, 0.0)  # type: ignore[arg-type]
    assert reading is not None
    assert reading.ends == (2, 3, 4)


def test_whose_sound_waited_longest_goes_first() -> None:
    turns, order = Turns(), []
    ready = threading.Event()

    def wait(waiting: float) -> None:
        with turns.turn(waiting):
            order.append(waiting)

    with turns.turn(0.0):
        threads = [threading.Thread(target=wait, args=(s,)) for s in (0.1, 30.0, 5.0)]
        for thread in threads:
            thread.start()
        while len(turns._queue) < 3:
            ready.wait(0.01)
    for thread in threads:
        thread.join()
    assert order == [30.0, 5.0, 0.1]


def test_a_phrase_said_again_across_settled_words_is_dropped() -> None:
    said = _words("in", "another", "could")
    again = _words(*"you ask her could you ask her tonight".split())
    assert [w.text for w in without_echo(said, again)] == ["you", "ask", "her", "tonight"]
    once = _words(*"you ask him could you ask her".split())
    assert without_echo(said, once) == list(once)
    phrase = "it would be one good phone and set up for three years too".split()
    kept = without_echo(_words(*phrase), _words(*phrase, "then"))
    assert [w.text for w in kept] == ["then"]
