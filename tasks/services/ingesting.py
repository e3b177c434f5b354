"""Takes documents in: written down together with the task that reads them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from orchestration.documents.selectors import get_document
from orchestration.documents.services import Original, enter, set_task
from orchestration.documents.views import DocumentView
from tasks.lifecycle import Priority
from tasks.services.submission import SubmitRequest, Submitter, submit


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
    """Write a document down and have it read; the same content again costs nothing.

    Both stand in one transaction: there is no document that nobody reads, and no task without one.

    Queries: eight or so.

    Args:
        original: The file.
        collection_id: Where it goes.
        by: Whose it is.
        priority: How urgent it is.

    Raises:
        UnknownCollection: The tenant has no such collection.
        UnknownBlob: Its bytes were deleted meanwhile.
        UserError: The tenant's limits do not allow it.
    """
    with transaction.atomic():
        entered = enter(original, collection_id=collection_id, tenant_id=by.tenant_id)
        if not entered.to_read:
            return Taken(entered.document, new=False)
        document = entered.document
        values = {"document": str(document.id), "generation": document.generation}
        submitted = submit(SubmitRequest(kind="ingest", input=values, priority=priority), by)
        set_task(document, submitted.task_id)
    return Taken(get_document(document.id, tenant_id=by.tenant_id), new=True)
