"""Making the counters of budgets, with all that counts in them already.

What holds of each: every call of its payer that was reserved within its day or month stands in it,
at its worst in `reserved` while it is open, with what it came to in `spent` afterwards.

A new day or month begins with its first reservation, when nothing can be open in it. A budget that
is new may meet calls under way: so its counter is made while nobody reserves or settles, and each
open call notes the counters that came later than itself.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

import psycopg
from django.db import OperationalError

from orchestration.usage import sql
from orchestration.usage.errors import LedgerBusy

_WAIT_S: Final = 5
"""How long a new budget waits for those who reserve and settle: theirs are transactions of
milliseconds, and further ones wait behind it."""

AT: Final = "coalesce(%(now)s::timestamptz, now()) AT TIME ZONE 'UTC'"
RESERVING: Final = "LOCK TABLE usage_open_call IN ROW EXCLUSIVE MODE"
"""What each reservation begins with: behind it, it sees all budgets that were set before."""
_ALONE: Final = "LOCK TABLE usage_open_call IN EXCLUSIVE MODE"

# A budget that was set within its period begins with what the sums by hour know of it.
MAKE: Final = f"""
WITH missing AS MATERIALIZED (
    SELECT b.id, b.tenant_id, b.key_id, b.unit, b.period, s.starts_on
      FROM usage_budget b
     CROSS JOIN LATERAL (SELECT date_trunc(b.period, {AT})) s (starts_on)
     WHERE b.tenant_id = ANY(%(tenants)s) AND (b.key_id IS NULL OR b.key_id = ANY(%(keys)s))
       AND NOT EXISTS (SELECT 1 FROM usage_budget_period p
                        WHERE p.budget_id = b.id AND p.starts_on = s.starts_on::date)
)
INSERT INTO usage_budget_period (
    budget_id, tenant_id, unit, starts_on, opening, spent, reserved)
SELECT m.id, m.tenant_id, m.unit, m.starts_on::date, coalesce(u.used, 0), coalesce(u.used, 0), 0
  FROM missing m
 CROSS JOIN LATERAL (
           SELECT sum(CASE m.unit WHEN 'money' THEN h.cost
                      ELSE h.prompt_tokens + h.completion_tokens END)
             FROM usage_hour h
            WHERE h.tenant_id = m.tenant_id AND (m.key_id IS NULL OR h.key_id = m.key_id)
              AND h.hour >= m.starts_on AT TIME ZONE 'UTC'
              AND h.hour < (m.starts_on + ('1 ' || m.period)::interval) AT TIME ZONE 'UTC'
       ) u (used)
 ORDER BY m.id
    ON CONFLICT (budget_id, starts_on) DO NOTHING
"""
_HOLD_OPEN_CALLS: Final = f"""
WITH held AS MATERIALIZED (
    SELECT p.id, o.call_id, CASE p.unit WHEN 'money' THEN coalesce(e.cost, 0)
                            ELSE e.prompt_tokens + e.completion_tokens END AS amount
      FROM usage_budget b
      JOIN usage_budget_period p ON p.budget_id = b.id
       AND p.starts_on = date_trunc(b.period, {AT})::date
      JOIN usage_open_call o ON o.tenant_id = b.tenant_id
      JOIN usage_entry e ON e.call_id = o.call_id AND e.phase = 'reserved'
     WHERE b.id = %(budget)s AND (b.key_id IS NULL OR e.key_id = b.key_id)
       AND date_trunc(b.period, e.booked_at AT TIME ZONE 'UTC')::date = p.starts_on
), noted AS (
    UPDATE usage_open_call o SET later_counters = o.later_counters || held.id
      FROM held WHERE held.call_id = o.call_id
)
UPDATE usage_budget_period p SET reserved = p.reserved + s.amount
  FROM (SELECT id, sum(amount) AS amount FROM held GROUP BY id) s
 WHERE p.id = s.id
"""

OF_A_LINE: Final = """
    SELECT p.id
      FROM usage_budget b
      JOIN usage_budget_period p ON p.budget_id = b.id
       AND p.starts_on = date_trunc(b.period, e.booked_at AT TIME ZONE 'UTC')::date
     WHERE b.tenant_id = e.tenant_id AND (b.key_id IS NULL OR b.key_id = e.key_id)
"""
"""The counters in which the call of a line `e` stands by now, those of new budgets included."""


def begin(
    budget_id: UUID, *, tenant_id: UUID, key_id: UUID | None, now: datetime | None = None
) -> None:
    """Make the present counter of a new budget, within the transaction that stores it.

    Until that ends nobody reserves or settles. Queries: five, on four round trips.

    Args:
        budget_id: The budget's.
        tenant_id: Whose it is.
        key_id: Which key's; None for the whole tenant.
        now: Another time than the database's, for tests.

    Raises:
        LedgerBusy: Somebody reserves or settles for longer than 5 seconds.
    """
    keys = [] if key_id is None else [key_id]
    params = {"budget": budget_id, "tenants": [tenant_id], "keys": keys}
    try:
        with sql.together() as trips:
            trips.send(f"SELECT set_config('lock_timeout', '{_WAIT_S}s', true)", {})
            trips.fetch(_ALONE, params={})
            # The clock, for a call may have been reserved since this transaction began.
            ((at,),) = trips.fetch("SELECT clock_timestamp()", params={})[0]
            trips.fetch(MAKE, _HOLD_OPEN_CALLS, params=params | {"now": now or at})
    except OperationalError as error:
        if isinstance(error.__cause__, psycopg.errors.LockNotAvailable):
            raise LedgerBusy(_WAIT_S) from error
        raise
