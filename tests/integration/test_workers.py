"""Workers: their rows, their leases, and what they do with a message."""

import os
import signal
import subprocess
import sys
import time
from typing import Any

import pytest
from django.conf import LazySettings
from django.db.models.functions import Now

from orchestration.access.records import AuditEntry
from orchestration.ids import uuid7
from orchestration.registry import services as registry
from tasks import jobs
from tasks.dispatcher import sweeper
from tasks.errors import Conflict, NotFound
from tasks.lifecycle import Actor, State
from tasks.models import Attempt, Event, LedgerEntry, Task, TaskResult, Worker
from tasks.services import control, workers
from tasks.services.workers import Incarnation
from tasks.worker import current
from tasks.worker.identity import host_name, process_identity
from tasks.worker.runtime import bury_predecessors
from tests.factories import make_task, make_worker
from tests.integration.stage import (
    configure,
    history,
    past,
    shop,
    state_of,
    together,
)
from tests.patience import PATIENCE_S, until

pytestmark = pytest.mark.django_db

LONG = {"seconds": 3600}
threads = pytest.mark.django_db(transaction=True)


def error_of(task: Task) -> dict[str, Any]:
    error = TaskResult.objects.get(task=task).error
    assert isinstance(error, dict)
    return error


# --- Rows ----------------------------------------------------------------------------------


def test_a_beat_says_what_the_worker_has_and_learns_what_it_shall_do() -> None:
    worker = make_worker()
    told = {"memory_bytes": 5, "held": ["a", "b"], "resident": ["a"]}
    assert workers.beat(worker.pk, **told) == "live"  # type: ignore[arg-type]
    worker.refresh_from_db()
    assert (worker.memory_bytes, worker.held, worker.resident) == (5, ["a", "b"], ["a"])
    workers.drain(worker.pk, by="user:a")
    assert workers.beat(worker.pk, **told) == "draining"  # type: ignore[arg-type]
    workers.end([worker.pk], state="dead")
    assert workers.beat(worker.pk, **told) is None  # type: ignore[arg-type]


def test_draining_is_written_down_once_and_refused_for_what_is_over() -> None:
    worker, stopped = make_worker(), make_worker(state="stopped")
    workers.drain(worker.pk, by="user:a")
    workers.drain(worker.pk, by="user:b")
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.action, entry.subject_id) == ("user:a", "drain", str(worker.pk))
    with pytest.raises(Conflict, match="stopped"):
        workers.drain(stopped.pk, by="user:a")
    with pytest.raises(NotFound):
        workers.drain(uuid7(), by="user:a")


def test_what_an_ended_worker_held_goes_back_at_once() -> None:
    worker = make_worker()
    sent = make_task(state=State.DISPATCHED, worker=worker)
    running = make_task(state=State.RUNNING, worker=worker)
    other = make_task(state=State.RUNNING)
    workers.end([worker.pk], state="stopped")
    assert workers.give_back([worker.pk], actor=Actor.WORKER, by="worker:w", lost=False) == 2
    assert [state_of(t.pk) for t in (sent, running, other)] == ["queued", "scheduled", "running"]
    task = Task.objects.get(pk=running.pk)
    assert (task.attempts, task.losses) == (0, 0)
    assert Attempt.objects.get(task=running).outcome == "returned"


def incarnation(process: str, *, host: str = "", name: str = "cpu") -> Incarnation:
    return Incarnation(
        id=uuid7(), name=name, host=host or host_name(), process=process, pid=1, device="cpu",
        kinds=("sleep",), slots=1,
    )  # fmt: skip


def test_a_new_start_gives_back_what_its_dead_predecessor_held_without_waiting() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        identity = process_identity(process.pid) or ""
        predecessor = incarnation(identity)
        workers.register(predecessor)
        worker = Worker.objects.get(pk=predecessor.id)
        task = make_task(state=State.RUNNING, worker=worker)
        bury_predecessors(incarnation(process_identity() or ""))
        assert state_of(task.pk) == State.RUNNING, "its process still lives"
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    bury_predecessors(incarnation(process_identity() or ""))
    worker.refresh_from_db()
    assert (worker.state, state_of(task.pk)) == ("dead", State.SCHEDULED)
    assert history(task.pk)[-1] == "lost"
    assert Task.objects.get(pk=task.pk).attempts == 0


@pytest.mark.parametrize("other", [{"host": "elsewhere"}, {"name": "gpu-0"}])
def test_nobody_buries_the_workers_of_others(other: dict[str, str]) -> None:
    gone = incarnation("boot/pid:[1]/1/1", **other)
    workers.register(gone)
    bury_predecessors(incarnation(process_identity() or ""))
    assert Worker.objects.get(pk=gone.id).state == "live"


# --- Running -------------------------------------------------------------------------------


@threads
def test_a_task_runs_and_what_came_of_it_is_committed_with_its_history() -> None:
    task = make_task(kind="ledger", body={"rows": [{"n": 1}, {"n": 2}]})
    with shop() as worker:
        assert worker.run(task.pk) == State.SUCCEEDED
    assert TaskResult.objects.get(task=task).result == {"rows": 2}
    assert LedgerEntry.objects.filter(task=task).count() == 2
    attempt = Attempt.objects.get(task=task)
    assert (attempt.outcome, attempt.worker_id) == ("succeeded", worker.incarnation.id)
    assert history(task.pk) == ["submitted", "started", "succeeded"]
    assert Event.objects.filter(task=task).latest("id").actor == "worker:shop"


@threads
def test_a_message_that_comes_twice_is_run_once() -> None:
    task = make_task(kind="ledger", body={"rows": [{"n": 1}]})
    with shop() as worker:
        epoch = worker.send(task.pk)
        together(*[lambda: worker.runtime.run(task.pk, epoch)] * 5)
        worker.runtime.run(task.pk, epoch)
    assert LedgerEntry.objects.filter(task=task).count() == 1
    assert Attempt.objects.filter(task=task).count() == 1


@threads
def test_a_task_that_fails_is_tried_again_and_ends_among_the_dead_letters() -> None:
    task = make_task(kind="fail", body={"message": "no luck"}, max_attempts=2)
    with shop() as worker:
        assert worker.run(task.pk) == State.SCHEDULED
        assert Task.objects.get(pk=task.pk).scheduled_for is not None
        past(0, "scheduled_for", of=task.pk)
        sweeper.promote_due()
        assert worker.run(task.pk) == State.FAILED
    assert error_of(task)["detail"] == "no luck"
    attempts = Attempt.objects.filter(task=task).order_by("epoch")
    assert [(each.number, each.outcome) for each in attempts] == [(1, "failed"), (2, "failed")]
    assert history(task.pk) == ["submitted", "started", "retry_scheduled", "started", "failed"]


@threads
def test_a_task_whose_model_is_gone_fails_and_says_so() -> None:
    registry.seed_bundled()
    task = make_task(kind="completion", body={"prompt": "Once"})
    registry.remove(task.model)
    with shop() as worker:
        assert worker.run(task.pk) == State.FAILED
    assert error_of(task)["field"] == "model"


@threads
def test_an_attempt_that_takes_too_long_is_ended_by_its_worker() -> None:
    task = make_task(kind="sleep", body=LONG, timeout_s=0.1, max_attempts=1)
    with shop() as worker:
        assert worker.run(task.pk) == State.FAILED
    assert error_of(task)["field"] == "timeout_s"
    assert Attempt.objects.get(task=task).outcome == "timed_out"


@threads
def test_a_task_that_meets_its_deadline_while_it_runs_expires() -> None:
    task = make_task(kind="sleep", body=LONG)
    past(-0.3, "deadline", of=task.pk)
    with shop() as worker:
        assert worker.run(task.pk) == State.EXPIRED
    assert error_of(task)["type"].endswith("deadline-passed")


@threads
def test_a_running_task_stops_within_a_second_of_being_cancelled() -> None:
    task = make_task(kind="sleep", body=LONG)
    with shop() as worker:
        thread = worker.begin(task.pk)
        asked = time.monotonic()
        control.cancel(task.pk, tenant_id=None, by="user:test")
        until(lambda: state_of(task.pk) == State.CANCELLED, "for the stop")
        assert time.monotonic() - asked < 1.5, "a second, and half of one for a busy machine"
        thread.join(PATIENCE_S)
    assert Attempt.objects.get(task=task).outcome == "cancelled"


# --- Leases --------------------------------------------------------------------------------


def quick(settings: LazySettings) -> None:
    configure(settings, leases={"heartbeat_s": 0.05, "cancel_poll_s": 0.05})


@threads
def test_a_lease_is_renewed_while_the_task_makes_progress(settings: LazySettings) -> None:
    quick(settings)
    task = make_task(kind="sleep", body=LONG)
    with shop() as worker:
        worker.begin(task.pk)
        past(60, "lease_until", of=task.pk)
        until(lambda: not lease_is_over(task), "for the renewal")
        seen = worker.row.seen_at
        until(lambda: worker.row.seen_at > seen, "for another beat")


def lease_is_over(task: Task) -> bool:
    return Task.objects.filter(pk=task.pk, lease_until__lt=Now()).exists()


@threads
def test_a_worker_that_lost_its_lease_stops_and_commits_nothing(settings: LazySettings) -> None:
    quick(settings)
    configure(settings, leases={"lease_s": 1000.0})
    task = make_task(kind="sleep", body=LONG)
    with shop() as worker:
        thread = worker.begin(task.pk)
        Task.objects.filter(pk=task.pk).update(worker_id=uuid7())
        thread.join(PATIENCE_S)
        assert not thread.is_alive()
    assert state_of(task.pk) == State.RUNNING, "it is somebody else's now"
    assert history(task.pk) == ["submitted", "started"]


@threads
def test_a_task_that_comes_back_to_its_worker_runs_beside_nothing_and_stays_leased(
    settings: LazySettings,
) -> None:
    """The first attempt is told to stop, and its end does not end the lease of the second."""
    configure(settings, leases={"heartbeat_s": 3600.0, "cancel_poll_s": 3600.0, "lease_s": 0.001})
    task = make_task(kind="sleep", body=LONG)
    with shop() as worker:
        first = worker.begin(task.pk)
        past(60, "lease_until", of=task.pk)
        assert sweeper.take_back_lost() == 1
        sweeper.promote_due()
        second = worker.begin(task.pk)
        first.join(PATIENCE_S)
        assert not first.is_alive()
        assert second.is_alive()
        assert list(worker.runtime._running()) == [task.pk]


@threads
def test_a_worker_that_was_declared_dead_leaves_to_be_started_anew(settings: LazySettings) -> None:
    quick(settings)
    task = make_task(kind="sleep", body=LONG)
    with shop() as worker:
        thread = worker.begin(task.pk)
        other = make_task()
        epoch = worker.send(other.pk)
        workers.end([worker.incarnation.id], state="dead")
        assert worker.left.wait(PATIENCE_S)
        thread.join(PATIENCE_S)
        assert not thread.is_alive()
        worker.runtime.run(other.pk, epoch)
        assert state_of(other.pk) == State.DISPATCHED, "it claims nothing more"


@threads
def test_a_stopping_worker_gives_its_attempts_back_at_once() -> None:
    running, waiting = make_task(kind="sleep", body=LONG), make_task()
    with shop() as worker:
        thread = worker.begin(running.pk)
        worker.send(waiting.pk)
        worker.runtime.stop()
        until(lambda: worker.row.state == "draining", "for the last call")
        thread.join(PATIENCE_S)
    assert [state_of(running.pk), state_of(waiting.pk)] == [State.SCHEDULED, State.QUEUED]
    assert (worker.row.state, worker.engine.closed) == ("stopped", True)
    task = Task.objects.get(pk=running.pk)
    assert (task.attempts, task.losses) == (0, 0)
    assert sweeper.promote_due() == 1, "another worker may take it now"


@threads
def test_a_drained_worker_ends_what_it_has_and_then_leaves(settings: LazySettings) -> None:
    quick(settings)
    task = make_task(kind="sleep", body=LONG)
    waiting = make_task()
    with shop() as worker:
        thread = worker.begin(task.pk)
        epoch = worker.send(waiting.pk)
        workers.drain(worker.incarnation.id, by="user:test")
        worker.runtime.run(waiting.pk, epoch)
        assert state_of(waiting.pk) == State.SUCCEEDED, "what it was sent before, it still runs"
        assert not worker.left.wait(0.2)
        control.cancel(task.pk, tenant_id=None, by="user:test")
        assert worker.left.wait(PATIENCE_S)
        thread.join(PATIENCE_S)
    assert worker.row.state == "stopped"


@threads
def test_a_worker_may_register_again_when_the_answer_was_lost() -> None:
    with shop() as worker:
        workers.register(worker.incarnation)
    assert Worker.objects.count() == 1


# --- Celery's functions --------------------------------------------------------------------


@threads
def test_a_message_of_a_later_version_with_more_in_it_is_understood(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    task = make_task()
    with shop() as worker:
        monkeypatch.setattr(current, "_runtime", worker.runtime)
        jobs.run(task_id=str(task.pk), epoch=worker.send(task.pk), colour="blue")
    assert state_of(task.pk) == State.SUCCEEDED


def test_a_job_outside_of_a_worker_says_how_to_start_one() -> None:
    with pytest.raises(RuntimeError, match=r"manage\.py worker"):
        jobs.run(task_id=str(uuid7()), epoch=1)
