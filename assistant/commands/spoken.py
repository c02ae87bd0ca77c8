"""What is said in a live meeting, as lines on a terminal."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from typing import Any

KNOWN, UNKNOWN = 3.0, 6.0
"""Seconds of the meeting for which a line waits to be told better who spoke."""
CLEAR = "\r\x1b[2K"


class Spoken:
    """Settled text a line each, with who said it; on a terminal, what is being said below it.

    Args:
        write: takes text as it is to be shown.
        is_terminal: whether a line can be written over.
    """

    def __init__(self, write: Callable[[str], None], is_terminal: bool) -> None:
        self._write = write
        self._is_terminal = is_terminal
        self._names: dict[str, str] = {}
        self._waiting: dict[str, Mapping[str, Any]] = {}
        self._printed: set[str] = set()
        self._provisional: dict[str, Mapping[str, Any]] = {}
        self._latest = 0.0
        self._is_over = False

    def take(self, event: Mapping[str, Any]) -> None:
        """Takes an event of the meeting; what comes after its live minutes is no news."""
        if self._is_over:
            return
        match event["type"]:
            case "minutes":
                self.finish()
                return
            case "speaker":
                self._names[event["id"]] = event["name"] or ""
            case "segment":
                self._segment(event)
            case "removed" if event["kind"] == "segment":
                self._provisional.pop(event["id"], None)
                self._waiting.pop(event["id"], None)
            case _:
                return
        self._print(final=False)

    def finish(self) -> None:
        """Prints what still waits."""
        self._provisional.clear()
        self._print(final=True)
        self._is_over = True

    def _segment(self, event: Mapping[str, Any]) -> None:
        name = event["id"]
        self._latest = max(self._latest, event["end"])
        if not event["final"]:
            self._provisional[name] = event
        elif name not in self._printed:
            self._provisional.pop(name, None)
            self._waiting[name] = event

    def _print(self, final: bool) -> None:
        if self._is_terminal:
            self._write(CLEAR)
        waiting = sorted(self._waiting.values(), key=lambda event: event["start"])
        for event in waiting:
            patience = UNKNOWN if event["speaker"] is None else KNOWN
            # The newest one may still grow.
            young = event is waiting[-1] or self._latest - event["end"] < patience
            if young and not final:
                break
            self._write(f"{_clock(event['start'])}  {self._who(event)}{event['text']}\n")
            self._printed.add(event["id"])
            del self._waiting[event["id"]]
        if self._is_terminal:
            self._write(self._below())

    def _below(self) -> str:
        """The end of what is not settled, as much as a line holds."""
        events = [*self._waiting.values(), *self._provisional.values()]
        said = " ".join(e["text"] for e in sorted(events, key=lambda event: event["start"]))
        room = shutil.get_terminal_size().columns - 1
        return said if len(said) <= room else f"…{said[1 - room :]}"

    def _who(self, event: Mapping[str, Any]) -> str:
        speaker = event["speaker"]
        if speaker is None:
            return ""
        name = self._names.get(speaker) or f"Speaker {speaker.removeprefix('S')}"
        return f"{name}: "


def _clock(seconds: float) -> str:
    minutes, seconds = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"
