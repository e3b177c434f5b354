"""Tenants share the workers, whatever levels they use."""

from pathlib import Path

import pytest
from django.conf import LazySettings

from orchestration.access.records import Tenant
from orchestration.celery import app
from tasks.dispatcher.publisher import CelerySender
from tasks.lifecycle import State
from tasks.models import Event, Task
from tasks.services.submission import SubmitRequest, submit
from tests.factories import make_task, make_tenant, make_worker, submitter_of
from tests.integration.stage import (
    Floor,
    configure,
    dispatching,
    floor,
    state_of,
    submit_many,
    worker_process,
)
from tests.patience import until

pytestmark = pytest.mark.django_db

SLOTS = 4


def starts_before(stage: Floor, tenant: Tenant, *, run_s: float, flood_first: int = 15) -> int:
    """Let a flood run for a while, submit one NORMAL task for `tenant`, and count how many tasks
    of the flood are dispatched before it."""
    stage.tick()
    for _ in range(flood_first):
        stage.run_next(run_s)
        stage.tick()
    single = submit(SubmitRequest(kind="echo", input={}), submitter_of(tenant)).task_id
    sent = len(stage.outbox.parcels)
    while single not in stage.started:
        stage.tick()
        stage.run_next(run_s)
        assert len(stage.outbox.parcels) < sent + 60, "the single task starves"
    order = [parcel.task_id for parcel in stage.outbox.parcels[sent:]]
    return order.index(single)


@pytest.mark.parametrize("run_s", [30.0, 1.0, 0.1, 0.001])
def test_a_thousand_critical_tasks_delay_another_tenant_by_one_round_at_most(run_s: float) -> None:
    flood, single = make_tenant(), make_tenant()
    make_worker(slots=SLOTS)
    submit_many(flood, 1000, priority="CRITICAL")
    with floor() as stage:
        assert starts_before(stage, single, run_s=run_s) <= SLOTS


def test_that_holds_also_while_nothing_is_known_about_how_long_tasks_run() -> None:
    flood, single = make_tenant(), make_tenant()
    make_worker(slots=SLOTS)
    submit_many(flood, 1000, priority="CRITICAL")
    with floor() as stage:
        assert starts_before(stage, single, run_s=0.001, flood_first=0) <= SLOTS


def test_strange_workers_do_not_lengthen_the_round() -> None:
    flood, single = make_tenant(), make_tenant()
    make_worker(slots=SLOTS)
    make_worker(slots=500, device="io", kinds=("call",))
    submit_many(flood, 500, priority="CRITICAL")
    with floor() as stage:
        assert starts_before(stage, single, run_s=1.0) <= SLOTS


def test_the_single_task_is_not_overtaken_in_the_workers_own_queue() -> None:
    flood, single = make_tenant(), make_tenant()
    make_worker(slots=SLOTS)
    submit_many(flood, 1000, priority="CRITICAL")
    with floor() as stage:
        starts_before(stage, single, run_s=0.06)
        waited = stage.started[15:]
        assert len(waited) <= 6 * SLOTS, "what was sent before it, one round, and itself"


def test_three_tenants_get_equal_parts_whatever_their_levels() -> None:
    tenants = [make_tenant() for _ in range(3)]
    make_worker(slots=SLOTS)
    owner = {}
    for tenant, level in zip(tenants, ("LOW", "HIGH", "CRITICAL"), strict=True):
        owner.update(dict.fromkeys(submit_many(tenant, 60, priority=level), tenant.pk))
    with floor() as stage:
        stage.tick()
        for _ in range(60):
            stage.run_next(2.0)
            stage.tick()
        parts = [sum(owner[i] == tenant.pk for i in stage.started) for tenant in tenants]
    assert all(16 <= part <= 24 for part in parts), parts


def test_weights_divide_the_workers() -> None:
    heavy, light = make_tenant(weight=3.0), make_tenant(weight=1.0)
    make_worker(slots=2)
    ids = dict.fromkeys(submit_many(heavy, 60), heavy.pk)
    ids |= dict.fromkeys(submit_many(light, 60, priority="URGENT"), light.pk)
    with floor() as stage:
        stage.tick()
        for _ in range(48):
            stage.run_next(1.0)
            stage.tick()
        share = sum(ids[i] == heavy.pk for i in stage.started)
    assert 33 <= share <= 39


def test_long_tasks_count_for_as_long_as_they_run() -> None:
    """A tenant with tasks of ten seconds gets as much time, not as many tasks."""
    slow, quick = make_tenant(), make_tenant()
    make_worker(slots=1)
    slow_ids = set(submit_many(slow, 20, device="cpu"))
    submit_many(quick, 99)
    used = {True: 0.0, False: 0.0}
    with floor() as stage:
        stage.tick()
        for _ in range(66):
            is_slow = stage.waiting[0].task_id in slow_ids
            seconds = 10.0 if is_slow else 1.0
            stage.run_next(seconds)
            used[is_slow] += seconds
            stage.tick()
    assert 0.7 <= used[True] / used[False] <= 1.5


def test_a_tenant_that_hit_its_limit_leaves_the_rest_to_the_others(settings: LazySettings) -> None:
    configure(settings, dispatch={"spare_slots": 0})
    limited, other = make_tenant(max_running=1), make_tenant()
    make_worker(slots=SLOTS)
    mine = set(submit_many(limited, 9, priority="CRITICAL"))
    submit_many(other, 9, priority="LOW")
    with floor() as stage:
        sent = stage.tick()
    assert len(sent) == SLOTS
    assert len(mine & set(sent)) == 1


@pytest.mark.django_db(transaction=True)
def test_a_single_task_gets_through_a_flood_at_a_real_worker(
    settings: LazySettings, tmp_path: Path
) -> None:
    """What was sent before it and one round may start first: two slots, and what may queue there
    for a quarter of a second."""
    configure(settings, dispatch={"poll_s": 0.05})
    flood, single = make_tenant(), make_tenant()
    submit_many(flood, 400, kind="sleep", input={"seconds": 0.06}, priority="CRITICAL")
    with dispatching(CelerySender(app)), worker_process(tmp_path, slots=2):
        until(lambda: Task.objects.filter(state=State.SUCCEEDED).count() >= 10, "for the flood")
        task = make_task(single)
        until(lambda: state_of(task.pk) == State.SUCCEEDED, "for the single task")
    submitted = Event.objects.get(task=task, type="submitted").pk
    started = Event.objects.get(task=task, type="started").pk
    assert Event.objects.filter(type="started", pk__range=(submitted, started)).count() <= 20
    assert Task.objects.filter(state=State.SUCCEEDED).count() < 200
