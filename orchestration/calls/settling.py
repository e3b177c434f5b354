"""Writes what calls came to, behind the back of whoever waits for the answer.

An answer need not wait until its cost is written: before the call the worst case was committed,
and what is not written because this process dies is swept to that. Cancelling a call does not
cancel what it cost.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Final

from orchestration.calls.ports import Ledger, Settlement

log = logging.getLogger(__name__)

_TRIES: Final = 3
_LIMIT_S: Final = 10.0
_PAUSE_S: Final = 0.5
_MOST: Final = 1000


class Settling:
    """Settlements on their way to the ledger. Belongs to one event loop.

    Args:
        ledger: Where they go.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._under_way: set[asyncio.Task[None]] = set()

    async def settle(self, settlement: Settlement) -> None:
        """Begin to write it; waits only where a thousand others have not been written yet."""
        task = asyncio.create_task(self._write(settlement), name="settle a call")
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        if len(self._under_way) > _MOST:
            await asyncio.wait([task])

    async def done(self) -> None:
        """Wait until all that was begun is written, or given up."""
        while self._under_way:
            await asyncio.wait(list(self._under_way))

    async def _write(self, settlement: Settlement) -> None:
        for tries in range(1, _TRIES + 1):
            try:
                async with asyncio.timeout(_LIMIT_S):
                    await self._ledger.settle(settlement)
            except Exception as error:  # the sweeper will count the worst case
                log.warning(
                    "a call could not be settled",
                    extra={"call": str(settlement.call_id), "tries": tries, "error": repr(error)},
                )
                await asyncio.sleep(_PAUSE_S * tries)
            else:
                return
