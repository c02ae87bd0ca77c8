"""Action items from what people ask, promise and refuse (speech acts)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.language.address import names_in_use
from assistant.language.languages import SPEECH_ACTS
from assistant.language.ledger import Ledger
from assistant.language.sentences import split_segments
from assistant.language.spellings import people
from assistant.language.tasks import State, Task
from assistant.stages.said import Said
from assistant.types import ActionItem, Meeting, Segment, Speaker

CONFIDENCE = {State.TAKEN: 0.75, State.NEEDED: 0.6, State.ASKED: 0.35}
"""How far a task is believed by where the talk left it; other states are no action items."""


DETERMINERS = frozenset("the a an my our".split())


class SpeechActs:
    """Follows each task from the request or promise to its owner and day.

    `least` is the confidence from which a task is written down. Names given to voices
    elsewhere (`Speaker` items) let a person called by name be known as a speaker, however the
    name is spelt; so does a name that is only suggested, if it is as sure as `sure`: its
    spelling is in doubt then, not whose it is.
    """

    def __init__(self, meeting: Meeting, least: float = 0.5, sure: float = 0.7) -> None:
        self._meeting = meeting
        self._least = least
        self._sure = sure
        self._said = Said()
        self._voices: dict[str, str] = {}
        self._likely: dict[str, str] = {}

    def push(self, item: Segment | Speaker) -> Iterator[ActionItem]:
        if isinstance(item, Segment):
            self._said.add(item)
        elif item.name is not None:
            self._voices[item.name] = item.id
        elif item.suggestion is not None and item.suggestion.confidence >= self._sure:
            self._likely[item.suggestion.name] = item.id
        yield from ()

    def finish(self) -> Iterator[ActionItem]:
        segments = self._said.take()
        sentences = split_segments(segments, self._meeting.language)
        voices = self._likely | self._voices
        written = people(names_in_use(sentences), (*self._meeting.hotwords, *voices))
        names = {name: voices.get(right) for name, right in written.items()} | voices
        owners = {name: voice or written[name] for name, voice in names.items()}
        ledger = Ledger(self._meeting.date, names)
        for sentence in sentences:
            ledger.hear(sentence)
        kept = [t for t in ledger.tasks if _confidence(t) >= self._least]
        called = {voice: name for name, voice in self._voices.items()}
        for number, task in enumerate(kept, 1):
            yield ActionItem(
                id=f"a{number}",
                task=_instruction(task, called),
                segments=tuple(task.segments),
                owner=task.owner or (task.name and owners.get(task.name, task.name)),
                due=task.due.day if task.due else None,
                due_text=task.due.text if task.due else None,
                confidence=_confidence(task),
            )


def _confidence(task: Task) -> float:
    base = CONFIDENCE.get(task.state, 0.0)
    if base:
        base += 0.1 * (task.due is not None) + 0.1 * (task.asker != task.owner) * bool(task.owner)
        base += 0.1 * (task.name is not None)
        volunteered = task.asker == task.owner and task.due is None
        said = task.said.lower().split()
        named = len(said) == 3 and not DETERMINERS.isdisjoint(said)
        brief = len(task.words) < 2 and len(said) < 4 and not named and not task.about
        base -= 0.3 * (volunteered and brief)
    return round(min(base, 0.95), 2)


def _instruction(task: Task, called: dict[str, str]) -> str:
    """The task in the words used, cut down to an instruction."""
    acts = SPEECH_ACTS[task.language]
    said = _trimmed(acts.padding.sub("", acts.tail.sub("", task.said.strip())))
    taken = task.asker == task.owner
    asker = None if taken else called.get(task.asker or "")
    said = acts.instruct(said, asker, called.get(task.listener or "") if taken else None)
    telling = [a for a in task.about if not acts.beside.search(acts.lead.sub("", a))]
    about = " ".join(telling or (() if len(said.split()) > 2 else task.about))
    about = _trimmed(acts.padding.sub("", acts.lead.sub("", about)))
    if about:
        said = f"{said} ({about})" if said else about
    return said[:1].upper() + said[1:]


def _trimmed(text: str) -> str:
    return re.sub(r"\s+([,.])", r"\1", re.sub(r"\s+", " ", text)).strip(" ,.?!;，。？！；")
