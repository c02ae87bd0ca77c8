"""Minutes by a language model: chapter by chapter, then over all of them, held to what was said."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from assistant.language.sentences import split_text
from assistant.types import (
    ActionItem,
    Chapter,
    Decision,
    Point,
    Question,
    Segment,
    Summary,
)
from assistant.writing import answers
from assistant.writing.asking import Asking
from assistant.writing.evidence import Evidence
from assistant.writing.tasks import Assignments
from assistant.writing.templates import Template

TITLE = 9
"""Words that a chapter's title may have; 2 characters of Chinese count as one."""
LEAST = 30
"""Words of an overview that can stand for a whole meeting."""

Judge = Callable[[str, Sequence[int]], tuple[str, ...] | None]
Rests = TypeVar("Rests", Point, Question)
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Given:
    """What was found without a language model."""

    chapters: tuple[Chapter, ...] = ()
    summary: Summary | None = None
    decisions: tuple[Decision, ...] = ()
    tasks: tuple[ActionItem, ...] = ()


@dataclass(slots=True)
class _Notes:
    """What was kept of a chapter."""

    chapter: Chapter | None
    points: list[Point] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)


class Drafting:
    """One meeting's minutes. `write` asks; afterwards `result` is what came of it.

    `seconds` is how long it may take altogether before the rest is left as it was.
    """

    def __init__(
        self,
        asking: Asking,
        evidence: Evidence,
        assignments: Assignments,
        template: Template,
        seconds: float,
    ) -> None:
        self._asking = asking
        self._evidence = evidence
        self._assignments = assignments
        self._template = template
        self._seconds = seconds
        self._language = evidence.language
        self._tally = asking.tally
        self.result = Given()

    def write(self, given: Given, segments: Sequence[Segment]) -> Iterator[float]:
        """Asks for everything, and tells again and again how much of it is done, 0 to 1: between
        two questions and while an answer is waited for.

        Raises NoAnswer: the model does not answer; what was asked for until then is lost.
        """
        self.result = given
        deadline = time.monotonic() + self._seconds
        parts = list(self._asking.pieces(given.chapters, segments))
        notes: list[_Notes] = []
        for number, (chapter, pieces) in enumerate(parts):
            kept = _Notes(chapter)
            share = number / (len(parts) + 1)
            for piece in pieces:
                yield share
                if time.monotonic() > deadline:
                    self._tally.late = True
                    continue
                asked = self._asking.part(piece, self._known(piece))
                if answer := (yield from _meanwhile(asked, share)):
                    self._take(answer, piece, kept)
            notes.append(kept)
        share = len(parts) / (len(parts) + 1)
        yield share
        self._put_together(notes)
        lines = self._lines()
        if lines and time.monotonic() <= deadline:
            whole = self._asking.whole([text for text, _ in lines])
            if answered := (yield from _meanwhile(whole, share)):
                self._sum_up(answered, [segments for _, segments in lines])

    def _known(self, piece: Sequence[Segment]) -> list[str]:
        """The lines that were found in a piece before, with their ids."""
        ids = {segment.id for segment in piece}
        decided = [f"{d.id}: {d.text}" for d in self.result.decisions if ids & set(d.segments)]
        return decided + [f"{t.id}: {t.task}" for t in self.result.tasks if ids & set(t.segments)]

    def _take(self, answer: answers.Part, piece: Sequence[Segment], kept: _Notes) -> None:
        """Keeps of an answer what is supported by the piece that it is about."""
        within = {segment.id for segment in piece}

        def judge(text: str, lines: Sequence[int]) -> tuple[str, ...] | None:
            claimed = [piece[n - 1].id for n in lines if 0 < n <= len(piece)]
            return self._judged(text, claimed, within)

        if kept.chapter is not None:
            self._retitle(answer, kept.chapter, judge)
        for line in answer.points:
            text = self._labelled(line)
            if text not in [p.text for p in kept.points] and (
                found := judge(line.text, line.lines)
            ):
                kept.points.append(Point(text, found))
        for pair in answer.questions:
            text = f"{pair.question} {pair.answer}"
            if pair.question and pair.answer and (found := judge(text, pair.lines)):
                kept.questions.append(Question(pair.question, pair.answer, found))
        for settled in answer.decisions:
            if found := judge(settled.text, settled.lines):
                said = self._evidence.said(found)
                decisions = self._assignments.decided(settled, said, self.result.decisions)
                self.result = replace(self.result, decisions=decisions)
        for task in answer.tasks:
            if found := judge(task.text, task.lines):
                said = self._evidence.said(found)
                tasks = self._assignments.assigned(task, said, self.result.tasks)
                self.result = replace(self.result, tasks=tasks)

    def _judged(
        self, text: str, claimed: Collection[str], within: Collection[str] | None
    ) -> tuple[str, ...] | None:
        if not text:
            return None
        found = self._evidence.receipts(text, claimed, within)
        self._tally.written += 1
        self._tally.dropped += found is None
        return found

    def _labelled(self, line: answers.Noted) -> str:
        label = self._template.label(line.kind, self._language)
        colon = "：" if self._language == "zh" else ": "
        return f"{label}{colon}{line.text}" if label else line.text

    def _retitle(self, answer: answers.Part, chapter: Chapter, judge: Judge) -> None:
        """Another title and summary for a chapter, as far as they hold."""
        current = next(each for each in self.result.chapters if each.id == chapter.id)
        title = answer.title.rstrip(" .。")
        fits = 0 < self._length(title) <= TITLE and current.title == chapter.title
        if fits and judge(title, ()):
            current = replace(current, title=title)
        # Small models say the same sentence again and again.
        told_once = dict.fromkeys(split_text(answer.summary))
        if sentences := [s for s in told_once if judge(s, ())]:
            told = [] if current.summary == chapter.summary else [current.summary]
            current = replace(current, summary=self._joined([*told, *sentences]))
        chapters = tuple(current if c.id == chapter.id else c for c in self.result.chapters)
        self.result = replace(self.result, chapters=chapters)

    def _put_together(self, notes: Sequence[_Notes]) -> None:
        """The lines of each chapter, those from before where a chapter gave none."""
        before = self.result.summary or Summary()
        points, questions = list[Point](), list[Question]()
        for kept in notes:
            points += kept.points or self._of(before.points, kept.chapter)
            questions += kept.questions or self._of(before.questions, kept.chapter)
        if points or questions or self.result.summary is not None:
            summary = replace(before, points=tuple(points), questions=tuple(questions))
            self.result = replace(self.result, summary=summary)

    def _of(self, lines: Sequence[Rests], chapter: Chapter | None) -> list[Rests]:
        """The lines that rest on what was said in a chapter."""
        if chapter is None:
            return list(lines)
        following = [c.start for c in self.result.chapters if c.start > chapter.start]
        first = min(c.start for c in self.result.chapters) == chapter.start
        start, end = -1.0 if first else chapter.start, min(following, default=float("inf"))
        return [
            line
            for line in lines
            if any(start <= s.start < end for s in self._evidence.said(line.segments[:1]))
        ]

    def _lines(self) -> list[tuple[str, tuple[str, ...]]]:
        """What is known of the whole meeting by now, with what it rests on."""
        points = self.result.summary.points if self.result.summary else ()
        lines = [(p.text, p.segments) for p in points]
        lines += [(d.text, d.segments) for d in self.result.decisions]
        return lines + [(t.task, t.segments) for t in self.result.tasks]

    def _sum_up(self, answer: answers.Whole, noted: Sequence[tuple[str, ...]]) -> None:
        """Another overview over the whole meeting, if enough of it holds."""
        summary = self.result.summary or Summary()
        kept: list[tuple[str, tuple[str, ...]]] = []
        for line in answer.overview:
            claimed = [s for n in line.lines if 0 < n <= len(noted) for s in noted[n - 1]]
            if found := self._judged(line.text, claimed, None):
                kept.append((line.text, found))
        text = self._joined([text for text, _ in kept])
        if self._length(text) >= min(LEAST, max(1, self._length(summary.overview) // 2)):
            resting = tuple(dict.fromkeys(s for _, found in kept for s in found))
            summary = replace(summary, overview=text, segments=resting)
            self.result = replace(self.result, summary=summary)

    def _joined(self, sentences: Sequence[str]) -> str:
        glue, end = ("", "。") if self._language == "zh" else (" ", ".")
        return glue.join(s if s[-1:] in ".!?…。！？" else f"{s}{end}" for s in sentences)

    def _length(self, text: str) -> int:
        return len(text) // 2 if self._language == "zh" else len(text.split())


def _meanwhile(
    asked: Generator[None, None, Answer], share: float
) -> Generator[float, None, Answer]:
    """The answer; until then the share, again and again."""
    while True:
        try:
            next(asked)
        except StopIteration as answered:
            found: Answer = answered.value
            return found
        try:
            yield share
        except GeneratorExit:
            asked.close()
            raise
