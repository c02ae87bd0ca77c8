"""The libraries send nothing, and a CPU-only machine can import them."""

from __future__ import annotations

import os
import subprocess
import sys

PROBE = """
import socket
def refuse(*args, **kwargs):
    raise AssertionError(f"a connection was opened: {args}")
socket.socket.connect = refuse
socket.create_connection = refuse
socket.getaddrinfo = refuse
from assistant import quiet
quiet.import_pyannote()
import pyannote.audio, torchaudio, transformers
from pyannote.audio.telemetry.metrics import is_metrics_enabled
print("metrics", is_metrics_enabled())
"""


def test_pyannote_imports_without_a_cuda_torchaudio_and_reports_nothing() -> None:
    environment = {k: v for k, v in os.environ.items() if k != "PYANNOTE_METRICS_ENABLED"}
    done = subprocess.run(
        [sys.executable, "-c", PROBE], capture_output=True, text=True, env=environment, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["metrics", "False"]
    assert "Warning" not in done.stderr


def test_threads_that_wait_sleep() -> None:
    code = "import assistant.models, os, sys; "
    code += "print(os.environ['OMP_WAIT_POLICY'], 'torch' in sys.modules)"
    given = {k: v for k, v in os.environ.items() if k != "OMP_WAIT_POLICY"}
    command = [sys.executable, "-c", code]
    shown = subprocess.run(command, capture_output=True, text=True, check=True, env=given)
    assert shown.stdout.split() == ["passive", "False"]
    given["OMP_WAIT_POLICY"] = "active"
    shown = subprocess.run(command, capture_output=True, text=True, check=True, env=given)
    assert shown.stdout.split() == ["active", "False"]


def test_the_stage_that_uses_pyannote_sets_telemetry_off() -> None:
    code = "import assistant.stages.diarize, os; print(os.environ['PYANNOTE_METRICS_ENABLED'])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "0"
