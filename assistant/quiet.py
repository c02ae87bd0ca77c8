"""Heavy libraries made quiet and importable; import them only after this module.

The environment is set when this module is imported: it is read once, at the first import of
the library that sends telemetry or starts threads. The rest happens in `prepare`, because it
needs torch.
"""

from __future__ import annotations

import os
import sys
import warnings
from types import ModuleType

os.environ["PYANNOTE_METRICS_ENABLED"] = "0"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
os.environ["DO_NOT_TRACK"] = "1"
# Weights are fetched by `assistant.models` alone; a library that asks a hub would only wait.
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
# Bars that libraries draw while they load something.
os.environ["TQDM_DISABLE"] = "1"
# Threads that wait for one another sleep. Where there are more of them than cores (several
# meetings, other programs) they would else take from one another the time that they wait for.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")


def prepare() -> None:
    """Makes torchaudio importable beside a torch that was built without CUDA.

    torchaudio's Linux wheel links its native extension against CUDA libraries, so importing
    it beside a CPU torch fails. Nothing here calls that extension: pyannote.audio and
    transformers only need the package to import, so the extension is declared absent.
    """
    import torch  # noqa: PLC0415

    if torch.version.cuda is not None or "torchaudio" in sys.modules:
        return
    extension = ModuleType("torchaudio._extension")
    vars(extension).update(
        _IS_TORCHAUDIO_EXT_AVAILABLE=False,
        fail_if_no_align=lambda function: function,
        _check_cuda_version=lambda: None,
    )
    sys.modules["torchaudio._extension"] = extension


def import_pyannote() -> None:
    """Imports pyannote.audio without its warnings.

    It warns that torchcodec cannot decode files; it is only ever given waveforms.
    """
    prepare()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pyannote.audio  # noqa: F401, PLC0415
