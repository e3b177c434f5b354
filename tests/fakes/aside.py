"""Fake providers beside a test that waits for nothing: in a thread with a loop of its own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager

from tests.fakes.provider import FakeProvider


@contextmanager
def providers_aside(count: int) -> Iterator[list[FakeProvider]]:
    """Give fake providers that serve until the block is left."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="fake providers")
    thread.start()
    stack = AsyncExitStack()
    made = [FakeProvider() for _ in range(count)]

    async def begin() -> None:
        for each in made:
            await stack.enter_async_context(each.running())

    try:
        asyncio.run_coroutine_threadsafe(begin(), loop).result(10)
        yield made
    finally:
        asyncio.run_coroutine_threadsafe(stack.aclose(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
