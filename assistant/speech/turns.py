"""Who may use a shared model next: whoever's oldest unserved sound has waited longest."""

from __future__ import annotations

import heapq
import itertools
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """Lets so many in at a time. Across meetings this is the order in which sound came in."""

    def __init__(self, places: int = 1) -> None:
        self._changed = threading.Condition()
        self._queue: list[tuple[float, int]] = []
        self._count = itertools.count()
        self._free = places

    @contextmanager
    def turn(self, waiting: float) -> Iterator[None]:
        """Waits for its turn; `waiting` is how many seconds of sound are unserved already."""
        mine = (time.monotonic() - waiting, next(self._count))
        with self._changed:
            heapq.heappush(self._queue, mine)
            self._changed.wait_for(lambda: self._free > 0 and self._queue[0] == mine)
            heapq.heappop(self._queue)
            self._free -= 1
            self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                self._free += 1
                self._changed.notify_all()
