"""Kinds of meeting: what minutes of each should say. One more is one more entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Template:
    """A kind of meeting.

    `about` tells a model what it reads, `wanted` what to look for. `labels` are the kinds that
    points come in, each with what stands before it on the page, by language; without any, points
    are of one kind.
    """

    about: str
    wanted: str
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def label(self, kind: str, language: str) -> str:
        """What stands before a point of that kind, "" where nothing does."""
        names = self.labels.get(kind.strip().lower(), {})
        return names.get(language) or names.get("en", "")


TEMPLATES: Mapping[str, Template] = {
    "general": Template(
        about="It is a meeting.",
        wanted=(
            "Points are what somebody who was not there needs to know: findings, reasons, plans, "
            "open problems."
        ),
    ),
    "standup": Template(
        about="It is a stand-up: each person says what is done, what is next, what is in the way.",
        wanted=(
            "Points say for each person what is done, what is next and what is in the way, with "
            "the person's name in them."
        ),
        labels={
            "done": {"en": "Done", "zh": "已完成"},
            "next": {"en": "Next", "zh": "下一步"},
            "blocked": {"en": "Blocked", "zh": "阻碍"},
        },
    ),
    "interview": Template(
        about="It is an interview: one person asks, another one answers.",
        wanted=(
            "Questions are every question of the interviewer with what was answered. Points are "
            "what the answers show of the person who is interviewed."
        ),
        labels={
            "strength": {"en": "Strength", "zh": "优势"},
            "concern": {"en": "Concern", "zh": "顾虑"},
        },
    ),
    "lecture": Template(
        about="It is a lecture: one person explains a subject to others.",
        wanted="Points are the concepts that are explained and the examples that are given.",
        labels={
            "concept": {"en": "Concept", "zh": "概念"},
            "example": {"en": "Example", "zh": "例子"},
        },
    ),
    "sales": Template(
        about="It is a sales call: somebody offers something, a customer considers it.",
        wanted=(
            "Points are what the customer needs, what the customer objects to, and which steps "
            "were agreed on."
        ),
        labels={
            "need": {"en": "Need", "zh": "需求"},
            "objection": {"en": "Objection", "zh": "异议"},
            "step": {"en": "Next step", "zh": "后续"},
        },
    ),
}
