"""Settling what calls came to: ledger, budgets and sums by hour in one transaction.

A call is settled once. Who comes second changes nothing; who comes after the sweeper, which booked
the worst case, adds the difference as a line of its own.

Locks are taken in one order everywhere: open calls, counters, hours, delays, each by its key.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from orchestration.usage import sql
from orchestration.usage.costs import NOTHING, Rates, Spent, Tokens, correction, spent
from orchestration.usage.counters import OF_A_LINE
from orchestration.usage.delays import KEEP_DELAYS
from orchestration.usage.records import LONGEST
from orchestration.usage.wanted import Ended

log = logging.getLogger(__name__)

_COLUMNS: Final = """e.call_id, e.tenant_id, e.key_id, e.task_id, e.attempt, e.provider, e.model,
       e.kind, e.prompt_tokens, e.completion_tokens, e.cost, e.rates, {counters}, e.booked_at"""
OPEN_COLUMNS: Final = _COLUMNS.format(counters="e.counters || o.later_counters")
_OPEN: Final = f"""
SELECT {OPEN_COLUMNS}
  FROM usage_open_call o JOIN usage_entry e ON e.call_id = o.call_id AND e.phase = 'reserved'
 WHERE o.call_id = ANY(%(calls)s)
 ORDER BY o.call_id
   FOR UPDATE OF o
"""
# Whether it was swept and nobody corrected that yet. A budget that was set since then began with
# what was swept, so that its counter is corrected, too.
_CLOSED: Final = f"""
SELECT {_COLUMNS.format(counters=f"ARRAY({OF_A_LINE})")}, s.id IS NOT NULL AND c.id IS NULL
  FROM usage_entry e
  LEFT JOIN usage_entry s ON s.call_id = e.call_id AND s.phase = 'swept'
  LEFT JOIN usage_entry c ON c.call_id = e.call_id AND c.phase = 'corrected'
 WHERE e.call_id = ANY(%(calls)s) AND e.phase = 'reserved'
"""
_LOCK_COUNTERS: Final = f"""
SELECT id, unit FROM usage_budget_period
 WHERE id = ANY(ARRAY(
           SELECT unnest(counters) FROM usage_entry
            WHERE call_id = ANY(%(calls)s) AND phase = 'reserved'
            UNION ALL
           SELECT unnest(later_counters) FROM usage_open_call WHERE call_id = ANY(%(calls)s)
            UNION ALL
           SELECT c.id FROM usage_entry e CROSS JOIN LATERAL ({OF_A_LINE}) c
            WHERE e.call_id = ANY(%(calls)s) AND e.phase = 'swept'))
 ORDER BY id FOR NO KEY UPDATE
"""
_WRITE: Final = f"""
WITH given AS (
    SELECT * FROM json_to_recordset(%(rows)s::json) AS g (
        call_id uuid, phase text, booked_at timestamptz, tenant_id uuid, key_id uuid, task_id uuid,
        attempt integer, provider text, model text, kind text, prompt_tokens bigint,
        completion_tokens bigint, cached_tokens bigint, cache_written_tokens bigint,
        reasoning_tokens bigint, cost numeric, calls smallint, failures smallint,
        estimated smallint, unpriced smallint, outcome text, ms float8, first_token_ms float8,
        error text, counters bigint[])
), written AS (
    INSERT INTO usage_entry (
        call_id, phase, booked_at, tenant_id, key_id, task_id, attempt, provider, model, kind,
        prompt_tokens, completion_tokens, cached_tokens, cache_written_tokens, reasoning_tokens,
        cost, calls, failures, estimated, unpriced, outcome, ms, first_token_ms, error, counters)
    SELECT * FROM given
), closed AS (
    DELETE FROM usage_open_call WHERE call_id = ANY(%(calls)s)
), counted AS (
    UPDATE usage_budget_period p
       SET reserved = p.reserved - d.reserved, spent = p.spent + d.spent
      FROM json_to_recordset(%(deltas)s::json) AS d (id bigint, reserved numeric, spent numeric)
     WHERE p.id = d.id
), measured AS (
    {KEEP_DELAYS}
)
INSERT INTO usage_hour AS h (
    tenant_id, hour, key_id, provider, model, kind, calls, failures, estimated, unpriced,
    prompt_tokens, completion_tokens, cached_tokens, cache_written_tokens, cost, timed, ms, spoken,
    first_token_ms)
SELECT tenant_id, date_trunc('hour', booked_at, 'UTC') AS hour, key_id, provider, model, kind,
       sum(calls), sum(failures), sum(estimated), sum(unpriced), sum(prompt_tokens),
       sum(completion_tokens), sum(cached_tokens), sum(cache_written_tokens),
       coalesce(sum(cost), 0),
       count(ms) FILTER (WHERE outcome = 'ok'),
       coalesce(sum(ms) FILTER (WHERE outcome = 'ok'), 0),
       count(first_token_ms) FILTER (WHERE outcome = 'ok'),
       coalesce(sum(first_token_ms) FILTER (WHERE outcome = 'ok'), 0)
  FROM given
 GROUP BY tenant_id, hour, key_id, provider, model, kind
 ORDER BY tenant_id, hour, key_id, provider, model, kind
    ON CONFLICT (tenant_id, hour, key_id, provider, model, kind) DO UPDATE
   SET calls = h.calls + excluded.calls, failures = h.failures + excluded.failures,
       estimated = h.estimated + excluded.estimated, unpriced = h.unpriced + excluded.unpriced,
       prompt_tokens = h.prompt_tokens + excluded.prompt_tokens,
       completion_tokens = h.completion_tokens + excluded.completion_tokens,
       cached_tokens = h.cached_tokens + excluded.cached_tokens,
       cache_written_tokens = h.cache_written_tokens + excluded.cache_written_tokens,
       cost = h.cost + excluded.cost,
       timed = h.timed + excluded.timed, ms = h.ms + excluded.ms,
       spoken = h.spoken + excluded.spoken,
       first_token_ms = h.first_token_ms + excluded.first_token_ms
"""


@dataclass(frozen=True, slots=True)
class Reserved:
    """A call's line in the ledger from before it began, and all counters it stands in by now."""

    call_id: UUID
    tenant_id: UUID
    key_id: UUID | None
    task_id: UUID | None
    attempt: int | None
    provider: str
    model: str
    kind: str
    prompt_tokens: int
    completion_tokens: int
    cost: Decimal | None
    rates: list[Decimal] | None
    counters: list[int]
    booked_at: datetime

    @property
    def worst(self) -> Tokens:
        """What it may read and write at most."""
        return Tokens(self.prompt_tokens, self.completion_tokens)

    def spent(self, ended: Ended) -> Spent:
        """Return what the call came to."""
        return spent(ended, self.worst, self.cost, Rates.stored(self.rates))


@dataclass(frozen=True, slots=True)
class Lost:
    """How the sweeper settles a call of which nobody told anything."""

    call_id: UUID
    outcome: str = "lost"
    usage: None = None
    ms: float = 0.0
    first_token_ms: float | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """What is to be appended to the ledger for one call."""

    phase: str
    of: Reserved
    ended: Ended
    spent: Spent

    @property
    def releases(self) -> bool:
        """Whether it gives back what was reserved; a correction finds that done."""
        return self.phase != "corrected"

    def row(self) -> dict[str, Any]:
        """Return the line as it is stored."""
        tokens, of, ended = self.spent.tokens, self.of, self.ended
        return {
            "call_id": of.call_id,
            "phase": self.phase,
            "booked_at": of.booked_at,
            "tenant_id": of.tenant_id,
            "key_id": of.key_id,
            "task_id": of.task_id,
            "attempt": of.attempt,
            "provider": of.provider,
            "model": of.model,
            "kind": of.kind,
            "prompt_tokens": tokens.prompt_tokens,
            "completion_tokens": tokens.completion_tokens,
            "cached_tokens": tokens.cached_tokens,
            "cache_written_tokens": tokens.cache_written_tokens,
            "reasoning_tokens": tokens.reasoning_tokens,
            "cost": self.spent.cost,
            "calls": self.spent.calls,
            "failures": self.spent.failures,
            "estimated": self.spent.estimated,
            "unpriced": self.spent.unpriced,
            "outcome": ended.outcome[: LONGEST["outcome"]],
            "ms": ended.ms,
            "first_token_ms": ended.first_token_ms,
            "error": ended.error.replace("\x00", "")[: LONGEST["error"]],
            "counters": of.counters,
        }


def settle(group: Sequence[Ended]) -> int:
    """Commit what calls came to; return for how many that was news. Queries: three to five, on two
    round trips, or three where the sweeper was quicker.

    A crash of the database may forget the last of them (never a reservation): those are swept.

    Raises:
        django.db.DatabaseError: Nothing was written.
    """
    endings = {each.call_id: each for each in reversed(group)}
    if not endings:
        return 0
    with sql.together() as trips:
        trips.send(sql.HASTILY, {})
        rows, counters = trips.fetch(_OPEN, _LOCK_COUNTERS, params={"calls": list(endings)})
        found = [Reserved(*row) for row in rows]
        lines = [Line("settled", of, endings[of.call_id], of.spent(endings[of.call_id]))
                 for of in found]  # fmt: skip
        rest = endings.keys() - {of.call_id for of in found}
        lines += _late(trips, {call: endings[call] for call in rest})
        _write(trips, lines, dict(counters))
    return len(lines)


def _late(trips: sql.Trips, endings: dict[UUID, Ended]) -> list[Line]:
    """Return corrections of calls that the sweeper has taken for lost."""
    if not endings:
        return []
    (rows,) = trips.fetch(_CLOSED, params={"calls": list(endings)})
    for unknown in endings.keys() - {row[0] for row in rows}:
        log.warning("settled a call that was never reserved", extra={"call": str(unknown)})
    lines = []
    for *columns, swept in rows:
        of = Reserved(*columns)
        if swept:
            known, assumed = of.spent(endings[of.call_id]), of.spent(Lost(of.call_id))
            lines.append(Line("corrected", of, endings[of.call_id], correction(known, assumed)))
    return lines


def write(trips: sql.Trips, lines: Sequence[Line]) -> None:
    """Append lines, and bring counters and hours up to them. Queries: one or two."""
    if lines:
        calls = [line.of.call_id for line in lines]
        (counters,) = trips.fetch(_LOCK_COUNTERS, params={"calls": calls})
        _write(trips, lines, dict(counters))


def _write(trips: sql.Trips, lines: Sequence[Line], units: Mapping[int, str]) -> None:
    """Append lines; `units` are those of the counters that are locked."""
    if lines:
        rows = [line.row() for line in lines]
        calls = [line.of.call_id for line in lines]
        deltas = sql.rows(_deltas(lines, units))
        trips.send(_WRITE, {"rows": sql.rows(rows), "deltas": deltas, "calls": calls})


def _deltas(lines: Sequence[Line], units: Mapping[int, str]) -> list[dict[str, Any]]:
    """Return what each counter gives back and gains."""
    sums = {counter: [NOTHING, NOTHING] for counter in units}
    for line in lines:
        for counter in line.of.counters:
            if counter in units:  # else its budget has been deleted
                _add(sums[counter], line, units[counter])
    used = ((counter, *amounts) for counter, amounts in sums.items() if any(amounts))
    return [{"id": c, "reserved": given, "spent": gained} for c, given, gained in used]


def _add(sums: list[Decimal], line: Line, unit: str) -> None:
    if line.releases:
        sums[0] += Spent(line.of.worst, line.of.cost).amount(unit)
    sums[1] += line.spent.amount(unit)
