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
        read: reads it; one of those who want it waits, the others with it.
        fresh_s: how old it may be, where that is not a second.
    """

    def __init__(self, read: Callable[[], Awaitable[T]], fresh_s: float = FRESH_S) -> None:
        """Read nothing yet."""
        self._read = read
        self._fresh_s = fresh_s
        self._lock = asyncio.Lock()
        self._known: tuple[T] | None = None
        self._read_at = float("-inf")

    async def get(self) -> T:
        """Return it; errors are those of reading it."""
        known = self._fresh()
        if known is None:
            async with self._lock:
                known = self._fresh() or await self._again()
        return known[0]

    def _fresh(self) -> tuple[T] | None:
        return self._known if time.monotonic() - self._read_at < self._fresh_s else None

    async def _again(self) -> tuple[T]:
        self._known = known = (await self._read(),)
        self._read_at = time.monotonic()
        return known
