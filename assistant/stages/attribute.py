"""Words meet speakers: who said which word, and where one utterance ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.speech.attribution import Cuts, Voice, cheapest, costs, prices, segment, speakers
from assistant.types import Segment, SpeechTurn, Word


class WordsToSpeakers:
    """Words and speech turns to segments, given once both are complete.

    Each word costs, for each speaker, the seconds of it that the speaker was not talking; a
    change of speaker costs `change` seconds inside a sentence, less after a comma or in a
    pause, next to nothing after a sentence. The cheapest sequence (Viterbi) wins, so a word
    or two that the diarizer gives to somebody else inside a sentence go back unless the
    evidence is worth two changes, and where two people talk at once the sentence decides.

    A segment ends where the speaker changes, where a sentence ends and the speaker pauses for
    `pause` seconds or has talked for `length`, and before it exceeds `limit`. A remark of at
    most `remark` seconds inside another's sentence is a segment of its own and does not cut
    that sentence.

    Args:
        change: seconds of contrary evidence that outweigh a change inside a sentence.
        tolerance: seconds from a word to a turn that may still be the word's.
        pause: seconds of silence after a sentence that end a segment.
        length: seconds after which a segment ends with its next sentence.
        limit: seconds no segment exceeds.
        remark: seconds a remark inside another's sentence may take.
    """

    def __init__(
        self,
        *,
        change: float = 1.2,
        tolerance: float = 1.0,
        pause: float = 0.8,
        length: float = 25.0,
        limit: float = 60.0,
        remark: float = 2.0,
    ) -> None:
        self._change = change
        self._tolerance = tolerance
        self._cuts = Cuts(pause, length, limit, remark)
        self._words: list[Word] = []
        self._turns: list[SpeechTurn] = []

    def push(self, item: Word | SpeechTurn) -> Iterator[Segment]:
        """Keeps the item; turns of a recording come after its last word."""
        if isinstance(item, Word):
            self._words.append(item)
        else:
            self._turns.append(item)
        return iter(())

    def finish(self) -> Iterator[Segment]:
        """All segments in time order, with ids g1, g2, …"""
        words = sorted(self._words, key=lambda word: (word.start, word.end))
        voices = [Voice.of(name, self._turns) for name in speakers(self._turns)]
        self._words, self._turns = [], []
        owners = self._attributed(words, voices)
        runs = self._cuts.runs(words, owners, {voice.name: voice for voice in voices})
        runs.sort(key=lambda run: run.words[0].start)
        for number, run in enumerate(runs, start=1):
            yield segment(f"g{number}", run, voices)

    def _attributed(self, words: list[Word], voices: Sequence[Voice]) -> list[str | None]:
        if not words or not voices:
            return [None] * len(words)
        path = cheapest(
            costs(words, voices, self._tolerance, self._cuts.remark), prices(words, self._change)
        )
        return [voices[k].name for k in path]
