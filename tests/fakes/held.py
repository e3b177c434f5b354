"""A way of the fake provider to serve that stops in the midst of an answer until it may go on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from tests.fakes.provider import EVENTS, Exchange


class Held:
    """Streams the beginning of each answer, then waits until `release`, or until its client goes.

    Attributes:
        begun: How many answers were begun.
        left: How many clients went while they were held.
        held: Tells whether a request is to be held; all are by default.
    """

    def __init__(self, pieces: int = 3) -> None:
        self.begun = 0
        self.left = 0
        self.held: Callable[[Exchange], bool] = lambda _: True
        self._pieces = pieces
        self._broken = False
        self._go_on = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def break_off(self) -> None:
        """Close the connections of what is held, and hold nothing any more."""
        self._broken = True
        self.release()

    def release(self) -> None:
        """Go on with what is held, and hold nothing any more."""
        if self._loop is None:
            self._go_on.set()
        else:
            self._loop.call_soon_threadsafe(self._go_on.set)

    async def __call__(self, exchange: Exchange) -> None:
        self._loop = asyncio.get_running_loop()
        events = exchange.speech.events(exchange.body)
        await exchange.head(200, EVENTS)
        for event in events[: self._pieces]:
            await exchange.chunk(event)
        self.begun += 1
        if self.held(exchange) and not await self._may_go_on(exchange):
            self.left += 1
            return
        if self._broken:
            exchange.writer.close()
            return
        for event in events[self._pieces :]:
            await exchange.chunk(event)
        await exchange.end()

    async def _may_go_on(self, exchange: Exchange) -> bool:
        """Wait; return False when the client has gone before."""
        going, gone = (
            asyncio.ensure_future(self._go_on.wait()),
            asyncio.ensure_future(exchange.left()),
        )
        try:
            await asyncio.wait({going, gone}, return_when=asyncio.FIRST_COMPLETED)
            return going.done()
        finally:
            going.cancel()
            gone.cancel()
