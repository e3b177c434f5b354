"""What is read once in a while, however many ask."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Final, Generic, TypeVar

T = TypeVar("T")

FRESH_S: Final = 1.0


class Recent(Generic[T]):
    """Something that may be a second old. Belongs to one event loop.

    Args:
        read: reads it, for all who want it meanwhile: they wait for the same reading and share its
            failure, so that nobody waits longer than one reading takes. Whoever is cancelled leaves
            alone.
        fresh_s: how old it may be, where that is not a second.
    """

    def __init__(self, read: Callable[[], Awaitable[T]], fresh_s: float = FRESH_S) -> None:
        """Read nothing yet."""
        self._read = read
        self._fresh_s = fresh_s
        self._reading: asyncio.Task[tuple[T]] | None = None
        self._known: tuple[T] | None = None
        self._read_at = float("-inf")

    async def get(self) -> T:
        """Return it; errors are those of reading it."""
        known = self._fresh()
        if known is None:
            if self._reading is None:
                self._reading = asyncio.create_task(self._again())
                self._reading.add_done_callback(self._over)
            known = await asyncio.shield(self._reading)
        return known[0]

    def _fresh(self) -> tuple[T] | None:
        return self._known if time.monotonic() - self._read_at < self._fresh_s else None

    async def _again(self) -> tuple[T]:
        self._known = known = (await self._read(),)
        self._read_at = time.monotonic()
        return known

    def _over(self, reading: "asyncio.Task[tuple[T]]") -> None:
        self._reading = None
        if not reading.cancelled():
            reading.exception()  # everybody may have left before it failed
