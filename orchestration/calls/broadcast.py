"""One stream for several readers, each at a pace of its own.

It is read by a task of its own, which runs ahead of the swiftest reader by a few items only, and
ends with the last reader. What was said is kept for readers who come late, until that is more than
a certain size; from then on nobody can join, and what everybody has read is let go. So a broadcast
keeps a bounded number of bytes, whatever its readers do.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Final

from orchestration.providers.chat import Delta, StreamItem
from orchestration.providers.stopping import see_through

AHEAD: Final = 64
"""Most items that are read before anybody wants them."""
MOST_BYTES: Final = 1024 * 1024
"""Most that is kept, about."""
_ITEM_BYTES: Final = 200


class Broadcast:
    """A stream under way. Belongs to one event loop.

    Args:
        source: What is read; it is closed in the end.
        most_bytes: Most that is kept, about.
    """

    def __init__(
        self, source: AsyncGenerator[StreamItem, None], most_bytes: int = MOST_BYTES
    ) -> None:
        self._source = source
        self._most = most_bytes
        self._items: deque[tuple[StreamItem, int]] = deque()
        self._gone = 0
        self._size = 0
        self._open = True
        self._over = False
        self._error: Exception | None = None
        self._readers: dict[object, int] = {}
        self._news, self._room = asyncio.Event(), asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    @property
    def joinable(self) -> bool:
        """Whether another reader can have it from its beginning, and need not fear its error."""
        return self._open and self._error is None and self.wanted

    @property
    def wanted(self) -> bool:
        """Whether anybody reads it."""
        return bool(self._readers)

    async def read(self) -> AsyncGenerator[StreamItem, None]:
        """Yield all items from the first on; close it when it is not read to its end.

        Raises:
            Exception: What the source raised, after the items before it.
        """
        reader = object()
        self._readers[reader] = 0
        if self._task is None:
            self._task = asyncio.create_task(self._pump(), name="stream for all who ask the same")
        try:
            while await self._more(reader):
                item = self._items[self._readers[reader] - self._gone][0]
                self._readers[reader] += 1
                self._trim()
                yield item
            if self._error is not None:
                raise self._error
        finally:
            await self._leave(reader)

    async def _more(self, reader: object) -> bool:
        """Wait for an item that a reader has not had; return whether there is one."""
        while self._readers[reader] >= self._end:
            if self._over:
                return False
            self._news.clear()
            self._room.set()
            await self._news.wait()
        return True

    @property
    def _end(self) -> int:
        return self._gone + len(self._items)

    async def _pump(self) -> None:
        try:
            async with aclosing(self._source) as items:
                async for item in items:
                    self._add(item)
                    while self._full():
                        self._room.clear()
                        await self._room.wait()
        except Exception as error:  # whatever it is, readers must not take this for the end
            self._error = error
        finally:
            self._over = True
            self._news.set()

    def _add(self, item: StreamItem) -> None:
        size = _size(item)
        self._items.append((item, size))
        self._size += size
        if self._size > self._most:
            self._open = False
            self._trim()
        self._news.set()

    def _full(self) -> bool:
        swiftest = max(self._readers.values(), default=0)
        return self._end - swiftest >= AHEAD or self._size > self._most

    def _trim(self) -> None:
        """Let go what everybody has read, when nobody can come late any more."""
        if not self._open:
            slowest = min(self._readers.values(), default=self._end)
            while self._gone < slowest:
                self._size -= self._items.popleft()[1]
                self._gone += 1
        self._room.set()

    async def _leave(self, reader: object) -> None:
        """Go; the last one ends it, and sees that through."""
        del self._readers[reader]
        self._trim()
        if not self._readers and self._task is not None and not self._task.done():
            self._task.cancel()
            await see_through(_ended(self._task))


async def _ended(task: asyncio.Task[None]) -> None:
    await asyncio.wait([task])


def _size(item: StreamItem) -> int:
    if not isinstance(item, Delta):
        return _ITEM_BYTES
    said = sum(len(call.arguments) for call in item.tool_calls)
    return _ITEM_BYTES + said + len(item.text) + len(item.reasoning) + 100 * len(item.logprobs)
