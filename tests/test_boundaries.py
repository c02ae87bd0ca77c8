from __future__ import annotations

import pytest

from assistant.evaluation.boundaries import (
    boundary_f1,
    cuts,
    equal_parts,
    matched,
    pk,
    segmentation_scores,
    window_diff,
)


def test_the_truth_itself_has_no_error() -> None:
    scores = segmentation_scores((10, 25), (10, 25), 40)
    assert scores["pk"] == scores["windowdiff"] == 0.0
    assert scores["boundary_f1"] == 1.0
    assert scores["equal_pk"] == scores["equal_found_pk"]
    assert (scores["equal_pk"] or 0) > 0


def test_pk_counts_pairs_half_a_chapter_apart_that_are_wrongly_joined() -> None:
    assert pk((4,), (), 8) == pytest.approx(2 / 6)
    assert pk((), (), 8) == 0.0
    assert pk((), (), 1) is None


def test_window_diff_sees_a_boundary_too_many_where_pk_does_not() -> None:
    truth, found = (6,), (5, 6)
    assert pk(truth, found, 12) == pytest.approx(1 / 9)
    assert window_diff(truth, found, 12) == pytest.approx(3 / 9)


def test_a_near_boundary_counts_once() -> None:
    assert matched((10, 20), (11, 12, 26), 5) == 1
    assert boundary_f1((10, 20), (11, 12, 26), 5) == pytest.approx(2 / 5)
    assert boundary_f1((10,), (16,), 5) == 0.0
    assert boundary_f1((), (), 5) == 1.0
    assert boundary_f1((), (3,), 5) == 0.0


def test_equal_parts_are_as_long_as_each_other() -> None:
    assert equal_parts(40, 4) == (10, 20, 30)
    assert equal_parts(40, 1) == ()
    assert equal_parts(2, 5) == (1,)


def test_chapters_cut_where_their_first_segments_stand() -> None:
    assert cuts(["g1", "g7", "g4"], ["g1", "g3", "g4", "g7"]) == (2, 3)
