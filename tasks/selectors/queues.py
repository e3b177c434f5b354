"""Queues with what waits and runs in them. Counting stops at `EXACT`."""

from datetime import datetime
from typing import Final, NamedTuple

from tasks import sql
from tasks.errors import NotFound

EXACT: Final = 10_000


class QueueView(NamedTuple):
    """A named lane with its limits and load."""

    name: str
    description: str
    paused_at: datetime | None
    max_running: int | None
    max_waiting: int | None
    queued: int
    """Tasks that are ready; when `queued_exact` is false there are more than this."""
    queued_exact: bool
    in_flight: int
    """Tasks that were sent to workers or run."""


# Counting in the order of the index of ready tasks keeps the planner to that index: through
# another it would look at every queue's tasks for each queue.
_LIST: Final = f"""
WITH flying AS MATERIALIZED (
    SELECT queue, count(*) AS n FROM tasks_task
     WHERE state IN ('dispatched', 'running') GROUP BY queue
)
SELECT q.name, q.description, q.paused_at, q.max_running, q.max_waiting,
       least(r.n, {EXACT}), r.n <= {EXACT}, coalesce(f.n, 0)
  FROM tasks_queue q
  LEFT JOIN flying f ON f.queue = q.name
 CROSS JOIN LATERAL (
    SELECT count(*) AS n FROM (
        SELECT 1 FROM tasks_task t WHERE t.state = 'queued' AND t.queue = q.name
         ORDER BY t.demand, t.priority, t.tenant_id, t.rank_at, t.id
         LIMIT {EXACT + 1}) ready) r
 WHERE %(name)s::text IS NULL OR q.name = %(name)s
 ORDER BY q.name
"""


def list_queues() -> list[QueueView]:
    """Return every queue (there are few). Queries: one, bounded by `EXACT` for each queue."""
    return [QueueView._make(row) for row in sql.fetch(_LIST, {"name": None})]


def get_queue(name: str) -> QueueView:
    """Return one queue. Queries: one.

    Raises:
        NotFound: there is none of that name.
    """
    rows = sql.fetch(_LIST, {"name": name})
    if not rows:
        raise NotFound("There is no such queue.", field="name", value=name, mend="List the queues.")
    return QueueView._make(rows[0])
