"""Whether lines of the minutes rest on segments that exist and say what the line says."""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from assistant.evaluation.overviews import words
from assistant.evaluation.speech import Scores
from assistant.evaluation.tokens import by_character, tokens
from assistant.exports.labels import labels_for
from assistant.language.sentences import split_text
from assistant.language.terms import FUNCTION_WORDS

MOST = 0.5
"""Share of a line's content words that its segments have to say."""

_CALENDAR = frozenset(name.lower() for name in (*calendar.day_name, *calendar.month_name) if name)
_NUMBER = re.compile(r"[^\d]*(\d+(?:[.:]\d+)*)(?:st|nd|rd|th|s|%)?")
_DIGIT = "零〇一二两三四五六七八九十百千万亿"
_CHINESE_FACT = re.compile(
    rf"\d+(?:\.\d+)?|(?:周|星期|礼拜)[一二三四五六日天]|[{_DIGIT}]{{2,}}|[{_DIGIT}]+(?=[月号日点])"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the minutes and the ids of the segments that it rests on."""

    kind: str
    text: str
    segments: tuple[str, ...]


def support_scores(minutes: Mapping[str, Any], language: str) -> Scores:
    """Shares of the lines whose receipts exist, and whose receipts say what the line says."""
    judged = [(receipts, backed) for _, receipts, backed in judged_lines(minutes, language)]
    if not judged:
        return {"lines": 0.0, "receipts": None, "backed": None}
    return {
        "lines": float(len(judged)),
        "receipts": sum(receipts for receipts, _ in judged) / len(judged),
        "backed": sum(backed for _, backed in judged) / len(judged),
    }


def unsupported_lines(minutes: Mapping[str, Any], language: str) -> Iterator[str]:
    """The lines that `support_scores` counts against the minutes, with their kind before them."""
    for line, _, backed in judged_lines(minutes, language):
        if not backed:
            yield f"{line.kind}: {line.text} [{', '.join(line.segments)}]"


def judged_lines(minutes: Mapping[str, Any], language: str) -> Iterator[tuple[Line, bool, bool]]:
    """Each line with whether all its receipts exist and whether they support it.

    They do when at least half of its content words (pairs of characters in Chinese), and all
    of its numbers, weekdays and months, occur in those segments, in the ones next to them or
    in their speakers' names.
    """
    said = minutes["segments"]
    places = {segment["id"]: place for place, segment in enumerate(said)}
    names = {each["id"]: each["name"] for each in minutes.get("speakers", ()) if each["name"]}
    for line in lines(minutes):
        exist = bool(line.segments) and all(each in places for each in line.segments)
        near = sorted(
            {
                near
                for each in line.segments
                if each in places
                for near in range(places[each] - 1, places[each] + 2)
                if 0 <= near < len(said)
            }
        )
        texts = [said[place]["text"] for place in near]
        who = {said[place]["speaker"] for place in near} - {None}
        known = [names.get(each, _numbered(each, language)) for each in sorted(who)]
        yield line, exist, exist and supports(line.text, texts, known, language)


def supports(text: str, said: Sequence[str], names: Sequence[str], language: str) -> bool:
    """Whether what was `said`, by people of these `names`, supports a text."""
    heard = [*said, *names]
    if not facts(text, language) <= set().union(*(facts(each, language) for each in heard)):
        return False
    wanted = _content(text, language)
    known = {word for each in heard for word in _content(each, language)}
    return sum(word in known for word in wanted) >= MOST * len(wanted)


def facts(text: str, language: str) -> set[str]:
    """The numbers, weekdays and months of a text, numbers as digits where it is English."""
    if by_character(language):
        return set(_CHINESE_FACT.findall(unicodedata.normalize("NFKC", text)))
    found = set()
    # Sentence by sentence: "five. Five percent" would be read as 55.
    for token in (token for part in split_text(text) for token in tokens(part, language)):
        if number := _NUMBER.fullmatch(token):
            found.add(number[1])
        elif token in _CALENDAR and token != "may":
            found.add(token)
    return found


def lines(minutes: Mapping[str, Any]) -> Iterator[Line]:
    """Every line: the overview sentence by sentence, chapters over all that they hold."""
    summary = minutes["summary"]
    resting = tuple(summary.get("segments", ()))
    for sentence in split_text(summary["overview"]):
        yield Line("overview", sentence, resting)
    for point in summary.get("points", ()):
        yield Line("point", point["text"], tuple(point["segments"]))
    for point in summary.get("by_speaker", ()):
        yield Line("speaker", point["text"], tuple(point["segments"]))
    for pair in summary.get("questions", ()):
        text = f"{pair['question']} {pair['answer']}"
        yield Line("question", text, tuple(pair["segments"]))
    for chapter in minutes["chapters"]:
        within = _within(minutes, chapter.get("segments", ()))
        for text in filter(None, (chapter.get("title"), chapter.get("summary"))):
            yield Line("chapter", text, within)
    for decision in minutes["decisions"]:
        yield Line("decision", decision["text"], tuple(decision["segments"]))
    for item in minutes["action_items"]:
        text = f"{item['task']} {item.get('due_text') or ''}"
        yield Line("action item", text, tuple(item["segments"]))


def _within(minutes: Mapping[str, Any], ends: Sequence[str]) -> tuple[str, ...]:
    """The ids from the first to the last segment of a chapter, or just them if one is missing."""
    ids = [segment["id"] for segment in minutes["segments"]]
    if not ends or ends[0] not in ids or ends[-1] not in ids:
        return tuple(ends)
    return tuple(ids[ids.index(ends[0]) : ids.index(ends[-1]) + 1])


def _content(text: str, language: str) -> list[str]:
    """Content words but numbers, by their stems; pairs of characters in Chinese."""
    if by_character(language):
        characters = tokens(text, language)
        return [a + b for a, b in pairwise(characters)]
    common = FUNCTION_WORDS.get(language, frozenset())
    told = [word for word in words(text, language) if len(word) > 1 and word not in common]
    kept = [word for word in told if not any(map(str.isdigit, word))]
    if language != "en":
        return kept
    from rouge_score.tokenizers import DefaultTokenizer  # noqa: PLC0415

    return list(DefaultTokenizer(use_stemmer=True).tokenize(" ".join(kept)))


def _numbered(speaker: str, language: str) -> str:
    """What an unnamed speaker is called on the page."""
    return f"{labels_for(language).speaker} {speaker.lstrip('S')}"
