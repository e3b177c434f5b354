"""Thousands of tasks in one call: all or nothing, followed and cancelled as one."""

from typing import Any

import pytest

from orchestration.access.records import Tenant
from orchestration.errors import InvalidInput
from orchestration.ids import uuid7
from tasks.errors import InvalidBatch, NotFound, TooManyTasks
from tasks.lifecycle import State
from tasks.models import Batch, Event, IdempotencyKey, Task, TaskPayload
from tasks.services.batches import BatchSubmitted, cancel_batch, submit_batch
from tasks.services.submission import SubmitRequest, submit
from tests.factories import make_tenant, make_worker, run_task, submitter_of
from tests.integration.stage import history, state_of, submit_many, together

pytestmark = pytest.mark.django_db


def body(number: int = 0, **more: Any) -> dict[str, Any]:
    return {"kind": "echo", "input": {"n": number}, **more}


def send(tenant: Tenant, *bodies: Any) -> BatchSubmitted:
    return submit_batch(bodies, submitter_of(tenant))


def problems_of(tenant: Tenant, *bodies: Any) -> dict[int, Any]:
    """Send a batch that must be refused; return the problem of each line."""
    before = Task.objects.count()
    with pytest.raises(InvalidBatch) as refused:
        send(tenant, *bodies)
    assert Task.objects.count() == before
    assert not Batch.objects.filter(tenant=tenant).exists()
    return {each["line"]: each for each in refused.value.problem()["lines"]}  # type: ignore[attr-defined]


def test_ten_thousand_tasks_are_stored_in_their_order() -> None:
    tenant = make_tenant()
    stored = send(tenant, *(body(at) for at in range(10_000)))
    assert Batch.objects.get(pk=stored.batch_id).total == 10_000
    assert stored.task_ids == sorted(stored.task_ids)
    numbers = TaskPayload.objects.filter(task__batch=stored.batch_id).order_by("task_id")
    assert [each["n"] for each in numbers.values_list("input", flat=True)] == list(range(10_000))
    assert Event.objects.filter(task__batch=stored.batch_id, type="submitted").count() == 10_000


def test_wrong_lines_are_named_and_nothing_is_stored() -> None:
    wrong = problems_of(
        make_tenant(), body(), "text", body(queue="nowhere"), body(tags=["\x00"]), body(), {}
    )
    fields = {line: problem["field"] for line, problem in wrong.items()}
    assert fields == {1: "body", 2: "queue", 3: "tags", 5: "kind"}


def test_a_hundred_wrong_lines_are_shown_of_many() -> None:
    assert list(problems_of(make_tenant(), *[None] * 500)) == list(range(100))


def test_keys_that_were_used_for_something_else_are_named_by_line() -> None:
    tenant = make_tenant()
    submit(SubmitRequest(kind="echo", input={"n": 1}, idempotency_key="a"), submitter_of(tenant))
    wrong = problems_of(tenant, body(), body(2, idempotency_key="a"), body(idempotency_key="b"))
    assert list(wrong) == [1]
    assert (wrong[1]["status"], wrong[1]["field"]) == (409, "idempotency_key")
    assert not IdempotencyKey.objects.filter(tenant=tenant, key="b").exists()


def test_a_key_that_stands_twice_in_a_batch_is_refused() -> None:
    wrong = problems_of(make_tenant(), body(idempotency_key="a"), body(idempotency_key="a"))
    assert list(wrong) == [1]


def test_a_batch_that_is_sent_again_gives_back_its_tasks() -> None:
    tenant = make_tenant()
    bodies = [body(at, idempotency_key=f"k{at}") for at in range(3)]
    first = send(tenant, *bodies)
    second = send(tenant, *bodies, body(9))
    assert second.task_ids[:3] == first.task_ids
    assert second.existing == [0, 1, 2]
    assert Task.objects.filter(tenant=tenant).count() == 4


@pytest.mark.django_db(transaction=True)
def test_two_callers_with_the_same_keys_store_each_task_once() -> None:
    tenant = make_tenant()
    bodies = [body(at, idempotency_key=f"k{at}") for at in range(50)]
    answers = together(lambda: send(tenant, *bodies), lambda: send(tenant, *reversed(bodies)))
    first, second = answers
    assert isinstance(first, BatchSubmitted)
    assert isinstance(second, BatchSubmitted)
    assert first.task_ids == second.task_ids[::-1]
    assert Task.objects.filter(tenant=tenant).count() == 50


def test_an_empty_batch_is_refused() -> None:
    with pytest.raises(InvalidInput):
        send(make_tenant())


def test_a_batch_that_does_not_fit_is_refused_as_a_whole() -> None:
    tenant = make_tenant(max_waiting=10)
    with pytest.raises(TooManyTasks):
        send(tenant, *[body()] * 11)
    assert not Task.objects.filter(tenant=tenant).exists()
    assert len(send(tenant, *[body()] * 10).task_ids) == 10


def test_cancelling_ends_what_waits_asks_what_runs_and_leaves_what_ended() -> None:
    tenant = make_tenant()
    stored = send(tenant, *[body()] * 4, body(scheduled_for="2100-01-01T00:00:00Z"))
    sent, running, done, *_ = stored.task_ids
    worker = make_worker()
    run_task(sent, to=State.DISPATCHED, worker=worker)
    run_task(running, to=State.RUNNING, worker=worker)
    run_task(done, to=State.SUCCEEDED, worker=worker)
    assert cancel_batch(stored.batch_id, tenant_id=tenant.pk, by="key:test") == 4
    assert [state_of(i) for i in stored.task_ids] == [
        "cancelled", "running", "succeeded", "cancelled", "cancelled",
    ]  # fmt: skip
    assert history(running)[-1] == "cancel_requested"
    assert cancel_batch(stored.batch_id, tenant_id=tenant.pk, by="key:test") == 0


def test_a_large_batch_is_cancelled_to_the_last_task() -> None:
    tenant = make_tenant()
    stored = send(tenant, *[body()] * 2500)
    others = submit_many(tenant, 2)
    assert cancel_batch(stored.batch_id, tenant_id=None, by="user:admin") == 2500
    assert {state_of(i) for i in others} == {"queued"}


def test_nobody_cancels_the_batch_of_another_tenant() -> None:
    stored = send(make_tenant(), body())
    for batch_id in (stored.batch_id, uuid7()):
        with pytest.raises(NotFound):
            cancel_batch(batch_id, tenant_id=make_tenant().pk, by="key:other")
    assert state_of(stored.task_ids[0]) == "queued"
