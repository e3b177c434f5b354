"""What is written of a stream in one go."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, Self

_MOST: Final = 64 * 1024
"""Bytes that wait, before who puts more waits, too."""


class Outlet:
    """Parts of a body on their way to a client; those that come at once are sent at once.

    A server takes as long for a word as for a sentence. So each part is sent in the event loop's
    next round, with what else has come by then or while others were being sent.

    Args:
        write: sends a part; its errors come to whoever puts the next one, or to `flush`.
    """

    def __init__(self, write: Callable[[bytes], Awaitable[None]]) -> None:
        self._write = write
        self._parts: list[bytes] = []
        self._waiting = 0
        self._sending: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        """Begin."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Send nothing more; wait until nothing is being sent."""
        if self._sending is not None:
            self._sending.cancel()
            await asyncio.gather(self._sending, return_exceptions=True)

    async def put(self, part: bytes) -> None:
        """Send a part soon; waits only where very much waits already."""
        if not part:
            return
        self._parts.append(part)
        self._waiting += len(part)
        if self._sending is None or self._sending.done():
            self._heed()
            self._sending = asyncio.create_task(self._send())
        if self._waiting > _MOST:
            await self.flush()

    async def flush(self) -> None:
        """Wait until all is sent."""
        if self._sending is not None:
            await asyncio.wait([self._sending])
            self._heed()

    def _heed(self) -> None:
        if self._sending is not None:
            self._sending.result()

    async def _send(self) -> None:
        while self._parts:
            body, self._parts, self._waiting = b"".join(self._parts), [], 0
            await self._write(body)
