"""Scores of names: which voices were given one, and whose it is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import Any

from assistant.evaluation.references import Reference
from assistant.evaluation.speech import Scores
from assistant.language.address import ZH_TITLE

COUNTED = (
    "voices_true",
    "voices_named",
    "voices_misnamed",
    "voices_misspelt",
    "names_suggested",
    "suggested_right",
    "voices_called",
    "called_named",
)
"""Counts, which are added up over meetings; shares of names are made of them."""

NEAR = 0.8
_ZH_CALLED = re.compile(f"^[小老阿](?=.$)|(?<=^.){ZH_TITLE}$")


def name_scores(reference: Reference, minutes: Mapping[str, Any]) -> Scores:
    """How many people were named, and how many voices were given a wrong name.

    A voice is the person who speaks most of its time. A name is right when it is that person's
    whole name or a word of it; of the wrong ones it is counted how many are nearly that
    ("Thomas" for Tomas). Suggestions, which wait for a person, count for themselves, and so do
    people whose name somebody else says in the meeting: nobody can be named who is never called.
    """
    if not reference.people or reference.turns is None:
        return {}
    voices = voices_by_time(reference, minutes)
    people = {turn.speaker for turn in reference.turns}
    right: set[str] = set()
    wrong = misspelt = suggested = suggested_right = 0
    for speaker in minutes.get("speakers", ()):
        person = voices.get(speaker["id"])
        if speaker["id"] not in voices:
            continue
        name = reference.people.get(person or "", "")
        if speaker["name"] and same_person(speaker["name"], name):
            right.add(str(person))
        elif speaker["name"]:
            wrong += 1
            misspelt += nearly(speaker["name"], name)
        elif speaker.get("suggestion"):
            suggested += 1
            suggested_right += same_person(speaker["suggestion"]["name"], name)
    called = people & called_by_others(reference)
    counts = (
        *(len(people), len(right), wrong, misspelt, suggested, suggested_right),
        *(len(called), len(called & right)),
    )
    return shares(dict(zip(COUNTED, map(float, counts), strict=True)))


def shares(scores: Scores) -> Scores:
    """Counts with the shares that follow: of people, of those called, and of the names given."""
    true, right, wrong = (scores.get(key) or 0.0 for key in COUNTED[:3])
    called, known = (scores.get(key) or 0.0 for key in COUNTED[-2:])
    return scores | {
        "named": right / true if true else None,
        "named_of_called": known / called if called else None,
        "false_names": wrong / (right + wrong) if right + wrong else None,
    }


def called_by_others(reference: Reference) -> set[str]:
    """The labels of the people of whose names a word is said by somebody else."""
    called = set()
    for said in reference.utterances or ():
        for label, name in (reference.people or {}).items():
            words = "|".join(map(re.escape, name.split()))
            # Chinese has no blanks between words.
            pattern = rf"\b(?:{words})\b" if name.isascii() else words
            if words and said.speaker != label and re.search(pattern, said.text, re.IGNORECASE):
                called.add(label)
    return called


def voices_by_time(reference: Reference, minutes: Mapping[str, Any]) -> dict[str, str | None]:
    """For each voice that has segments, who speaks most of their time; None if nobody does."""
    times: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    voices: dict[str, str | None] = {}
    for segment in minutes["segments"]:
        if segment["speaker"] is None:
            continue
        voices[segment["speaker"]] = None
        for turn in reference.turns or ():
            shared = min(turn.end, segment["end"]) - max(turn.start, segment["start"])
            if shared > 0:
                times[segment["speaker"]][turn.speaker] += shared
    return voices | {voice: max(told, key=lambda who: told[who]) for voice, told in times.items()}


def same_person(name: str, true: str) -> bool:
    """Whether a name is the true one, or words of it; titles tell nothing.

    In Chinese 小叶 and 叶老师 are names of whoever has that surname.
    """
    found, whole = _words(name), _words(true)
    if len(found) == len(whole) == 1 and len(found[0]) == 1:
        return whole[0].startswith(found[0])
    return bool(found) and set(found) <= set(whole)


def _words(name: str) -> list[str]:
    if not name.isascii() and _ZH_CALLED.search(name):
        name = _ZH_CALLED.sub("", name) or name
    words = re.sub(r"\b(?:mr|mrs|ms|miss|dr|doctor|prof|professor)\b\.?", "", name.casefold())
    return words.split() or name.casefold().split()


def nearly(name: str, true: str) -> bool:
    """Whether a name begins like the true one and shares at least 80 % of the letters."""
    found, whole = name.casefold(), true.casefold()
    return found[:1] == whole[:1] and SequenceMatcher(None, found, whole).ratio() >= NEAR
