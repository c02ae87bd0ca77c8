"""Trains `assistant/language/marks.safetensors` on the QMSum training meetings.

    python training/marks.py QMSUM/train.jsonl assistant/language/marks.safetensors

Two logistic regressions over the hashed features of `assistant.language.marks`: what follows a word
(nothing, a comma, a sentence end) and whether a sentence asks. Takes a minute and 1 GB.
"""

from __future__ import annotations

import collections
import itertools
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import save_file

from assistant.language.marks import (
    BUCKETS,
    COMMA,
    END,
    NONE,
    QUESTION_TABLE,
    TABLE,
    boundary_features,
    normal,
    question_features,
)

TOKEN = re.compile(r"[\w'’$%&/@+-]+(?:[.,:]\d+)*|[.,?!;:—]")
NOISE = re.compile(r"\{[^}]*\}|\[[^]]*\]|@ @")
SPLIT_OFF = re.compile(r" (?='(?:s|re|ve|ll|d|m|t)\b)| (?=n't\b)")
LONGEST_RUN = 22
"""Words; turns with a longer run are from transcripts whose marks were left out."""

KINDS = {",": COMMA, ";": COMMA, ":": COMMA, "—": COMMA, ".": END, "?": END, "!": END}


def turns(path: Path) -> Iterator[tuple[str, bool]]:
    """Every turn's text and whether its meeting was edited into prose (parliaments)."""
    for line in path.read_text().splitlines():
        contents = [turn["content"] for turn in json.loads(line)["meeting_transcripts"]]
        edited = sum(" ." in content for content in contents) < len(contents) / 10
        for content in contents:
            yield SPLIT_OFF.sub("", NOISE.sub(" ", content).replace("- -", "-")), edited


def words_and_marks(text: str) -> tuple[list[str], list[str]]:
    """The words of a turn and the mark after each, "" where there is none."""
    words: list[str] = []
    marks: list[str] = []
    for token in TOKEN.findall(text):
        if token in KINDS:
            if words and KINDS[token] >= KINDS.get(marks[-1], NONE):
                marks[-1] = token
        elif any(map(str.isalnum, token)):
            words.append(token)
            marks.append("")
    return words, marks


def longest_run(marks: list[str]) -> int:
    """The most words in a row without a mark after them."""
    runs = itertools.groupby(marks, key=bool)
    return max((len(list(run)) for marked, run in runs if not marked), default=0)


def distances(kinds: list[int]) -> tuple[list[int], list[int]]:
    """Words since the last sentence end and since the last mark, at each boundary."""
    since_end, since_mark, end, mark = [], [], 0, 0
    for kind in kinds:
        since_end.append(min(end, BUCKETS - 1))
        since_mark.append(min(mark, BUCKETS - 1))
        end = 0 if kind == END else end + 1
        mark = 0 if kind != NONE else mark + 1
    return since_end, since_mark


class Examples:
    """Everything both regressions and the list of capitals learn from."""

    def __init__(self, path: Path) -> None:
        self.ids: list[NDArray[np.int64]] = []
        self.kinds: list[int] = []
        self.sentences: list[tuple[NDArray[np.int64], bool]] = []
        self.written: collections.Counter[tuple[str, bool]] = collections.Counter()
        for text, edited in turns(path):
            words, marks = words_and_marks(text)
            if words and marks[-1] in (".", "?", "!") and longest_run(marks) <= LONGEST_RUN:
                self._add(words, marks, edited)

    def _add(self, words: list[str], marks: list[str], edited: bool) -> None:
        plain = [normal(word) for word in words]
        kinds = [KINDS.get(mark, NONE) for mark in marks]
        self._add_sentences(plain, marks)
        starts = [True, *(kind == END for kind in kinds[:-1])]
        self.written.update(
            (word, edited) for word, start in zip(words, starts, strict=True) if not start
        )
        since = np.array(distances(kinds)).T + TABLE
        since[:, 1] += BUCKETS
        self.ids.append(np.hstack([boundary_features(plain), since])[:-1])
        self.kinds.extend(kinds[:-1])

    def _add_sentences(self, plain: list[str], marks: list[str]) -> None:
        first = 0
        for i, mark in enumerate(marks):
            if KINDS.get(mark) == END:
                self.sentences.append((question_features(plain[first : i + 1]), mark == "?"))
                first = i + 1

    def capitals(self) -> list[str]:
        """Words with a capital inside sentences, unless casual transcripts have them small."""
        totals: collections.Counter[str] = collections.Counter()
        casual_small: collections.Counter[str] = collections.Counter()
        for (word, edited), count in self.written.items():
            totals[word.lower()] += count
            if word.islower() and not edited:
                casual_small[word] += count
        forms: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
        for (word, _), count in self.written.items():
            forms[word.lower()][word] += count
        return sorted(
            form
            for low, counts in forms.items()
            for form, count in counts.most_common(1)
            if form != low and len(low) > 1 and count >= 5
            and count > 0.85 * totals[low] and casual_small[low] <= 0.05 * count
        )  # fmt: skip


def fit_boundaries(examples: Examples, epochs: int = 4) -> NDArray[np.float32]:
    """Weights of shape (TABLE + 2 * BUCKETS, 3)."""
    ids = torch.from_numpy(np.vstack(examples.ids))
    kinds = torch.tensor(examples.kinds)
    bag = torch.nn.EmbeddingBag(TABLE + 2 * BUCKETS, 3, mode="sum", sparse=True)
    torch.nn.init.zeros_(bag.weight)
    optimiser = torch.optim.Adagrad(bag.parameters(), lr=0.05)
    for _ in range(epochs):
        total = 0.0
        for batch in torch.randperm(len(kinds)).split(1024):  # type: ignore[no-untyped-call]
            keep = (torch.rand(ids[batch].shape) > 0.15).float()
            scores = bag(ids[batch], per_sample_weights=keep)
            loss = torch.nn.functional.cross_entropy(scores, kinds[batch])
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            total += loss.item() * len(batch)
        print(f"boundaries: loss {total / len(kinds):.4f}", flush=True)
    return bag.weight.detach().numpy() * np.float32(0.85)


def fit_questions(examples: Examples, epochs: int = 4) -> NDArray[np.float32]:
    """Weights of shape (QUESTION_TABLE,)."""
    bag = torch.nn.EmbeddingBag(QUESTION_TABLE, 1, mode="sum", sparse=True)
    torch.nn.init.zeros_(bag.weight)
    optimiser = torch.optim.Adagrad(bag.parameters(), lr=0.05)
    for _ in range(epochs):
        for batch in torch.randperm(len(examples.sentences)).split(256):  # type: ignore[no-untyped-call]
            chosen = [examples.sentences[i] for i in batch.tolist()]
            flat = torch.from_numpy(np.concatenate([ids for ids, _ in chosen]))
            starts = np.cumsum([0, *(len(ids) for ids, _ in chosen)])[:-1]
            scores = bag(flat, torch.from_numpy(starts))[:, 0]
            target = torch.tensor([float(asks) for _, asks in chosen])
            loss = torch.nn.functional.binary_cross_entropy_with_logits(scores, target)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
        print(f"questions: last loss {loss.item():.4f}", flush=True)
    return bag.weight.detach().numpy()[:, 0]


def stored(name: str, table: NDArray[np.float32]) -> dict[str, NDArray[np.generic]]:
    """A table as int8 with its scale."""
    scale = np.float32(np.abs(table).max() / 127)
    return {name: np.round(table / scale).astype(np.int8), f"{name}.scale": np.array([scale])}


def main(source: str, target: str) -> None:
    """Reads QMSum from `source`, writes weights to `target`."""
    torch.manual_seed(0)
    torch.set_num_threads(1)
    examples = Examples(Path(source))
    print(f"{len(examples.kinds)} boundaries, {len(examples.sentences)} sentences", flush=True)
    boundary = fit_boundaries(examples)
    capitals = "\n".join(examples.capitals()).encode()
    save_file(
        {
            **stored("boundary", boundary[:TABLE]),
            **stored("since_end", boundary[TABLE : TABLE + BUCKETS]),
            **stored("since_mark", boundary[TABLE + BUCKETS :]),
            **stored("question", fit_questions(examples)),
            "capitals": np.frombuffer(capitals, dtype=np.uint8),
        },
        target,
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
