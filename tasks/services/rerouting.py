"""Moving a task that was on its way outside to one of our own models.

It stays the same task: its id, key, level, place in the line, input and history are what they were.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import transaction

from orchestration.routing.decision import Decision
from tasks import sql, transitions
from tasks.services.routing import record
from tasks.transitions import Move, Moved


@dataclass(frozen=True, slots=True)
class Place:
    """Where a task goes on.

    Attributes:
        model: who serves it.
        device: where it may run.
        demand: kind, device and model in one word.
        queue: its lane, if it waited in one of `leaves`; else it stays in its own.
        leaves: lanes that it may leave.
        decision: why.
    """

    model: str
    device: str
    demand: str
    queue: str
    leaves: Collection[str]
    decision: Decision


_PLACE: Final = """
UPDATE tasks_task SET
    model = %(model)s, device = %(device)s, demand = %(demand)s,
    queue = CASE WHEN queue = ANY(%(leaves)s) THEN %(queue)s ELSE queue END
 WHERE id = %(id)s AND state || '' = %(source)s AND epoch = %(epoch)s AND worker_id = %(worker)s
"""


def reroute(move: Move, place: Place, *, tenant_id: UUID) -> list[Moved]:
    """Carry out a worker's move of a task that goes on elsewhere; nothing where the lease was lost.

    Queries: three in a transaction; a deadlock with another actor is tried again.
    """
    return sql.retrying(lambda: _reroute(move, place, tenant_id))


def _reroute(move: Move, place: Place, tenant_id: UUID) -> list[Moved]:
    values = {
        "id": move.task_id,
        "source": move.source,
        "epoch": move.epoch,
        "worker": move.worker_id,
        "model": place.model,
        "device": place.device,
        "demand": place.demand,
        "queue": place.queue,
        "leaves": list(place.leaves),
    }
    with transaction.atomic():
        if not sql.execute(_PLACE, values):
            return []
        record(move.task_id, place.decision, tenant_id=tenant_id)
        return transitions.apply([move])
