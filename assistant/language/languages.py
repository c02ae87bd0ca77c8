"""The languages whose speech acts are known; one more is one more entry."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.language.chinese import CHINESE
from assistant.language.english import ENGLISH
from assistant.language.speech_acts import SpeechActs

SPEECH_ACTS: Mapping[str, SpeechActs] = {"en": ENGLISH, "zh": CHINESE}


def fluent(text: str, language: str) -> str:
    """The text without the sounds and repeated words of somebody looking for the next one."""
    acts = SPEECH_ACTS.get(language)
    if acts is None:
        return text
    smooth = acts.filler.sub(lambda m: m.groupdict().get("again") or " ", text)
    return re.sub(r"\s+(?=[,.?!])|(?<=\s)\s+", "", smooth).strip(" ,")
