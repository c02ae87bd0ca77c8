"""Lines of minutes that wait for somebody to decide, as they are kept."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter

from assistant.meetings.receipts import LINES
from assistant.store import Store
from assistant.store.records import TYPES, key_of
from assistant.types import Record, StageRun

_STAGES = TypeAdapter(tuple[StageRun, ...])
_RECORDS: dict[str, TypeAdapter[Any]] = {kind: TypeAdapter(TYPES[kind]) for kind in LINES}


@dataclass(slots=True)
class Draft:
    """Lines that were written, each with its node; what is to be told of them; how it went.

    `read` is the event after which the text was read.
    """

    lines: list[tuple[str, Record]] = field(default_factory=list)
    notices: dict[str, tuple[str, ...]] = field(default_factory=dict)
    stages: tuple[StageRun, ...] = ()
    read: int = 0

    def dump(self) -> bytes:
        """As it is kept."""
        written = []
        for node, record in self.lines:
            kind, _ = key_of(record)
            written.append([node, kind, _RECORDS[kind].dump_python(record, mode="json")])
        stages = _STAGES.dump_python(self.stages, mode="json")
        document = {
            "lines": written,
            "notices": self.notices,
            "stages": stages,
            "read": self.read,
        }
        return json.dumps(document, ensure_ascii=False).encode()

    @classmethod
    def load(cls, data: bytes) -> Draft:
        """What `dump` made."""
        document = json.loads(data)
        return cls(
            [(n, _RECORDS[kind].validate_python(r)) for n, kind, r in document["lines"]],
            {node: tuple(told) for node, told in document["notices"].items()},
            _STAGES.validate_python(document["stages"]),
            document["read"],
        )


def read_at(store: Store, meeting: str) -> int:
    """The event after which the text was read that the minutes are of, 0 where there are none."""
    written = store.last(meeting, "minutes")
    return int(json.loads(written.text).get("read", written.seq)) if written else 0
