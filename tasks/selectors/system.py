"""The system as a whole: whether it can work, and how much there is to do.

Every count here stops at a bound or follows an index of few entries, so that looking costs the
same whatever waits.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from django.conf import settings

from tasks import sql
from tasks.lifecycle import State

EXACT: Final = 10_000
_RECENT_S: Final = 60


@dataclass(frozen=True, slots=True)
class Readiness:
    """What must be there before tasks can be served.

    Attributes:
        leader: whether a dispatcher leads.
        workers: how many workers are live.
    """

    leader: bool
    workers: int

    @property
    def missing(self) -> list[str]:
        """What is missing, in words."""
        parts = {"a leading dispatcher": self.leader, "a live worker": self.workers > 0}
        return [name for name, there in parts.items() if not there]


_READY: Final = """
SELECT EXISTS (SELECT 1 FROM tasks_leader
                WHERE name = 'dispatcher' AND holder IS NOT NULL AND expires_at > now()),
       (SELECT count(*) FROM tasks_worker
         WHERE state IN ('live', 'draining') AND state = 'live'
           AND seen_at > now() - make_interval(secs => %s))
"""


def get_readiness() -> Readiness:
    """Return whether leader and workers are there. Queries: one.

    Raises:
        django.db.OperationalError: the database is not there.
    """
    leader, workers = sql.fetch(_READY, [settings.SWITCHYARD.leases.lease_s])[0]
    return Readiness(leader, workers)


class Load(NamedTuple):
    """How many tasks of one queue and kind are in a state; `exact` false means more than that."""

    state: str
    queue: str
    kind: str
    tasks: int
    exact: bool


_QUEUED: Final = f"""
WITH RECURSIVE lanes AS (
    (SELECT queue, demand FROM tasks_task WHERE state = 'queued'
      ORDER BY queue, demand LIMIT 1)
    UNION ALL
    SELECT n.* FROM lanes l CROSS JOIN LATERAL (
        SELECT queue, demand FROM tasks_task
         WHERE state = 'queued' AND (queue, demand) > (l.queue, l.demand)
         ORDER BY queue, demand LIMIT 1) n
), counted AS (
    SELECT l.queue, split_part(l.demand, '/', 1) AS kind, c.n
      FROM lanes l CROSS JOIN LATERAL (
        SELECT count(*) AS n FROM (
            SELECT 1 FROM tasks_task t
             WHERE t.state = 'queued' AND t.queue = l.queue AND t.demand = l.demand
             LIMIT {EXACT + 1}) bounded) c
)
SELECT 'queued', queue, kind, sum(least(n, {EXACT}))::bigint, bool_and(n <= {EXACT})
  FROM counted GROUP BY queue, kind
"""
_FLYING: Final = """
SELECT state, queue, kind, count(*), true FROM tasks_task
 WHERE state IN ('dispatched', 'running') GROUP BY state, queue, kind
"""
_BOUNDED: Final = f"""
SELECT %(state)s::text, '', '', least(count(*), {EXACT}), count(*) <= {EXACT} FROM (
    SELECT 1 FROM access_tenant a CROSS JOIN LATERAL (
        SELECT 1 FROM tasks_task t
         WHERE t.tenant_id = a.id AND t.state = %(state)s AND NOT t.state = 'succeeded'
         LIMIT {EXACT + 1}) one
     LIMIT {EXACT + 1}) bounded
"""


def get_load() -> list[Load]:
    """Return how many unfinished tasks there are. Queries: four, each bounded.

    Queued tasks are counted by queue and kind, exactly to `EXACT` each; those in flight by queue
    and kind; scheduled and waiting ones in total, exactly to `EXACT`.
    """
    rows = [*sql.fetch(_QUEUED), *sql.fetch(_FLYING)]
    for state in (State.SCHEDULED, State.WAITING):
        rows += sql.fetch(_BOUNDED, {"state": state.value})
    return [Load._make(row) for row in rows]


_FINISHED: Final = f"""
SELECT state, kind, count(*) FROM (
    SELECT state, kind FROM tasks_task
     WHERE finished_at IS NOT NULL AND finished_at > now() - make_interval(secs => {_RECENT_S})
     ORDER BY finished_at DESC LIMIT {EXACT}) recent
 GROUP BY state, kind
"""


def finished_lately() -> Sequence[tuple[str, str, int]]:
    """Return (state, kind, count) of tasks that ended in the last minute, the latest 10,000."""
    return [(row[0], row[1], row[2]) for row in sql.fetch(_FINISHED)]


def total_by_state(load: Sequence[Load]) -> Mapping[str, tuple[int, bool]]:
    """Return count and exactness for each state."""
    totals: dict[str, tuple[int, bool]] = {}
    for part in load:
        count, exact = totals.get(part.state, (0, True))
        totals[part.state] = (count + part.tasks, exact and part.exact)
    return totals
