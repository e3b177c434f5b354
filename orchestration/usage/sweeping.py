"""Calls of which nobody told how they ended, because their process died: the worst case stands."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Final

import psycopg
from django.conf import settings
from django.db import OperationalError

from orchestration.usage import sql
from orchestration.usage.settling import OPEN_COLUMNS, Line, Lost, Reserved, write

log = logging.getLogger(__name__)

_IN_THE_WAY: Final = (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected)
MOST: Final = 1000
"""Calls that one round takes."""
_DUE: Final = f"""
SELECT {OPEN_COLUMNS}
  FROM usage_open_call o JOIN usage_entry e ON e.call_id = o.call_id AND e.phase = 'reserved'
 WHERE o.deadline_at < coalesce(%(now)s::timestamptz, now()) - make_interval(secs => %(grace_s)s)
 ORDER BY o.deadline_at LIMIT {MOST}
   FOR UPDATE OF o SKIP LOCKED
"""


def sweep(now: datetime | None = None) -> int:
    """Book calls past their deadline at their worst; return how many. Queries: two to five.

    Several sweepers at once do no harm. A call that is settled after all is corrected then. Who
    sweeps has other duties: it waits for locks a second at most, and does it later.

    Args:
        now: Another time than the database's, for tests.
    """
    try:
        with sql.together() as trips:
            return _sweep(trips, now)
    except OperationalError as error:
        if not isinstance(error.__cause__, _IN_THE_WAY):
            raise
        log.info("somebody holds what a sweep needs", extra={"error": str(error)})
        return 0


def _sweep(trips: sql.Trips, now: datetime | None) -> int:
    trips.send("SELECT set_config('lock_timeout', '1s', true)", {})
    grace_s = settings.SWITCHYARD.usage.lost_grace_s
    (rows,) = trips.fetch(_DUE, params={"now": now, "grace_s": grace_s})
    found = sorted((Reserved(*row) for row in rows), key=lambda of: of.call_id)
    lost = [(of, Lost(of.call_id)) for of in found]
    write(trips, [Line("swept", of, ended, of.spent(ended)) for of, ended in lost])
    return len(found)
