"""Measures how lines of minutes are judged: which true ones are kept, and which false ones.

    python -m training.judging QMSUM/train.jsonl [MEETINGS]

QMSum (Zhong et al. 2021, MIT licence) has questions on meetings with the answers that people wrote
and the turns that they rest on. Each sentence of an answer is held against those turns as it is,
and made false: with another number, another name, a "not" put in; against another part of its
meeting; and against other meetings. Nothing is trained. The lexical part alone is measured: no
encoder is used.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.evaluation.qmsum import parse_meeting
from assistant.language.sentences import split_text
from assistant.writing.evidence import Evidence

SEED = 5
OTHERS = 30
"""Sentences of other meetings that each meeting is asked for."""

_VERB = re.compile(r"\b(?:is|was|were|are|would|could|should|will)\b")
_NAME = re.compile(r"(?<=[a-z] )[A-Z][a-z]+")

Answer = tuple[str, frozenset[str]]
"""A sentence and the ids of the segments that its answer rests on."""


def answers(entry: Mapping[str, Any]) -> list[list[Answer]]:
    """The answers to the questions on a meeting, sentence by sentence."""
    found = []
    for query in entry["specific_query_list"]:
        spans = [range(int(a), int(b) + 1) for a, b in query["relevant_text_span"]]
        within = frozenset(f"g{turn + 1}" for span in spans for turn in span)
        found.append([(sentence, within) for sentence in split_text(query["answer"])])
    return found


def made_false(sentence: str) -> Iterator[tuple[str, str]]:
    """Ways in which a sentence is made false, as far as it has something to change."""
    if re.search(r"\d", sentence):
        yield "number", re.sub(r"\d+", lambda match: str(int(match[0]) + 7), sentence, count=1)
    if name := _NAME.search(sentence):
        yield "name", sentence.replace(name[0], "Globinski")
    if (verb := _VERB.search(sentence)) and " not " not in sentence:
        yield "not", f"{sentence[: verb.end()]} not{sentence[verb.end() :]}"


def judged(entries: Sequence[Mapping[str, Any]]) -> Mapping[str, list[bool]]:
    """Whether each sentence was kept, by what was done to it."""
    chance = random.Random(SEED)
    kept: dict[str, list[bool]] = defaultdict(list)
    told = [answers(entry) for entry in entries]
    for number, entry in enumerate(entries):
        known = parse_meeting(entry, f"m{number}")
        people = {speaker.id: speaker.name or speaker.id for speaker in known.speakers}
        evidence = Evidence(known.meeting, known.segments, people, None)
        for answer in told[number]:
            for sentence, within in answer:
                kept["as it is"].append(evidence.receipts(sentence, (), within) is not None)
                for change, other in made_false(sentence):
                    kept[change].append(evidence.receipts(other, (), within) is not None)
            for _, elsewhere in (part[0] for part in told[number] if part):
                if not elsewhere & answer[0][1]:
                    found = evidence.receipts(answer[0][0], (), elsewhere)
                    kept["another part"].append(found is not None)
        others = [s for n, each in enumerate(told) if n != number for a in each for s, _ in a]
        for sentence in chance.sample(others, min(len(others), OTHERS)):
            kept["another meeting"].append(evidence.receipts(sentence) is not None)
    return kept


def main() -> None:
    """Prints the shares."""
    path, count = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 20
    entries = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    random.Random(SEED).shuffle(entries)
    for change, kept in judged(entries[:count]).items():
        print(f"{change:16} {sum(kept) / len(kept):6.1%} of {len(kept)} kept")


if __name__ == "__main__":
    main()
