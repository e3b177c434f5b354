"""Whether the sums that reports and budgets stand on are those of the ledger's lines.

Each comparison is one statement, and so sees one moment, also while calls go on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings

from orchestration.usage import sql
from orchestration.usage.errors import plain

SUMS: Final = (
    "calls", "failures", "estimated", "unpriced", "prompt_tokens", "completion_tokens",
    "cached_tokens", "cache_written_tokens", "cost",
)  # fmt: skip
_KEY: Final = "tenant_id, hour, key_id, provider, model, kind"

# The first hour of which nothing may have been deleted.
_SINCE: Final = """
SELECT date_trunc('hour', now() - make_interval(secs => %(keep_s)s), 'UTC') + interval '1 hour'
"""
_HOURS: Final = f"""
SELECT {_KEY},
       {", ".join(f"coalesce(sum({name}) FILTER (WHERE line), 0)" for name in SUMS)},
       {", ".join(f"coalesce(sum({name}) FILTER (WHERE NOT line), 0)" for name in SUMS)}
  FROM (SELECT true AS line, tenant_id, date_trunc('hour', booked_at, 'UTC') AS hour, key_id,
               provider, model, kind, {", ".join(SUMS)}
          FROM usage_entry WHERE phase <> 'reserved' AND booked_at >= %(since)s
         UNION ALL
        SELECT false, {_KEY}, {", ".join(SUMS)} FROM usage_hour WHERE hour >= %(since)s) both_sides
 GROUP BY {_KEY}
HAVING {" OR ".join(
    f"coalesce(sum({n}) FILTER (WHERE line), 0) <> coalesce(sum({n}) FILTER (WHERE NOT line), 0)"
    for n in SUMS)}
 ORDER BY {_KEY} LIMIT %(most)s
"""  # fmt: skip
_AMOUNT: Final = """CASE p.unit WHEN 'money' THEN coalesce(e.cost, 0)
                        ELSE e.prompt_tokens + e.completion_tokens END"""
_COUNTERS: Final = f"""
WITH counted AS MATERIALIZED (
    SELECT p.id,
           sum({_AMOUNT}) FILTER (WHERE e.phase <> 'reserved') AS spent,
           sum({_AMOUNT}) FILTER (WHERE o.call_id IS NOT NULL) AS reserved
      FROM usage_entry e
      LEFT JOIN usage_open_call o ON o.call_id = e.call_id AND e.phase = 'reserved'
     CROSS JOIN LATERAL unnest(e.counters || o.later_counters) AS c (id)
      JOIN usage_budget_period p ON p.id = c.id
     WHERE e.booked_at >= %(since)s
     GROUP BY p.id
)
SELECT p.tenant_id, p.budget_id, p.unit, p.starts_on,
       p.opening + coalesce(c.spent, 0), p.spent, coalesce(c.reserved, 0), p.reserved
  FROM usage_budget_period p LEFT JOIN counted c ON c.id = p.id
 WHERE p.starts_on >= %(since)s AT TIME ZONE 'UTC'
   AND (p.opening + coalesce(c.spent, 0) <> p.spent OR coalesce(c.reserved, 0) <> p.reserved)
 ORDER BY p.id LIMIT %(most)s
"""
_ORPHANS: Final = """
SELECT e.call_id, e.tenant_id FROM usage_entry e
 WHERE e.phase = 'reserved' AND e.booked_at >= %(since)s
   AND NOT EXISTS (SELECT 1 FROM usage_open_call o WHERE o.call_id = e.call_id)
   AND NOT EXISTS (SELECT 1 FROM usage_entry s
                    WHERE s.call_id = e.call_id AND s.phase IN ('settled', 'swept'))
 ORDER BY e.id LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class Difference:
    """A sum that is not what the ledger says.

    Attributes:
        where: Which one.
        what: Of what.
        ledger: What the lines come to.
        stored: What is stored.
    """

    where: str
    what: str
    ledger: str
    stored: str

    def __str__(self) -> str:
        """Return one line for a terminal."""
        return f"{self.where}: {self.what} is {self.stored}, the ledger says {self.ledger}"


def differences(most: int = 100) -> list[Difference]:
    """Return where sums differ from the ledger, at most so many of each sort.

    Queries: four, which read the ledger from end to end: for people and tests, not for requests.
    """
    keep_s = settings.SWITCHYARD.retention.ledger_days * 86_400
    since: datetime = sql.fetch(_SINCE, {"keep_s": keep_s})[0][0]
    params = {"since": since, "most": most}
    return [*_hours(params), *_counters(params), *_orphans(params)]


def _hours(params: dict[str, Any]) -> Iterator[Difference]:
    for row in sql.fetch(_HOURS, params):
        tenant, hour, key, provider, model, kind = row[:6]
        where = f"{hour:%Y-%m-%dT%H:00}Z tenant {tenant} key {key} {provider}/{model} {kind}"
        lines, stored = row[6 : 6 + len(SUMS)], row[6 + len(SUMS) :]
        for name, mine, theirs in zip(SUMS, lines, stored, strict=True):
            if mine != theirs:
                yield Difference(where, name, plain(mine), plain(theirs))


def _counters(params: dict[str, Any]) -> Iterator[Difference]:
    for tenant, budget, unit, start, spent, was_spent, held, was_held in sql.fetch(
        _COUNTERS, params
    ):
        where = f"{unit} budget {budget} of tenant {tenant} from {start}"
        if spent != was_spent:
            yield Difference(where, "spent", plain(spent), plain(was_spent))
        if held != was_held:
            yield Difference(where, "reserved", plain(held), plain(was_held))


def _orphans(params: dict[str, Any]) -> Iterator[Difference]:
    for call, tenant in sql.fetch(_ORPHANS, params):
        yield Difference(f"call {call} of tenant {tenant}", "open reservation", "1", "0")
