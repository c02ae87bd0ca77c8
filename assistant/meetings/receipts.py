"""What lines of the minutes rest on, kept true when segments come and go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from pydantic import TypeAdapter

from assistant.store import Overlay, Put, Store, Stored
from assistant.types import Record, Segment

LINES = ("chapter", "summary", "decision", "action_item")
_NOTHING: Mapping[str, Segment] = MappingProxyType({})


def lines(store: Store, meeting: str, *, hidden: bool = False) -> Iterator[Stored]:
    """Every line of a meeting's minutes."""
    for kind in LINES:
        yield from store.records(meeting, kind, hidden=hidden)


def moved(written: Iterable[Stored], names: Mapping[str, str | None]) -> Iterator[Put | Overlay]:
    """The lines that name a segment of `names`, made to name another, or None: nothing.

    What the machine wrote stays the machine's; only what a person gave is theirs.
    """
    for stored in written:
        record = stored.machine or stored.record
        document = _dump(record)
        after = _renamed(document, names)
        if stored.machine is None or stored.node is None:
            if after != document:
                yield Overlay(stored.kind, stored.id, {"segments": after["segments"]})
            continue
        if after != document:
            changed: Record = TypeAdapter(type(record)).validate_python(after)
            yield Put(changed, stored.node, stored.run)
        if given := _given(stored, names):
            yield Overlay(stored.kind, stored.id, given)


def mended(
    store: Store, meeting: str, lost: Mapping[str, Segment] = _NOTHING
) -> list[Put | Overlay]:
    """The lines that rest on segments that are no more, made to rest on what stands there now.

    `lost` are segments by their ids that the store knows no longer.
    """
    rows = store.records(meeting, "segment", hidden=True)
    segments = {s.id: s.record for s in rows if isinstance(s.record, Segment)}
    standing = [segments[s.id] for s in rows if not s.hidden and segments[s.id].final]
    there = {segment.id for segment in standing}
    known = {**lost, **segments}
    written = list(lines(store, meeting, hidden=True))
    named = {name for stored in written for name in _named(stored)}
    names = {name: _nearest(known.get(name), standing) for name in named - there}
    return list(moved(written, names))


def _nearest(gone: Segment | None, standing: Iterable[Segment]) -> str | None:
    """The segment that shares the most time with one that is gone, or else begins closest."""

    def near(segment: Segment) -> tuple[float, float]:
        assert gone is not None
        shared = min(segment.end, gone.end) - max(segment.start, gone.start)
        return max(0.0, shared), -abs(segment.start - gone.start)

    found = max(standing, key=near, default=None) if gone else None
    return found.id if found else None


def _given(stored: Stored, names: Mapping[str, str | None]) -> dict[str, Any]:
    """The lists of lines that a person gave, as far as they change."""
    given = {name: value for name, value in _dump(stored.record).items() if name in stored.edited}
    after = _renamed(given, names)
    return {name: value for name, value in after.items() if value != given[name]}


def _dump(record: Record) -> dict[str, Any]:
    document: dict[str, Any] = TypeAdapter(type(record)).dump_python(record, mode="json")
    return document


def _named(stored: Stored) -> set[str]:
    written = (stored.record,) if stored.machine is None else (stored.machine, stored.record)
    return {name for record in written for name in _names(_dump(record))}


def _names(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield from each if key == "segments" else _names(each)
    elif isinstance(value, list):
        for each in value:
            yield from _names(each)


def _renamed(value: Any, names: Mapping[str, str | None]) -> Any:
    """A document with ids in every list of segments replaced, none named twice."""
    if isinstance(value, dict):
        return {
            key: _each_once(each, names) if key == "segments" else _renamed(each, names)
            for key, each in value.items()
        }
    if isinstance(value, list):
        return [_renamed(each, names) for each in value]
    return value


def _each_once(segments: list[str], names: Mapping[str, str | None]) -> list[str]:
    changed = [names.get(name, name) for name in segments]
    return list(dict.fromkeys(name for name in changed if name is not None))
