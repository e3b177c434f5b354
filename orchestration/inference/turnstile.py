"""Lets one caller through at a time: the most urgent first, then the oldest."""

from __future__ import annotations

import heapq
import itertools
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

LOOK_EVERY_S = 0.05


class Turnstile:
    """A lock that knows priorities."""

    def __init__(self) -> None:
        """Start open."""
        self._condition = threading.Condition()
        self._waiting: list[tuple[int, int]] = []
        self._arrivals = itertools.count()
        self._busy = False

    @property
    def waiting(self) -> int:
        """Return how many wait for their turn."""
        with self._condition:
            return len(self._waiting)

    @contextmanager
    def turn(self, priority: int, look: Callable[[], None]) -> Iterator[None]:
        """Hold the turnstile for the block's duration.

        Args:
            priority: A higher number goes first.
            look: Called every 50 ms while waiting; what it raises ends the wait.
        """
        place = (-priority, next(self._arrivals))
        self._queue(place, look)
        try:
            yield
        finally:
            with self._condition:
                self._busy = False
                self._condition.notify_all()

    def _queue(self, place: tuple[int, int], look: Callable[[], None]) -> None:
        with self._condition:
            heapq.heappush(self._waiting, place)
        try:
            while not self._entered(place):
                look()
        except BaseException:
            self._leave(place)
            raise

    def _entered(self, place: tuple[int, int]) -> bool:
        with self._condition:
            if not self._next(place):
                self._condition.wait(LOOK_EVERY_S)
            if not self._next(place):
                return False
            heapq.heappop(self._waiting)
            self._busy = True
            return True

    def _next(self, place: tuple[int, int]) -> bool:
        return not self._busy and self._waiting[0] == place

    def _leave(self, place: tuple[int, int]) -> None:
        with self._condition:
            self._waiting.remove(place)
            heapq.heapify(self._waiting)
            self._condition.notify_all()
