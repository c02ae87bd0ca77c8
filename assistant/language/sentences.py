"""Segments cut into sentences, and sentences as vectors.

The encoder is a shared object: `chapters` and `summarize` lease the same one.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant import quiet
from assistant.models import Weights
from assistant.types import Segment

Vectors = NDArray[np.float32]
"""Shape (n, d), one row a sentence, rows of length 1 (or 0 where a text has no letters)."""

ENCODED_LANGUAGES = frozenset({"en"})
"""What the encoder was trained on; other languages are compared by their characters."""

_END = re.compile(r"(?<=[.!?…])[\"')\]]*\s+(?=\S)|(?<=[。！？；])")
_ABBREVIATION = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof|St|vs|e\.g|i\.e|approx)\.$")
_NUMBER = re.compile(r"\bNo\.$")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_WIDE = str.maketrans(",?!;", "，？！；")
_BUCKETS = 2048
_BATCH = 32
_LONGEST = 128
_KEPT = 8192


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a segment; `turn` counts the changes of speaker before it."""

    text: str
    segment: str
    speaker: str | None
    language: str
    turn: int
    start: float
    end: float


def split_text(text: str) -> list[str]:
    """The sentences of a text, marks kept."""
    pieces: list[str] = []
    for piece in _END.split(text):
        counted = pieces and piece[:1].isdigit() and _NUMBER.search(pieces[-1])
        if counted or (pieces and _ABBREVIATION.search(pieces[-1])):
            pieces[-1] += " " + piece.strip()
        elif piece.strip():
            pieces.append(piece.strip())
    return pieces


def split_segments(segments: Sequence[Segment], language: str) -> list[Sentence]:
    """The sentences of a meeting in time order.

    `language` is taken where a segment names none; "auto" is read as Chinese where the text
    is written in it and as English elsewhere. A segment's time is shared out by length.
    """
    sentences: list[Sentence] = []
    turn = 0
    for last, segment in zip((None, *segments), segments, strict=False):
        turn += last is not None and last.speaker != segment.speaker
        spoken = segment.language or language
        if spoken == "auto":
            spoken = "zh" if _CJK.search(segment.text) else "en"
        text = segment.text.translate(_WIDE) if spoken == "zh" else segment.text
        start, pieces = segment.start, split_text(text)
        per_letter = (segment.end - segment.start) / max(1, sum(map(len, pieces)))
        for piece in pieces:
            end = start + per_letter * len(piece)
            who = segment.speaker
            sentences.append(Sentence(piece, segment.id, who, spoken, turn, start, end))
            start = end
    return sentences


class SentenceEncoder:
    """MiniLM: token vectors averaged over a sentence (Reimers and Gurevych, arXiv 1908.10084).

    Safe to share between threads. The sentences asked for last are remembered: several stages
    ask for the same ones, and while a meeting is live all of them again and again.
    """

    def __init__(self, tokenizer: Any, model: Any) -> None:
        self._tokenizer = tokenizer
        self._model = model
        self._lock = Lock()
        self._known: dict[str, Vectors] = {}

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape (n, 384)."""
        with self._lock:
            new = sorted({t for t in texts if t not in self._known}, key=len)
            for at in range(0, len(new), _BATCH):
                batch = new[at : at + _BATCH]
                self._known.update(zip(batch, self._run(batch), strict=True))
            found = [self._known[t] for t in texts]
            for text in dict.fromkeys(texts):
                self._known[text] = self._known.pop(text)
            for oldest in list(self._known)[: max(0, len(self._known) - _KEPT)]:
                del self._known[oldest]
            return np.stack(found)

    def _run(self, texts: Sequence[str]) -> Vectors:
        import torch  # noqa: PLC0415

        tokens = self._tokenizer(
            list(texts), padding=True, truncation=True, max_length=_LONGEST, return_tensors="pt"
        ).to(self._model.device)
        with torch.inference_mode():
            states = self._model(**tokens).last_hidden_state
        mask = tokens["attention_mask"].unsqueeze(-1)
        means = (states * mask).sum(1) / mask.sum(1)
        unit: Vectors = torch.nn.functional.normalize(means, dim=1).float().cpu().numpy()
        return unit


def load_encoder(weights: Weights) -> SentenceEncoder:
    """A sentence encoder from a local folder in the Hugging Face layout."""
    quiet.prepare()
    from transformers import AutoModel, AutoTokenizer  # noqa: PLC0415
    from transformers.utils import logging  # noqa: PLC0415

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    tokenizer = AutoTokenizer.from_pretrained(weights.folder, local_files_only=True)
    model = AutoModel.from_pretrained(weights.folder, local_files_only=True)
    return SentenceEncoder(tokenizer, model.to(weights.device).eval())


def is_encoded(sentences: Sequence[Sentence]) -> bool:
    """Whether the encoder knows the language of most of the sentences."""
    known = sum(s.language in ENCODED_LANGUAGES for s in sentences)
    return 2 * known > len(sentences)


def to_vectors(sentences: Sequence[Sentence], encoder: SentenceEncoder | None) -> Vectors:
    """Unit vectors that say how alike sentences are.

    One kind for all of them: the encoder's where it knows the language of most, else counts
    of character n-grams, hashed (n = 2 in Chinese and Japanese, 4 elsewhere).
    """
    texts = [s.text for s in sentences]
    if encoder is not None and is_encoded(sentences):
        return encoder.encode(texts)
    counts = np.zeros((len(texts), _BUCKETS), dtype=np.float32)
    for row, text in zip(counts, texts, strict=True):
        letters = re.sub(r"[\W_]+", " ", text.lower())
        n = 2 if _CJK.search(letters) else 4
        for gram in {letters[i : i + n] for i in range(len(letters) - n + 1)}:
            row[zlib.crc32(gram.encode()) % _BUCKETS] = 1.0
    rarity = np.log1p(len(texts) / np.maximum(1.0, counts.sum(0)))
    counts *= rarity.astype(np.float32)
    counts /= np.maximum(np.linalg.norm(counts, axis=1, keepdims=True), 1e-9)
    return counts
