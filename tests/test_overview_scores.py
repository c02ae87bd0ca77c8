"""Overviews of real meetings against what people wrote of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.evaluation.overviews import overview_scores
from assistant.evaluation.qmsum import Annotated, read_qmsum
from assistant.stages.summarize import Extractive
from assistant.types import Segment, Speaker

DATA = Path(__file__).parents[2] / "shared" / "data" / "qmsum" / "val.jsonl"
EVERY = 7
"""The file has its kinds of meetings one after the other."""


def scores(annotated: Annotated) -> tuple[float, ...]:
    """ROUGE-1, ROUGE-2, words, and the share of them that was said."""
    stage = Extractive(annotated.meeting)
    items: list[Segment | Speaker] = [*annotated.speakers, *annotated.segments]
    assert [out for item in items for out in stage.push(item)] == []
    (summary,) = stage.finish()
    assert set(summary.segments) <= {segment.id for segment in annotated.segments}
    said = (*(s.text for s in annotated.segments), *(s.name or "" for s in annotated.speakers))
    found = overview_scores(annotated.summary, summary.overview, said, "en")
    keys = ("rouge1", "rouge2", "overview_words", "overview_said")
    return tuple(found[key] or 0.0 for key in keys)


@pytest.mark.skipif(not DATA.is_file(), reason="../shared/data is absent")
def test_meetings_nobody_trained_on() -> None:
    found = np.array([scores(annotated) for annotated in read_qmsum(DATA)[::EVERY]])
    one, two, _, said = found.mean(axis=0)
    assert one >= 0.30
    assert two >= 0.05
    assert said >= 0.95
    assert found[:, 2].min() >= 80
    assert found[:, 2].max() <= 160
