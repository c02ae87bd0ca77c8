"""The segmentation network against pyannote's own, from which its weights come."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant import quiet
from assistant.config import Environment
from assistant.errors import ModelError
from assistant.models import Weights
from assistant.speech.voices import WINDOW, load_segmentation
from assistant.stages.diarize_stock import load_network

WEIGHTS = Weights(
    "pyannote-segmentation-3.0", Environment.read().models / "pyannote-segmentation-3.0"
)

WARMED = """
import sys
from assistant.commands.setup import engine_for
engine = engine_for(None)
engine.warm(engine.graph("live"), "en")
print(sorted({name.partition(".")[0] for name in sys.modules}))
"""


def noise(windows: int = 1) -> NDArray[np.float32]:
    return np.random.default_rng(3).normal(0, 0.1, (windows, WINDOW)).astype(np.float32)


def test_any_weights_mean_what_they_mean_to_pyannote() -> None:
    quiet.import_pyannote()
    import torch
    from pyannote.audio.core.task import Problem, Resolution, Specifications
    from pyannote.audio.models.segmentation import PyanNet as Theirs
    from pyannote.audio.utils.powerset import Powerset

    from assistant.speech.pyannet import AT_ONCE, SETS, SPEAKERS, PyanNet

    torch.manual_seed(3)
    theirs: Any = Theirs(sincnet={"stride": 10}, lstm={"num_layers": 4})
    theirs.specifications = Specifications(
        Problem.MONO_LABEL_CLASSIFICATION,
        Resolution.FRAME,
        duration=10.0,
        classes=["a", "b", "c"],
        powerset_max_classes=2,
    )
    theirs.build()
    mine = PyanNet()
    mine.load_state_dict(theirs.state_dict(), strict=True)
    sound = torch.from_numpy(noise(2)).unsqueeze(1)
    with torch.inference_mode():
        expected, found = theirs.eval()(sound), mine.eval()(sound)
    torch.testing.assert_close(found, expected, atol=1e-4, rtol=1e-4)
    members = [[float(k in chosen) for k in range(SPEAKERS)] for chosen in SETS]
    np.testing.assert_array_equal(members, np.asarray(Powerset(SPEAKERS, AT_ONCE).mapping))


@pytest.mark.model
def test_the_published_weights_say_what_they_say_in_pyannote() -> None:
    import torch

    mine, theirs = load_segmentation(WEIGHTS), load_network(WEIGHTS)
    with torch.inference_mode():
        expected = theirs(torch.from_numpy(noise()).unsqueeze(1)).exp().numpy()
    found = mine(noise())
    assert found.shape == (1, 589, 7)
    np.testing.assert_allclose(found, expected, atol=1e-5)
    assert mine.sets.sum(axis=1).tolist() == [0, 1, 1, 1, 2, 2, 2]


def test_missing_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"pytorch_model\.bin is missing"):
        load_segmentation(Weights("pyannote-segmentation-3.0", tmp_path))


@pytest.mark.model
def test_a_live_meeting_waits_for_no_library_that_takes_seconds_to_import() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WARMED], capture_output=True, text=True, check=True
    )
    assert "torch" in done.stdout
    for heavy in ("pyannote", "lightning"):
        assert heavy not in done.stdout
