"""Trains `assistant/language/heads/boundary.safetensors` on the QMSum training meetings.

    python -m training.boundaries QMSUM/train.jsonl assistant/language/heads/boundary.safetensors

QMSum (Zhong et al. 2021, MIT licence) marks which turns each topic of a meeting spans. Before
the weights are made, every fifth of the meetings is scored by a network trained on the others,
and the scores are printed; with QMSUM/val.jsonl as a third argument, those of what is kept as well.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import save_file

from assistant.config import Environment, load_settings
from assistant.evaluation.boundaries import segmentation_scores
from assistant.evaluation.qmsum import Annotated, read_qmsum
from assistant.language.boundaries import NAMES, features, places
from assistant.language.segmentation import (
    ENCODED,
    WORDS,
    BoundaryHead,
    announced,
    decode,
    expected_length,
    gains,
)
from assistant.language.sentences import SentenceEncoder, load_encoder, split_segments
from assistant.models import Models

HIDDEN = 8
DECAY = 1e-2
ROUNDS = 80
NEAR = (1.0, 0.6, 0.3, 0.3)
"""How much of a boundary a place is that is so many turns away from one."""
FOLDS = 5
SHORTEST = 25.0
"""Seconds; as the stage has it."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Example:
    """A meeting: its places' features, announcements, turns and seconds; the true boundaries."""

    numbers: Floats
    announced: Floats
    turns: NDArray[np.intp]
    starts: NDArray[np.float64]
    duration: float
    length: float
    size: int
    truth: tuple[int, ...]

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


def example(meeting: Annotated, encode: Callable[[Sequence[str]], Floats]) -> Example:
    """What a meeting of QMSum teaches."""
    sentences = split_segments(meeting.segments, "en")
    duration = sentences[-1].end - sentences[0].start
    length = expected_length(duration, "general")
    at = places(sentences)
    number = {segment.id: n for n, segment in enumerate(meeting.segments)}
    return Example(
        numbers=features(sentences, encode([s.text for s in sentences]), length),
        announced=announced(sentences)[at],
        turns=np.array([number[sentences[i].segment] for i in at]),
        starts=np.array([sentences[i].start for i in at]) - sentences[0].start,
        duration=duration,
        length=length,
        size=len(meeting.segments),
        truth=meeting.boundaries,
    )


def by_words(examples: Sequence[Example]) -> list[Example]:
    """The same without what sentence vectors say."""
    blind = np.array([not name.startswith("meaning") for name in NAMES], dtype=np.float32)
    return [replace(e, numbers=e.numbers * blind) for e in examples]


def train(examples: Sequence[Example], seed: int = 0) -> BoundaryHead:
    """A network trained by cross entropy, every meeting counting the same."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    numbers = torch.tensor(np.concatenate([e.numbers for e in examples]))
    targets = torch.tensor(np.concatenate([e.targets() for e in examples]))
    usual = torch.tensor(
        np.concatenate([np.full(len(e.turns), e.usual, dtype=np.float32) for e in examples])
    )
    weights = torch.tensor(
        np.concatenate([np.full(len(e.turns), 1 / len(e.turns), np.float32) for e in examples])
    )
    mean, scale = numbers.mean(0), numbers.std(0)
    scale[scale < 1e-3] = 1.0
    inputs = (numbers - mean) / scale
    first = torch.nn.Linear(len(NAMES), HIDDEN)
    last = torch.nn.Linear(HIDDEN, 1)
    parameters = [*first.parameters(), *last.parameters()]
    optimizer = torch.optim.LBFGS(parameters, max_iter=ROUNDS, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        logits = last(torch.tanh(first(inputs)))[:, 0] + usual
        each = torch.nn.functional.binary_cross_entropy_with_logits(
            logits, targets, reduction="none"
        )
        decay = (first.weight**2).sum() + (last.weight**2).sum()
        whole = (each * weights).sum() / len(examples) + DECAY * decay / 10
        whole.backward()  # type: ignore[no-untyped-call]
        return whole

    optimizer.step(loss)  # type: ignore[no-untyped-call]

    def plain(tensor: torch.Tensor) -> Floats:
        return np.ascontiguousarray(tensor.detach().numpy())

    return BoundaryHead(
        mean=plain(mean),
        scale=plain(scale),
        # What was blank in training says nothing, whatever it is later.
        hidden=plain(first.weight.T * (numbers.std(0) > 1e-3)[:, None]),
        hidden_bias=plain(first.bias),
        out=plain(last.weight.T),
        out_bias=plain(last.bias),
    )


def cut(head: BoundaryHead, each: Example) -> list[int]:
    """Where the head and the search for the best whole cut a meeting: turns."""
    worth = gains(head.evidence(each.numbers), each.duration, each.length)
    found = decode(worth + each.announced, each.starts, each.duration, each.length, SHORTEST)
    return [int(each.turns[i]) for i in found]


def scores(found: Sequence[Sequence[int]], examples: Sequence[Example]) -> dict[str, float]:
    """Means over meetings of the scores of `evaluation.boundaries`, and boundaries a meeting."""
    rows = [
        segmentation_scores(e.truth, cuts, e.size) for e, cuts in zip(examples, found, strict=True)
    ]
    means = {
        name: float(np.mean([r[name] for r in rows if r[name] is not None])) for name in rows[0]
    }
    return {**means, "found": float(np.mean([len(cuts) for cuts in found]))}


def cross_validated(examples: Sequence[Example]) -> list[list[int]]:
    """Each meeting cut by a network that was trained on the other folds."""
    found: dict[int, list[int]] = {}
    for fold in range(FOLDS):
        head = train([e for n, e in enumerate(examples) if n % FOLDS != fold])
        found |= {n: cut(head, e) for n, e in enumerate(examples) if n % FOLDS == fold}
    return [found[n] for n in range(len(examples))]


def encoder() -> SentenceEncoder:
    """The encoder that the stage uses."""
    models = Models(load_settings(), Environment.read().models)
    found: SentenceEncoder
    with models.lease("minilm-l6-v2", load_encoder) as found:
        return found


def main(source: str, target: str, held_out: str | None = None) -> None:
    """Trains on the meetings of `source`, writes `target`, prints scores."""
    encode = encoder().encode
    examples = [example(meeting, encode) for meeting in read_qmsum(Path(source))]
    unseen = (
        [example(meeting, encode) for meeting in read_qmsum(Path(held_out))] if held_out else []
    )
    tables: dict[str, Floats] = {}
    for kind, view in ((ENCODED, list), (WORDS, by_words)):
        seen = view(examples)
        print(kind, "cross-validated", scores(cross_validated(seen), seen))
        head = train(seen)
        tables |= {f"{kind}.{name}": getattr(head, name) for name in BoundaryHead.__slots__}
        if unseen:
            print(kind, "held out", scores([cut(head, e) for e in view(unseen)], unseen))
    save_file(tables, target)


if __name__ == "__main__":
    main(*sys.argv[1:])
