"""What a reader saw of a live meeting, as figures."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.evaluation.live import Followed, percentiles


def segment(name: str, final: bool, *words: tuple[str, float, float]) -> dict[str, Any]:
    told = [{"text": text, "start": start, "end": end} for text, start, end in words]
    return {
        "type": "segment",
        "id": name,
        "final": final,
        "start": told[0]["start"] if told else 0.0,
        "end": told[-1]["end"] if told else 0.0,
        "speaker": None,
        "text": " ".join(text for text, _, _ in words),
        "words": told,
    }


def test_delays_count_from_the_end_of_a_word() -> None:
    seen = Followed()
    seen.take(1.5, segment("u1", False, ("So", 0.5, 1.0)))
    seen.take(2.0, segment("u1", False, ("So,", 0.5, 1.0), ("well", 1.0, 1.4)))
    seen.take(3.0, segment("u1", True, ("So,", 0.6, 1.0), ("well", 1.0, 1.4)))
    shown, settled = seen.delays()
    assert shown == pytest.approx([0.5, 0.6])
    assert settled == pytest.approx([2.0, 1.6])
    assert seen.changed() == 0.0


def test_a_word_that_does_not_stay_was_changed() -> None:
    seen = Followed()
    seen.take(1.0, segment("u1", False, ("meat", 0.0, 0.5)))
    seen.take(2.0, segment("u1", False, ("meet", 0.0, 0.5), ("me", 0.5, 0.8)))
    seen.take(3.0, segment("u1", True, ("meet", 0.0, 0.5), ("me", 0.5, 0.8)))
    assert seen.changed() == pytest.approx(0.5)


def test_characters_count_however_they_are_cut_into_words() -> None:
    seen = Followed()
    seen.take(1.0, segment("u1", False, ("那时", 0.0, 0.4), ("后", 0.4, 0.6)))
    seen.take(2.0, segment("u1", True, ("那", 0.0, 0.2), ("时候。", 0.2, 0.6)))
    assert seen.changed() == pytest.approx(1 / 3)
    shown, _ = seen.delays()
    assert shown == pytest.approx([0.8, 0.6, 1.4])


def test_words_that_move_to_another_segment_are_the_same() -> None:
    seen = Followed()
    seen.take(1.0, segment("u1", False, ("one", 0.0, 0.4), ("two", 0.5, 0.9)))
    seen.take(2.0, segment("u1", True, ("one", 0.0, 0.4)))
    seen.take(2.0, segment("u2", False, ("two", 0.5, 0.9)))
    seen.take(3.0, segment("u2", True, ("two", 0.5, 0.9)))
    shown, settled = seen.delays()
    assert shown == pytest.approx([0.6, 0.1])
    assert settled == pytest.approx([1.6, 2.1])
    assert seen.changed() == 0.0
    assert [s["id"] for s in seen.minutes()["segments"]] == ["u1", "u2"]


def test_what_was_taken_back_is_not_in_the_minutes() -> None:
    seen = Followed()
    seen.take(1.0, segment("u1", False, ("hm", 0.0, 0.4)))
    seen.take(2.0, {"type": "removed", "kind": "segment", "id": "u1"})
    assert seen.minutes() == {"segments": []}
    assert seen.delays() == ([], [])
    assert seen.changed() == 1.0


def test_lag_is_kept() -> None:
    seen = Followed()
    seen.take(1.0, {"type": "meeting", "lag": 0.4})
    seen.take(2.0, {"type": "meeting", "lag": None})
    assert seen.lags == [0.4]


def test_percentiles() -> None:
    assert percentiles([float(n) for n in range(101)]) == (50.0, 90.0, 99.0)
    assert all(value != value for value in percentiles([]))
