"""Who speaks while they speak, from canned networks over made-up audio and the real ones."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.audio import Decoding
from assistant.speech.clustering import Linkage, Vectors, unit
from assistant.speech.roster import RECENT, Roster
from assistant.speech.voices import FIRST, FRAME, WINDOW, load_embedding, load_segmentation
from assistant.stages.diarize_live import Pyannote
from assistant.types import SAMPLE_RATE, AudioChunk, Diarized, Meeting, Samples, SpeechTurn, Voices
from tests.recordings import DEMO
from tests.test_diarize import EMBEDDING, SEGMENTATION, Talk, error_rate

MEETING = Meeting(id="m1")
PEOPLE = 7
LOUDEST = 2**PEOPLE


def audio(talk: Sequence[Talk], seconds: float) -> Samples:
    """A power of two for each speaker, so that sums stay apart."""
    result = np.zeros(round(seconds * SAMPLE_RATE), np.float32)
    for speaker, start, end in talk:
        result[round(start * SAMPLE_RATE) : round(end * SAMPLE_RATE)] += 2**speaker / LOUDEST
    return result


def speaking(samples: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Which speakers a constant is made of, shape (..., PEOPLE)."""
    level = np.rint(samples * LOUDEST).astype(int)[..., None]
    return np.asarray(level >> np.arange(PEOPLE) & 1 > 0)


class CannedSegmentation:
    """Hears levels; local speakers are numbered as they come, from another one in each window."""

    sets = np.array(
        [[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0], [1, 0, 1], [0, 1, 1]], np.float32
    )

    def __init__(self) -> None:
        self.windows = 0

    def __call__(self, windows: NDArray[np.float32]) -> NDArray[np.float32]:
        centres = np.arange(FIRST, WINDOW - FIRST, FRAME)
        result = np.zeros((len(windows), len(centres), len(self.sets)), np.float32)
        for i, window in enumerate(windows):
            active = speaking(window[centres])
            local = np.zeros((len(centres), 3), np.bool_)
            order = sorted(np.flatnonzero(active.any(axis=0)), key=lambda k: active[:, k].argmax())
            for n, k in enumerate(order[-3:], self.windows):
                local[:, n % 3] = active[:, k]
            self.windows += 1
            result[i][(local[:, None] == self.sets.astype(bool)).all(axis=2)] = 1.0
        return result


class CannedEmbedding:
    """Each speaker's own direction and noise that depends on the sound alone."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.noise = np.random.default_rng(0).standard_normal((64, 16)) * 0.05

    def __call__(self, samples: Samples, spans: NDArray[np.float32]) -> Vectors:
        self.seconds += len(samples) / SAMPLE_RATE
        active = speaking(samples[160::320][: spans.shape[1]]).astype(np.float32)
        mean = spans[:, : len(active)] @ active
        vectors = np.concatenate([mean, np.zeros((len(mean), 16 - PEOPLE), np.float32)], axis=1)
        return unit(unit(vectors) + self.noise[spans.sum(axis=1).astype(int) % 64])


def stage(meeting: Meeting = MEETING) -> Pyannote:
    return Pyannote(CannedSegmentation(), CannedEmbedding(), meeting)


def fed(
    diarizer: Pyannote, samples: Samples, seconds: float = 0.1, offset: int = 0
) -> list[Diarized | Voices]:
    size = round(seconds * SAMPLE_RATE)
    said: list[Diarized | Voices] = []
    for start in range(0, len(samples), size):
        said += diarizer.push(AudioChunk(samples[start : start + size], offset + start))
    return said + list(diarizer.finish())


def turns_of(said: Sequence[Diarized | Voices]) -> list[SpeechTurn]:
    """What is believed in the end."""
    turns: list[SpeechTurn] = []
    for item in said:
        if isinstance(item, Diarized):
            cut = [SpeechTurn(t.speaker, t.start, min(t.end, item.start)) for t in turns]
            turns = [t for t in cut if t.end > t.start] + list(item.turns)
    joined: list[SpeechTurn] = []
    for turn in sorted(turns, key=lambda t: (t.speaker, t.start)):
        last = joined[-1] if joined else None
        if last and last.speaker == turn.speaker and turn.start - last.end < 1e-6:
            joined[-1] = SpeechTurn(turn.speaker, last.start, turn.end)
        else:
            joined.append(turn)
    return sorted(joined, key=lambda t: t.start)


def assert_close(turns: Sequence[SpeechTurn], talk: Sequence[tuple[str, float, float]]) -> None:
    found = [(t.speaker, t.start, t.end) for t in turns]
    assert [f[0] for f in found] == [t[0] for t in talk]
    np.testing.assert_allclose([f[1:] for f in found], [t[1:] for t in talk], atol=0.15)


CONVERSATION: list[Talk] = [
    (1, 1.0, 9.0),
    (0, 10.0, 18.0),
    (2, 19.0, 30.0),
    (1, 31.5, 42.0),
    (0, 43.0, 53.0),
    (2, 54.0, 63.0),
]
NAMES = {1: "S1", 0: "S2", 2: "S3"}
WANTED = [(NAMES[speaker], start, end) for speaker, start, end in CONVERSATION]


def test_finds_the_turns() -> None:
    assert_close(turns_of(fed(stage(), audio(CONVERSATION, 65.0))), WANTED)


def test_what_is_said_does_not_depend_on_how_the_sound_is_cut() -> None:
    samples = audio(CONVERSATION, 40.0)
    assert len({repr(fed(stage(), samples, seconds)) for seconds in (0.1, 0.37, 7.0, 100.0)}) == 1


def test_each_item_covers_what_is_new_and_goes_back_only_to_change() -> None:
    before: list[SpeechTurn] = []
    said: list[Diarized | Voices] = []
    end = 0.0
    for item in fed(stage(), audio(CONVERSATION, 65.0)):
        said.append(item)
        if not isinstance(item, Diarized):
            continue
        after = turns_of(said)
        assert item.start <= end < item.end
        if item.start < end:
            at = item.start + 0.005
            assert _names(before, at) != _names(after, at)
        assert all(item.start <= t.start < t.end <= item.end for t in item.turns)
        before, end = after, item.end
    assert end == pytest.approx(65.0, abs=0.05)


def _names(turns: Sequence[SpeechTurn], at: float) -> set[str]:
    return {turn.speaker for turn in turns if turn.start <= at < turn.end}


def test_a_turn_is_told_while_it_lasts() -> None:
    diarizer = stage()
    samples = audio([(0, 0.0, 20.0)], 20.0)
    told = [o for o in diarizer.push(AudioChunk(samples, 0)) if isinstance(o, Diarized)]
    assert told[-1].end > 20.0 - 2.5
    assert turns_of(told)[-1].speaker == "S1"


def test_a_voice_is_nobodys_until_it_is_sure() -> None:
    talk: list[Talk] = [(0, 0.0, 20.0), (1, 20.0, 30.0)]
    samples = audio(talk, 30.0)
    diarizer = stage()
    early = turns_of(list(diarizer.push(AudioChunk(samples[: 22 * SAMPLE_RATE], 0))))
    assert {turn.speaker for turn in early} == {"S1"}
    assert max(turn.end for turn in early) < 20.5
    rest = list(diarizer.push(AudioChunk(samples[22 * SAMPLE_RATE :], 22 * SAMPLE_RATE)))
    late = turns_of([*rest, *diarizer.finish()])
    second = next(turn for turn in late if turn.speaker == "S2")
    assert second.start == pytest.approx(20.0, abs=0.2)


def test_seven_people() -> None:
    talk: list[Talk] = [(n % PEOPLE, 6.0 * n, 6.0 * n + 5.5) for n in range(3 * PEOPLE)]
    turns = turns_of(fed(stage(), audio(talk, 6.0 * len(talk))))
    assert [t.speaker for t in turns] == [f"S{speaker + 1}" for speaker, _, _ in talk]


@pytest.mark.parametrize("speakers", [1, 2])
def test_there_are_no_more_speakers_than_given(speakers: int) -> None:
    turns = turns_of(fed(stage(Meeting(id="m1", speakers=speakers)), audio(CONVERSATION, 65.0)))
    assert len({turn.speaker for turn in turns}) == speakers


def test_times_are_the_meetings_and_the_first_chunk_is_the_origin() -> None:
    said = fed(stage(), audio(CONVERSATION, 20.0), offset=100 * SAMPLE_RATE)
    first = next(item for item in said if isinstance(item, Diarized))
    assert first.start == 100.0
    assert turns_of(said)[0].start == pytest.approx(101.0, abs=0.1)


def test_a_restarted_meeting_goes_on_with_the_same_voices() -> None:
    said = fed(stage(), audio(CONVERSATION, 31.0))
    voices = [item for item in said if isinstance(item, Voices)][-1]
    assert sorted(voices.names) == ["S1", "S2", "S3"]
    again = stage()
    assert list(again.push(voices)) == []
    talk: list[Talk] = [(2, 0.5, 8.0), (3, 9.0, 18.0), (0, 19.0, 26.0)]
    turns = turns_of(fed(again, audio(talk, 27.0), offset=31 * SAMPLE_RATE))
    assert_close(turns, [("S3", 31.5, 39.0), ("S4", 40.0, 49.0), ("S2", 50.0, 57.0)])


def test_voices_of_different_channels_are_never_one() -> None:
    samples = audio([(0, 1.0, 9.0), (0, 10.0, 20.0), (1, 21.0, 30.0)], 31.0)
    sides = np.stack([samples, 0.1 * samples], axis=1)
    other = slice(10 * SAMPLE_RATE - SAMPLE_RATE // 2, round(20.5 * SAMPLE_RATE))
    sides[other] = sides[other, ::-1]
    diarizer = stage()
    said: list[Diarized | Voices] = []
    for start in range(0, len(samples), 1600):
        part = slice(start, start + 1600)
        said += diarizer.push(AudioChunk(samples[part], start, channels=sides[part]))
    turns = turns_of([*said, *diarizer.finish()])
    assert_close(turns, [("S1", 1.0, 9.0), ("S2", 10.0, 20.0), ("S3", 21.0, 30.0)])


@pytest.mark.parametrize("seconds", [0.0, 0.01, 0.2, 12.0])
def test_silence_has_no_turns_and_costs_no_network(seconds: float) -> None:
    segmentation, embedding = CannedSegmentation(), CannedEmbedding()
    said = fed(Pyannote(segmentation, embedding, MEETING), audio([], seconds))
    assert turns_of(said) == []
    assert segmentation.windows == 0
    assert embedding.seconds == 0.0


def test_finish_twice_says_nothing_more() -> None:
    diarizer = stage()
    assert fed(diarizer, audio(CONVERSATION, 20.0))
    assert list(diarizer.finish()) == []


def test_memory_does_not_grow_with_the_meeting() -> None:
    diarizer = stage()
    block = audio(CONVERSATION, 65.0)
    held = []
    for i in range(16):
        list(diarizer.push(AudioChunk(block, i * len(block))))
        roster = diarizer._roster
        arrays = (diarizer._sound.samples, diarizer._frames, diarizer._cells, roster._recent)
        held.append([len(array) for array in arrays])
    assert (np.max(held, axis=0) <= [90 * SAMPLE_RATE, 4000, 700, RECENT + 60]).all()
    assert held[-1][0] < 14 * SAMPLE_RATE


def test_old_times_are_not_touched() -> None:
    said = fed(stage(), np.concatenate([audio(CONVERSATION, 65.0)] * 4), 1.0)
    for item in said:
        if isinstance(item, Diarized):
            assert item.end - item.start < 64.0


class TestRoster:
    def embeddings(self, count: int, people: int, seed: int = 0) -> Vectors:
        rng = np.random.default_rng(7)
        centres = unit(rng.standard_normal((people, 64)))
        owner = np.arange(count) // 4 % people
        noise = np.random.default_rng(seed).standard_normal((count, 64)) * 0.6 / 8
        return unit(centres[owner] + noise)

    def test_names_last_while_voices_are_gathered_again(self) -> None:
        roster = Roster(Linkage(), None)
        seen: dict[str, Vectors] = {}
        for vector in self.embeddings(3 * RECENT, 5):
            roster.add(vector[None], np.array([-1]))
            if roster.due:
                roster.gather()
            for name, centre in zip(roster.names, roster.centroids, strict=True):
                if name is not None:
                    assert seen.setdefault(name, centre) @ centre > 0.7
        assert sorted(name for name in roster.names if name) == list(roster.known)
        assert roster.known == ("S1", "S2", "S3", "S4", "S5")
        assert sum(roster.voices().sizes) == pytest.approx(3 * RECENT, abs=5)

    def test_a_voice_not_heard_for_long_is_known_again(self) -> None:
        roster = Roster(Linkage(), None)
        first, others = self.embeddings(8, 2), self.embeddings(12 * RECENT, 6)[8:]
        for batch in (first, *np.array_split(others, 100), first):
            roster.add(batch, np.full(len(batch), -1))
            roster.gather()
        assert len(roster.known) == 6
        assert roster.names[int((first[0] @ roster.centroids.T).argmax())] == "S1"

    def heard(self, roster: Roster, *counts: int) -> list[str | None]:
        """Hears two voices that are a little alike, in turn; gives their names."""
        one = np.eye(8, dtype=np.float32)[0]
        other = unit(np.array([[0.4, 0.917, 0, 0, 0, 0, 0, 0]]))[0]
        rng = np.random.default_rng(3)
        for n, count in enumerate(counts):
            noise = 0.02 * rng.standard_normal((count, 8))
            roster.add(unit((one, other)[n % 2] + noise), np.full(count, -1))
            roster.gather()
        found = np.stack([one, other]) @ roster.centroids.T
        return [roster.names[k] for k in found.argmax(axis=1)]

    def test_who_has_said_little_is_not_taken_for_another(self) -> None:
        assert self.heard(Roster(Linkage(), None), 4, 2, 26) == ["S1", "S1"]
        assert self.heard(Roster(Linkage(floor=0.8), None), 4, 2, 26) == ["S1", "S2"]

    def test_who_was_taken_for_another_gets_the_name_back(self) -> None:
        roster = Roster(Linkage(), None)
        assert self.heard(roster, 4, 2, 26) == ["S1", "S1"]
        assert self.heard(roster, 0, 6) == ["S1", "S2"]
        assert roster.known == ("S1", "S2")

    def test_a_single_piece_is_not_sure(self) -> None:
        roster = Roster(Linkage(), None)
        roster.add(self.embeddings(1, 1), np.array([-1]))
        roster.gather()
        assert roster.names == (None,)
        assert roster.voices().names == ()


@pytest.mark.model
def test_the_voices_of_the_demo() -> None:
    demo = np.concatenate([chunk.samples for chunk in Decoding(DEMO)])
    diarizer = Pyannote(load_segmentation(SEGMENTATION), load_embedding(EMBEDDING), MEETING)
    turns = turns_of(fed(diarizer, demo))
    assert len({turn.speaker for turn in turns}) == 3
    assert error_rate(turns, DEMO.with_name("demo.rttm"), len(demo) / SAMPLE_RATE) < 0.1
