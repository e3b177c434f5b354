"""Takes documents in: written down together with the task that reads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import transaction

from orchestration.blobs.ports import BlobRef
from orchestration.documents.entering import (
    Entered,
    Original,
    enter_again,
    enter_all,
    replace_content,
    set_tasks,
)
from orchestration.documents.selectors import documents_by_id
from orchestration.documents.stores import cancel_reading
from orchestration.documents.views import DocumentView
from tasks.lifecycle import Priority
from tasks.services.admission import admission
from tasks.services.control import cancel_many
from tasks.services.submission import SubmitRequest, Submitter, insert, prepare
from tasks.wakeups import wake_dispatcher


@dataclass(frozen=True, slots=True)
class Taken:
    """A document, and whether there was anything new about it."""

    document: DocumentView
    new: bool


def take_in(
    original: Original,
    *,
    collection_id: UUID,
    by: Submitter,
    priority: Priority = Priority.NORMAL,
) -> Taken:
    """Write a document down and have it read; see `take_in_all`."""
    return take_in_all([original], collection_id=collection_id, by=by, priority=priority)[0]


def take_in_all(
    originals: Sequence[Original],
    *,
    collection_id: UUID,
    by: Submitter,
    batch_id: UUID | None = None,
    priority: Priority = Priority.NORMAL,
) -> list[Taken]:
    """Write documents down and have them read; the same content again costs nothing.

    All stands in one transaction: there is no document that nobody reads, and no task without one.

    Queries: ten or so, and one to three for each document.

    Args:
        originals: The files, each under a key of its own.
        collection_id: Where they go.
        by: Whose they are.
        batch_id: What they come in together with.
        priority: How urgent it is.

    Raises:
        UnknownCollection: The tenant has no such collection.
        UnknownBlob: Bytes were deleted meanwhile.
        UserError: The tenant's limits do not allow it.
    """
    with transaction.atomic():
        entered = enter_all(
            originals, collection_id=collection_id, tenant_id=by.tenant_id, batch_id=batch_id
        )
        _submit(entered, by, priority)
    return _taken(entered, by)


def take_content(
    document_id: UUID, content: BlobRef, *, by: Submitter, priority: Priority = Priority.NORMAL
) -> Taken:
    """Give a document other bytes and have them read; the same ones again cost nothing.

    Queries: ten or so.

    Raises:
        UnknownDocument: The tenant has none of that id, or not any more.
        UnknownCollection: Its collection has expired.
        UnknownBlob: The bytes were deleted meanwhile.
        UserError: The tenant's limits do not allow it.
    """
    with transaction.atomic():
        entered = [replace_content(document_id, content, tenant_id=by.tenant_id)]
        _submit(entered, by, priority)
    return _taken(entered, by)[0]


def _submit(entered: Sequence[Entered], by: Submitter, priority: Priority) -> None:
    """Have documents read that are to be, in the transaction that wrote them down."""
    new = [each.document for each in entered if each.to_read]
    if new:
        set_tasks(_submitted(new, by, priority))


def _taken(entered: Sequence[Entered], by: Submitter) -> list[Taken]:
    """Wake whoever gives tasks out; return documents as they are by now."""
    wake_dispatcher()
    found = documents_by_id([each.document.id for each in entered], tenant_id=by.tenant_id)
    return [Taken(found.get(each.document.id, each.document), new=each.to_read) for each in entered]


def _submitted(
    documents: Sequence[DocumentView], by: Submitter, priority: Priority
) -> list[tuple[DocumentView, UUID]]:
    """Store the tasks that read documents."""
    rows = [prepare(_request(each, priority), by) for each in documents]
    admission.admit(by.tenant_id, [(row["queue"], row["size"]) for row in rows])
    insert(rows, by)
    return [(document, row["id"]) for document, row in zip(documents, rows, strict=True)]


_ATTEMPTS: Final = 6
"""Of reading one document: with their pauses, a database that is away for a minute costs none. What
is wrong with the document itself is not tried again."""


def _request(document: DocumentView, priority: Priority) -> SubmitRequest:
    values = {"document": str(document.id), "generation": document.generation}
    return SubmitRequest(kind="ingest", input=values, priority=priority, max_attempts=_ATTEMPTS)


def cancel_batch(batch_id: UUID, *, collection_id: UUID, tenant_id: UUID, by: str) -> int:
    """Read no more of what came in together; return how many documents that leaves unread.

    Queries: two, and as `cancel_many`.
    """
    tasks = cancel_reading(batch_id, collection_id=collection_id, tenant_id=tenant_id)
    cancel_many([each for each in tasks if each is not None], by=by)
    return len(tasks)


def take_again(document_id: UUID, *, by: Submitter, priority: Priority = Priority.NORMAL) -> Taken:
    """Have a document read again, fetched again if it has an address; not if that is under way.

    Queries: eight or so.

    Raises:
        UnknownDocument: The tenant has none of that id.
        UserError: The tenant's limits do not allow it.
    """
    with transaction.atomic():
        entered = [enter_again(document_id, tenant_id=by.tenant_id)]
        _submit(entered, by, priority)
    return _taken(entered, by)[0]
