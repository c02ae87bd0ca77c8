"""Work that takes long, done aside, so that whoever waits for it can leave at any time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator

from assistant.errors import EngineError, NoAnswer

LOOK = 0.2
"""Seconds between two looks."""

Waiting = Generator[None, None, str]
"""Yields while there is nothing, and returns what there is in the end."""


class _Aside(threading.Thread):
    """The work; its thread ends with the process, whatever it is at."""

    def __init__(self, work: Callable[[threading.Event], str]) -> None:
        super().__init__(name="language model", daemon=True)
        self._work = work
        self.left = threading.Event()
        self.text: str | None = None
        self.error: EngineError | None = None

    def run(self) -> None:
        """Does it."""
        try:
            self.text = self._work(self.left)
        except EngineError as error:
            self.error = error


def waiting(work: Callable[[threading.Event], str], seconds: float, late: NoAnswer) -> Waiting:
    """What `work` gives. Its event is set once nobody waits for it any more.

    Raises EngineError: as `work` does, and `late` after so many seconds.
    """
    aside = _Aside(work)
    deadline = time.monotonic() + seconds
    aside.start()
    try:
        while aside.is_alive():
            aside.join(min(LOOK, max(0.0, deadline - time.monotonic())))
            if aside.is_alive():
                if time.monotonic() >= deadline:
                    raise late
                yield
    finally:
        aside.left.set()
    if aside.error is not None:
        raise aside.error
    if aside.text is None:
        raise NoAnswer("the language model broke down: the log says why")
    return aside.text
