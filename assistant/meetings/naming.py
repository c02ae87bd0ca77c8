"""A person's word on what a speaker is called: a name given, a name refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from assistant.store import Overlay, Put, Stored
from assistant.types import ActionItem, Speaker


def named(known: Stored, name: str | None) -> Overlay:
    """Gives a speaker a name; one that was refused before is so no more."""
    fields: dict[str, Any] = {"name": name}
    before = _refused(known)
    left = [each for each in before if name is None or each.casefold() != name.casefold()]
    if left != before:
        fields["refused"] = left
    return Overlay("speaker", known.id, fields)


def refused(speaker: str, known: Stored | None, name: str) -> Overlay:
    """Keeps a name from a speaker, and takes it off who has it."""
    before = _refused(known)
    fields: dict[str, Any] = {"refused": before, "removed": False}
    if name.casefold() not in {each.casefold() for each in before}:
        fields["refused"] = [*before, name]
    # A name of the machine's own goes by the refusal; only a person's has to be taken off.
    if known and "name" in known.edited and _is_called(known, name):
        fields["name"] = None
    return Overlay("speaker", speaker, fields)


def handed(
    items: Iterable[Stored], name: str, speaker: str
) -> tuple[tuple[Overlay, ...], tuple[Put, ...]]:
    """What belongs to somebody of that name, given to the speaker who turns out to be them.

    What the machine wrote stays the machine's; what a person said of it is theirs.
    """
    overlays: list[Overlay] = []
    follows: list[Put] = []
    for stored in items:
        item, written = stored.record, stored.machine
        if not isinstance(item, ActionItem) or (item.owner or "").casefold() != name.casefold():
            continue
        if "owner" in stored.edited or not isinstance(written, ActionItem) or stored.node is None:
            overlays.append(Overlay(stored.kind, stored.id, {"owner": speaker}))
        else:
            follows.append(Put(replace(written, owner=speaker), stored.node, stored.run))
    return tuple(overlays), tuple(follows)


def _is_called(known: Stored, name: str) -> bool:
    record = known.record
    return isinstance(record, Speaker) and (record.name or "").casefold() == name.casefold()


def _refused(known: Stored | None) -> list[str]:
    record = known.record if known else None
    return list(record.refused) if isinstance(record, Speaker) else []
