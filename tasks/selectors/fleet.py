"""What is in flight, and how long tasks take: the facts behind `why`."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple
from uuid import UUID

from tasks import sql


@dataclass(frozen=True, slots=True)
class InFlight:
    """Tasks that were sent to workers or run, as many as there are slots at most.

    Attributes:
        by_tenant: tasks of each tenant.
        by_queue: tasks of each queue.
        by_demand: tasks that ask for each demand.
    """

    by_tenant: Counter[UUID]
    by_queue: Counter[str]
    by_demand: Counter[str]

    @property
    def total(self) -> int:
        """How many there are."""
        return self.by_queue.total()


_IN_FLIGHT: Final = """
SELECT tenant_id, queue, demand, count(*) FROM tasks_task
 WHERE state IN ('dispatched', 'running') GROUP BY tenant_id, queue, demand
"""


def get_in_flight() -> InFlight:
    """Return what is in flight. Queries: one, over the index of tasks in flight."""
    found = InFlight(Counter(), Counter(), Counter())
    for tenant, queue, demand, count in sql.fetch(_IN_FLIGHT):
        found.by_tenant[tenant] += count
        found.by_queue[queue] += count
        found.by_demand[demand] += count
    return found


class PaceView(NamedTuple):
    """How long attempts of one demand run, in seconds."""

    p10_s: float
    p50_s: float
    p90_s: float


_PACES: Final = """
SELECT demand, run_p10_s, run_p50_s, run_p90_s FROM tasks_pace
 WHERE demand = ANY(%s) AND samples > 0
"""


def get_paces(demands: Iterable[str]) -> dict[str, PaceView]:
    """Return the pace of each demand that has run before. Queries: one, by primary key."""
    rows = sql.fetch(_PACES, [list(demands)])
    return {row[0]: PaceView._make(row[1:]) for row in rows}
