"""What is read at most once a second, however many threads of a process ask."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final, Generic, TypeVar

T = TypeVar("T")

FRESH_S: Final = 1.0


class Recent(Generic[T]):
    """Something that may be a second old. Thread-safe.

    Args:
        read: Reads it; one of those who want it does, the others wait. Its errors reach who asks.
    """

    def __init__(self, read: Callable[[], T]) -> None:
        """Read nothing yet."""
        self._read = read
        self._lock = threading.Lock()
        self._known: tuple[float, T] | None = None

    def get(self) -> T:
        """Return it."""
        with self._lock:
            if self._known is None or time.monotonic() - self._known[0] > FRESH_S:
                self._known = time.monotonic(), self._read()
            return self._known[1]

    def forget(self) -> None:
        """Read it anew next time."""
        with self._lock:
            self._known = None
