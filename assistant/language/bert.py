"""BERT from published weights: texts to a vector for each of their tokens.

Devlin et al., "BERT: Pre-training of Deep Bidirectional Transformers", 2019, arXiv 1810.04805.
Stated here because importing transformers' models takes seconds, for which a live meeting that
begins would wait. This module imports torch: import it inside loaders only.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor

WEIGHTS, TOKENIZER = "model.safetensors", "tokenizer.json"


def is_bert(folder: Path) -> bool:
    """Whether a folder holds a network that `Bert` runs."""
    told = _told(folder)
    kind = (told.get("model_type"), told.get("hidden_act"))
    placed = told.get("position_embedding_type") in (None, "absolute")
    files = all((folder / name).is_file() for name in (WEIGHTS, TOKENIZER))
    return kind == ("bert", "gelu") and placed and files


def _told(folder: Path) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads((folder / "config.json").read_bytes())
    return found


class Bert:
    """The encoder in a folder in the Hugging Face layout, without its pooling.

    Args:
        longest: tokens of a text that are read, special ones included.
    """

    def __init__(self, folder: Path, device: str, longest: int) -> None:
        told = _told(folder)
        self._heads = int(told["num_attention_heads"])
        self._layers = int(told["num_hidden_layers"])
        self._epsilon = float(told["layer_norm_eps"])
        self._device = device
        self._weights = load_file(folder / WEIGHTS, device)
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        blank = int(told["pad_token_id"])
        self._tokenizer.enable_truncation(longest)
        self._tokenizer.enable_padding(pad_id=blank)

    def __call__(self, texts: Sequence[str]) -> tuple[Tensor, Tensor]:
        """Vectors, (n, tokens, width), and where there are tokens, (n, tokens) of 0 or 1."""
        encoded = self._tokenizer.encode_batch(list(texts))
        ids = torch.tensor([one.ids for one in encoded], device=self._device)
        mask = torch.tensor([one.attention_mask for one in encoded], device=self._device)
        with torch.inference_mode():
            return self._run(ids, mask), mask

    def _run(self, ids: Tensor, mask: Tensor) -> Tensor:
        table = self._weights
        places = torch.arange(ids.shape[1], device=self._device)
        x = F.embedding(ids, table["embeddings.word_embeddings.weight"])
        x = x + table["embeddings.position_embeddings.weight"][places]
        x = self._normed(x + table["embeddings.token_type_embeddings.weight"][0], "embeddings.")
        seen = mask.bool()[:, None, None, :]
        for number in range(self._layers):
            layer = f"encoder.layer.{number}."
            told = self._attention(x, seen, f"{layer}attention.self.")
            told = self._linear(told, f"{layer}attention.output.dense")
            x = self._normed(x + told, f"{layer}attention.output.")
            inner = F.gelu(self._linear(x, f"{layer}intermediate.dense"))
            x = self._normed(x + self._linear(inner, f"{layer}output.dense"), f"{layer}output.")
        return x

    def _attention(self, x: Tensor, seen: Tensor, part: str) -> Tensor:
        size = (*x.shape[:2], self._heads, -1)
        asked, keys, values = (
            self._linear(x, part + name).view(size).transpose(1, 2)
            for name in ("query", "key", "value")
        )
        told = F.scaled_dot_product_attention(asked, keys, values, attn_mask=seen)
        return told.transpose(1, 2).flatten(2)

    def _linear(self, x: Tensor, part: str) -> Tensor:
        return F.linear(x, self._weights[f"{part}.weight"], self._weights[f"{part}.bias"])

    def _normed(self, x: Tensor, part: str) -> Tensor:
        weight, bias = (self._weights[f"{part}LayerNorm.{name}"] for name in ("weight", "bias"))
        return F.layer_norm(x, weight.shape, weight, bias, self._epsilon)
