"""Limits as they were when they were last read, so that no call waits for that."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Final

from orchestration.calls.errors import LimitsUnknown
from orchestration.calls.ports import Limit, Limits, Payer

log = logging.getLogger(__name__)

EVERY_S: Final = 1.0
_PATIENCE_S: Final = 10.0


@dataclass(frozen=True, slots=True)
class AllLimits:
    """`Limits` of several who know some: a call must pass those of each."""

    parts: tuple[Limits, ...]

    def of(self, payer: Payer, provider: str, model: str) -> Sequence[Limit]:
        """Return the limits of all parts."""
        return [limit for part in self.parts for limit in part.of(payer, provider, model)]


class KeptLimits:
    """`Limits` that are read again and again while `kept` is open. Belongs to one event loop.

    Args:
        read: Reads all that hold. When it fails, those that are known go on holding.
        every_s: How often.
    """

    def __init__(self, read: Callable[[], Awaitable[Limits]], every_s: float = EVERY_S) -> None:
        self._read = read
        self._every_s = every_s
        self._known: Limits | None = None
        self._failing = False

    def of(self, payer: Payer, provider: str, model: str) -> Sequence[Limit]:
        """Return the limits that a call must pass.

        Raises:
            LimitsUnknown: They could not be read yet.
        """
        if self._known is None:
            raise LimitsUnknown
        return self._known.of(payer, provider, model)

    @asynccontextmanager
    async def kept(self) -> AsyncIterator[KeptLimits]:
        """Read until left; entered when they are known, or could not be read at once."""
        tried = asyncio.Event()
        keeping = asyncio.create_task(self._keep(tried), name="read limits of calls")
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(_PATIENCE_S):
                    await tried.wait()
            yield self
        finally:
            keeping.cancel()
            await asyncio.wait([keeping])

    async def _keep(self, tried: asyncio.Event) -> None:
        while True:
            await self._look()
            tried.set()
            await asyncio.sleep(self._every_s)

    async def _look(self) -> None:
        try:
            self._known = await self._read()
        except Exception as error:  # whatever it is, the next look may do better
            if not self._failing:
                log.warning("limits of calls cannot be read", extra={"error": repr(error)})
            self._failing = True
        else:
            self._failing = False
