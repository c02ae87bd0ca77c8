"""Which language is spoken, and how it is to be written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from assistant.errors import InputError, ModelError
from assistant.speech.recogniser import Recogniser

PROMPTS: Mapping[str, str] = {"zh": "以下是普通话的会议记录，使用简体中文和标点符号。"}
"""How a language is to be written, said to the decoder as if it had just been written so."""
SURE = 0.9
"""Probability at which a language is settled, and at which a piece may leave it."""


@cache
def folding() -> Callable[[str], str]:
    """Traditional characters to simplified ones."""
    import opencc  # noqa: PLC0415

    convert: Callable[[str], str] = opencc.OpenCC("t2s").convert
    return convert


def given(language: str, model: Recogniser) -> str | None:
    """The language asked for, None to find out."""
    known = model.languages
    if len(known) == 1:
        if language not in ("auto", known[0]):
            raise ModelError(
                f"these weights know only {known[0]}, not {language}: choose a multilingual model"
            )
        return known[0]
    if language == "auto":
        return None
    if language not in known:
        raise InputError(
            f"unknown language {language!r}: give an ISO 639-1 code, en or zh, or auto"
        )
    return language
