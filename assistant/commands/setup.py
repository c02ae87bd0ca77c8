"""What several commands need before they start: settings, weights, facts of the meeting."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

from assistant.config import Environment, load_settings
from assistant.engine import LocalEngine
from assistant.errors import InputError
from assistant.models import Models
from assistant.types import Meeting

# What Whisper's multilingual models know.
LANGUAGES = frozenset(
    "af am ar as az ba be bg bn bo br bs ca cs cy da de el en es et eu fa fi fo fr gl gu ha haw "
    "he hi hr ht hu hy id is it ja jw ka kk km kn ko la lb ln lo lt lv mg mi mk ml mn mr ms mt my "
    "ne nl nn no oc pa pl ps pt ro ru sa sd si sk sl sn so sq sr su sv sw ta te tg th tk tl tr tt "
    "uk ur uz vi yi yo zh yue".split()
)


def engine_for(config: Path | None) -> LocalEngine:
    """The engine of this machine, set up by models.yaml and the environment."""
    settings = load_settings(config)
    environment = Environment.read()
    return LocalEngine(
        settings,
        Models(settings, environment.models, environment.device, environment.threads),
    )


def meeting_facts(
    language: str = "auto",
    speakers: int | None = None,
    title: str = "",
    date: datetime.datetime | None = None,
    hotwords: str = "",
) -> Meeting:
    """What the caller knows of a meeting. Raises InputError on a language nobody speaks."""
    if language != "auto" and language not in LANGUAGES:
        raise InputError(
            f"language {language!r} is unknown: give an ISO 639-1 code such as en or zh, or auto"
        )
    facts = Meeting(
        id="",
        language=language,
        speakers=speakers,
        title=title,
        hotwords=tuple(word.strip() for word in hotwords.split(",") if word.strip()),
    )
    return facts if date is None else replace(facts, date=date.date())
