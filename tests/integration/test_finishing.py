"""Committing what workers bring back: each once, and a bad one alone."""

import json
from functools import partial
from typing import Any

import pytest
import redis
from django.conf import settings
from django.db import transaction

from orchestration.execution import Succeeded
from orchestration.ids import uuid7
from tasks import transitions, wakeups
from tasks.lifecycle import Actor, State
from tasks.models import Attempt, LedgerEntry, Task, TaskResult, Worker
from tasks.services import control
from tasks.services.finishing import Child, Finish, finish
from tasks.services.submission import SubmitRequest
from tasks.transitions import Claim, Move
from tasks.wakeups import MOVED_CHANNEL
from tasks.worker.settle import Settler
from tests.factories import make_task, make_tenant, make_worker
from tests.integration.stage import history, past, state_of, together

pytestmark = pytest.mark.django_db


def finish_of(task: Task, *children: Child, **changes: Any) -> Finish:
    fields = {
        "task_id": task.pk, "epoch": task.epoch, "source": State.RUNNING,
        "target": State.SUCCEEDED, "actor": Actor.WORKER, "worker_id": task.worker_id,
        "attempt": "succeeded", "result": {"ok": True},
    }  # fmt: skip
    return Finish(Move(**{**fields, **changes}), task.tenant_id, children)


def running(worker: Worker | None = None, **fields: Any) -> Task:
    return make_task(state=State.RUNNING, worker=worker, **fields)


def waiting_for(task: Task, *children: Child) -> Finish:
    return finish_of(
        task, *children, target=State.WAITING, attempt="waiting", result=None,
        children=len(children),
    )  # fmt: skip


def error_of(task: Task) -> dict[str, Any]:
    error = TaskResult.objects.get(task=task).error
    assert isinstance(error, dict)
    return error


def echo(**fields: Any) -> Child:
    return Child(SubmitRequest(kind="echo", input={}, **fields))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "result",
    [{"text": "a\x00b"}, {"a\x00": 1}, {"text": "\ud800"}, {"n": 2**70}, {"deep": None}],
    ids=["nul", "nul-key", "surrogate", "integer", "deep"],
)
def test_a_result_that_cannot_be_stored_fails_its_own_task_only(result: dict[str, Any]) -> None:
    if "deep" in result:
        for _ in range(300):
            result = {"deep": result}
    worker = make_worker()
    tenant = make_tenant()
    tasks = [running(worker, tenant=tenant) for _ in range(9)]
    group = [finish_of(task) for task in tasks]
    group[4] = finish_of(tasks[4], result=result, ledger=[{"n": 1}])
    assert finish(group) == [True] * 9
    states = [state_of(task.pk) for task in tasks]
    assert states == [*["succeeded"] * 4, "failed", *["succeeded"] * 4]
    assert error_of(tasks[4])["type"].endswith("result-not-storable")
    assert Attempt.objects.get(task=tasks[4]).outcome == "failed"
    assert not LedgerEntry.objects.filter(task=tasks[4]).exists()
    assert history(tasks[4].pk)[-1] == "failed"


@pytest.mark.django_db(transaction=True)
def test_an_error_that_cannot_be_stored_ends_its_task_with_one_that_can() -> None:
    task = running()
    broken = finish_of(
        task, target=State.SCHEDULED, attempt="failed", result=None, failure=True,
        error={"title": "a\x00b"},
    )  # fmt: skip
    assert finish([broken]) == [True]
    assert error_of(task)["type"].endswith("result-not-storable")


def test_a_worker_that_lost_its_lease_cannot_finish() -> None:
    task = running()
    taken = Move(
        task_id=task.pk, epoch=task.epoch, source=State.RUNNING, target=State.SCHEDULED,
        actor=Actor.SWEEPER, loss=True, attempt="lost",
    )  # fmt: skip
    transitions.apply([taken])
    late = finish_of(task, ledger=[{"n": 1}])
    assert finish([late]) == [False]
    assert state_of(task.pk) == State.SCHEDULED
    assert not LedgerEntry.objects.filter(task=task).exists()
    assert not TaskResult.objects.filter(task=task).exists()
    assert Attempt.objects.get(task=task).outcome == "lost"


def test_a_late_worker_does_not_stop_those_in_its_group() -> None:
    worker = make_worker()
    early, late = running(worker), running(worker)
    assert finish([finish_of(early), finish_of(late, epoch=late.epoch + 1)]) == [True, False]


def test_ledger_rows_are_committed_with_the_result_and_once() -> None:
    task = running(kind="ledger", body={"rows": [{"n": 1}, {"n": 2}]})
    again = finish_of(task, ledger=[{"n": 1}, {"n": 2}])
    assert [finish([again]), finish([again])] == [[True], [False]]
    entries = LedgerEntry.objects.filter(task=task).order_by("id")
    assert [(each.epoch, each.entry["n"]) for each in entries] == [(1, 1), (1, 2)]


@pytest.mark.django_db(transaction=True)
def test_of_many_who_finish_the_same_task_at_once_one_does() -> None:
    task = running()
    answers = together(*[partial(finish, [finish_of(task, ledger=[{}])])] * 6)
    assert sorted(answers, key=str) == [[False]] * 5 + [[True]]
    assert LedgerEntry.objects.filter(task=task).count() == 1
    assert history(task.pk).count("succeeded") == 1


def test_a_result_over_the_limit_fails_and_says_by_how_much() -> None:
    task = running()
    claim = Claim(
        task_id=task.pk, epoch=task.epoch, tenant_id=task.tenant_id, parent_id=None, kind="echo",
        input={}, model="", priority=1, attempts=0, max_attempts=3, losses=0,
        idempotency_key=None, deadline=None, remaining_s=30.0, resumed=False,
    )  # fmt: skip
    large = Succeeded({"text": "x" * (settings.SWITCHYARD.limits.result_bytes + 1)})
    assert task.worker_id is not None
    settled = Settler(task.worker_id, "worker:test").settle(claim, large)
    assert settled is not None
    assert finish([settled]) == [True]
    assert state_of(task.pk) == State.FAILED
    assert error_of(task)["type"].endswith("result-too-large")


# --- Parents -------------------------------------------------------------------------------


def test_children_come_with_the_move_of_their_parent() -> None:
    task = running()
    assert finish([waiting_for(task, echo(), echo(priority=4))]) == [True]
    children = Task.objects.filter(parent=task).order_by("id")
    assert [(child.state, child.priority) for child in children] == [("queued", 1), ("queued", 4)]
    assert {child.tenant_id for child in children} == {task.tenant_id}
    task.refresh_from_db()
    assert (task.state, task.children_pending, task.worker_id) == ("waiting", 2, None)


def test_a_parent_that_lost_its_lease_has_no_children() -> None:
    task = running()
    assert finish([waiting_for(make_stale(task), echo())]) == [False]
    assert not Task.objects.filter(parent=task).exists()


def make_stale(task: Task) -> Task:
    task.epoch += 1
    return task


@pytest.mark.parametrize(
    "bad", [{"model": "no-such-model"}, {"queue": "nowhere"}], ids=["model", "queue"]
)
def test_a_parent_that_asks_for_what_there_is_not_fails_alone(bad: dict[str, Any]) -> None:
    worker = make_worker()
    parent, other = running(worker), running(worker)
    assert finish([finish_of(other), waiting_for(parent, echo(), echo(**bad))]) == [True, True]
    assert [state_of(other.pk), state_of(parent.pk)] == [State.SUCCEEDED, State.FAILED]
    assert not Task.objects.filter(parent=parent).exists()
    assert Attempt.objects.get(task=parent).outcome == "failed"


def test_a_parent_that_was_to_stop_does_not_have_children_any_more() -> None:
    task = running()
    control.cancel(task.pk, tenant_id=None, by="user:test")
    assert finish([waiting_for(task, echo())]) == [True]
    assert state_of(task.pk) == State.CANCELLED
    assert not Task.objects.filter(parent=task).exists()


def test_a_lease_that_ended_but_was_not_taken_away_still_counts() -> None:
    task = running()
    past(60, "lease_until", of=task.pk)
    assert finish([finish_of(task)]) == [True]


def test_nothing_to_finish_is_no_work() -> None:
    assert finish([]) == []
    assert finish([finish_of(make_stale(running()), task_id=uuid7())]) == [False]


# --- Hints ---------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_those_who_wait_hear_of_a_move_when_it_is_committed() -> None:
    task = running()
    with redis.Redis.from_url(str(settings.SWITCHYARD.redis_url)) as client:
        channel = client.pubsub(ignore_subscribe_messages=False)
        channel.subscribe(MOVED_CHANNEL)
        channel.get_message(timeout=5)
        with transaction.atomic():
            finish([finish_of(task)])
            assert channel.get_message(timeout=0.05) is None
        message = channel.get_message(timeout=5)
        channel.close()
    assert message is not None
    assert json.loads(message["data"]) == [[str(task.pk), "succeeded"]]


@pytest.mark.django_db(transaction=True)
def test_that_nobody_can_be_told_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    nobody = redis.Redis(host="127.0.0.1", port=1)
    monkeypatch.setattr(wakeups, "_hints", nobody)
    assert finish([finish_of(running())]) == [True]
    nobody.close()
