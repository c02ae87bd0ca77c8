"""Minutes as a document has them: parts in a fixed order, moments and names where wanted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.exports.labels import Labels
from assistant.exports.lettering import wrapped
from assistant.exports.options import DEFAULTS, Options
from assistant.exports.view import View, clock, flat
from assistant.types import Minutes

_TAG = re.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")

FOOT = 400.0
"""Points that are left for the title beside the number of the page."""


@dataclass(frozen=True, slots=True)
class Moment:
    """When something was said: seconds, and the number of its segment in the transcript."""

    seconds: float
    segment: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the minutes. `lead` stands before the text: who said it, or a question."""

    text: str
    moment: Moment | None = None
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter; `end` is in seconds."""

    title: str
    summary: str
    moment: Moment | None
    end: float


@dataclass(frozen=True, slots=True)
class Task:
    """An action item as people read it; `due` is a date if it is `dated`, else words as said."""

    text: str
    owner: str
    due: str
    dated: bool
    done: bool
    moment: Moment | None


@dataclass(frozen=True, slots=True)
class Document:
    """What every format for people writes, in this order.

    All texts are on one line and without control characters, `language` is a tag such as "zh" or
    "pt-BR", that of the labels where it is not known. Moments are None where none is
    wanted or known, leads and owners "" where no names are wanted. `speakers` says whether names
    are wanted at all, `linked` whether moments can lead into the transcript.
    """

    title: str
    language: str
    labels: Labels
    facts: tuple[tuple[str, tuple[str, ...]], ...]
    overview: str
    overview_rests_on: tuple[Moment, ...]
    points: tuple[Line, ...]
    chapters: tuple[Part, ...]
    decisions: tuple[Line, ...]
    tasks: tuple[Task, ...]
    questions: tuple[Line, ...]
    by_speaker: tuple[Line, ...]
    transcript: tuple[Line, ...]
    timestamps: bool
    speakers: bool
    nothing: bool

    @classmethod
    def of(cls, minutes: Minutes, options: Options = DEFAULTS) -> Document:
        return _Builder(View.of(minutes, options)).document(options.transcript is not False)

    @property
    def foot(self) -> str:
        """The title as it fits on one line at the foot of a page."""
        first, *more = wrapped(self.title, FOOT, 8) or [""]
        return first + "…" if more else first

    @property
    def closing(self) -> tuple[tuple[str, tuple[Line, ...]], ...]:
        """What follows the action items: headings with their lines."""
        found = (
            (self.labels.questions, self.questions),
            (self.labels.by_speaker, self.by_speaker),
        )
        return tuple((heading, lines) for heading, lines in found if lines)


class _Builder:
    def __init__(self, view: View) -> None:
        self._view = view
        self._numbers = {each.id: number for number, each in enumerate(view.segments, start=1)}

    def document(self, transcript: bool) -> Document:
        view = self._view
        minutes, summary = view.minutes, view.minutes.summary
        ordered = view.in_order
        return Document(
            title=flat(minutes.meeting.title) or view.labels.minutes,
            language=view.language if _TAG.fullmatch(view.language) else "en",
            labels=view.labels,
            facts=self._facts(),
            overview=flat(summary.overview),
            overview_rests_on=self._moments(summary.segments),
            points=tuple(
                Line(flat(each.text), self._moment(each.segments))
                for each in ordered(summary.points)
            ),
            chapters=self._chapters(),
            decisions=tuple(
                Line(flat(each.text), self._moment(each.segments))
                for each in ordered(minutes.decisions)
            ),
            tasks=self._tasks(),
            questions=tuple(
                Line(flat(each.answer), self._moment(each.segments), flat(each.question))
                for each in ordered(summary.questions)
            ),
            by_speaker=tuple(
                Line(flat(each.text), self._moment(each.segments), self._voice(each.speaker))
                for each in ordered(summary.by_speaker)
                if view.speakers
            ),
            transcript=self._transcript() if transcript else (),
            timestamps=view.timestamps,
            speakers=view.speakers,
            nothing=not (view.segments or summary.overview or minutes.chapters),
        )

    def _facts(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        view = self._view
        labels, minutes = view.labels, view.minutes
        names = [view.name(each.id) for each in minutes.speakers if view.speakers]
        facts = (
            (labels.date, (minutes.meeting.date.isoformat(),)),
            (labels.duration, (clock(view.duration),)),
            (labels.speakers, tuple(names)),
            (labels.keywords, tuple(filter(None, map(flat, minutes.summary.keywords)))),
        )
        return tuple((key, values) for key, values in facts if values)

    def _moment(self, segments: Iterable[str]) -> Moment | None:
        known = [each for each in segments if each in self._numbers]
        if not known or not self._view.timestamps:
            return None
        first = min(known, key=lambda each: self._view.starts[each])
        return Moment(self._view.starts[first], self._numbers[first])

    def _moments(self, segments: Iterable[str]) -> tuple[Moment, ...]:
        each = (self._moment((segment,)) for segment in dict.fromkeys(segments))
        return tuple(moment for moment in each if moment is not None)

    def _voice(self, speaker: str | None) -> str:
        return self._view.name(speaker) if self._view.speakers else ""

    def _chapters(self) -> tuple[Part, ...]:
        parts = []
        for each in sorted(self._view.minutes.chapters, key=lambda chapter: chapter.start):
            said = self._moment(each.segments)
            number = said.segment if said else 0
            moment = Moment(each.start, number) if self._view.timestamps else None
            parts.append(Part(flat(each.title), flat(each.summary), moment, each.end))
        return tuple(parts)

    def _tasks(self) -> tuple[Task, ...]:
        view = self._view
        return tuple(
            Task(
                text=flat(each.task),
                owner="" if each.owner is None else self._voice(each.owner),
                due=each.due.isoformat() if each.due else flat(each.due_text or ""),
                dated=each.due is not None,
                done=each.status == "done",
                moment=self._moment(each.segments),
            )
            for each in view.in_order(view.minutes.action_items)
        )

    def _transcript(self) -> tuple[Line, ...]:
        return tuple(
            Line(
                flat(each.text),
                Moment(each.start, number) if self._view.timestamps else None,
                self._voice(each.speaker),
            )
            for number, each in enumerate(self._view.segments, start=1)
        )
