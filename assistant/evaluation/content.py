"""Scores of the minutes: action items, decisions, chapters, overview, names."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from assistant.evaluation import boundaries
from assistant.evaluation.references import Claim, Reference, Span
from assistant.evaluation.speech import Scores
from assistant.evaluation.tokens import Tokens, capitalised, occurrences, similarity, tokens

BOUNDARY_TOLERANCE = 15.0
"""Seconds a chapter may start too early or too late."""

SHARED = 0.5
"""Share of the shorter of two stretches of speech that makes them the same moment."""


def claim_scores(
    name: str,
    truth: Sequence[Claim] | None,
    found: Sequence[Mapping[str, Any]],
    pairs: Sequence[tuple[int, int]],
) -> Scores:
    """Precision, recall and F1 of `found`, given which pairs (truth, found) match."""
    keys = (f"{name}_precision", f"{name}_recall", f"{name}_f1")
    if truth is None:
        return dict.fromkeys(keys)
    return dict(zip(keys, _precision_recall(len(pairs), len(found), len(truth)), strict=True))


def match_claims(
    truth: Sequence[Claim],
    found: Sequence[Mapping[str, Any]],
    minutes: Mapping[str, Any],
    language: str,
) -> list[tuple[int, int]]:
    """Pairs (truth, found) that speak of the same moment, one to one.

    The two match when a segment of the found line and a turn of the true one share at least
    half of the shorter one's time. Where several compete, as many as possible are paired and
    those of the most similar wording first.
    """
    if not truth or not found:
        return []
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415

    gain = np.zeros((len(truth), len(found)))
    for i, claim in enumerate(truth):
        for j, line in enumerate(found):
            if _same_moment(claim.spans, _spans(line, minutes)):
                wording = tokens(_wording(line), language)
                alike = similarity(tokens(claim.text, language), wording)
                gain[i, j] = 1 + alike / (min(gain.shape) + 1)
    rows, columns = linear_sum_assignment(gain, maximize=True)
    return [(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if gain[i, j]]


def action_item_scores(
    reference: Reference, minutes: Mapping[str, Any], speakers: Mapping[str, str]
) -> Scores:
    """How many action items were found, with the right owner and date, and decoys taken.

    Owner and due date are shares of the matched items; nobody and no date are right when the
    truth has none either. An owner given as a speaker's id is right when that voice is the
    true owner's, by `speakers` (found id to true label). `decoys` is the share of decoys that
    an unmatched item stands on.
    """
    found, truth = minutes["action_items"], reference.action_items
    pairs = match_claims(truth or (), found, minutes, reference.language)
    matched = [((truth or ())[i], found[j]) for i, j in pairs]
    wrong = [found[j] for j in set(range(len(found))) - {j for _, j in pairs}]
    hit = [
        any(_same_moment(decoy.spans, _spans(line, minutes)) for line in wrong)
        for decoy in reference.decoys
    ]
    voices = {found: (reference.people or {}).get(true, true) for found, true in speakers.items()}
    owners = [
        _folded(claim.owner) == _folded(voices.get(line["owner"], line["owner"]))
        for claim, line in matched
    ]
    return {
        **claim_scores("actions", truth, found, pairs),
        "owner": _share(owners),
        "due": _share([claim.due == line["due"] for claim, line in matched]),
        "decoys": _share(hit),
    }


def question_scores(reference: Reference, minutes: Mapping[str, Any]) -> Scores:
    """How many questions were found, and the share of those whose answer touches the true one.

    A pair's first segment is its question's, the others are its answer's; a segment that holds
    both counts as both.
    """
    truth, found = reference.questions, minutes["summary"].get("questions", ())
    asked = [{"segments": f["segments"][:1], "text": f["question"]} for f in found]
    true = [Claim(claim.text, claim.spans[:1]) for claim in truth or ()]
    pairs = match_claims(true, asked, minutes, reference.language)
    right = [
        _same_moment(
            (truth or ())[i].spans[1:],
            _spans({"segments": found[j]["segments"][1:] or found[j]["segments"]}, minutes),
        )
        for i, j in pairs
    ]
    return {**claim_scores("questions", truth, asked, pairs), "answers": _share(right)}


def boundary_scores(
    truth: Sequence[float] | None, found: Sequence[float], moments: Sequence[float]
) -> Scores:
    """F1 of chapter starts within 15 s, one to one, and Pk over `moments` (turn starts)."""
    if truth is None:
        return {"chapter_f1": None, "pk": None}
    turns = sorted(moments)
    true_cuts, cuts = ([bisect_left(turns, each) for each in starts] for starts in (truth, found))
    return {
        "chapter_f1": boundaries.boundary_f1(truth, found, BOUNDARY_TOLERANCE),
        "pk": boundaries.pk(true_cuts, cuts, len(turns)),
    }


def names_of(reference: Reference, hotwords: Sequence[str] = ()) -> tuple[str, ...]:
    """People, proper names inside the reference's sentences and given `hotwords`."""
    text = "\n".join(utterance.text for utterance in reference.utterances or ())
    people = (reference.people or {}).values()
    return tuple(dict.fromkeys((*people, *hotwords, *capitalised(text))))


def recall_of(terms: Sequence[str], truth: Tokens, found: Tokens, language: str) -> float | None:
    """Share of the occurrences of `terms` in the reference that the transcript has too."""
    said = heard = 0
    for term in {tokens(term, language) for term in terms} - {()}:
        count = occurrences(term, truth)
        said += count
        heard += min(count, occurrences(term, found))
    return heard / said if said else None


def _precision_recall(hits: int, found: int, true: int) -> tuple[float, float, float]:
    """Precision, recall, F1; finding nothing where there is nothing is perfect."""
    if not found and not true:
        return 1.0, 1.0, 1.0
    return (
        hits / found if found else 0.0,
        hits / true if true else 0.0,
        2 * hits / (found + true),
    )


def _same_moment(left: Sequence[Span], right: Sequence[Span]) -> bool:
    return any(
        min(a[1], b[1]) - max(a[0], b[0]) >= SHARED * min(a[1] - a[0], b[1] - b[0])
        for a in left
        for b in right
    )


def _spans(line: Mapping[str, Any], minutes: Mapping[str, Any]) -> list[Span]:
    cited = set(line["segments"])
    return [(s["start"], s["end"]) for s in minutes["segments"] if s["id"] in cited]


def _wording(line: Mapping[str, Any]) -> str:
    return str(line.get("task") or line.get("text") or "")


def _folded(owner: str | None) -> str | None:
    return owner.strip().casefold() if owner else None


def _share(flags: Sequence[bool]) -> float | None:
    return sum(flags) / len(flags) if flags else None
