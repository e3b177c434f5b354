"""Streams of others that show that they are alive."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator

from api.gateway.openai.ports import Alive, Item
from orchestration.providers.chat import StreamItem
from orchestration.providers.stopping import see_through


async def with_pulse(
    items: AsyncIterator[StreamItem], heartbeat_s: float
) -> AsyncGenerator[Item, None]:
    """Yield what comes, and `Alive` whenever nothing came for a while; errors are those of `items`.

    The wait for an item goes on through that: it is one step of `items`, which would be broken off
    if it were begun anew. When this is closed, that step has ended, so that `items` can be closed.
    """
    step: asyncio.Task[StreamItem | None] | None = None
    try:
        while True:
            step = asyncio.create_task(_next(items))
            while not (await asyncio.wait([step], timeout=heartbeat_s))[0]:
                yield Alive()
            item = step.result()
            if item is None:
                return
            yield item
    finally:
        if step is not None and not step.done():
            step.cancel()
            await see_through(_ended(step))


async def _next(items: AsyncIterator[StreamItem]) -> StreamItem | None:
    return await anext(items, None)


async def _ended(step: "asyncio.Task[StreamItem | None]") -> None:
    await asyncio.wait([step])
    if not step.cancelled():
        step.exception()  # nobody is there to be told
