"""The files of a store: documents by their keys, and what they say."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from orchestration import sql
from orchestration.documents.errors import CANCELLED, UnknownDocument
from orchestration.documents.selectors import documents_by_id
from orchestration.documents.stores import FileState
from orchestration.documents.views import DocumentView
from orchestration.errors import shorten
from orchestration.memory.storable import flaw_of

_STATES: Final[dict[FileState, str]] = {
    "in_progress": "state = 'pending'",
    "completed": "state = 'ready'",
    "failed": f"state = 'failed' AND error->>'type' IS DISTINCT FROM '{CANCELLED}'",
    "cancelled": f"state = 'failed' AND error->>'type' = '{CANCELLED}'",
}


def find_file(key: str, *, collection_id: UUID, tenant_id: UUID) -> DocumentView:
    """Return a store's file by its key. Queries: two, by an index.

    Raises:
        UnknownDocument: The store has none of that key.
    """
    if flaw_of(key):
        raise UnknownDocument(shorten(key))
    rows = sql.fetch(
        """SELECT id FROM documents_document
            WHERE collection_id = %(collection)s AND key = %(key)s AND tenant_id = %(tenant)s""",
        {"collection": collection_id, "key": key, "tenant": tenant_id},
    )
    found = documents_by_id([row[0] for row in rows], tenant_id=tenant_id)
    if not found:
        raise UnknownDocument(key)
    return next(iter(found.values()))


def list_files(
    *,
    collection_id: UUID,
    tenant_id: UUID,
    batch_id: UUID | None = None,
    state: FileState | None = None,
    behind: UUID | None = None,
    limit: int = 20,
    newest_first: bool = True,
) -> list[DocumentView]:
    """Return a store's files, those behind one that was seen. Queries: two.

    Args:
        collection_id: Of which store.
        tenant_id: Whose it must be.
        batch_id: Only what came in together.
        state: Only of what that came.
        behind: The document that was seen last.
        limit: How many, at most.
        newest_first: In which order.
    """
    compare, order = ("<", "DESC") if newest_first else (">", "ASC")
    parts = ["collection_id = %(collection)s", "tenant_id = %(tenant)s"]
    parts += [] if batch_id is None else ["batch_id = %(batch)s"]
    parts += [] if state is None else [_STATES[state]]
    parts += [] if behind is None else [f"id {compare} %(behind)s"]
    rows = sql.fetch_planned(
        f"""SELECT id FROM documents_document WHERE {" AND ".join(parts)}
             ORDER BY id {order} LIMIT %(limit)s""",
        {
            "collection": collection_id, "tenant": tenant_id, "batch": batch_id, "behind": behind,
            "limit": limit,
        },
    )  # fmt: skip
    ids = [row[0] for row in rows]
    found = documents_by_id(ids, tenant_id=tenant_id)
    return [found[each] for each in ids if each in found]
