"""Workers' rows: register an incarnation, renew it, drain it, end it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from orchestration.access.services import audit
from orchestration.registry.replicas import mark_gone
from tasks import sql, transitions
from tasks.errors import Conflict, NotFound
from tasks.lifecycle import Actor, State
from tasks.models import Worker
from tasks.queues import PROTOCOL
from tasks.transitions import Move
from tasks.wakeups import announce, wake_dispatcher


@dataclass(frozen=True, slots=True, kw_only=True)
class Incarnation:
    """One start of a worker process, as it describes itself."""

    id: UUID
    name: str
    host: str
    process: str
    pid: int
    device: str
    kinds: tuple[str, ...]
    slots: int
    held: tuple[str, ...] = ()


def register(incarnation: Incarnation) -> None:
    """Make a worker known as live and wake the dispatcher; may be repeated when the answer was
    lost. Queries: two."""
    Worker.objects.get_or_create(
        id=incarnation.id,
        defaults={
            "name": incarnation.name,
            "host": incarnation.host,
            "process": incarnation.process,
            "pid": incarnation.pid,
            "device": incarnation.device,
            "kinds": list(incarnation.kinds),
            "slots": incarnation.slots,
            "held": list(incarnation.held),
            "protocol": PROTOCOL,
        },
    )
    wake_dispatcher()


_BEAT: Final = """
UPDATE tasks_worker SET seen_at = now(), memory_bytes = %(memory)s,
       memory_total_bytes = %(memory_total)s, budget_bytes = %(budget)s, held = %(held)s,
       resident = %(resident)s
 WHERE id = %(id)s AND state IN ('live', 'draining')
RETURNING state
"""


def beat(
    worker_id: UUID,
    *,
    memory_bytes: int | None,
    held: Sequence[str],
    resident: Sequence[str],
    memory_total_bytes: int | None = None,
    budget_bytes: int | None = None,
) -> str | None:
    """Say that the worker lives; return its state, or None when it was declared dead."""
    params = {
        "id": worker_id,
        "memory": memory_bytes,
        "memory_total": memory_total_bytes,
        "budget": budget_bytes,
        "held": list(held),
        "resident": list(resident),
    }
    rows = sql.fetch(_BEAT, params)
    return str(rows[0][0]) if rows else None


def drain(worker_id: UUID, *, by: str) -> None:
    """Let a worker finish what it has and take nothing more; it then stops by itself.

    Raises:
        NotFound: there is no such worker.
        Conflict: it has ended already.
    """
    with transaction.atomic():
        changed = Worker.objects.filter(pk=worker_id, state="live").update(state="draining")
        if changed:
            audit(actor=by, action="drain", subject_type="worker", subject_id=str(worker_id))
    if not changed:
        worker = Worker.objects.filter(pk=worker_id).first()
        if worker is None:
            raise NotFound(f"There is no worker {worker_id}.")
        if worker.state != "draining":
            raise Conflict(f"The worker is {worker.state}.", field="state", value=worker.state)


def take_no_more(worker_id: UUID) -> None:
    """Let nothing more be sent to a worker that is about to leave. Queries: one update."""
    Worker.objects.filter(pk=worker_id, state="live").update(state="draining")


_END: Final = """
UPDATE tasks_worker SET state = %(state)s, ended_at = now()
 WHERE id = ANY(%(ids)s) AND state IN ('live', 'draining')
RETURNING id
"""


def end(ids: Sequence[UUID], *, state: str) -> list[UUID]:
    """Mark incarnations as `stopped` or `dead`; their claims are refused from now on, and the
    copies of models that they held serve nobody. Queries: two."""
    rows = sql.fetch(_END, {"ids": list(ids), "state": state}) if ids else []
    ended = [row[0] for row in rows]
    if ended:
        mark_gone(ended)
    return ended


_HELD: Final = """
SELECT id, state, epoch, losses FROM tasks_task
 WHERE worker_id = ANY(%s) AND state IN ('dispatched', 'running')
"""


def give_back(ids: Sequence[UUID], *, actor: Actor, by: str, lost: bool) -> int:
    """Return what ended incarnations held to the queue, at once; return how many tasks.

    Args:
        ids: incarnations that are provably over (their rows are `stopped` or `dead`).
        actor: who does it.
        by: the name for the events.
        lost: whether the attempts were lost, as opposed to handed back by a worker that stops.
    """
    if not ids:
        return 0
    moves = [back(*row, actor=actor, by=by, lost=lost) for row in sql.fetch(_HELD, [list(ids)])]
    moved = transitions.apply(moves)
    announce(moved)
    if moved:
        wake_dispatcher()
    return len(moved)


def back(
    task_id: UUID, state: str, epoch: int, losses: int, *, actor: Actor, by: str, lost: bool
) -> Move:
    """Return the move that takes a task from a worker without blaming the task."""
    if state == State.DISPATCHED:
        return Move(task_id=task_id, epoch=epoch, source=State.DISPATCHED, target=State.QUEUED,
                    actor=actor, by=by, event="")  # fmt: skip
    return Move(
        task_id=task_id,
        epoch=epoch,
        source=State.RUNNING,
        target=State.SCHEDULED,
        actor=actor,
        by=by,
        loss=lost,
        delay_s=loss_delay_s(losses) if lost else 0.0,
        attempt="lost" if lost else "returned",
        event="lost" if lost else "returned",
    )


_FREE_LOSSES: Final = 3
_LONGEST_LOSS_DELAY_S: Final = 60.0


def loss_delay_s(losses: int) -> float:
    """Return the pause after a lost attempt: none at first, then doubling up to a minute, so that
    a task that takes its workers down with it does not do so all the time."""
    if losses < _FREE_LOSSES:
        return 0.0
    return float(min(_LONGEST_LOSS_DELAY_S, 2.0 ** (losses - _FREE_LOSSES)))


def same_process_elsewhere(name: str, host: str) -> list[tuple[UUID, str]]:
    """Return earlier incarnations of a worker on this host that are not known to have ended, with
    the identity of their process."""
    rows: list[Any] = list(
        Worker.objects.filter(name=name, host=host, state__in=["live", "draining"])
        .values_list("id", "process")
        .order_by("-id")[:100]
    )
    return rows
