"""A person's changes, as overlays over what the machine wrote. Each is one step of undo.

The labels of the steps are words for a program (`text`, `split`, `rename`, …); the page says them
in the person's language.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import TypeAdapter

from assistant.errors import Conflict, InputError, NotFound
from assistant.language.words import join, retimed, words_of
from assistant.meetings import gist
from assistant.meetings.naming import handed, named, refused
from assistant.meetings.receipts import lines, moved
from assistant.store import Overlay, Put, Store, Stored
from assistant.store.records import SUMMARY
from assistant.types import ActionItem, Segment, Speaker, Word

NEW_SPEAKER = "new"
LONGEST = 10_000
"""Characters a text may have."""

_WORDS: TypeAdapter[tuple[Word, ...]] = TypeAdapter(tuple[Word, ...])
_NUMBER = re.compile(r"[A-Za-z]*(\d+)")


@dataclass(frozen=True, slots=True)
class Edit:
    """One step: its label, its overlays, and the revisions that the person had seen.

    `follows` are the machine's own lines as they have to be after the step.
    """

    label: str
    overlays: tuple[Overlay, ...]
    seen: Mapping[tuple[str, str], int] = field(default_factory=dict)
    follows: tuple[Put, ...] = ()


class Edits:
    """Makes the steps for one meeting.

    Raises:
        NotFound: there is no such record.
        InputError: the change makes no sense.
        Conflict: a segment to be split or merged was changed since it was seen.
    """

    def __init__(self, store: Store, meeting: str) -> None:
        self._store = store
        self._meeting = meeting

    def fields(
        self, kind: str, name: str, fields: Mapping[str, Any], revision: int | None, label: str
    ) -> Edit:
        """New values for some fields of a record, taken as they are."""
        record = self._store.record(self._meeting, kind, name)
        fields = {key: _checked(value) for key, value in fields.items()}
        if "owner" in fields:
            fields = {**fields, "owner": self._owner(fields["owner"])}
        return _edit(label, [Overlay(kind, name, dict(fields))], record, revision)

    def summary(self, fields: Mapping[str, Any], revision: int | None) -> Edit:
        """Another overview, or other lines, each list given whole."""
        segments = {s.id for s in self._store.records(self._meeting, "segment", hidden=True)}
        talking = {segment.speaker for segment in self._segments() if segment.speaker}
        gist.check(fields, segments, talking | self._speakers().keys())
        return self.fields("summary", SUMMARY, fields, revision, gist.label(fields))

    def remove(self, kind: str, name: str) -> Edit:
        """Takes a record away."""
        record = self._store.record(self._meeting, kind, name)
        return _edit(f"remove_{kind}", [Overlay(kind, name, {"removed": True})], record, None)

    def segment(
        self, name: str, text: str | None, speaker: str | None, moves: bool, revision: int | None
    ) -> Edit:
        """Another text for a segment, or another speaker (`moves`), or both."""
        stored, segment = self._segment(name)
        fields: dict[str, Any] = {}
        overlays: list[Overlay] = []
        if text is not None and (said := _line(text)) != segment.text:
            words = _WORDS.dump_python(retimed(segment, said), mode="json")
            fields |= {"text": said, "words": words}
        if moves:
            if speaker == NEW_SPEAKER:
                speaker = self._free("speaker", "S")
                overlays.append(_added(Speaker(speaker)))
            elif speaker is not None:
                self._known_speaker(speaker)
            fields["speaker"] = speaker
        overlays.append(Overlay("segment", name, fields))
        return _edit("move" if moves else "text", overlays, stored, revision)

    def split(self, name: str, at: int, revision: int | None) -> Edit:
        """Two segments out of one; the second begins with the word at character `at`."""
        stored, segment = self._segment(name, revision)
        words = words_of(segment)
        first = [w for w, end in zip(words, _ends(words, segment.text), strict=True) if end <= at]
        rest = words[len(first) :]
        if not first or not rest:
            raise InputError("a segment splits between two of its words: place the cut inside")
        middle = max(word.end for word in first)
        half = {**_dump(segment), **_part(rest, rest[0].start, segment.end)}
        half["id"] = self._free("segment", f"{name}.")
        overlays = [
            Overlay("segment", name, _part(first, segment.start, middle)),
            Overlay("segment", half["id"], half),
        ]
        return _edit("split", overlays, stored, revision)

    def merge(self, name: str, revision: int | None) -> Edit:
        """A segment and the one after it as one; what rested on the second rests on both."""
        stored, segment = self._segment(name, revision)
        following = self._after(segment)
        words = (*words_of(segment), *words_of(following))
        fields = _part(words, segment.start, max(segment.end, following.end))
        # What a person added is changed in the same way as the segments, not behind their back.
        # Nor is what is hidden: an undo has to bring it back as it was.
        written = lines(self._store, self._meeting, hidden=True)
        receipts = list(moved(written, {following.id: name}))
        overlays = [
            Overlay("segment", name, fields),
            Overlay("segment", following.id, {"removed": True}),
            *(change for change in receipts if isinstance(change, Overlay)),
        ]
        edit = _edit("merge", overlays, stored, revision)
        return replace(edit, follows=tuple(c for c in receipts if isinstance(c, Put)))

    def rename(self, speaker: str, name: str | None, revision: int | None) -> Edit:
        """A name for a speaker; None takes it off. What is owned under that name is theirs."""
        self._known_speaker(speaker)
        name = _line(name) if name and name.strip() else None
        known = self._speakers().get(speaker)
        if known is None:
            edit = Edit("rename", (_added(Speaker(speaker, name)),))
        else:
            edit = _edit("rename", [named(known, name)], known, revision)
        items = self._store.records(self._meeting, "action_item")
        overlays, follows = handed(items, name, speaker) if name else ((), ())
        return replace(edit, overlays=(*edit.overlays, *overlays), follows=follows)

    def refuse(self, speaker: str, name: str, revision: int | None) -> Edit:
        """A name that the speaker does not have: it is not suggested or given again."""
        self._known_speaker(speaker)
        known = self._speakers().get(speaker)
        overlay = refused(speaker, known, _line(name))
        if known is None:
            return Edit("refuse", (overlay,))
        return _edit("refuse", [overlay], known, revision)

    def merge_speakers(self, speaker: str, into: str) -> Edit:
        """One speaker's words and tasks given to another."""
        self._known_speaker(speaker)
        self._known_speaker(into)
        if speaker == into:
            raise InputError("a speaker cannot be merged into itself: choose another")
        overlays = [
            Overlay("segment", stored.id, {"speaker": into})
            for stored in self._store.records(self._meeting, "segment")
            if isinstance(stored.record, Segment) and stored.record.speaker == speaker
        ]
        overlays += [
            Overlay("action_item", stored.id, {"owner": into})
            for stored in self._store.records(self._meeting, "action_item")
            if isinstance(stored.record, ActionItem) and stored.record.owner == speaker
        ]
        # A whole one where the machine wrote none yet: what it hears later is the other's too.
        known = {} if speaker in self._speakers() else _dump(Speaker(speaker))
        overlays.append(Overlay("speaker", speaker, {**known, "removed": True}))
        written = self._store.records(self._meeting, "summary")
        changes = list(gist.credited(written, speaker, into))
        overlays += [change for change in changes if isinstance(change, Overlay)]
        follows = tuple(change for change in changes if isinstance(change, Put))
        return Edit("merge_speakers", tuple(overlays), follows=follows)

    def add_action_item(
        self,
        task: str,
        owner: str | None,
        due: datetime.date | None,
        segments: Sequence[str],
    ) -> Edit:
        """An action item that the machine did not find."""
        for name in segments:
            self._store.record(self._meeting, "segment", name)
        item = ActionItem(
            # No prefix of a stage's, so that one that runs now cannot take the same id.
            id=self._free("action_item", "p"),
            task=_line(task),
            segments=tuple(segments),
            owner=self._owner(owner),
            due=due,
        )
        return Edit("add_action_item", (_added(item),))

    def _segment(self, name: str, seen: int | None = None) -> tuple[Stored, Segment]:
        stored = self._store.record(self._meeting, "segment", name)
        assert isinstance(stored.record, Segment)
        # What no longer fits because of it is not for the person to put right.
        if seen is not None and seen != stored.revision:
            raise Conflict(f"segment {name} was changed meanwhile: look at it again")
        if not stored.record.final:
            raise InputError("this is still being recognised: wait until it has settled")
        return stored, stored.record

    def _segments(self) -> list[Segment]:
        records = [s.record for s in self._store.records(self._meeting, "segment")]
        segments = [r for r in records if isinstance(r, Segment) and r.final]
        return sorted(segments, key=lambda segment: (segment.start, segment.end))

    def _after(self, segment: Segment) -> Segment:
        segments = self._segments()
        place = next(i for i, each in enumerate(segments) if each.id == segment.id)
        if place + 1 == len(segments):
            raise InputError("this is the last segment: there is none after it to merge with")
        return segments[place + 1]

    def _speakers(self) -> dict[str, Stored]:
        return {s.id: s for s in self._store.records(self._meeting, "speaker")}

    def _known_speaker(self, speaker: str) -> None:
        talking = {segment.speaker for segment in self._segments()}
        if speaker not in talking and speaker not in self._speakers():
            raise NotFound(f"meeting {self._meeting} has no speaker {speaker!r}")

    def _owner(self, owner: str | None) -> str | None:
        """The id of the speaker who is called so, or the name itself."""
        if owner is None or not owner.strip():
            return None
        owner = _line(owner)
        for name, stored in self._speakers().items():
            if isinstance(stored.record, Speaker) and stored.record.name == owner:
                return name
        return owner

    def _free(self, kind: str, prefix: str) -> str:
        """An id that no record has, or ever had while the machine's output stands."""
        taken = {s.id for s in self._store.records(self._meeting, kind, hidden=True)}
        if kind == "speaker":
            taken |= {segment.speaker or "" for segment in self._segments()}
        numbers = [
            int(found[1])
            for name in taken
            if name.startswith(prefix) and (found := _NUMBER.fullmatch(name.removeprefix(prefix)))
        ]
        return f"{prefix}{max(numbers, default=0) + 1}"


def _edit(label: str, overlays: Iterable[Overlay], seen: Stored, revision: int | None) -> Edit:
    known = {} if revision is None else {(seen.kind, seen.id): revision}
    return Edit(label, tuple(overlays), known)


def _added(record: Speaker | ActionItem) -> Overlay:
    kind = "speaker" if isinstance(record, Speaker) else "action_item"
    return Overlay(kind, record.id, {**_dump(record), "removed": False})


def _dump(record: Any) -> dict[str, Any]:
    document: dict[str, Any] = TypeAdapter(type(record)).dump_python(record, mode="json")
    return document


def _checked(value: Any) -> Any:
    """A value as it is, a text without the blanks around it."""
    if not isinstance(value, str):
        return value
    if len(value) > LONGEST:
        raise InputError(f"the text is longer than {LONGEST} characters: shorten it")
    return value.strip()


def _line(text: str) -> str:
    """A text on one line. Raises InputError: nothing is left of it."""
    line = " ".join(_checked(text).split())
    if not line:
        raise InputError("the text is empty: say something, or remove it")
    return line


def _part(words: Sequence[Word], start: float, end: float) -> dict[str, Any]:
    """What a segment of these words holds beside its speaker."""
    return {
        "start": start,
        "end": end,
        "text": join(words),
        "words": _WORDS.dump_python(tuple(words), mode="json"),
    }


def _ends(words: Sequence[Word], text: str) -> Iterator[int]:
    """Where in the text each word ends."""
    at = 0
    for word in words:
        found = text.find(word.text, at)
        at = (at if found < 0 else found) + len(word.text)
        yield at
