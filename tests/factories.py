"""Rows for tests, made by the services that make them in real life."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models.functions import Now
from django.test import Client

from orchestration.access.records import Tenant
from orchestration.access.scopes import SCOPES
from orchestration.access.services import create_key
from orchestration.ids import uuid7
from tasks import transitions
from tasks.lifecycle import TERMINAL, Actor, Priority, State
from tasks.models import Leader, Queue, Task, Worker
from tasks.queues import DEFAULT_QUEUES
from tasks.services import control, workers
from tasks.services.finishing import Child, Finish, finish
from tasks.services.submission import EVERY_SCOPE, Origin, SubmitRequest, Submitter, submit
from tasks.transitions import Assignment, Move

_numbers = count(1)
KINDS = (
    "chat", "completion", "embedding", "echo", "fail", "ledger", "rag", "rerank", "sleep",
    "tokenize",
)  # fmt: skip
ERROR = {"type": "urn:switchyard:problem:test", "title": "It failed", "detail": "on purpose"}


def make_tenant(name: str | None = None, **fields: Any) -> Tenant:
    """Make a tenant, and the queues that its tasks will need."""
    ensure_queues()
    return Tenant.objects.create(name=name or f"tenant-{next(_numbers)}", **fields)


def make_key(
    tenant: Tenant | None = None, *, scopes: Any = tuple(SCOPES), max_priority: int = 4, **more: Any
) -> tuple[Tenant, str]:
    """Make a key with every scope; return its tenant and its token."""
    tenant = tenant or make_tenant()
    name = f"key-{next(_numbers)}"
    _, token = create_key(tenant, name, scopes=scopes, max_priority=max_priority, **more)
    return tenant, token


def client_of(token: str) -> Client:
    """Return an HTTP client that sends the key."""
    return Client(headers={"Authorization": f"Bearer {token}"})


def make_client(tenant: Tenant | None = None, **key: Any) -> tuple[Tenant, Client]:
    """Make a key and return its tenant with a client that sends it."""
    tenant, token = make_key(tenant, **key)
    return tenant, client_of(token)


def submitter_of(tenant: Tenant) -> Submitter:
    """Return who may submit everything for a tenant."""
    return Submitter(tenant_id=tenant.pk, actor="key:test", diagnostics=True, scopes=EVERY_SCOPE)


def ensure_queues() -> None:
    """Put the standard queues back, which a flushed database has lost, and the leader's row."""
    for name, text in DEFAULT_QUEUES.items():
        Queue.objects.get_or_create(name=name, defaults={"description": text})
    Leader.objects.get_or_create(name="dispatcher")


def make_leader(*, term: int = 1, for_s: float = 3600) -> Leader:
    """Let a dispatcher lead."""
    ensure_queues()
    expires_at = datetime.now(UTC) + timedelta(seconds=for_s)
    Leader.objects.filter(name="dispatcher").update(
        holder=uuid7(), holder_name="test", term=term, expires_at=expires_at
    )
    return Leader.objects.get(name="dispatcher")


def make_worker(
    name: str | None = None,
    *,
    device: str = "cpu",
    kinds: tuple[str, ...] = KINDS,
    slots: int = 4,
    held: tuple[str, ...] = (),
    **changes: Any,
) -> Worker:
    """Register a live worker; `changes` overwrite columns afterwards."""
    number = next(_numbers)
    incarnation = workers.Incarnation(
        id=uuid7(),
        name=name or f"worker-{number}",
        host="test",
        process=f"test:{number}",
        pid=number,
        device=device,
        kinds=kinds,
        slots=slots,
        held=held,
    )
    workers.register(incarnation)
    Worker.objects.filter(pk=incarnation.id).update(**changes or {"seen_at": Now()})
    return Worker.objects.get(pk=incarnation.id)


def make_task(
    tenant: Tenant | None = None,
    *,
    state: State = State.QUEUED,
    kind: str = "echo",
    body: Any = None,
    worker: Worker | None = None,
    result: Any = None,
    origin: Origin | None = None,
    **fields: Any,
) -> Task:
    """Submit a task and bring it into `state` by moves that are legal."""
    tenant = tenant or make_tenant()
    if state == State.SCHEDULED:
        fields.setdefault("scheduled_for", datetime.now(UTC) + timedelta(hours=1))
    request = SubmitRequest(kind=kind, input={} if body is None else body, **fields)
    task_id = submit(request, submitter_of(tenant), origin).task_id
    if state == State.CANCELLED:
        control.cancel(task_id, tenant_id=tenant.pk, by="key:test")
    elif state == State.EXPIRED:
        _move(task_id, State.EXPIRED, Actor.SWEEPER)
    elif state not in (State.QUEUED, State.SCHEDULED):
        run_task(task_id, to=state, worker=worker or make_worker(), result=result)
    return Task.objects.get(pk=task_id)


def run_task(task_id: UUID, *, to: State, worker: Worker, result: Any = None) -> None:
    """Take a queued task through dispatch and claim, and finish it if `to` says so."""
    lease_s = settings.SWITCHYARD.leases.lease_s
    leader = make_leader()
    epoch = Task.objects.values_list("epoch", flat=True).get(pk=task_id)
    given = transitions.dispatch(
        [Assignment(task_id, epoch, worker.pk)], term=leader.term, claim_s=lease_s
    )
    if to == State.DISPATCHED:
        return
    claimed = [(task, dispatched, uuid7()) for task, dispatched in given]
    by = f"worker:{worker.name}"
    assert transitions.claim(claimed, worker_id=worker.pk, by=by, lease_s=lease_s)
    if to == State.WAITING:
        _wait_for_child(task_id, worker)
    elif to in TERMINAL:
        failed = to == State.FAILED
        outcome = {"error": ERROR, "failure": True} if failed else {"result": result or {"ok": 1}}
        _move(task_id, to, Actor.WORKER, worker_id=worker.pk, attempt=to.value, **outcome)


def _wait_for_child(task_id: UUID, worker: Worker) -> None:
    task = Task.objects.get(pk=task_id)
    move = Move(
        task_id=task_id,
        epoch=task.epoch,
        source=State.RUNNING,
        target=State.WAITING,
        actor=Actor.WORKER,
        worker_id=worker.pk,
        attempt="waiting",
        children=1,
    )
    child = Child(SubmitRequest(kind="echo", input={}, priority=Priority.NORMAL), "child")
    assert finish([Finish(move, task.tenant_id, [child])]) == [True]


def _move(task_id: UUID, target: State, actor: Actor, **more: Any) -> None:
    task = Task.objects.get(pk=task_id)
    move = Move(
        task_id=task_id,
        epoch=task.epoch,
        source=State(task.state),
        target=target,
        actor=actor,
        **more,
    )
    assert transitions.apply([move])
