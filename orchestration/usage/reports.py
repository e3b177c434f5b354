"""What was used, by hour or day: read from the sums by hour alone, never from the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final, Literal
from uuid import UUID

from orchestration.usage import sql

Step = Literal["hour", "day"]
Split = Literal["", "tenant", "key", "provider", "model", "kind"]
STEPS: Final[dict[str, timedelta]] = {"hour": timedelta(hours=1), "day": timedelta(days=1)}
MOST_DAYS: Final[dict[str, int]] = {"hour": 31, "day": 400}
"""The longest report, by step: what one request reads stays bounded."""

_SPLITS: Final[dict[str, str]] = {
    "": "''",
    "tenant": "tenant_id::text",
    "key": "coalesce(key_id::text, '')",
    "provider": "provider",
    "model": "provider || '/' || model",
    "kind": "kind",
}
_FILTERS: Final[dict[str, str]] = {
    "tenant_id": "tenant_id = %(tenant_id)s",
    "key_id": "key_id = %(key_id)s",
    "provider": "provider = %(provider)s",
    "model": "model = %(model)s",
    "kind": "kind = %(kind)s",
}
_SUMS: Final = """sum(calls)::bigint, sum(failures)::bigint, sum(estimated)::bigint,
       sum(unpriced)::bigint, sum(prompt_tokens)::bigint, sum(completion_tokens)::bigint,
       sum(cached_tokens)::bigint, sum(cache_written_tokens)::bigint, sum(cost)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a report is about.

    Attributes:
        since: Its beginning.
        until: Its end, which is not part of it.
        step: One row for each hour, or each day in UTC.
        split: And for each tenant, key, provider, model or kind.
        tenant_id: Whose; None for all, which is for operators only.
        key_id: Only this key's.
        provider: Only this one's.
        model: Only this one, by the provider's name for it.
        kind: Only calls of this kind.
    """

    since: datetime
    until: datetime
    step: Step = "day"
    split: Split = ""
    tenant_id: UUID | None = None
    key_id: UUID | None = None
    provider: str | None = None
    model: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class UsageRow:
    """What was used in one hour or day.

    Attributes:
        at: When it begins.
        name: Of the key, provider, model or kind, where the report is split by it; else empty.
        calls: Begun in it, and ended.
        failures: Of those, failed and lost.
        estimated: Of those, booked at the worst case, because nobody knew better.
        unpriced: Of those, without a price: the cost does not hold them.
        prompt_tokens: Read.
        completion_tokens: Written.
        cached_tokens: Of those read, from the provider's cache.
        cache_written_tokens: Of those read, written to it.
        cost: In the installation's currency.
    """

    at: datetime
    name: str
    calls: int
    failures: int
    estimated: int
    unpriced: int
    prompt_tokens: int
    completion_tokens: int
    cached_tokens: int
    cache_written_tokens: int
    cost: Decimal


SUMS: Final = tuple(field.name for field in fields(UsageRow))[2:]
Behind = tuple[datetime, str]


def usage(asked: Asked, *, limit: int, behind: Behind | None = None) -> list[UsageRow]:
    """Return what was used, newest first; hours and days without calls have no row.

    Queries: one, along the index by tenant and hour (by hour alone for all tenants).

    Args:
        asked: What about.
        limit: Most rows.
        behind: Time and name of the last row that is known.
    """
    params: dict[str, Any] = {name: getattr(asked, name) for name in _FILTERS}
    until = asked.until
    if behind is not None:
        until = min(until, behind[0] + STEPS[asked.step])
        params |= {"at": behind[0], "name": behind[1]}
    params |= {"since": asked.since, "until": until, "limit": limit}
    return [UsageRow(*row) for row in sql.fetch(_query(asked, behind), params)]


def _query(asked: Asked, behind: Behind | None) -> str:
    bucket = f"date_trunc('{asked.step}', hour, 'UTC')"
    name = _SPLITS[asked.split]
    narrowed = [text for field, text in _FILTERS.items() if getattr(asked, field) is not None]
    where = " AND ".join(["hour >= %(since)s", "hour < %(until)s", *narrowed])
    having = "" if behind is None else f"HAVING ({bucket}, {name}) < (%(at)s, %(name)s)"
    return f"""
SELECT {bucket}, {name}, {_SUMS}
  FROM usage_hour WHERE {where}
 GROUP BY 1, 2 {having}
 ORDER BY 1 DESC, 2 DESC LIMIT %(limit)s"""


_OF_TASK: Final = f"""
SELECT attempt, {_SUMS}
  FROM usage_entry
 WHERE task_id = %(task)s AND tenant_id = %(tenant)s AND phase <> 'reserved'
 GROUP BY attempt ORDER BY attempt
"""


@dataclass(frozen=True, slots=True)
class AttemptUse:
    """What one attempt of a task used; the sums are those of `UsageRow`."""

    attempt: int | None
    calls: int
    failures: int
    estimated: int
    unpriced: int
    prompt_tokens: int
    completion_tokens: int
    cached_tokens: int
    cache_written_tokens: int
    cost: Decimal | None


def usage_of_task(task_id: UUID, *, tenant_id: UUID) -> Sequence[AttemptUse]:
    """Return what a task used, by attempt; lost and cancelled ones too. Queries: one, by index."""
    rows = sql.fetch(_OF_TASK, {"task": task_id, "tenant": tenant_id})
    return [AttemptUse(*row) for row in rows]
