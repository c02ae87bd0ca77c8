"""How minutes are wanted, and other minutes that are proposed, as they go in and out."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

from assistant.store import Proposal
from assistant.types import Style

LONGEST_PROMPT = 2_000
"""Characters; what is longer would leave a small model no room for the meeting."""


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() or c == "\n" else " " for c in text).strip()


Template = Literal["general", "standup", "interview", "lecture", "sales"]
Granularity = Literal["coarse", "general", "fine"]
Prompt = Annotated[str, StringConstraints(max_length=LONGEST_PROMPT), AfterValidator(_printable)]
EngineName = Annotated[str, StringConstraints(max_length=100, pattern=r"^[a-z0-9._-]*$")]


class Given(BaseModel):
    """A body: an unknown key is a mistake."""

    model_config = ConfigDict(extra="forbid")


class StyleGiven(Given):
    """A style, or the part of it that somebody chose."""

    template: Template | None = None
    prompt: Prompt | None = None
    granularity: Granularity | None = None
    engine: EngineName | None = None

    def over(self, style: Style) -> Style:
        """The style with what was chosen in its place."""
        given = {name: getattr(self, name) for name in StyleGiven.model_fields}
        return replace(style, **{name: value for name, value in given.items() if value is not None})


class StyleShape(BaseModel):
    """How a meeting's minutes are wanted. An engine of "" leaves it to models.yaml."""

    template: str
    prompt: str
    granularity: str
    engine: str

    @classmethod
    def of(cls, style: Style) -> Self:
        """From what the store knows."""
        return cls.model_validate(style, from_attributes=True)


class ProposalShape(BaseModel):
    """How far other minutes are: working, ready or failed; `progress` is 0 to 1."""

    state: str
    progress: float
    reason: str | None
    style: StyleShape

    @classmethod
    def of(cls, proposal: Proposal) -> Self:
        """From what the store knows."""
        return cls.model_validate(proposal, from_attributes=True)


class ProposalDetail(ProposalShape):
    """Other minutes once they are ready: the lists of minutes.json that they would replace."""

    notices: list[str]
    minutes: dict[str, Any] | None
