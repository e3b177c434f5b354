"""Responses that are kept beside their tasks: read by their owner, deleted with everything, pruned,
and cheap however many there are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import pytest
from django.conf import LazySettings
from django.db import connection, transaction

from api.gateway.openai.responses.requests import TURNS
from orchestration.access.records import Tenant
from orchestration.blobs import services as blobs
from orchestration.blobs.records import BlobReference
from orchestration.cache import shelf
from orchestration.ids import uuid7
from tasks import images, sql
from tasks.errors import Conflict, NotFound
from tasks.lifecycle import State
from tasks.models import Event, IdempotencyKey, StoredResponse, Task, TaskPayload, TaskResult
from tasks.selectors.responses import get_request, get_response
from tasks.services import pruning, responses
from tests.explaining import Explainer
from tests.factories import make_task, make_tenant, make_worker
from tests.gateways import end_task
from tests.integration.stage import configure
from tests.kept import at_angle, found, named
from tests.kept import keep as keep_answer
from tests.people import browser_of, superuser

pytestmark = pytest.mark.django_db

ASKED: Final = {"input": [{"type": "message", "role": "user", "content": "a question"}]}


def kept(tenant: Tenant, state: State = State.SUCCEEDED, **fields: Any) -> Task:
    """Return a task that is a response."""
    task = make_task(tenant, state=state, **fields)
    responses.keep_response(task.pk, ASKED, tenant_id=tenant.pk)
    return task


def delete(task: Task) -> bool:
    return responses.delete_response(task.pk, tenant_id=task.tenant_id, by="key:test")


def test_only_its_tenant_sees_a_response() -> None:
    owner, stranger = make_tenant(), make_tenant()
    task = kept(owner)
    found = get_response(task.pk, tenant_id=owner.pk)
    assert (found.request, found.task.state) == (ASKED, "succeeded")
    for tenant_id in (stranger.pk, uuid7()):
        with pytest.raises(NotFound):
            get_request(task.pk, tenant_id=tenant_id)
        with pytest.raises(NotFound):
            responses.delete_response(task.pk, tenant_id=tenant_id, by="key:test")
    assert get_request(task.pk, tenant_id=owner.pk) == ASKED


def test_a_task_without_a_record_is_no_response() -> None:
    task = make_task(state=State.SUCCEEDED)
    with pytest.raises(NotFound):
        get_response(task.pk, tenant_id=task.tenant_id)


def test_the_same_task_answers_the_same_request_only() -> None:
    tenant = make_tenant()
    task = kept(tenant)
    responses.keep_response(task.pk, ASKED, tenant_id=tenant.pk)
    others: list[Any] = [{"input": []}, None]
    for other in others:
        with pytest.raises(Conflict):
            responses.keep_response(task.pk, other, tenant_id=tenant.pk)
    with pytest.raises(Conflict):
        responses.keep_response(task.pk, ASKED, tenant_id=make_tenant().pk)


def test_a_request_is_the_same_whether_its_turns_were_counted_or_not() -> None:
    task = kept(make_tenant())
    responses.keep_response(task.pk, {**ASKED, TURNS: 1}, tenant_id=task.tenant_id)
    with pytest.raises(Conflict):
        responses.keep_response(task.pk, {"input": [], TURNS: 1}, tenant_id=task.tenant_id)


def test_a_task_that_did_not_answer_is_a_response_no_longer() -> None:
    task, other = kept(make_tenant()), kept(make_tenant())
    responses.drop_response(task.pk, tenant_id=other.tenant_id)
    assert get_request(task.pk, tenant_id=task.tenant_id) == ASKED
    responses.drop_response(task.pk, tenant_id=task.tenant_id)
    with pytest.raises(NotFound):
        get_request(task.pk, tenant_id=task.tenant_id)
    assert set(StoredResponse.objects.all()) == {StoredResponse(pk=other.pk)}
    assert Task.objects.filter(pk=task.pk).exists()


@pytest.mark.parametrize("written", [False, True])
def test_its_images_stay_with_the_task_and_go_without_one(written: bool) -> None:
    tenant = make_tenant()
    task_id = make_task(tenant).pk if written else uuid7()
    sha256 = blobs.store_bytes(b"an image", tenant_id=tenant.pk).sha256
    responses.keep_response(task_id, ASKED, tenant_id=tenant.pk, named=[sha256])
    responses.drop_response(task_id, tenant_id=tenant.pk)
    owners = BlobReference.objects.filter(owner_kind=images.IMAGE, owner_id=task_id)
    assert owners.exists() == written


@pytest.mark.parametrize("state", [State.SUCCEEDED, State.FAILED, State.QUEUED, State.SCHEDULED])
def test_what_is_deleted_is_gone_with_its_key(state: State) -> None:
    task = kept(make_tenant(), state, idempotency_key="one")
    assert delete(task)
    for record in (Task, TaskPayload, TaskResult, StoredResponse, Event, IdempotencyKey):
        assert not record.objects.exists()
    with pytest.raises(NotFound):
        delete(task)


def test_a_key_that_names_another_task_by_now_stays() -> None:
    task = kept(make_tenant(), idempotency_key="one")
    IdempotencyKey.objects.update(task_id=uuid7())
    assert delete(task)
    assert IdempotencyKey.objects.exists()


def test_what_runs_is_emptied_at_once_and_goes_when_it_has_ended() -> None:
    tenant = make_tenant()
    worker = make_worker()
    task = kept(tenant, State.RUNNING, body={"message": "secret"}, worker=worker)
    assert not delete(task)
    with pytest.raises(NotFound):
        get_response(task.pk, tenant_id=tenant.pk)
    assert TaskPayload.objects.get().input == {}
    assert StoredResponse.objects.get().request == {}
    task.refresh_from_db()
    assert task.cancel_requested_at is not None
    assert responses.erase_some() == 0
    end_task(task.pk, worker=worker, to=State.CANCELLED)
    assert responses.erase_some() == 1
    assert not Task.objects.exists()


def test_what_may_not_be_fetched_goes_when_it_has_ended() -> None:
    task = make_task(state=State.SUCCEEDED)
    responses.keep_response(task.pk, None, tenant_id=task.tenant_id)
    with pytest.raises(NotFound):
        get_response(task.pk, tenant_id=task.tenant_id)
    assert responses.erase_response(task.pk)
    assert not Task.objects.exists()


def test_nobody_erases_a_response_that_was_not_deleted() -> None:
    task = kept(make_tenant())
    assert not responses.erase_response(task.pk)
    assert responses.erase_some() == 0
    assert Task.objects.exists()


def test_retention_takes_responses_with_their_tasks_and_those_without(
    settings: LazySettings,
) -> None:
    configure(settings, retention={"tasks_days": 10.0, "failed_days": 20.0})
    tenant = make_tenant()
    young, old = kept(tenant), kept(tenant)
    sql.execute(
        "UPDATE tasks_task SET finished_at = now() - %s WHERE id = %s",
        [timedelta(days=11), old.pk],
    )
    ancient = UUID("018bcfe5-6800-7000-8000-000000000001")
    for task_id in (ancient, uuid7()):
        responses.keep_response(task_id, ASKED, tenant_id=tenant.pk)
    deleted = pruning.prune()
    assert (deleted["tasks"], deleted["responses without tasks"]) == (1, 1)
    left = set(StoredResponse.objects.values_list("pk", flat=True))
    assert young.pk in left
    assert not left & {old.pk, ancient}


def test_operators_see_what_was_asked_for() -> None:
    task = kept(make_tenant())
    browser = browser_of(superuser())
    listed = browser.get("/admin/tasks/storedresponse/").content.decode()
    assert f"resp_{task.pk.hex}" in listed
    assert "a question" not in listed
    page = browser.get(f"/admin/tasks/storedresponse/{task.pk}/change/").content.decode()
    assert "a question" in page
    found = browser.get("/admin/tasks/storedresponse/", {"q": str(task.pk)}).content.decode()
    assert f"resp_{task.pk.hex}" in found


# --- Plans ---------------------------------------------------------------------------------

COUNT: Final = 60_000
# One in a thousand was deleted and waits for its task's end; all are younger than retention.
_FILL: Final = """
INSERT INTO tasks_storedresponse (task_id, tenant_id, request, deleted_at)
SELECT (lpad(to_hex((extract(epoch FROM now()) * 1000)::bigint - g), 12, '0') || '70008000'
        || lpad(to_hex(g), 12, '0'))::uuid,
       %(tenant)s, '{}', CASE WHEN g %% 1000 = 0 THEN now() END
  FROM generate_series(1, %(count)s) AS g
"""


class Crowd:
    """Many responses, and one with a task."""

    def __init__(self) -> None:
        self.tenant = make_tenant()
        self.task = kept(self.tenant)
        with connection.cursor() as cursor:
            cursor.execute(_FILL, {"tenant": self.tenant.pk, "count": COUNT})
            cursor.execute("ANALYZE tasks_storedresponse")


def reading(crowd: Crowd) -> None:
    get_response(crowd.task.pk, tenant_id=crowd.tenant.pk, with_input=True)


def keeping(crowd: Crowd) -> None:
    responses.keep_response(crowd.task.pk, ASKED, tenant_id=crowd.tenant.pk)


def deleting(crowd: Crowd) -> None:
    assert delete(crowd.task)


def erasing(_: Crowd) -> None:
    responses.erase_some()


def pruning_history(_: Crowd) -> None:
    sql.execute(pruning._OLD_ROWS["responses without tasks"], pruning._keep())


WORK: Final[list[Callable[[Crowd], None]]] = [
    reading, keeping, deleting, erasing, pruning_history,
]  # fmt: skip


@pytest.mark.slow
def test_no_statement_reads_the_responses_from_end_to_end(monkeypatch: pytest.MonkeyPatch) -> None:
    crowd = Crowd()
    explainer = Explainer(monkeypatch, sql, ("tasks_storedresponse",))
    sql.fetch("SELECT count(*) FROM tasks_storedresponse WHERE created_at < %s", [None])
    assert explainer.scans, "the check sees a statement that does"
    explainer.scans.clear()
    for work in WORK:
        before = explainer.count
        with transaction.atomic():
            work(crowd)
            transaction.set_rollback(True)
        assert explainer.count > before
        assert explainer.scans == {}, work.__name__


def test_what_the_cache_keeps_of_a_response_goes_with_it_and_nothing_else() -> None:
    tenant = make_tenant()
    task, other = (make_task(tenant, state=State.SUCCEEDED) for _ in range(2))
    responses.keep_response(task.pk, ASKED, tenant_id=tenant.pk)
    keep_answer(tenant, "same", task_id=task.pk)
    keep_answer(tenant, "similar", task_id=task.pk, near_key=named("n"), vector=at_angle(1))
    keep_answer(tenant, "other", task_id=other.pk)
    keep_answer(tenant, "free")
    assert responses.delete_response(task.pk, tenant_id=tenant.pk, by="key:test")
    assert [found(tenant, key) for key in ("same", "similar")] == [None, None]
    assert [found(tenant, key) for key in ("other", "free")] == ["an answer"] * 2
    near = shelf.near(tenant.pk, named("n"), at_angle(1), threshold=0.9)
    assert near is None
