"""Limits and breakers counted in this process: for tests, and while Redis is away."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from orchestration.calls.memory_breaker import Breaker
from orchestration.calls.ports import BreakerReport, Claim, Lease, Limit, Sign
from orchestration.calls.store import Entered, LeftAlone, NoRoom, StoreRules, Verdict, booked
from orchestration.calls.window import Window

_REMEMBERED: Final = 10_000


@dataclass(slots=True)
class _Scope:
    requests: Window
    tokens: Window
    under_way: dict[str, float] = field(default_factory=dict)


class MemoryStore:
    """See `Store`.

    Args:
        rules: How it counts.
        clock: Gives seconds since 1970.
    """

    def __init__(
        self, rules: StoreRules | None = None, clock: Callable[[], float] = time.time
    ) -> None:
        self._rules = rules or StoreRules()
        self._clock = clock
        self._scopes: dict[str, _Scope] = {}
        self._breakers: defaultdict[tuple[str, str], Breaker] = defaultdict(
            lambda: Breaker(self._rules.breaker)
        )

    async def enter(self, lease_id: str, claim: Claim) -> Verdict:
        """Let a claim in."""
        now = self._now()
        breaker = self._breaker(claim)
        alone = breaker.against(now)
        if alone is not None:
            return LeftAlone(alone)
        blocked = next(
            filter(None, (self._against(now, each, claim) for each in claim.limits)), None
        )
        if blocked:
            return blocked
        until = now + 1000 * self._rules.lease_s
        for limit in claim.limits:
            self._book(now, until, limit, lease_id, claim)
        return Entered(at_ms=int(now), probe=breaker.enter(lease_id, until))

    async def withdraw(self, lease_id: str, claim: Claim) -> None:
        """Take back what `enter` may have done."""
        for limit in claim.limits:
            self._scope(limit).under_way.pop(lease_id, None)
        breaker = self._breaker(claim)
        if breaker.holds(lease_id):
            breaker.free()

    async def prove(self, lease: Lease) -> None:
        """Close the breaker that a lease was the probe of."""
        breaker = self._breaker(lease.claim)
        if breaker.holds(lease.id):
            breaker.close(self._now())

    async def leave(self, lease: Lease, tokens: int | None, sign: Sign) -> None:
        """Give the places back."""
        now, claim = self._now(), lease.claim
        for limit in claim.limits:
            scope = self._scope(limit)
            scope.under_way.pop(lease.id, None)
            if tokens is not None:
                change = tokens - booked(limit, claim.tokens)
                scope.tokens.add(now, change, None if change > 0 else lease.at_ms)
        self._breaker(claim).record(now, lease.id, sign)

    async def renew(self, leases: Sequence[Lease]) -> None:
        """Keep the places of calls that are under way."""
        until = self._now() + 1000 * self._rules.lease_s
        for lease in leases:
            for limit in lease.claim.limits:
                if limit.concurrent is not None:
                    self._scope(limit).under_way[lease.id] = until
            if lease.probe and self._breaker(lease.claim).holds(lease.id):
                self._breaker(lease.claim).renew(until)

    async def reports(self) -> tuple[BreakerReport, ...]:
        """Return the breakers."""
        now = self._now()
        return tuple(breaker.report(now, *name) for name, breaker in sorted(self._breakers.items()))

    async def reset(self, provider: str, model: str) -> None:
        """Close a breaker and forget what it counted."""
        self._breakers.pop((provider, model), None)

    def _now(self) -> float:
        return 1000 * self._clock()

    def _breaker(self, claim: Claim) -> Breaker:
        return self._breakers[claim.provider, claim.model]

    def _scope(self, limit: Limit) -> _Scope:
        scope = self._scopes.get(limit.id)
        if scope is None:
            if len(self._scopes) >= _REMEMBERED:
                self._forget_idle()
            window = self._rules.window_s
            scope = self._scopes[limit.id] = _Scope(Window(window), Window(window))
        return scope

    def _forget_idle(self) -> None:
        """Keep only what is under way; what began within the window is then forgotten."""
        self._scopes = {key: each for key, each in self._scopes.items() if each.under_way}

    def _against(self, now: float, limit: Limit, claim: Claim) -> NoRoom | None:
        scope = self._scope(limit)
        if limit.concurrent is not None:
            _forget(scope.under_way, now)
            if len(scope.under_way) >= limit.concurrent:
                return NoRoom(limit, "concurrency", 0)
        if limit.requests_per_minute is not None:
            wait = scope.requests.wait(now, limit.requests_per_minute, 1)
            if wait:
                return NoRoom(limit, "requests", wait)
        if limit.tokens_per_minute is not None:
            wanted = booked(limit, claim.tokens)
            wait = scope.tokens.wait(now, limit.tokens_per_minute, wanted)
            if wait:
                return NoRoom(limit, "tokens", wait)
        return None

    def _book(self, now: float, until: float, limit: Limit, lease_id: str, claim: Claim) -> None:
        scope = self._scope(limit)
        if limit.requests_per_minute is not None:
            scope.requests.add(now, 1)
        if limit.tokens_per_minute is not None:
            scope.tokens.add(now, booked(limit, claim.tokens))
        if limit.concurrent is not None:
            scope.under_way[lease_id] = until


def _forget(under_way: dict[str, float], now: float) -> None:
    for lease_id in [each for each, until in under_way.items() if until <= now]:
        del under_way[lease_id]
