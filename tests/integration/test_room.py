"""Work that Switchyard makes itself meets the same limits, and is neither lost nor blamed."""

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.utils import timezone

from tasks.lifecycle import Actor, State
from tasks.models import Attempt, Schedule, Task
from tasks.services import schedules
from tasks.services.finishing import Child, Finish, finish
from tasks.services.submission import SubmitRequest
from tasks.transitions import Move
from tests.factories import make_task, make_tenant, submitter_of
from tests.integration.stage import configure, submit_many

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_firing_that_finds_no_room_is_tried_again_and_not_lost(settings: LazySettings) -> None:
    tenant = make_tenant()
    schedule = schedules.create(
        tenant.pk,
        name="nightly",
        cron="0 3 * * *",
        body={"kind": "echo", "input": {}},
        by=submitter_of(tenant),
    )
    due = timezone.now() - timedelta(seconds=1)
    Schedule.objects.filter(pk=schedule.pk).update(next_at=due)
    submit_many(tenant, 1)
    configure(settings, limits={"tenant_waiting_tasks": 1})
    assert schedules.fire_due(grace=timedelta(seconds=30)) == 0
    schedule.refresh_from_db()
    assert schedule.next_at == due
    assert "too-many-tasks" in str(schedule.last_error)
    configure(settings, limits={"tenant_waiting_tasks": 10})
    assert schedules.fire_due(grace=timedelta(seconds=30)) == 1


def test_a_parent_whose_children_find_no_room_asks_again_later(settings: LazySettings) -> None:
    tenant = make_tenant()
    task = make_task(tenant, state=State.RUNNING)
    configure(settings, limits={"tenant_waiting_tasks": 1})
    move = Move(
        task_id=task.pk,
        epoch=task.epoch,
        source=State.RUNNING,
        target=State.WAITING,
        actor=Actor.WORKER,
        worker_id=task.worker_id,
        attempt="waiting",
        children=2,
    )
    children = [Child(SubmitRequest(kind="echo", input={})) for _ in range(2)]
    assert finish([Finish(move, tenant.pk, children)]) == [True]
    after = Task.objects.get(pk=task.pk)
    assert (after.state, after.attempts, after.children_pending) == (State.SCHEDULED, 0, 0)
    assert Attempt.objects.get(task=after).outcome == Attempt.Outcome.POSTPONED
    assert not Task.objects.filter(parent=after).exists()
