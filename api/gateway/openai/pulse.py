"""Streams of others that show that they are alive."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Final

from api.gateway.openai.ports import Alive, Item
from orchestration.providers.chat import StreamItem
from orchestration.providers.stopping import see_through

_AHEAD: Final = 64
"""Items that are read before somebody takes them."""


async def with_pulse(
    items: AsyncIterator[StreamItem], heartbeat_s: float
) -> AsyncGenerator[Item, None]:
    """Yield what comes, and `Alive` whenever nothing came for a while; errors are those of `items`.

    One task reads all items, so that a wait for one goes on while `Alive` is told. When this is
    closed that task has ended, so that `items` can be closed.
    """
    came = _Came(heartbeat_s)
    reading = asyncio.create_task(came.read(items))
    try:
        while (item := await came.next()) is not None:
            yield item
        await reading
    finally:
        came.stop()
        reading.cancel()
        await see_through(_ended(reading))


class _Came:
    """What was read and is not yet taken."""

    def __init__(self, heartbeat_s: float) -> None:
        self._items: asyncio.Queue[Item | None] = asyncio.Queue(_AHEAD)
        self._loop = asyncio.get_running_loop()
        self._heartbeat_s = heartbeat_s
        self._last = self._loop.time()
        self._timer = self._loop.call_later(heartbeat_s, self._look)

    async def read(self, items: AsyncIterator[StreamItem]) -> None:
        """Take in all items, then None, whether or not they end well."""
        try:
            async for item in items:
                await self._items.put(item)
                self._last = self._loop.time()
        finally:
            await self._items.put(None)

    async def next(self) -> Item | None:
        """Return what came next."""
        return self._items.get_nowait() if self._items.qsize() else await self._items.get()

    def stop(self) -> None:
        """Tell no more that anything is alive; nobody takes what is left."""
        self._timer.cancel()
        while self._items.qsize():
            self._items.get_nowait()

    def _look(self) -> None:
        """Tell a silence that has lasted for a heartbeat, and look again when the next one may."""
        now = self._loop.time()
        if now - self._last >= self._heartbeat_s and not self._items.qsize():
            self._items.put_nowait(Alive())
            self._last = now
        self._timer = self._loop.call_at(self._last + self._heartbeat_s, self._look)


async def _ended(task: "asyncio.Task[None]") -> None:
    await asyncio.wait([task])
    if not task.cancelled():
        task.exception()  # nobody is there to be told
