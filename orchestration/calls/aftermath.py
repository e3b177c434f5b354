"""What is done behind an answer's back: kept in sight, and waited for at last."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any, Final

log = logging.getLogger(__name__)

_LIMIT_S: Final = 30.0
_SEEN_S: Final = 1.0
_MOST: Final = 1000


class Aftermath:
    """Work that nobody waits for. Belongs to one event loop.

    When a thousand pieces are under way more are refused: none of them is worth an answer's delay.
    """

    def __init__(self) -> None:
        """Begin with nothing to do."""
        self._under_way: set[asyncio.Task[None]] = set()

    def add(self, name: str, work: Coroutine[Any, Any, None]) -> asyncio.Task[None] | None:
        """Begin a piece of work; it has an end, and its failure is logged. Return it, unless it was
        refused."""
        if len(self._under_way) >= _MOST:
            work.close()
            log.warning("left out, because too much is under way", extra={"work": name})
            return None
        task = asyncio.create_task(self._do(name, work), name=name)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return task

    async def begin(self, name: str, work: Coroutine[Any, Any, None], *, seen: bool) -> None:
        """Begin a piece of work; where it is to be seen, wait for its end, a second at most."""
        task = self.add(name, work)
        if seen and task is not None:
            await asyncio.wait([task], timeout=_SEEN_S)

    async def done(self) -> None:
        """Wait until all that was begun has ended."""
        while self._under_way:
            await asyncio.wait(list(self._under_way))

    async def _do(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        try:
            async with asyncio.timeout(_LIMIT_S):
                await work
        except Exception as error:  # the answer was given; this is what is left of it
            log.warning("failed behind an answer", extra={"work": name, "error": repr(error)})
