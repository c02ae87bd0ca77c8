"""Progress on stderr: a bar for each stage in a terminal, else a line for each that ends."""

from __future__ import annotations

import time
from collections.abc import Sequence

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from assistant.meetings import Input
from assistant.runner import Event
from assistant.runner import Progress as StageProgressed


class StageProgress:
    """Draws how far each stage of one run is."""

    def __init__(self, given: Input, stages: Sequence[str]) -> None:
        self._console = Console(stderr=True)
        self._total = given.meeting.duration
        self._started = time.monotonic()
        self._bars = Progress(
            TextColumn("{task.description:<14}"),
            BarColumn(),
            TextColumn("{task.fields[done]:>8.0f} s of audio"),
            TimeRemainingColumn(compact=True),
            console=self._console,
            disable=not self._console.is_terminal,
        )
        self._console.print(f"{given.path.name}: {_length(self._total)}", highlight=False)
        self._tasks: dict[str, TaskID] = {
            stage: self._bars.add_task(stage, total=self._total, done=0.0) for stage in stages
        }

    def __enter__(self) -> StageProgress:
        self._bars.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._bars.stop()

    def observe(self, event: Event) -> None:
        """Takes the events of a run; those of stages that the run leaves out never come."""
        if not isinstance(event, StageProgressed) or event.stage not in self._tasks:
            return
        task = self._tasks[event.stage]
        position = min(event.position, 0.99 * (self._total or event.position))
        self._bars.update(task, completed=position, done=position)
        if event.done:
            total = self._total or event.position or 1.0
            self._bars.update(task, total=total, completed=total, done=total)
            if not self._console.is_terminal:
                passed = time.monotonic() - self._started
                self._console.print(
                    f"  {event.stage} done at {passed:.1f} s, {event.seconds:.1f} s of work",
                    highlight=False,
                )


def _length(seconds: float | None) -> str:
    if seconds is None:
        return "length unknown"
    return f"{int(seconds) // 60} min {int(seconds) % 60} s"
