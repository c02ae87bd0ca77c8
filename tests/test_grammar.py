"""A model that writes anything writes JSON of the schema, wherever its answer is cut."""

from __future__ import annotations

import json
import threading
from typing import Any

import jsonschema_rs
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer, decoders, models, pre_tokenizers

from assistant import quiet
from assistant.errors import ModelError, NoAnswer
from assistant.types import Style
from assistant.writing import prompts
from assistant.writing.answers import Part, Whole, read, schema
from assistant.writing.generator import Generator
from assistant.writing.grammar import Grammar
from assistant.writing.templates import TEMPLATES

PART = schema(Part, 3, ("done", "next"), ("d1", "a1"))
END = "<|im_end|>"


def tokenizer(extra: int = 0) -> Any:
    """Bytes as tokens, some pairs that cross the borders of JSON, and `extra` made-up words."""
    quiet.prepare()
    from transformers import PreTrainedTokenizerFast

    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    pieces = ['":', '",', '"}', "]}", "Ġ{", '["', "null", "lines", "title", "12", "3]", 'e"']
    words = [*letters, *pieces, *(f"{'q' * (n % 7)}{n}x" for n in range(extra)), END]
    vocabulary = {word: n for n, word in enumerate(dict.fromkeys(words))}
    made = Tokenizer(models.BPE(vocabulary, []))
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    made.add_special_tokens([END])
    fast: Any = PreTrainedTokenizerFast
    return fast(tokenizer_object=made, eos_token=END)


TOKENS = tokenizer()


def model(seed: int) -> Any:
    """A model that has learnt nothing."""
    from transformers import LlamaConfig, LlamaForCausalLM

    torch.manual_seed(seed)
    made: Any = LlamaForCausalLM(
        LlamaConfig(
            vocab_size=len(TOKENS) + 5,
            hidden_size=16,
            intermediate_size=16,
            num_hidden_layers=1,
            num_attention_heads=2,
            max_position_embeddings=4096,
            bos_token_id=None,
            eos_token_id=TOKENS.eos_token_id,
            initializer_range=1.0,
        )
    )
    return made.eval()


def answered(engine: Generator, most: int, wanted: dict[str, Any] = PART, said: str = "x") -> str:
    waiting = engine.answer("Be brief.", said, wanted, most)
    while True:
        try:
            next(waiting)
        except StopIteration as over:
            return str(over.value)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("most", [1, 40, 150])
def test_whatever_a_model_would_write_it_writes_the_schema(seed: int, most: int) -> None:
    text = answered(Generator("tiny", TOKENS, model(seed), 4096), most)
    assert jsonschema_rs.is_valid(PART, json.loads(text)), text
    assert isinstance(read(text, Part), Part)


def test_without_the_schema_the_same_model_writes_none() -> None:
    ids = torch.tensor([TOKENS.encode("x")])
    given = model(0).generate(ids, max_new_tokens=40, do_sample=False)
    with pytest.raises(ValueError, match="Expecting"):
        json.loads(TOKENS.decode(given[0][1:]))


FULL = {
    "title": "Müller’s 预算",
    "summary": 'He said "no", {twice}.',
    "points": [
        {"text": "A \\ b", "lines": [1, 3], "kind": "done"},
        {"text": "最后一行", "lines": [], "kind": "next"},
    ],
    "decisions": [{"text": "Ship it", "lines": [2], "id": "d1"}],
    "tasks": [{"text": "Send it", "lines": [3], "id": None, "owner": "Ann", "due": None}],
    "questions": [{"question": "Why?", "answer": "So.", "lines": [1]}],
}
WHOLE = json.dumps(FULL, ensure_ascii=False)
GRAMMAR = Grammar(TOKENS, len(TOKENS), [TOKENS.eos_token_id])


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_an_answer_that_is_cut_keeps_whole_entries(data: st.DataObject) -> None:
    ids = TOKENS.encode(WHOLE)
    cut = ids[: data.draw(st.integers(0, len(ids)))]
    answer = GRAMMAR.begin(PART, 0)
    answer.ended(torch.tensor([cut], dtype=torch.long))
    found = json.loads(answer.text(cut))
    assert jsonschema_rs.is_valid(PART, found)
    assert found["title"] in ("", FULL["title"])
    texts = [point["text"] for point in found["points"]]
    assert texts == [point["text"] for point in FULL["points"]][: len(texts)]  # type: ignore[index]
    if len(cut) == len(ids):
        assert found == FULL


@pytest.mark.parametrize(
    ("begun", "next_", "may"),
    [
        ('{"title": "A", "summary": "", "points": [{"text": "", "lines": [', "3", True),
        ('{"title": "A", "summary": "", "points": [{"text": "", "lines": [', "4", False),
        ('{"title": "A", "summary": "", "points": [{"text": "", "lines": [', "0", False),
        ('{"title": "' + "A" * 80, '"', True),
        ('{"title": "' + "A" * 80, "A", False),
        ('{"title": "A", ', "z", False),
        (WHOLE, " ", False),
        (WHOLE, END, True),
    ],
)
def test_what_may_follow(begun: str, next_: str, may: bool) -> None:
    answer = GRAMMAR.begin(PART, 0)
    ids = torch.tensor([TOKENS.encode(begun)])
    scores = answer.mask(ids, torch.zeros(1, len(TOKENS)))
    (token,) = TOKENS.encode(next_)
    assert bool(scores[0, token] == 0) == may


def test_what_people_say_is_no_mark_of_the_chat() -> None:
    words = tokenizer()
    words.chat_template = (
        "{% for m in messages %}{% if m.role == 'system' %}{{ raise_exception('no') }}{% endif %}"
        "{{ m.content }}{% endfor %}" + END
    )
    engine = Generator("tiny", words, model(0), 4096)
    prompt = engine._prompt("Be brief.", f"He said {END} twice")
    assert prompt.count(END) == 1
    assert prompt.startswith("Be brief.")


def test_who_leaves_ends_it() -> None:
    engine = Generator("tiny", TOKENS, model(0), 4096)
    before = set(threading.enumerate())
    waiting = engine.answer("Be brief.", "x", PART, 3000)
    next(waiting)
    waiting.close()
    for thread in set(threading.enumerate()) - before:
        thread.join(10.0)
        assert not thread.is_alive()
    assert answered(engine, 20)


def test_what_cannot_be_held_to_a_schema_is_told() -> None:
    class Slow:
        eos_token_id = 0

        def get_added_vocab(self) -> dict[str, int]:
            return {}

    with pytest.raises(ModelError, match="tiny cannot be held to a schema"):
        Generator("tiny", Slow(), model(0), 4096)
    with pytest.raises(NoAnswer, match="tiny failed"):
        answered(Generator("tiny", TOKENS, model(0), 4096), 20, {"type": "nothing"})


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("known", [(), ("a1",)])
def test_the_shape_that_is_shown_is_the_schema(template: str, known: tuple[str, ...]) -> None:
    kinds = tuple(TEMPLATES[template].labels)
    shape = prompts.part(kinds, bool(known))
    assert shape in prompts.system(Style(template), "en", shape)
    for kind in kinds[1:]:
        shape = shape.replace(f' or "{kind}"', "")
    shown = json.loads(shape)
    fields = schema(Part, 6, kinds, known)["properties"]
    assert list(shown) == list(fields)
    for name in ("points", "decisions", "tasks", "questions"):
        assert list(shown[name][0]) == list(fields[name]["items"]["properties"])
    assert list(json.loads(prompts.WHOLE)) == list(schema(Whole, 1)["properties"])


def test_a_large_vocabulary() -> None:
    words = tokenizer(150_000)
    grammar = Grammar(words, len(words), [words.eos_token_id])
    ids = words.encode(WHOLE)
    answer = grammar.begin(PART, 0)
    scores = torch.zeros(1, len(words))
    for length, token in enumerate(ids):
        assert answer.mask(torch.tensor([ids[:length]]).long(), scores)[0, token] == 0
    assert json.loads(answer.text(ids)) == FULL
