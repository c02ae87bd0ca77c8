"""Weights by name: resolve, fetch, verify, load once, lease, unload."""

from __future__ import annotations

import json
import os
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import filelock

import assistant.quiet  # noqa: F401  (before any runtime is imported)
from assistant.config import (
    Device,
    Environment,
    FileSettings,
    ModelSettings,
    Settings,
    did_you_mean,
)
from assistant.errors import HashMismatch, ModelError
from assistant.fetch import Fetcher, Progress, digest, mismatch, no_progress

RECORDED = "recorded.json"
"""Beside files that models.yaml gives no hash for: the hashes of the first that came."""

PRECISION = {
    "faster-whisper": {"cpu": "int8", "cuda": "float16"},
    "transformers": {"cpu": "float32", "cuda": "float16"},
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a model runs that does not run here: the address up to `/v1`, its name there."""

    url: str
    model: str
    key: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Weights:
    """A model's verified files and where they are to run.

    `device` is "cpu" or "cuda"; `precision` is the runtime's word for it ("int8",
    "float32", …); `threads` is how many CPU threads a loader should ask for. Of a language
    model: `context` is in tokens, `timeout` in seconds; `place` is set where it runs elsewhere.
    """

    name: str
    folder: Path
    device: str = "cpu"
    precision: str = "float32"
    threads: int = 2
    runtime: str = ""
    context: int | None = None
    timeout: float = 120.0
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class ModelState:
    """How a model's files stand on this machine. `size` is in bytes, as published or found."""

    name: str
    status: Literal["present", "missing", "broken"]
    folder: Path
    size: int
    reason: str = ""


@dataclass(slots=True)
class _Shared:
    """A loaded object and how many hold it."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    leases: int = 0
    loaded: bool = False
    value: Any = None


class Models:
    """The models of models.yaml in one folder of this machine, shared by all meetings."""

    def __init__(
        self,
        settings: Settings,
        folder: Path,
        device: Device = "auto",
        threads: int = 2,
        environment: Environment | None = None,
    ) -> None:
        self.settings = settings
        self.folder = folder
        self._device = device
        self._threads = threads
        self._environment = environment
        self._lock = threading.Lock()
        self._shared: dict[tuple[str, Callable[[Weights], Any]], _Shared] = {}
        self._verified: set[str] = set()

    def require(self, name: str) -> None:
        """Makes sure of a model's files, once a process. Raises ModelError, HashMismatch.

        It imports no runtime: that takes seconds, for which whatever begins first would wait.
        """
        model = self._model(name)
        if model.is_endpoint:
            self._elsewhere(name, model)
        elif name not in self._verified:
            state = self._check(name, mismatch)
            if state.status != "present":
                kind = ModelError if state.status == "missing" else HashMismatch
                raise kind(f"{state.reason}: run 'assistant models pull {name}'")
            self._verified.add(name)

    def resolve(self, name: str) -> Weights:
        """A model's weights, verified once a process. Raises ModelError, HashMismatch."""
        model = self._model(name)
        if model.is_endpoint:
            return self._elsewhere(name, model)
        self.require(name)
        device = _device(self._device, model.runtime)
        usual = PRECISION.get(model.runtime, {}).get(device, "float32")
        precision = model.precision.get(device, usual)
        return Weights(
            name,
            self.folder / name,
            device,
            precision,
            self._threads,
            model.runtime,
            model.context,
            model.timeout,
        )

    def _elsewhere(self, name: str, model: ModelSettings) -> Weights:
        """What is known of a model that runs elsewhere; nobody is asked whether it does."""
        state = self._check(name, _wrong_size)
        if state.status == "missing":
            raise ModelError(state.reason)
        key = os.environ.get(model.key) if model.key else None
        place = Place(_value(model.url), _value(model.model), key or None)
        return Weights(
            name,
            self.folder / name,
            runtime=model.runtime,
            context=model.context,
            timeout=model.timeout,
            place=place,
        )

    def state(self, name: str) -> ModelState:
        """How a model stands by its files' names and sizes; reads no bytes."""
        return self._check(name, _wrong_size)

    def verify(self, names: Sequence[str]) -> tuple[ModelState, ...]:
        """How models stand by their files' hashes, all read anew."""
        return tuple(self._check(name, mismatch) for name in names)

    def sha256(self, name: str) -> str | None:
        """The hash of a model's largest file, None while nobody knows it."""
        files = self._files(name) if name in self.settings.models else {}
        if not files:
            return None
        main = max(files, key=lambda file: files[file].size or 0)
        return files[main].sha256

    def pull(self, names: Sequence[str], progress: Progress = no_progress) -> None:
        """Fetches what is missing or broken. Raises ModelError with all that failed."""
        failures: list[ModelError] = []
        for name in names:
            if self._model(name).is_endpoint:
                raise ModelError(f"{name} runs elsewhere: there is nothing to fetch")
        with Fetcher(self._environment or Environment.read()) as fetcher:
            for name in names:
                try:
                    self._pull(name, fetcher, progress)
                except ModelError as error:
                    failures.append(error)
                except OSError as error:
                    raise ModelError(f"cannot write {name} into {self.folder}: {error}") from error
        if len(failures) == 1:
            raise failures[0]
        if failures:
            raise ModelError("; ".join(map(str, failures)))

    def _pull(self, name: str, fetcher: Fetcher, progress: Progress) -> None:
        if not self._is_whole(name):
            self.folder.mkdir(parents=True, exist_ok=True)
            with _alone(self.folder / f".{name}.lock", name, progress):
                if not self._is_whole(name):
                    self._fetch(name, fetcher, progress)
        self._verified.add(name)
        size = self.state(name).size
        progress(name, size, size, "")

    def _fetch(self, name: str, fetcher: Fetcher, progress: Progress) -> None:
        final = self.folder / name
        # A fixed place, so that the next try goes on where this one was interrupted.
        growing = self.folder / f".{name}.partial"
        if final.exists() and growing.exists():
            shutil.rmtree(final)
        elif final.exists():
            final.rename(growing)
        growing.mkdir(exist_ok=True)
        fetcher.fetch(name, self._model(name), growing, progress)
        _record(self._model(name), growing)
        growing.rename(final)

    def _is_whole(self, name: str) -> bool:
        return self._check(name, mismatch).status == "present"

    @contextmanager
    def lease(self, name: str, loader: Callable[[Weights], Any]) -> Iterator[Any]:
        """What `loader` makes of a model's weights: loaded once, shared by all who lease it."""
        with self._lock:
            shared = self._shared.setdefault((name, loader), _Shared())
            shared.leases += 1
        try:
            with shared.lock:
                if not shared.loaded:
                    shared.value = loader(self.resolve(name))
                    shared.loaded = True
            yield shared.value
        finally:
            with self._lock:
                shared.leases -= 1

    def unload(self) -> None:
        """Forgets what nobody leases."""
        with self._lock:
            self._shared = {key: each for key, each in self._shared.items() if each.leases}

    def _model(self, name: str) -> ModelSettings:
        if name not in self.settings.models:
            raise ModelError(f"unknown model '{name}', {did_you_mean(name, self.settings.models)}")
        return self.settings.models[name]

    def _files(self, name: str) -> dict[str, FileSettings]:
        """What each file must be, by models.yaml or by what came first."""
        model = self._model(name)
        recorded: dict[str, dict[str, Any]] = {}
        record = self.folder / name / RECORDED
        if record.is_file():
            recorded = json.loads(record.read_text(encoding="utf-8"))
        return {
            file: spec if spec.sha256 else FileSettings.model_validate(recorded.get(file, {}))
            for file, spec in model.files.items()
        }

    def _check(self, name: str, problem: Callable[[Path, FileSettings], str | None]) -> ModelState:
        model = self._model(name)
        folder = self.folder / name
        if model.is_endpoint:
            unset = [v for v in (model.url, model.model) if v and v[0] == "$" and not _value(v)]
            reason = f"{name} needs {' and '.join(v[1:] for v in unset)} in the environment"
            return ModelState(
                name, "missing" if unset else "present", folder, 0, reason if unset else ""
            )
        files = self._files(name)
        size = sum(spec.size or 0 for spec in files.values())
        lacking = [file for file in files if not (folder / file).is_file()]
        if not folder.is_dir():
            reason = f"the weights of {name} are not in {self.folder}"
            return ModelState(name, "missing", folder, size, reason)
        if lacking:
            reason = f"{name} lacks {', '.join(lacking)} in {folder}"
            return ModelState(name, "broken", folder, size, reason)
        for file, spec in files.items():
            if wrong := problem(folder / file, spec):
                reason = f"{folder / file} has the wrong bytes ({wrong})"
                return ModelState(name, "broken", folder, size, reason)
        return ModelState(name, "present", folder, size)


def _value(setting: str | None) -> str:
    """A setting, or what the variable that it names holds; "" where that is not set."""
    setting = setting or ""
    return os.environ.get(setting[1:], "").rstrip("/") if setting[:1] == "$" else setting


def names_in_use(settings: Settings) -> tuple[str, ...]:
    """The models that the pipelines name, in the order of models.yaml."""
    used: set[str] = set()
    for pipeline in settings.pipelines.values():
        for node in pipeline.values():
            used.update(_strings(node.arguments))
    return tuple(name for name in settings.models if name in used)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _strings(each)


def _wrong_size(path: Path, spec: FileSettings) -> str | None:
    return mismatch(path, FileSettings(size=spec.size))


@contextmanager
def _alone(path: Path, name: str, progress: Progress) -> Iterator[None]:
    """Holds a lock that no other process holds; it falls with the process."""
    lock = filelock.FileLock(path)
    try:
        held = lock.acquire(blocking=False)
    except filelock.Timeout:
        progress(name, 0, 0, f"{name}: waiting for another process that fetches it")
        held = lock.acquire()
    with held:
        yield


def _record(model: ModelSettings, folder: Path) -> None:
    found = {
        file: {"size": (folder / file).stat().st_size, "sha256": digest(folder / file)}
        for file, spec in model.files.items()
        if spec.sha256 is None
    }
    if found:
        (folder / RECORDED).write_text(json.dumps(found, indent=1), encoding="utf-8")


def _device(wanted: Device, runtime: str) -> Literal["cpu", "cuda"]:
    """Where a model of this runtime runs. Raises ModelError when CUDA is demanded in vain."""
    if wanted == "cpu" or runtime == "onnx":
        return "cpu"
    if runtime == "faster-whisper":
        import ctranslate2  # noqa: PLC0415

        usable = ctranslate2.get_cuda_device_count() > 0
    else:
        import torch  # noqa: PLC0415

        usable = torch.cuda.is_available()
    if wanted == "cuda" and not usable:
        raise ModelError(f"ASSISTANT_DEVICE is cuda, but {runtime} finds no CUDA device: use auto")
    return "cuda" if usable else "cpu"
