"""The numbers of the first page, each bounded in what it reads."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.core.cache import cache
from django.db.models import Q

from dashboard.tasklist import Wanted, find
from tasks import sql
from tasks.lifecycle import State
from tasks.models import Task
from tasks.selectors.leader import get_leader
from tasks.selectors.queues import list_queues
from tasks.selectors.system import EXACT, get_load, total_by_state
from tasks.selectors.workers import list_workers

MINUTES: Final = 15
MINUTE_CAP: Final = 100_000
"""Where counting the tasks that ended within one minute stops."""
KEEP_S: Final = 3600
LATE: Final = timedelta(minutes=1)
FAILURES_SHOWN: Final = 8
DEAD_CAP: Final = 1_000
_WORKERS_SHOWN: Final = 50


def database_now() -> datetime:
    """Return the database's clock, which all ages are measured against. Queries: one."""
    now: datetime = sql.fetch("SELECT now()")[0][0]
    return now


def read_pulse() -> dict[str, Any]:
    """Return everything that the first page shows. Queries: about a dozen, each bounded."""
    now = database_now()
    bars = throughput(now)
    return {
        "now": now,
        "tiles": _tiles(),
        "exact": EXACT,
        "leader": get_leader(),
        "queues": list_queues(),
        "workers": _workers(),
        "failures": _failures(),
        "bars": bars,
        "highest": max(bar["count"] for bar in bars),
        "rate": bars[-2]["count"] / 60,
    }


_DEAD: Final = f"""
SELECT count(*) FROM (
    SELECT 1 FROM access_tenant n CROSS JOIN LATERAL (
        SELECT 1 FROM tasks_task t
         WHERE t.tenant_id = n.id AND t.state = 'failed' AND t.dismissed_at IS NULL
         LIMIT {DEAD_CAP}) one
     LIMIT {DEAD_CAP}) AS dead
"""


def _tiles() -> Sequence[Mapping[str, Any]]:
    """Return one number per state that people look for first."""
    totals = total_by_state(get_load())
    tiles = [
        {"state": state.value, "count": totals.get(state, (0, True))[0], "cap": EXACT,
         "query": f"state={state.value}"}
        for state in (State.RUNNING, State.QUEUED, State.SCHEDULED, State.WAITING)
    ]  # fmt: skip
    dead = sql.fetch(_DEAD)[0][0]
    return [*tiles, {"state": "dead letters", "count": dead, "cap": DEAD_CAP, "query": "dead=1"}]


def _workers() -> Sequence[Any]:
    """Return workers that live or drain, and what died lately without having been replaced."""
    return list_workers(states=("live", "draining"), limit=_WORKERS_SHOWN).items


def _failures() -> Sequence[Task]:
    """Return the latest failed tasks with their errors, without results."""
    ids = find(Wanted(dead=True), key=None, older=True, size=FAILURES_SHOWN).ids
    rows = Task.objects.filter(Q(pk__in=ids)).select_related("tenant", "outcome")
    return list(rows.only("kind", "finished_at", "tenant__name", "outcome__error").order_by("-pk"))


_ENDED: Final = """
SELECT count(*) FROM (
    SELECT 1 FROM tasks_task
     WHERE finished_at IS NOT NULL AND finished_at >= %s AND finished_at < %s LIMIT %s) AS ended
"""


def throughput(now: datetime) -> Sequence[Mapping[str, Any]]:
    """Return how many tasks ended in each of the last minutes, the running one last.

    A minute that is over does not change any more (but for what commits late), so it is counted
    once per process.
    """
    this = now.replace(second=0, microsecond=0)
    minutes = [this - timedelta(minutes=back) for back in range(MINUTES, -1, -1)]
    return [{"at": at, "count": _ended(at, over=this - at > LATE)} for at in minutes]


def _ended(at: datetime, *, over: bool) -> int:
    key = f"dashboard.ended.{at.timestamp():.0f}"
    known: int | None = cache.get(key) if over else None
    if known is None:
        known = sql.fetch(_ENDED, [at, at + timedelta(minutes=1), MINUTE_CAP])[0][0]
        if over:
            cache.set(key, known, KEEP_S)
    return known
