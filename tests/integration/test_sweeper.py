"""What the leader cleans up, on the database's clock."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.conf import LazySettings
from django.db import connection

from tasks import sql
from tasks.dispatcher import sweeper
from tasks.lifecycle import State
from tasks.models import Attempt, Task, TaskResult, Worker
from tasks.services import control
from tests.factories import make_task, make_tenant, make_worker
from tests.integration.stage import (
    configure,
    floor,
    history,
    past,
    state_of,
    submit_many,
    together,
)

pytestmark = pytest.mark.django_db

WAITING = [State.SCHEDULED, State.QUEUED, State.DISPATCHED, State.WAITING]


@pytest.fixture(autouse=True)
def _database_runs_for_long(settings: LazySettings) -> None:
    """Let the lease that the sweeper waits after a restart of the database be over."""
    configure(settings, leases={"lease_s": 0.001, "stop_grace_s": 2.0})


def error_of(task: Task) -> Any:
    return TaskResult.objects.get(task=task).error


def seen(worker: Worker, seconds_ago: float) -> None:
    sql.execute(
        "UPDATE tasks_worker SET seen_at = now() - %s WHERE id = %s",
        [timedelta(seconds=seconds_ago), worker.pk],
    )


# --- Due times -----------------------------------------------------------------------------


def test_a_task_is_queued_when_its_time_has_come_and_not_before() -> None:
    due, later = make_task(state=State.SCHEDULED), make_task(state=State.SCHEDULED)
    past(0, "scheduled_for", of=due.pk)
    assert sweeper.promote_due() == 1
    assert [state_of(due.pk), state_of(later.pk)] == [State.QUEUED, State.SCHEDULED]
    assert history(due.pk) == ["submitted"], "nothing that a user needs to read"


def test_the_age_counts_from_the_time_it_was_meant_to_start() -> None:
    task = make_task(state=State.SCHEDULED)
    past(0, "scheduled_for", of=task.pk)
    sweeper.promote_due()
    assert Task.objects.get(pk=task.pk).rank_at == task.rank_at


# --- Dispatched but never claimed ----------------------------------------------------------


def test_what_nobody_claimed_goes_back_and_its_message_does_nothing_any_more() -> None:
    worker = make_worker()
    task = make_task(state=State.DISPATCHED, worker=worker)
    assert sweeper.take_back_unclaimed() == 0
    past(1, "lease_until", of=task.pk)
    assert sweeper.take_back_unclaimed() == 1
    task.refresh_from_db()
    assert (task.state, task.epoch, task.worker_id) == (State.QUEUED, 2, None)
    assert (task.attempts, task.losses) == (0, 0)


def test_it_keeps_its_place_in_the_line() -> None:
    make_worker(slots=1)
    first, second, _ = submit_many(make_tenant(), 3)
    with floor() as stage:
        assert stage.tick() == [first]
        past(1, "lease_until", of=first)
        sweeper.take_back_unclaimed()
        assert stage.tick() == [first]
        stage.waiting = [stage.waiting[-1]]
        stage.run_next()
        assert stage.tick() == [second]


# --- Lost leases ---------------------------------------------------------------------------


def test_a_lost_attempt_is_nobodys_fault_and_another_follows_at_once() -> None:
    task = make_task(state=State.RUNNING, max_attempts=1)
    assert sweeper.take_back_lost() == 0
    past(1, "lease_until", of=task.pk)
    assert sweeper.take_back_lost() == 1
    task.refresh_from_db()
    assert (task.state, task.attempts, task.losses) == (State.SCHEDULED, 0, 1)
    assert Attempt.objects.get(task=task).outcome == "lost"
    assert history(task.pk)[-1] == "lost"
    assert sweeper.promote_due() == 1


@pytest.mark.parametrize(("losses", "delay_s"), [(0, 0), (2, 0), (3, 1), (5, 4), (8, 32), (20, 60)])
def test_a_task_that_loses_its_workers_again_and_again_comes_back_more_slowly(
    losses: int, delay_s: float
) -> None:
    task = make_task(state=State.RUNNING)
    Task.objects.filter(pk=task.pk).update(losses=losses)
    past(1, "lease_until", of=task.pk)
    sweeper.take_back_lost()
    task.refresh_from_db()
    (now,) = sql.fetch("SELECT now()")[0]
    assert task.scheduled_for == now + timedelta(seconds=delay_s)


def test_after_a_restart_of_the_database_everybody_gets_a_lease_to_report_back(
    settings: LazySettings,
) -> None:
    configure(settings, leases={"lease_s": 1e6})
    worker = make_worker()
    task = make_task(state=State.RUNNING, worker=worker, timeout_s=1.0)
    past(2e6, "lease_until", "attempt_deadline", of=task.pk)
    seen(worker, 2e6)
    assert [sweeper.take_back_lost(), sweeper.bury_workers(), sweeper.time_out()] == [0, 0, 0]


@pytest.mark.django_db(transaction=True)
def test_two_sweepers_take_a_task_back_once() -> None:
    task = make_task(state=State.RUNNING)
    past(1, "lease_until", of=task.pk)
    assert together(*[sweeper.take_back_lost] * 4).count(1) == 1
    assert history(task.pk).count("lost") == 1
    assert Task.objects.get(pk=task.pk).losses == 1


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_froze_in_its_commit_holds_up_nobody_else() -> None:
    frozen, other = make_task(state=State.RUNNING), make_task(state=State.RUNNING)
    for task in (frozen, other):
        past(1, "lease_until", of=task.pk)

    with psycopg.connect(**_address()) as stranger:
        stranger.execute("SELECT FROM tasks_task WHERE id = %s FOR UPDATE", [frozen.pk])
        assert sweeper.take_back_lost() == 1
    assert [state_of(frozen.pk), state_of(other.pk)] == [State.RUNNING, State.SCHEDULED]
    assert sweeper.take_back_lost() == 1


def _address() -> dict[str, Any]:
    known = connection.get_connection_params()
    return {key: known[key] for key in ("host", "port", "user", "password", "dbname")}


# --- Deadlines and time-outs ---------------------------------------------------------------


@pytest.mark.parametrize("state", WAITING)
def test_what_waits_expires_at_its_deadline(state: State) -> None:
    task = make_task(state=state)
    past(1, "deadline", of=task.pk)
    assert sweeper.expire() >= 1
    assert state_of(task.pk) == State.EXPIRED
    assert error_of(task)["type"].endswith("deadline-passed")
    assert sweeper.expire() == 0


@pytest.mark.parametrize("state", [*WAITING, State.RUNNING])
def test_nothing_expires_before_its_deadline_or_without_one(state: State) -> None:
    hopeful, endless = make_task(state=state), make_task(state=state)
    past(-60, "deadline", of=hopeful.pk)
    assert sweeper.expire() + sweeper.time_out() == 0
    assert state_of(endless.pk) == state


def test_what_runs_past_its_deadline_expires_whatever_its_worker_does() -> None:
    task = make_task(state=State.RUNNING)
    past(3, "deadline", "attempt_deadline", of=task.pk)
    assert sweeper.expire() == 0, "its worker gets a moment to stop"
    assert sweeper.time_out() == 1
    assert state_of(task.pk) == State.EXPIRED
    assert Attempt.objects.get(task=task).outcome == "expired"


@pytest.mark.parametrize(
    ("max_attempts", "ends"), [(2, State.SCHEDULED), (1, State.FAILED)], ids=["again", "last"]
)
def test_an_attempt_that_a_living_worker_does_not_end_in_time_failed(
    max_attempts: int, ends: State
) -> None:
    worker = make_worker()
    task = make_task(state=State.RUNNING, worker=worker, max_attempts=max_attempts)
    past(1, "attempt_deadline", of=task.pk)
    assert sweeper.time_out() == 0, "its worker gets a moment to stop it"
    past(3, "attempt_deadline", of=task.pk)
    assert sweeper.time_out() == 1
    task.refresh_from_db()
    assert (task.state, task.attempts) == (ends, 1)
    assert Attempt.objects.get(task=task).outcome == "timed_out"
    if ends == State.FAILED:
        assert error_of(task)["field"] == "timeout_s"


def test_an_attempt_that_was_cut_off_with_its_worker_did_not_fail() -> None:
    worker = make_worker()
    task = make_task(state=State.RUNNING, worker=worker)
    past(3, "attempt_deadline", "lease_until", of=task.pk)
    seen(worker, 60)
    assert sweeper.time_out() == 0
    assert sweeper.take_back_lost() == 1
    assert Task.objects.get(pk=task.pk).attempts == 0


# --- Workers that do not obey or are gone --------------------------------------------------


def test_a_worker_that_does_not_stop_when_asked_is_no_longer_waited_for() -> None:
    task = make_task(state=State.RUNNING)
    control.cancel(task.pk, tenant_id=None, by="user:test")
    assert sweeper.drop_hung() == 0
    past(11, "cancel_requested_at", of=task.pk)
    assert sweeper.drop_hung() == 1
    assert state_of(task.pk) == State.CANCELLED


def test_a_cancelled_task_of_a_lost_worker_is_cancelled_not_tried_again() -> None:
    task = make_task(state=State.RUNNING)
    control.cancel(task.pk, tenant_id=None, by="user:test")
    past(1, "lease_until", of=task.pk)
    sweeper.take_back_lost()
    assert state_of(task.pk) == State.CANCELLED


@pytest.mark.parametrize("state", ["live", "draining"])
def test_a_silent_worker_is_declared_dead_and_its_late_claim_refused(state: str) -> None:
    silent, loud = make_worker(state=state), make_worker()
    seen(silent, 60)
    seen(loud, -60)
    assert sweeper.bury_workers() == 1
    silent.refresh_from_db()
    loud.refresh_from_db()
    assert (silent.state, loud.state) == ("dead", "live")
    assert silent.ended_at is not None


def test_nothing_is_sent_to_a_worker_that_is_silent(settings: LazySettings) -> None:
    configure(settings, leases={"lease_s": 30.0})
    worker = make_worker()
    seen(worker, 31)
    submit_many(make_tenant(), 1)
    with floor() as stage:
        assert stage.tick() == []
        seen(worker, 1)
        assert len(stage.tick()) == 1


def test_a_thousand_at_a_time_are_moved() -> None:
    ids = submit_many(make_tenant(), 1200, scheduled_for="2100-01-01T00:00:00Z")
    sql.execute("UPDATE tasks_task SET scheduled_for = now() WHERE id = ANY(%s)", [ids])
    assert [sweeper.promote_due(), sweeper.promote_due()] == [1000, 200]


def test_live_workers_are_those_that_may_still_take_messages() -> None:
    kept = [make_worker(), make_worker(state="draining")]
    make_worker(state="dead")
    make_worker(state="stopped")
    assert sweeper.live_workers() == {worker.pk for worker in kept}
