"""Meetings as what teaches where chapters open: those of QMSum, and scripts of our own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.config import Environment, load_settings
from assistant.evaluation.qmsum import read_qmsum
from assistant.evaluation.references import parse_truth
from assistant.evaluation.text_runs import segments_of
from assistant.language.agenda import Cues, agenda_cues
from assistant.language.boundaries import NAMES, features, places
from assistant.language.segmentation import BoundaryHead, decode, expected_length, gains, told
from assistant.language.sentences import (
    SentenceEncoder,
    is_encoded,
    load_encoder,
    split_segments,
    to_vectors,
)
from assistant.models import Models
from assistant.types import Segment

NEAR = (1.0, 0.6, 0.3, 0.3)
"""How much of a boundary a place is that is so many turns away from one."""
SHORTEST = 25.0
"""Seconds; as the stage has it."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Example:
    """A meeting: its places' features, cues, turns and seconds; the true boundaries, as turns."""

    numbers: Floats
    cues: Cues
    turns: NDArray[np.intp]
    starts: NDArray[np.float64]
    duration: float
    length: float
    size: int
    truth: tuple[int, ...]
    encoded: bool
    language: str

    @property
    def crowd(self) -> float:
        """Places that a chapter has."""
        return len(self.turns) * self.length / self.duration

    @property
    def usual(self) -> float:
        """Log odds of a boundary at any place of this meeting."""
        return float(np.log((self.duration / self.length - 1) / len(self.turns)))

    def targets(self) -> Floats:
        """How much of a boundary each place is, 0 to 1."""
        target = np.zeros(len(self.turns), dtype=np.float32)
        for boundary in self.truth:
            away = np.abs(self.turns - boundary)
            near = np.array([NEAR[d] if d < len(NEAR) else 0.0 for d in away])
            target = np.maximum(target, near).astype(np.float32)
        return target


def example(
    segments: Sequence[Segment],
    truth: tuple[int, ...],
    encoder: SentenceEncoder,
    language: str = "en",
) -> Example:
    """What a meeting teaches in which the segments of `truth`, counted from 0, open a chapter."""
    sentences = split_segments(segments, language)
    duration = sentences[-1].end - sentences[0].start
    length = expected_length(duration, "general")
    at = places(sentences)
    number = {segment.id: n for n, segment in enumerate(segments)}
    return Example(
        numbers=features(sentences, to_vectors(sentences, encoder), length),
        cues=agenda_cues(sentences)[at],
        turns=np.array([number[sentences[i].segment] for i in at]),
        starts=np.array([sentences[i].start for i in at]) - sentences[0].start,
        duration=duration,
        length=length,
        size=len(segments),
        truth=truth,
        encoded=is_encoded(sentences),
        language=language,
    )


def of_qmsum(path: str, encoder: SentenceEncoder) -> list[Example]:
    """The meetings of a file of QMSum."""
    return [example(m.segments, m.boundaries, encoder) for m in read_qmsum(Path(path))]


def of_scripts(folder: Path, encoder: SentenceEncoder, held_out: bool) -> list[Example]:
    """The scripts of a folder whose chapters are marked, those held out or the others."""
    found = []
    for path in sorted(folder.glob("*.truth.json")):
        text = path.read_text(encoding="utf-8")
        script = json.loads(text)
        if "chapters" not in script or script["held_out"] != held_out:
            continue
        truth = tuple(chapter["first_turn"] for chapter in script["chapters"][1:])
        language = script["language"]
        segments = segments_of(parse_truth(text).utterances or (), language)
        found.append(example(segments, truth, encoder, language))
    return found


def by_words(examples: Sequence[Example]) -> list[Example]:
    """The same without what sentence vectors say."""
    blind = np.array([not name.startswith("meaning") for name in NAMES], dtype=np.float32)
    return [replace(e, numbers=e.numbers * blind) for e in examples]


def cut(head: BoundaryHead, agenda: NDArray[np.floating], each: Example) -> list[int]:
    """Where the head, what is said of the agenda and the search for the best whole cut: turns."""
    worth = gains(head.evidence(each.numbers), each.duration, each.length)
    worth = worth + told(each.cues, agenda, each.crowd)
    found = decode(worth, each.starts, each.duration, each.length, SHORTEST)
    return [int(each.turns[i]) for i in found]


def encoder() -> SentenceEncoder:
    """The encoder that the stage uses."""
    models = Models(load_settings(), Environment.read().models)
    found: SentenceEncoder
    with models.lease("minilm-l6-v2", load_encoder) as found:
        return found
