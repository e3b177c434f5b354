"""Lets requests share an engine, and those that may have crashed it use it one at a time."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

LOOK_EVERY_S = 0.05
Turn: TypeAlias = tuple[int, int]
"""A suspect's place in the line; the smallest is the next."""


class Gate:
    """Many pass at once; a suspect passes alone, before anybody new, the most urgent first.

    Whoever met a crash joins the line of suspects while it is still inside, and the gate is shut
    from the crash on: so nobody new comes in between the crash and the suspects' turns.
    """

    def __init__(self) -> None:
        """Start open."""
        self._condition = threading.Condition()
        self._inside = 0
        self._shut = False
        self._line: list[Turn] = []
        self._numbers = itertools.count()

    @property
    def suspects(self) -> int:
        """Return how many wait to pass alone, or do."""
        return len(self._line)

    @property
    def is_shut(self) -> bool:
        """Whether those inside have met a crash and are about to leave."""
        return self._shut

    def shut(self) -> None:
        """Let nobody new in until all who are inside have left."""
        with self._condition:
            self._shut = self._inside > 0

    def join(self, priority: int = 0) -> Turn:
        """Join the line of suspects, for `alone`; whoever is inside does so before it leaves.

        Args:
            priority: A higher number goes first.
        """
        with self._condition:
            turn = (-priority, next(self._numbers))
            self._line.append(turn)
            return turn

    @contextmanager
    def shared(self, look: Callable[[], None]) -> Iterator[None]:
        """Be inside beside others.

        Args:
            look: Called every 50 ms while waiting; what it raises ends the wait.
        """
        with self._condition:
            while self._line or self._shut:
                self._wait(look)
            self._inside += 1
        try:
            yield
        finally:
            self._left()

    @contextmanager
    def alone(self, look: Callable[[], None], turn: Turn) -> Iterator[None]:
        """Be inside with nobody else, when it is a suspect's turn; then it is none any more.

        Args:
            look: As above.
            turn: Its place in the line.
        """
        try:
            with self._condition:
                while self._inside or min(self._line) != turn:
                    self._wait(look)
                self._inside += 1
            try:
                yield
            finally:
                self._left()
        finally:
            with self._condition:
                self._line.remove(turn)
                self._condition.notify_all()

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
            self._shut = self._shut and self._inside > 0
            self._condition.notify_all()
