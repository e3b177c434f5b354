"""What is read at most once a second, however many threads of a process ask."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Final, Generic, TypeVar

T = TypeVar("T")

FRESH_S: Final = 1.0


class Recent(Generic[T]):
    """Something that may be a second old, or as old as reading it takes. Thread-safe.

    Args:
        read: Reads it, for all who want it meanwhile: they wait for the same reading and share its
            failure, so that nobody waits longer than one reading takes. After `forget` it may be
            called while an earlier call is still under way.
    """

    def __init__(self, read: Callable[[], T]) -> None:
        """Read nothing yet."""
        self._read = read
        self._lock = threading.Lock()
        self._latest: Future[T] | None = None
        self._begun_at = 0.0

    def get(self) -> T:
        """Return it; errors are those of reading it."""
        now = time.monotonic()
        with self._lock:
            reading = self._latest
            if reading is not None and (not reading.done() or now - self._begun_at <= FRESH_S):
                mine = False
            else:
                mine, reading = True, Future[T]()
                self._latest, self._begun_at = reading, now
        if mine:
            self._carry_out(reading)
        return reading.result()

    def forget(self) -> None:
        """Read it anew next time, even where a reading is under way: that serves who waits for it
        already, and nobody else."""
        with self._lock:
            self._latest = None

    def _carry_out(self, reading: Future[T]) -> None:
        try:
            reading.set_result(self._read())
        except BaseException as error:
            self._drop(reading)  # first: who comes now must not find a failure
            reading.set_exception(error)

    def _drop(self, reading: Future[T]) -> None:
        with self._lock:
            if self._latest is reading:
                self._latest = None
