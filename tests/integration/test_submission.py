"""Taking work in: what is stored, what is refused, and what a repeated call gives back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import LazySettings

from orchestration.access.records import Tenant
from orchestration.errors import InvalidInput, UnknownKind, UnknownModel
from orchestration.registry.bundled import TINY_RANDOM
from orchestration.registry.services import register, seed_bundled
from tasks.errors import Conflict, Forbidden, Overloaded, TooManyTasks
from tasks.lifecycle import Priority, State
from tasks.models import IdempotencyKey, Queue, Task, TaskPayload, TaskTag
from tasks.services import admission, submission
from tasks.services.admission import Admission
from tasks.services.submission import SubmitRequest, Submitted, Submitter, submit
from tests.factories import make_task, make_tenant, make_worker, run_task, submitter_of
from tests.integration.stage import configure, history, submit_many, together
from tests.patience import until

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_counted_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let limits and backlogs be counted anew, as in a process that has just started."""
    monkeypatch.setattr(submission, "admission", Admission())


ECHO = SubmitRequest(kind="echo", input={"a": 1})


def send(tenant: Tenant, request: SubmitRequest = ECHO, **changes: Any) -> Submitted:
    fields = {name: getattr(request, name) for name in SubmitRequest.__slots__}
    return submit(SubmitRequest(**{**fields, **changes}), submitter_of(tenant))


def refused(call: Callable[[], object], error: type[Exception]) -> Any:
    """Expect a refusal that stores nothing; return it."""
    before = Task.objects.count()
    with pytest.raises(error) as caught:
        call()
    assert Task.objects.count() == before
    return caught.value


def in_an_hour() -> datetime:
    return datetime.now(UTC) + timedelta(hours=1)


def test_a_task_is_stored_with_its_input_its_sender_and_its_first_event() -> None:
    tenant = make_tenant()
    sent = send(tenant, priority=Priority.HIGH, tags=("a", "b"), timeout_s=5.0)
    task = Task.objects.select_related("payload").get(pk=sent.task_id)
    assert sent.created
    assert (task.state, task.priority, task.queue_id, task.epoch) == ("queued", 2, "local", 0)
    assert (task.payload.input, task.payload.tags) == ({"a": 1}, ["a", "b"])
    assert (task.payload.submitted_by, task.timeout_s) == ("key:test", 5.0)
    assert TaskTag.objects.filter(task=task, tenant_id=tenant.pk).count() == 2
    assert history(task.pk) == ["submitted"]


def test_a_level_gives_its_head_start(settings: LazySettings) -> None:
    configure(settings, dispatch={"bonus_s": (0.0, 10.0, 100.0, 1000.0)})
    tenant = make_tenant()
    ranks = [
        Task.objects.get(pk=send(tenant, priority=level).task_id).rank_at for level in Priority
    ]
    assert [(ranks[0] - rank).total_seconds() for rank in ranks] == [0, 10, 100, 1000, 1000]


def test_a_task_for_later_waits_and_ages_from_its_time_on() -> None:
    later = in_an_hour()
    task = Task.objects.get(pk=send(make_tenant(), scheduled_for=later).task_id)
    assert (task.state, task.scheduled_for) == (State.SCHEDULED, later)
    assert task.rank_at == later - timedelta(seconds=60)


def test_a_start_in_the_past_means_now() -> None:
    past = datetime(2020, 1, 1, tzinfo=UTC)
    task = Task.objects.get(pk=send(make_tenant(), scheduled_for=past).task_id)
    assert task.state == State.QUEUED
    assert task.rank_at > datetime.now(UTC) - timedelta(minutes=5)


@pytest.mark.parametrize("name", ["echo", "fail", "ledger", "sleep"])
def test_diagnostic_kinds_are_not_for_normal_keys(name: str) -> None:
    by = Submitter(tenant_id=make_tenant().pk, actor="key:plain")
    error = refused(lambda: submit(SubmitRequest(kind=name, input={}), by), Forbidden)
    assert error.field == "kind"


def test_the_highest_level_of_a_key_holds() -> None:
    by = Submitter(
        tenant_id=make_tenant().pk, actor="key:x", max_priority=Priority.HIGH, diagnostics=True
    )
    assert submit(SubmitRequest(kind="echo", input={}, priority=Priority.HIGH), by).created
    urgent = SubmitRequest(kind="echo", input={}, priority=Priority.URGENT)
    error = refused(lambda: submit(urgent, by), Forbidden)
    assert (error.field, "HIGH" in str(error)) == ("priority", True)


def test_it_holds_for_children_and_theirs_too() -> None:
    grandchild = {"kind": "echo", "priority": "CRITICAL", "input": {}}
    child = {"kind": "echo", "input": {"children": [grandchild]}}
    by = Submitter(tenant_id=make_tenant().pk, actor="key:x", max_priority=3, diagnostics=True)
    request = SubmitRequest(kind="echo", input={"children": [child]})
    error = refused(lambda: submit(request, by), Forbidden)
    assert error.field == "input.children.0.input.children.0.priority"


@pytest.mark.parametrize(
    ("changes", "error", "field"),
    [
        ({"kind": "dance"}, UnknownKind, "kind"),
        ({"kind": "chat", "input": {"messages": []}}, InvalidInput, "input.messages"),
        ({"kind": "sleep", "input": {"seconds": -1}}, InvalidInput, "input.seconds"),
        ({"kind": "sleep", "input": {"seconds": 1, "hours": 1}}, InvalidInput, "input.hours"),
        ({"model": "tiny-random"}, InvalidInput, "model"),
        ({"queue": "elsewhere"}, InvalidInput, "queue"),
        ({"deadline": datetime(2020, 1, 1, tzinfo=UTC)}, InvalidInput, "deadline"),
        ({"input": {"text": "a\x00b"}}, InvalidInput, "input"),
        ({"input": {"deep": [{"text": "\ud800"}]}}, InvalidInput, "input"),
        ({"input": {"a\x00": 1}}, InvalidInput, "input"),
        ({"input": {"n": 2**63}}, InvalidInput, "input"),
        ({"input": {"n": float("inf")}}, InvalidInput, "input"),
    ],
)
def test_what_cannot_run_or_be_stored_is_refused_with_the_field(
    changes: dict[str, Any], error: type[Exception], field: str
) -> None:
    tenant = make_tenant()
    assert refused(lambda: send(tenant, **changes), error).field == field


def test_an_unknown_model_is_refused_with_those_there_are() -> None:
    seed_bundled()
    chat = SubmitRequest(kind="chat", input={"messages": [{"role": "user", "content": "Hi"}]})
    tenant = make_tenant()
    error = refused(lambda: send(tenant, chat, model="gpt-9"), UnknownModel)
    assert "switchyard-mini" in str(error)
    assert Task.objects.get(pk=send(tenant, chat).task_id).model


def test_a_task_that_asks_for_where_its_model_may_not_run_is_refused() -> None:
    register(replace(TINY_RANDOM, name="large", device="gpu"))
    chat = SubmitRequest(
        kind="chat", model="large", input={"messages": [{"role": "user", "content": "Hi"}]}
    )
    tenant = make_tenant()
    for device in ("any", "gpu", "gpu:1"):
        task = Task.objects.get(pk=send(tenant, chat, device=device).task_id)
        assert (task.device, task.demand) == (device, f"chat/{device}/large")
    error = refused(lambda: send(tenant, chat, device="cpu"), InvalidInput)
    assert error.field == "device"
    assert "large runs on gpu only" in str(error)


def test_a_deadline_before_the_start_is_refused() -> None:
    tenant = make_tenant()
    times: dict[str, Any] = {
        "scheduled_for": in_an_hour(),
        "deadline": in_an_hour() - timedelta(minutes=5),
    }
    assert refused(lambda: send(tenant, **times), InvalidInput).field == "deadline"


def test_a_megabyte_of_any_script_comes_back_as_it_was_sent() -> None:
    text = "größe 日本 👩‍👩‍👧 \u2028 \\u0000 " * 30_000
    payload = TaskPayload.objects.get(pk=send(make_tenant(), input={"text": text}).task_id)
    assert payload.input == {"text": text}


# --- Idempotency ---------------------------------------------------------------------------


def test_the_same_key_and_body_give_the_earlier_task() -> None:
    tenant = make_tenant()
    first, second = (send(tenant, idempotency_key="k") for _ in range(2))
    assert second == Submitted(first.task_id, created=False)
    assert Task.objects.filter(tenant=tenant).count() == 1


def test_the_order_of_fields_makes_no_other_body() -> None:
    tenant = make_tenant()
    bodies = [{"a": 1, "b": {"c": 2, "d": 3}}, {"b": {"d": 3, "c": 2}, "a": 1}]
    sent = [send(tenant, input=body, idempotency_key="k") for body in bodies]
    assert not sent[1].created


@pytest.mark.parametrize(
    "changes", [{"input": {"a": 2}}, {"priority": Priority.LOW}, {"tags": ("x",)}, {"timeout_s": 9}]
)
def test_the_same_key_with_another_body_is_a_conflict(changes: dict[str, Any]) -> None:
    tenant = make_tenant()
    send(tenant, idempotency_key="k")
    error = refused(lambda: send(tenant, idempotency_key="k", **changes), Conflict)
    assert error.field == "idempotency_key"


def test_tenants_do_not_share_keys() -> None:
    first, second = (send(make_tenant(), idempotency_key="k") for _ in range(2))
    assert second.created
    assert first.task_id != second.task_id


def test_a_key_that_expired_makes_a_new_task_whatever_it_was_used_for() -> None:
    tenant = make_tenant()
    first = send(tenant, idempotency_key="k")
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    IdempotencyKey.objects.filter(tenant=tenant).update(expires_at=long_ago)
    second = send(tenant, input={"a": 2}, idempotency_key="k")
    assert second.created
    assert second.task_id != first.task_id
    assert not send(tenant, input={"a": 2}, idempotency_key="k").created


def test_keys_are_kept_for_their_own_time(settings: LazySettings) -> None:
    configure(settings, retention={"idempotency_hours": 2.0})
    send(make_tenant(), idempotency_key="k")
    key = IdempotencyKey.objects.get(key="k")
    assert key.expires_at - key.created_at == pytest.approx(timedelta(hours=2), abs=timedelta(0, 5))


@pytest.mark.django_db(transaction=True)
def test_many_callers_with_one_key_make_one_task() -> None:
    tenant = make_tenant()
    answers = together(*[partial(send, tenant, idempotency_key="k")] * 12)
    assert sorted(each.created for each in answers if isinstance(each, Submitted)) == [
        *[False] * 11,
        True,
    ]
    assert len({each.task_id for each in answers if isinstance(each, Submitted)}) == 1
    assert Task.objects.filter(tenant=tenant).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_callers_with_one_key_and_different_bodies_one_wins() -> None:
    tenant = make_tenant()
    answers = together(
        *[partial(send, tenant, input={"n": at}, idempotency_key="k") for at in range(8)]
    )
    assert sum(isinstance(each, Submitted) and each.created for each in answers) == 1
    assert sum(isinstance(each, Conflict) for each in answers) == 7
    assert Task.objects.filter(tenant=tenant).count() == 1


# --- Limits --------------------------------------------------------------------------------


def test_a_tenant_may_have_so_much_waiting_and_no_more() -> None:
    tenant, other = make_tenant(max_waiting=3), make_tenant()
    submit_many(tenant, 3)
    error = refused(lambda: send(tenant), TooManyTasks)
    assert (error.status, error.retry_after_s > 0) == (429, True)
    assert "3" in str(error)
    assert send(other).created


def test_a_limit_of_none_waiting_refuses_everything() -> None:
    tenant = make_tenant(max_waiting=0)
    refused(lambda: send(tenant), TooManyTasks)


def test_there_is_room_again_when_tasks_have_run() -> None:
    tenant = make_tenant(max_waiting=1)
    task = make_task(tenant)
    refused(lambda: send(tenant), TooManyTasks)
    run_task(task.pk, to=State.RUNNING, worker=make_worker())

    def admitted() -> bool:
        try:
            return send(tenant).created
        except TooManyTasks:
            return False

    until(admitted, "for room")


def test_a_queue_has_its_own_limit() -> None:
    tenant = make_tenant()
    Queue.objects.filter(pk="external").update(max_waiting=2)
    for _ in range(2):
        send(tenant, queue="external")
    error = refused(lambda: send(tenant, queue="external"), TooManyTasks)
    assert "external" in str(error)
    assert send(tenant, queue="local").created


def test_what_one_queue_refuses_takes_no_room_in_others(monkeypatch: pytest.MonkeyPatch) -> None:
    Queue.objects.filter(pk="external").update(max_waiting=0)
    monkeypatch.setattr(admission, "time", SimpleNamespace(monotonic=lambda: 0.0))  # count once
    gauges, tenant = Admission(), make_tenant(max_waiting=2)
    with pytest.raises(TooManyTasks, match="queue external"):
        gauges.admit(tenant.pk, [("local", 1), ("external", 1)])
    gauges.admit(tenant.pk, [("local", 1), ("local", 1)])
    with pytest.raises(TooManyTasks, match="tenant"):
        gauges.admit(tenant.pk, [("local", 1)])


def test_a_tenants_bytes_are_limited_too(settings: LazySettings) -> None:
    configure(settings, limits={"tenant_waiting_bytes": 1000})
    tenant = make_tenant()
    send(tenant, input={"text": "x" * 900})
    assert "bytes" in str(refused(lambda: send(tenant, input={"text": "x" * 90}), TooManyTasks))


@pytest.mark.parametrize("limit", [{"waiting_tasks": 2}, {"waiting_bytes": 40}])
def test_the_whole_system_holds_so_much_and_asks_to_come_back(
    settings: LazySettings, limit: dict[str, int]
) -> None:
    for _ in range(2):
        send(make_tenant(), input={"text": "0123456789"})
    configure(settings, limits=limit)
    tenant = make_tenant()
    error = refused(lambda: send(tenant), Overloaded)
    assert (error.status, error.retry_after_s > 0) == (503, True)
