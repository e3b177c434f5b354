"""Leaving: real workers that are drained or told to end, with tasks in their hands."""

import signal
from pathlib import Path

import pytest
from django.conf import LazySettings

from orchestration.celery import app
from tasks.dispatcher.publisher import CelerySender
from tasks.lifecycle import State
from tasks.models import Attempt, Task, Worker
from tasks.services import control, workers
from tests.factories import make_tenant
from tests.integration.stage import (
    configure,
    dispatching,
    exit_code,
    history,
    state_of,
    submit_many,
    worker_process,
)
from tests.patience import until

pytestmark = pytest.mark.django_db(transaction=True)


def running() -> int:
    return Task.objects.filter(state=State.RUNNING).count()


def test_a_worker_that_is_told_to_end_gives_its_attempts_back_within_seconds(
    settings: LazySettings, tmp_path: Path
) -> None:
    configure(settings, dispatch={"poll_s": 0.05})
    tasks = submit_many(make_tenant(), 3, kind="sleep", input={"seconds": 3600})
    with dispatching(CelerySender(app)), worker_process(tmp_path, slots=2) as process:
        until(lambda: running() == 2, "for both slots")
        process.send(signal.SIGTERM)
        until(lambda: not process.is_running, "for the end")
        assert exit_code(process) == 0, process.last_words()
        assert {state_of(task) for task in tasks} <= {State.SCHEDULED, State.QUEUED}
    assert Worker.objects.get().state == "stopped"
    assert [history(task)[-1] for task in tasks] == ["returned", "returned", "submitted"]
    for task in Task.objects.filter(pk__in=tasks[:2]):
        assert (task.attempts, task.losses) == (0, 0)
        assert Attempt.objects.get(task=task).outcome == "returned"


def test_a_drained_worker_ends_what_it_has_takes_nothing_more_and_leaves_by_itself(
    settings: LazySettings, tmp_path: Path
) -> None:
    configure(settings, dispatch={"poll_s": 0.05})
    tenant = make_tenant()
    (task,) = submit_many(tenant, 1, kind="sleep", input={"seconds": 3600})
    with dispatching(CelerySender(app)), worker_process(tmp_path, slots=2) as process:
        until(lambda: running() == 1, "for the start")
        workers.drain(Worker.objects.get().pk, by="user:test")
        (late,) = submit_many(tenant, 1)
        until(lambda: Worker.objects.get().state == "draining", "for the drain")
        assert process.is_running
        control.cancel(task, tenant_id=None, by="user:test")
        until(lambda: not process.is_running, "for the end")
        assert exit_code(process) == 0, process.last_words()
    assert state_of(task) == State.CANCELLED
    assert state_of(late) == State.QUEUED
    assert history(late) == ["submitted"]
    assert Worker.objects.get().state == "stopped"
