"""Lets calls in, or has them wait: the limiter and the breakers of one process.

What is counted stands in a `Store`. Each call costs one round trip to enter and one to leave; a
breaker that is known to be open costs none, for as long as half a second, so that one that an
admin closes is heeded soon. Calls that are under way are renewed together, so that the places of a
killed process come free after one lease, however long calls may take.
"""

from __future__ import annotations

import asyncio
import logging
from secrets import token_hex
from typing import Final

from orchestration.calls.errors import BreakerOpen, LimitReached
from orchestration.calls.lines import Lines, Place
from orchestration.calls.ports import BreakerReport, Claim, Lease, Limit, Sign
from orchestration.calls.store import Entered, LeftAlone, NoRoom, Store
from orchestration.providers.stopping import see_through

log = logging.getLogger(__name__)

_BELIEVED_S: Final = 0.5
_REMEMBERED: Final = 10_000


class Gate:
    """`Limiter` and `Breakers`. Belongs to one event loop; close it when that ends.

    Args:
        store: Counts.
        renew_s: How often calls that are under way are renewed; a third of a lease.
    """

    def __init__(self, store: Store, renew_s: float = 10.0) -> None:
        self._store = store
        self._renew_s = renew_s
        self._lines = Lines()
        self._open: dict[tuple[str, str], float] = {}
        self._held: dict[str, Lease] = {}
        self._renewing: asyncio.Task[None] | None = None

    async def acquire(self, claim: Claim) -> Lease:
        """Return when there is room everywhere; see `Limiter`."""
        self._heed(claim)
        ahead = self._lines.before(claim.limits)
        if ahead is None:
            entered = await self._enter(claim)
            if isinstance(entered, Lease):
                return entered
            refusal = entered
        else:
            refusal = NoRoom(ahead, "concurrency", 0)
        if claim.policy == "refuse" or self._lines.full(refusal.limit) or _in_vain(claim, refusal):
            raise _no_room(refusal)
        return await self._wait(claim, refusal)

    async def prove(self, lease: Lease) -> None:
        """Say that a call is doing well; a round trip only where it is a probe."""
        if lease.probe and lease.id in self._held:
            await see_through(self._store.prove(lease))
            self._open.pop((lease.claim.provider, lease.claim.model), None)

    async def release(self, lease: Lease, *, tokens: int | None, sign: Sign) -> None:
        """Give the place back, though the one who does be cancelled meanwhile."""
        if self._held.pop(lease.id, None) is None:
            return
        try:
            await self._store.leave(lease, tokens, sign)
        finally:
            self._lines.freed(lease.claim.limits)
            if lease.probe:
                self._open.pop((lease.claim.provider, lease.claim.model), None)

    async def reports(self) -> tuple[BreakerReport, ...]:
        """Return all breakers that were lately in use."""
        return await self._store.reports()

    async def reset(self, provider: str, model: str) -> None:
        """Close a breaker and forget what it counted."""
        await self._store.reset(provider, model)
        self._open.pop((provider, model), None)

    async def close(self) -> None:
        """Renew nothing any more."""
        if self._renewing is not None:
            self._renewing.cancel()
            await asyncio.wait([self._renewing])

    def _heed(self, claim: Claim) -> None:
        """Refuse what is known to be open."""
        until = self._open.get((claim.provider, claim.model))
        if until is None:
            return
        left = until - asyncio.get_running_loop().time()
        if left > 0:
            raise BreakerOpen(claim.provider, claim.model, left)
        del self._open[claim.provider, claim.model]

    async def _enter(self, claim: Claim) -> Lease | NoRoom:
        lease_id = token_hex(8)
        try:
            verdict = await self._store.enter(lease_id, claim)
        except asyncio.CancelledError:  # it may have been let in
            await see_through(self._store.withdraw(lease_id, claim))
            raise
        if isinstance(verdict, NoRoom):
            return verdict
        if isinstance(verdict, LeftAlone):
            raise self._left_alone(claim, verdict)
        return self._hold(lease_id, claim, verdict)

    def _hold(self, lease_id: str, claim: Claim, entered: Entered) -> Lease:
        lease = Lease(lease_id, claim, entered.probe, entered.shared, entered.at_ms)
        self._held[lease_id] = lease
        if self._renewing is None:
            self._renewing = asyncio.create_task(self._renew(), name="renew places of calls")
        return lease

    def _left_alone(self, claim: Claim, verdict: LeftAlone) -> BreakerOpen:
        after_s = verdict.after_ms / 1000
        if len(self._open) >= _REMEMBERED:
            self._open.clear()
        believed = asyncio.get_running_loop().time() + min(_BELIEVED_S, after_s)
        self._open[claim.provider, claim.model] = believed
        return BreakerOpen(claim.provider, claim.model, after_s)

    async def _wait(self, claim: Claim, refusal: NoRoom) -> Lease:
        """Wait in the line of whichever limit has no room."""
        limit = refusal.limit
        try:
            async with asyncio.timeout(claim.wait_s):
                while True:
                    with self._lines.waiting(limit) as place:
                        entered = await self._first_room(claim, limit, place, refusal)
                    if isinstance(entered, Lease):
                        return entered
                    refusal, limit = entered, entered.limit
        except TimeoutError:
            raise _no_room(refusal) from None

    async def _first_room(
        self, claim: Claim, limit: Limit, place: Place, refusal: NoRoom
    ) -> Lease | NoRoom:
        """Return when let in, or when it is another limit that has no room."""
        if self._lines.first(limit, place):
            await place.pause(refusal.after_ms / 1000)
        while True:
            while not self._lines.first(limit, place):
                await place.woken()
            self._heed(claim)
            entered = await self._enter(claim)
            if isinstance(entered, Lease) or entered.limit != limit:
                return entered
            await place.pause(entered.after_ms / 1000)

    async def _renew(self) -> None:
        """Renew while anything is under way."""
        try:
            while self._held:
                await asyncio.sleep(self._renew_s)
                await self._store.renew(list(self._held.values()))
        finally:
            self._renewing = None


def _in_vain(claim: Claim, refusal: NoRoom) -> bool:
    """Return whether waiting is of no use: what began stays begun. Tokens may be corrected, and
    calls may end, before anybody can know."""
    return refusal.measure == "requests" and refusal.after_ms > 1000 * claim.wait_s


def _no_room(refusal: NoRoom) -> LimitReached:
    return LimitReached(refusal.limit, refusal.measure, refusal.after_ms / 1000 or 1.0)
