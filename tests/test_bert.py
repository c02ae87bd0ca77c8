"""The sentence encoder against transformers' own, from which its weights come."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant import quiet
from assistant.config import Environment
from assistant.language.sentences import load_encoder
from assistant.models import Weights

WEIGHTS = Environment.read().models / "minilm-l6-v2"
TEXTS = ("the cat sat", "Café, the mat!", "cat " * 40, "", "我们见")
WORDS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "the", "cat", "sat", "mat", "##e", "caf", ",", "!")
LONGEST = 16


def made(folder: Path, **given: Any) -> Path:
    """A small network with random weights, written down as the hub has them."""
    quiet.prepare()
    import torch
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

    transformers: Any = import_module("transformers")

    words = {word: number for number, word in enumerate(WORDS)}
    tokenizer = Tokenizer(models.WordPiece(words, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    ends = [(word, words[word]) for word in ("[CLS]", "[SEP]")]
    tokenizer.post_processor = processors.TemplateProcessing("[CLS] $A [SEP]", None, ends)
    torch.manual_seed(5)
    shape = {"hidden_size": 24, "num_hidden_layers": 2, "num_attention_heads": 3}
    config = transformers.BertConfig(vocab_size=len(WORDS), intermediate_size=40, **shape, **given)
    transformers.BertModel(config, add_pooling_layer=False).save_pretrained(folder)
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "vocab.txt").write_text("\n".join(WORDS), encoding="utf-8")
    return folder


def theirs(folder: Path) -> tuple[Any, Any]:
    """What transformers makes of the texts."""
    quiet.prepare()
    import torch

    transformers: Any = import_module("transformers")

    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    options: dict[str, Any] = {"padding": True, "truncation": True, "return_tensors": "pt"}
    encoded = tokenizer(list(TEXTS), max_length=LONGEST, **options)
    with torch.inference_mode():
        model = transformers.BertModel.from_pretrained(folder, add_pooling_layer=False)
        return model.eval()(**encoded).last_hidden_state, encoded["attention_mask"]


def compare(folder: Path) -> None:
    from assistant.language.bert import Bert

    found, mask = Bert(folder, "cpu", LONGEST)(TEXTS)
    expected, theirs_mask = theirs(folder)
    assert mask.tolist() == theirs_mask.tolist()
    np.testing.assert_allclose(found[mask.bool()], expected[mask.bool()], atol=1e-4)


def test_any_weights_mean_what_they_mean_to_transformers(tmp_path: Path) -> None:
    from assistant.language.bert import is_bert

    assert is_bert(made(tmp_path))
    compare(tmp_path)
    # What it says of a text does not hang on the texts beside it.
    encoder = load_encoder(Weights("made", tmp_path))
    together = encoder.encode(TEXTS)
    alone = [load_encoder(Weights("made", tmp_path)).encode([text])[0] for text in TEXTS]
    np.testing.assert_allclose(together, alone, atol=1e-5)


def test_other_networks_are_left_to_transformers(tmp_path: Path) -> None:
    from assistant.language.bert import is_bert

    assert not is_bert(made(tmp_path, hidden_act="relu"))
    vectors = load_encoder(Weights("made", tmp_path)).encode(TEXTS[:3])
    assert vectors.shape == (3, 24)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)


@pytest.mark.model
@pytest.mark.skipif(not WEIGHTS.is_dir(), reason="run `assistant models pull minilm-l6-v2`")
def test_the_published_weights_say_what_they_say_in_transformers() -> None:
    from assistant.language.bert import is_bert

    assert is_bert(WEIGHTS)
    compare(WEIGHTS)
