"""Tasks of the kind `ingest`: however one ends, its document does not wait for it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from orchestration import sql
from orchestration.access.records import Tenant
from orchestration.documents.selectors import get_document
from orchestration.documents.stores import cancel_reading
from orchestration.documents.views import CollectionView, DocumentView
from orchestration.ids import uuid7
from tasks.dispatcher import sweeper
from tasks.lifecycle import Actor, State
from tasks.models import Task, TaskResult
from tasks.services import control, workers
from tasks.services.ingesting import take_again
from tasks.worker.documents import StoredDocuments
from tasks.worker.suspects import MOST_LOST, SUSPECT
from tests.documents import docx, paragraph, pdf
from tests.factories import KINDS, make_worker, run_task, submitter_of
from tests.integration.documents.reading import (
    WordVectors,
    enter,
    passages,
    task_of,
)
from tests.integration.stage import Shop, past, shop, state_of
from tests.patience import PATIENCE_S, until

pytestmark = pytest.mark.django_db(transaction=True)

NOTES = "# Ships\n\nThe hull is made of oak.\n"
NEWER = "# Ships\n\nThe hull is made of steel.\n"
ENDS = [State.FAILED, State.CANCELLED, State.EXPIRED]


@pytest.fixture
def reader(texts: WordVectors) -> Iterator[Shop]:
    with shop(device="ingest", kinds=(*KINDS, "ingest"), documents=StoredDocuments(texts)) as made:
        yield made


def again(document: DocumentView) -> DocumentView:
    return get_document(document.id, tenant_id=document.tenant_id)


def told(document: DocumentView) -> Any:
    error = again(document).error
    assert error is not None
    return error


def run(worker: Shop, document: DocumentView) -> State:
    assert document.task_id is not None
    return worker.run(document.task_id)


def lose(document: DocumentView) -> None:
    """Let a worker die while it reads a document."""
    assert document.task_id is not None
    dead = make_worker()
    run_task(document.task_id, to=State.RUNNING, worker=dead)
    assert workers.end([dead.pk], state="dead") == [dead.pk]
    assert workers.give_back([dead.pk], actor=Actor.WORKER, by="test", lost=True) == 1
    promote(document)


def promote(document: DocumentView) -> None:
    """Let the time have come for another attempt."""
    assert document.task_id is not None
    past(100, "scheduled_for", of=document.task_id)
    assert sweeper.promote_due() == 1


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


HOSTILE: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "a zip bomb": (lambda: docx(paragraph("a" * 40_000_000)), "a.docx", "document-too-large"),
    "a billion laughs": (
        lambda: docx(paragraph("&a;"), start='<!DOCTYPE a [<!ENTITY a "ha">]>'),
        "a.docx",
        "damaged-document",
    ),
    "ten thousand pages": (
        lambda: pdf([[(12.0, 700.0, "Some text.")]] * 10_000), "a.pdf", "document-too-large",
    ),
    "no text in any encoding": (
        lambda: bytes(range(1, 256)) * 500, "a.txt", "document-without-text",
    ),
    "nothing but scripts": (
        lambda: b"<html><script>alert(1)</script>", "../../a.html", "document-without-text",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_document_fails_with_its_reason_and_the_next_one_is_read(
    tenant: Tenant,
    papers: CollectionView,
    reader: Shop,
    case: tuple[Callable[[], bytes], str, str],
) -> None:
    made, name, slug = case
    hostile = enter(tenant, papers, made(), name=name).document
    assert run(reader, hostile) == State.FAILED
    assert (again(hostile).state, passages(hostile.id)) == ("failed", [])
    assert told(hostile)["type"].rpartition(":")[2] == slug
    assert told(hostile)["detail"]
    assert told(hostile)["mend"]
    assert run(reader, enter(tenant, papers, NOTES).document) == State.SUCCEEDED


def test_a_document_that_workers_are_lost_with_is_given_up_and_says_so(
    tenant: Tenant, papers: CollectionView, reader: Shop, texts: WordVectors
) -> None:
    document = enter(tenant, papers, NOTES).document
    for _ in range(MOST_LOST):
        lose(document)
    assert run(reader, document) == State.FAILED
    assert (again(document).state, texts.asked) == ("failed", 0)
    error = told(document)
    assert error["type"].rpartition(":")[2] == "reading-lost"
    assert f"lost {MOST_LOST} times" in error["detail"]
    assert "read again" in error["mend"]
    anew = take_again(document.id, by=submitter_of(tenant)).document
    assert run(reader, anew) == State.SUCCEEDED


def test_a_document_that_a_worker_was_lost_with_now_and_then_is_read(
    tenant: Tenant, papers: CollectionView, reader: Shop
) -> None:
    document = enter(tenant, papers, NOTES).document
    for _ in range(MOST_LOST - 1):
        lose(document)
    assert run(reader, document) == State.SUCCEEDED
    assert again(document).state == "ready"


def test_of_documents_that_workers_were_lost_with_one_is_read_at_a_time(
    tenant: Tenant, papers: CollectionView, reader: Shop, texts: WordVectors
) -> None:
    first = enter(tenant, papers, NOTES, name="first.md").document
    second = enter(tenant, papers, NEWER, name="second.md").document
    fresh = enter(tenant, papers, "# New\n\nNot lost yet.\n", name="fresh.md").document
    for each in (first, second):
        for _ in range(SUSPECT):
            lose(each)
    begun, go_on = threading.Event(), threading.Event()

    def hold() -> None:
        if not begun.is_set():
            begun.set()
            assert go_on.wait(PATIENCE_S)

    texts.before_each = hold
    assert first.task_id is not None
    thread = reader.begin(first.task_id)
    assert begun.wait(PATIENCE_S)
    assert run(reader, second) == State.SCHEDULED
    assert run(reader, fresh) == State.SUCCEEDED
    go_on.set()
    thread.join(PATIENCE_S)
    assert state_of(first.task_id) == State.SUCCEEDED
    promote(second)
    assert run(reader, second) == State.SUCCEEDED
    assert [each.outcome for each in task_of(second).attempt_rows.order_by("epoch")] == [
        *["lost"] * SUSPECT, "postponed", "succeeded",
    ]  # fmt: skip


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
