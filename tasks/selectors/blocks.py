"""What keeps a waiting task from starting, in words. Pure: facts in, reasons out."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from orchestration.registry.replicas import Copy
from tasks.queues import PROTOCOL
from tasks.selectors.fleet import InFlight
from tasks.selectors.leader import LeaderView
from tasks.selectors.workers import WorkerView, device_fits

_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class Block:
    """One reason why a task does not start.

    Attributes:
        code: a stable word for programs.
        detail: a sentence for people.
        since: since when, or for `not_before` and `deadline` the time itself; None when unknown.
    """

    code: str
    detail: str
    since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """The facts about a queued task that decide whether it may start."""

    kind: str
    device: str
    model: str
    queue: str
    tenant_id: UUID
    paused_at: datetime | None
    queue_limit: int | None
    tenant_limit: int | None
    tenant_weight: float
    spare_slots: int
    """Slots that each worker has beyond its number for tasks of this level."""
    affinity_s: float
    """How long it may be held back for a worker that has its model loaded."""
    rivals: dict[UUID, float]
    """Other tenants that wait in the same queue, with their weights."""
    model_device: str = "any"
    """Where its model may run."""
    copies: Sequence[Copy] = ()
    """Copies of its model, as workers last reported them."""


def blocks_of(
    task: Waiting,
    *,
    leader: LeaderView | None,
    workers: Sequence[WorkerView],
    in_flight: InFlight,
) -> list[Block]:
    """Return every reason why a queued task does not start now, the gravest first."""
    return [
        *_leaderless(leader),
        *_paused(task),
        *_workerless(task, workers),
        *_limited(task, in_flight),
        *_beyond_share(task, in_flight),
        *_busy(task, workers),
        *_held(task, workers),
    ]


def _leaderless(leader: LeaderView | None) -> Iterator[Block]:
    if leader is None:
        yield Block("no_dispatcher", "No dispatcher has ever run; start one.")
    elif not leader.live:
        yield Block("no_dispatcher", "No dispatcher leads; start one.", leader.expires_at)


def _paused(task: Waiting) -> Iterator[Block]:
    if task.paused_at is not None:
        yield Block("queue_paused", f"The queue {task.queue} is paused.", task.paused_at)


def _workerless(task: Waiting, workers: Sequence[WorkerView]) -> Iterator[Block]:
    """Narrow the live workers step by step and name the step that leaves none."""
    left = [worker for worker in workers if worker.live]
    if not left:
        draining = " Those that are left drain." if workers else ""
        yield Block("no_live_worker", f"No worker is live.{draining}")
        return
    place = "" if task.device == "any" else f" on {task.device}"
    steps: list[tuple[Callable[[WorkerView], bool], str]] = [
        (lambda w: w.protocol == PROTOCOL, f"speaks protocol {PROTOCOL}; upgrade the workers"),
        (lambda w: task.kind in w.kinds, f"runs the kind {task.kind}"),
        (
            lambda w: device_fits(task.device, w.device),
            f"for the kind {task.kind} is pinned to {task.device}",
        ),
        (
            lambda w: device_fits(task.model_device, w.device),
            f"for the kind {task.kind} is on {task.model_device}, where alone {task.model} may run",
        ),
        (
            lambda w: not task.model or task.model in w.held,
            f"for the kind {task.kind}{place} holds the model {task.model}",
        ),
    ]
    for fits, what in steps:
        left = [worker for worker in left if fits(worker)]
        if not left:
            mend = _how_to_get(task) if "holds the model" in what else ""
            yield Block("no_live_worker", f"No live worker {what}.{mend}")
            return


def _how_to_get(task: Waiting) -> str:
    """Say how far copies of the model are, or how one is had."""
    under_way = [copy for copy in task.copies if copy.state == "pulling" or copy.wanted]
    if under_way:
        return " " + " ".join(_progress(copy) for copy in under_way[:_NAMED])
    wrong = [copy for copy in task.copies if copy.state in ("failed", "damaged")]
    if wrong:
        return " " + " ".join(f"At {copy.worker_name}: {copy.error}" for copy in wrong[:_NAMED])
    return (
        f" Ask for a copy with `manage.py models pull {task.model} --worker NAME`; if the model is "
        "disabled, enable it first."
    )


def _progress(copy: Copy) -> str:
    if copy.have_bytes is None or not copy.total_bytes:
        return f"{copy.worker_name} has been asked to pull it."
    return f"{copy.worker_name} is pulling it and has {copy.have_bytes / copy.total_bytes:.0%}."


def _limited(task: Waiting, in_flight: InFlight) -> Iterator[Block]:
    limit = task.queue_limit
    if limit is not None and in_flight.by_queue[task.queue] >= limit:
        yield Block(
            "queue_limit", f"The queue {task.queue} may have {limit} tasks in flight and has them."
        )
    limit = task.tenant_limit
    if limit is not None and in_flight.by_tenant[task.tenant_id] >= limit:
        yield Block("tenant_limit", f"The tenant may have {limit} tasks in flight and has them.")


def _beyond_share(task: Waiting, in_flight: InFlight) -> Iterator[Block]:
    """The dispatcher keeps its account of fairness in memory; what is in flight shows it well."""
    held = in_flight.by_tenant[task.tenant_id]
    if not task.rivals or not held:
        return
    share = task.tenant_weight / (task.tenant_weight + sum(task.rivals.values()))
    if held >= share * in_flight.total:
        yield Block(
            "tenant_share",
            f"The tenant holds {held} of {in_flight.total} tasks in flight, its share is "
            f"{share:.0%} while others wait; theirs go first.",
        )


def _busy(task: Waiting, workers: Sequence[WorkerView]) -> Iterator[Block]:
    fit = eligible(task, workers)
    slots = sum(worker.slots + task.spare_slots for worker in fit)
    if fit and sum(worker.in_flight for worker in fit) >= slots:
        yield Block(
            "workers_busy",
            f"All {slots} slots of the {len(fit)} workers that can run it are taken.",
        )


def _held(task: Waiting, workers: Sequence[WorkerView]) -> Iterator[Block]:
    """Workers that have the model are full, others have room but would have to load it."""
    if not task.model or not task.affinity_s:
        return
    fit = eligible(task, workers)
    loaded = [worker for worker in fit if task.model in worker.resident]
    full = all(worker.in_flight >= worker.slots for worker in loaded)
    room = any(worker.in_flight < worker.slots for worker in fit)
    if loaded and full and room:
        names = ", ".join(sorted({worker.name for worker in loaded}))
        yield Block(
            "held_for_model",
            f"{task.model} is loaded at {names}, where all slots are taken. It waits for one for "
            f"{task.affinity_s:g} s at most; then another worker loads the model.",
        )


def eligible(task: Waiting, workers: Sequence[WorkerView]) -> list[WorkerView]:
    """Return the live workers that can run the task."""
    return [w for w in workers if w.live and w.serves(task.kind, task.device, task.model)]
