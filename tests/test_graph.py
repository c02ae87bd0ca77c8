"""Each mistake in a pipeline has its own message; a right one comes out in order."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.config import Settings, load_settings
from assistant.errors import GraphError
from assistant.graph import Graph, build
from assistant.types import Chapter, Segment

MODEL = {
    "task": "embed-sentences",
    "runtime": "transformers",
    "languages": ["en"],
    "licence": "MIT",
    "files": {"model.bin": {}},
    "sources": [{"folder": "models"}],
}

GOOD: dict[str, dict[str, Any]] = {
    "asr": {"use": "tests.fakes:Words", "from": "audio"},
    "speakers": {"use": "tests.fakes:Turns", "from": "audio"},
    "segments": {"use": "tests.fakes:Join", "from": ["asr", "speakers"]},
    "caps": {"use": "tests.fakes:Upper", "from": "segments"},
    "chapters": {"use": "tests.fakes:Whole", "from": "caps", "model": "small"},
}


def wire(**changes: dict[str, Any] | None) -> Graph:
    nodes = {name: node for name, node in {**GOOD, **changes}.items() if node is not None}
    settings = Settings.model_validate({"models": {"small": MODEL}, "pipelines": {"p": nodes}})
    return build(settings, "p")


def changed(node: str, **keys: Any) -> dict[str, dict[str, Any]]:
    return {node: {**GOOD[node], **keys}}


def test_nodes_stand_after_their_inputs() -> None:
    graph = wire()
    names = [node.name for node in graph.nodes]
    assert sorted(names) == sorted(GOOD)
    for node in graph.nodes:
        for name in node.inputs:
            assert name == "audio" or names.index(name) < names.index(node.name)


def test_types_are_read_from_push() -> None:
    node = next(node for node in wire().nodes if node.name == "chapters")
    assert node.accepts == {Segment}
    assert node.gives == {Chapter}


def test_only_the_last_form_of_a_record_is_kept() -> None:
    graph = wire()
    kept = {node.name: graph.records(node) for node in graph.nodes}
    assert kept["segments"] == frozenset()
    assert kept["caps"] == {Segment}
    assert kept["chapters"] == {Chapter}
    assert kept["asr"] == frozenset()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            changed("asr", use="transcribe.Wisper"),
            "p.asr: stage 'transcribe.Wisper' is unknown: did you mean 'transcribe.Whisper'?",
        ),
        (changed("asr", use="nosuch.Thing"), "p.asr: stage 'nosuch.Thing' is unknown"),
        (changed("asr", use="tests.nosuch:Thing"), "p.asr: stage 'tests.nosuch:Thing' is unknown"),
        (
            changed("chapters", model="smal"),
            "p.chapters.model: model 'smal' is unknown: did you mean 'small'?",
        ),
        (
            {"chapters": {"use": "tests.fakes:Whole", "from": "caps"}},
            "p.chapters: no model given: name one of the models, such as small",
        ),
        (
            changed("chapters", model={"en": "small"}),
            "p.chapters.model: a map by language needs an entry default",
        ),
        (
            changed("asr", prefx="x"),
            "p.asr: option 'prefx' of tests.fakes:Words is unknown: did you mean 'prefix'?",
        ),
        (changed("chapters", words="many"), "p.chapters.words: 'many' does not fit"),
        (
            changed("asr", use="tests.fakes:Slow"),
            "p.asr: tests.fakes:Slow needs the option seconds",
        ),
        (
            changed("caps", **{"from": "segment"}),
            "p.caps: input 'segment' is unknown: did you mean 'segments'?",
        ),
        (
            changed("caps", **{"from": "asr"}),
            "p: asr -> caps: asr gives Word, but caps (tests.fakes:Upper) takes Segment",
        ),
        (
            changed("segments", **{"from": "asr"}),
            "p.segments: nothing in its from gives SpeechTurn, which tests.fakes:Join needs",
        ),
        (
            {
                "caps": {"use": "tests.fakes:Upper", "from": ["segments", "again"]},
                "again": {"use": "tests.fakes:Upper", "from": "caps"},
            },
            "p: the nodes wait for one another: ",
        ),
        (
            {"more": {"use": "tests.fakes:Words", "from": "audio"}},
            "p.more: nobody reads its Word",
        ),
        (changed("caps", **{"from": ["segments", "segments"]}), "names the same node twice"),
        (changed("asr", use=":Words"), "p.asr: stage ':Words' is unknown"),
        ({"audio": GOOD["asr"]}, "p.audio: 'audio' is the name of the source"),
    ],
)
def test_each_mistake_has_its_message(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(GraphError) as caught:
        wire(**changes)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_unknown_pipeline_names_those_there_are() -> None:
    settings = Settings.model_validate({"models": {}, "pipelines": {"recording": {}}})
    with pytest.raises(GraphError, match="pipeline 'recordin' is unknown: did you mean"):
        build(settings, "recordin")


def test_a_model_may_differ_by_language() -> None:
    graph = wire(**changed("chapters", model={"en": "small", "default": "small"}))
    assert graph.models_in_use("auto") == ("small",)


def test_fed_with_segments_the_audio_stages_are_left_out() -> None:
    graph = wire().fed_with(Segment)
    assert [(node.name, node.inputs) for node in graph.nodes] == [
        ("caps", ("audio",)),
        ("chapters", ("caps",)),
    ]
    assert graph.sources == ("audio",)


def test_what_is_done_is_fed_from_outside() -> None:
    graph = wire().after({"asr", "speakers", "segments"})
    assert [node.name for node in graph.nodes] == ["caps", "chapters"]
    assert graph.sources == ("segments",)


def test_what_depends_on_an_unfinished_node_runs_again() -> None:
    graph = wire().after({"asr", "segments", "caps", "chapters"})
    assert {node.name for node in graph.nodes} == {"speakers", "segments", "caps", "chapters"}
    assert set(graph.sources) == {"audio", "asr"}


def test_with_everything_done_nothing_runs() -> None:
    graph = wire().after(GOOD)
    assert graph.nodes == ()
    assert graph.sources == ()


def test_sound_is_made_again_where_it_is_needed() -> None:
    graph = build(load_settings(), "recording")
    left = graph.after({"speech", "speakers"})
    assert "speech" in {node.name for node in left.nodes}
    assert set(left.sources) == {"audio", "speakers"}
    assert "speech" not in {node.name for node in graph.after({"speech", "asr"}).nodes}


def test_below_a_node_stands_what_depends_on_it() -> None:
    assert wire().below("caps") == {"caps", "chapters"}
    with pytest.raises(GraphError, match="node 'cap' of p is unknown: did you mean 'caps'"):
        wire().below("cap")


def test_until_a_node_stands_what_it_needs() -> None:
    graph = wire().until({"segments"})
    assert {node.name for node in graph.nodes} == {"asr", "speakers", "segments"}
    assert graph.sources == ("audio",)
    rest = wire().after({"asr", "speakers"}).until({"caps"})
    assert [node.name for node in rest.nodes] == ["segments", "caps"]
    assert set(rest.sources) == {"asr", "speakers"}
