"""Trains `assistant/language/heads/questions.safetensors` on the scripts of `tests/meetings`.

    python -m training.questions tests/meetings assistant/language/heads/questions.safetensors

The scripts mark which turns ask for information and which answer; those that are `held_out` are
not trained on, and scored only where a third argument, `held-out`, asks for it. A logistic
regression tells from `question_cues.CUES` whether a sentence asks so. Where a marked turn asks more
than once, the sentence that the weights of the round before find likeliest is the example
(multiple-instance learning, Dietterich et al. 1997). Before the weights are made, each script is
scored by weights that were trained on the others. Takes some seconds.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

from assistant.evaluation.references import parse_truth
from assistant.evaluation.text_runs import segments_of
from assistant.language.question_cues import CUES
from assistant.language.questions import Pair, best_pairs, chances, pairs
from assistant.language.sentences import split_segments
from training.summary import logistic

Floats = NDArray[np.float32]
RIDGE = 30.0
HELD_OUT = "held-out"
ROUNDS = 2
"""Times that the examples are chosen anew."""


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """What a script asks, and for each marked segment those that answer it."""

    language: str
    held_out: bool
    pairs: Sequence[Pair]
    marked: dict[str, frozenset[str]]


def examples(folder: Path) -> list[Example]:
    """Every script of a folder whose questions are marked."""
    found = []
    for path in sorted(folder.glob("*.truth.json")):
        truth: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if "questions" in truth:
            found.append(_example(truth))
    return found


def _example(truth: dict[str, Any]) -> Example:
    reference = parse_truth(json.dumps(truth))
    segments = segments_of(reference.utterances or (), reference.language)
    marked = {
        f"g{entry['question'] + 1}": frozenset(f"g{turn + 1}" for turn in entry["answer"])
        for entry in truth["questions"]
        if entry["answer"]
    }
    found = pairs(split_segments(segments, reference.language))
    held_out = bool(truth.get("held_out"))
    return Example(reference.language, held_out, found, marked)


def fit(examples: Sequence[Example]) -> Floats:
    """Weights of the head, the bias last, shape (len(CUES) + 1,)."""
    cues = np.array([pair.cues for e in examples for pair in e.pairs])
    marked = np.array([pair.asked.segment in e.marked for e in examples for pair in e.pairs])
    kept = np.ones(len(cues), dtype=bool)
    weights = logistic(cues, marked.astype(float), RIDGE)
    for _ in range(ROUNDS):
        likeliest = np.concatenate([_likeliest(e, weights) for e in examples])
        kept = ~marked | likeliest
        weights = logistic(cues[kept], marked[kept].astype(float), RIDGE)
    return weights


def _likeliest(example: Example, weights: Floats) -> NDArray[np.bool_]:
    """Which pairs are the likeliest of their turns."""
    best: dict[str, tuple[float, int]] = {}
    for at, chance in enumerate(chances(example.pairs, weights)):
        segment = example.pairs[at].asked.segment
        best[segment] = max(best.get(segment, (0.0, -1)), (chance, at))
    chosen = np.zeros(len(example.pairs), dtype=bool)
    chosen[[at for _, at in best.values()]] = True
    return chosen


def counts(example: Example, weights: Floats) -> NDArray[np.int_]:
    """Turns found that are marked, found, marked; and the first whose answer is right as well."""
    found = best_pairs(example.pairs, weights)
    hits = [pair for pair in found if pair.asked.segment in example.marked]
    right = [
        pair
        for pair in hits
        if not example.marked[pair.asked.segment].isdisjoint(s.segment for s in pair.answer)
    ]
    return np.array([len(hits), len(found), len(example.marked), len(right)])


def report(name: str, scored: Iterator[tuple[Example, Floats]]) -> None:
    """Prints precision, recall, F1 and the share of right answers by language, pooled."""
    sums: dict[str, NDArray[np.int_]] = {}
    for example, weights in scored:
        language = "zh" if example.language == "zh" else "en"
        sums[language] = sums.get(language, np.zeros(4, dtype=int)) + counts(example, weights)
    for language, (hits, found, marked, right) in sums.items():
        print(
            f"{name}, {language}: P {hits / found:.3f} R {hits / marked:.3f} "
            f"F1 {2 * hits / (found + marked):.3f} answers {right / hits:.3f}"
        )


def main(source: str, target: str, also: str = "") -> None:
    """Reads scripts from `source`, writes weights to `target`; `also` may be HELD_OUT."""
    every = examples(Path(source))
    own = [e for e in every if not e.held_out]
    report("each by the others", ((e, fit([o for o in own if o is not e])) for e in own))
    weights = fit(own)
    if also == HELD_OUT:
        report("held out", ((e, weights) for e in every if e.held_out))
    print(", ".join(f"{name} {w:.2f}" for name, w in zip((*CUES, "bias"), weights, strict=True)))
    Path(target).parent.mkdir(parents=True, exist_ok=True)
    save_file({"weights": weights}, target)


if __name__ == "__main__":
    main(*sys.argv[1:])
