"""Collections as stores of files: each document is a file, known by its key.

Unlike elsewhere a collection that has expired is shown, as expired; nothing can be found in it or
added to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

import orjson

from orchestration import sql
from orchestration.documents.errors import CANCELLED, ReadingCancelled, UnknownCollection
from orchestration.documents.records import Collection
from orchestration.documents.selectors import TALLY

FileState = Literal["in_progress", "completed", "failed", "cancelled"]

_STORE: Final = f"""
SELECT c.id, coalesce(nullif(c.label, ''), c.name), c.description, c.metadata::text,
       c.passage_tokens, c.expires_after_days, c.used_at, c.created_at,
       coalesce(c.used_at + make_interval(days => c.expires_after_days) <= now(), false),
       d.size, d.pending, d.documents - d.pending - d.failed, d.failed - d.cancelled, d.cancelled
  FROM documents_collection c
 CROSS JOIN LATERAL ({TALLY} c.id) d
 WHERE c.tenant_id = %(tenant)s
"""


@dataclass(frozen=True, slots=True)
class FileCounts:
    """How many files there are, by what came of them."""

    in_progress: int
    completed: int
    failed: int
    cancelled: int

    @property
    def total(self) -> int:
        """Return how many there are."""
        return self.in_progress + self.completed + self.failed + self.cancelled


@dataclass(frozen=True, slots=True)
class StoreView:
    """A collection as a store; see `Collection` for what each value means."""

    id: UUID
    name: str
    description: str
    metadata: Mapping[str, Any]
    passage_tokens: int
    expires_after_days: int | None
    used_at: datetime
    created_at: datetime
    expired: bool
    size: int
    counts: FileCounts


def _store(row: sql.Row) -> StoreView:
    values = [*row[:10], FileCounts(*row[10:])]
    values[3] = orjson.loads(row[3])
    return StoreView(*values)


def get_store(store_id: UUID, *, tenant_id: UUID, called: str = "") -> StoreView:
    """Return a store, be it expired or not. Queries: one.

    Args:
        store_id: Which one.
        tenant_id: Whose it must be.
        called: How its user named it, for the error.

    Raises:
        UnknownCollection: The tenant has none of that id.
    """
    rows = sql.fetch(f"{_STORE} AND c.id = %(id)s", {"tenant": tenant_id, "id": store_id})
    if not rows:
        raise UnknownCollection(called or store_id)
    return _store(rows[0])


def list_stores(
    *, tenant_id: UUID, behind: UUID | None = None, limit: int = 20, newest_first: bool = True
) -> list[StoreView]:
    """Return stores, those behind one that was seen. Queries: one."""
    compare, order = ("<", "DESC") if newest_first else (">", "ASC")
    rows = sql.fetch_planned(
        f"""{_STORE} AND (%(behind)s::uuid IS NULL OR c.id {compare} %(behind)s)
            ORDER BY c.id {order} LIMIT %(limit)s""",
        {"tenant": tenant_id, "behind": behind, "limit": limit},
    )
    return [_store(row) for row in rows]


def change_store(store_id: UUID, *, tenant_id: UUID, **values: Any) -> None:
    """Change what is known of a store, be it expired or not. Queries: one or none."""
    if values:
        Collection.objects.filter(pk=store_id, tenant_id=tenant_id).update(**values)


_BATCH: Final = f"""
SELECT count(*) FILTER (WHERE state = 'pending'), count(*) FILTER (WHERE state = 'ready'),
       count(*) FILTER (WHERE state = 'failed' AND error->>'type' IS DISTINCT FROM '{CANCELLED}'),
       count(*) FILTER (WHERE state = 'failed' AND error->>'type' = '{CANCELLED}')
  FROM documents_document
 WHERE batch_id = %(batch)s AND collection_id = %(collection)s AND tenant_id = %(tenant)s
"""


def batch_counts(batch_id: UUID, *, collection_id: UUID, tenant_id: UUID) -> FileCounts:
    """Return what came of the files that came in together. Queries: one.

    A file that is taken in again with others belongs to those from then on.
    """
    values = {"batch": batch_id, "collection": collection_id, "tenant": tenant_id}
    ((*counts,),) = sql.fetch(_BATCH, values)
    return FileCounts(*counts)


_CANCEL: Final = """
UPDATE documents_document
   SET state = 'failed', error = %(error)s::jsonb, generation = generation + 1, changed_at = now()
 WHERE batch_id = %(batch)s AND collection_id = %(collection)s AND tenant_id = %(tenant)s
   AND state = 'pending'
RETURNING task_id
"""


def cancel_reading(batch_id: UUID, *, collection_id: UUID, tenant_id: UUID) -> list[UUID | None]:
    """Say of what came in together that it is not to be read; return who would have. Queries: one.

    Whoever reads it already changes nothing any more.
    """
    values = {
        "batch": batch_id, "collection": collection_id, "tenant": tenant_id,
        "error": orjson.dumps(ReadingCancelled().problem(), default=str).decode(),
    }  # fmt: skip
    return [row[0] for row in sql.fetch(_CANCEL, values)]
