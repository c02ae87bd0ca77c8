"""Answers held to a JSON schema while a model decodes, and closed by it where they are cut.

The masks are llguidance's (https://github.com/guidance-ai/llguidance): a lexer of derivatives and
an Earley parser over the trie of a tokenizer's tokens.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from assistant.writing.answers import whole_entries

FORM = {"item_separator": ", ", "key_separator": ": ", "whitespace_flexible": False}
"""JSON as models were taught it, and no tokens spent on blanks."""
STEPS = 1000
"""Pieces that close an answer at most; a schema of minutes takes about 20."""


class Grammar:
    """The tokens of one model, shared by all its answers; it takes about a second to make.

    Args:
        width: how many logits the model gives.
        ends: the tokens that end an answer.

    Raises ValueError, TypeError: it is no tokenizer of the Rust library, or of another model.
    """

    def __init__(self, tokenizer: Any, width: int, ends: Sequence[int]) -> None:
        from llguidance import LLMatcher  # noqa: PLC0415
        from llguidance.hf import from_tokenizer  # noqa: PLC0415

        self._matcher: Callable[..., Any] = LLMatcher
        self._compiled: Callable[..., str] = LLMatcher.grammar_from_json_schema
        self.tokens: Any = from_tokenizer(tokenizer, n_vocab=width, eos_token=list(ends))

    def begin(self, schema: Mapping[str, Any], prompt: int) -> Answer:
        """A new answer, after so many tokens of a prompt."""
        return Answer(self.tokens, lambda: self._start(schema), prompt)

    def _start(self, schema: Mapping[str, Any]) -> Any:
        compiled = self._compiled(json.dumps(schema), overrides=FORM)
        return self._matcher(self.tokens, compiled, log_level=0)


class Answer:
    """An answer as it grows: what it is given to, transformers calls before each token.

    Raises ValueError: the schema is none that can be held to.
    """

    def __init__(self, tokens: Any, start: Callable[[], Any], prompt: int) -> None:
        self._tokens = tokens
        self._start = start
        self._matcher = start()
        self._seen = prompt
        _check(self._matcher)

    def mask(self, ids: Any, scores: Any) -> Any:
        """A LogitsProcessor; `ids` [1, tokens], `scores` [1, width]."""
        import torch  # noqa: PLC0415

        self._take(ids)
        allowed = torch.frombuffer(bytearray(self._matcher.compute_logit_bias()), dtype=torch.uint8)
        _check(self._matcher)
        return scores.masked_fill(allowed.to(scores.device) == 0, float("-inf"))

    def ended(self, ids: Any) -> bool:
        """Whether nothing can follow `ids` [1, tokens]."""
        self._take(ids)
        return bool(self._matcher.is_stopped())

    def text(self, ids: Sequence[int]) -> str:
        """The answer that the tokens after the prompt make.

        What was cut by a limit of tokens loses its incomplete last entry and ends as the schema
        wants: with empty lists, empty texts and nulls.
        """
        given = str(self._tokens.decode_str(list(ids)))
        return given if self._matcher.is_stopped() else self._closed(whole_entries(given)[0])

    def _take(self, ids: Any) -> None:
        for token in ids[0, self._seen :].tolist():
            self._matcher.consume_token(token)
        self._seen = ids.shape[1]
        _check(self._matcher)

    def _closed(self, text: str) -> str:
        matcher = self._start()
        matcher.consume_tokens(self._tokens.greedy_tokenize(text))
        for _ in range(STEPS):
            _check(matcher)
            if matcher.is_stopped():
                return text
            more = matcher.compute_ff_bytes().decode() or self._closing(matcher, text)
            matcher.consume_tokens(self._tokens.greedy_tokenize(more))
            text += more
        raise ValueError("the schema wants an answer without an end")

    def _closing(self, matcher: Any, text: str) -> str:
        """What ends an answer soonest after `text`, which may have just begun a string."""
        for piece in ('"', "]", "}") if text.endswith('"') else ("null", "]", "}", '"'):
            tokens = self._tokens.greedy_tokenize(piece)
            if matcher.validate_tokens(tokens) == len(tokens):
                return piece
        allowed = [token for token, free in enumerate(matcher.compute_logit_bias()) if free]
        return min((str(self._tokens.decode_str([token])) for token in allowed), key=len)


def _check(matcher: Any) -> None:
    if matcher.is_error():
        raise ValueError(matcher.get_error().splitlines()[0])
