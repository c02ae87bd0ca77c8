"""What was really said, by whom and to what end: reference files."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from assistant.errors import InputError
from assistant.evaluation.manifests import Recording, read_text
from assistant.types import SpeechTurn

T = TypeVar("T")
Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Utterance:
    """What one speaker said; `start` and `end` in seconds, None where the file has no times."""

    speaker: str | None
    text: str
    start: float | None = None
    end: float | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A decision, an action item or a decoy and when it was said."""

    text: str
    spans: tuple[Span, ...]
    owner: str | None = None
    due: str | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """A recording's truth. A field is None when its files do not tell.

    `people` maps speaker labels to names. `boundaries` are the starts of all chapters but the
    first, in seconds. The spans of `questions` are the question's, then those of its answer;
    what nobody answered is left out.
    """

    language: str = "auto"
    utterances: tuple[Utterance, ...] | None = None
    turns: tuple[SpeechTurn, ...] | None = None
    people: Mapping[str, str] | None = None
    boundaries: tuple[float, ...] | None = None
    decisions: tuple[Claim, ...] | None = None
    action_items: tuple[Claim, ...] | None = None
    decoys: tuple[Claim, ...] = ()
    questions: tuple[Claim, ...] | None = None
    summary: str | None = None
    keywords: tuple[str, ...] = ()
    date: datetime.date | None = None
    duration: float | None = None


def read_reference(recording: Recording) -> Reference:
    """Everything the reference files of a recording tell. Raises `InputError`.

    Turns come from `rttm` where there is one, else from the times of the utterances.
    """
    reference = Reference()
    if recording.text:
        text = read_text(recording.text)
        reference = replace(reference, utterances=(Utterance(None, text),))
    if recording.stm:
        utterances = _parsed(recording.stm, parse_stm)
        reference = replace(reference, utterances=utterances, turns=_turns(utterances))
    if recording.truth:
        reference = _parsed(recording.truth, parse_truth)
    if recording.rttm:
        reference = replace(reference, turns=_parsed(recording.rttm, parse_rttm))
    return replace(reference, language=recording.language or reference.language)


def parse_rttm(text: str) -> tuple[SpeechTurn, ...]:
    """RTTM: `SPEAKER file channel start duration <NA> <NA> speaker …`, times in seconds."""
    lines = (line.split() for line in text.splitlines() if line.startswith("SPEAKER"))
    turns = (SpeechTurn(f[7], float(f[3]), float(f[3]) + float(f[4])) for f in lines)
    return tuple(sorted(turns, key=lambda turn: turn.start))


def parse_stm(text: str) -> tuple[Utterance, ...]:
    """STM: `file channel speaker start end [<labels>] words`, times in seconds."""
    utterances = []
    for line in text.splitlines():
        if not line.strip() or line.startswith(";;"):
            continue
        _, _, speaker, start, end, *rest = line.split(maxsplit=5)
        words = rest[0] if rest else ""
        if words.startswith("<") and ">" in words:
            words = words.partition(">")[2]
        utterances.append(Utterance(speaker, words.strip(), float(start), float(end)))
    return tuple(sorted(utterances, key=lambda utterance: utterance.start or 0.0))


def parse_truth(text: str) -> Reference:
    """The JSON form: `turns` with text and times, minutes whose lines index into them."""
    truth: dict[str, Any] = json.loads(text)
    turns = truth["turns"]
    people = {speaker["id"]: speaker["name"] for speaker in truth.get("speakers", ())}
    chapters = truth.get("chapters")
    utterances = tuple(Utterance(t["speaker"], t["text"], t["start"], t["end"]) for t in turns)
    return Reference(
        language=truth.get("language", "auto"),
        utterances=utterances,
        turns=_turns(utterances),
        people=people,
        boundaries=None
        if chapters is None
        else tuple(turns[chapter["first_turn"]]["start"] for chapter in chapters[1:]),
        decisions=_claims(truth, "decisions"),
        action_items=_claims(truth, "action_items"),
        decoys=_claims(truth, "decoys") or (),
        questions=_questions(truth),
        summary=truth.get("summary"),
        keywords=tuple(truth.get("keywords", ())),
        date=datetime.date.fromisoformat(truth["date"]) if truth.get("date") else None,
        duration=truth.get("duration"),
    )


def _claims(truth: Mapping[str, Any], key: str) -> tuple[Claim, ...] | None:
    if key not in truth:
        return None
    turns = truth["turns"]
    return tuple(
        Claim(
            text=entry.get("task") or entry.get("text") or entry.get("why", ""),
            spans=tuple((turns[i]["start"], turns[i]["end"]) for i in entry["turns"]),
            owner=entry.get("owner"),
            due=entry.get("due"),
        )
        for entry in truth[key]
    )


def _questions(truth: Mapping[str, Any]) -> tuple[Claim, ...] | None:
    """Questions with `turns`, the question's first, or as indices `question` and `answer`."""
    if "questions" not in truth:
        return None
    claims = []
    for entry in truth["questions"]:
        asked, *answers = entry.get("turns") or (entry["question"], *entry["answer"])
        spans = [(truth["turns"][i]["start"], truth["turns"][i]["end"]) for i in (asked, *answers)]
        if answers:
            claims.append(Claim(truth["turns"][asked]["text"], tuple(spans)))
    return tuple(claims)


def _turns(utterances: Iterable[Utterance]) -> tuple[SpeechTurn, ...] | None:
    timed = tuple(
        SpeechTurn(u.speaker, u.start, u.end)
        for u in utterances
        if u.speaker is not None and u.start is not None and u.end is not None
    )
    return timed or None


def _parsed(path: Path, parse: Callable[[str], T]) -> T:
    try:
        return parse(read_text(path))
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise InputError(f"{path}: not the expected format: {error!r}") from error
