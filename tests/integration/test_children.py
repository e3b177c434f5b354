"""Parents and children: waiting, resuming, failing together, on a real worker."""

from functools import partial
from typing import Any

import pytest

from tasks import transitions
from tasks.dispatcher import sweeper
from tasks.lifecycle import Actor, State
from tasks.models import Attempt, Event, Task, TaskPayload, TaskResult
from tasks.services import control
from tasks.services.finishing import Child, Finish, finish
from tasks.services.submission import SubmitRequest
from tasks.transitions import Move
from tests.factories import make_task, make_worker, run_task
from tests.integration.stage import (
    history,
    past,
    run_everything,
    shop,
    state_of,
    together,
)

pytestmark = pytest.mark.django_db(transaction=True)


def child(kind: str = "echo", step: str | None = None, **given: Any) -> dict[str, Any]:
    body: dict[str, Any] = {"kind": kind, "input": given}
    return body if step is None else {**body, "step_key": step}


def parent_of(*children: dict[str, Any], on_failure: str = "resume", **more: Any) -> Task:
    given = {"said": "hello", "children": list(children), "on_child_failure": on_failure}
    return make_task(body=given, **more)


def outcome_of(task: Task) -> Any:
    outcome = TaskResult.objects.get(task=task)
    return outcome.result or outcome.error


def waiting_parent(children: int, *, fail: bool = False) -> tuple[Task, list[Task]]:
    """Make a parent that waits for running children."""
    worker = make_worker()
    task = make_task(state=State.RUNNING, worker=worker)
    move = Move(
        task_id=task.pk, epoch=task.epoch, source=State.RUNNING, target=State.WAITING,
        actor=Actor.WORKER, worker_id=worker.pk, attempt="waiting", children=children,
        fail_with_child=fail,
    )  # fmt: skip
    request = SubmitRequest(kind="echo", input={})
    assert finish([Finish(move, task.tenant_id, [Child(request)] * children)]) == [True]
    born = list(Task.objects.filter(parent=task).order_by("id"))
    for each in born:
        run_task(each.pk, to=State.RUNNING, worker=worker)
    return task, list(Task.objects.filter(parent=task).order_by("id"))


def ends(task: Task, target: State = State.SUCCEEDED) -> Move:
    return Move(
        task_id=task.pk, epoch=task.epoch, source=State.RUNNING, target=target,
        actor=Actor.WORKER, worker_id=task.worker_id, attempt=target.value,
    )  # fmt: skip


def test_children_and_theirs_are_paid_for_by_who_pays_for_their_root() -> None:
    root = parent_of(child(said="a", children=[child(n=1)]))
    with shop() as worker:
        run_everything(worker)
    payers = TaskPayload.objects.exclude(pk=root.pk).values_list("paid_by", flat=True)
    assert list(payers) == ["key:test", "key:test"]
    submitters = TaskPayload.objects.exclude(pk=root.pk).values_list("submitted_by", flat=True)
    assert f"task:{root.pk}" in set(submitters)


def test_a_parent_goes_on_with_what_came_of_its_children() -> None:
    parent = parent_of(child(step="a", n=1), child("fail", "b", retryable=False), child(n=3))
    with shop() as worker:
        assert worker.run(parent.pk) == State.WAITING
        run_everything(worker)
    result = outcome_of(parent)
    assert result["echo"] == {"said": "hello"}
    first, second, third = result["children"]
    assert (first["step_key"], first["state"]) == ("a", "succeeded")
    assert first["result"] == {"echo": {"n": 1}}
    assert (second["state"], second["error"]["title"]) == ("failed", "The task failed on purpose")
    assert third["result"] == {"echo": {"n": 3}}
    assert history(parent.pk) == [
        "submitted", "started", "waiting", "resumed", "started", "succeeded",
    ]  # fmt: skip


def test_waiting_costs_no_attempt() -> None:
    parent = parent_of(child(n=1), max_attempts=1)
    with shop() as worker:
        worker.run(parent.pk)
        run_everything(worker)
    parent.refresh_from_db()
    assert (parent.state, parent.attempts) == (State.SUCCEEDED, 0)
    attempts = Attempt.objects.filter(task=parent).order_by("epoch")
    assert [each.outcome for each in attempts] == ["waiting", "succeeded"]


def test_parents_of_parents_hear_of_each_other() -> None:
    parent = parent_of(child(n=0, children=[child(n=1, children=[child(n=2)])]), child(n=9))
    with shop() as worker:
        run_everything(worker)
    inner = outcome_of(parent)["children"][0]["result"]["children"][0]["result"]
    assert inner["children"][0]["result"] == {"echo": {"n": 2}}
    assert Task.objects.filter(state=State.SUCCEEDED).count() == 5


def test_a_parent_that_asked_for_it_fails_with_its_child_and_stops_the_others() -> None:
    children = [child("fail", retryable=False), child(n=1), child("sleep", seconds=3600)]
    parent = parent_of(*children, on_failure="fail")
    with shop() as worker:
        worker.run(parent.pk)
        bad, waiting, slow = Task.objects.filter(parent=parent).order_by("id")
        thread = worker.begin(slow.pk)
        assert worker.run(bad.pk) == State.FAILED
        assert state_of(parent.pk) == State.FAILED
        assert state_of(waiting.pk) == State.CANCELLED
        thread.join(10)
        assert state_of(slow.pk) == State.CANCELLED
    error = outcome_of(parent)
    assert error["type"].endswith("child-failed")
    assert str(bad.pk) in error["detail"]
    assert Task.objects.get(pk=parent.pk).children_pending == 0


def test_a_child_that_is_tried_again_keeps_its_parent_waiting() -> None:
    parent = parent_of(child("fail", times=1))
    with shop() as worker:
        worker.run(parent.pk)
        bad = Task.objects.get(parent=parent)
        assert worker.run(bad.pk) == State.SCHEDULED
        assert state_of(parent.pk) == State.WAITING
        past(1, "scheduled_for", of=bad.pk)
        assert sweeper.promote_due() == 1
        run_everything(worker)
    assert outcome_of(parent)["children"][0]["result"] == {"failures": 1}


def test_a_parent_whose_child_cannot_be_made_fails_and_is_not_tried_for_ever() -> None:
    parent = parent_of({"kind": "completion", "input": {"prompt": "x"}, "model": "no-such-model"})
    with shop() as worker:
        assert worker.run(parent.pk) == State.FAILED
    assert outcome_of(parent)["type"].endswith("unknown-model")


def test_the_last_two_children_end_at_once_and_the_parent_goes_on_once() -> None:
    for _ in range(8):
        parent, born = waiting_parent(2)
        together(*[partial(transitions.apply, [ends(each)]) for each in born])
        parent.refresh_from_db()
        assert (parent.state, parent.children_pending) == (State.QUEUED, 0)
        assert history(parent.pk).count("resumed") == 1
        assert parent.epoch == 3, "one for the dispatch, the waiting and the resumption"


def test_children_that_end_in_one_statement_count_each() -> None:
    parent, born = waiting_parent(3)
    transitions.apply([ends(each) for each in born[:2]])
    assert state_of(parent.pk) == State.WAITING
    transitions.apply([ends(born[2])])
    assert history(parent.pk).count("resumed") == 1


def test_a_parent_that_is_cancelled_as_its_last_child_ends_does_one_or_the_other() -> None:
    for _ in range(4):
        parent, born = waiting_parent(1)
        together(
            lambda child=born[0]: transitions.apply([ends(child)]),  # type: ignore[misc]
            partial(control.cancel, parent.pk, tenant_id=None, by="user:test"),
        )
        parent.refresh_from_db()
        assert parent.state == State.CANCELLED, "cancelling tries again behind a resumption"
        assert parent.children_pending in (0, 1)
        assert "cancelled" in history(parent.pk)


def test_two_failing_children_fail_their_parent_once() -> None:
    for _ in range(2):
        parent, born = waiting_parent(2, fail=True)
        together(*[partial(transitions.apply, [ends(each, State.CANCELLED)]) for each in born])
        assert state_of(parent.pk) == State.FAILED
        assert history(parent.pk).count("failed") == 1


def test_an_end_from_above_wins_over_a_resumption_from_below() -> None:
    """Grandparent and grandchild end in one statement; what stands between them ends, too."""
    worker = make_worker()
    top = make_task(state=State.WAITING, worker=worker)
    middle = Task.objects.get(parent=top)
    run_task(middle.pk, to=State.WAITING, worker=worker)
    bottom = Task.objects.get(parent=middle)
    assert control.cancel_many([top.pk, bottom.pk], by="user:test") == 2
    assert [state_of(each.pk) for each in (top, middle, bottom)] == [State.CANCELLED] * 3


def test_a_deadline_passes_for_the_whole_family() -> None:
    parent = make_task(state=State.WAITING)
    past(1, "deadline", of=parent.pk)
    assert sweeper.expire() == 2
    assert state_of(parent.pk) == State.EXPIRED
    assert state_of(Task.objects.get(parent=parent).pk) == State.CANCELLED


def test_a_child_that_is_cancelled_by_itself_lets_its_parent_go_on() -> None:
    parent, born = waiting_parent(1)
    control.cancel(born[0].pk, tenant_id=None, by="user:test")
    transitions.apply([ends(born[0], State.CANCELLED)])
    assert state_of(parent.pk) == State.QUEUED
    assert Event.objects.filter(task=parent, type="resumed").count() == 1
