"""Meetings over HTTP: what goes in, lists, search, processing, and what comes out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.recordings import convert
from tests.server import CONFIG, RECORDING, TALK, Server, recording, refused, running


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("server")
    with running(folder, env={"ASSISTANT_MAX_UPLOAD": str(2 << 20)}) as started:
        yield started


def _mute(folder: Path) -> Path:
    """A film without sound."""
    source = convert(recording(folder, 1.0), folder / "sound.mp4", *PICTURE)
    return convert(source, folder / "mute.mp4", "-an", "-c", "copy")


PICTURE = ("-f", "lavfi", "-i", "color=c=black:s=32x32:d=1", "-shortest", "-f", "mp4")


class TestAdding:
    def test_a_recording_becomes_minutes(self, server: Server, tmp_path: Path) -> None:
        answer = server.upload(
            recording(tmp_path), "Budget.wav", language="en", speakers="2", date="2026-01-05"
        )
        assert answer.status_code == 202
        row = answer.json()
        assert row["state"] in ("created", "processing")
        assert (row["title"], row["date"], row["language"]) == ("Budget", "2026-01-05", "en")
        done = server.settled(row["id"])
        assert (done["state"], done["reason"], done["queue"]) == ("done", None, None)
        assert done["duration"] == pytest.approx(12.0, abs=0.01)
        assert done["has_audio"] is True
        assert set(done["progress"].values()) == {1.0}
        assert [node["name"] for node in done["graph"]][-2:] == ["chapters", "notes"]
        minutes = server.minutes(row["id"])
        assert minutes["segments"][0]["text"] == "good morning everyone 0"
        assert minutes["action_items"][0]["task"] == "Write the report"
        assert [stage["stage"] for stage in minutes["provenance"]["stages"]] == list(RECORDING)

    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("talk.txt", TALK),
            ("talk.vtt", "WEBVTT\n\n00:00.000 --> 00:02.000\n<v Maria>Good morning\n"),
            ("talk.srt", "1\n00:00:00,000 --> 00:00:02,000\nMaria: Good morning\n"),
        ],
    )
    def test_a_transcript_skips_the_sound(self, server: Server, name: str, text: str) -> None:
        meeting = server.added(text.encode(), name)
        row = server.row(meeting)
        assert (row["state"], row["source"], row["has_audio"]) == ("done", "transcript", False)
        assert [node["name"] for node in row["graph"]] == ["chapters", "notes"]
        assert row["speakers"][0]["name"] == "Maria"
        detail = refused(server.client.get(f"/api/meetings/{meeting}/audio"), 404)
        assert "came as a transcript" in detail
        refused(server.client.get(f"/api/meetings/{meeting}/waveform"), 404)

    def test_minutes_of_another_meeting_are_a_transcript(self, server: Server) -> None:
        first = server.talk("Ann: One line.\n")
        given = server.client.get(f"/api/meetings/{first}/export?format=json").content
        second = server.added(given, "minutes.json")
        texts = [s["text"] for s in server.minutes(second)["segments"]]
        assert texts == ["One line."]

    def test_the_same_bytes_are_the_same_meeting(self, server: Server, tmp_path: Path) -> None:
        file = recording(tmp_path, 6.0, 300)
        first = server.added(file)
        found = server.upload(file, "another name.wav")
        assert found.status_code == 200
        assert (found.json()["id"], found.json()["duplicate"]) == (first, True)
        again = server.upload(file, duplicate="again")
        assert again.status_code == 202
        assert again.json()["id"] != first
        other = server.upload(file, language="zh")
        assert other.status_code == 202
        assert other.json()["id"] not in (first, again.json()["id"])
        assert server.upload(file, language="zh").json()["id"] == other.json()["id"]

    def test_what_is_no_recording_is_named_in_one_line(
        self, server: Server, tmp_path: Path
    ) -> None:
        mute = _mute(tmp_path)
        whole = convert(recording(tmp_path), tmp_path / "whole.m4a").read_bytes()
        for name, data in {
            "talk about money.mp3": b"this is only text\n" * 50,
            "empty.wav": b"",
            "mute.mp4": mute.read_bytes(),
            "cut.m4a": whole[: len(whole) // 2],
            "会议.mp3": b"\0" * 1000,
            "noise.bin": bytes(range(256)) * 20,
            "broken.vtt": b"WEBVTT\n\nnonsense --> nothing\n",
            "broken.json": b'{"schema": 1',
        }.items():
            detail = refused(server.upload(data, name), 422)
            assert name in detail
            assert "/" not in detail.replace(name, "")

    def test_wrong_facts_are_refused(self, server: Server) -> None:
        def wrong(**fields: str) -> str:
            return refused(server.upload(TALK.encode(), "talk.txt", **fields), 422)

        assert wrong(speakers="many").startswith("speakers: ")
        assert wrong(speakers="0").startswith("speakers: ")
        assert wrong(date="yesterday").startswith("date: ")
        assert wrong(language="English").startswith("language: ")
        assert wrong(duplicate="maybe").startswith("duplicate: ")
        assert "known are: broken, recording, slow" in wrong(pipeline="best")
        assert wrong(colour="red").startswith("colour: ")
        assert "form's field 'file'" in refused(
            server.client.post("/api/meetings", files={"data": ("a.txt", b"x")}), 422
        )
        refused(server.client.post("/api/meetings", content=b"sound"), 415)
        refused(server.client.post("/api/meetings", json={"upload": "1"}), 422)

    def test_too_large_a_recording_is_refused(self, server: Server) -> None:
        detail = refused(server.upload(bytes(3 << 20), "long.wav"), 413)
        assert str(2 << 20) in detail
        assert list((server.data / "uploads").iterdir()) == []


class TestReading:
    def test_pages_go_back_to_the_oldest(self, server: Server) -> None:
        added = [server.talk(f"Ann: Page {n}.\n", title=f"Page {n}") for n in range(5)]
        pages: list[list[str]] = []
        cursor: dict[str, str] = {}
        while True:
            query = {"limit": "2", **cursor}
            answer = server.client.get("/api/meetings", params=query).json()
            pages.append([row["id"] for row in answer["meetings"]])
            if answer["cursor"] is None:
                break
            cursor = {"cursor": answer["cursor"]}
        listed = [meeting for page in pages for meeting in page]
        assert listed[:5] == added[::-1]
        assert len(set(listed)) == len(listed) == answer["total"]
        refused(server.client.get("/api/meetings?limit=0"), 422)
        refused(server.client.get("/api/meetings?limit=201"), 422)
        refused(server.client.get("/api/meetings?cursor=soon"), 422)

    @pytest.mark.parametrize("word", ["zebra", "ZEBRAS", "斑马"])
    def test_search_says_where(self, server: Server, word: str) -> None:
        talk = "Ann: 动物。\nBob: A zebra and zebras, 斑马跑得快。\n"
        meeting = server.talk(talk, title="At the zoo")
        found = server.client.get("/api/meetings", params={"query": word}).json()
        assert meeting in [row["id"] for row in found["meetings"]]
        row = next(row for row in found["meetings"] if row["id"] == meeting)
        hit = next(hit for hit in row["hits"] if hit["kind"] == "segment")
        assert (hit["id"], hit["start"]) == ("g2", server.minutes(meeting)["segments"][1]["start"])
        marked = "".join(hit["text"][start:end].lower() for start, end in hit["ranges"])
        assert marked in (word.lower(), "zebrazebras")

    def test_search_finds_titles_and_speakers_and_not_others(self, server: Server) -> None:
        meeting = server.talk("Wilhelmina: Hello.\n", title="Quarterly review")
        for query in ("quarterly", "wilhel", "review wilhelmina"):
            found = server.client.get("/api/meetings", params={"query": query}).json()
            assert [row["id"] for row in found["meetings"]] == [meeting]
            assert found["total"] == 1
        assert server.client.get("/api/meetings?query=nosuchword").json()["total"] == 0

    def test_rename_and_date(self, server: Server) -> None:
        meeting = server.talk()
        path = f"/api/meetings/{meeting}"
        changed = server.client.patch(path, json={"title": "  Neue Namen  ", "date": "2025-12-24"})
        assert changed.status_code == 200
        assert (changed.json()["title"], changed.json()["date"]) == ("Neue Namen", "2025-12-24")
        assert server.minutes(meeting)["meeting"]["title"] == "Neue Namen"
        refused(server.client.patch(path, json={"title": " "}), 422)
        refused(server.client.patch(path, json={"titel": "x"}), 422)
        refused(server.client.patch(path, json={"date": "soon"}), 422)
        refused(server.client.patch("/api/meetings/nosuch", json={"title": "x"}), 404)

    def test_delete_takes_files_and_rows(self, server: Server, tmp_path: Path) -> None:
        meeting = server.added(recording(tmp_path, 6.0, 350), title="Xylophone")
        folder = server.data / "meetings" / meeting
        assert folder.is_dir()
        assert server.client.delete(f"/api/meetings/{meeting}").status_code == 204
        assert not folder.exists()
        for path in ("", "/minutes", "/audio", "/waveform", "/export?format=md"):
            refused(server.client.get(f"/api/meetings/{meeting}{path}"), 404)
        refused(server.client.delete(f"/api/meetings/{meeting}"), 404)
        assert server.client.get("/api/meetings?query=xylophone").json()["total"] == 0

    def test_what_the_server_can_do(self, server: Server) -> None:
        about = server.client.get("/api/about").json()
        assert about["pipelines"] == list(CONFIG["pipelines"])
        assert about["languages"] == ["auto", "en", "zh"]
        assert about["max_upload"] == 2 << 20
        formats = "json md docx pdf html txt srt vtt csv ics opml mindmap"
        assert {each["name"] for each in about["formats"]} == set(formats.split())
