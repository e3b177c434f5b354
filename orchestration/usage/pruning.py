"""Deleting lines of the ledger, and sums, past their retention: in steps that lock little."""

from __future__ import annotations

import time
from functools import partial
from typing import Final

from django.conf import settings

from orchestration.usage import sql

_STEP: Final = 2000
_REST_S: Final = 0.01
_DAY_S: Final = 86_400.0

# Whole hours go, so that what stays can be compared with its sums. What the present month needs to
# hold its budgets stays in any case, and so does what is open.
_OLD: Final[dict[str, str]] = {
    "ledger lines": """
        DELETE FROM usage_entry WHERE id IN (
            SELECT id FROM usage_entry e
             WHERE booked_at < date_trunc(
                       'hour', now() - make_interval(secs => %(keep_lines_s)s), 'UTC')
               AND NOT EXISTS (SELECT 1 FROM usage_open_call o WHERE o.call_id = e.call_id)
             ORDER BY booked_at LIMIT %(step)s FOR UPDATE SKIP LOCKED)""",
    "hours of usage": """
        DELETE FROM usage_hour WHERE id IN (
            SELECT id FROM usage_hour
             WHERE hour < least(now() - make_interval(secs => %(keep_sums_s)s),
                                date_trunc('month', now(), 'UTC'))
             ORDER BY hour LIMIT %(step)s FOR UPDATE SKIP LOCKED)""",
    "periods of budgets": """
        DELETE FROM usage_budget_period WHERE id IN (
            SELECT id FROM usage_budget_period
             WHERE reserved = 0
               AND starts_on < (least(now() - make_interval(secs => %(keep_sums_s)s),
                                      date_trunc('month', now(), 'UTC')) AT TIME ZONE 'UTC')::date
             ORDER BY starts_on LIMIT %(step)s FOR UPDATE SKIP LOCKED)""",
}


def prune() -> dict[str, int]:
    """Delete what is past its retention; return how many rows of each sort.

    Each step is a statement of its own, skips rows that others hold, and rests a little.
    """
    retention = settings.SWITCHYARD.retention
    keep = {
        "keep_lines_s": retention.ledger_days * _DAY_S,
        "keep_sums_s": retention.usage_days * _DAY_S,
        "step": _STEP,
    }
    return {name: _repeat(partial(sql.execute, query, keep)) for name, query in _OLD.items()}


def _repeat(step: partial[int]) -> int:
    total = 0
    while done := step():
        total += done
        time.sleep(_REST_S)
    return total
