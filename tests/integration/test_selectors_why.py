"""Why a task waits: its place, what blocks it, and when it may start."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from orchestration.access.records import Tenant
from orchestration.registry.bundled import TINY_RANDOM
from orchestration.registry.services import forget, register
from tasks.errors import NotFound
from tasks.lifecycle import Priority, State
from tasks.models import Pace, Queue, Task, Worker
from tasks.selectors.fleet import PaceView
from tasks.selectors.forecast import forecast
from tasks.selectors.position import EXACT, Position
from tasks.selectors.why import Why, why
from tests.factories import make_leader, make_task, make_tenant, make_worker

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def fleet() -> Worker:
    """A dispatcher that leads and one worker that can run everything."""
    make_leader()
    return make_worker()


@pytest.fixture
def _models() -> Iterator[None]:
    """A test registers models, which this process forgets afterwards."""
    yield
    forget()


def explain(task: Task) -> Why:
    return why(task.pk, tenant_id=task.tenant_id)


def codes(task: Task) -> list[str]:
    return [block.code for block in explain(task).blocked_by]


def detail(task: Task, code: str) -> str:
    return next(block.detail for block in explain(task).blocked_by if block.code == code)


def test_a_task_that_is_next_is_blocked_by_nothing_and_starts_now(fleet: Worker) -> None:
    found = explain(make_task())
    assert found.blocked_by == []
    assert found.position is not None
    assert (found.position.ahead, found.position.exact) == (0, True)
    assert found.start.latest is not None
    assert found.start.latest - datetime.now(UTC) < timedelta(seconds=5)


def test_the_line_is_critical_first_then_by_rank_and_age(fleet: Worker) -> None:
    tenant = make_tenant()
    low = make_task(tenant, priority=Priority.LOW)
    normal = make_task(tenant)
    urgent = make_task(tenant, priority=Priority.URGENT)
    first = make_task(tenant, priority=Priority.CRITICAL)
    second = make_task(make_tenant(), priority=Priority.CRITICAL)
    make_task(tenant, priority=Priority.CRITICAL, queue="ingest")
    places = [explain(t).position for t in (first, second, urgent, normal, low)]
    assert [place and place.ahead for place in places] == [0, 1, 2, 3, 4]


def test_an_old_low_task_stands_before_a_new_high_one(fleet: Worker) -> None:
    low = make_task(priority=Priority.LOW)
    Task.objects.filter(pk=low.pk).update(rank_at=datetime.now(UTC) - timedelta(hours=1))
    high = make_task(priority=Priority.HIGH)
    place = explain(high).position
    assert place is not None
    assert place.ahead == 1


def test_beyond_a_thousand_the_place_is_more_than_a_thousand(fleet: Worker) -> None:
    tenant = make_tenant()
    last = make_task(tenant)
    for count, expected in ((EXACT, True), (1, False)):
        _clone_ahead(last, count)
        place = explain(last).position
        assert place is not None
        assert (place.ahead, place.exact) == (EXACT, expected)
    assert "more than 1,000" in detail(last, "others_first")
    assert explain(last).start.latest is None


def _clone_ahead(task: Task, count: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO tasks_task (id, tenant_id, kind, queue, model, device, demand, state,"
            " priority, rank_at, epoch, attempts, losses, max_attempts, timeout_s, step_key,"
            " children_pending, fail_with_child, size_bytes)"
            " SELECT gen_random_uuid(), tenant_id, kind, queue, model, device, demand, state,"
            " priority, rank_at - interval '1 second', 0, 0, 0, 3, 60, '', 0, false, 0"
            " FROM tasks_task, generate_series(1, %s) WHERE id = %s",
            [count, task.pk],
        )


def test_a_paused_queue_is_named_with_the_time_since(fleet: Worker) -> None:
    task = make_task()
    Queue.objects.filter(pk="local").update(paused_at=NOW)
    found = explain(task)
    assert [(b.code, b.since) for b in found.blocked_by] == [("queue_paused", NOW)]
    assert found.start.earliest is None
    assert "paused" in found.start.reason


def test_without_a_leading_dispatcher_nothing_starts() -> None:
    make_worker()
    task = make_task()
    assert codes(task) == ["no_dispatcher"]
    make_leader(for_s=-5)
    assert codes(task) == ["no_dispatcher"]
    make_leader()
    assert codes(task) == []


@pytest.mark.parametrize(
    ("worker", "fields", "words"),
    [
        ({"state": "stopped"}, {}, "No worker is live."),
        ({"state": "draining"}, {}, "drain"),
        ({"seen_at": NOW}, {}, "No worker is live."),
        ({"protocol": 99}, {}, "protocol"),
        ({"kinds": ["chat"]}, {}, "kind echo"),
        ({}, {"device": "gpu:1"}, "pinned to gpu:1"),
        ({"device": "gpu:0"}, {"device": "gpu:1"}, "pinned to gpu:1"),
        ({"device": "gpu:0"}, {"device": "cpu"}, "pinned to cpu"),
    ],
)
def test_the_missing_worker_is_described(
    worker: dict[str, Any], fields: dict[str, Any], words: str
) -> None:
    make_leader()
    made = make_worker()
    if worker:
        Worker.objects.filter(pk=made.pk).update(**worker)
    task = make_task(**fields)
    assert words in detail(task, "no_live_worker")


def test_a_model_that_no_worker_holds_is_named(fleet: Worker) -> None:
    task = make_task()
    Task.objects.filter(pk=task.pk).update(model="big", kind="chat")
    assert "holds the model big" in detail(task, "no_live_worker")
    Worker.objects.filter(pk=fleet.pk).update(held=["big"])
    assert "no_live_worker" not in codes(task)


@pytest.mark.usefixtures("_models")
def test_a_model_that_may_not_run_where_workers_are_is_named_until_it_may() -> None:
    make_leader()
    fleet = make_worker()
    register(replace(TINY_RANDOM, name="large", device="gpu"))
    task = make_task(kind="completion", body={"prompt": "Hello"}, model="large")
    words = "No live worker for the kind completion is on gpu, where alone large may run."
    assert words in detail(task, "no_live_worker")
    register(replace(TINY_RANDOM, name="large"))
    assert "holds the model large" in detail(task, "no_live_worker")
    Worker.objects.filter(pk=fleet.pk).update(held=["large"])
    assert codes(task) == []


def test_any_gpu_will_do_for_a_task_that_asks_for_gpu() -> None:
    make_leader()
    make_worker(device="gpu:3")
    assert codes(make_task(device="gpu")) == []


def test_a_reached_limit_of_queue_or_tenant_is_named(fleet: Worker) -> None:
    tenant = make_tenant()
    make_task(tenant, state=State.RUNNING, worker=fleet)
    task = make_task(tenant)
    assert codes(task) == []
    Queue.objects.filter(pk="local").update(max_running=1)
    Tenant.objects.filter(pk=tenant.pk).update(max_running=1)
    assert codes(task) == ["queue_limit", "tenant_limit"]


def test_a_tenant_beyond_its_share_waits_while_others_wait(fleet: Worker) -> None:
    greedy, other = make_tenant(), make_tenant()
    make_task(greedy, state=State.RUNNING, worker=fleet)
    task = make_task(greedy)
    assert "tenant_share" not in codes(task)
    rival = make_task(other)
    assert "share is 50%" in detail(task, "tenant_share")
    assert "tenant_share" not in codes(rival)


def test_busy_workers_are_a_reason_but_keep_a_slot_for_critical_tasks(fleet: Worker) -> None:
    Worker.objects.filter(pk=fleet.pk).update(kinds=["echo"])
    small = make_worker(kinds=("sleep",), slots=1)
    tenant, nap = make_tenant(), {"seconds": 1}
    make_task(tenant, kind="sleep", body=nap, state=State.RUNNING, worker=small)
    assert codes(make_task(tenant, kind="sleep", body=nap)) == ["workers_busy"]
    assert codes(make_task(tenant, kind="sleep", body=nap, priority=Priority.CRITICAL)) == []


def test_a_scheduled_task_names_its_time_and_a_retry_its_pause(fleet: Worker) -> None:
    task = make_task(state=State.SCHEDULED)
    found = explain(task)
    block = found.blocked_by[0]
    assert (block.code, block.since) == ("not_before", task.scheduled_for)
    assert found.start.earliest == task.scheduled_for
    Task.objects.filter(pk=task.pk).update(attempts=1)
    assert "next attempt" in detail(task, "not_before")


def test_a_parent_names_the_children_it_waits_for(fleet: Worker) -> None:
    parent = make_task(state=State.WAITING, worker=fleet)
    child = Task.objects.get(parent=parent)
    assert str(child.pk) in detail(parent, "waiting_for_children")


def test_a_task_in_flight_says_where_it_is(fleet: Worker) -> None:
    sent = make_task(state=State.DISPATCHED, worker=fleet)
    assert fleet.name in detail(sent, "dispatched")
    running = make_task(state=State.RUNNING, worker=fleet)
    assert fleet.name in detail(running, "running")
    assert explain(running).start.earliest == running.started_at


@pytest.mark.parametrize("state", [State.SUCCEEDED, State.FAILED, State.CANCELLED, State.EXPIRED])
def test_an_ended_task_waits_for_nothing(fleet: Worker, state: State) -> None:
    found = explain(make_task(state=state, worker=fleet))
    assert (found.position, found.blocked_by, found.start.earliest) == (None, [], None)
    assert found.start.reason


def test_a_deadline_is_told(fleet: Worker) -> None:
    deadline = datetime.now(UTC) + timedelta(hours=1)
    assert codes(make_task(deadline=deadline)) == ["deadline"]


def test_another_tenant_learns_nothing(fleet: Worker) -> None:
    task = make_task()
    with pytest.raises(NotFound):
        why(task.pk, tenant_id=make_tenant().pk)


def test_a_start_is_predicted_from_what_such_tasks_took() -> None:
    make_leader()
    worker = make_worker(slots=2)
    tenant = make_tenant()
    make_task(tenant, state=State.RUNNING, worker=worker)
    for _ in range(9):
        make_task(tenant)
    task = make_task(tenant)
    assert "has run yet" in explain(task).start.reason
    Pace.objects.create(demand=task.demand, run_p10_s=10, run_p50_s=20, run_p90_s=40, samples=100)
    start = explain(task).start
    assert start.earliest is not None
    assert start.latest is not None
    now = datetime.now(UTC)
    assert timedelta(seconds=35) < start.earliest - now <= timedelta(seconds=40)
    assert timedelta(seconds=235) < start.latest - now <= timedelta(seconds=241)


PACE = {"a": PaceView(1.0, 2.0, 4.0), "b": PaceView(10.0, 20.0, 40.0)}
Range = tuple[float | None, float | None]


@pytest.mark.parametrize(
    ("ahead", "running", "slots", "expected"),
    [
        pytest.param({}, {}, 1, (0, 1), id="free"),
        pytest.param({"a": 1}, {}, 2, (0, 1), id="free for both"),
        pytest.param({}, {"a": 1}, 1, (0, 9), id="one runs"),
        pytest.param({"a": 4}, {"a": 2}, 2, (2, 17), id="two slots"),
        pytest.param({"b": 2}, {"a": 1}, 1, (20, 125), id="slow ones ahead"),
    ],
)
def test_the_range_is_the_work_ahead_over_the_slots(
    ahead: dict[str, int], running: dict[str, int], slots: int, expected: Range
) -> None:
    place = Position(sum(ahead.values()), exact=True, by_demand=ahead)
    found = forecast(NOW, place, PACE, own="a", slots=slots, running=running)
    assert found.earliest is not None
    assert found.latest is not None
    seconds = [(moment - NOW).total_seconds() for moment in (found.earliest, found.latest)]
    assert tuple(seconds) == expected


def test_the_more_is_ahead_the_later_it_starts() -> None:
    def latest(count: int) -> datetime | None:
        place = Position(count, exact=True, by_demand={"a": count})
        return forecast(NOW, place, PACE, own="a", slots=3, running={"a": 3}).latest

    found = [latest(count) or NOW for count in range(50)]
    assert found == sorted(found)
