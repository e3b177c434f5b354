"""The line of waiting tasks, as heads of lanes read from Postgres.

A lane holds the queued tasks of one queue, demand, level and tenant in the order of `rank_at`; so a
lane that cannot be served never blocks another. The truth stays in the table; what is kept here is
where each lane's front was last seen.

Why that matters: while any old transaction is open, entries of tasks that moved on stay in the
index and a scan from the beginning steps over all of them. A full scan, which also finds new lanes,
is therefore repeated only as often as it may cost a tenth of the time; in between lanes are read
from their last front on.
"""

import time
from collections import deque
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from tasks import sql


class Lane(NamedTuple):
    """What tasks in one lane have in common."""

    queue: str
    demand: str
    priority: int
    tenant_id: UUID


class Head(NamedTuple):
    """A task near the front of its lane."""

    rank_at: datetime
    task_id: UUID
    epoch: int


_HEADS: Final = """
    SELECT rank_at, id, epoch FROM tasks_task t
     WHERE t.state = 'queued' AND t.queue = l.queue AND t.demand = l.demand
       AND t.priority = l.priority AND t.tenant_id = l.tenant_id {front}
     ORDER BY rank_at, id LIMIT %(depth)s
"""
_LANES: Final = """
WITH RECURSIVE l AS (
    (SELECT queue, demand, priority, tenant_id FROM tasks_task WHERE state = 'queued'
      ORDER BY queue, demand, priority, tenant_id LIMIT 1)
    UNION ALL
    SELECT n.* FROM l, LATERAL (
        SELECT queue, demand, priority, tenant_id FROM tasks_task t
         WHERE t.state = 'queued' AND (t.queue, t.demand, t.priority, t.tenant_id)
               > (l.queue, l.demand, l.priority, l.tenant_id)
         ORDER BY queue, demand, priority, tenant_id LIMIT 1) n
)
SELECT queue, demand, priority, tenant_id FROM l
"""
_FIRST: Final = f"""
SELECT l.queue, l.demand, l.priority, l.tenant_id, h.*
  FROM unnest(%(queues)s::text[], %(demands)s::text[], %(priorities)s::smallint[],
              %(tenants)s::uuid[]) AS l(queue, demand, priority, tenant_id),
       LATERAL ({_HEADS.format(front="")}) h
"""
_ADVANCE: Final = f"""
SELECT l.queue, l.demand, l.priority, l.tenant_id, h.*
  FROM unnest(%(queues)s::text[], %(demands)s::text[], %(priorities)s::smallint[],
              %(tenants)s::uuid[], %(fronts)s::timestamptz[])
       AS l(queue, demand, priority, tenant_id, front),
       LATERAL ({_HEADS.format(front="AND t.rank_at >= l.front")}) h
"""

_SHARE: Final = 9
_LONGEST_S: Final = 1.0
"""Within this time a new lane is found, however much a scan costs. The least of the last three
costs counts: one slow scan on a busy machine says nothing about the table."""
_OVERLAP: Final = timedelta(seconds=1)
"""How far behind a lane's front is read again: submissions commit slightly out of order."""
_ROWS: Final = 4096
"""About as many heads are read at once; of each lane one at least."""


class Line:
    """Heads of all lanes, refreshed with bounded effort."""

    def __init__(self, depth: int) -> None:
        self._depth = depth
        self._fronts: dict[Lane, datetime] = {}
        self._filled = 0
        """Lanes that had heads at the last reading."""
        self._scan_again = float("-inf")
        self._costs: deque[float] = deque(maxlen=3)
        self.complete = False
        """Whether the last reading was a full scan."""

    def read(self) -> dict[Lane, list[Head]]:
        """Return the heads of every lane that has any, in order. Queries: one, or two that find
        new lanes, too."""
        started = time.monotonic()
        self.complete = started >= self._scan_again
        lanes = self._scan() if self.complete else self._advance()
        self._filled = len(lanes)
        if self.complete:
            self._costs.append(time.monotonic() - started)
            self._scan_again = time.monotonic() + min(_LONGEST_S, _SHARE * min(self._costs))
        return lanes

    def passed(self, lane: Lane, rank_at: datetime) -> None:
        """Note that a lane's front moved on."""
        self._fronts[lane] = rank_at - _OVERLAP

    def _scan(self) -> dict[Lane, list[Head]]:
        """Find the lanes first: how many there are says how many heads of each are wanted."""
        found = [Lane(*row) for row in sql.fetch(_LANES)]
        self._filled = len(found)
        lanes = _grouped(sql.fetch(_FIRST, self._wanted(found))) if found else {}
        self._fronts = {lane: heads[0].rank_at for lane, heads in lanes.items()}
        return lanes

    def _advance(self) -> dict[Lane, list[Head]]:
        lanes = list(self._fronts)
        fronts = [self._fronts[lane] for lane in lanes]
        return _grouped(sql.fetch(_ADVANCE, {**self._wanted(lanes), "fronts": fronts}))

    def _wanted(self, lanes: Sequence[Lane]) -> dict[str, Any]:
        return {
            "queues": [lane.queue for lane in lanes],
            "demands": [lane.demand for lane in lanes],
            "priorities": [lane.priority for lane in lanes],
            "tenants": [lane.tenant_id for lane in lanes],
            "depth": min(self._depth, max(1, _ROWS // max(1, self._filled))),
        }


def _grouped(rows: Iterable[sql.Row]) -> dict[Lane, list[Head]]:
    lanes: dict[Lane, list[Head]] = {}
    for row in rows:
        lanes.setdefault(Lane(*row[:4]), []).append(Head(*row[4:]))
    return lanes
