"""Events of tasks become deliveries in the statement that moves the task, and only then."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from orchestration.errors import InvalidInput
from orchestration.outgoing.errors import ForbiddenURL
from tasks import sql, transitions
from tasks.errors import Conflict, NotFound
from tasks.hearing import EVENTS
from tasks.lifecycle import Actor, State
from tasks.models import Event, Task, Webhook, WebhookDelivery
from tasks.services import control, pruning, webhooks
from tasks.services import deliveries as services
from tasks.transitions import Move
from tests.factories import make_task, make_tenant, make_worker, run_task
from tests.integration.hooks import deliveries, let_in, subscribe
from tests.integration.stage import configure

pytestmark = pytest.mark.django_db

URL = "http://127.0.0.1:9/hooks"


@pytest.fixture(autouse=True)
def _loopback(settings: LazySettings) -> None:
    let_in(settings)


def test_each_end_is_told_to_those_who_asked_for_it() -> None:
    tenant = make_tenant()
    all_of_them = subscribe(tenant, URL, *EVENTS)
    failures = subscribe(tenant, URL, "task.failed", "task.expired")
    for state in (State.SUCCEEDED, State.FAILED, State.CANCELLED, State.EXPIRED):
        make_task(tenant, state=state)
    make_task(tenant, state=State.WAITING)
    told = [each.event for each in deliveries(webhook=all_of_them)]
    assert sorted(told) == sorted([
        "task.started", "task.succeeded", "task.started", "task.failed", "task.cancelled",
        "task.expired", "task.started", "task.waiting",
    ])  # fmt: skip
    assert [e.event for e in deliveries(webhook=failures)] == ["task.failed", "task.expired"]


def test_a_delivery_says_what_happened_in_the_words_of_the_task() -> None:
    tenant = make_tenant()
    subscribe(tenant, URL, "task.succeeded")
    task = make_task(tenant, state=State.SUCCEEDED, tags=("night", "b"))
    (told,) = deliveries()
    assert (told.tenant_id, told.task_id, told.state) == (tenant.pk, task.pk, "pending")
    assert told.pk.version == 7
    assert told.sequence == Event.objects.get(task=task, type="succeeded").pk
    assert told.data["task"] == str(task.pk)
    assert told.data["state"] == "succeeded"
    assert told.data["kind"] == "echo"
    assert told.data["tags"] == ["night", "b"]
    assert "input" not in told.data


def test_sequence_numbers_rise_with_each_event_of_a_task() -> None:
    tenant = make_tenant()
    subscribe(tenant, URL, *EVENTS)
    task = make_task(tenant, state=State.FAILED)
    told = sorted(deliveries(task_id=task.pk), key=lambda each: each.sequence)
    assert [each.event for each in told] == ["task.started", "task.failed"]


def test_tags_choose_whose_events_are_heard() -> None:
    tenant = make_tenant()
    subscribe(tenant, URL, tags=["night", "day"])
    heard = make_task(tenant, state=State.SUCCEEDED, tags=("x", "day"))
    make_task(tenant, state=State.SUCCEEDED, tags=("x",))
    make_task(tenant, state=State.SUCCEEDED)
    assert [each.task_id for each in deliveries()] == [heard.pk]


def test_other_tenants_and_switched_off_subscriptions_hear_nothing() -> None:
    tenant, other = make_tenant(), make_tenant()
    subscribe(other, URL)
    subscribe(tenant, URL, enabled=False)
    make_task(tenant, state=State.SUCCEEDED)
    assert deliveries() == []


def test_what_is_rolled_back_is_told_to_nobody() -> None:
    tenant = make_tenant()
    subscribe(tenant, URL)
    task = make_task(tenant)
    with transaction.atomic():
        run_task(task.pk, to=State.SUCCEEDED, worker=make_worker())
        assert len(deliveries()) == 1
        transaction.set_rollback(True)
    assert deliveries() == []


def test_a_move_that_lost_its_guard_tells_nothing() -> None:
    tenant = make_tenant()
    subscribe(tenant, URL, "task.cancelled")
    task = make_task(tenant)
    move = Move(task_id=task.pk, epoch=task.epoch + 1, source=State.QUEUED,
                target=State.CANCELLED, actor=Actor.USER)  # fmt: skip
    assert transitions.apply([move]) == []
    assert deliveries() == []


def test_a_family_that_is_cancelled_is_told_whole() -> None:
    tenant = make_tenant()
    subscribe(tenant, URL, "task.cancelled")
    parent = make_task(tenant, state=State.WAITING)
    control.cancel(parent.pk, tenant_id=tenant.pk, by="key:test")
    ended = Task.objects.filter(state=State.CANCELLED).values_list("pk", flat=True)
    assert len(ended) == 2
    assert {each.task_id for each in deliveries()} == set(ended)


def _statements(monkeypatch: pytest.MonkeyPatch, tasks: list[Task]) -> int:
    """Cancel tasks and return how many statements that took."""
    count = 0
    plain = sql.fetch

    def counted(query: str, params: Any = ()) -> list[sql.Row]:
        nonlocal count
        count += 1
        return plain(query, params)

    moves = [
        Move(task_id=task.pk, epoch=task.epoch, source=State.QUEUED, target=State.CANCELLED,
             actor=Actor.USER)
        for task in tasks
    ]  # fmt: skip
    with monkeypatch.context() as patch, CaptureQueriesContext(connection) as queries:
        patch.setattr(sql, "fetch", counted)
        assert len(transitions.apply(moves)) == len(tasks)
    return count + len([q for q in queries if "POINT" not in q["sql"]])


def test_telling_costs_no_statement_however_many_hear(monkeypatch: pytest.MonkeyPatch) -> None:
    tenant = make_tenant()
    first, second = ([make_task(tenant) for _ in range(10)] for _ in range(2))
    alone = _statements(monkeypatch, first)
    for _ in range(5):
        subscribe(tenant, URL, "task.cancelled")
    assert _statements(monkeypatch, second) == alone
    assert len(deliveries()) == 50


@pytest.mark.parametrize(
    "url",
    [
        "http://10.0.0.1/hooks",
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]/hooks",
        "ftp://example.com/",
        "http://user:pass@example.com/",
        "nonsense",
        "http://0x7f000001/",
    ],
)
def test_an_address_inside_is_refused_when_it_is_stored(url: str) -> None:
    tenant = make_tenant()
    with pytest.raises(ForbiddenURL) as refused:
        subscribe(tenant, url)
    assert refused.value.field == "url"
    assert refused.value.mend
    webhook = subscribe(tenant, URL)
    with pytest.raises(ForbiddenURL):
        webhooks.update(webhook.pk, tenant_id=tenant.pk, by="key:test", url=url)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("events", []),
        ("events", ["task.invented"]),
        ("events", ["task.failed", "task.failed"]),
        ("tags", ["x" * 65]),
        ("tags", [""]),
        ("tags", [str(n) for n in range(21)]),
        ("description", "a\x00b"),
        ("url", "https://example.com/" + "x" * 2000),
    ],
)
def test_a_wrong_field_is_named(field: str, value: Any) -> None:
    good: dict[str, Any] = {"url": URL, "events": ["task.failed"], "by": "key:test"}
    with pytest.raises(InvalidInput) as refused:
        webhooks.create(make_tenant().pk, **{**good, field: value})
    assert refused.value.field == field
    assert not Webhook.objects.exists()


def test_a_tenant_has_as_many_subscriptions_as_it_may(settings: LazySettings) -> None:
    configure(settings, webhooks={"per_tenant": 2})
    tenant = make_tenant()
    for _ in range(2):
        subscribe(tenant, URL)
    with pytest.raises(Conflict, match="as many as it may have"):
        subscribe(tenant, URL)
    subscribe(make_tenant(), URL)


def test_nobody_reaches_the_subscription_of_another_tenant() -> None:
    webhook = subscribe(make_tenant(), URL)
    other = make_tenant().pk
    for deed in (webhooks.update, webhooks.delete, webhooks.rotate, webhooks.send_test):
        with pytest.raises(NotFound):
            deed(webhook.pk, tenant_id=other, by="key:test")


def test_of_one_host_whoever_has_waited_longest_comes_first(settings: LazySettings) -> None:
    let_in(settings, per_host=2)
    tenant = make_tenant()
    webhooks_of_host = [subscribe(tenant, URL) for _ in range(4)]
    make_task(tenant, state=State.SUCCEEDED)
    for seconds, webhook in enumerate(webhooks_of_host):
        at = datetime.now(UTC) - timedelta(seconds=100 + seconds)
        WebhookDelivery.objects.filter(webhook=webhook).update(next_at=at)
    taken = {each.webhook_id for each in services.claim(10)}
    assert taken == {webhook.pk for webhook in webhooks_of_host[2:]}


def test_deliveries_go_when_their_time_is_over_whatever_became_of_them() -> None:
    tenant = make_tenant()
    subscribe(tenant, URL)
    for _ in range(3):
        make_task(tenant, state=State.SUCCEEDED)
    young, *old = deliveries()
    for each, days in zip(old, (14.1, 400), strict=True):
        at = datetime.now(UTC) - timedelta(days=days)
        WebhookDelivery.objects.filter(pk=each.pk).update(created_at=at)
    assert pruning.prune()["webhook deliveries"] == 2
    assert [each.pk for each in deliveries()] == [young.pk]


def test_a_deleted_subscription_hears_nothing_of_the_tasks_it_knew() -> None:
    tenant = make_tenant()
    webhook = subscribe(tenant, URL)
    task = make_task(tenant)
    webhooks.delete(webhook.pk, tenant_id=tenant.pk, by="key:test")
    run_task(task.pk, to=State.SUCCEEDED, worker=make_worker())
    assert not WebhookDelivery.objects.exists()
