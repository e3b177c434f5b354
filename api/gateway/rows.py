"""Rows for coroutines: services and selectors run in a bounded number of threads.

Each thread keeps one database connection, so their number is also the number of connections. What
waits for a thread costs a future; what waits longer than `PATIENCE_S` is given up.
"""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Final, TypeVar

from django.db import connection

from api.rest.connection import reconnecting
from api.rest.errors import Unreachable

T = TypeVar("T")

PATIENCE_S: Final = 10.0
_CLOSING_S: Final = 1.0


class Rows:
    """The threads that touch the database."""

    def __init__(self, threads: int) -> None:
        """Start no thread yet; the first jobs do."""
        self._threads = threads
        self._pool = ThreadPoolExecutor(threads, "rows")

    async def read(self, job: Callable[[], T]) -> T:
        """Return what `job` returns; it is called again when its connection had died.

        Raises:
            Unreachable: the database does not answer in time.
            Exception: whatever `job` raises.
        """
        return await self._run(partial(reconnecting, job))

    async def write(self, job: Callable[[], T]) -> T:
        """Return what `job` returns; it is called once, on a connection that has just answered.

        Raises:
            Unreachable: the database does not answer in time; the job may still be carried out.
            Exception: whatever `job` raises.
        """
        return await self._run(partial(_on_a_live_connection, job))

    async def _run(self, job: Callable[[], T]) -> T:
        running = asyncio.get_running_loop().run_in_executor(self._pool, job)
        done, _ = await asyncio.wait([running], timeout=PATIENCE_S)
        if not done:
            running.cancel()
            raise Unreachable(
                f"The database has not answered within {PATIENCE_S:g} s.",
                mend="Try again, as Retry-After says.",
            )
        return running.result()

    def close(self) -> None:
        """Close each thread's connection and end the threads; those that hang are left behind."""
        everyone = threading.Barrier(self._threads)
        for _ in range(self._threads):
            self._pool.submit(_close_when_all_are_here, everyone)
        self._pool.shutdown(wait=False)


def _on_a_live_connection(job: Callable[[], T]) -> T:
    """What writes cannot be repeated blindly, so an idle connection is tried out first."""
    if connection.connection is not None and not connection.is_usable():
        connection.close()
    return job()


def _close_when_all_are_here(everyone: threading.Barrier) -> None:
    """Each thread takes part once, for none goes on before the last has come."""
    connection.close()
    try:
        everyone.wait(_CLOSING_S)
    except threading.BrokenBarrierError:
        return
