r"""Trains `assistant/language/heads/decisions.safetensors` on the scripts of `tests/meetings`.

    python -m training.decisions tests/meetings assistant/language/heads/decisions.safetensors \
        QMSUM/train.jsonl

A logistic regression tells from `decision_cues.CUES` whether a turn settles something. Scripts
that are `held_out` are not trained on. A decision is marked on every turn that makes it; the one
that the weights of the round before find likeliest is the example, the others are none
(multiple-instance learning, Dietterich et al. 1997). Turns of QMSum (Zhong et al. 2021, MIT
licence), where people think aloud for hours and hardly ever settle anything, are examples of turns
that do not, but for those that answer questions on decisions. Before the weights are made, each
script is scored by weights of four folds that it has no part in. Takes about two minutes.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

from assistant.evaluation.qmsum import parse_meeting
from assistant.evaluation.references import parse_truth
from assistant.evaluation.text_runs import segments_of
from assistant.language.decision_cues import CUES, Turn, cues, turns_of
from assistant.language.languages import SPEECH_ACTS, fluent
from assistant.language.sentences import split_segments
from assistant.language.settled import chances, likeliest
from assistant.types import Segment
from training.summary import logistic

Floats = NDArray[np.float32]
RIDGE = 100.0
_DECISIONS = re.compile(r"deci[ds]|agree|conclu", re.IGNORECASE)
LEAST_SPREAD = 0.1
"""Below it a cue is too rare to be scaled up."""
SEED = 0
MEETINGS = 30
OTHERS = 3000
"""Meetings of QMSum, and turns of them."""
FOLDS = 4
ROUNDS = 3
"""Times that the examples are chosen anew."""
SILENT = 0.6
"""Of CUES "content": a turn with less says nothing of its own."""


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """The turns of a script as rows of cues, and which of its decisions each one makes."""

    cues: NDArray[np.float64]
    decided: Sequence[int | None]


def example(truth: Mapping[str, Any]) -> Example:
    """A script as rows; a turn of two decisions counts for the later one."""
    reference = parse_truth(json.dumps(truth))
    segments = segments_of(reference.utterances or (), reference.language)
    turns = _turns(segments, reference.language)
    marked = {
        f"g{turn + 1}": number
        for number, decision in enumerate(truth["decisions"])
        for turn in decision["turns"]
    }
    decided = [
        next((marked[s.segment] for s in turn.sentences if s.segment in marked), None)
        for turn in turns
    ]
    return Example(np.array(cues(turns)), decided)


def undecided(path: Path) -> NDArray[np.float64]:
    """Cues of turns of QMSum that settle nothing, shape (OTHERS, len(CUES))."""
    chance = random.Random(SEED)
    lines = path.read_text(encoding="utf-8").splitlines()
    rows: list[list[float]] = []
    for number, line in enumerate(chance.sample(lines, MEETINGS)):
        entry = json.loads(line)
        turns = _turns(parse_meeting(entry, f"m{number}").segments, "en")
        asked = _asked_for(entry)
        told = [{s.segment for s in turn.sentences} for turn in turns]
        rows += [row for row, ids in zip(cues(turns), told, strict=True) if not ids & asked]
    return np.array(chance.sample(rows, OTHERS))


def _asked_for(entry: Mapping[str, Any]) -> set[str]:
    """Segments on which an answer to a question on decisions rests."""
    spans = [
        range(int(first), int(last) + 1)
        for query in (*entry["specific_query_list"], *entry["general_query_list"])
        if _DECISIONS.search(query["query"])
        for first, last in query.get("relevant_text_span", ())
    ]
    return {f"g{turn + 1}" for span in spans for turn in span}


def _turns(segments: Sequence[Segment], language: str) -> list[Turn]:
    spoken = split_segments(segments, language)
    known = [s for s in spoken if s.language in SPEECH_ACTS]
    return turns_of([replace(s, text=fluent(s.text, s.language)) for s in known])


def fit(examples: Sequence[Example], others: NDArray[np.float64]) -> Floats:
    """Weights of the head, the bias last, shape (len(CUES) + 1,)."""
    rows = np.vstack([e.cues for e in examples])
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    keys = [(n, d) for n, e in enumerate(examples) for d in e.decided]
    for at, (number, decision) in enumerate(keys):
        if decision is not None:
            groups[number, decision].append(at)
    marked = np.array([decision is not None for _, decision in keys])
    # At first the earliest turn that says anything stands for the decision.
    scores = (rows[:, CUES.index("content")] > SILENT) - np.arange(len(rows)) * 1e-6
    weights = np.zeros(0, dtype=np.float32)
    for _ in range(ROUNDS):
        kept = ~marked
        kept[[max(group, key=lambda at: scores[at]) for group in groups.values()]] = True
        x = np.vstack([rows[kept], others])
        y = np.append(marked[kept].astype(float), np.zeros(len(others)))
        weights = logistic(x, y, RIDGE, LEAST_SPREAD)
        scores = chances(rows, weights)
    return weights


def counts(example: Example, weights: Floats) -> NDArray[np.int_]:
    """Decisions found that are marked, found, marked."""
    found = [example.decided[at] for at in likeliest(chances(example.cues, weights))]
    hits = {decision for decision in found if decision is not None}
    marked = {decision for decision in example.decided if decision is not None}
    return np.array([len(hits), len(found), len(marked)])


def main(source: str, target: str, qmsum: str) -> None:
    """Reads scripts from `source`, writes weights to `target`, prints scores of the folds."""
    others = undecided(Path(qmsum))
    paths = sorted(Path(source).glob("*.truth.json"))
    truths = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
    own = [example(truth) for truth in truths if not truth.get("held_out")]
    total = np.zeros(3, dtype=int)
    for fold in range(FOLDS):
        weights = fit([e for n, e in enumerate(own) if n % FOLDS != fold], others)
        total += sum(counts(e, weights) for e in own[fold::FOLDS])
    hits, found, marked = total
    print(f"folds: P {hits / found:.3f} R {hits / marked:.3f} F1 {2 * hits / (found + marked):.3f}")
    weights = fit(own, others)
    Path(target).parent.mkdir(parents=True, exist_ok=True)
    save_file({"weights": weights}, target)


if __name__ == "__main__":
    main(*sys.argv[1:])
