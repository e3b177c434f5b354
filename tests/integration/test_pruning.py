"""Deleting history: only what is due, in steps, beside others who hold rows."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.conf import LazySettings
from django.db import connection

from orchestration.access.records import AuditEntry
from orchestration.access.services import audit
from orchestration.registry.bundled import SWITCHYARD_MINI
from orchestration.registry.records import Replica
from orchestration.registry.replicas import Held, mark_gone, report_replicas
from orchestration.registry.services import seed_bundled
from tasks import sql
from tasks.lifecycle import State
from tasks.models import (
    Attempt,
    Batch,
    Event,
    IdempotencyKey,
    LedgerEntry,
    Task,
    TaskPayload,
    TaskResult,
    TaskRouting,
    TaskTag,
    Worker,
)
from tasks.services import pruning
from tasks.services.batches import submit_batch
from tests.factories import make_task, make_tenant, make_worker, run_task, submitter_of
from tests.integration.stage import configure

pytestmark = pytest.mark.django_db

DAY = 86_400


@pytest.fixture(autouse=True)
def _retention(settings: LazySettings) -> None:
    configure(
        settings,
        retention={"tasks_days": 10.0, "failed_days": 20.0, "workers_days": 5.0, "audit_days": 9.0},
    )


def ended(days_ago: float, state: State = State.SUCCEEDED, **fields: Any) -> Task:
    task = make_task(state=state, **fields)
    age(task.pk, days_ago)
    return task


def age(task_id: UUID, days: float) -> None:
    sql.execute(
        "UPDATE tasks_task SET finished_at = now() - %s WHERE id = %s",
        [timedelta(days=days), task_id],
    )


def left() -> set[UUID]:
    return set(Task.objects.values_list("pk", flat=True))


def test_only_what_is_past_its_time_goes() -> None:
    gone = {ended(11), ended(11, State.CANCELLED), ended(21, State.FAILED)}
    kept = {
        ended(9),
        ended(19, State.FAILED),
        ended(0),
        make_task(),
        make_task(state=State.SCHEDULED),
        make_task(state=State.RUNNING),
    }
    assert pruning.prune()["tasks"] == len(gone)
    assert left() == {task.pk for task in kept}


def test_failures_that_are_kept_for_less_time_do_not_take_successes_with_them(
    settings: LazySettings,
) -> None:
    configure(settings, retention={"failed_days": 2.0})
    success, _ = ended(5), ended(5, State.FAILED)
    pruning.prune()
    assert left() == {success.pk}


def test_a_task_goes_with_all_that_belongs_to_it() -> None:
    task = ended(11, kind="echo", tags=("a", "b"), idempotency_key="k", result={"ok": 1})
    LedgerEntry.objects.create(task=task, epoch=1, entry={})
    TaskRouting.objects.create(task=task, tenant_id=task.tenant_id, decision={})
    pruning.prune()
    gone = (
        TaskPayload, TaskResult, TaskTag, TaskRouting, Event, Attempt, LedgerEntry, Task,
    )  # fmt: skip
    for record in gone:
        assert not record._default_manager.exists(), record.__name__
    assert IdempotencyKey.objects.count() == 1, "a key has its own time"


def test_a_family_goes_children_first_over_all_generations() -> None:
    worker = make_worker()
    top = make_task(state=State.WAITING, worker=worker)
    middle = Task.objects.get(parent=top)
    run_task(middle.pk, to=State.WAITING, worker=worker)
    bottom = Task.objects.get(parent=middle)
    sql.execute("UPDATE tasks_task SET state = 'succeeded', finished_at = now()")
    for task, days in ((top, 13), (middle, 12), (bottom, 11)):
        age(task.pk, days)
    assert pruning.prune()["tasks"] == 3


def test_a_child_stays_while_its_parent_may_still_ask_for_it() -> None:
    parent = make_task(state=State.WAITING)
    child = Task.objects.get(parent=parent)
    run_task(child.pk, to=State.SUCCEEDED, worker=make_worker())
    age(child.pk, 100)
    assert pruning.prune()["tasks"] == 0
    run_task(parent.pk, to=State.SUCCEEDED, worker=make_worker())
    assert pruning.prune()["tasks"] == 1
    assert left() == {parent.pk}


def test_a_parent_stays_while_it_has_a_child_that_is_kept() -> None:
    parent = make_task(state=State.WAITING)
    child = Task.objects.get(parent=parent)
    sql.execute("UPDATE tasks_task SET state = 'succeeded', finished_at = now()")
    age(parent.pk, 100)
    assert pruning.prune()["tasks"] == 0
    assert left() == {parent.pk, child.pk}


def test_more_than_a_step_goes_in_one_call_and_what_is_kept_is_stepped_over() -> None:
    tenant = make_tenant()
    ids = submit_batch([{"kind": "echo", "input": {}}] * 1700, submitter_of(tenant)).task_ids
    sql.execute("UPDATE tasks_task SET state = 'succeeded', finished_at = now() - interval '11 d'")
    sql.execute("UPDATE tasks_task SET state = 'failed' WHERE id = ANY(%s)", [ids[:600]])
    assert pruning.prune()["tasks"] == 1100
    assert left() == set(ids[:600])


@pytest.mark.django_db(transaction=True)
def test_a_row_that_somebody_holds_is_left_for_the_next_time() -> None:
    held, free = ended(11), ended(11)
    known = connection.get_connection_params()
    address = {key: known[key] for key in ("host", "port", "user", "password", "dbname")}
    with psycopg.connect(**address) as other:
        other.execute("SELECT FROM tasks_task WHERE id = %s FOR UPDATE", [held.pk])
        assert pruning.prune()["tasks"] == 1
        assert left() == {held.pk}
    assert pruning.prune()["tasks"] == 1
    assert free.pk not in left()


def test_keys_workers_batches_and_audit_entries_have_their_own_times() -> None:
    tenant = make_tenant()
    make_task(tenant, idempotency_key="old")
    make_task(tenant, idempotency_key="new")
    sql.execute("UPDATE tasks_idempotencykey SET expires_at = now() - interval '1 s'"
                " WHERE key = 'old'")  # fmt: skip
    workers = [make_worker(state=state) for state in ("dead", "stopped", "live", "dead")]
    sql.execute("UPDATE tasks_worker SET ended_at = now() - interval '6 days' WHERE id = ANY(%s)",
                [[worker.pk for worker in workers[:3]]])  # fmt: skip
    sql.execute("UPDATE tasks_worker SET ended_at = now() WHERE id = %s", [workers[3].pk])
    for action in ("old", "new"):
        audit(actor="user:a", action=action, subject_type="queue", subject_id="local")
    sql.execute("UPDATE access_audit_entry SET at = now() - interval '10 days'"
                " WHERE action = 'old'")  # fmt: skip
    empty, full, young = (
        Batch.objects.create(tenant=tenant, name=name, total=1) for name in ("empty", "full", "new")
    )
    Task.objects.filter(tenant=tenant).update(batch=full)
    sql.execute("UPDATE tasks_batch SET created_at = now() - interval '21 days' WHERE id <> %s",
                [young.pk])  # fmt: skip
    expected = {
        "tasks": 0, "idempotency keys": 1, "workers": 2, "copies of models": 0, "batches": 1,
        "audit entries": 1,
    }  # fmt: skip
    assert pruning.prune().items() >= expected.items()
    assert IdempotencyKey.objects.get().key == "new"
    assert set(Worker.objects.values_list("pk", flat=True)) == {w.pk for w in workers[2:]}
    assert AuditEntry.objects.get().action == "new"
    assert not Batch.objects.filter(pk=empty.pk).exists()


def test_copies_of_models_go_some_time_after_their_worker() -> None:
    seed_bundled()
    for host in ("old", "young", "alive"):
        worker = make_worker()
        report_replicas(worker.pk, host, [Held(SWITCHYARD_MINI.name, "present")])
        if host != "alive":
            mark_gone([worker.pk])
    Replica.objects.exclude(host="young").update(updated_at=datetime.now(UTC) - timedelta(days=8))
    assert pruning.prune()["copies of models"] == 1
    assert set(Replica.objects.values_list("host", flat=True)) == {"young", "alive"}
