"""Holding a tenant's answers within its bounds, and deleting those that have expired."""

from __future__ import annotations

import time
from functools import partial
from typing import Final
from uuid import UUID

from django.conf import settings

from orchestration.usage import sql

_STEP: Final = 500
_REST_S: Final = 0.01
_HOUR_S: Final = 3600.0
_DAY_S: Final = 86_400.0

# What was used last stays: the rest goes once the sum has passed either bound.
_TRIM: Final = f"""
WITH doomed AS MATERIALIZED (
    SELECT id FROM (
        SELECT id, row_number() OVER w AS place, sum(size) OVER w AS bytes
          FROM cache_answer WHERE tenant_id = %(tenant)s
        WINDOW w AS (ORDER BY used_at DESC, id DESC ROWS UNBOUNDED PRECEDING)) AS ranked
     WHERE place > %(entries)s OR bytes > %(bytes)s
     LIMIT {_STEP}
), locked AS (
    SELECT a.id FROM cache_answer a JOIN doomed d ON d.id = a.id FOR UPDATE OF a SKIP LOCKED
)
DELETE FROM cache_answer a USING locked l WHERE a.id = l.id
"""
_TENANTS: Final = """
SELECT DISTINCT tenant_id FROM cache_hour WHERE hour >= now() - make_interval(secs => %(since_s)s)
"""
_OLD: Final[dict[str, str]] = {
    "cached answers": f"""
        DELETE FROM cache_answer WHERE id IN (
            SELECT id FROM cache_answer WHERE expires_at < now()
             ORDER BY expires_at LIMIT {_STEP} FOR UPDATE SKIP LOCKED)""",
    "hours of the cache": f"""
        DELETE FROM cache_hour WHERE id IN (
            SELECT id FROM cache_hour
             WHERE hour < now() - make_interval(secs => %(keep_s)s)
             ORDER BY hour LIMIT {_STEP} FOR UPDATE SKIP LOCKED)""",
}


def trim(tenant_id: UUID) -> int:
    """Delete what a tenant has beyond its bounds, the least lately used; return how many.

    Queries: one for each 500 of them, and one more. It reads the sizes of all that the tenant
    has, which are about as many as the bound allows.
    """
    config = settings.SWITCHYARD.cache
    bounds = {
        "tenant": tenant_id,
        "entries": config.tenant_entries,
        "bytes": config.tenant_bytes,
    }
    return _repeat(partial(sql.execute, _TRIM, bounds))


def prune() -> dict[str, int]:
    """Delete what has expired, old counts, and what tenants have beyond their bounds."""
    keep = {"keep_s": settings.SWITCHYARD.retention.usage_days * _DAY_S}
    deleted = {name: _repeat(partial(sql.execute, query, keep)) for name, query in _OLD.items()}
    lately = sql.fetch(_TENANTS, {"since_s": 2 * _HOUR_S})
    deleted["cached answers"] += sum(trim(tenant_id) for (tenant_id,) in lately)
    return deleted


def _repeat(step: partial[int]) -> int:
    total = 0
    while done := step():
        total += done
        time.sleep(_REST_S)
    return total
