"""Scores of the transcript: what was said and by whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import assistant.quiet  # noqa: F401  (telemetry is off before pyannote is imported)
from assistant.evaluation.references import Utterance
from assistant.evaluation.tokens import Tokens, tokens
from assistant.types import SpeechTurn

Scores = dict[str, float | None]

BRIDGE = 1.0
"""Seconds of silence between two words of a speaker that still belong to one turn."""

UNKNOWN = "?"


def word_errors(reference: Tokens, hypothesis: Tokens) -> Scores:
    """Word (or character) error rate and its three parts, each as a share of the reference."""
    if not reference:
        return dict.fromkeys(("wer", "substituted", "deleted", "inserted"))
    from jiwer import process_words  # noqa: PLC0415

    counts = process_words(" ".join(reference), " ".join(hypothesis))
    return {
        "wer": counts.wer,
        "substituted": counts.substitutions / len(reference),
        "deleted": counts.deletions / len(reference),
        "inserted": counts.insertions / len(reference),
    }


def speaker_errors(
    utterances: Sequence[Utterance], minutes: Mapping[str, Any], language: str
) -> tuple[float | None, dict[str, str]]:
    """cpWER and the best assignment of found speakers to true ones.

    Concatenated minimum-permutation WER (Watanabe et al. 2020, arXiv 2004.09249): everything
    a speaker said in one line, compared under the assignment with the fewest errors. Returns
    None where the reference names no speakers.
    """
    reference = _lines(((u.speaker, u.text) for u in utterances), language)
    hypothesis = _lines(((s["speaker"], s["text"]) for s in minutes["segments"]), language)
    if UNKNOWN in reference or not any(reference.values()):
        return None, {}
    if not hypothesis:
        return 1.0, {}
    from meeteval.wer.wer.cp import cp_word_error_rate  # noqa: PLC0415

    result = cp_word_error_rate(reference, hypothesis, reference_sort=False, hypothesis_sort=False)
    pairs = result.assignment or ()
    return float(result.error_rate), {found: true for true, found in pairs if found and true}


def diarization_errors(
    reference: Sequence[SpeechTurn],
    hypothesis: Sequence[SpeechTurn],
    duration: float | None = None,
    collar: float = 0.25,
) -> Scores:
    """Diarization error rate without and with a collar, overlapped speech scored.

    The collar leaves `collar` seconds on either side of every true boundary out, as NIST
    does; pyannote.metrics wants the sum of both. Scored from 0 to `duration` seconds.
    """
    if not reference:
        return {"der": None, "der_collar": None}
    from pyannote.core import Annotation, Segment, Timeline  # noqa: PLC0415
    from pyannote.metrics.diarization import DiarizationErrorRate  # noqa: PLC0415

    def annotation(turns: Iterable[SpeechTurn]) -> Any:
        result = Annotation()
        for track, turn in enumerate(turns):
            result[Segment(turn.start, turn.end), track] = turn.speaker
        return result.support()

    last = max(turn.end for turn in (*reference, *hypothesis))
    heard = Timeline([Segment(0.0, max(duration or 0.0, last))])
    pair = annotation(reference), annotation(hypothesis)
    return {
        "der": float(DiarizationErrorRate(collar=0.0)(*pair, uem=heard)),
        "der_collar": float(DiarizationErrorRate(collar=2 * collar)(*pair, uem=heard)),
    }


def turns_of(minutes: Mapping[str, Any], bridge: float = BRIDGE) -> tuple[SpeechTurn, ...]:
    """Who spoke when according to minutes.

    Words of one speaker with at most `bridge` seconds and nobody else's segment between them
    make one turn; a segment without words counts from its start to its end.
    """
    turns: list[SpeechTurn] = []
    for segment in minutes["segments"]:
        speaker = segment["speaker"] or UNKNOWN
        for word in segment.get("words") or (segment,):
            last = turns[-1] if turns else None
            if last and last.speaker == speaker and word["start"] - last.end <= bridge:
                turns[-1] = SpeechTurn(speaker, last.start, max(last.end, word["end"]))
            else:
                turns.append(SpeechTurn(speaker, word["start"], word["end"]))
    return tuple(turn for turn in turns if turn.end > turn.start)


def transcript(minutes: Mapping[str, Any], language: str) -> Tokens:
    """Everything said, in the order of the segments."""
    return tuple(t for segment in minutes["segments"] for t in tokens(segment["text"], language))


def _lines(said: Iterable[tuple[str | None, str]], language: str) -> dict[str, str]:
    lines: dict[str, list[str]] = defaultdict(list)
    for speaker, text in said:
        lines[speaker or UNKNOWN].extend(tokens(text, language))
    return {speaker: " ".join(words) for speaker, words in lines.items()}
