"""What users do to tasks: cancel in every state, retry, replay, reprioritise, dismiss."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.conf import LazySettings

from orchestration.ids import uuid7
from tasks import transitions
from tasks.errors import Conflict, Forbidden, NotFound
from tasks.lifecycle import Actor, Priority, State
from tasks.models import Attempt, Event, IdempotencyKey, Task
from tasks.selectors.listing import TaskFilter, list_tasks
from tasks.services import control
from tasks.services.failures import after_failure
from tasks.services.submission import Submitter
from tests.factories import make_task, make_tenant, make_worker, run_task, submitter_of
from tests.integration.stage import configure, floor, history, state_of

pytestmark = pytest.mark.django_db

ENDED = [State.SUCCEEDED, State.FAILED, State.EXPIRED]


def cancel(task: Task) -> State:
    return control.cancel(task.pk, tenant_id=task.tenant_id, by="key:test")


def dead_letters(task: Task) -> list[UUID]:
    page = list_tasks(TaskFilter(dead_letter=True), tenant_id=task.tenant_id)
    return [each.id for each in page.items]


# --- Cancel --------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [State.SCHEDULED, State.QUEUED, State.DISPATCHED, State.WAITING])
def test_what_waits_is_cancelled_at_once(state: State) -> None:
    task = make_task(state=state)
    assert cancel(task) == State.CANCELLED
    assert history(task.pk)[-1] == "cancelled"
    task.refresh_from_db()
    assert task.finished_at is not None
    assert task.lease_until is None


def test_what_runs_is_asked_to_stop_and_told_once() -> None:
    task = make_task(state=State.RUNNING)
    assert [cancel(task), cancel(task)] == [State.RUNNING, State.RUNNING]
    assert history(task.pk).count("cancel_requested") == 1
    task.refresh_from_db()
    assert task.cancel_requested_at is not None


def test_cancelling_twice_is_the_same_as_once() -> None:
    task = make_task(state=State.CANCELLED)
    assert cancel(task) == State.CANCELLED


@pytest.mark.parametrize("state", ENDED)
def test_what_has_ended_cannot_be_cancelled(state: State) -> None:
    task = make_task(state=state)
    with pytest.raises(Conflict, match=state.value):
        cancel(task)
    assert state_of(task.pk) == state


def test_a_cancelled_parent_takes_its_children_and_theirs_with_it() -> None:
    parent = make_task(state=State.WAITING)
    child = parent.children.get()
    worker = make_worker()
    run_task(child.pk, to=State.WAITING, worker=worker)
    grandchild = Task.objects.get(parent=child)
    run_task(grandchild.pk, to=State.RUNNING, worker=worker)
    assert cancel(parent) == State.CANCELLED
    assert state_of(child.pk) == State.CANCELLED
    assert history(grandchild.pk)[-1] == "cancel_requested"
    assert Event.objects.get(task=child, type="cancelled").data == {"reason": "its parent ended"}


def test_a_cancelled_task_is_never_started_by_a_message_on_its_way() -> None:
    task = make_task()
    make_worker()
    with floor() as stage:
        stage.tick()
        cancel(task)
        parcel = stage.waiting[0]
    wanted = [(parcel.task_id, parcel.epoch, uuid7())]
    assert not transitions.claim(wanted, worker_id=parcel.worker_id, by="w", lease_s=30)


@pytest.mark.parametrize("outcome", ["failed", "lost", "waiting"])
def test_a_wish_to_cancel_is_not_forgotten_when_the_attempt_ends_otherwise(outcome: str) -> None:
    task = make_task(state=State.RUNNING)
    cancel(task)
    running = Task.objects.get(pk=task.pk)
    guard: dict[str, Any] = {"task_id": running.pk, "epoch": running.epoch}
    move = {
        "failed": after_failure(
            **guard, attempts=0, max_attempts=3, actor=Actor.WORKER, outcome="failed", error={}
        ),
        "lost": transitions.Move(
            **guard, source=State.RUNNING, target=State.SCHEDULED, actor=Actor.SWEEPER,
            loss=True, attempt="lost",
        ),
        "waiting": transitions.Move(
            **guard, source=State.RUNNING, target=State.WAITING, actor=Actor.WORKER,
            children=1, attempt="waiting",
        ),
    }[outcome]  # fmt: skip
    assert transitions.apply([move])
    assert state_of(task.pk) == State.CANCELLED
    assert Attempt.objects.get(task=task).outcome == outcome


def test_a_task_that_succeeded_before_it_saw_the_wish_keeps_its_result() -> None:
    task = make_task(state=State.RUNNING)
    cancel(task)
    running = Task.objects.get(pk=task.pk)
    transitions.apply([
        transitions.Move(
            task_id=task.pk, epoch=running.epoch, source=State.RUNNING, target=State.SUCCEEDED,
            actor=Actor.WORKER, result={"ok": 1}, attempt="succeeded",
        )
    ])  # fmt: skip
    assert state_of(task.pk) == State.SUCCEEDED


# --- Retry, replay, dismiss ----------------------------------------------------------------


@pytest.mark.parametrize("state", [State.FAILED, State.CANCELLED, State.EXPIRED])
def test_a_retry_is_a_new_task_that_asks_for_the_same(state: State) -> None:
    task = make_task(
        state=state, body={"a": 1}, priority=Priority.HIGH, tags=("x",), device="cpu",
        queue="external", max_attempts=7, timeout_s=12.0, idempotency_key="k",
    )  # fmt: skip
    by = submitter_of(make_tenant())
    again = Task.objects.select_related("payload").get(
        pk=control.retry(task.pk, tenant_id=task.tenant_id, by=by)
    )
    assert again.pk != task.pk
    assert (again.replay_of, again.tenant_id) == (task.pk, task.tenant_id)
    assert (again.state, again.epoch, again.attempts) == ("queued", 0, 0)
    assert (again.priority, again.device, again.queue_id) == (2, "cpu", "external")
    assert (again.max_attempts, again.timeout_s) == (7, 12.0)
    assert (again.payload.input, again.payload.tags) == ({"a": 1}, ["x"])
    assert again.payload.idempotency_key is None
    assert state_of(task.pk) == state
    assert Event.objects.get(task=task, type="replayed").data == {"task": str(again.pk)}


@pytest.mark.parametrize(
    "state", [State.SCHEDULED, State.QUEUED, State.DISPATCHED, State.RUNNING, State.WAITING]
)
def test_what_has_not_ended_can_be_neither_retried_nor_replayed(state: State) -> None:
    task = make_task(state=state)
    for again in (control.retry, control.replay):
        with pytest.raises(Conflict):
            again(task.pk, tenant_id=task.tenant_id, by=submitter_of(task.tenant))


def test_a_success_is_replayed_but_not_retried() -> None:
    task = make_task(state=State.SUCCEEDED)
    by = submitter_of(task.tenant)
    with pytest.raises(Conflict, match=r"(?i)succeeded") as refused:
        control.retry(task.pk, tenant_id=task.tenant_id, by=by)
    assert "Replay" in str(refused.value.mend)
    assert state_of(control.replay(task.pk, tenant_id=task.tenant_id, by=by)) == State.QUEUED


def test_a_retry_does_not_lift_a_key_above_its_highest_level() -> None:
    task = make_task(state=State.FAILED, priority=Priority.CRITICAL)
    by = Submitter(tenant_id=task.tenant_id, actor="key:x", max_priority=1, diagnostics=True)
    again = control.retry(task.pk, tenant_id=task.tenant_id, by=by)
    assert Task.objects.get(pk=again).priority == Priority.NORMAL


def test_an_idempotency_key_of_the_first_task_still_gives_the_first() -> None:
    task = make_task(state=State.FAILED, idempotency_key="k")
    control.retry(task.pk, tenant_id=task.tenant_id, by=submitter_of(task.tenant))
    assert IdempotencyKey.objects.get(key="k").task_id == task.pk


@pytest.mark.parametrize("deed", ["dismiss", "retry", "replay"])
def test_a_failed_task_leaves_the_dead_letters_when_somebody_dealt_with_it(deed: str) -> None:
    task = make_task(state=State.FAILED)
    assert dead_letters(task) == [task.pk]
    if deed == "dismiss":
        control.dismiss(task.pk, tenant_id=task.tenant_id, by="key:test")
        control.dismiss(task.pk, tenant_id=task.tenant_id, by="key:test")
        assert history(task.pk).count("dismissed") == 1
    else:
        getattr(control, deed)(task.pk, tenant_id=task.tenant_id, by=submitter_of(task.tenant))
    assert dead_letters(task) == []
    assert state_of(task.pk) == State.FAILED


@pytest.mark.parametrize("state", [State.SUCCEEDED, State.CANCELLED, State.EXPIRED, State.QUEUED])
def test_only_failures_are_dead_letters(state: State) -> None:
    task = make_task(state=state)
    assert dead_letters(task) == []
    with pytest.raises(Conflict):
        control.dismiss(task.pk, tenant_id=task.tenant_id, by="key:test")


# --- Reprioritise --------------------------------------------------------------------------


@pytest.mark.parametrize("level", list(Priority))
def test_a_new_level_keeps_the_age(settings: LazySettings, level: Priority) -> None:
    bonus = (0.0, 10.0, 100.0, 1000.0)
    configure(settings, dispatch={"bonus_s": bonus})
    task = make_task(priority=Priority.HIGH)
    ready = task.rank_at + timedelta(seconds=100)
    control.reprioritise(task.pk, level, tenant_id=task.tenant_id, by=submitter_of(task.tenant))
    task.refresh_from_db()
    assert task.priority == level
    assert task.rank_at == ready - timedelta(seconds=bonus[min(level, 3)])
    assert Event.objects.get(task=task, type="reprioritised").data == {"from": 2, "to": level}


@pytest.mark.parametrize("state", [State.SCHEDULED, State.QUEUED, State.WAITING])
def test_what_waits_can_be_moved(state: State) -> None:
    task = make_task(state=state)
    control.reprioritise(
        task.pk, Priority.CRITICAL, tenant_id=task.tenant_id, by=submitter_of(task.tenant)
    )
    assert Task.objects.get(pk=task.pk).priority == Priority.CRITICAL


@pytest.mark.parametrize("state", [State.DISPATCHED, State.RUNNING, *ENDED])
def test_what_no_longer_waits_cannot(state: State) -> None:
    task = make_task(state=state)
    with pytest.raises(Conflict):
        control.reprioritise(
            task.pk, Priority.LOW, tenant_id=task.tenant_id, by=submitter_of(task.tenant)
        )


def test_nobody_moves_a_task_above_their_own_highest_level() -> None:
    task = make_task()
    by = Submitter(tenant_id=task.tenant_id, actor="key:x", max_priority=Priority.HIGH)
    with pytest.raises(Forbidden):
        control.reprioritise(task.pk, Priority.URGENT, tenant_id=task.tenant_id, by=by)


# --- Strangers -----------------------------------------------------------------------------


def test_to_another_tenant_a_task_does_not_exist() -> None:
    task, stranger = make_task(state=State.FAILED), make_tenant()
    by = submitter_of(stranger)
    for deed in (
        lambda: control.cancel(task.pk, tenant_id=stranger.pk, by="key:x"),
        lambda: control.retry(task.pk, tenant_id=stranger.pk, by=by),
        lambda: control.replay(task.pk, tenant_id=stranger.pk, by=by),
        lambda: control.dismiss(task.pk, tenant_id=stranger.pk, by="key:x"),
        lambda: control.reprioritise(task.pk, Priority.LOW, tenant_id=stranger.pk, by=by),
    ):
        with pytest.raises(NotFound):
            deed()
    assert history(task.pk)[-1] == "failed"


def test_an_operator_reaches_every_tenants_tasks() -> None:
    task = make_task()
    assert control.cancel(task.pk, tenant_id=None, by="user:admin") == State.CANCELLED
    assert Event.objects.get(task=task, type="cancelled").actor == "user:admin"
