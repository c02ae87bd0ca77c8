"""Trains `assistant/language/heads/boundary.safetensors` on the QMSum training meetings.

    python -m training.boundaries QMSUM/train.jsonl assistant/language/heads/boundary.safetensors

QMSum (Zhong et al. 2021, MIT licence) marks which turns each topic of a meeting spans. Before
the weights are made, every fifth of the meetings is scored by a network trained on the others,
and the scores are printed; with QMSUM/val.jsonl as a third argument, those of what is kept as well.
What is said of an agenda is weighed on the scripts of `tests/meetings` (`training/agenda.py`).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import save_file

from assistant.evaluation.boundaries import segmentation_scores
from assistant.language.boundaries import NAMES
from assistant.language.segmentation import AGENDA_WEIGHTS, ENCODED, WORDS, BoundaryHead
from training.agenda import weigh
from training.boundary_examples import (
    Example,
    Floats,
    by_words,
    cut,
    encoder,
    of_qmsum,
    of_scripts,
)

SCRIPTS = Path("tests/meetings")
HIDDEN = 8
DECAY = 1e-2
ROUNDS = 600
"""More than the optimizer needs to converge: what depends on where it stops depends on rounding."""
FOLDS = 5


def train(examples: Sequence[Example], seed: int = 0) -> BoundaryHead:
    """A network trained by cross entropy, every meeting counting the same."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    numbers = _joined(e.numbers for e in examples)
    targets = _joined(e.targets() for e in examples)
    usual = _joined(np.full(len(e.turns), e.usual) for e in examples)
    weights = _joined(np.full(len(e.turns), 1 / len(e.turns)) for e in examples)
    mean, scale = numbers.mean(0), numbers.std(0)
    scale[scale < 1e-3] = 1.0
    inputs = (numbers - mean) / scale
    first = torch.nn.Linear(len(NAMES), HIDDEN).double()
    last = torch.nn.Linear(HIDDEN, 1).double()
    optimizer = torch.optim.LBFGS(
        [*first.parameters(), *last.parameters()],
        max_iter=ROUNDS,
        max_eval=2 * ROUNDS,
        tolerance_grad=1e-9,
        tolerance_change=1e-13,
        history_size=50,
        line_search_fn="strong_wolfe",
    )

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
        return np.ascontiguousarray(tensor.detach().numpy(), dtype=np.float32)

    return BoundaryHead(
        mean=plain(mean),
        scale=plain(scale),
        # What was blank in training says nothing, whatever it is later.
        hidden=plain(first.weight.T * (numbers.std(0) > 1e-3)[:, None]),
        hidden_bias=plain(first.bias),
        out=plain(last.weight.T),
        out_bias=plain(last.bias),
    )


def _joined(arrays: Iterable[NDArray[np.floating]]) -> torch.Tensor:
    return torch.tensor(np.concatenate(list(arrays)), dtype=torch.float64)


def scores(found: Sequence[Sequence[int]], examples: Sequence[Example]) -> dict[str, float]:
    """Means over meetings of the scores of `evaluation.boundaries`, and boundaries a meeting."""
    rows = [
        segmentation_scores(e.truth, cuts, e.size) for e, cuts in zip(examples, found, strict=True)
    ]
    means = {
        name: float(np.mean([r[name] for r in rows if r[name] is not None])) for name in rows[0]
    }
    return {**means, "found": float(np.mean([len(cuts) for cuts in found]))}


def cross_validated(examples: Sequence[Example], agenda: NDArray[np.floating]) -> list[list[int]]:
    """Each meeting cut by a network that was trained on the other folds."""
    found: dict[int, list[int]] = {}
    for fold in range(FOLDS):
        head = train([e for n, e in enumerate(examples) if n % FOLDS != fold])
        found |= {n: cut(head, agenda, e) for n, e in enumerate(examples) if n % FOLDS == fold}
    return [found[n] for n in range(len(examples))]


def main(source: str, target: str, held_out: str | None = None) -> None:
    """Trains on the meetings of `source`, writes `target`, prints scores."""
    vectors = encoder()
    examples = of_qmsum(source, vectors)
    unseen = of_qmsum(held_out, vectors) if held_out else []
    views: dict[str, Callable[[Sequence[Example]], list[Example]]]
    views = {ENCODED: list, WORDS: by_words}
    heads = {kind: train(view(examples)) for kind, view in views.items()}
    weights = weigh(heads, of_scripts(SCRIPTS, vectors, held_out=False))
    for kind, view in views.items():
        seen = view(examples)
        print(kind, "cross-validated", scores(cross_validated(seen, weights), seen))
        if unseen:
            found = [cut(heads[kind], weights, e) for e in view(unseen)]
            print(kind, "held out", scores(found, unseen))
    tables: dict[str, Floats] = {
        f"{kind}.{name}": getattr(head, name)
        for kind, head in heads.items()
        for name in BoundaryHead.__slots__
    }
    save_file({**tables, AGENDA_WEIGHTS: weights}, target)


if __name__ == "__main__":
    main(*sys.argv[1:])
