"""models.yaml and the environment: what is read, and one clear line for each mistake."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from assistant.config import Environment, find_settings, load_settings
from assistant.errors import ConfigError

MODEL = """
models:
  tiny:
    task: transcribe
    runtime: onnx
    languages: [en]
    licence: MIT
    files: {model.bin: {size: 3, sha256: %s}}
    sources:
      - {folder: weights}
""" % ("a" * 64)

PIPELINE = """
pipelines:
  recording:
    asr: {use: transcribe.Whisper, from: audio, model: {en: tiny, default: tiny}, beam: 5}
    join: {use: attribute.Words, from: [asr, speakers]}
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "models.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def message(folder: Path, text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        load_settings(write(folder, text))
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_nodes_keep_their_options_apart(tmp_path: Path) -> None:
    nodes = load_settings(write(tmp_path, MODEL + PIPELINE)).pipelines["recording"]
    assert nodes["asr"].use == "transcribe.Whisper"
    assert nodes["asr"].inputs == ("audio",)
    assert nodes["asr"].arguments == {"model": {"en": "tiny", "default": "tiny"}, "beam": 5}
    assert nodes["join"].inputs == ("asr", "speakers")
    assert nodes["join"].arguments == {}


def test_a_folder_lies_beside_the_file(tmp_path: Path) -> None:
    source = load_settings(write(tmp_path, MODEL)).models["tiny"].sources[0]
    assert source.model_dump()["folder"] == tmp_path / "weights"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("licence: MIT", "licens: MIT", "models.tiny.licens: unknown key, did you mean 'licence'?"),
        ("models:", "modles:", "modles: unknown key, did you mean 'models'?"),
        ("{folder: weights}", "{foldr: weights}", "models.tiny.sources.0: a source needs one of"),
        ("{folder: weights}", "{huggingface: a/b}", "models.tiny.sources.0.revision: Field requir"),
        (
            "{folder: weights}",
            "{wheels: [a==1], folder: x, joined: 1}",
            "models.tiny.sources.0.joined: unknown key, did you mean 'join'?",
        ),
        (
            "size: 3",
            "sise: 3",
            "models.tiny.files.model.bin.sise: unknown key, did you mean 'size'",
        ),
        ("{size", "{xyzzy: 1, size", "unknown key, known are: sha256, size"),
        ("sha256: a", "sha256: g", "models.tiny.files.model.bin.sha256: String should match"),
        ("model.bin:", "../model.bin:", "must be a relative path without '..'"),
        ("model.bin:", "/model.bin:", "must be a relative path without '..'"),
        ("runtime: onnx", "runtime: onxx", "models.tiny.runtime: Input should be"),
        ("languages: [en]", "languages: [no]", "models.tiny.languages.0: Input should be a valid"),
        ("  tiny:", "  ../tiny:", "models.../tiny: String should match"),
        ("    licence: MIT\n", "", "models.tiny.licence: Field required"),
        ("licence: MIT", "licence: MIT\n    licence: GPL", "line 8: key 'licence' appears twice"),
        ("licence: MIT", "licence: [MIT", "line "),
        ("transcribe.Whisper,", "[1],", "pipelines.recording.asr.use: Input should be a valid str"),
        ("from: audio, ", "", "pipelines.recording.asr.from: Field required"),
        ("from: audio", "from: []", "pipelines.recording.asr.from: "),
    ],
)
def test_each_mistake_has_its_line(tmp_path: Path, old: str, new: str, expected: str) -> None:
    text = MODEL + PIPELINE
    assert old in text
    said = message(tmp_path, text.replace(old, new, 1))
    assert expected in said
    assert str(tmp_path / "models.yaml") in said


def test_all_mistakes_come_at_once(tmp_path: Path) -> None:
    text = (MODEL + PIPELINE).replace("size: 3", "size: -3").replace("from: audio, ", "")
    assert message(tmp_path, text).count("; ") == 1


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "just text", "\x00"])
def test_a_file_that_is_no_mapping(tmp_path: Path, text: str) -> None:
    assert str(tmp_path) in message(tmp_path, text)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"cannot read .*absent\.yaml"):
        load_settings(tmp_path / "absent.yaml")


def test_where_models_yaml_is_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ASSISTANT_CONFIG", raising=False)
    monkeypatch.chdir(tmp_path)
    assert find_settings() == Path(__file__).parent.parent / "models.yaml"
    write(tmp_path, MODEL)
    assert find_settings().resolve() == (tmp_path / "models.yaml").resolve()
    monkeypatch.setenv("ASSISTANT_CONFIG", "/elsewhere.yaml")
    assert find_settings() == Path("/elsewhere.yaml")


def test_the_shipped_file_is_valid_and_pinned() -> None:
    shipped = load_settings(Path(__file__).parent.parent / "models.yaml")
    for name, model in shipped.models.items():
        if model.is_endpoint:
            # Nothing of anybody's is shipped: where it is, the environment says.
            assert (str(model.url)[0], str(model.model)[0]) == ("$", "$"), name
            continue
        pinned = all(spec.sha256 and spec.size for spec in model.files.values())
        first = model.sources[0].model_dump()
        assert pinned or len(first["revision"]) == 40, name
        assert first.get("revision") != "main", name


def test_the_shipped_file_says_what_each_model_is_for() -> None:
    lines = (Path(__file__).parent.parent / "models.yaml").read_text(encoding="utf-8").splitlines()
    for name in yaml.safe_load("\n".join(lines))["models"]:
        assert lines[lines.index(f"  {name}:") - 1].startswith("  # "), name


@pytest.fixture
def variables(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    names = ("ASSISTANT_DATA", "ASSISTANT_MODELS", "ASSISTANT_DEVICE", "ASSISTANT_THREADS")
    for name in (*names, "HF_ENDPOINT", "HF_TOKEN", "MODELSCOPE_ENDPOINT", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def test_environment_defaults(variables: pytest.MonkeyPatch) -> None:
    variables.setenv("HOME", "/home/anna")
    variables.setenv("XDG_DATA_HOME", "/share")
    variables.setenv("ASSISTANT_DEVICE", "")
    known = Environment.read()
    assert known.data == Path("/share/meeting-assistant")
    assert known.models == Path("/home/anna/.cache/meeting-assistant/models")
    assert (known.device, known.token) == ("auto", None)
    assert known.threads >= 1


def test_environment_is_read(variables: pytest.MonkeyPatch) -> None:
    variables.setenv("HOME", "/home/anna")
    variables.setenv("ASSISTANT_DATA", "~/data")
    variables.setenv("ASSISTANT_THREADS", "3")
    variables.setenv("HF_ENDPOINT", "https://mirror.example/")
    variables.setenv("HF_TOKEN", "secret")
    known = Environment.read()
    assert known.data == Path("/home/anna/data")
    assert known.threads == 3
    assert known.huggingface == "https://mirror.example"
    assert "secret" not in repr(known)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ASSISTANT_DEVICE", "gpu"),
        ("ASSISTANT_THREADS", "0"),
        ("ASSISTANT_THREADS", "many"),
        ("HF_ENDPOINT", "mirror"),
    ],
)
def test_a_wrong_variable_is_named(variables: pytest.MonkeyPatch, name: str, value: str) -> None:
    variables.setenv(name, value)
    with pytest.raises(ConfigError, match=f"^environment: {name}: "):
        Environment.read()
