"""What a meeting can be had as: minutes with an ETag, sound by ranges, a waveform, exports."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.recordings import convert
from tests.server import Server, recording, refused, running

TITLES = (
    'Plan "B"\nand\r\nSet-Cookie: x=1',
    "会议纪要：预算 🎉",
    "../../etc/passwd",
    "a;b,c=d%20e'f\\g",
    "<script>alert(1)</script>",
    "…" * 300,
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("server")) as started:
        yield started


@pytest.fixture(scope="module")
def meeting(server: Server, tmp_path_factory: pytest.TempPathFactory) -> str:
    return server.added(recording(tmp_path_factory.mktemp("sound")), title="Budget")


def test_minutes_are_sent_again_only_when_they_changed(server: Server, meeting: str) -> None:
    path = f"/api/meetings/{meeting}/minutes"
    first = server.client.get(path)
    tag = first.headers["etag"]
    assert first.json()["seq"] == int(tag.strip('"'))
    for given in (tag, f'"0", {tag}', f"W/{tag}"):
        same = server.client.get(path, headers={"If-None-Match": given})
        assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", tag)
    server.client.patch(f"/api/meetings/{meeting}/summary", json={"overview": "New"})
    changed = server.client.get(path, headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed.headers["etag"] != tag
    assert changed.json()["summary"]["overview"] == "New"
    assert list(changed.json()["edited"]["summary"]) == ["summary"]
    assert changed.json()["revisions"]["summary"]["summary"] > 0


def test_sound_by_ranges(server: Server, meeting: str) -> None:
    path = f"/api/meetings/{meeting}/audio"
    # A browser that would take it packed must get the bytes as they lie in the file.
    whole = server.client.get(path, headers={"Accept-Encoding": "gzip"})
    assert whole.status_code == 200
    assert whole.headers["accept-ranges"] == "bytes"
    assert "content-encoding" not in whole.headers
    assert whole.headers["content-type"] == "audio/wav"
    size = len(whole.content)
    assert int(whole.headers["content-length"]) == size
    for given, (start, end) in {
        "bytes=0-99": (0, 99),
        "bytes=1000-": (1000, size - 1),
        "bytes=-500": (size - 500, size - 1),
        f"bytes={size - 1}-{size + 1000}": (size - 1, size - 1),
    }.items():
        part = server.client.get(path, headers={"Range": given, "Accept-Encoding": "gzip"})
        assert part.status_code == 206
        assert part.headers["content-range"] == f"bytes {start}-{end}/{size}"
        assert part.content == whole.content[start : end + 1]
    beyond = server.client.get(path, headers={"Range": f"bytes={size}-"})
    assert beyond.status_code == 416
    assert beyond.headers["content-range"].endswith(f"*/{size}")
    assert f"within {size} bytes" in refused(beyond, 416)
    for nonsense in ("bytes=5-1", "bytes=x-y", "lines=1-2", "bytes="):
        answer = server.client.get(path, headers={"Range": nonsense})
        assert answer.status_code == 200 or "bytes=FIRST-LAST" in refused(answer, 400)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("old.wma", ()),
        ("phone.asf", ("-c:a", "wmav2", "-ac", "2")),
        ("talk.aiff", ()),
        ("film.avi", ("-c:a", "pcm_s16le")),
    ],
)
def test_sound_that_browsers_cannot_play_is_played_as_m4a(
    server: Server, tmp_path: Path, name: str, options: tuple[str, ...]
) -> None:
    file = convert(recording(tmp_path, 6.0, 500), tmp_path / name, *options)
    meeting = server.added(file)
    sound = server.client.get(f"/api/meetings/{meeting}/audio")
    assert sound.headers["content-type"] == "audio/mp4"
    assert sound.content[4:8] == b"ftyp"
    assert server.row(meeting)["duration"] == pytest.approx(6.0, abs=0.2)


@pytest.mark.parametrize(
    ("suffix", "kind"),
    [("mp3", "audio/mpeg"), ("opus", "audio/ogg"), ("m4a", "audio/mp4"), ("flac", "audio/flac")],
)
def test_sound_that_browsers_play_is_served_as_it_came(
    server: Server, tmp_path: Path, suffix: str, kind: str
) -> None:
    file = convert(recording(tmp_path, 6.0, 600), tmp_path / f"talk.{suffix}")
    sound = server.client.get(f"/api/meetings/{server.added(file)}/audio")
    assert sound.headers["content-type"] == kind
    assert sound.content == file.read_bytes()


def test_the_waveform_of_a_tone(server: Server, meeting: str) -> None:
    waveform = server.client.get(f"/api/meetings/{meeting}/waveform").json()
    assert waveform["duration"] == pytest.approx(12.0, abs=0.01)
    assert 0 < len(waveform["peaks"]) <= 4000
    assert max(waveform["peaks"]) == pytest.approx(0.3, abs=0.02)
    assert min(waveform["peaks"]) >= 0


def test_every_format_is_exported(server: Server, meeting: str) -> None:
    for each in server.client.get("/api/about").json()["formats"]:
        answer = server.client.get(
            f"/api/meetings/{meeting}/export", params={"format": each["name"]}
        )
        assert answer.status_code == 200
        assert answer.headers["content-type"] == each["media_type"]
        disposition = answer.headers["content-disposition"]
        assert disposition.startswith("attachment; ")
        assert disposition.endswith(f"filename*=UTF-8''Budget.{each['suffix']}")
        assert answer.content
        if each["media_type"].startswith("text/") and "transcript" in each["options"]:
            assert "good morning everyone" in answer.text
    assert (
        json.loads(server.client.get(f"/api/meetings/{meeting}/export?format=json").content)[
            "meeting"
        ]["title"]
        == "Budget"
    )
    detail = refused(server.client.get(f"/api/meetings/{meeting}/export?format=doc"), 422)
    assert "there is json, md, docx, pdf, html, txt, srt, vtt, csv, ics, opml, mindmap" in detail
    refused(server.client.get(f"/api/meetings/{meeting}/export"), 422)


def test_an_edited_task_takes_its_own_place_in_calendars(server: Server) -> None:
    meeting = server.talk(title="Dates")
    path = f"/api/meetings/{meeting}"

    def event() -> dict[str, str]:
        written = server.client.get(f"{path}/export?format=ics").text
        return dict(line.split(":", 1) for line in written.splitlines() if line[0] != " ")

    task = {"task": "Send the figures", "due": "2026-02-03"}
    made = server.client.post(f"{path}/action_items", json=task)
    assert made.is_success, made.text
    before = event()
    items = server.minutes(meeting)["action_items"]
    (item,) = (each["id"] for each in items if each["due"])
    moved = server.client.patch(f"{path}/action_items/{item}", json={"due": "2026-02-10"})
    assert moved.is_success, moved.text
    after = event()
    assert before["UID"] == after["UID"]
    assert after["DTSTART;VALUE=DATE"] == "20260210"
    assert int(before["SEQUENCE"]) < int(after["SEQUENCE"]) == moved.json()["seq"]
    assert before["LAST-MODIFIED"] <= after["LAST-MODIFIED"] == after["DTSTAMP"]


def test_what_is_not_wanted_is_left_out(server: Server, meeting: str) -> None:
    path = f"/api/meetings/{meeting}/export?format=md"
    assert "## Transcript" in server.client.get(path).text
    assert "## Transcript" not in server.client.get(f"{path}&transcript=false").text
    assert "[00:00:0" not in server.client.get(f"{path}&timestamps=false").text
    assert "Speaker 1" in server.client.get(f"{path}&speakers=true").text
    assert "Speaker 1" not in server.client.get(f"{path}&speakers=false").text
    assert "transcript" in refused(server.client.get(f"{path}&transcript=perhaps"), 422)


@pytest.mark.parametrize("title", TITLES)
def test_hostile_titles_stay_inside_the_files_name(server: Server, title: str) -> None:
    meeting = server.talk()
    changed = server.client.patch(f"/api/meetings/{meeting}", json={"title": title})
    assert changed.status_code == 200
    answer = server.client.get(f"/api/meetings/{meeting}/export?format=md")
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers
    assert answer.headers["x-content-type-options"] == "nosniff"
    disposition = answer.headers["content-disposition"]
    assert disposition.isascii()
    plain, coded = disposition.removeprefix("attachment; ").split("; ")
    assert plain == f'filename="minutes-{meeting}.md"'
    name = unquote(coded.removeprefix("filename*=UTF-8''"))
    assert not set(name) & set('/\\:*?"<>|\r\n\0')
    assert name.endswith(".md")
    assert len(name) <= 110
