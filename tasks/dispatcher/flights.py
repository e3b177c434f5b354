"""What is in flight: the leader's picture of tasks that workers hold, checked against the table.

Counting all rows in flight each time would step over the entries of all that moved on; looking up
the few that we know of by their key does not.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from tasks import sql
from tasks.queues import model_of


@dataclass(frozen=True, slots=True)
class Flight:
    """A dispatched or running task."""

    task_id: UUID
    epoch: int
    worker_id: UUID
    tenant_id: UUID
    queue: str
    demand: str
    charge: float
    """What its tenant's clock was charged for it in advance."""


@dataclass(frozen=True, slots=True)
class Landed:
    """A task that is no longer in flight."""

    flight: Flight
    run_s: float | None
    """How long its attempt ran; None when it was never claimed."""


_LOAD: Final = """
SELECT id, epoch, worker_id, tenant_id, queue, demand FROM tasks_task
 WHERE state IN ('dispatched', 'running')
"""
_STILL: Final = """
SELECT t.id, t.state IN ('dispatched', 'running') AND t.epoch = f.epoch,
       (SELECT greatest(0, extract(epoch FROM a.finished_at - a.started_at)::float)
          FROM tasks_attempt a
         WHERE a.task_id = t.id AND a.epoch = f.epoch AND a.finished_at IS NOT NULL)
  FROM unnest(%s::uuid[], %s::int[]) AS f(id, epoch) JOIN tasks_task t ON t.id = f.id
"""


class Flights:
    """Flights by task, with counts by worker, queue and tenant."""

    def __init__(self) -> None:
        self._flights: dict[UUID, Flight] = {}
        self.by_worker: Counter[UUID] = Counter()
        self.by_queue: Counter[str] = Counter()
        self.by_tenant: Counter[UUID] = Counter()
        self.by_model: Counter[tuple[UUID, str]] = Counter()
        """By worker and model, for flights that need one."""

    def __len__(self) -> int:
        return len(self._flights)

    def load(self) -> None:
        """Add all rows in flight that are not known yet. Queries: one.

        A new leader does so twice: what its predecessor was just dispatching may be committed only
        after the first time.
        """
        for i, epoch, worker, tenant, queue, demand in sql.fetch(_LOAD):
            if i not in self._flights:
                self.add(Flight(i, epoch, worker, tenant, queue, demand, 0.0))

    def add(self, flight: Flight) -> Flight | None:
        """Count a task that was dispatched.

        Return the flight that it had before, if that was not seen to end: the task was taken back
        and dispatched again between two looks.
        """
        before = self._remove(flight.task_id) if flight.task_id in self._flights else None
        self._flights[flight.task_id] = flight
        self._count(flight, 1)
        return before

    def land(self) -> list[Landed]:
        """Return and forget the flights that have ended. Queries: one by primary keys."""
        if not self._flights:
            return []
        ids = list(self._flights)
        rows = sql.fetch(_STILL, [ids, [self._flights[i].epoch for i in ids]])
        still = {i for i, flying, _ in rows if flying}
        runs = {i: run_s for i, _, run_s in rows}
        return [Landed(self._remove(i), runs.get(i)) for i in ids if i not in still]

    def _remove(self, task_id: UUID) -> Flight:
        flight = self._flights.pop(task_id)
        self._count(flight, -1)
        return flight

    def _count(self, flight: Flight, change: int) -> None:
        self.by_worker[flight.worker_id] += change
        self.by_queue[flight.queue] += change
        self.by_tenant[flight.tenant_id] += change
        if model := model_of(flight.demand):
            self._count_model((flight.worker_id, model), change)

    def _count_model(self, where: tuple[UUID, str], change: int) -> None:
        """Count, and keep no entries of what is over: workers and models come and go."""
        self.by_model[where] += change
        if not self.by_model[where]:
            del self.by_model[where]
