"""A task's place in the line of its queue: bounded scans of the lanes of index `task_ready`.

A lane holds the tasks of one queue that ask for the same, at one level, for one tenant. Lanes are
found by jumping from one to the next in the index, and within each the tasks in front of ours are
one range, so what is read does not depend on how much waits.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from tasks import sql
from tasks.lifecycle import Priority

EXACT: Final = 1_000


@dataclass(frozen=True, slots=True)
class Position:
    """How many tasks would be picked first.

    Attributes:
        ahead: how many; when not exact there are more than this.
        exact: whether `ahead` is the whole number.
        by_demand: how many of those that were counted ask for what.
    """

    ahead: int
    exact: bool
    by_demand: dict[str, int]

    def __str__(self) -> str:
        if not self.exact:
            return f"more than {self.ahead:,} tasks are ahead"
        return "1 task is ahead" if self.ahead == 1 else f"{self.ahead} tasks are ahead"


# CRITICAL goes first, then rank_at and id decide; `critical` says which of the two lines is ours.
_AHEAD: Final = f"""
WITH RECURSIVE lanes AS (
    (SELECT demand, priority, tenant_id FROM tasks_task
      WHERE state = 'queued' AND queue = %(queue)s
      ORDER BY demand, priority, tenant_id LIMIT 1)
    UNION ALL
    SELECT n.* FROM lanes l CROSS JOIN LATERAL (
        SELECT demand, priority, tenant_id FROM tasks_task
         WHERE state = 'queued' AND queue = %(queue)s
           AND (demand, priority, tenant_id) > (l.demand, l.priority, l.tenant_id)
         ORDER BY demand, priority, tenant_id LIMIT 1) n
), ahead AS (
    SELECT l.demand FROM lanes l CROSS JOIN LATERAL (
        SELECT 1 FROM tasks_task t
         WHERE t.state = 'queued' AND t.queue = %(queue)s AND t.demand = l.demand
           AND t.priority = l.priority AND t.tenant_id = l.tenant_id
           AND (t.rank_at, t.id) < (
               CASE WHEN l.priority = {Priority.CRITICAL} AND NOT %(critical)s
                    THEN 'infinity'::timestamptz ELSE %(rank_at)s END, %(id)s)
         LIMIT {EXACT + 1}) one
     WHERE l.priority = {Priority.CRITICAL} OR NOT %(critical)s
     LIMIT {EXACT + 1}
)
SELECT demand, count(*) FROM ahead GROUP BY demand
"""


def get_position(task_id: UUID, *, queue: str, priority: Priority, rank_at: datetime) -> Position:
    """Return how many tasks of the queue come before this one, exactly to `EXACT`.

    It is the line by level and time. The dispatcher also shares fairly between tenants, so a
    tenant that has used much may see others pass.

    Queries: one; it reads at most `EXACT` + 1 index entries and one for each lane.
    """
    params = {
        "queue": queue,
        "critical": priority == Priority.CRITICAL,
        "rank_at": rank_at,
        "id": task_id,
    }
    by_demand: dict[str, int] = dict(sql.fetch(_AHEAD, params))
    total = sum(by_demand.values())
    return Position(min(total, EXACT), total <= EXACT, by_demand)


_TENANTS: Final = """
WITH RECURSIVE found AS (
    (SELECT tenant_id FROM tasks_task
      WHERE state IN ('queued', 'scheduled', 'waiting') AND tenant_id > %(none)s
      ORDER BY tenant_id LIMIT 1)
    UNION ALL
    SELECT n.tenant_id FROM found f CROSS JOIN LATERAL (
        SELECT tenant_id FROM tasks_task
         WHERE state IN ('queued', 'scheduled', 'waiting') AND tenant_id > f.tenant_id
         ORDER BY tenant_id LIMIT 1) n
)
SELECT f.tenant_id FROM found f WHERE EXISTS (
    SELECT 1 FROM tasks_task t WHERE t.tenant_id = f.tenant_id AND t.queue = %(queue)s
       AND t.state IN ('queued', 'scheduled', 'waiting'))
 LIMIT %(limit)s
"""
TENANTS: Final = 1_000


def waiting_tenants(queue: str) -> list[UUID]:
    """Return the tenants that have work waiting in a queue, at most `TENANTS`. Queries: one."""
    params = {"none": UUID(int=0), "queue": queue, "limit": TENANTS}
    return [row[0] for row in sql.fetch(_TENANTS, params)]
