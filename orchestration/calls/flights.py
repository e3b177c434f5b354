"""Single flight: of equal calls that are under way at the same time, one is made.

A flight belongs to all who wait for it. Whoever goes away leaves the others where they are, the
one who began it too; when the last one goes it is cancelled. When it fails, the one who began it
is told; of the others one asks anew and the rest wait for that.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from orchestration.providers.stopping import see_through

T = TypeVar("T")


@dataclass(slots=True)
class _Flight(Generic[T]):
    task: asyncio.Task[T]
    waiting: int = 0


class Flights(Generic[T]):
    """What is under way. Belongs to one event loop."""

    def __init__(self) -> None:
        """Begin with nothing under way."""
        self._under_way: dict[Hashable, _Flight[T]] = {}

    async def ride(
        self, key: Hashable, begin: Callable[[], Coroutine[Any, Any, T]], until: float
    ) -> tuple[T, bool]:
        """Return what a flight brings, and whether it was begun for this caller.

        Args:
            key: Calls of one key are equal.
            begin: Makes the call; it has an end of its own.
            until: How long somebody else's is waited for, on the event loop's clock.

        Raises:
            TimeoutError: Somebody else's took too long.
            SwitchyardError: Whatever the call raises.
        """
        while True:
            flight = self._under_way.get(key)
            led = flight is None
            if flight is None:
                flight = self._begin(key, begin)
            await self._wait(key, flight, None if led else until)
            if led or (not flight.task.cancelled() and flight.task.exception() is None):
                return flight.task.result(), led

    def _begin(self, key: Hashable, begin: Callable[[], Coroutine[Any, Any, T]]) -> _Flight[T]:
        flight = _Flight(asyncio.create_task(begin(), name="call for all who ask the same"))
        self._under_way[key] = flight
        flight.task.add_done_callback(lambda _: self._forget(key, flight))
        return flight

    def _forget(self, key: Hashable, flight: _Flight[T]) -> None:
        if self._under_way.get(key) is flight:
            del self._under_way[key]

    async def _wait(self, key: Hashable, flight: _Flight[T], until: float | None) -> None:
        """Wait until it has landed; whoever goes away last cancels it, and sees that through."""
        flight.waiting += 1
        try:
            async with asyncio.timeout_at(until):
                await asyncio.wait([flight.task])
        finally:
            flight.waiting -= 1
            if not flight.waiting and not flight.task.done():
                self._forget(key, flight)
                flight.task.cancel()
                await see_through(_landed(flight.task))
            if flight.task.done() and not flight.task.cancelled():
                flight.task.exception()  # told to whoever waits, if anybody does


async def _landed(task: asyncio.Task[Any]) -> None:
    await asyncio.wait([task])
