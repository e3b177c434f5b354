"""Schedules: what fires, what is left out, and that nothing is lost or doubled."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import DatabaseError

from orchestration.errors import InvalidInput
from tasks import sql
from tasks.errors import Conflict, Forbidden, NotFound
from tasks.lifecycle import State
from tasks.models import Schedule, Task, TaskPayload
from tasks.services import schedules
from tasks.services.submission import Submitter
from tests.factories import make_tenant, make_worker, run_task, submitter_of
from tests.integration.stage import history, state_of, together

pytestmark = pytest.mark.django_db

GRACE = timedelta(seconds=30)
BODY = {"kind": "echo", "input": {"a": 1}, "priority": "HIGH", "tags": ["nightly"]}
fire = partial(schedules.fire_due, grace=GRACE)


def make_schedule(*, ago: timedelta = timedelta(seconds=1), **fields: Any) -> Schedule:
    """Make a schedule that was due so long ago; hourly by default."""
    tenant = fields.pop("tenant", None) or make_tenant()
    given = {"name": "nightly", "cron": "0 * * * *", "body": BODY, "by": submitter_of(tenant)}
    made = schedules.create(tenant.pk, **{**given, **fields})
    due(made, ago)
    return made


def due(schedule: Schedule, ago: timedelta = timedelta(seconds=1)) -> None:
    sql.execute("UPDATE tasks_schedule SET next_at = now() - %s WHERE id = %s", [ago, schedule.pk])


def tasks_of(schedule: Schedule) -> list[Task]:
    return list(Task.objects.filter(schedule_id=schedule.pk).order_by("id"))


def refused(call: Callable[[], object], error: type[Exception]) -> Any:
    with pytest.raises(error) as caught:
        call()
    return caught.value


# --- Firing --------------------------------------------------------------------------------


def test_a_due_schedule_submits_its_task_and_moves_on() -> None:
    schedule = make_schedule()
    assert fire() == 1
    assert fire() == 0
    (task,) = tasks_of(schedule)
    payload = TaskPayload.objects.get(pk=task.pk)
    assert (task.tenant_id, task.priority, task.state) == (schedule.tenant_id, 2, "queued")
    assert (payload.tags, payload.submitted_by) == (["nightly"], f"schedule:{schedule.pk}")
    schedule.refresh_from_db()
    assert schedule.next_at > datetime.now(UTC)
    assert schedule.next_at.minute == 0
    assert (schedule.last_task_id, schedule.last_error) == (task.pk, None)


def test_its_tasks_are_paid_for_by_who_stored_its_body_or_changed_it_last() -> None:
    schedule = make_schedule(overlap="allow")

    def payer() -> str:
        due(schedule)
        assert fire() == 1
        task = tasks_of(schedule)[-1]
        assert history(task.pk)[0] == "submitted"
        payload = TaskPayload.objects.get(pk=task.pk)
        assert payload.submitted_by == f"schedule:{schedule.pk}"
        return payload.paid_by

    def change(**changes: Any) -> None:
        by = Submitter(tenant_id=schedule.tenant_id, actor="key:other", diagnostics=True)
        schedules.update(schedule.pk, tenant_id=schedule.tenant_id, by=by, **changes)

    assert payer() == "key:test"
    change(cron="30 * * * *", body=BODY)
    assert payer() == "key:test", "the body is what it was"
    change(body={**BODY, "input": {"a": 2}})
    assert payer() == "key:other"


def test_what_is_not_due_or_switched_off_does_not_fire() -> None:
    make_schedule(ago=timedelta(hours=-1))
    make_schedule(enabled=False)
    assert fire() == 0


@pytest.mark.django_db(transaction=True)
def test_two_dispatchers_that_fire_at_once_fire_once() -> None:
    schedule = make_schedule()
    assert sorted(together(*[fire] * 6), key=str) == [0] * 5 + [1]
    assert len(tasks_of(schedule)) == 1


def test_a_crash_between_task_and_next_time_leaves_neither() -> None:
    schedule = make_schedule()
    before = Schedule.objects.get(pk=schedule.pk).next_at
    sql.execute("""
        CREATE FUNCTION crash() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'the server died here'; END $$
    """)
    sql.execute("CREATE TRIGGER crash BEFORE UPDATE ON tasks_schedule EXECUTE FUNCTION crash()")
    with pytest.raises(DatabaseError, match="the server died here"):
        fire()
    assert tasks_of(schedule) == []
    assert Schedule.objects.get(pk=schedule.pk).next_at == before
    sql.execute("DROP TRIGGER crash ON tasks_schedule")
    assert fire() == 1
    assert len(tasks_of(schedule)) == 1


@pytest.mark.parametrize(("missed", "made"), [("skip", 0), ("once", 1), ("all", 3)])
def test_missed_times_follow_the_policy(missed: str, made: int) -> None:
    schedule = make_schedule(missed=missed, overlap="allow", cron=f"{minute_ago()} * * * *")
    due(schedule, since_full_hours(2))
    assert fire() == made
    assert len(tasks_of(schedule)) == made
    assert fire() == 0


def minute_ago() -> int:
    """Return a minute that passed ten minutes ago on the database's clock."""
    return int((database_now() - timedelta(minutes=10)).minute)


def since_full_hours(hours: int) -> timedelta:
    return timedelta(hours=hours, minutes=10, seconds=database_now().second)


def database_now() -> datetime:
    now = sql.fetch("SELECT now()")[0][0]
    assert isinstance(now, datetime)
    return now


@pytest.mark.parametrize("missed", ["skip", "once", "all"])
def test_a_year_of_missed_minutes_is_dealt_with_in_one_go(missed: str) -> None:
    schedule = make_schedule(
        cron="* * * * *", missed=missed, overlap="allow", ago=timedelta(days=365)
    )
    started = datetime.now(UTC)
    fire()
    assert datetime.now(UTC) - started < timedelta(seconds=10)
    made = len(tasks_of(schedule))
    assert made <= 1 if missed == "skip" else made == {"once": 1, "all": 100}[missed]


# --- Overlap -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("overlap", "fired", "earlier"),
    [("allow", 1, State.QUEUED), ("skip", 0, State.QUEUED), ("replace", 1, State.CANCELLED)],
)
def test_an_earlier_task_that_has_not_ended_is_dealt_with(
    overlap: str, fired: int, earlier: State
) -> None:
    schedule = make_schedule(overlap=overlap)
    fire()
    due(schedule)
    assert fire() == fired
    first, *rest = tasks_of(schedule)
    assert state_of(first.pk) == earlier
    assert len(rest) == fired
    schedule.refresh_from_db()
    assert schedule.next_at > datetime.now(UTC), "a time left out is over"


@pytest.mark.parametrize("overlap", ["allow", "skip", "replace"])
def test_one_that_has_ended_stands_in_nobodys_way(overlap: str) -> None:
    schedule = make_schedule(overlap=overlap)
    fire()
    run_task(tasks_of(schedule)[0].pk, to=State.SUCCEEDED, worker=make_worker())
    due(schedule)
    assert fire() == 1
    assert state_of(tasks_of(schedule)[0].pk) == State.SUCCEEDED


def test_a_running_one_is_asked_to_stop_when_it_is_replaced() -> None:
    schedule = make_schedule(overlap="replace")
    fire()
    running = tasks_of(schedule)[0]
    run_task(running.pk, to=State.RUNNING, worker=make_worker())
    due(schedule)
    assert fire() == 1
    assert history(running.pk)[-1] == "cancel_requested"


def test_skipping_sees_an_old_task_behind_newer_ones() -> None:
    schedule = make_schedule(overlap="allow")
    fire()
    oldest = tasks_of(schedule)[0]
    for _ in range(3):
        due(schedule)
        fire()
    worker = make_worker()
    for task in tasks_of(schedule)[1:]:
        run_task(task.pk, to=State.SUCCEEDED, worker=worker)
    Schedule.objects.filter(pk=schedule.pk).update(overlap="skip")
    due(schedule)
    assert fire() == 0
    assert state_of(oldest.pk) == State.QUEUED


# --- What goes wrong -----------------------------------------------------------------------


def error_of(schedule: Schedule) -> dict[str, Any]:
    error = Schedule.objects.get(pk=schedule.pk).last_error
    assert isinstance(error, dict)
    return error


def test_a_body_that_is_no_longer_valid_keeps_its_error_and_goes_on() -> None:
    schedule, other = make_schedule(), make_schedule()
    Schedule.objects.filter(pk=schedule.pk).update(body={"kind": "gone", "input": {}})
    assert fire() == 1
    assert error_of(schedule)["field"] == "kind"
    schedule.refresh_from_db()
    assert schedule.enabled
    assert schedule.next_at > datetime.now(UTC)
    assert len(tasks_of(other)) == 1
    Schedule.objects.filter(pk=schedule.pk).update(body=BODY)
    due(schedule)
    assert fire() == 1
    schedule.refresh_from_db()
    assert schedule.last_error is None


def test_a_schedule_whose_zone_is_gone_is_switched_off_and_stops_no_other() -> None:
    lost, other = make_schedule(ago=timedelta(hours=1)), make_schedule()
    Schedule.objects.filter(pk=lost.pk).update(time_zone="Mars/Olympus")
    assert fire() == 1
    lost.refresh_from_db()
    assert not lost.enabled
    assert error_of(lost)["field"] == "time_zone"
    assert len(tasks_of(other)) == 1


def test_a_full_line_is_kept_as_an_error_too() -> None:
    schedule = make_schedule(tenant=make_tenant(max_waiting=0))
    assert fire() == 0
    assert error_of(schedule)["status"] == 429


def test_those_that_meet_a_limit_keep_nobody_else_waiting() -> None:
    full = make_tenant(max_waiting=0)
    for number in range(101):
        make_schedule(tenant=full, name=f"stuck {number}", ago=timedelta(minutes=5))
    served = make_schedule()
    assert fire() == 1
    assert len(tasks_of(served)) == 1


# --- Keeping schedules ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "error", "field"),
    [
        ({"cron": "61 * * * *"}, InvalidInput, "cron"),
        ({"cron": ",".join(map(str, range(60))) + " * * * *"}, InvalidInput, "cron"),
        ({"time_zone": "Vienna"}, InvalidInput, "time_zone"),
        ({"overlap": "queue"}, InvalidInput, "overlap"),
        ({"missed": "some"}, InvalidInput, "missed"),
        ({"name": ""}, InvalidInput, "name"),
        ({"name": "x" * 101}, InvalidInput, "name"),
        ({"name": "a\x00"}, InvalidInput, "name"),
        ({"body": None}, InvalidInput, "body"),
        ({"body": {**BODY, "input": 1}}, InvalidInput, "input"),
        ({"body": {**BODY, "idempotency_key": "k"}}, InvalidInput, "body.idempotency_key"),
        ({"body": {**BODY, "deadline": "2100-01-01T00:00:00Z"}}, InvalidInput, "body.deadline"),
        ({"body": {**BODY, "queue": "nowhere"}}, InvalidInput, "queue"),
    ],
)
def test_a_wrong_schedule_is_refused_with_the_field(
    changes: dict[str, Any], error: type[Exception], field: str
) -> None:
    tenant = make_tenant()
    assert refused(lambda: make_schedule(tenant=tenant, **changes), error).field == field
    assert not Schedule.objects.exists()
    good = make_schedule(tenant=tenant)
    change = partial(
        schedules.update, good.pk, tenant_id=tenant.pk, by=submitter_of(tenant), **changes
    )
    assert refused(change, error).field == field


def test_a_schedule_may_not_do_what_its_maker_may_not() -> None:
    tenant = make_tenant()
    plain = Submitter(tenant_id=tenant.pk, actor="key:x", max_priority=1, diagnostics=True)
    assert refused(lambda: make_schedule(tenant=tenant, by=plain), Forbidden).field == "priority"
    no_diagnostics = Submitter(tenant_id=tenant.pk, actor="key:x")
    assert refused(lambda: make_schedule(tenant=tenant, by=no_diagnostics), Forbidden)


def test_a_body_that_somebody_with_a_higher_level_changed_fires_at_that_level() -> None:
    tenant = make_tenant()
    high = Submitter(tenant_id=tenant.pk, actor="key:x", max_priority=2, diagnostics=True)
    schedule = make_schedule(tenant=tenant, by=high)
    schedules.update(
        schedule.pk, tenant_id=tenant.pk, by=submitter_of(tenant),
        body={**BODY, "priority": "CRITICAL"},
    )  # fmt: skip
    due(schedule)
    assert fire() == 1
    assert tasks_of(schedule)[0].priority == 4


def test_names_are_unique_for_a_tenant_only() -> None:
    tenant = make_tenant()
    make_schedule(tenant=tenant)
    assert refused(lambda: make_schedule(tenant=tenant), Conflict).field == "name"
    make_schedule()


def test_a_new_line_or_a_new_start_counts_from_now() -> None:
    schedule = make_schedule(enabled=False, ago=timedelta(days=30))
    change = partial(
        schedules.update, schedule.pk, tenant_id=None, by=submitter_of(schedule.tenant)
    )
    assert change(enabled=True).next_at > datetime.now(UTC)
    due(schedule, timedelta(days=30))
    assert change(name="weekly").next_at < datetime.now(UTC)
    assert change(cron="0 0 * * 1").next_at > datetime.now(UTC)
    assert fire() == 0


def test_running_it_now_changes_nothing_about_its_times() -> None:
    schedule = make_schedule(ago=timedelta(hours=-1), enabled=False)
    before = Schedule.objects.get(pk=schedule.pk).next_at
    by = submitter_of(schedule.tenant)
    made = schedules.run_now(schedule.pk, tenant_id=schedule.tenant_id, by=by)
    assert [task.pk for task in tasks_of(schedule)] == [made]
    assert Schedule.objects.get(pk=schedule.pk).next_at == before


def test_a_deleted_schedule_leaves_its_tasks() -> None:
    schedule = make_schedule()
    fire()
    task = tasks_of(schedule)[0]
    schedules.delete(schedule.pk, tenant_id=schedule.tenant_id, by="key:test")
    assert fire() == 0
    assert state_of(task.pk) == State.QUEUED


def test_to_another_tenant_a_schedule_does_not_exist() -> None:
    schedule, stranger = make_schedule(), make_tenant()
    by = submitter_of(stranger)
    for deed in (
        lambda: schedules.update(schedule.pk, tenant_id=stranger.pk, by=by, enabled=False),
        lambda: schedules.delete(schedule.pk, tenant_id=stranger.pk, by="key:x"),
        lambda: schedules.run_now(schedule.pk, tenant_id=stranger.pk, by=by),
    ):
        refused(deed, NotFound)
    assert Schedule.objects.get(pk=schedule.pk).enabled
