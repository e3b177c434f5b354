"""Tasks of the kind `ingest`: however one ends, its document does not wait for it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from orchestration import sql
from orchestration.access.records import Tenant
from orchestration.documents.selectors import get_document
from orchestration.documents.stores import cancel_reading
from orchestration.documents.views import CollectionView, DocumentView
from orchestration.ids import uuid7
from orchestration.memory.embedders import forget
from tasks.dispatcher import sweeper
from tasks.lifecycle import State
from tasks.models import Task, TaskResult
from tasks.services import control
from tasks.worker.documents import StoredDocuments
from tests.factories import KINDS, make_tenant, make_worker, run_task, submitter_of
from tests.integration.documents.reading import (
    WordVectors,
    collection,
    enter,
    passages,
    task_of,
)
from tests.integration.stage import Shop, shop, state_of
from tests.patience import PATIENCE_S, until

pytestmark = pytest.mark.django_db(transaction=True)

NOTES = "# Ships\n\nThe hull is made of oak.\n"
NEWER = "# Ships\n\nThe hull is made of steel.\n"
ENDS = [State.FAILED, State.CANCELLED, State.EXPIRED]


@pytest.fixture
def texts() -> Iterator[WordVectors]:
    forget()
    yield WordVectors()
    forget()


@pytest.fixture
def reader(texts: WordVectors) -> Iterator[Shop]:
    with shop(device="ingest", kinds=(*KINDS, "ingest"), documents=StoredDocuments(texts)) as made:
        yield made


@pytest.fixture
def tenant() -> Tenant:
    return make_tenant()


@pytest.fixture
def papers(tenant: Tenant) -> CollectionView:
    return collection(tenant)


def again(document: DocumentView) -> DocumentView:
    return get_document(document.id, tenant_id=document.tenant_id)


def told(document: DocumentView) -> Any:
    error = again(document).error
    assert error is not None
    return error


def run(worker: Shop, document: DocumentView) -> State:
    assert document.task_id is not None
    return worker.run(document.task_id)


def test_a_task_reads_its_document(tenant: Tenant, papers: CollectionView, reader: Shop) -> None:
    document = enter(tenant, papers, NOTES).document
    assert run(reader, document) == State.SUCCEEDED
    result = TaskResult.objects.get(task=task_of(document)).result
    assert result is not None
    assert (result["outcome"], result["passages"]) == ("ready", 1)
    assert again(document).state == "ready"


def test_a_document_that_cannot_be_read_says_why_and_keeps_what_it_had(
    tenant: Tenant, papers: CollectionView, reader: Shop
) -> None:
    run(reader, enter(tenant, papers, NOTES, key="a").document)
    broken = enter(tenant, papers, b"\x89PNG\r\n\x1a\n", key="a").document
    assert run(reader, broken) == State.FAILED
    assert (again(broken).state, told(broken)["type"].rpartition(":")[2]) == (
        "failed", "unsupported-format",
    )  # fmt: skip
    assert told(broken)["mend"]
    assert passages(broken.id) == ["# Ships\n\nThe hull is made of oak."]
    mended = enter(tenant, papers, NEWER, key="a").document
    assert run(reader, mended) == State.SUCCEEDED
    assert again(mended).error is None


def test_a_failed_document_is_entered_again_to_be_read_again(
    tenant: Tenant, papers: CollectionView, reader: Shop
) -> None:
    document = enter(tenant, papers, NOTES).document
    control.cancel(document.task_id, tenant_id=tenant.pk, by="key:test")  # type: ignore[arg-type]
    entered = enter(tenant, papers, NOTES)
    assert entered.new
    assert run(reader, entered.document) == State.SUCCEEDED


def test_a_task_that_is_replayed_reads_the_document_after_all(
    tenant: Tenant, papers: CollectionView, reader: Shop
) -> None:
    document = enter(tenant, papers, NOTES).document
    assert document.task_id is not None
    run_task(document.task_id, to=State.FAILED, worker=make_worker())
    assert again(document).state == "failed"
    replay = control.retry(document.task_id, tenant_id=tenant.pk, by=submitter_of(tenant))
    assert reader.run(replay) == State.SUCCEEDED
    assert (again(document).state, len(passages(document.id))) == ("ready", 1)


@pytest.mark.parametrize("end", ENDS)
def test_no_document_waits_for_a_task_that_is_over(
    tenant: Tenant, papers: CollectionView, end: State
) -> None:
    document = enter(tenant, papers, NOTES).document
    other = enter(tenant, papers, NEWER, name="other.md").document
    assert document.task_id is not None
    if end == State.CANCELLED:
        control.cancel(document.task_id, tenant_id=tenant.pk, by="key:test")
    elif end == State.EXPIRED:
        Task.objects.filter(pk=document.task_id).update(deadline="2020-01-01T00:00:00Z")
        assert sweeper.expire() == 1
    else:
        run_task(document.task_id, to=State.FAILED, worker=make_worker())
    assert state_of(document.task_id) == end
    assert again(document).state == "failed"
    assert told(document)["title"]
    assert again(other).state == "pending"


def test_a_task_of_former_content_says_nothing_of_the_newer_one(
    tenant: Tenant, papers: CollectionView
) -> None:
    former = enter(tenant, papers, NOTES).document
    newer = enter(tenant, papers, NEWER).document
    control.cancel(former.task_id, tenant_id=tenant.pk, by="key:test")  # type: ignore[arg-type]
    assert again(newer).state == "pending"


def test_a_cancelled_reading_stops_and_changes_nothing(
    tenant: Tenant, papers: CollectionView, reader: Shop, texts: WordVectors
) -> None:
    document = enter(tenant, papers, "".join(f"# {n}\n\nPart {n}.\n\n" for n in range(80))).document
    assert document.task_id is not None
    begun, go_on = threading.Event(), threading.Event()

    def hold() -> None:
        begun.set()
        assert go_on.wait(PATIENCE_S)

    texts.before_each = hold
    reader.begin(document.task_id)
    assert begun.wait(PATIENCE_S)
    control.cancel(document.task_id, tenant_id=tenant.pk, by="key:test")
    (flight,) = reader.runtime._runs.values()
    until(lambda: flight.requested() is not None, "for the wish to be seen")
    go_on.set()
    until(lambda: state_of(document.task_id) == State.CANCELLED, "for the end")  # type: ignore[arg-type]
    assert (texts.asked, passages(document.id), again(document).state) == (1, [], "failed")


def test_a_reading_that_was_cancelled_with_its_batch_changes_nothing_any_more(
    tenant: Tenant, papers: CollectionView, reader: Shop, texts: WordVectors
) -> None:
    document = enter(tenant, papers, NOTES).document
    batch = uuid7()
    sql.execute("UPDATE documents_document SET batch_id = %s WHERE id = %s", [batch, document.id])
    texts.before_each = lambda: cancel_reading(batch, collection_id=papers.id, tenant_id=tenant.pk)
    run(reader, document)
    assert texts.asked == 1
    assert (passages(document.id), again(document).state) == ([], "failed")
