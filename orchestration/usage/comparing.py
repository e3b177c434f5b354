"""How models fared side by side: calls, failures, times and cost; from the sums by hour alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from orchestration.usage import sql

MOST: Final = timedelta(days=92)
"""The longest time over which models are compared: what one report reads stays bounded."""

_COMPARE: Final = """
SELECT provider, model, sum(calls)::bigint, sum(failures)::bigint, sum(unpriced)::bigint,
       sum(prompt_tokens + completion_tokens)::bigint, sum(cost),
       sum(ms) / nullif(sum(timed), 0)::float8,
       sum(first_token_ms) / nullif(sum(spoken), 0)::float8
  FROM usage_hour
 WHERE hour >= %(since)s AND hour < %(until)s
   {whose}
   AND (provider, model) IN (SELECT * FROM unnest(%(providers)s::text[], %(models)s::text[]))
 GROUP BY provider, model
"""


@dataclass(frozen=True, slots=True)
class Fared:
    """How one model fared.

    Attributes:
        provider: Who serves it.
        model: The provider's name for it.
        calls: That ended.
        failures: Of those, failed and lost.
        unpriced: Of those, without a price: the cost does not hold them.
        tokens: Read and written.
        cost: In the installation's currency.
        ms: How long an answer took on average; None where there was none.
        first_token_ms: How long its first token took on average; None where none was told.
    """

    provider: str
    model: str
    calls: int = 0
    failures: int = 0
    unpriced: int = 0
    tokens: int = 0
    cost: Decimal = Decimal(0)
    ms: float | None = None
    first_token_ms: float | None = None


def compare(
    targets: set[tuple[str, str]],
    *,
    since: datetime,
    until: datetime,
    tenant_id: UUID | None = None,
) -> dict[tuple[str, str], Fared]:
    """Return how models fared, by provider and the provider's name for them.

    Queries: one, along the index by hour, or by tenant and hour.

    Args:
        targets: Which.
        since: The first hour; at most `MOST` before `until`, else that.
        until: The first hour that does not count.
        tenant_id: Whose calls; None for all, which is for operators only.
    """
    names = sorted(targets)
    params = {
        "since": max(since, until - MOST),
        "until": until,
        "tenant": tenant_id,
        "providers": [provider for provider, _ in names],
        "models": [model for _, model in names],
    }
    query = _COMPARE.format(whose="" if tenant_id is None else "AND tenant_id = %(tenant)s")
    found = {row[:2]: Fared(*row) for row in sql.fetch(query, params)}
    return {name: found.get(name, Fared(*name)) for name in names}
