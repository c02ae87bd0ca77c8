"""Weighs what people say of an agenda (`language.agenda`) on scripts of our own.

A logistic regression on top of the evidence of the heads: of the turns of a script, which open a
chapter. Scripts that are held out are left out. Before that, every ninth of the scripts is scored
by weights from the others, and the scores are printed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.evaluation.content import boundary_scores
from assistant.language.agenda import COUNT
from assistant.language.segmentation import ENCODED, WORDS, BoundaryHead
from training.boundary_examples import Example, cut

RIDGE = 3.0
FOLDS = 9
STEPS, LONGEST_STEP = 100, 2.0
"""Of Newton's method."""
EASE = 1.0
"""What is added to the constant, so that as many chapters are found as are true: odds that a place
opens one are not yet what a cut must gain."""

Heads = Mapping[str, BoundaryHead]
Weights = NDArray[np.float32]


def weigh(heads: Heads, scripts: Sequence[Example]) -> Weights:
    """The weight of each cue and the constant, shape (COUNT + 1,); prints scores."""
    found = cross_validated(heads, scripts)
    for language, rows in sorted(found.items()):
        means = np.mean(rows, axis=0).round(3)
        print(f"scripts, {language}: {len(rows)}, chapter_f1, pk, found, true:", *means)
    return fitted(heads, scripts)


def head_of(heads: Heads, each: Example) -> BoundaryHead:
    """The head that knows the meeting's language."""
    return heads[ENCODED if each.encoded else WORDS]


def fitted(heads: Heads, scripts: Sequence[Example]) -> Weights:
    """The same from these scripts."""
    cues = np.concatenate([e.cues for e in scripts])
    opens = np.concatenate([np.isin(e.turns, e.truth) for e in scripts]).astype(float)
    known = np.concatenate(
        [e.usual + head_of(heads, e).evidence(e.numbers).astype(float) for e in scripts]
    )
    spread = np.append(cues.std(0) + 1e-6, 1.0)
    inputs = np.column_stack([cues, np.ones(len(cues))]) / spread
    ridge = np.diag([*[RIDGE] * COUNT, 1e-9])
    weights = np.zeros(COUNT + 1)
    for _ in range(STEPS):
        odds = 1.0 / (1.0 + np.exp(-(known + inputs @ weights)))
        slope = inputs.T @ (odds - opens) + ridge @ weights
        bend = (inputs * (odds * (1.0 - odds))[:, None]).T @ inputs + ridge
        step = np.linalg.solve(bend, slope)
        weights -= step * min(1.0, LONGEST_STEP / np.abs(step).max())
    weights[-1] += EASE
    plain: Weights = (weights / spread).astype(np.float32)
    return plain


def script_scores(heads: Heads, weights: Weights, each: Example) -> tuple[float, ...]:
    """F1 within 15 s and Pk of a script cut so, and how many boundaries it has, found and true."""
    moment = dict(zip(each.turns.tolist(), each.starts.tolist(), strict=True))
    found = cut(head_of(heads, each), weights, each)
    scores = boundary_scores(
        [moment[t] for t in each.truth], [moment[t] for t in found], [0.0, *each.starts]
    )
    return (scores["chapter_f1"] or 0.0, scores["pk"] or 0.0, len(found), len(each.truth))


def cross_validated(heads: Heads, scripts: Sequence[Example]) -> dict[str, list[tuple[float, ...]]]:
    """The scores of each script with weights from the other folds, by language."""
    rows: dict[str, list[tuple[float, ...]]] = defaultdict(list)
    for fold in range(FOLDS):
        weights = fitted(heads, [e for n, e in enumerate(scripts) if n % FOLDS != fold])
        for each in scripts[fold::FOLDS]:
            rows[each.language].append(script_scores(heads, weights, each))
    return rows
