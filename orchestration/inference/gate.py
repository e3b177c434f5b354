"""Lets requests share an engine, and those that may have crashed it use it one at a time."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

LOOK_EVERY_S = 0.05


class Gate:
    """Many pass at once; a suspect passes alone, before anybody new, the most urgent first."""

    def __init__(self) -> None:
        """Start open."""
        self._condition = threading.Condition()
        self._inside = 0
        self._line: list[tuple[int, int]] = []
        self._numbers = itertools.count()

    @property
    def suspects(self) -> int:
        """Return how many wait to pass alone, or do."""
        return len(self._line)

    @contextmanager
    def shared(self, look: Callable[[], None]) -> Iterator[None]:
        """Be inside beside others.

        Args:
            look: Called every 50 ms while waiting; what it raises ends the wait.
        """
        with self._condition:
            while self.suspects:
                self._wait(look)
            self._inside += 1
        try:
            yield
        finally:
            self._left()

    @contextmanager
    def alone(self, look: Callable[[], None], priority: int = 0) -> Iterator[None]:
        """Be inside with nobody else.

        Args:
            look: As above.
            priority: A higher number goes first.
        """
        me = (-priority, next(self._numbers))
        with self._condition:
            self._line.append(me)
            try:
                while self._inside or min(self._line) != me:
                    self._wait(look)
            except BaseException:
                self._line.remove(me)
                self._condition.notify_all()
                raise
            self._inside += 1
        try:
            yield
        finally:
            with self._condition:
                self._line.remove(me)
            self._left()

    def _wait(self, look: Callable[[], None]) -> None:
        """Sleep for a moment; called with the condition held, which `look` does not need."""
        self._condition.wait(LOOK_EVERY_S)
        self._condition.release()
        try:
            look()
        finally:
            self._condition.acquire()

    def _left(self) -> None:
        with self._condition:
            self._inside -= 1
            self._condition.notify_all()
