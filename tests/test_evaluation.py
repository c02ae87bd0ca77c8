from __future__ import annotations

import datetime
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import InputError
from assistant.evaluation import content, speech
from assistant.evaluation.manifests import Recording, read_manifest
from assistant.evaluation.references import (
    Claim,
    Reference,
    Utterance,
    parse_rttm,
    parse_stm,
    parse_truth,
    read_reference,
)
from assistant.evaluation.report import SPEECH, mean, means, score, table
from assistant.evaluation.tokens import capitalised, occurrences, similarity, tokens
from assistant.types import SpeechTurn

TRUTH: dict[str, Any] = {
    "language": "en",
    "date": "2026-01-05",
    "duration": 60.0,
    "speakers": [{"id": "A", "name": "Maria"}, {"id": "B", "name": "Tom"}],
    "turns": [
        {"speaker": "A", "text": "Tom, can you check the invoices?", "start": 0.0, "end": 4.0},
        {"speaker": "B", "text": "Yes, by Wednesday.", "start": 5.0, "end": 9.0},
        {"speaker": "A", "text": "I sent the letter already.", "start": 10.0, "end": 14.0},
        {"speaker": "B", "text": "Then we release on Monday.", "start": 40.0, "end": 44.0},
        {"speaker": "A", "text": "Somebody updates the help page.", "start": 45.0, "end": 49.0},
    ],
    "chapters": [{"first_turn": 0, "last_turn": 2}, {"first_turn": 3, "last_turn": 4}],
    "summary": "Tom checks the invoices.",
    "decisions": [{"text": "Release on Monday", "turns": [3]}],
    "action_items": [
        {"task": "Check the invoices", "owner": "Tom", "due": "2026-01-07", "turns": [0, 1]},
        {"task": "Update the help page", "owner": None, "due": None, "turns": [4]},
    ],
    "decoys": [{"turns": [2], "why": "already done"}],
    "questions": [{"question": 0, "answer": [1]}, {"question": 3, "answer": []}],
    "keywords": ["invoices", "help page"],
}


def segment(number: int, speaker: str | None, start: float, end: float, text: str) -> Any:
    return {
        "id": f"g{number}",
        "speaker": speaker,
        "start": start,
        "end": end,
        "text": text,
        "words": [],
    }


def action(task: str, segments: Sequence[str], **facts: Any) -> Any:
    return {"task": task, "owner": None, "due": None, "segments": list(segments)} | facts


def asked(question: str, answer: str, segments: Sequence[str]) -> Any:
    return {"question": question, "answer": answer, "segments": list(segments)}


def minutes(segments: Sequence[Any], **parts: Any) -> dict[str, Any]:
    return {
        "schema": 1,
        "meeting": {"language": "en"},
        "segments": list(segments),
        "chapters": [],
        "summary": {"overview": ""},
        "decisions": [],
        "action_items": [],
    } | parts


def as_said(truth: Mapping[str, Any] = TRUTH) -> list[Any]:
    voices = {"A": "S1", "B": "S2"}
    return [
        segment(i, voices[turn["speaker"]], turn["start"], turn["end"], turn["text"])
        for i, turn in enumerate(truth["turns"])
    ]


def reference() -> Reference:
    return parse_truth(json.dumps(TRUTH))


def test_english_tokens_make_spellings_and_numbers_equal() -> None:
    assert tokens("Um, two hundred and twelve colours!", "en") == tokens("212 colors", "en")


def test_chinese_tokens_are_simplified_characters_without_marks() -> None:
    assert tokens("這個團隊，ＯＫ 吗？", "zh") == tuple("这个团队ok吗")


def test_occurrences_and_similarity() -> None:
    assert occurrences(("help", "page"), ("help", "page", "help", "page", "help")) == 2
    assert similarity(("a", "b"), ("b", "c")) == 0.5
    assert similarity((), ()) == 0.0


def test_capitalised_words_inside_sentences_are_names() -> None:
    text = "Okay, Deep Water is on Monday. Trailkit is here, I'm sure Trailkit works."
    assert capitalised(text) == ("Deep Water", "Trailkit")


def test_word_errors_count_each_kind() -> None:
    scores = speech.word_errors(("a", "b", "c", "d"), ("a", "x", "c", "d", "e"))
    assert scores == {"wer": 0.5, "substituted": 0.25, "deleted": 0.0, "inserted": 0.25}
    assert speech.word_errors(("a", "b"), ())["deleted"] == 1.0
    assert speech.word_errors((), ("a",))["wer"] is None


def test_cpwer_ignores_names_and_charges_words_of_the_wrong_speaker() -> None:
    utterances = [Utterance("A", "one two three"), Utterance("B", "four")]
    swapped = minutes([segment(1, "S2", 0, 1, "one two three"), segment(2, "S1", 1, 2, "four")])
    assert speech.speaker_errors(utterances, swapped, "xx") == (0.0, {"S2": "A", "S1": "B"})
    moved = minutes([segment(1, "S2", 0, 1, "one two"), segment(2, "S1", 1, 2, "three four")])
    assert speech.speaker_errors(utterances, moved, "xx")[0] == pytest.approx(2 / 4)
    assert speech.speaker_errors(utterances, minutes([]), "xx") == (1.0, {})
    assert speech.speaker_errors([Utterance(None, "one")], moved, "xx") == (None, {})


def test_der_is_the_wrong_share_of_speech_and_the_collar_forgives_boundaries() -> None:
    truth = [SpeechTurn("A", 0, 6), SpeechTurn("B", 6, 10)]
    late = [SpeechTurn("x", 0, 6.2), SpeechTurn("y", 6.2, 10)]
    scores = speech.diarization_errors(truth, late)
    assert scores["der"] == pytest.approx(0.02)
    assert scores["der_collar"] == 0.0
    wide = [SpeechTurn("x", 0, 6.4), SpeechTurn("y", 6.4, 10)]
    assert speech.diarization_errors(truth, wide)["der_collar"] == pytest.approx(0.15 / 9)
    assert speech.diarization_errors(truth, wide, collar=0.5)["der_collar"] == 0.0


def test_der_scores_overlap() -> None:
    truth = [SpeechTurn("A", 0, 10), SpeechTurn("B", 4, 6)]
    assert speech.diarization_errors(truth, truth)["der"] == 0.0
    assert speech.diarization_errors(truth, truth[:1])["der"] == pytest.approx(2 / 12)


def test_turns_of_minutes_bridge_pauses_between_words() -> None:
    words = [{"start": 0.0, "end": 1.0}, {"start": 1.9, "end": 2.5}, {"start": 4.0, "end": 5.0}]
    first = segment(1, "S1", 0.0, 5.0, "a b c") | {"words": words}
    second = segment(2, None, 5.0, 6.0, "d")
    assert speech.turns_of(minutes([first, second])) == (
        SpeechTurn("S1", 0.0, 2.5),
        SpeechTurn("S1", 4.0, 5.0),
        SpeechTurn("?", 5.0, 6.0),
    )


def test_perfect_minutes_score_perfectly() -> None:
    perfect = minutes(
        as_said(),
        speakers=[{"id": "S1", "name": "Maria"}, {"id": "S2", "name": "Tom"}],
        chapters=[
            {"start": 0.0, "title": "Invoices and letter", "segments": ["g0", "g2"]},
            {"start": 40.0, "title": "Release", "segments": ["g3", "g4"]},
        ],
        summary={
            "overview": TRUTH["summary"],
            "segments": ["g0"],
            "questions": [asked("Can you check the invoices?", "By Wednesday.", ["g0", "g1"])],
        },
        decisions=[{"text": "Release on Monday", "segments": ["g3"]}],
        action_items=[
            action("Check the invoices", ["g0", "g1"], owner="Tom", due="2026-01-07"),
            action("Update the help page", ["g4"]),
        ],
    )
    scores = score(reference(), perfect)
    counts = {"speakers_found": 2.0, "speakers_true": 2.0, "overview_words": 4.0, "lines": 7.0}
    counts |= {"overview_said": 0.75, "voices_true": 2.0, "voices_named": 2.0}
    none = dict.fromkeys(
        ("wer", "substituted", "deleted", "inserted", "cpwer", "cpwer_gap", "decoys", "pk"), 0.0
    )
    none |= {"der": 0.0, "der_collar": 0.0, "false_names": 0.0, "voices_misnamed": 0.0}
    none |= {"voices_misspelt": 0.0}
    none |= {"names_suggested": 0.0, "suggested_right": 0.0}
    assert scores == pytest.approx(dict.fromkeys(scores, 1.0) | counts | none)


def test_empty_minutes_score_nothing_and_break_nothing() -> None:
    scores = score(reference(), minutes([]))
    assert scores["deleted"] == scores["wer"] == scores["cpwer"] == scores["der"] == 1.0
    assert scores["actions_f1"] == scores["actions_precision"] == scores["rouge1"] == 0.0
    assert scores["owner"] is None
    assert scores["decoys"] == 0.0
    assert scores["speakers_found"] == 0.0


def test_action_items_match_one_to_one_by_moment_and_then_wording() -> None:
    found = minutes(
        as_said(),
        action_items=[
            action("Something else entirely", ["g1"], owner="Tom"),
            action("Check invoices", ["g0"], owner="S1", due="2026-01-07"),
            action("Send the letter", ["g2"]),
            action("Update the page", ["g4"], owner="Tom"),
        ],
    )
    pairs = content.match_claims(reference().action_items or (), found["action_items"], found, "en")
    assert pairs == [(0, 1), (1, 3)]
    scores = content.action_item_scores(reference(), found, {"S1": "A", "S2": "B"})
    assert scores["actions_precision"] == 0.5
    assert scores["actions_recall"] == 1.0
    assert scores["actions_f1"] == pytest.approx(2 / 3)
    assert scores["owner"] == 0.0
    assert scores["due"] == 1.0
    assert scores["decoys"] == 1.0


def test_an_owner_may_be_the_voice_of_the_true_owner() -> None:
    item = [action("Check invoices", ["g0"], owner="S2")]
    found = minutes(as_said(), action_items=item)
    assert content.action_item_scores(reference(), found, {"S2": "B"})["owner"] == 1.0
    assert content.action_item_scores(reference(), found, {"S2": "A"})["owner"] == 0.0


def test_questions_and_their_answers_are_found_by_moment() -> None:
    pairs = [asked("?", "!", ["g0", "g2"]), asked("?", "!", ["g3", "g4"])]
    found = minutes(as_said(), summary={"overview": "", "questions": pairs})
    scores = content.question_scores(reference(), found)
    assert (scores["questions_precision"], scores["questions_recall"]) == (0.5, 1.0)
    assert scores["answers"] == 0.0
    silent = content.question_scores(reference(), minutes(as_said()))
    assert (silent["questions_recall"], silent["answers"]) == (0.0, None)
    assert content.question_scores(Reference(), found)["questions_f1"] is None


def test_as_many_claims_as_possible_are_paired() -> None:
    truth = [Claim("alpha", ((0, 4), (5, 9))), Claim("beta", ((0, 4),))]
    lines = [action("alpha", ["g0"]), action("gamma", ["g1"])]
    found = minutes(as_said())
    assert content.match_claims(truth, lines, found, "en") == [(0, 1), (1, 0)]


def test_a_line_that_barely_touches_a_turn_is_another_moment() -> None:
    found = minutes([segment(1, "S1", 3.5, 12.0, "…")])
    truth = [Claim("x", ((0.0, 4.0),))]
    assert content.match_claims(truth, [action("x", ["g1"])], found, "en") == []


def test_chapter_boundaries_count_within_the_tolerance_once() -> None:
    moments = [float(i) for i in range(0, 200, 5)]
    scores = content.boundary_scores((60.0, 120.0), (70.0, 72.0, 100.0), moments)
    assert scores["chapter_f1"] == pytest.approx(2 * 1 / 5)
    assert content.boundary_scores((60.0,), (75.1,), moments)["chapter_f1"] == 0.0
    assert content.boundary_scores((60.0,), (60.0,), moments)["pk"] == 0.0
    assert content.boundary_scores(None, (60.0,), moments)["pk"] is None


def test_pk_counts_pairs_of_turns_wrongly_joined() -> None:
    scores = content.boundary_scores((4.0,), (), [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0])
    assert scores["pk"] == pytest.approx(2 / 6)


def test_recall_of_names_counts_occurrences() -> None:
    truth, found = tokens("Tom and Tom saw Maria", "en"), tokens("Tom and Don saw Maria", "en")
    assert content.recall_of(("Tom", "Maria", "Nobody"), truth, found, "en") == pytest.approx(2 / 3)
    assert content.recall_of(("Nobody",), truth, found, "en") is None
    assert content.names_of(reference(), ("Acme",)) == ("Maria", "Tom", "Acme")


def test_mean_leaves_absent_scores_out() -> None:
    assert mean([{"a": 1.0, "b": None}, {"a": 0.0, "c": 3.0}]) == {"a": 0.5, "b": None, "c": 3.0}


def test_means_are_by_language() -> None:
    rows: dict[str, speech.Scores] = {"a": {"wer": 0.1}, "b": {"wer": 0.3}, "c": {"wer": 0.5}}
    averages = means(rows, {"a": "en", "b": "en", "c": "zh"})
    assert averages == {"en": {"wer": pytest.approx(0.2)}, "zh": {"wer": 0.5}}


def test_table_has_a_line_for_each_recording_and_mean() -> None:
    scores = score(reference(), minutes(as_said()))
    made = table("Speech", SPEECH, {"one": scores, "two": scores}, {"en": scores})
    assert made.row_count == 3
    assert len(made.columns) == len(SPEECH) + 1


def test_rttm_and_stm() -> None:
    rttm = "SPEAKER x 1 2.000 1.500 <NA> <NA> b <NA> <NA>\nSPEAKER x 1 0 1 <NA> <NA> a <NA> <NA>"
    assert parse_rttm(rttm) == (SpeechTurn("a", 0, 1), SpeechTurn("b", 2, 3.5))
    stm = ";; comment\nx 1 a 0.0 1.5 <o,f0,male> hello there\nx 1 b 2 3 yes\nx 1 b 4 5"
    assert parse_stm(stm) == (
        Utterance("a", "hello there", 0.0, 1.5),
        Utterance("b", "yes", 2.0, 3.0),
        Utterance("b", "", 4.0, 5.0),
    )


def test_text_alone_allows_only_word_errors(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("hello there")
    given = read_reference(Recording(tmp_path / "x.wav", text=tmp_path / "x.txt"))
    scores = score(given, minutes([segment(1, "S1", 0, 1, "Hello there.")]))
    assert scores["wer"] == 0.0
    assert "der" not in scores
    assert scores["cpwer"] is None
    assert "actions_f1" not in scores


def test_manifests_of_every_form(tmp_path: Path) -> None:
    (tmp_path / "m.yaml").write_text(
        "- audio: a.wav\n  truth: a.json\n  date: 2026-01-05\n  speakers: 3\n  hotwords: [Acme]\n"
    )
    (recording,) = read_manifest(tmp_path / "m.yaml")
    assert recording.audio == tmp_path / "a.wav"
    assert recording.truth == tmp_path / "a.json"
    assert recording.date == datetime.date(2026, 1, 5)
    assert (recording.speakers, recording.hotwords, recording.rttm) == (3, ("Acme",), None)
    (tmp_path / "m.jsonl").write_text(
        '{"audio": "a.wav", "stm": "a.stm"}\n\n{"audio": "b.wav", "rttm": "/x/b.rttm"}\n'
    )
    first, second = read_manifest(tmp_path / "m.jsonl")
    assert (first.stm, second.rttm) == (tmp_path / "a.stm", Path("/x/b.rttm"))


def test_a_folder_is_a_manifest(tmp_path: Path) -> None:
    for name in ("a.opus", "a.truth.json", "a.rttm", "b.wav", "b.txt", "c.wav", "notes.txt"):
        (tmp_path / name).write_text("")
    first, second = read_manifest(tmp_path)
    assert (first.audio.name, second.audio.name) == ("a.opus", "b.wav")
    assert first.truth == tmp_path / "a.truth.json"
    assert second.text == tmp_path / "b.txt"


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("{}", "a list"),
        ("[", "not YAML"),
        ("[]", "no recording"),
        ("- truth: a.json", "audio"),
        ("- {audio: a.wav, thruth: a.json}", "thruth"),
        ("- {audio: a.wav, text: a.txt, date: soon}", "date"),
        ("- {audio: a.wav}", "needs truth"),
        ("- {audio: x/a.wav, text: a}\n- {audio: y/a.wav, text: a}", "named a"),
    ],
)
def test_a_wrong_manifest_is_refused_with_the_reason(
    tmp_path: Path, content: str, complaint: str
) -> None:
    (tmp_path / "m.yaml").write_text(content)
    with pytest.raises(InputError, match=complaint):
        read_manifest(tmp_path / "m.yaml")


def test_missing_or_broken_references_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such manifest"):
        read_manifest(tmp_path / "absent.yaml")
    broken = tmp_path / "x.truth.json"
    with pytest.raises(InputError, match=r"x\.truth\.json"):
        read_reference(Recording(tmp_path / "x.wav", truth=broken))
    for text in ("{", "[]", '{"turns": [{}]}'):
        broken.write_text(text)
        with pytest.raises(InputError, match=r"x\.truth\.json: not the expected format"):
            read_reference(Recording(tmp_path / "x.wav", truth=broken))


def test_rttm_wins_over_the_times_of_the_truth(tmp_path: Path) -> None:
    (tmp_path / "x.truth.json").write_text(json.dumps(TRUTH))
    (tmp_path / "x.rttm").write_text("SPEAKER x 1 0 2 <NA> <NA> A <NA> <NA>\n")
    given = Recording(tmp_path / "x.wav", truth=tmp_path / "x.truth.json")
    assert len(read_reference(given).turns or ()) == 5
    both = Recording(given.audio, truth=given.truth, rttm=tmp_path / "x.rttm")
    assert read_reference(both).turns == (SpeechTurn("A", 0.0, 2.0),)
