"""Why a task waits: its place in the line, what blocks it and when it may start."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from django.conf import settings

from orchestration.access.records import Tenant
from orchestration.registry.replicas import copies_of
from orchestration.registry.services import device_of
from tasks import sql
from tasks.lifecycle import TERMINAL, Priority, State
from tasks.queues import demand_of
from tasks.selectors.blocks import Block, Waiting, blocks_of, eligible
from tasks.selectors.fleet import get_in_flight, get_paces
from tasks.selectors.forecast import Forecast, forecast
from tasks.selectors.leader import get_leader
from tasks.selectors.position import Position, get_position, waiting_tenants
from tasks.selectors.task import unknown_task
from tasks.selectors.workers import WorkerView, present_workers

HARD: Final = frozenset(
    {"no_dispatcher", "queue_paused", "no_live_worker", "waiting_for_children", "running"}
)
"""Blocks that no passing of time lifts by itself: with one of them nothing is predicted."""


@dataclass(frozen=True, slots=True)
class Why:
    """The answer.

    Attributes:
        task_id: the task.
        state: where it is.
        position: its place in its queue; None unless it is queued.
        blocked_by: what keeps it from starting; for tasks in flight, where they are.
        start: the predicted start.
    """

    task_id: UUID
    state: State
    position: Position | None
    blocked_by: Sequence[Block]
    start: Forecast


class _Facts(NamedTuple):
    now: datetime
    state: str
    kind: str
    queue: str
    model: str
    device: str
    priority: int
    rank_at: datetime
    tenant_id: UUID
    scheduled_for: datetime | None
    deadline: datetime | None
    started_at: datetime | None
    children_pending: int
    cancel_requested_at: datetime | None
    failures: int
    losses: int
    worker: str | None
    paused_at: datetime | None
    queue_limit: int | None

    @property
    def spare(self) -> int:
        """Slots beyond its number that a worker keeps for tasks of this level."""
        spare: int = settings.SWITCHYARD.dispatch.spare_slots
        return spare if self.priority == Priority.CRITICAL else 0

    @property
    def affinity_s(self) -> float:
        """How long a task of this level may be held back for a worker that has its model."""
        bound_s: float = settings.SWITCHYARD.dispatch.affinity_s
        return 0.0 if self.priority == Priority.CRITICAL else bound_s


_FACTS: Final = """
SELECT now(), t.state, t.kind, t.queue, t.model, t.device, t.priority, t.rank_at, t.tenant_id,
       t.scheduled_for, t.deadline, t.started_at, t.children_pending, t.cancel_requested_at,
       t.attempts, t.losses, w.name, q.paused_at, q.max_running
  FROM tasks_task t JOIN tasks_queue q ON q.name = t.queue
  LEFT JOIN tasks_worker w ON w.id = t.worker_id
 WHERE t.id = %(id)s AND (%(tenant)s::uuid IS NULL OR t.tenant_id = %(tenant)s)
"""
_CHILDREN: Final = """
SELECT id FROM tasks_task WHERE parent_id = %s AND finished_at IS NULL ORDER BY id LIMIT 5
"""


def why(task_id: UUID, *, tenant_id: UUID | None) -> Why:
    """Explain where a task stands. Queries: one to ten, each bounded.

    Raises:
        NotFound: there is no such task for this tenant.
    """
    rows = sql.fetch(_FACTS, {"id": task_id, "tenant": tenant_id})
    if not rows:
        raise unknown_task(task_id)
    facts = _Facts._make(rows[0])
    state = State(facts.state)
    if state in TERMINAL:
        return Why(task_id, state, None, [], Forecast(None, None, f"the task has {_ended(state)}"))
    if state == State.QUEUED:
        return _queued(task_id, facts)
    blocks, start = _elsewhere(task_id, state, facts)
    return Why(task_id, state, None, [*blocks, *_deadline(facts)], start)


def _ended(state: State) -> str:
    return {State.CANCELLED: "been cancelled"}.get(state, state.value)


def _elsewhere(task_id: UUID, state: State, facts: _Facts) -> tuple[list[Block], Forecast]:
    """Explain a task that is neither queued nor over."""
    if state == State.SCHEDULED:
        return [_not_before(facts)], Forecast(
            facts.scheduled_for, None, "what waits by then is not known yet"
        )
    if state == State.WAITING:
        return [_children(task_id, facts)], Forecast(None, None, "its children run first")
    where = f"worker {facts.worker}" if facts.worker else "a worker"
    if state == State.DISPATCHED:
        return [Block("dispatched", f"It was sent to {where}, which has not claimed it yet.")], (
            Forecast(facts.now, None, "the worker starts it when it gets to it")
        )
    asked = "; it was asked to stop" if facts.cancel_requested_at else ""
    block = Block("running", f"It runs at {where}{asked}.", facts.started_at)
    return [block], Forecast(facts.started_at, facts.started_at, "")


def _not_before(facts: _Facts) -> Block:
    retried = facts.failures or facts.losses
    cause = "the pause before its next attempt" if retried else "it was scheduled for then"
    return Block("not_before", f"It starts no earlier: {cause}.", facts.scheduled_for)


def _children(task_id: UUID, facts: _Facts) -> Block:
    ids = [str(row[0]) for row in sql.fetch(_CHILDREN, [task_id])]
    more = facts.children_pending - len(ids)
    names = ", ".join(ids) + (f" and {more} more" if more > 0 else "")
    return Block(
        "waiting_for_children", f"It waits for {facts.children_pending} children: {names}."
    )


def _deadline(facts: _Facts) -> list[Block]:
    if facts.deadline is None:
        return []
    return [Block("deadline", "It expires unless it has ended by then.", facts.deadline)]


def _queued(task_id: UUID, facts: _Facts) -> Why:
    position = get_position(
        task_id, queue=facts.queue, priority=Priority(facts.priority), rank_at=facts.rank_at
    )
    workers, in_flight = present_workers(), get_in_flight()
    waiting = _waiting(facts)
    blocks = blocks_of(waiting, leader=get_leader(), workers=workers, in_flight=in_flight)
    hard = next((block for block in blocks if block.code in HARD), None)
    if hard is not None:
        start = Forecast(None, None, hard.detail)
    else:
        start = _predict(facts, position, eligible(waiting, workers), in_flight.by_demand)
    if position.ahead:
        blocks.append(Block("others_first", f"{position} in the queue {facts.queue}."))
    return Why(task_id, State.QUEUED, position, [*blocks, *_deadline(facts)], start)


def _waiting(facts: _Facts) -> Waiting:
    rivals = [t for t in waiting_tenants(facts.queue) if t != facts.tenant_id]
    tenants = {
        row.pk: row
        for row in Tenant.objects.filter(pk__in=[facts.tenant_id, *rivals]).only(
            "weight", "max_running"
        )
    }
    own = tenants[facts.tenant_id]
    return Waiting(
        kind=facts.kind,
        device=facts.device,
        model=facts.model,
        queue=facts.queue,
        tenant_id=facts.tenant_id,
        paused_at=facts.paused_at,
        queue_limit=facts.queue_limit,
        tenant_limit=own.max_running,
        tenant_weight=own.weight,
        spare_slots=facts.spare,
        affinity_s=facts.affinity_s,
        rivals={rival: tenants[rival].weight for rival in rivals if rival in tenants},
        model_device=device_of(facts.model) if facts.model else "any",
        copies=copies_of(facts.model) if facts.model else (),
    )


def _predict(
    facts: _Facts, position: Position, fit: Sequence[WorkerView], running: dict[str, int]
) -> Forecast:
    own = demand_of(facts.kind, facts.model, facts.device)
    return forecast(
        facts.now,
        position,
        get_paces({own, *position.by_demand, *running}),
        own=own,
        slots=sum(worker.slots + facts.spare for worker in fit),
        running=running,
    )
