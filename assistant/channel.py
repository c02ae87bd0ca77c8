"""Bounded queues between the threads of stages."""

from __future__ import annotations

import threading
from collections import deque
from typing import Generic, TypeVar

from assistant.errors import Cancelled

CHANNEL_SIZE = 8

T = TypeVar("T")


class Channel(Generic[T]):
    """A bounded queue between threads that can be closed at once from either side."""

    def __init__(self, size: int) -> None:
        self._items: deque[T] = deque()
        self._size = size
        self._closed = False
        self._changed = threading.Condition()

    def put(self, item: T) -> None:
        """Waits for room. Raises Cancelled once the channel is closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or len(self._items) < self._size)
            if self._closed:
                raise Cancelled("the run was cancelled")
            self._items.append(item)
            self._changed.notify_all()

    def get(self) -> T:
        """Waits for an item. Raises Cancelled once the channel is closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or bool(self._items))
            if self._closed:
                raise Cancelled("the run was cancelled")
            item = self._items.popleft()
            self._changed.notify_all()
            return item

    def close(self) -> None:
        """Drops what is inside and wakes whoever waits."""
        with self._changed:
            self._closed = True
            self._items.clear()
            self._changed.notify_all()


class End:
    """Says that one input of a node has nothing more to give."""


END = End()
