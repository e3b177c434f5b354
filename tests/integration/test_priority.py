"""Urgent work goes first, old work goes at last: with a played worker and with a real one."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import LazySettings

from orchestration.access.records import Tenant
from orchestration.celery import app
from tasks import sql
from tasks.dispatcher.publisher import CelerySender
from tasks.lifecycle import Priority, State
from tasks.models import Event, Task
from tasks.services import control
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


@pytest.mark.parametrize("run_s", [10.0, 0.1, 0.001])
def test_one_critical_task_starts_next_though_two_hundred_wait(run_s: float) -> None:
    tenant = make_tenant()
    make_worker(slots=2)
    submit_many(tenant, 200, priority="LOW")
    with floor() as stage:
        stage.tick()
        for _ in range(8):
            stage.run_next(run_s)
            stage.tick()
        (urgent,) = submit_many(tenant, 1, priority="CRITICAL")
        assert stage.tick()[0] == urgent
        assert stage.run_next(run_s) == urgent, "it overtakes what waits at the worker, too"


def test_a_critical_task_finds_a_slot_though_all_are_taken_by_long_ones() -> None:
    tenant = make_tenant()
    make_worker(slots=2)
    submit_many(tenant, 9, priority="URGENT")
    with floor() as stage:
        assert len(stage.tick()) == 2
        (urgent, *_) = submit_many(tenant, 2, priority="CRITICAL")
        assert stage.tick() == [urgent], "the spare one, and that once"


def test_levels_go_in_their_order() -> None:
    tenant = make_tenant()
    make_worker(slots=1)
    ids = {level: submit_many(tenant, 1, priority=level)[0] for level in Priority.__members__}
    with floor() as stage:
        for _ in range(5):
            stage.tick()
            stage.run_next(10.0)
    order = ["CRITICAL", "URGENT", "HIGH", "NORMAL", "LOW"]
    assert stage.started == [ids[level] for level in order]


def test_a_task_that_was_moved_up_starts_next() -> None:
    tenant = make_tenant()
    make_worker(slots=1)
    waiting = submit_many(tenant, 50)
    control.reprioritise(waiting[-1], Priority.HIGH, tenant_id=tenant.pk, by=submitter_of(tenant))
    with floor() as stage:
        assert stage.tick() == [waiting[-1]]


# --- Ageing --------------------------------------------------------------------------------

BONUS_S = (0.0, 2.0, 10.0, 20.0)


class Clock:
    """Seconds of a test: what is submitted in a second gets its rank from it."""

    def __init__(self, tenant: Tenant) -> None:
        self.now = 0
        self._tenant = tenant
        self._start = sql.fetch("SELECT now()")[0][0]

    def submit(self, count: int, level: Priority) -> list[UUID]:
        ids = submit_many(self._tenant, count, priority=level.name)
        bonus_s = BONUS_S[min(level, Priority.URGENT)]
        rank_at = self._start + timedelta(seconds=self.now - bonus_s)
        sql.execute("UPDATE tasks_task SET rank_at = %s WHERE id = ANY(%s)", [rank_at, ids])
        return ids


@pytest.fixture
def clock(settings: LazySettings) -> Clock:
    """A tenant's clock, with a worker that runs one task after the other."""
    configure(settings, dispatch={"bonus_s": BONUS_S})
    make_worker(slots=1)
    return Clock(make_tenant())


def run_under_a_stream(
    stage: Floor, clock: Clock, level: Priority, *, each_second: int, target: UUID
) -> tuple[int, int]:
    """Submit so many tasks of a level each second and run one; return when the target started and
    how old the youngest was that went before it."""
    born: dict[UUID, int] = {}
    while target not in stage.started:
        assert clock.now < 100, "it starves"
        born |= dict.fromkeys(clock.submit(each_second, level), clock.now)
        stage.tick()
        stage.run_next(1.0)
        clock.now += 1
    return clock.now, max((born[i] for i in stage.started if i in born), default=0)


def test_an_endless_stream_of_high_delays_a_low_task_by_its_head_start(clock: Clock) -> None:
    (low,) = clock.submit(1, Priority.LOW)
    with floor() as stage:
        started, _ = run_under_a_stream(stage, clock, Priority.HIGH, each_second=1, target=low)
    assert 5 <= started <= 13


def test_however_many_come_none_that_is_younger_than_the_bound_goes_before(clock: Clock) -> None:
    (low,) = clock.submit(1, Priority.LOW)
    with floor() as stage:
        _, youngest = run_under_a_stream(stage, clock, Priority.HIGH, each_second=4, target=low)
    assert youngest <= 10


def test_an_old_task_is_not_overtaken_at_its_worker_either(clock: Clock) -> None:
    """Short tasks queue at the worker, where the broker prefers the higher level."""
    with floor() as stage:
        clock.submit(30, Priority.HIGH)
        for _ in range(5):
            stage.tick()
            stage.run_next(0.05)
        (low,) = clock.submit(1, Priority.LOW)
        sql.execute("UPDATE tasks_task SET rank_at = now() - interval '1 h' WHERE id = %s", [low])
        waiting = len(stage.waiting)
        while low not in stage.started:
            clock.submit(3, Priority.HIGH)
            stage.tick()
            stage.run_next(0.05)
            assert len(stage.started) < 40, "it starves at the worker"
    assert len(stage.started) <= 5 + waiting + 2


# --- For real ------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_with_a_real_worker_behind_celery_a_critical_task_starts_next(
    settings: LazySettings, tmp_path: Path
) -> None:
    configure(settings, dispatch={"poll_s": 0.05})
    tenant = make_tenant()
    waiting = submit_many(tenant, 200, kind="sleep", input={"seconds": 0.3}, priority="LOW")
    with dispatching(CelerySender(app)), worker_process(tmp_path, slots=2):
        until(lambda: Task.objects.filter(state=State.SUCCEEDED).count() >= 3, "for the first")
        urgent = make_task(tenant, priority=Priority.CRITICAL, body={"now": True})
        until(lambda: state_of(urgent.pk) == State.SUCCEEDED, "for the urgent one")
    submitted = Event.objects.get(task=urgent, type="submitted").pk
    started = Event.objects.get(task=urgent, type="started").pk
    between = Event.objects.filter(type="started", pk__gt=submitted, pk__lt=started).count()
    assert between <= 2, "at most what ended and began while its message was on its way"
    assert Task.objects.filter(pk__in=waiting, state=State.SUCCEEDED).count() < 50
