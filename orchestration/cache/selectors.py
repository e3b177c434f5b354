"""What the cache holds, and what it saved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from orchestration.calls.caching import CacheStatus
from orchestration.usage import sql

MODELS: Final = 100
"""Most models that are told of, those that were asked most."""

# A tenant's answers are bounded, and so is what is read of them.
_HELD: Final = """
SELECT count(*), coalesce(sum(size), 0) FROM cache_answer
 WHERE tenant_id = %(tenant)s AND expires_at > now()
"""
_SEEN: Final = f"""
SELECT provider, model, sum(hits)::bigint, sum(nears)::bigint, sum(misses)::bigint,
       sum(bypasses)::bigint, sum(saved_prompt_tokens)::bigint,
       sum(saved_completion_tokens)::bigint, sum(saved_cost)
  FROM cache_hour
 WHERE tenant_id = %(tenant)s AND hour >= %(since)s
 GROUP BY provider, model
 ORDER BY sum(hits + nears + misses + bypasses) DESC, provider, model
 LIMIT {MODELS}
"""
_LATELY: Final = """
SELECT coalesce(sum(hits), 0)::bigint, coalesce(sum(nears), 0)::bigint,
       coalesce(sum(misses), 0)::bigint, coalesce(sum(bypasses), 0)::bigint,
       coalesce(sum(saved_prompt_tokens + saved_completion_tokens), 0)::bigint,
       coalesce(sum(saved_cost), 0)
  FROM cache_hour WHERE hour >= date_trunc('hour', now(), 'UTC') - interval '1 hour'
"""


@dataclass(frozen=True, slots=True)
class Use:
    """What the cache did for one model since a time.

    Attributes:
        provider: Who would have been asked.
        model: The provider's name for it.
        hits: Answers to the very request.
        nears: Answers to a similar question.
        misses: Requests that found nothing.
        bypasses: Requests that did not look.
        saved_prompt_tokens: That nobody had to read.
        saved_completion_tokens: That nobody had to write.
        saved_cost: In the installation's currency, as far as prices were known.
    """

    provider: str
    model: str
    hits: int
    nears: int
    misses: int
    bypasses: int
    saved_prompt_tokens: int
    saved_completion_tokens: int
    saved_cost: Decimal


@dataclass(frozen=True, slots=True)
class Held:
    """What a tenant's cache holds: answers that are fresh, and their bytes."""

    entries: int
    size: int


@dataclass(frozen=True, slots=True)
class Lately:
    """What all caches did in this hour and the one before; tokens are those saved."""

    requests: dict[CacheStatus, int]
    tokens: int
    cost: Decimal


def get_held(tenant_id: UUID) -> Held:
    """Return what a tenant's cache holds. Queries: one, over what the bounds allow."""
    [(entries, size)] = sql.fetch(_HELD, {"tenant": tenant_id})
    return Held(entries, int(size))


def get_uses(tenant_id: UUID, since: datetime) -> list[Use]:
    """Return what was seen in the hours since, by model, busiest first. Queries: one."""
    return [Use(*row) for row in sql.fetch(_SEEN, {"tenant": tenant_id, "since": since})]


def get_lately() -> Lately:
    """Return what all caches did in this hour and the one before. Queries: one."""
    [(hits, nears, misses, bypasses, tokens, cost)] = sql.fetch(_LATELY, {})
    requests = {
        CacheStatus.HIT: hits,
        CacheStatus.NEAR: nears,
        CacheStatus.MISS: misses,
        CacheStatus.BYPASS: bypasses,
    }
    return Lately(requests, tokens, cost)
