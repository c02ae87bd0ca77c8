"""Language models over HTTP: answers, refusals, silence, and what must not be told."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.config import Settings
from assistant.errors import ConfigError, ModelError, NoAnswer
from assistant.models import Models, Place
from assistant.writing.endpoint import TRIES, Endpoint
from assistant.writing.engines import load_engine
from tests.chat import Chat, chatting

SCHEMA = {"type": "object", "properties": {"title": {"type": "string"}}}


@pytest.fixture
def chat() -> Iterator[Chat]:
    with chatting(lambda body: '{"title": "Budget"}') as opened:
        yield opened


def ask(engine: Endpoint) -> str:
    waiting = engine.answer("Be brief.", "What is it about?", SCHEMA, 50)
    while True:
        try:
            next(waiting)
        except StopIteration as answered:
            text: str = answered.value
            return text


def test_a_question_and_its_answer(chat: Chat) -> None:
    engine = chat.engine(key="secret")
    assert chat.asked == []
    assert ask(engine) == '{"title": "Budget"}'
    body = chat.asked[0]
    assert [message["role"] for message in body["messages"]] == ["system", "user"]
    assert (body["model"], body["max_tokens"], body["temperature"]) == ("some-model", 50, 0)
    assert body["response_format"]["json_schema"]["schema"] == SCHEMA
    assert chat.keys == ["Bearer secret"]
    assert "secret" not in repr(Place("http://a/v1", "m", "secret"))


def test_who_does_not_know_schemas_is_asked_without_one_from_then_on(chat: Chat) -> None:
    chat.knows_schemas = False
    engine = chat.engine()
    assert ask(engine) == ask(engine) == '{"title": "Budget"}'
    kinds = [body.get("response_format", {}).get("type") for body in chat.asked]
    assert kinds == ["json_schema", "json_object", None, None]


def test_who_knows_json_but_no_schemas_is_asked_for_json(chat: Chat) -> None:
    chat.statuses = [400]
    engine = chat.engine()
    assert ask(engine) == ask(engine) == '{"title": "Budget"}'
    kinds = [body["response_format"]["type"] for body in chat.asked]
    assert kinds == ["json_schema", "json_object", "json_object"]


def test_who_is_busy_is_asked_again(chat: Chat) -> None:
    chat.statuses = [503]
    assert ask(chat.engine()) == '{"title": "Budget"}'
    assert len(chat.asked) == 2


def test_but_not_for_ever(chat: Chat) -> None:
    chat.statuses = [500] * 9
    with pytest.raises(NoAnswer, match="canned answered with 500"):
        ask(chat.engine())
    assert len(chat.asked) == TRIES


def test_a_refusal_is_told_once(chat: Chat) -> None:
    chat.statuses = [401]
    with pytest.raises(NoAnswer, match=r"canned answered with 401: .*not now"):
        ask(chat.engine(key="secret"))
    assert len(chat.asked) == 1


@pytest.mark.parametrize("way", ["silent", "dripping"])
def test_who_says_nothing_is_not_waited_for(chat: Chat, way: str) -> None:
    setattr(chat, way, True)
    begun = time.monotonic()
    with pytest.raises(NoAnswer, match=r"did not answer in 0\.3 s"):
        ask(chat.engine(timeout=0.3))
    assert time.monotonic() - begun < 5.0
    assert len(chat.asked) == 1


def test_who_waits_can_leave(chat: Chat) -> None:
    chat.silent = True
    waiting = chat.engine(timeout=60).answer("Be brief.", "What is it about?", SCHEMA, 50)
    begun = time.monotonic()
    next(waiting)
    waiting.close()
    assert time.monotonic() - begun < 5.0


def test_nobody_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    engine = Endpoint("gone", Place(f"http://127.0.0.1:{port}/v1", "m"), timeout=0.4)
    with pytest.raises(NoAnswer, match="gone: cannot be reached at http://127"):
        ask(engine)


@pytest.mark.parametrize(
    "raw", [b"", b"<html>", b"[]", b'{"choices": []}', b'{"choices": [{"message": 1}]}', b"\xff"]
)
def test_what_is_no_answer_is_told_so(chat: Chat, raw: bytes) -> None:
    chat.raw = raw
    with pytest.raises(NoAnswer, match="no chat completion"):
        ask(chat.engine())


def test_an_answer_without_text_is_an_empty_one(chat: Chat) -> None:
    chat.raw = json.dumps({"choices": [{"message": {"content": None}}]}).encode()
    assert ask(chat.engine()) == ""


def entry(**fields: Any) -> Settings:
    known = {"task": "generate", "runtime": "openai", "languages": ["any"]}
    return Settings.model_validate({"models": {"far": {**known, **fields}}})


def test_an_entry_of_models_yaml(
    chat: Chat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAR_KEY", "secret")
    settings = entry(url=chat.url + "/", model="m", key="FAR_KEY", context=2048, timeout=7)
    models = Models(settings, tmp_path)
    assert models.state("far").status == "present"
    assert models.sha256("far") is None
    with models.lease("far", load_engine) as engine:
        assert (engine.name, engine.context) == ("far", 2048)
        assert chat.asked == []
        assert ask(engine) == '{"title": "Budget"}'
    assert chat.keys == ["Bearer secret"]
    with pytest.raises(ModelError, match="nothing to fetch"):
        models.pull(["far"])


def test_where_it_is_may_come_from_the_environment(
    chat: Chat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    models = Models(entry(url="$FAR_URL", model="$FAR_MODEL"), tmp_path)
    monkeypatch.delenv("FAR_URL", raising=False)
    monkeypatch.delenv("FAR_MODEL", raising=False)
    assert models.state("far").status == "missing"
    with pytest.raises(ModelError, match="far needs FAR_URL and FAR_MODEL in the environment"):
        models.resolve("far")
    monkeypatch.setenv("FAR_URL", chat.url)
    monkeypatch.setenv("FAR_MODEL", "m")
    with models.lease("far", load_engine) as engine:
        assert ask(engine)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"model": "m"}, "url: Field required"),
        ({"url": "ftp://a", "model": "m"}, "http"),
        ({"url": "http://a/v1", "model": "m", "key": "sk-1234"}, "never a key itself"),
        ({"url": "http://a/v1", "model": "m", "files": {"a": {}}}, "files"),
    ],
)
def test_an_entry_that_cannot_be(fields: dict[str, Any], told: str, tmp_path: Path) -> None:
    import yaml

    from assistant.config import load_settings

    known = {"task": "generate", "runtime": "openai", "languages": ["any"]}
    path = tmp_path / "models.yaml"
    path.write_text(yaml.safe_dump({"models": {"far": {**known, **fields}}}))
    with pytest.raises(ConfigError, match=told) as caught:
        load_settings(path)
    assert "sk-1234" not in str(caught.value)
