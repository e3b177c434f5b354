"""The cache of answers as calls of models see it: coroutines over a few threads of their own.

Each thread keeps one database connection. What fails here never fails a call: `AnswerCache` is
asked with patience of its own, and a model answers where the cache does not.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Final, TypeVar
from uuid import UUID

from django.db import Error, InterfaceError, OperationalError, connection

from orchestration.cache import shelf
from orchestration.cache.counting import Counts, write
from orchestration.cache.errors import CacheUnavailable
from orchestration.cache.pruning import trim
from orchestration.calls.caching import Invalidation, Keeping, Kept, Seen

log = logging.getLogger(__name__)

T = TypeVar("T")
_TRIMMED_EVERY: Final = 64
"""So many answers of a tenant may be kept by one process before its bounds are looked at."""


class PostgresAnswers:
    """Keeps answers in Postgres: `AnswerCache`. Belongs to one event loop; close it at its end.

    Args:
        threads: How many, and how many connections.
        waiting: Most requests that wait for a thread; beyond it the cache is passed by.
        flush_s: How long counts are gathered before they are written, in seconds.
    """

    def __init__(self, threads: int = 2, waiting: int = 500, flush_s: float = 1.0) -> None:
        self._threads = ThreadPoolExecutor(threads, "cache")
        self._number = threads
        self._waiting = waiting
        self._flush_s = flush_s
        self._asked = 0
        self._counts = Counts()
        self._kept: Counter[UUID] = Counter()
        self._flushing: asyncio.Task[None] | None = None
        self._flushes: set[asyncio.Task[None]] = set()

    async def get(self, tenant_id: UUID, key: str, *, max_age_s: float | None) -> Kept | None:
        """Return the answer to the very request.

        Raises:
            CacheUnavailable: The database does not answer, or too many wait for it.
        """
        return await self.run(partial(shelf.get, tenant_id, key, max_age_s))

    async def near(
        self,
        tenant_id: UUID,
        near_key: str,
        vector: Sequence[float],
        *,
        threshold: float,
        max_age_s: float | None,
    ) -> Kept | None:
        """Return the answer to the most similar question; raises as `get` does."""
        return await self.run(
            partial(
                shelf.near, tenant_id, near_key, vector, threshold=threshold, max_age_s=max_age_s
            )
        )

    async def put(self, keeping: Keeping) -> None:
        """Keep an answer, and now and then look at the tenant's bounds; raises as `get` does."""
        await self.run(partial(shelf.put, keeping))
        self._kept[keeping.tenant_id] += 1
        if self._kept[keeping.tenant_id] >= _TRIMMED_EVERY:
            del self._kept[keeping.tenant_id]
            await self.run(partial(trim, keeping.tenant_id))

    async def invalidate(self, wanted: Invalidation) -> int:
        """Forget answers; return how many; raises as `get` does."""
        return await self.run(partial(shelf.invalidate, wanted))

    def count(self, seen: Seen) -> None:
        """Count a request; it is written within a second or so, with others."""
        self._counts.add(seen)
        if self._flushing is None:
            self._flushing = asyncio.create_task(self._flush(), name="write counts of the cache")
            self._flushes.add(self._flushing)
            self._flushing.add_done_callback(self._flushes.discard)

    async def close(self) -> None:
        """Write what was counted, and end the threads."""
        if self._flushing is not None:
            self._flushing.cancel()
        if self._flushes:  # an earlier one may be writing yet
            await asyncio.wait(list(self._flushes))
        await self._write()
        everyone = threading.Barrier(self._number)
        for _ in range(self._number):
            self._threads.submit(_leave, everyone)
        self._threads.shutdown(wait=False)

    async def _flush(self) -> None:
        try:
            await asyncio.sleep(self._flush_s)
        finally:
            self._flushing = None
        await self._write()

    async def _write(self) -> None:
        try:
            await self.run(partial(write, self._counts.take()))
        except CacheUnavailable as error:
            log.warning("counts of the cache were lost", extra={"error": str(error)})

    async def run(self, job: Callable[[], T]) -> T:
        """Return what `job` returns, in a thread with a connection; it may be called twice.

        Raises:
            CacheUnavailable: The database does not answer, or too many wait for it.
        """
        if self._asked >= self._waiting:
            raise CacheUnavailable(f"{self._waiting} requests wait for it already")
        self._asked += 1
        running = asyncio.get_running_loop().run_in_executor(self._threads, _reconnecting, job)
        running.add_done_callback(self._done)
        return await running

    def _done(self, running: asyncio.Future[T]) -> None:
        self._asked -= 1
        if not running.cancelled():
            running.exception()  # of one that nobody waited for any more


def _reconnecting(job: Callable[[], T]) -> T:
    """Do it; once more on a new connection when the old one had died. Each job may be repeated.

    Raises:
        CacheUnavailable: The database does not do it.
    """
    try:
        try:
            return job()
        except (OperationalError, InterfaceError):
            connection.close()
            return job()
    except Error as error:
        connection.close()
        raise CacheUnavailable(type(error).__name__) from error


def _leave(everyone: threading.Barrier) -> None:
    """Each thread takes part once, for none goes on before the last has come."""
    connection.close()
    try:
        everyone.wait(1.0)
    except threading.BrokenBarrierError:
        return
