"""Limits and breakers counted in Redis, so that all processes share them.

Everything here has a time to live, and Redis may lose it at any moment. Then limits may be passed:
what began before is forgotten; the calls that are under way come back with their next renewal,
within a third of a lease. Breakers begin closed. Budgets are the ledger's, and never lost so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Final

import redis.asyncio
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from orchestration.calls import scripts
from orchestration.calls.ports import BreakerReport, BreakerState, Claim, Lease, Limit, Sign
from orchestration.calls.script_pipe import ScriptPipe
from orchestration.calls.store import (
    SLICES,
    Entered,
    LeftAlone,
    NoRoom,
    StoreRules,
    Verdict,
    booked,
)

_PREFIX: Final = "calls:"
_INDEX: Final = "calls:breakers"
WAIT_S: Final = 1.0
_CONNECTIONS: Final = 64
_LISTED: Final = 1000
_REMEMBERED_MS: Final = 86_400_000


class RedisStore:
    """See `Store`. Belongs to one event loop; raises `RedisError`s.

    Args:
        client: Connections to Redis.
        rules: How it counts; the same in all processes.
    """

    def __init__(self, client: Any, rules: StoreRules | None = None) -> None:
        self._redis = client
        self._pipe = ScriptPipe(client)
        self._rules = rules or StoreRules()
        self._lease_ms = _ms(self._rules.lease_s)
        self._window = (_ms(self._rules.window_s), _ms(self._rules.window_s / SLICES))
        breaker = self._rules.breaker
        self._breaker_window = (_ms(breaker.window_s), _ms(breaker.window_s / SLICES))
        self._enter = client.register_script(scripts.ENTER)
        self._leave = client.register_script(scripts.LEAVE)
        self._prove = client.register_script(scripts.PROVE)
        self._withdraw = client.register_script(scripts.WITHDRAW)
        self._renew = client.register_script(scripts.RENEW)
        self._report = client.register_script(scripts.REPORT)

    @classmethod
    def at(cls, url: str, rules: StoreRules | None = None, wait_s: float = WAIT_S) -> RedisStore:
        """Name the server; it is contacted with the first call.

        A command is never sent twice: it would count twice.

        Args:
            url: The server's.
            rules: How it counts.
            wait_s: A server that says nothing for so long is away.
        """
        pool = redis.asyncio.BlockingConnectionPool.from_url(
            url,
            max_connections=_CONNECTIONS,
            timeout=2 * wait_s,
            socket_connect_timeout=wait_s,
            socket_timeout=wait_s,
            retry=Retry(NoBackoff(), 0),
            decode_responses=True,
        )
        return cls(redis.asyncio.Redis.from_pool(pool), rules)

    async def enter(self, lease_id: str, claim: Claim) -> Verdict:
        """Let a claim in; one round trip, which is shared."""
        arguments: list[Any] = [lease_id, self._lease_ms, *self._window]
        for limit in claim.limits:
            arguments += _most(limit)
            arguments.append(booked(limit, claim.tokens))
        keys = [_breaker(claim.provider, claim.model), *_pairs(claim.limits)]
        said = await self._pipe.call(self._enter, keys, arguments)
        if said[0] == 1:
            return Entered(at_ms=said[2], probe=said[1] == 1)
        if said[1] == 0:
            return LeftAlone(said[2])
        return NoRoom(claim.limits[said[1] - 1], said[3], said[2])

    async def withdraw(self, lease_id: str, claim: Claim) -> None:
        """Take back what `enter` may have done."""
        keys = [_breaker(claim.provider, claim.model), *map(_under_way, claim.limits)]
        await self._pipe.call(self._withdraw, keys, [lease_id])

    async def prove(self, lease: Lease) -> None:
        """Close the breaker that a lease was the probe of."""
        key = _breaker(lease.claim.provider, lease.claim.model)
        breaker = self._rules.breaker
        lives_ms = _ms(breaker.most_open_s + breaker.calm_s + breaker.window_s)
        await self._prove(keys=[key], args=[lease.id, lives_ms])

    async def leave(self, lease: Lease, tokens: int | None, sign: Sign) -> None:
        """Give the places back; one round trip, which is shared."""
        claim = lease.claim
        name = f"{claim.provider}/{claim.model}"
        arguments: list[Any] = [lease.id, sign, name, lease.at_ms]
        arguments += [*self._window, *self._breaker_window, *self._opening()]
        arguments += [_correction(limit, claim.tokens, tokens) for limit in claim.limits]
        keys = [_breaker(claim.provider, claim.model), _INDEX, *_pairs(claim.limits)]
        await self._pipe.call(self._leave, keys, arguments)

    async def renew(self, leases: Sequence[Lease]) -> None:
        """Keep the places of calls that are under way.

        It stands in one line with their leaving: behind that, it would put an ended call back.
        """
        keys: list[str] = []
        arguments: list[Any] = [self._lease_ms]
        for lease in leases:
            for key, name in _places(lease):
                keys.append(key)
                arguments.append(name)
        if keys:
            await self._pipe.call(self._renew, keys, arguments, by_text=True)

    async def reports(self) -> tuple[BreakerReport, ...]:
        """Return the breakers of the last day, the thousand latest; two round trips."""
        names = await self._redis.zrevrange(_INDEX, 0, _LISTED - 1)
        pairs = [_split(name) for name in sorted(names)]
        keys = [_INDEX, *(_breaker(provider, model) for provider, model in pairs)]
        now, found = await self._report(keys=keys, args=list(self._breaker_window))
        await self._redis.zremrangebyscore(_INDEX, "-inf", now - _REMEMBERED_MS)
        return tuple(_read(pair, now, each) for pair, each in zip(pairs, found, strict=True))

    async def reset(self, provider: str, model: str) -> None:
        """Close a breaker and forget what it counted."""
        await self._redis.delete(_breaker(provider, model))

    async def close(self) -> None:
        """Give the connections back."""
        await self._pipe.close()
        await self._redis.aclose(close_connection_pool=True)

    def _opening(self) -> tuple[int | float, ...]:
        rules = self._rules.breaker
        times = (_ms(rules.open_s), _ms(rules.most_open_s), _ms(rules.calm_s))
        return (rules.least, rules.share, *times)


def _ms(seconds: float) -> int:
    return max(1, round(seconds * 1000))


def _breaker(provider: str, model: str) -> str:
    return f"{_PREFIX}breaker:{provider}/{model}"


def _split(name: str) -> tuple[str, str]:
    provider, _, model = name.partition("/")
    return provider, model


def _began(limit: Limit) -> str:
    return f"{_PREFIX}began:{limit.id}"


def _under_way(limit: Limit) -> str:
    return f"{_PREFIX}under_way:{limit.id}"


def _pairs(limits: Sequence[Limit]) -> Iterator[str]:
    for limit in limits:
        yield _began(limit)
        yield _under_way(limit)


def _places(lease: Lease) -> Iterator[tuple[str, str]]:
    for limit in lease.claim.limits:
        if limit.concurrent is not None:
            yield _under_way(limit), lease.id
    if lease.probe:
        yield _breaker(lease.claim.provider, lease.claim.model), f"!{lease.id}"


def _most(limit: Limit) -> tuple[int, int, int]:
    most = (limit.requests_per_minute, limit.tokens_per_minute, limit.concurrent)
    requests, tokens, concurrent = (-1 if each is None else each for each in most)
    return requests, tokens, concurrent


def _correction(limit: Limit, estimated: int, counted: int | None) -> int:
    if limit.tokens_per_minute is None or counted is None:
        return 0
    return counted - booked(limit, estimated)


def _read(name: tuple[str, str], now: int, found: Sequence[int]) -> BreakerReport:
    until, times, calls, failures = found
    state: BreakerState = "closed"
    if until:
        state = "open" if now < until else "half_open"
    retry_at = datetime.fromtimestamp(until / 1000, UTC) if state == "open" else None
    return BreakerReport(*name, state, calls, failures, times, retry_at)
