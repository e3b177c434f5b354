"""How much waits before our own models, and who could begin with it: what routing heeds of queues.

One query counts, at most once a second for each process; `loads` says what that means for a model.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple
from uuid import UUID

from django.conf import settings

from orchestration.recent import Recent
from orchestration.routing.fleet import Candidate, Load, QueueState
from tasks import sql
from tasks.lifecycle import Priority
from tasks.queues import PROTOCOL
from tasks.selectors.workers import device_fits

EXACT: Final = 1_000
"""More tasks of one lane and level are not counted, which bounds what a look costs: behind more of
very quick ones a wait may be longer than is told."""
UNKNOWN_S: Final = 5.0
"""How long a task is taken to run while nobody has measured one that asks for the same."""
_KINDS: Final = ("chat", "completion", "embedding", "rerank")


class Server(NamedTuple):
    """A live worker."""

    id: UUID
    device: str
    kinds: Sequence[str]
    slots: int
    held: Sequence[str]

    def serves(self, demand: str) -> bool:
        """Return whether tasks that ask for this can be given to it."""
        kind, device, model = demand.split("/", 2)
        holds = not model or model in self.held
        return kind in self.kinds and device_fits(device, self.device) and holds


class Waiting(NamedTuple):
    """Tasks of one level that wait, and ask for the same; of many the first `EXACT`."""

    demand: str
    priority: int
    tasks: int


class Running(NamedTuple):
    """Tasks that a worker has, and that ask for the same."""

    worker_id: UUID
    demand: str
    tasks: int


@dataclass(frozen=True, slots=True)
class Pressure:
    """What waits and runs at one moment.

    Attributes:
        servers: The live workers.
        waiting: In queues that are not paused.
        running: At workers, or on the way there.
        paces_s: How long tasks that ask for the same run, at the median; who never ran is not
            there.
        queues: The named lanes.
    """

    servers: Sequence[Server] = ()
    waiting: Sequence[Waiting] = ()
    running: Sequence[Running] = ()
    paces_s: Mapping[str, float] = field(default_factory=dict)
    queues: Mapping[str, QueueState] = field(default_factory=dict)

    def loads(self, candidates: Iterable[Candidate]) -> dict[str, Load]:
        """Return what stands before each of our own models, by the candidates' ids.

        Pure. What waits is shared evenly by the slots of the workers that can take it, so that at
        a worker ``sum(tasks * pace / slots of all who can take them)`` passes before its turn. A
        worker without a free slot is taken to be half through with what it runs.
        """
        return {each.id: self._load(each) for each in candidates if each.local}

    def _load(self, candidate: Candidate) -> Load:
        kind = next((each for each in _KINDS if each in candidate.modalities), "")
        able = [each for each in self.servers if each.serves(f"{kind}/any/{candidate.model}")]
        if not able:
            return Load(servers=0)
        before = [each for each in self.waiting if any(one.serves(each.demand) for one in able)]
        return Load(
            servers=len(able),
            ahead=tuple(
                sum(each.tasks for each in before if each.priority >= level) for level in Priority
            ),
            waits_ms=tuple(
                1000 * min(self._wait_s(each, level) for each in able) for level in Priority
            ),
        )

    def _wait_s(self, server: Server, level: int) -> float:
        waiting = sum(
            each.tasks * self._pace_s(each.demand) / self._slots(each.demand)
            for each in self.waiting
            if each.priority >= level and server.serves(each.demand)
        )
        return waiting + self._rest_s(server)

    def _rest_s(self, server: Server) -> float:
        """Return how long it is until a slot of a worker comes free; 0 while one is."""
        mine = [each for each in self.running if each.worker_id == server.id]
        if sum(each.tasks for each in mine) < server.slots:
            return 0.0
        return sum(each.tasks * self._pace_s(each.demand) for each in mine) / server.slots / 2

    def _pace_s(self, demand: str) -> float:
        return self.paces_s.get(demand, UNKNOWN_S)

    def _slots(self, demand: str) -> int:
        return sum(each.slots for each in self.servers if each.serves(demand))


# Lanes are found by jumping from one to the next in the index of ready tasks, and counting stops at
# a number: a backlog of a million costs what one of a thousand does. Ordered as that index is, or
# the planner would look at every other one.
_READ: Final = f"""
WITH RECURSIVE lanes AS (
    (SELECT queue, demand, priority FROM tasks_task WHERE state = 'queued'
      ORDER BY queue, demand, priority LIMIT 1)
    UNION ALL
    SELECT n.* FROM lanes l CROSS JOIN LATERAL (
        SELECT queue, demand, priority FROM tasks_task
         WHERE state = 'queued'
           AND (queue, demand, priority) > (l.queue, l.demand, l.priority)
         ORDER BY queue, demand, priority LIMIT 1) n
), waiting AS (
    SELECT l.demand, l.priority, (
        SELECT count(*) FROM (
            SELECT 1 FROM tasks_task t
             WHERE t.state = 'queued' AND t.queue = l.queue AND t.demand = l.demand
               AND t.priority = l.priority
             ORDER BY t.tenant_id, t.rank_at, t.id LIMIT {EXACT}) counted) AS count
      FROM lanes l JOIN tasks_queue q ON q.name = l.queue AND q.paused_at IS NULL
), running AS (
    SELECT worker_id, demand, count(*) AS count FROM tasks_task
     WHERE state IN ('dispatched', 'running') GROUP BY worker_id, demand
), servers AS (
    SELECT id, device, kinds, slots, held FROM tasks_worker
     WHERE state = 'live' AND ended_at IS NULL AND protocol = {PROTOCOL}
       AND seen_at > now() - make_interval(secs => %(lease_s)s)
), paces AS (
    SELECT demand, run_p50_s FROM tasks_pace
     WHERE samples > 0
       AND demand IN (SELECT demand FROM waiting UNION SELECT demand FROM running)
), queues AS (
    SELECT q.name, q.paused_at IS NOT NULL AS paused,
           q.max_waiting IS NOT NULL AND (q.max_waiting = 0 OR EXISTS (
        SELECT 1 FROM tasks_task t WHERE t.state = 'queued' AND t.queue = q.name
         ORDER BY t.demand, t.priority, t.tenant_id, t.rank_at, t.id
        OFFSET greatest(q.max_waiting, 1) - 1 LIMIT 1)) AS full_up
      FROM tasks_queue q
)
SELECT (SELECT json_agg(json_build_array(id, device, kinds, slots, held)) FROM servers),
       (SELECT json_agg(json_build_array(demand, priority, count)) FROM waiting),
       (SELECT json_agg(json_build_array(worker_id, demand, count)) FROM running),
       (SELECT json_agg(json_build_array(demand, run_p50_s)) FROM paces),
       (SELECT json_agg(json_build_array(name, paused, full_up)) FROM queues)
"""


def read_pressure() -> Pressure:
    """Return what waits and runs now. Queries: one; it reads at most `EXACT` index entries for
    each lane and level, and one for each task in flight."""
    params = {"lease_s": settings.SWITCHYARD.leases.lease_s}
    found = sql.fetch(_READ, params)[0]
    servers, waiting, running, paces, queues = (each or () for each in found)
    return Pressure(
        servers=[Server(UUID(each[0]), *each[1:]) for each in servers],
        waiting=[Waiting(*each) for each in waiting],
        running=[Running(UUID(each[0]), *each[1:]) for each in running],
        paces_s=dict(paces),
        queues={name: QueueState(paused=paused, full=full) for name, paused, full in queues},
    )


_recent = Recent(read_pressure)


def recent_pressure() -> Pressure:
    """Return what waited and ran a second ago at most. Queries: one a second per process."""
    return _recent.get()


def forget() -> None:
    """Read anew next time."""
    _recent.forget()
