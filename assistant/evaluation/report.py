"""All scores of one recording, their means, and tables of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from rich.box import SIMPLE
from rich.table import Table

from assistant.evaluation import boundaries, content, naming, overviews, speech, support
from assistant.evaluation.qmsum import Annotated
from assistant.evaluation.references import Reference
from assistant.evaluation.speech import Scores
from assistant.evaluation.tokens import tokens
from assistant.types import SpeechTurn

Column = tuple[str, str]
"""A score's key and its heading."""

SPEECH: tuple[Column, ...] = (
    ("wer", "WER"),
    ("substituted", "sub"),
    ("deleted", "del"),
    ("inserted", "ins"),
    ("der", "DER"),
    ("der_collar", "collar"),
    ("cpwer", "cpWER"),
    ("cpwer_gap", "cp−WER"),
    ("speakers_found", "speakers"),
    ("speakers_true", "true"),
    ("names", "names"),
    ("keywords", "keywords"),
)

MINUTES: tuple[Column, ...] = (
    ("actions_precision", "tasks P"),
    ("actions_recall", "R"),
    ("actions_f1", "F1"),
    ("owner", "own"),
    ("due", "due"),
    ("decoys", "dec"),
    ("decisions_precision", "decis. P"),
    ("decisions_recall", "R"),
    ("decisions_f1", "F1"),
    ("questions_precision", "quest. P"),
    ("questions_recall", "R"),
    ("questions_f1", "F1"),
    ("answers", "ans."),
    ("chapter_f1", "chap. F1"),
    ("pk", "Pk"),
    ("rouge1", "ROUGE 1"),
    ("rouge2", "2"),
    ("rougeLsum", "Lsum"),
    ("overview_words", "words"),
    ("overview_said", "said"),
    ("named", "named"),
    ("false_names", "false"),
    ("receipts", "rec."),
    ("backed", "back."),
    ("cost", "s/s"),
    ("cpu", "cpu"),
)

QMSUM: tuple[Column, ...] = (
    ("rouge1", "ROUGE 1"),
    ("rouge2", "2"),
    ("rougeLsum", "Lsum"),
    ("overview_words", "words"),
    ("overview_said", "said"),
    ("chapters_true", "chapters"),
    ("chapters_found", "found"),
    ("pk", "Pk"),
    ("windowdiff", "WD"),
    ("boundary_f1", "F1"),
    ("equal_pk", "equal Pk"),
    ("equal_windowdiff", "WD"),
    ("equal_boundary_f1", "F1"),
    ("equal_found_pk", "as many Pk"),
    ("equal_found_windowdiff", "WD"),
    ("equal_found_boundary_f1", "F1"),
    ("receipts", "rec."),
    ("backed", "back."),
    ("cost", "s/s"),
    ("cpu", "cpu"),
)

COUNTS = frozenset(
    {"speakers_found", "speakers_true", "overview_words", "chapters_true", "chapters_found"}
)
COSTS = frozenset({"cost", "cpu"})


def score(
    reference: Reference,
    minutes: Mapping[str, Any],
    turns: Sequence[SpeechTurn] | None = None,
    hotwords: Sequence[str] = (),
    collar: float = 0.25,
) -> Scores:
    """Every score the reference allows of `minutes`, a dict in the form of minutes.json.

    Rates are shares, not percent; None where the reference does not tell. `turns` are the
    diarizer's own; without them the words say who spoke when. In Chinese the word error rates
    are character error rates. `hotwords` count as names. `collar` is in seconds.
    """
    if reference.language == "auto":
        reference = replace(reference, language=minutes["meeting"]["language"])
    scores: Scores = {}
    assignment: dict[str, str] = {}
    if reference.utterances is not None:
        transcript, assignment = _transcript_scores(reference, minutes, hotwords)
        scores |= transcript
    if reference.turns is not None:
        heard = speech.turns_of(minutes) if turns is None else turns
        scores |= speech.diarization_errors(reference.turns, heard, reference.duration, collar)
        scores["speakers_true"] = float(len({turn.speaker for turn in reference.turns}))
    voices = {segment["speaker"] for segment in minutes["segments"]} - {None}
    scores["speakers_found"] = float(len(voices))
    scores |= _minutes_scores(reference, minutes, assignment)
    return scores | naming.name_scores(reference, minutes)


def qmsum_scores(truth: Annotated, minutes: Mapping[str, Any]) -> Scores:
    """Scores of the overview and the chapters of a QMSum meeting, and of what lines rest on."""
    language = truth.meeting.language
    ids = [segment.id for segment in truth.segments]
    found = boundaries.cuts((each["segments"][0] for each in minutes["chapters"]), ids)
    said = [each.text for each in truth.segments]
    named = [speaker.name or "" for speaker in truth.speakers]
    overview = minutes["summary"]["overview"]
    return {
        **overviews.overview_scores(truth.summary, overview, [*said, *named], language),
        "chapters_true": len(truth.boundaries) + 1.0,
        "chapters_found": len(found) + 1.0,
        **boundaries.segmentation_scores(truth.boundaries, found, len(ids)),
        **support.support_scores(minutes, language),
    }


def mean(rows: Sequence[Scores]) -> Scores:
    """The mean of each score over the recordings that have it; names are counted together."""
    result: Scores = {}
    for key in dict.fromkeys(key for row in rows for key in row):
        values = [value for row in rows if (value := row.get(key)) is not None]
        result[key] = sum(values) / len(values) if values else None
        if key in naming.COUNTED and values:
            result[key] = sum(values)
    return naming.shares(result) if naming.COUNTED[0] in result else result


def means(rows: Mapping[str, Scores], languages: Mapping[str, str]) -> dict[str, Scores]:
    """A mean for each language, because errors are counted in its own tokens."""
    return {
        language: mean([scores for name, scores in rows.items() if languages[name] == language])
        for language in sorted(set(languages.values()))
    }


def table(
    title: str,
    columns: Sequence[Column],
    rows: Mapping[str, Scores],
    averages: Mapping[str, Scores],
) -> Table:
    """Scores in percent, counts and costs as they are: recordings, then means by language.

    Columns without any score are left out.
    """
    told = {key for each in rows.values() for key, value in each.items() if value is not None}
    columns = [column for column in columns if column[0] in told]
    result = Table(title=title, title_justify="left", box=SIMPLE, padding=(0, 1, 0, 0))
    result.add_column("recording", no_wrap=True)
    for _, heading in columns:
        result.add_column(heading, justify="right")
    for name, scores in rows.items():
        result.add_row(name, *(_cell(key, scores.get(key)) for key, _ in columns))
    result.add_section()
    for language, scores in averages.items():
        result.add_row(f"mean {language}", *(_cell(key, scores.get(key)) for key, _ in columns))
    return result


def _transcript_scores(
    reference: Reference, minutes: Mapping[str, Any], hotwords: Sequence[str]
) -> tuple[Scores, dict[str, str]]:
    language = reference.language
    utterances = reference.utterances or ()
    truth = tuple(t for utterance in utterances for t in tokens(utterance.text, language))
    found = speech.transcript(minutes, language)
    scores = speech.word_errors(truth, found)
    cpwer, assignment = speech.speaker_errors(utterances, minutes, language)
    scores["cpwer"] = cpwer
    wer = scores["wer"]
    scores["cpwer_gap"] = None if cpwer is None or wer is None else cpwer - wer
    names = content.names_of(reference, hotwords)
    scores["names"] = content.recall_of(names, truth, found, language)
    scores["keywords"] = content.recall_of(reference.keywords, truth, found, language)
    return scores, assignment


def _minutes_scores(
    reference: Reference, minutes: Mapping[str, Any], assignment: Mapping[str, str]
) -> Scores:
    language = reference.language
    decisions = minutes["decisions"]
    pairs = content.match_claims(reference.decisions or (), decisions, minutes, language)
    starts = [u.start for u in reference.utterances or () if u.start is not None]
    found = [chapter["start"] for chapter in minutes["chapters"][1:]]
    actions = (
        {}
        if reference.action_items is None
        else content.action_item_scores(reference, minutes, assignment)
    )
    return {
        **actions,
        **content.claim_scores("decisions", reference.decisions, decisions, pairs),
        **content.question_scores(reference, minutes),
        **content.boundary_scores(reference.boundaries, found, starts),
        **_overview_scores(reference.summary, minutes, language),
        **support.support_scores(minutes, language),
    }


def _overview_scores(truth: str | None, minutes: Mapping[str, Any], language: str) -> Scores:
    said = [segment["text"] for segment in minutes["segments"]]
    named = [each["name"] or "" for each in minutes.get("speakers", ())]
    overview = minutes["summary"]["overview"]
    return overviews.overview_scores(truth, overview, [*said, *named], language)


def _cell(key: str, value: float | None) -> str:
    if value is None:
        return "–"
    if key in COSTS:
        return f"{value:.4f}"
    return f"{value:.4g}" if key in COUNTS else f"{100 * value:.1f}"
