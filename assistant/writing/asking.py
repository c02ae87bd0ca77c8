"""Questions to a language model: the meeting cut into pieces that it can read, and its notes."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.errors import EngineError
from assistant.types import Chapter, Segment, Style
from assistant.writing import answers, prompts
from assistant.writing.engines import Engine
from assistant.writing.evidence import Evidence
from assistant.writing.templates import TEMPLATES

MARGIN = 64
"""Tokens that a chat template adds."""
KNOWN = 8
"""Known lines take one token in so many of those that a model reads."""


@dataclass(slots=True)
class Tally:
    """How the answers were: lines written and lines left out, questions asked and wasted."""

    written: int = 0
    dropped: int = 0
    asked: int = 0
    wasted: int = 0
    late: bool = False


class Asking:
    """Asks an engine about one meeting.

    Args:
        people: what each voice is called, by its id.
        most: tokens of an answer.
    """

    def __init__(
        self,
        engine: Engine,
        evidence: Evidence,
        style: Style,
        people: Mapping[str, str],
        most: int,
    ) -> None:
        self._engine = engine
        self._evidence = evidence
        self._style = style
        self._people = people
        self._kinds = tuple(TEMPLATES[style.template].labels)
        self._most = min(most, engine.context // 3)
        self.tally = Tally()

    def pieces(
        self, chapters: Sequence[Chapter], segments: Sequence[Segment]
    ) -> Iterator[tuple[Chapter | None, list[list[Segment]]]]:
        """Each chapter with its segments, cut so that every piece fits into one question."""
        groups: dict[int, list[Segment]] = {}
        for segment in segments:
            at = sum(chapter.start <= segment.start for chapter in chapters) - 1
            groups.setdefault(max(at, 0), []).append(segment)
        # Beside what may be known already, so that no piece is cut for it.
        room = self._room(prompts.part(self._kinds, known=True)) - self._engine.context // KNOWN
        for at, group in groups.items():
            pieces: list[list[Segment]] = [[]]
            used = 0
            for segment in group:
                tokens = self._engine.count(self._line(1000, segment)) + 1
                if used + tokens > room and pieces[-1]:
                    pieces.append([])
                    used = 0
                pieces[-1].append(segment)
                used += tokens
            yield (chapters[at] if chapters else None), pieces

    def part(
        self, piece: Sequence[Segment], known: Sequence[str]
    ) -> Generator[None, None, answers.Part | None]:
        """What the model says of a piece; `known` are lines with their ids that it may better."""
        told = self._fitting(known, self._engine.context // KNOWN)
        lines = [self._line(number, segment) for number, segment in enumerate(piece, 1)]
        ids = [line.partition(":")[0] for line in told]
        asked = prompts.part(self._kinds, bool(ids))
        cut = self._fitting(lines, self._room(asked, told), broken=True)
        question = prompts.chapter(cut, told, self._evidence.language)
        schema = answers.schema(answers.Part, len(cut), self._kinds, ids)
        return (yield from self._ask(question, asked, answers.Part, schema))

    def whole(self, notes: Sequence[str]) -> Generator[None, None, answers.Whole | None]:
        """What the model says of the whole meeting, from notes of which the last may not fit."""
        lines = [f"[{number}] {note}" for number, note in enumerate(notes, 1)]
        cut = self._fitting(lines, self._room(prompts.WHOLE), broken=True)
        question = prompts.overview(cut, self._evidence.language)
        schema = answers.schema(answers.Whole, len(cut))
        return (yield from self._ask(question, prompts.WHOLE, answers.Whole, schema))

    def _room(self, shape: str, known: Sequence[str] = ()) -> int:
        """Tokens of the transcript that a question has room for, beside known lines."""
        asked = prompts.system(self._style, self._evidence.language, shape)
        frame = self._engine.count(asked + prompts.chapter((), known, self._evidence.language))
        return max(64, self._engine.context - self._most - MARGIN - frame)

    def _fitting(self, lines: Sequence[str], room: int, broken: bool = False) -> list[str]:
        """As many of the lines as fit; the first one `broken` if it alone does not."""
        kept = list[str]()
        for line in lines:
            tokens = self._engine.count(line) + 1
            if tokens > room:
                if broken and not kept:
                    kept.append(line[: len(line) * room // tokens])
                break
            kept.append(line)
            room -= tokens
        return kept

    def _line(self, number: int, segment: Segment) -> str:
        who = self._people.get(segment.speaker or "", "")
        said = segment.text if self._evidence.trusted(segment.id) else "(…)"
        return f"[{number}] {who}: {said}" if who else f"[{number}] {said}"

    def _ask(
        self, question: str, shape: str, kind: type[answers.Shape], schema: Mapping[str, Any]
    ) -> Generator[None, None, answers.Shape | None]:
        """The answer, None where it is nothing that can be used."""
        self.tally.asked += 1
        system = prompts.system(self._style, self._evidence.language, shape)
        text = yield from self._engine.answer(system, question, schema, self._most)
        try:
            return answers.read(text, kind)
        except EngineError:
            self.tally.wasted += 1
            return None
