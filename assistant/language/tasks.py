"""Tasks and the states in which a talk may leave them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from assistant.language.dates import Due
from assistant.language.sentences import Sentence
from assistant.language.terms import content_words


class State(Enum):
    """Where the talk left a task.

    RAISED is a task that somebody thought of; nobody was asked and nobody took it.
    """

    RAISED, ASKED, OFFERED, NEEDED, TAKEN, REFUSED, DROPPED = range(7)


UNTAKEN = (State.RAISED, State.NEEDED, State.REFUSED)
"""States in which anybody may take a task."""


@dataclass(slots=True)
class Task:
    """What is to be done, by whom, by when, and where that was said.

    `blunt` is a bare imperative, which is talk more often than work: it takes more than a "yeah"
    to be accepted; `open` is what anybody was asked to do.
    `said` is the task in the words used, `about` the sentences it may point back
    to, `asker`, `asked`, `owner` and `listener` are speakers, `name` is a person called by name.
    """

    said: str
    state: State
    turn: int
    language: str
    asker: str | None = None
    asked: str | None = None
    owner: str | None = None
    name: str | None = None
    listener: str | None = None
    due: Due | None = None
    blunt: bool = False
    open: bool = False
    about: tuple[str, ...] = ()
    segments: list[str] = field(default_factory=list)

    @property
    def words(self) -> set[str]:
        return set(content_words(" ".join((self.said, *self.about)), self.language))

    def take(self, s: Sentence) -> None:
        """The speaker of the sentence takes it."""
        self.state, self.owner = State.TAKEN, s.speaker
        self.support(s)

    def support(self, s: Sentence) -> None:
        """The sentence is one more receipt."""
        self.turn = s.turn
        if s.segment not in self.segments:
            self.segments.append(s.segment)

    def taken_by(self, speaker: str | None, turn: int) -> bool:
        """Whether the speaker took it in that turn."""
        return self.turn == turn and self.owner == speaker

    def waits_for(self, speaker: str | None) -> bool:
        """Whether it is the speaker's, or could be."""
        return speaker in (self.owner, self.asked) or self.state in UNTAKEN
