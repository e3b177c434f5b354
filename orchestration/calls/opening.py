"""Opens everything that one event loop needs to call models."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from orchestration.calls.caller import Caller
from orchestration.calls.fallback_store import FallbackStore
from orchestration.calls.gate import Gate
from orchestration.calls.memory_store import MemoryStore
from orchestration.calls.persistence import Persistence
from orchestration.calls.pool import ProviderPool, Sources
from orchestration.calls.ports import Ledger, Limits
from orchestration.calls.redis_store import WAIT_S, RedisStore
from orchestration.calls.store import StoreRules
from orchestration.providers.provider import Provider


@dataclass(frozen=True, slots=True)
class Calls:
    """A caller, and what stands around it.

    Attributes:
        caller: Calls models.
        gate: Its limiter and breakers, for others that want to be let in, and for those who look.
        pool: Its providers, for those who want a list of models.
    """

    caller: Caller
    gate: Gate
    pool: ProviderPool


@asynccontextmanager
async def open_calls(
    redis_url: str,
    sources: Sources,
    ledger: Ledger,
    limits: Limits,
    *,
    own: Mapping[str, Provider] | None = None,
    rules: StoreRules | None = None,
    persistence: Persistence | None = None,
    redis_s: float = WAIT_S,
) -> AsyncIterator[Calls]:
    """Give what calls models in this event loop; left, all that was spent is written.

    Args:
        redis_url: Where limits and breakers are shared; it may be away.
        sources: Knows how providers are reached.
        ledger: Where costs are written.
        limits: Knows which limits hold.
        own: Providers that are no row of the table; closed by whoever made them.
        rules: How limits and breakers count; the same in all processes.
        persistence: How often one target is asked.
        redis_s: A Redis that says nothing for so long is away: each process counts for itself.
    """
    rules = rules or StoreRules()
    async with AsyncExitStack() as stack:
        shared = RedisStore.at(redis_url, rules, redis_s)
        stack.push_async_callback(shared.close)
        gate = Gate(FallbackStore(shared, MemoryStore(rules)), renew_s=rules.lease_s / 3)
        stack.push_async_callback(gate.close)
        pool = ProviderPool(sources, own)
        stack.push_async_callback(pool.close)
        caller = Caller(pool, ledger, gate, limits, persistence=persistence)
        stack.push_async_callback(caller.close)
        yield Calls(caller, gate, pool)
