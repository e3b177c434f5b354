"""Tells those who wait that the engine is alive, also while native code keeps its thread.

A pass over one long text takes minutes on a CPU, and so does a load; neither is a reason to give
up a lease, or to end the process because somebody left. What takes longer than `LIMIT_S` hangs:
then no more signs of life are given, and whoever waits ends the process.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from orchestration.inference.messages import Moved

PULSE_S = 0.5
LIMIT_S = 900.0


class Pulse:
    """The requests that are not answered yet, and what is under way; safe for threads.

    Args:
        send: Takes a message for the parent.
        clock: Tells the time, in seconds.
    """

    def __init__(
        self, send: Callable[[Moved], None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._send = send
        self._clock = clock
        self._lock = threading.Lock()
        self._open: set[int] = set()
        self._began: dict[object, float] = {}

    def start(self) -> None:
        """Begin to beat, until the process ends."""
        threading.Thread(target=self._run, name="pulse", daemon=True).start()

    def opened(self, number: int) -> None:
        """Note that a request came."""
        with self._lock:
            self._open.add(number)

    def closed(self, number: int) -> None:
        """Note that it was answered."""
        with self._lock:
            self._open.discard(number)

    @contextmanager
    def during(self) -> Iterator[None]:
        """Note that something is under way until the block ends."""
        work = object()
        with self._lock:
            self._began[work] = self._clock()
        try:
            yield
        finally:
            with self._lock:
                del self._began[work]

    def beat(self) -> None:
        """Tell everybody once, unless something hangs."""
        with self._lock:
            oldest = min(self._began.values(), default=None)
            everybody = tuple(self._open)
        if everybody and (oldest is None or self._clock() - oldest <= LIMIT_S):
            self._send(Moved(everybody))

    def _run(self) -> None:
        pause = threading.Event()
        while not pause.wait(PULSE_S):
            self.beat()
