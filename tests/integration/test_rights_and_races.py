"""What a key may not gain by going round the front door, and a worker's first look around."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.db import OperationalError, transaction

from orchestration.errors import UnknownKind
from orchestration.ids import uuid7
from tasks import sql, transitions
from tasks.errors import Forbidden
from tasks.lifecycle import Priority, State
from tasks.models import Task
from tasks.services import control, schedules
from tasks.services.submission import SubmitRequest, Submitter, submit
from tests.factories import make_task, make_tenant, make_worker, submitter_of
from tests.integration.stage import Shop, together
from tests.patience import until

pytestmark = pytest.mark.django_db(transaction=True)


def test_levels_changed_at_the_same_moment_give_no_head_start_twice() -> None:
    tenant = make_tenant()
    by = submitter_of(tenant)
    task = make_task(tenant, priority=Priority.LOW)

    def move(level: Priority) -> None:
        control.reprioritise(task.pk, level, tenant_id=tenant.pk, by=by)

    def first() -> None:
        with transaction.atomic():
            move(Priority.HIGH)
            until(_somebody_waits_for_a_lock, "for the second change")

    assert together(first, lambda: _after_the_first(task.pk, move)) == [None, None]
    now = Task.objects.get(pk=task.pk)
    bonus_s = settings.SWITCHYARD.dispatch.bonus_s[now.priority]
    assert now.rank_at == task.rank_at - timedelta(seconds=bonus_s)


def _somebody_waits_for_a_lock() -> bool:
    return bool(sql.fetch("SELECT 1 FROM pg_locks WHERE NOT granted LIMIT 1"))


def _row_is_locked(task_id: UUID) -> bool:
    with transaction.atomic():
        return not Task.objects.select_for_update(skip_locked=True).filter(pk=task_id).exists()


def _after_the_first(task_id: UUID, move: Any) -> None:
    until(lambda: _row_is_locked(task_id), "for the first change")
    move(Priority.URGENT)


@pytest.mark.parametrize("lacks", [{"max_priority": Priority.NORMAL}, {"diagnostics": False}])
def test_running_a_schedule_now_gives_nobody_more_than_they_may_ask_for(
    lacks: dict[str, Any],
) -> None:
    tenant = make_tenant()
    by = submitter_of(tenant)
    body = {"kind": "echo", "input": {}, "priority": "CRITICAL"}
    schedule = schedules.create(tenant.pk, name="s", cron="0 0 1 1 *", body=body, by=by)
    with pytest.raises(Forbidden):
        schedules.run_now(schedule.pk, tenant_id=tenant.pk, by=replace(by, **lacks))
    assert not Task.objects.exists()


@pytest.mark.parametrize(("timeout_s", "ends"), [(60.0, False), (7200.0, True)])
def test_the_database_says_whether_an_attempts_time_ends_with_the_deadline(
    timeout_s: float, ends: bool
) -> None:
    worker = make_worker()
    deadline = datetime.now(UTC) + timedelta(hours=1)
    task = make_task(state=State.DISPATCHED, worker=worker, deadline=deadline, timeout_s=timeout_s)
    wanted = [(task.pk, task.epoch, uuid7())]
    (claimed,) = transitions.claim(wanted, worker_id=worker.pk, by="worker:test", lease_s=30)
    assert claimed.ends_at_deadline is ends


def test_a_worker_that_cannot_tell_its_models_yet_waits_and_then_tells_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shop = Shop()
    answers: list[Any] = [OperationalError("the database is away"), (["small"], [])]

    def report(worker_id: UUID) -> Any:
        assert worker_id == shop.incarnation.id
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(shop.engine, "report", report)
    shop.runtime.start()
    try:
        assert shop.row.held == ["small"]
    finally:
        shop.runtime.stop()
        shop.runtime.close()


def test_an_unknown_kind_names_diagnostic_kinds_only_to_those_who_may_use_them() -> None:
    tenant = make_tenant()
    for diagnostics in (False, True):
        by = Submitter(tenant_id=tenant.pk, actor="key:test", diagnostics=diagnostics)
        with pytest.raises(UnknownKind) as unknown:
            submit(SubmitRequest(kind="ecko", input={}), by)
        assert ("echo" in unknown.value.known) is diagnostics
        assert "chat" in unknown.value.known
