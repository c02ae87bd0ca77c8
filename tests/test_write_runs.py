"""Minutes by a language model in the life of a meeting: runs, re-runs, failures, proposals."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

import pytest
import yaml

from assistant.cli import main
from assistant.config import Settings
from assistant.engine import LocalEngine
from assistant.errors import Conflict, InputError
from assistant.models import Models
from assistant.stages import Loader
from assistant.stages.write import LanguageModel
from assistant.store import MeetingRow, Proposal
from assistant.types import ActionItem, Meeting, Minutes, Style
from assistant.writing.engines import load_engine
from tests.canned import NODES, PATIENCE, TALK, Shelf, shelf
from tests.chat import Chat, canned, chatting, is_overview
from tests.recordings import tone, write_wav

TEXT = ("names", "chapters", "summary", "decisions", "action_items")
PLAIN = Style()
ENGINE = Style(engine="far")
GOOD: dict[str, Any] = {
    "title": "Budget as it stands",
    "decisions": [{"text": "Ship the release on Friday", "lines": [1, 2, 3]}],
    "tasks": [{"text": "Send the figures", "owner": None, "due": "by Thursday", "lines": [1]}],
}
OVERVIEW = [{"text": "It was decided to ship the release on Friday.", "lines": []}]


class Write(LanguageModel):
    """The stage without an encoder, which would need weights."""

    loaders: ClassVar[Mapping[str, Loader]] = {"engine": load_engine}


MINUTES = {"use": "tests.test_write_runs:Write", "from": ["punctuation", *TEXT]}


@pytest.fixture
def chat() -> Iterator[Chat]:
    with chatting(canned(GOOD, OVERVIEW)) as opened:
        yield opened


@contextmanager
def opened(folder: Path, chat: Chat) -> Iterator[Shelf]:
    far = {
        "task": "generate",
        "runtime": "openai",
        "languages": ["any"],
        "url": chat.url,
        "model": "m",
        "timeout": 20,
    }
    with shelf(folder, models={"far": far}, minutes=MINUTES) as kept:
        yield kept


@pytest.fixture
def kept(tmp_path: Path, chat: Chat) -> Iterator[Shelf]:
    with opened(tmp_path, chat) as one:
        yield one


def done(kept: Shelf, style: Style = PLAIN) -> MeetingRow:
    """A new meeting in a style."""
    path = write_wav(kept.folder / "file", tone(30.0))
    name = kept.meetings.add(path, "Talk.wav", Meeting("", style=style), "recording").id
    row = kept.ended(name)
    assert row.state == "done", row.reason
    return row


def minutes(kept: Shelf, meeting: str) -> Minutes:
    return kept.store.snapshot(meeting).minutes()


def warnings(kept: Shelf, meeting: str) -> str:
    return " ".join(kept.store.meeting(meeting).told)


def proposed(kept: Shelf, meeting: str, style: Style) -> Proposal:
    """Other minutes once they are written, or have failed."""
    kept.meetings.proposals.propose(meeting, style)
    return ended(kept, meeting)


def ended(kept: Shelf, meeting: str) -> Proposal:
    """What has become of other minutes, once it is known."""

    def settled() -> bool:
        return kept.meetings.proposals.read(meeting)[0].state != "working"

    kept.until(settled)
    return kept.meetings.proposals.read(meeting)[0]


def test_nobody_is_asked_unless_a_style_says_so(kept: Shelf, chat: Chat) -> None:
    for style in (Style(), Style(engine="embedded")):
        found = minutes(kept, done(kept, style).id)
        assert found.chapters
        assert found.summary.overview
        assert found.action_items
    assert chat.asked == []
    with pytest.raises(InputError, match="engine 'fat' is unknown, did you mean 'far'"):
        done(kept, Style(engine="fat"))


def test_a_style_names_who_writes(kept: Shelf, chat: Chat) -> None:
    row = done(kept, ENGINE)
    assert "Ship the release on Friday" in [d.text for d in minutes(kept, row.id).decisions]
    assert len(chat.asked) == 3
    assert row.provenance is not None
    assert row.provenance.stages[-1].model == "far"
    assert kept.meetings.engine.writers() == {"embedded": "embedded", "far": "endpoint"}


def test_where_it_fails_the_embedded_minutes_stand_and_the_meeting_says_so(
    kept: Shelf, chat: Chat
) -> None:
    plain = minutes(kept, done(kept).id)
    chat.statuses = [401] * 9
    meeting = done(kept, ENGINE).id
    found = minutes(kept, meeting)
    assert (found.chapters, found.summary, found.decisions, found.action_items) == (
        plain.chapters,
        plain.summary,
        plain.decisions,
        plain.action_items,
    )
    assert "far answered with 401" in warnings(kept, meeting)
    assert "the embedded minutes stand" in warnings(kept, meeting)
    events = [json.loads(event.text) for event in kept.told[meeting]]
    assert any(e["warnings"] for e in events if e["type"] == "meeting")
    chat.statuses = []
    kept.again(meeting, "minutes")
    assert set(kept.ran) == {"minutes"}
    assert "401" not in warnings(kept, meeting)
    assert "Ship the release on Friday" in [d.text for d in minutes(kept, meeting).decisions]


@pytest.mark.parametrize("node", ["names", "summary", "minutes"])
def test_from_any_node_of_text_nothing_else_runs_again(kept: Shelf, node: str) -> None:
    meeting = done(kept).id
    before = minutes(kept, meeting)
    kept.again(meeting, node)
    assert set(kept.ran) == kept.meetings.graph(meeting).below(node)
    after = minutes(kept, meeting)
    assert (after.chapters, after.summary, after.decisions, after.action_items) == (
        before.chapters,
        before.summary,
        before.decisions,
        before.action_items,
    )


def test_what_was_written_without_the_node_is_taken_over(tmp_path: Path, chat: Chat) -> None:
    with shelf(tmp_path) as kept:
        meeting = kept.processed()
        before = minutes(kept, meeting)
        told = len(kept.told[meeting])
    assert {s.node for s in kept.store.snapshot(meeting).records if s.kind == "chapter"} == {
        "chapters"
    }
    with opened(tmp_path, chat) as kept:
        kept.again(meeting, "minutes")
        assert minutes(kept, meeting).chapters == before.chapters
        assert minutes(kept, meeting).action_items == before.action_items
        later = kept.store.events_after(meeting, told)
        assert not [event for event in later if event.type == "removed"]
        nodes = {s.node for s in kept.store.snapshot(meeting).records if s.kind != "segment"}
        assert nodes <= {"minutes", "names"}
        assert not {"asr", "speakers"} & set(kept.ran)


def test_cancel_ends_it_while_an_answer_is_waited_for(kept: Shelf, chat: Chat) -> None:
    chat.silent = True
    path = write_wav(kept.folder / "file", tone(30.0))
    meeting = kept.meetings.add(path, "Talk.wav", Meeting("", style=ENGINE), "recording").id
    kept.until(lambda: bool(chat.asked))
    kept.meetings.cancel(meeting)
    begun = time.monotonic()
    row = kept.ended(meeting)
    # The answer itself may take 20 s.
    assert time.monotonic() - begun < 15.0
    assert (row.state, row.reason) == ("failed", "cancelled")
    assert len(chat.asked) == 1
    chat.silent = False
    row = kept.again(meeting, None)
    assert row.state == "done"
    assert set(kept.ran) == {"minutes"}


def edits(kept: Shelf, meeting: str) -> Callable[..., Any]:
    def make(name: str, *given: Any) -> Any:
        return kept.meetings.edit(meeting, lambda e: getattr(e, name)(*given))

    return make


def figures(kept: Shelf, meeting: str) -> ActionItem:
    return next(i for i in minutes(kept, meeting).action_items if "igures" in i.task)


def test_a_proposal_by_a_model_is_taken_over_as_it_is(kept: Shelf, chat: Chat) -> None:
    meeting = done(kept).id
    edit = edits(kept, meeting)
    edit("rename", "S2", "Bob", None)
    item = figures(kept, meeting)
    edit("fields", "action_item", item.id, {"status": "done"}, None, "action_item")
    edit("add_action_item", "Buy bread", "Bob", None, ["g4"])
    proposal = proposed(kept, meeting, ENGINE)
    assert (proposal.state, proposal.style) == ("ready", ENGINE)
    assert "Bob" in " ".join(chat.questions())
    _, _, shown = kept.meetings.proposals.read(meeting)
    assert shown is not None
    decided = "Ship the release on Friday"
    assert decided in [d.text for d in shown.decisions]
    assert decided not in [d.text for d in minutes(kept, meeting).decisions]
    kept.meetings.accept(meeting)
    row, after = kept.store.meeting(meeting), minutes(kept, meeting)
    assert (row.style, row.proposal) == (ENGINE, None)
    assert after.decisions == shown.decisions
    assert after.chapters == shown.chapters
    assert after.summary == shown.summary
    assert figures(kept, meeting).status == "done"
    assert "Buy bread" in [i.task for i in after.action_items]
    for _ in range(3):
        kept.meetings.undo(meeting)
    assert kept.store.meeting(meeting).style != ENGINE
    assert figures(kept, meeting).status == "open"
    assert "Buy bread" not in [i.task for i in minutes(kept, meeting).action_items]
    assert row.provenance is not None
    assert row.provenance.stages[-1].model == "far"
    assert [s.stage for s in row.provenance.stages] == [
        node.name for node in kept.meetings.graph(meeting).nodes
    ]


def test_a_proposal_whose_model_fails_says_so(kept: Shelf, chat: Chat) -> None:
    meeting = done(kept).id
    chat.statuses = [401] * 9
    assert proposed(kept, meeting, ENGINE).state == "ready"
    _, notices, shown = kept.meetings.proposals.read(meeting)
    assert "far answered with 401" in notices[0]
    assert shown is not None
    assert shown.chapters == minutes(kept, meeting).chapters
    assert warnings(kept, meeting) == ""
    kept.meetings.accept(meeting)
    assert "far answered with 401" in warnings(kept, meeting)
    chat.statuses = []
    kept.again(meeting, "summary")
    assert "401" not in warnings(kept, meeting)


def test_a_proposal_that_is_deleted_meanwhile_leaves_nothing(kept: Shelf, chat: Chat) -> None:
    asked, go_on = threading.Event(), threading.Event()

    def waits(body: dict[str, Any]) -> str:
        asked.set()
        assert go_on.wait(PATIENCE)
        return json.dumps({} if is_overview(body) else GOOD)

    meeting, other = done(kept).id, done(kept).id
    chat.answer = waits
    kept.meetings.proposals.propose(meeting, ENGINE)
    assert asked.wait(PATIENCE)
    with pytest.raises(Conflict):
        kept.meetings.proposals.propose(meeting, ENGINE)
    kept.meetings.delete(meeting)
    kept.meetings.proposals.propose(other, Style(granularity="fine"))
    before = kept.store.meeting(other)
    go_on.set()
    assert ended(kept, other).state == "ready"
    then = kept.meetings.proposals.view(before)
    assert then is not None
    assert then.state == "working"
    assert not (kept.folder / "meetings" / meeting).exists()


def test_segments_that_were_merged_meanwhile_are_no_receipts(kept: Shelf) -> None:
    meeting = done(kept).id
    assert proposed(kept, meeting, ENGINE).state == "ready"
    edits(kept, meeting)("merge", "g3", None)
    kept.meetings.accept(meeting)
    found = minutes(kept, meeting)
    there = {segment.id for segment in found.segments}
    resting = [line.segments for line in found.decisions]
    resting += [line.segments for line in found.chapters]
    resting += [line.segments for line in found.action_items]
    assert all(set(segments) <= there for segments in resting)
    assert set(NODES) < {node.name for node in kept.meetings.graph(meeting).nodes}


def test_the_command_line_names_an_engine(
    tmp_path: Path,
    chat: Chat,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    far = {"task": "generate", "runtime": "openai", "languages": ["any"], "model": "m"}
    nodes = {**NODES, "minutes": MINUTES}
    config = {"models": {"far": {**far, "url": chat.url}}, "pipelines": {"recording": nodes}}
    (tmp_path / "models.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    talk = tmp_path / "talk.txt"
    talk.write_text("".join(f"{said.speaker}: {said.text}.\n" for said in TALK), encoding="utf-8")
    chat.statuses = [503, 503, 401]
    arguments = ["--config", tmp_path / "models.yaml", "--out", tmp_path, "--format", "json"]
    arguments += ["--engine", "far", "--template", "standup", "--date", "2026-01-05"]
    monkeypatch.setattr(sys, "argv", list(map(str, ["assistant", "process", talk, *arguments])))
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0
    assert "stand-up" in chat.asked[0]["messages"][0]["content"]
    assert "warning: No language model wrote: far answered with 401" in capfd.readouterr().err
    document = json.loads((tmp_path / "talk.json").read_text(encoding="utf-8"))
    assert document["action_items"]
    assert document["provenance"]["stages"][-1]["model"] == "far"


def test_what_cannot_write_here_is_refused(tmp_path: Path) -> None:
    entry = {"task": "generate", "languages": ["en"]}
    models: dict[str, Any] = {
        "far": {**entry, "runtime": "openai", "url": "$NOWHERE_SET", "model": "m"},
        "near": {
            **entry,
            "runtime": "transformers",
            "licence": "MIT",
            "files": {"model.safetensors": {}},
            "sources": [{"folder": "weights"}],
        },
    }
    settings = Settings.model_validate({"models": models})
    engine = LocalEngine(settings, Models(settings, tmp_path))
    assert engine.writers() == {"embedded": "embedded"}
    with pytest.raises(InputError, match="far cannot write here: far needs NOWHERE_SET"):
        engine.accept_style(Style(engine="far"))
    with pytest.raises(InputError, match="near cannot write here: fetch it with 'assistant models"):
        engine.accept_style(Style(engine="near"))
    (tmp_path / "near").mkdir()
    (tmp_path / "near" / "model.safetensors").write_bytes(b"weights")
    assert engine.writers() == {"embedded": "embedded", "near": "transformers"}
