"""Reserving what calls may cost at most: a group of them in one transaction.

1. The prices of the database's time.
2. The counters of the payers' budgets: made where missing, locked in the order of their ids.
3. In the order in which they came, each call takes room in all its budgets or is refused.
4. One statement writes the ledger's lines, what is open, and the counters.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.conf import settings

from orchestration.errors import SwitchyardError
from orchestration.usage import sql
from orchestration.usage.costs import Rates, Tokens, worst_of
from orchestration.usage.counters import AT, MAKE, RESERVING
from orchestration.usage.prices import FIND_PRICES, Model, price_params, read_rates
from orchestration.usage.records import LONGEST
from orchestration.usage.room import Counter, Room
from orchestration.usage.wanted import Wanted

_LOCK_COUNTERS: Final = f"""
SELECT p.id, b.id, b.tenant_id, b.key_id, b.unit, b.period, p.starts_on, b.amount, b.enabled,
       p.spent + p.reserved
  FROM usage_budget b
  JOIN usage_budget_period p ON p.budget_id = b.id
   AND p.starts_on = date_trunc(b.period, {AT})::date
 WHERE b.tenant_id = ANY(%(tenants)s) AND (b.key_id IS NULL OR b.key_id = ANY(%(keys)s))
 ORDER BY p.id
   FOR NO KEY UPDATE OF p
"""
# Behind the lock: a commit whose answer was lost may only now have come to its end.
_KNOWN: Final = """
SELECT call_id FROM usage_entry WHERE call_id = ANY(%(calls)s) AND phase = 'reserved'
"""
_WRITE: Final = """
WITH given AS (
    SELECT * FROM json_to_recordset(%(rows)s::json) AS g (
        call_id uuid, tenant_id uuid, key_id uuid, task_id uuid, attempt integer, provider text,
        model text, kind text, prompt_tokens bigint, completion_tokens bigint, cost numeric,
        rates numeric[], counters bigint[], deadline_s float8)
), opened AS (
    INSERT INTO usage_open_call (call_id, tenant_id, deadline_at)
    SELECT call_id, tenant_id, %(at)s::timestamptz + make_interval(secs => deadline_s) FROM given
), counted AS (
    UPDATE usage_budget_period p SET reserved = p.reserved + d.amount
      FROM json_to_recordset(%(deltas)s::json) AS d (id bigint, amount numeric)
     WHERE p.id = d.id
)
INSERT INTO usage_entry (
    call_id, phase, booked_at, tenant_id, key_id, task_id, attempt, provider, model, kind,
    prompt_tokens, completion_tokens, cost, rates, counters, unpriced,
    cached_tokens, cache_written_tokens, reasoning_tokens, calls, failures, estimated, outcome,
    error)
SELECT call_id, 'reserved', %(at)s, tenant_id, key_id, task_id, attempt, provider, model, kind,
       prompt_tokens, completion_tokens, cost, rates, counters,
       CASE WHEN cost IS NULL THEN 1 ELSE 0 END, 0, 0, 0, 0, 0, 0, '', ''
  FROM given
"""
Answer = SwitchyardError | None


def reserve(group: Sequence[Wanted], now: datetime | None = None) -> list[Answer]:
    """Commit reservations together; one that is refused harms no other, and one that was committed
    before stays as it is, whatever room is left by now.

    Queries: six, on two round trips, the second of which commits.

    Args:
        group: Calls, each with an id of its own.
        now: Another time than the database's, for tests.

    Returns:
        None for each that is reserved, else why it was not: `BudgetExhausted`, `PriceUnknown`.

    Raises:
        django.db.DatabaseError: Nothing was written; `IntegrityError` when somebody else reserves
            one of the calls at this moment.
    """
    if not group:
        return []
    with sql.together() as trips:
        at, rates, room, known = _look(trips, group, now)
        answers: list[Answer] = []
        rows: list[dict[str, Any]] = []
        for each in group:
            if each.call_id in known:
                answers.append(None)
                continue
            try:
                rows.append(_row(each, rates[each.provider, each.model], room))
                answers.append(None)
            except SwitchyardError as refusal:
                answers.append(refusal)
        if rows:
            trips.send(_WRITE, {"at": at, "rows": sql.rows(rows), "deltas": _deltas(room)})
    return answers


def _look(
    trips: sql.Trips, group: Sequence[Wanted], now: datetime | None
) -> tuple[datetime, dict[Model, Rates | None], Room, set[UUID]]:
    """Return the time, the prices and the locked counters of a group, and which of its calls are
    reserved already. One round trip."""
    models = {(each.provider, each.model) for each in group}
    params = price_params(models, now) | {
        "calls": [each.call_id for each in group],
        "tenants": list({each.payer.tenant_id for each in group}),
        "keys": list({each.payer.key_id for each in group if each.payer.key_id is not None}),
    }
    _, priced, _, counters, known = trips.fetch(
        RESERVING, FIND_PRICES, MAKE, _LOCK_COUNTERS, _KNOWN, params=params
    )
    at, rates = read_rates(priced)
    currency = settings.SWITCHYARD.usage.currency
    room = Room(at, currency, [Counter(*row) for row in counters])
    return at, rates, room, {row[0] for row in known}


def _row(wanted: Wanted, rates: Rates | None, room: Room) -> dict[str, Any]:
    tokens = Tokens(max(0, wanted.prompt_tokens), max(0, wanted.answer_tokens))
    cost = worst_of(tokens, rates)
    counters = room.take(wanted, cost, rates)
    return {
        "call_id": wanted.call_id,
        "tenant_id": wanted.payer.tenant_id,
        "key_id": wanted.payer.key_id,
        "task_id": wanted.task_id,
        "attempt": wanted.attempt,
        "provider": wanted.provider[: LONGEST["provider"]],
        "model": wanted.model[: LONGEST["model"]],
        "kind": wanted.kind[: LONGEST["kind"]],
        "prompt_tokens": tokens.prompt_tokens,
        "completion_tokens": tokens.completion_tokens,
        "cost": cost,
        "rates": None if rates is None else rates.to_store(),
        "counters": counters,
        "deadline_s": max(0.0, wanted.deadline_s),
    }


def _deltas(room: Room) -> str:
    return sql.rows([{"id": c.id, "amount": c.added} for c in room.counters if c.added])
