"""Marks from a token-classification model of transformers."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant import quiet
from assistant.models import Weights

MARKS = frozenset(".,?!:;。，？！：；、")


@dataclass(frozen=True, slots=True)
class Tagger:
    """A network, its tokenizer and its labels; threads take turns."""

    network: Any
    tokenizer: Any
    labels: tuple[str, ...]
    lock: threading.Lock = field(default_factory=threading.Lock)

    def marks(self, words: Sequence[str], *, window: int, overlap: int) -> list[str]:
        """The mark after each word, "" where the label is none.

        In the words that two windows share, each window decides the half that it sees more
        context of.
        """
        marks: list[str] = []
        for first in range(0, len(words), window - overlap):
            kept = len(marks) - first
            marks.extend(self._labels(words[first : first + window])[kept:])
            if first + window >= len(words):
                break
            del marks[first + window - overlap // 2 :]
        return marks

    def _labels(self, words: Sequence[str]) -> list[str]:
        import torch  # noqa: PLC0415

        encoded = self.tokenizer(
            list(words), is_split_into_words=True, truncation=True, return_tensors="pt"
        )
        with self.lock, torch.inference_mode():
            chosen = self.network(**encoded.to(self.network.device)).logits[0].argmax(-1).tolist()
        marks = [""] * len(words)
        # The last piece of a word comes last, so its label is the one that stays.
        for label, word in zip(chosen, encoded.word_ids(), strict=True):
            if word is not None:
                marks[word] = self.labels[label] if self.labels[label] in MARKS else ""
        return marks


def load_tagger(weights: Weights) -> Tagger:
    """Loads any `AutoModelForTokenClassification` whose tokenizer is a fast one."""
    quiet.prepare()
    import torch  # noqa: PLC0415
    from transformers import AutoModelForTokenClassification, AutoTokenizer  # noqa: PLC0415

    tokenizer = AutoTokenizer.from_pretrained(weights.folder, local_files_only=True)
    network = AutoModelForTokenClassification.from_pretrained(
        weights.folder, local_files_only=True, dtype=getattr(torch, weights.precision)
    )
    names = network.config.id2label
    labels = tuple(str(names[number]) for number in range(len(names)))
    return Tagger(network.to(weights.device).eval(), tokenizer, labels)
