"""Language models that run here: any instruct model of transformers, GGUF files too."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from typing import Any

from assistant import quiet
from assistant.errors import ModelError, NoAnswer
from assistant.models import Weights
from assistant.writing.grammar import Grammar
from assistant.writing.waiting import Waiting, waiting

CONTEXT = 8192
"""Tokens at most, where models.yaml names no number: more would take memory and minutes."""


class Generator:
    """A causal model with its chat template; one answer at a time.

    Args:
        timeout: seconds that an answer may take.

    Raises ModelError: its tokenizer is none that answers can be held to a schema with.
    """

    def __init__(
        self, name: str, tokenizer: Any, model: Any, context: int, timeout: float = 120.0
    ) -> None:
        self.name = name
        self.context = context
        self._tokenizer = tokenizer
        self._model = model
        self._timeout = timeout
        self._lock = threading.Lock()
        ends = model.generation_config.eos_token_id or tokenizer.eos_token_id
        self._ends = list(ends) if isinstance(ends, list | tuple) else [ends]
        # What people say must not be read as the marks of a chat.
        self._marks = [mark for mark in tokenizer.get_added_vocab() if mark.strip()]
        try:
            width = model.get_output_embeddings().weight.shape[0]
            self._grammar = Grammar(tokenizer, width, self._ends)
        except (ValueError, TypeError, AttributeError) as error:
            raise ModelError(f"{name} cannot be held to a schema: {error}") from error

    def count(self, text: str) -> int:
        """By the model's own tokenizer."""
        return len(self._tokenizer.encode(text, add_special_tokens=False))

    def answer(self, system: str, user: str, schema: Mapping[str, Any], most: int) -> Waiting:
        """As `Engine.answer`, and always JSON of the schema."""
        # Twice the time, since another meeting's answer may have to be waited for.
        return waiting(
            lambda left: self._generate(self._prompt(system, user), schema, most, left),
            2 * self._timeout,
            self._late(),
        )

    def _generate(
        self, prompt: str, schema: Mapping[str, Any], most: int, left: threading.Event
    ) -> str:
        import torch  # noqa: PLC0415

        with self._lock:
            if left.is_set():
                return ""
            tokens = self._tokenizer(prompt, add_special_tokens=False, return_tensors="pt")
            tokens = tokens.to(self._model.device)
            begun, length = time.monotonic(), tokens["input_ids"].shape[1]
            if length + most > self.context:
                raise NoAnswer(f"{self.name} reads {self.context} tokens, not {length + most}")
            try:
                answer = self._grammar.begin(schema, length)

                def is_over(ids: Any, scores: Any, **more: Any) -> Any:
                    over = left.is_set() or answer.ended(ids)
                    return torch.full((ids.shape[0],), over, dtype=torch.bool, device=ids.device)

                with torch.inference_mode():
                    given = self._model.generate(
                        **tokens,
                        max_new_tokens=most,
                        max_time=self._timeout,
                        logits_processor=[answer.mask],
                        stopping_criteria=[is_over],
                        do_sample=False,
                        temperature=None,
                        top_p=None,
                        top_k=None,
                        eos_token_id=self._ends,
                        pad_token_id=self._ends[0],
                    )
                text = answer.text(given[0][length:].tolist())
            except (RuntimeError, ValueError, IndexError) as error:
                raise NoAnswer(f"{self.name} failed: {str(error).splitlines()[0]}") from error
        if time.monotonic() - begun >= self._timeout:
            raise self._late()
        return text

    def _late(self) -> NoAnswer:
        return NoAnswer(f"{self.name} did not answer in {self._timeout:g} s")

    def _prompt(self, system: str, user: str) -> str:
        from jinja2 import TemplateError  # noqa: PLC0415

        for mark in self._marks:
            plain = f"{mark[0]} {mark[1:]}"
            system, user = system.replace(mark, plain), user.replace(mark, plain)
        whole = f"{system}\n\n{user}"
        if self._tokenizer.chat_template is None:
            return f"{whole}\n\n"
        try:
            return self._chat(
                {"role": "system", "content": system}, {"role": "user", "content": user}
            )
        except TemplateError:
            # Some templates know no system message.
            return self._chat({"role": "user", "content": whole})

    def _chat(self, *messages: Mapping[str, str]) -> str:
        text = self._tokenizer.apply_chat_template(
            list(messages), tokenize=False, add_generation_prompt=True
        )
        return str(text)


def load_generator(weights: Weights) -> Generator:
    """A model from a local folder in the Hugging Face layout, or from a GGUF file in it.

    Raises ModelError: it cannot be read.
    """
    quiet.prepare()
    import torch  # noqa: PLC0415
    from transformers import AutoModelForCausalLM, AutoTokenizer  # noqa: PLC0415
    from transformers.utils import logging  # noqa: PLC0415

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    packed = sorted(weights.folder.glob("*.gguf"))
    options: dict[str, Any] = {"local_files_only": True}
    if packed:
        options["gguf_file"] = packed[0].name
    try:
        tokenizer = AutoTokenizer.from_pretrained(weights.folder, **options)
        model: Any = AutoModelForCausalLM.from_pretrained(
            weights.folder, dtype=getattr(torch, weights.precision), **options
        )
    except (OSError, ValueError, KeyError, ImportError, RuntimeError) as error:
        reason = str(error).strip().splitlines() or [type(error).__name__]
        raise ModelError(f"{weights.name} cannot be loaded: {reason[0]}") from error
    reach = getattr(model.config, "max_position_embeddings", None) or CONTEXT
    context = weights.context or min(CONTEXT, int(reach))
    return Generator(
        weights.name, tokenizer, model.to(weights.device).eval(), context, weights.timeout
    )
