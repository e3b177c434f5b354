"""Counts in Redis, and in this process's memory while Redis is away.

A limit may then be passed by as many times as there are processes, and a breaker is each process's
own; nobody is refused because Redis is away, and nobody waits for it: after a failure a second
passes before it is asked again. Budgets do not depend on it: they are the ledger's.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Final, TypeVar

from redis.exceptions import RedisError

from orchestration.calls.ports import BreakerReport, Claim, Lease, Sign
from orchestration.calls.store import Entered, Store, Verdict

log = logging.getLogger(__name__)

_REST_S: Final = 1.0
_AWAY: Final = (RedisError, OSError)  # a timeout of the event loop is an OSError too

ResultT = TypeVar("ResultT")


class FallbackStore:
    """See `Store`. Belongs to one event loop.

    Args:
        shared: Counts for all processes; raises `RedisError` when it is away.
        own: Counts meanwhile.
    """

    def __init__(self, shared: Store, own: Store) -> None:
        self._shared = shared
        self._own = own
        self._rest_until = 0.0
        self._away = False

    async def enter(self, lease_id: str, claim: Claim) -> Verdict:
        """Let a claim in, wherever it can be counted."""
        if self._resting():
            return _alone(await self._own.enter(lease_id, claim))
        try:
            verdict = await self._shared.enter(lease_id, claim)
        except _AWAY as error:
            self._gone(error)
            return _alone(await self._own.enter(lease_id, claim))
        self._back()
        return verdict

    async def withdraw(self, lease_id: str, claim: Claim) -> None:
        """Take back what `enter` may have done, in both places."""
        await self._own.withdraw(lease_id, claim)
        await self._try(lambda: self._shared.withdraw(lease_id, claim))

    async def prove(self, lease: Lease) -> None:
        """Close the breaker that a lease was the probe of."""
        if lease.shared:
            await self._try(lambda: self._shared.prove(lease))
        else:
            await self._own.prove(lease)

    async def leave(self, lease: Lease, tokens: int | None, sign: Sign) -> None:
        """Give the places back where they were taken; Redis, away, frees them by itself."""
        if lease.shared:
            await self._try(lambda: self._shared.leave(lease, tokens, sign))
        else:
            await self._own.leave(lease, tokens, sign)

    async def renew(self, leases: Sequence[Lease]) -> None:
        """Keep the places of calls that are under way."""
        await self._own.renew([each for each in leases if not each.shared])
        await self._try(lambda: self._shared.renew([each for each in leases if each.shared]))

    async def reports(self) -> tuple[BreakerReport, ...]:
        """Return the breakers; those of this process while Redis is away."""
        found = await self._try(self._shared.reports)
        return await self._own.reports() if found is None else found

    async def reset(self, provider: str, model: str) -> None:
        """Close a breaker and forget what it counted.

        Raises:
            RedisError: It could not be closed for all processes.
        """
        await self._own.reset(provider, model)
        await self._shared.reset(provider, model)

    async def _try(self, work: Callable[[], Awaitable[ResultT]]) -> ResultT | None:
        if self._resting():
            return None
        try:
            result = await work()
        except _AWAY as error:
            self._gone(error)
            return None
        self._back()
        return result

    def _resting(self) -> bool:
        return self._away and asyncio.get_running_loop().time() < self._rest_until

    def _gone(self, error: Exception) -> None:
        self._rest_until = asyncio.get_running_loop().time() + _REST_S
        if not self._away:
            log.warning(
                "limits and breakers of calls are each process's own: Redis is away",
                extra={"error": str(error)},
            )
        self._away = True

    def _back(self) -> None:
        if self._away:
            log.info("limits and breakers of calls are shared again")
        self._away = False


def _alone(verdict: Verdict) -> Verdict:
    return replace(verdict, shared=False) if isinstance(verdict, Entered) else verdict
