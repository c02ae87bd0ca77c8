"""Minutes by a language model, where a meeting's style or models.yaml names one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from assistant.errors import AssistantError, ModelError, NoAnswer
from assistant.language.address import names_in_use
from assistant.language.sentences import SentenceEncoder, load_encoder, split_segments
from assistant.language.words import chinese_share
from assistant.stages import Loader
from assistant.stages.said import Said
from assistant.types import (
    ActionItem,
    Chapter,
    Decision,
    Meeting,
    Notice,
    Segment,
    Share,
    Speaker,
    Summary,
)
from assistant.writing.asking import Asking, Tally
from assistant.writing.drafting import Drafting, Given
from assistant.writing.engines import Engine, load_engine
from assistant.writing.evidence import Evidence
from assistant.writing.tasks import Assignments
from assistant.writing.templates import TEMPLATES

Line = Chapter | Summary | Decision | ActionItem
HALF = 0.5
STAND = "the embedded minutes stand"


class LanguageModel:
    """Lets a language model say better what was found without one.

    Each chapter is a question, and the whole meeting one more (map and reduce). Every line that
    comes is held against the segments: it keeps those that support it as its receipts, and is
    left out where none do. Lines keep the ids of those that they say better; what was found and
    is not said better stays as it is. Without an engine everything passes through.

    `answer` is how many tokens an answer may have, `seconds` how long all of it may take before
    the rest is left as it was.
    """

    loaders: ClassVar[Mapping[str, Loader]] = {"engine": load_engine, "encoder": load_encoder}
    chosen: ClassVar[frozenset[str]] = frozenset({"engine"})
    optional: ClassVar[frozenset[type]] = frozenset(
        {Speaker, Chapter, Summary, Decision, ActionItem}
    )

    def __init__(
        self,
        meeting: Meeting,
        encoder: SentenceEncoder | None = None,
        engine: Engine | ModelError | None = None,
        answer: int = 1200,
        seconds: float = 1800.0,
    ) -> None:
        self._meeting = meeting
        self._encoder = encoder
        self._engine = engine
        self._answer = answer
        self._seconds = seconds
        self._said = Said()
        self._speakers: dict[str, Speaker] = {}
        self._lines: list[Line] = []

    def push(
        self, item: Segment | Speaker | Chapter | Summary | Decision | ActionItem
    ) -> Iterator[Chapter | Summary | Decision | ActionItem | Notice | Share]:
        if isinstance(item, Segment):
            if self._engine is not None:
                self._said.add(item)
        elif isinstance(item, Speaker):
            self._speakers[item.id] = item
        elif self._engine is None:
            yield item
        else:
            self._lines.append(item)

    def finish(self) -> Iterator[Chapter | Summary | Decision | ActionItem | Notice | Share]:
        segments, lines = self._said.take(), self._lines
        self._lines = []
        if not segments or self._engine is None:
            yield from lines
        elif isinstance(self._engine, ModelError):
            yield from lines
            yield self._stands(self._engine)
        else:
            yield from self._written(self._engine, segments, lines)

    def _written(
        self, engine: Engine, segments: list[Segment], lines: list[Line]
    ) -> Iterator[Line | Notice | Share]:
        people = self._people(segments)
        named = names_in_use(split_segments(segments, self._meeting.language))
        evidence = Evidence(self._meeting, segments, people, self._encoder)
        asking = Asking(engine, evidence, self._meeting.style, people, self._answer)
        drafting = Drafting(
            asking,
            evidence,
            Assignments(self._meeting, evidence.language, people, named),
            TEMPLATES[self._meeting.style.template],
            self._seconds,
        )
        try:
            for share in drafting.write(_given(lines), segments):
                yield Share(share)
        except NoAnswer as error:
            yield from lines
            yield self._stands(error)
            return
        result = drafting.result
        yield from result.chapters
        yield from () if result.summary is None else (result.summary,)
        yield from result.decisions
        yield from result.tasks
        yield from map(Notice, _told(engine.name, asking.tally))

    def _people(self, segments: list[Segment]) -> dict[str, str]:
        """What each voice is called, by its id."""
        share = chinese_share(" ".join(segment.text for segment in segments))
        label = "说话人" if share > HALF else "Speaker "
        voices = dict.fromkeys(s.speaker for s in segments if s.speaker is not None)
        names = {voice: known.name for voice, known in self._speakers.items() if known.name}
        return {voice: names.get(voice, f"{label}{n}") for n, voice in enumerate(voices, 1)}

    def _stands(self, error: AssistantError) -> Notice:
        return Notice(f"No language model wrote: {error}: {STAND}.")


def _given(lines: list[Line]) -> Given:
    """The lines by kind, chapters in the order of time; the newest of each id."""
    newest = {(type(line), getattr(line, "id", "")): line for line in lines}.values()
    chapters = sorted((x for x in newest if isinstance(x, Chapter)), key=lambda c: c.start)
    return Given(
        tuple(chapters),
        next((x for x in newest if isinstance(x, Summary)), None),
        tuple(x for x in newest if isinstance(x, Decision)),
        tuple(x for x in newest if isinstance(x, ActionItem)),
    )


def _told(name: str, tally: Tally) -> Iterator[str]:
    if tally.asked and tally.wasted == tally.asked:
        yield f"{name} wrote nothing that can be used: {STAND}."
    elif tally.wasted:
        yield f"{name} gave no usable answer to {tally.wasted} of {tally.asked} questions."
    if tally.dropped:
        yield (
            f"{tally.dropped} of {tally.written} lines by {name} were left out: nothing that was "
            f"said supports them."
        )
    if tally.late:
        yield f"{name} took too long: part of the minutes is embedded."
