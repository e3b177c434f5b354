"""Cost stays flat: the plans of every hot statement over 200,000 tasks.

Services, dispatcher, sweeper and worker do their work on a full database; each statement that they
send is explained twice, with its parameters and as the generic plan that a prepared statement gets
after a while. None may read a growing table from end to end.
"""

from collections.abc import Callable
from typing import Any, Final

import pytest
from django.db import connection, transaction

from orchestration.ids import uuid7
from tasks import sql, transitions
from tasks.dispatcher import fleet, sweeper
from tasks.dispatcher.flights import Flights
from tasks.dispatcher.line import Line
from tasks.lifecycle import Actor, Priority, State
from tasks.models import Task, Worker
from tasks.services import admission, control, pruning, workers
from tasks.services.batches import cancel_batch, submit_batch
from tasks.services.finishing import Child, Finish, finish
from tasks.services.submission import SubmitRequest, submit
from tasks.transitions import Assignment, Move
from tasks.worker import inputs, runtime
from tests.explaining import Explainer
from tests.factories import make_leader, make_tenant, make_worker, submitter_of

pytestmark = pytest.mark.django_db

TASKS: Final = 200_000
GROWING: Final = (
    "tasks_task", "tasks_taskpayload", "tasks_taskresult", "tasks_tasktag", "tasks_event",
    "tasks_attempt", "tasks_ledgerentry", "tasks_idempotencykey",
)  # fmt: skip
_ID: Final = (
    "(lpad(to_hex(1700000000000 + {g}), 12, '0') || '70008000' || lpad(to_hex({g}), 12, '0'))"
)

# Of a hundred tasks 86 have ended, 10 are queued, and a few stand in each other state.
_FILL: Final = f"""
WITH n AS (
    SELECT g, {_ID.format(g="g")}::uuid AS id,
           CASE WHEN g %% 100 < 80 THEN 'succeeded' WHEN g %% 100 < 86 THEN 'failed'
                WHEN g %% 100 < 96 THEN 'queued' WHEN g %% 100 < 98 THEN 'scheduled'
                WHEN g %% 1000 = 98 THEN 'running' WHEN g %% 1000 = 198 THEN 'dispatched'
                ELSE 'waiting' END AS state
      FROM generate_series(1, {TASKS}) AS g
), stored AS (
    INSERT INTO tasks_task (
        id, tenant_id, kind, queue, model, device, demand, state, priority, rank_at, epoch,
        attempts, losses, max_attempts, timeout_s, scheduled_for, parent_id, batch_id, step_key,
        children_pending, fail_with_child, size_bytes, finished_at, worker_id, lease_until,
        attempt_deadline)
    SELECT id, (%(tenants)s::uuid[])[1 + g / 100 %% 20], 'echo', 'local', '', 'any',
           'echo/any/' || g %% 3, state, g / 7 %% 5, now() - make_interval(secs => g),
           1, 0, 0, 3, 60,
           CASE WHEN state = 'scheduled' THEN now() + interval '1 day' END,
           CASE WHEN g %% 100 = 95 THEN {_ID.format(g="g + 4")}::uuid END,
           CASE WHEN g %% 100 = 90 THEN %(batch)s::uuid END, '', 1, false, 10,
           CASE WHEN state IN ('succeeded', 'failed')
                THEN now() - make_interval(days => 20, secs => g) END,
           CASE WHEN state IN ('running', 'dispatched')
                THEN (%(workers)s::uuid[])[1 + g / 1000 %% 5] END,
           CASE WHEN state IN ('running', 'dispatched') THEN now() + interval '30 s' END,
           CASE WHEN state = 'running' THEN now() + interval '60 s' END
      FROM n
    RETURNING id, tenant_id, state
), payload AS (
    INSERT INTO tasks_taskpayload (task_id, tenant_id, kind, input, tags, submitted_by)
    SELECT id, tenant_id, 'echo', '{{}}', '{{}}', '' FROM stored
), kept AS (
    INSERT INTO tasks_idempotencykey (id, tenant_id, key, request_hash, task_id, expires_at)
    SELECT gen_random_uuid(), tenant_id, id::text, '', id, now() + interval '1 h' FROM stored
), tried AS (
    INSERT INTO tasks_attempt (id, task_id, epoch, number, worker_id, outcome)
    SELECT gen_random_uuid(), id, 1, 1, gen_random_uuid(), 'running' FROM stored
), entered AS (
    INSERT INTO tasks_ledgerentry (task_id, epoch, entry) SELECT id, 1, '{{}}' FROM stored
), tagged AS (
    INSERT INTO tasks_tasktag (tenant_id, tag, task_id) SELECT tenant_id, 'a', id FROM stored
), ended AS (
    INSERT INTO tasks_taskresult (task_id, result)
    SELECT id, '{{}}' FROM stored WHERE state IN ('succeeded', 'failed')
)
INSERT INTO tasks_event (task_id, type, actor, data) SELECT id, 'submitted', '', '{{}}' FROM stored
"""


class Crowd:
    """A full database and some rows of it to work on."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            # What tests before these have left behind as dead rows would change the plans.
            cursor.execute("TRUNCATE tasks_task, tasks_event CASCADE")
        self.tenants = [make_tenant() for _ in range(20)]
        self.workers = [make_worker(slots=50) for _ in range(5)]
        self.term = make_leader().term
        self.batch = submit_batch([{"kind": "echo", "input": {}}] * 2, self.by()).batch_id
        params: dict[str, Any] = {
            "tenants": [tenant.pk for tenant in self.tenants],
            "workers": [worker.pk for worker in self.workers],
            "batch": self.batch,
        }
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")  # no foreign keys
            cursor.execute(_FILL, params)
            cursor.execute("SET LOCAL session_replication_role = origin")
            for table in GROWING:
                cursor.execute(f"ANALYZE {table}")

    def by(self) -> Any:
        return submitter_of(self.tenants[0])

    def some(self, state: State, count: int = 20) -> list[Task]:
        return list(Task.objects.filter(state=state).order_by("id")[:count])

    def one(self, state: State) -> Task:
        return self.some(state, 1)[0]


# --- What is done, again and again, while a system grows -----------------------------------


def submitting(crowd: Crowd) -> None:
    request = SubmitRequest(kind="echo", input={}, idempotency_key="k", tags=("a",))
    for _ in range(2):
        submit(request, crowd.by())
    submit_batch([{"kind": "echo", "input": {}}] * 3, crowd.by())


def admitting(crowd: Crowd) -> None:
    admission._count_tenant(crowd.tenants[0].pk)
    admission._count_system()


def reading_the_line(crowd: Crowd) -> None:
    line = Line(depth=256)
    lanes = line.read()
    assert len(lanes) > 50
    line._scan_again = float("inf")
    line.read()
    fleet.load(30)


def following_flights(crowd: Crowd) -> None:
    flights = Flights()
    flights.load()
    assert len(flights) == TASKS // 1000 * 2
    flights.land()


def dispatching(crowd: Crowd) -> None:
    chosen = [Assignment(t.pk, t.epoch, crowd.workers[0].pk) for t in crowd.some(State.QUEUED)]
    assert len(transitions.dispatch(chosen, term=crowd.term, claim_s=10)) == len(chosen)


def claiming(crowd: Crowd) -> None:
    sent = crowd.some(State.DISPATCHED, 40)
    worker = sent[0].worker_id
    assert worker is not None
    wanted = [(t.pk, t.epoch + 1, uuid7()) for t in sent if t.worker_id == worker]
    sql.execute("UPDATE tasks_task SET epoch = epoch + 1 WHERE id = ANY(%s)",
                [[each[0] for each in wanted]])  # fmt: skip
    claims = transitions.claim(wanted, worker_id=worker, by="worker:w", lease_s=30)
    assert len(claims) == len(wanted)
    inputs.run_input(claims[0])


def renewing(crowd: Crowd) -> None:
    task = crowd.one(State.RUNNING)
    assert task.worker_id is not None
    assert transitions.renew([task.pk], worker_id=task.worker_id, lease_s=30) == {task.pk}
    workers.beat(task.worker_id, memory_bytes=1, held=[], resident=[])
    sql.fetch(runtime._WATCH, {"ids": [task.pk], "worker": task.worker_id})
    sql.fetch(runtime._DRAINED, {"worker": task.worker_id})


def move(task: Task, target: State, **more: Any) -> Move:
    return Move(
        task_id=task.pk, epoch=task.epoch, source=State(task.state), target=target,
        actor=Actor.WORKER, worker_id=task.worker_id, attempt="failed", **more,
    )  # fmt: skip


def finishing(crowd: Crowd) -> None:
    good, bad, parent, *_ = crowd.some(State.RUNNING)
    child = Child(SubmitRequest(kind="echo", input={}))
    assert all(finish([
        Finish(move(good, State.SUCCEEDED, result={}, ledger=[{}]), good.tenant_id),
        Finish(move(bad, State.SCHEDULED, error={}, failure=True), bad.tenant_id),
        Finish(move(parent, State.WAITING, children=1), parent.tenant_id, [child]),
    ]))  # fmt: skip


def ending_a_family(crowd: Crowd) -> None:
    parent = Task.objects.filter(state=State.WAITING, children__state=State.QUEUED)[:1].get()
    child = parent.children.get()
    control.cancel(child.pk, tenant_id=None, by="user:test")
    assert Task.objects.get(pk=parent.pk).state == State.QUEUED
    other = Task.objects.filter(state=State.WAITING, children__state=State.QUEUED)[:1].get()
    control.cancel(other.pk, tenant_id=None, by="user:test")
    inputs._children(parent.pk)


def steering(crowd: Crowd) -> None:
    queued, running, failed = (crowd.one(s) for s in (State.QUEUED, State.RUNNING, State.FAILED))
    control.reprioritise(queued.pk, Priority.LOW, tenant_id=None, by=crowd.by())
    control.cancel(queued.pk, tenant_id=None, by="user:test")
    control.cancel(running.pk, tenant_id=None, by="user:test")
    control.retry(failed.pk, tenant_id=None, by=crowd.by())
    control.dismiss(crowd.some(State.FAILED, 2)[1].pk, tenant_id=None, by="user:test")
    assert cancel_batch(crowd.batch, tenant_id=None, by="user:test") > 1000


def sweeping(crowd: Crowd) -> None:
    sql.execute("UPDATE tasks_task SET scheduled_for = now() WHERE id = %s",
                [crowd.one(State.SCHEDULED).pk])  # fmt: skip
    sql.execute("UPDATE tasks_task SET deadline = now() - interval '1 s' WHERE id = ANY(%s)",
                [[t.pk for t in crowd.some(State.QUEUED)]])  # fmt: skip
    for duty in (
        sweeper.promote_due,
        sweeper.take_back_unclaimed,
        sweeper.take_back_lost,
        sweeper.expire,
        sweeper.time_out,
        sweeper.drop_hung,
        sweeper.bury_workers,
    ):
        duty()


def giving_back(crowd: Crowd) -> None:
    ended = Worker.objects.get(pk=crowd.workers[0].pk)
    assert workers.give_back([ended.pk], actor=Actor.WORKER, by="w", lost=False) > 10


def pruning_history(crowd: Crowd) -> None:
    sql.execute("UPDATE tasks_task SET finished_at = now() - interval '31 days' WHERE id = ANY(%s)",
                [[t.pk for t in crowd.some(State.SUCCEEDED, 700)]])  # fmt: skip
    assert pruning.prune()["tasks"] == 700


WORK: Final[list[Callable[[Crowd], None]]] = [
    submitting, admitting, reading_the_line, following_flights, dispatching, claiming, renewing,
    finishing, ending_a_family, steering, sweeping, giving_back, pruning_history,
]  # fmt: skip


# --- Their plans ---------------------------------------------------------------------------


@pytest.mark.slow
def test_no_hot_statement_reads_a_growing_table_from_end_to_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    crowd = Crowd()
    explainer = Explainer(monkeypatch, sql, GROWING)
    sql.fetch("SELECT count(*) FROM tasks_task WHERE losses > %s", [5])
    assert len(explainer.scans) == 2, "the check sees a statement that does"
    explainer.scans.clear()
    for work in WORK:
        before = explainer.count
        with transaction.atomic():
            work(crowd)
            transaction.set_rollback(True)
        assert explainer.count > before
        assert explainer.scans == {}, work.__name__
