"""What the stages of the minutes keep while they listen, and what the encoder remembers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from assistant.language import sentences
from assistant.language.sentences import SentenceEncoder, Vectors
from assistant.stages.said import Said
from assistant.types import Segment

FIRST = Segment("u1", 1.0, 2.0, "good morn", final=False)


def test_the_newest_of_each_segment_is_heard() -> None:
    said = Said()
    settled = replace(FIRST, text="good morning", final=True, revision=3)
    for segment in (
        Segment("u9", 9.0, 10.0, "bye", revision=1),
        FIRST,
        settled,
        replace(settled, speaker="S1", revision=4),
        replace(settled, text="late", revision=2),
        replace(FIRST, revision=9),
    ):
        said.add(segment)
    assert [(s.id, s.text, s.speaker) for s in said.take()] == [
        ("u1", "good morning", "S1"),
        ("u9", "bye", None),
    ]
    assert said.take() == []


class Counting(SentenceEncoder):
    """Knows how often each sentence was worked on."""

    def __init__(self) -> None:
        super().__init__(None, None)
        self.worked: list[str] = []

    def _run(self, texts: Sequence[str]) -> Vectors:
        self.worked += texts
        return np.array([[len(text), 1.0] for text in texts], np.float32)


def test_a_sentence_is_worked_on_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sentences, "_KEPT", 3)
    encoder = Counting()
    assert encoder.encode(["a", "bb", "a"]).tolist() == [[1.0, 1.0], [2.0, 1.0], [1.0, 1.0]]
    encoder.encode(["a", "bb", "ccc"])
    assert encoder.worked == ["a", "bb", "ccc"]
    # What was asked for last stays, however many there are.
    assert len(encoder.encode(["bb", "dddd", "a", "eeeee"])) == 4
    encoder.encode(["dddd", "a", "eeeee"])
    assert encoder.worked == ["a", "bb", "ccc", "dddd", "eeeee"]
    encoder.encode(["bb"])
    assert encoder.worked[-1] == "bb"
