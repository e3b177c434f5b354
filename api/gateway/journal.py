"""Writes calls that passed straight through down as tasks, in groups, behind the clients' backs."""

import asyncio
import logging
import queue
import threading
import time
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future
from typing import Final

from django.db import Error, connection

from api.rest.errors import Unreachable
from tasks.services.journal import Entry, journal

log = logging.getLogger(__name__)

_GATHER_S: Final = 0.02
"""How long entries gather while nobody waits for them: groups cost less than each by itself."""
_PAUSE_S: Final = 0.5
"""How long entries rest that the database did not take."""


class Journal:
    """One thread and its line.

    Args:
        most: largest group.
        waiting: most entries in line; beyond it nothing more is let in.
    """

    def __init__(self, *, most: int = 100, waiting: int = 5_000) -> None:
        """Start the thread with the first entry."""
        self._most, self._waiting = most, waiting
        self._line: queue.SimpleQueue[tuple[Entry, float] | None] = queue.SimpleQueue()
        self._kept: deque[tuple[Entry, float]] = deque()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._noted = self._written = 0
        self._waiters: list[tuple[int, Future[None]]] = []
        self._hurry = threading.Event()

    def check(self) -> None:
        """Refuse new calls while too many wait to be written down.

        Raises:
            Unreachable: the database does not keep up.
        """
        if self._line.qsize() + len(self._kept) >= self._waiting:
            raise Unreachable(
                f"{self._waiting} calls wait to be written down already.",
                mend="Try again, as Retry-After says.",
            )

    def note(self, entry: Entry) -> None:
        """Hand over what has just ended; it is written within milliseconds."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
            self._thread.start()
        with self._lock:
            self._noted += 1
        self._line.put((entry, time.monotonic()))

    async def written(self, timeout_s: float) -> bool:
        """Wait until all that was handed over so far is written; False when the time is over."""
        done: Future[None] = Future()
        with self._lock:
            if self._written >= self._noted:
                return True
            self._waiters.append((self._noted, done))
        self._hurry.set()
        ended, _ = await asyncio.wait([asyncio.wrap_future(done)], timeout=timeout_s)
        return bool(ended)

    def close(self, timeout_s: float = 5.0) -> None:
        """Write what was handed over, then end the thread."""
        if self._thread is not None:
            self._line.put(None)
            self._hurry.set()
            self._thread.join(timeout_s)

    def _run(self) -> None:
        going = True
        while going:
            going = self._gather()
            self._write()
        if self._kept:
            log.error("calls were not written down as tasks", extra={"count": len(self._kept)})
        connection.close()

    def _gather(self) -> bool:
        """Wait for an entry, and take what else is there; return whether to go on."""
        try:
            found = self._line.get(timeout=_PAUSE_S if self._kept else None)
            if found is not None:
                self._hurry.wait(_GATHER_S)
            self._hurry.clear()  # before the line is emptied, so that nobody is overlooked
            while found is not None:
                self._kept.append(found)
                if len(self._kept) >= self._most:
                    return True
                found = self._line.get_nowait()
        except queue.Empty:
            return True
        return False

    def _write(self) -> None:
        """Write what is kept; without the database it is kept for later."""
        while self._kept:
            group = [self._kept[at] for at in range(min(self._most, len(self._kept)))]
            now = time.monotonic()
            try:
                _journal([entry.later(now - noted) for entry, noted in group])
            except Error as error:
                connection.close()
                log.warning("the journal waits for the database", extra={"error": repr(error)})
                return
            for _ in group:
                self._kept.popleft()
            self._tell(len(group))

    def _tell(self, count: int) -> None:
        """Let those go on who wait for what is written now."""
        with self._lock:
            self._written += count
            reached = [each for each in self._waiters if each[0] <= self._written]
            self._waiters = [each for each in self._waiters if each[0] > self._written]
        for _, done in reached:
            if done.set_running_or_notify_cancel():
                done.set_result(None)


def _journal(entries: Sequence[Entry]) -> None:
    """Write calls down; one that meets what nobody foresaw is given up, and harms no other.

    Raises:
        Error: the database does not take them now; calling again is safe.
    """
    try:
        journal(entries)
    except Error:
        raise
    except Exception:
        # Whatever it is, the thread must live on: without it no call becomes a task any more.
        if len(entries) == 1:
            log.exception("a call is not written down", extra={"task": str(entries[0].task_id)})
            return
        middle = len(entries) // 2
        _journal(entries[:middle])
        _journal(entries[middle:])
