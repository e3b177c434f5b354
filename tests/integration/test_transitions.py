"""Guarded statements: of several who want to move a task, one does."""

from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from orchestration.ids import uuid7
from tasks import sql, transitions
from tasks.lifecycle import (
    TERMINAL,
    TRANSITIONS,
    Actor,
    IllegalTransition,
    State,
    Transition,
    sources,
)
from tasks.models import Attempt, Event, LedgerEntry, Task, TaskResult, Worker
from tasks.services import queues
from tasks.transitions import Assignment, Move
from tests.factories import make_leader, make_task, make_tenant, make_worker, run_task
from tests.integration.stage import history, past, state_of, together

pytestmark = pytest.mark.django_db

BY_STATEMENTS_OF_THEIR_OWN = {State.DISPATCHED, State.RUNNING}
MOVES = [row for row in TRANSITIONS if row.target not in BY_STATEMENTS_OF_THEIR_OWN]


def success(task: Task, **changes: Any) -> Move:
    fields = {
        "task_id": task.pk, "epoch": task.epoch, "source": State.RUNNING,
        "target": State.SUCCEEDED, "actor": Actor.WORKER, "worker_id": task.worker_id,
        "attempt": "succeeded", "result": {"ok": True}, "ledger": [{"n": 1}],
    }  # fmt: skip
    return Move(**{**fields, **changes})


def claim(task: Task, worker: Worker, epoch: int | None = None) -> bool:
    wanted = [(task.pk, task.epoch if epoch is None else epoch, uuid7())]
    return bool(transitions.claim(wanted, worker_id=worker.pk, by="worker:w", lease_s=30))


@pytest.mark.parametrize("row", MOVES, ids=lambda row: f"{row.source}-{row.target}")
def test_each_row_of_the_table_holds_on_the_database(row: Transition) -> None:
    task = make_task(state=row.source)
    for actor in row.actors:
        with transaction.atomic():
            (moved, *_) = transitions.apply([
                Move(task_id=task.pk, epoch=task.epoch, source=row.source, target=row.target,
                     actor=actor)
            ])  # fmt: skip
            assert moved.epoch == task.epoch + row.raises_epoch
            after = Task.objects.get(pk=task.pk)
            assert (after.state, after.epoch) == (row.target, moved.epoch)
            assert (after.finished_at is not None) == (row.target in TERMINAL)
            assert history(task.pk)[-1] == row.target
            transaction.set_rollback(True)


def test_a_move_that_stands_in_no_row_is_not_even_tried() -> None:
    task = make_task(state=State.SUCCEEDED)
    with pytest.raises(IllegalTransition):
        transitions.apply([success(task, source=State.SUCCEEDED, target=State.QUEUED)])


def test_a_worker_may_not_do_what_is_the_sweepers() -> None:
    assert State.SCHEDULED in sources(State.QUEUED, Actor.SWEEPER)
    task = make_task(state=State.SCHEDULED)
    with pytest.raises(IllegalTransition):
        transitions.apply([
            success(task, source=State.SCHEDULED, target=State.QUEUED, actor=Actor.WORKER)
        ])  # fmt: skip


@pytest.mark.parametrize(
    "changes", [{"epoch": 0}, {"epoch": 2}, {"worker_id": uuid7()}, {"task_id": uuid7()}]
)
def test_a_move_whose_guard_does_not_hold_leaves_no_trace(changes: dict[str, Any]) -> None:
    task = make_task(state=State.RUNNING)
    before = history(task.pk)
    assert transitions.apply([success(task, **changes)]) == []
    assert state_of(task.pk) == State.RUNNING
    assert history(task.pk) == before
    assert not TaskResult.objects.filter(task=task).exists()
    assert not LedgerEntry.objects.filter(task=task).exists()
    assert Attempt.objects.get(task=task).finished_at is None


@pytest.mark.django_db(transaction=True)
def test_of_two_who_finish_a_task_one_does() -> None:
    for _ in range(5):
        task = make_task(state=State.RUNNING)
        give_up = success(task, target=State.FAILED, result=None, ledger=(), failure=True)
        answers = together(
            partial(transitions.apply, [success(task)]), partial(transitions.apply, [give_up])
        )
        assert sorted(len(each) for each in answers if isinstance(each, list)) == [0, 1]
        assert history(task.pk)[-1] in ("succeeded", "failed")
        assert len(history(task.pk)) == 3
        assert LedgerEntry.objects.filter(task=task).count() == (
            state_of(task.pk) == State.SUCCEEDED
        )


def test_many_moves_are_one_and_each_is_guarded_by_itself() -> None:
    worker = make_worker()
    tasks = [make_task(state=State.RUNNING, worker=worker) for _ in range(3)]
    moves = [success(tasks[0]), success(tasks[1], epoch=9), success(tasks[2])]
    assert {m.task_id for m in transitions.apply(moves)} == {tasks[0].pk, tasks[2].pk}
    assert [state_of(t.pk) for t in tasks] == ["succeeded", "running", "succeeded"]


def test_a_retry_closes_its_attempt_and_counts() -> None:
    task = make_task(state=State.RUNNING)
    error = {"title": "It failed"}
    move = success(
        task, target=State.SCHEDULED, result=None, ledger=(), attempt="failed", failure=True,
        delay_s=60, error=error,
    )  # fmt: skip
    transitions.apply([move])
    task.refresh_from_db()
    attempt = Attempt.objects.get(task=task)
    assert (attempt.outcome, attempt.error) == ("failed", error)
    assert attempt.finished_at is not None
    assert (task.attempts, task.losses, task.worker_id) == (1, 0, None)
    assert not TaskResult.objects.filter(task=task).exists()
    assert Event.objects.filter(task=task).latest("id").data == {"error": error}


# --- Dispatch and claim --------------------------------------------------------------------


def dispatch(task: Task, term: int, **facts: Any) -> bool:
    worker = make_worker(**facts)
    assignment = Assignment(task.pk, task.epoch, worker.pk)
    return bool(transitions.dispatch([assignment], term=term, claim_s=10))


def test_only_the_leader_of_the_term_dispatches() -> None:
    task = make_task()
    make_leader(term=5)
    assert not dispatch(task, 4)
    assert not dispatch(task, 6)
    assert dispatch(task, 5)


def test_a_leader_whose_time_is_over_dispatches_nothing() -> None:
    task = make_task()
    make_leader(term=5, for_s=-1)
    assert not dispatch(task, 5)


@pytest.mark.parametrize("state", ["draining", "stopped", "dead"])
def test_nothing_is_dispatched_to_a_worker_that_takes_nothing_more(state: str) -> None:
    task = make_task()
    make_leader(term=5)
    assert not dispatch(task, 5, state=state)
    assert dispatch(task, 5)


def test_nothing_of_a_queue_that_was_paused_meanwhile_is_dispatched() -> None:
    task = make_task()
    make_leader(term=5)
    queues.pause("local", by="user:test")
    assert not dispatch(task, 5)


def test_a_task_is_dispatched_once() -> None:
    task = make_task()
    make_leader(term=5)
    assert dispatch(task, 5)
    assert not dispatch(task, 5)


def test_a_claim_needs_the_worker_and_the_epoch_of_the_dispatch() -> None:
    worker = make_worker()
    task = make_task(state=State.DISPATCHED, worker=worker)
    assert not claim(task, make_worker())
    assert not claim(task, worker, epoch=task.epoch - 1)
    assert claim(task, worker)
    assert not claim(task, worker), "a second copy of the message does nothing"
    assert history(task.pk) == ["submitted", "started"]


@pytest.mark.parametrize(
    ("state", "claims"), [("live", True), ("draining", True), ("stopped", False), ("dead", False)]
)
def test_a_worker_that_is_over_claims_nothing(state: str, claims: bool) -> None:
    worker = make_worker()
    task = make_task(state=State.DISPATCHED, worker=worker)
    Worker.objects.filter(pk=worker.pk).update(state=state)
    assert claim(task, worker) is claims


def test_nothing_starts_after_its_deadline() -> None:
    worker = make_worker()
    task = make_task(state=State.DISPATCHED, worker=worker)
    past(1, "deadline", of=task.pk)
    assert not claim(task, worker)


def test_a_claim_opens_an_attempt_with_all_that_its_execution_needs() -> None:
    worker = make_worker()
    task = make_task(
        make_tenant(), state=State.DISPATCHED, worker=worker, body={"a": [1, None, "ü"]},
        idempotency_key="k", timeout_s=20.0, max_attempts=5,
    )  # fmt: skip
    (claimed,) = transitions.claim(
        [(task.pk, task.epoch, uuid7())], worker_id=worker.pk, by="worker:w", lease_s=30
    )
    assert claimed.input == {"a": [1, None, "ü"]}
    assert (claimed.attempts, claimed.max_attempts, claimed.losses) == (0, 5, 0)
    assert (claimed.idempotency_key, claimed.resumed) == ("k", False)
    assert claimed.remaining_s == pytest.approx(20, abs=0.1)
    attempt = Attempt.objects.get(task=task)
    assert (attempt.outcome, attempt.number, attempt.epoch) == ("running", 1, task.epoch)


def test_the_deadline_shortens_the_attempt() -> None:
    worker = make_worker()
    task = make_task(state=State.DISPATCHED, worker=worker, timeout_s=1000.0)
    past(-5, "deadline", of=task.pk)
    (claimed,) = transitions.claim(
        [(task.pk, task.epoch, uuid7())], worker_id=worker.pk, by="worker:w", lease_s=30
    )
    assert claimed.remaining_s == pytest.approx(5, abs=0.1)


def test_a_lease_is_renewed_by_its_holder_while_it_runs() -> None:
    worker = make_worker()
    running = make_task(state=State.RUNNING, worker=worker)
    done = make_task(state=State.SUCCEEDED, worker=worker)
    theirs = make_task(state=State.RUNNING)
    ids = [running.pk, done.pk, theirs.pk]
    assert transitions.renew(ids, worker_id=worker.pk, lease_s=99) == {running.pk}
    renewed = Task.objects.get(pk=running.pk).lease_until
    assert renewed is not None
    assert running.lease_until is not None
    assert renewed > running.lease_until


# --- What the database itself refuses ------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        "state = 'lost'",
        "state = 'running'",
        "state = 'succeeded'",
        "finished_at = now()",
        "priority = 5",
        "attempts = 4",
        "timeout_s = 0",
        "state = 'scheduled', scheduled_for = NULL",
        "children_pending = -1",
        "lease_until = now()",
    ],
)
def test_a_row_that_makes_no_sense_cannot_be_stored(change: str) -> None:
    task = make_task()
    with pytest.raises(IntegrityError), transaction.atomic():
        sql.execute(f"UPDATE tasks_task SET {change} WHERE id = %s", [task.pk])


def test_a_task_running_at_a_worker_shows_there() -> None:
    worker = make_worker()
    task = make_task()
    run_task(task.pk, to=State.RUNNING, worker=worker)
    assert Task.objects.get(pk=task.pk).worker_id == worker.pk


def test_what_was_chosen_before_a_pause_is_not_dispatched_after_it() -> None:
    task, worker, leader = make_task(), make_worker(), make_leader()
    queues.pause(task.queue_id, by="user:admin")
    assignment = [Assignment(task.pk, task.epoch, worker.pk)]
    assert transitions.dispatch(assignment, term=leader.term, claim_s=10) == []
    queues.resume(task.queue_id, by="user:admin")
    assert len(transitions.dispatch(assignment, term=leader.term, claim_s=10)) == 1
