"""Operating queues: pause, resume, limit; each written to the audit log."""

import pytest

from orchestration.access.records import AuditEntry
from tasks.errors import NotFound
from tasks.models import Queue
from tasks.services import queues
from tests.factories import ensure_queues, make_tenant, make_worker
from tests.integration.stage import floor, submit_many

pytestmark = pytest.mark.django_db


def audit_log() -> list[tuple[str, str, str, dict[str, object]]]:
    rows = AuditEntry.objects.filter(subject_type="queue").order_by("id")
    return list(rows.values_list("actor", "action", "subject_id", "detail"))


def test_nothing_of_a_paused_queue_starts_until_it_is_resumed() -> None:
    tenant = make_tenant()
    make_worker()
    submit_many(tenant, 2, priority="CRITICAL")
    (elsewhere,) = submit_many(tenant, 1, queue="external")
    queues.pause("local", by="user:admin")
    with floor() as stage:
        assert stage.tick() == [elsewhere]
        queues.resume("local", by="user:admin")
        assert len(stage.tick()) == 2


def test_a_limit_holds_over_several_rounds_and_falls_when_it_is_lifted() -> None:
    make_worker(slots=4)
    submit_many(make_tenant(), 9)
    queues.set_limits("local", max_running=2, max_waiting=None, by="user:admin")
    with floor() as stage:
        assert [len(stage.tick()), len(stage.tick())] == [2, 0]
        stage.run_next()
        assert len(stage.tick()) == 1
        queues.set_limits("local", max_running=None, max_waiting=None, by="user:admin")
        assert len(stage.tick()) == 2


def test_a_limit_counts_what_an_earlier_leader_started() -> None:
    make_worker(slots=4)
    submit_many(make_tenant(), 9)
    queues.set_limits("local", max_running=2, max_waiting=None, by="user:admin")
    with floor() as first:
        first.tick()
    with floor() as second:
        assert second.tick() == []


def test_every_change_is_written_down_and_no_change_is_not() -> None:
    ensure_queues()
    queues.pause("local", by="user:a")
    queues.pause("local", by="user:b")
    queues.resume("local", by="key:c")
    queues.resume("local", by="key:d")
    queues.set_limits("local", max_running=3, max_waiting=5, by="user:d")
    assert audit_log() == [
        ("user:a", "pause", "local", {}),
        ("key:c", "resume", "local", {}),
        ("user:d", "limit", "local", {"max_running": 3, "max_waiting": 5}),
    ]


def test_a_second_pause_keeps_the_time_of_the_first() -> None:
    ensure_queues()
    queues.pause("local", by="user:a")
    since = Queue.objects.get(pk="local").paused_at
    queues.pause("local", by="user:b")
    assert Queue.objects.get(pk="local").paused_at == since


def test_an_unknown_queue_is_answered_with_those_there_are() -> None:
    ensure_queues()
    with pytest.raises(NotFound) as refused:
        queues.pause("locla", by="user:a")
    assert "local" in str(refused.value.mend)
    assert audit_log() == []
