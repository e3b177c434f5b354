"""Counts what passed the cache, and writes it in groups: no hit costs a write of its own."""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from orchestration.cache.records import LONGEST
from orchestration.calls.caching import CacheStatus, Seen
from orchestration.usage import sql

_COLUMNS: Final[Mapping[CacheStatus, str]] = {
    CacheStatus.HIT: "hits",
    CacheStatus.NEAR: "nears",
    CacheStatus.MISS: "misses",
    CacheStatus.BYPASS: "bypasses",
}
# Rows are locked in one order by all who write, so that two never wait for each other.
_HOURS: Final = """
INSERT INTO cache_hour AS h (
    tenant_id, hour, provider, model, hits, nears, misses, bypasses, saved_prompt_tokens,
    saved_completion_tokens, saved_cost)
SELECT g.tenant_id, date_trunc('hour', now(), 'UTC'), g.provider, g.model, g.hits, g.nears,
       g.misses, g.bypasses, g.saved_prompt_tokens, g.saved_completion_tokens, g.saved_cost
  FROM json_to_recordset(%(rows)s::json) AS g (
        tenant_id uuid, provider text, model text, hits bigint, nears bigint, misses bigint,
        bypasses bigint, saved_prompt_tokens bigint, saved_completion_tokens bigint,
        saved_cost numeric)
  JOIN access_tenant t ON t.id = g.tenant_id
 ORDER BY g.tenant_id, g.provider, g.model
    ON CONFLICT (tenant_id, hour, provider, model) DO UPDATE
   SET hits = h.hits + excluded.hits, nears = h.nears + excluded.nears,
       misses = h.misses + excluded.misses, bypasses = h.bypasses + excluded.bypasses,
       saved_prompt_tokens = h.saved_prompt_tokens + excluded.saved_prompt_tokens,
       saved_completion_tokens = h.saved_completion_tokens + excluded.saved_completion_tokens,
       saved_cost = h.saved_cost + excluded.saved_cost
"""
# Who deletes answers meanwhile is not waited for: what is gone needs no count.
_HITS: Final = """
WITH given AS (
    SELECT * FROM json_to_recordset(%(rows)s::json) AS g (id uuid, hits bigint)
), locked AS (
    SELECT a.id FROM cache_answer a JOIN given g ON g.id = a.id FOR UPDATE OF a SKIP LOCKED
)
UPDATE cache_answer a SET hits = a.hits + g.hits, used_at = now()
  FROM locked l JOIN given g ON g.id = l.id
 WHERE a.id = l.id
"""


@dataclass(slots=True)
class _Sum:
    """What one tenant and model saw since the last write."""

    seen: Counter[str] = field(default_factory=Counter)
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost: Decimal = Decimal(0)

    def add(self, seen: Seen) -> None:
        self.seen[_COLUMNS[seen.status]] += 1
        if seen.usage is not None:
            self.prompt_tokens += max(0, seen.usage.prompt_tokens)
            self.completion_tokens += max(0, seen.usage.completion_tokens)
        if seen.kept is not None and seen.kept.cost is not None:
            self.cost += seen.kept.cost

    def row(self, tenant_id: UUID, provider: str, model: str) -> dict[str, Any]:
        return {
            "tenant_id": tenant_id,
            "provider": provider,
            "model": model,
            **{column: self.seen[column] for column in _COLUMNS.values()},
            "saved_prompt_tokens": self.prompt_tokens,
            "saved_completion_tokens": self.completion_tokens,
            "saved_cost": self.cost,
        }


@dataclass(slots=True)
class Counted:
    """What was counted, to be written."""

    sums: defaultdict[tuple[UUID, str, str], _Sum] = field(
        default_factory=lambda: defaultdict(_Sum)
    )
    hits: Counter[UUID] = field(default_factory=Counter)


class Counts:
    """What has not been written yet. Thread-safe.

    A process that dies loses what it counted since the last write; the ledger knows each answer
    that was given.
    """

    def __init__(self) -> None:
        """Begin at nothing."""
        self._lock = threading.Lock()
        self._counted = Counted()

    def add(self, seen: Seen) -> None:
        """Count a request."""
        names = seen.provider[: LONGEST["provider"]], seen.model[: LONGEST["model"]]
        with self._lock:
            self._counted.sums[(seen.tenant_id, *names)].add(seen)
            if seen.kept is not None:
                self._counted.hits[seen.kept.entry_id] += 1

    def take(self) -> Counted:
        """Return what was counted since the last time."""
        with self._lock:
            counted, self._counted = self._counted, Counted()
        return counted


def write(counted: Counted) -> None:
    """Write what was counted. Queries: two at most, in one transaction."""
    with transaction.atomic():
        if counted.sums:
            rows = [value.row(*key) for key, value in counted.sums.items()]
            sql.execute(_HOURS, {"rows": sql.rows(rows)})
        if counted.hits:
            given = [{"id": entry, "hits": count} for entry, count in counted.hits.items()]
            sql.execute(_HITS, {"rows": sql.rows(given)})
