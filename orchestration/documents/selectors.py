"""Reading collections and documents, always for a tenant."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import orjson

from orchestration import sql
from orchestration.documents.errors import UnknownCollection, UnknownDocument
from orchestration.documents.views import CollectionView, DocumentView, PlaceView
from orchestration.errors import shorten
from orchestration.memory.owners import Scope
from orchestration.memory.selectors import EntryView
from orchestration.memory.sources import entries_between
from orchestration.memory.storable import flaw_of

TALLY: Final = """
SELECT coalesce(sum(documents), 0)::bigint AS documents,
       coalesce(sum(pending), 0)::bigint AS pending, coalesce(sum(failed), 0)::bigint AS failed,
       coalesce(sum(cancelled), 0)::bigint AS cancelled,
       coalesce(sum(passages), 0)::bigint AS passages, coalesce(sum(size), 0)::bigint AS size
  FROM documents_tally WHERE collection_id ="""
"""How much a collection holds, exactly; see `DocumentTally`."""
_COLLECTION: Final = f"""
SELECT c.id, c.name, c.description, c.metadata::text, c.passage_tokens, c.expires_after_days,
       c.used_at, c.created_at, d.documents, d.pending, d.failed, d.passages, d.size,
       c.label
  FROM documents_collection c
 CROSS JOIN LATERAL (
       {TALLY} c.id) d
 WHERE c.tenant_id = %(tenant)s
   AND (c.expires_after_days IS NULL
        OR c.used_at > now() - make_interval(days => c.expires_after_days))
"""
_DOCUMENT: Final = """
SELECT id, tenant_id, collection_id, key, name, url, media_type, sha256, size, title,
       metadata::text, state, generation, error::text, pages, passages, tokens, task_id,
       created_at, changed_at, ingested_at, batch_id, passage_tokens,
       read_sha256
  FROM documents_document
"""


def _collection(row: sql.Row) -> CollectionView:
    values = list(row)
    values[3] = orjson.loads(row[3])
    return CollectionView(*values)


def _document(row: sql.Row) -> DocumentView:
    values = list(row)
    values[10] = orjson.loads(row[10])
    values[13] = None if row[13] is None else orjson.loads(row[13])
    return DocumentView(*values)


def get_collection(called: UUID | str, *, tenant_id: UUID) -> CollectionView:
    """Return a collection by its id or name. Queries: one.

    Raises:
        UnknownCollection: The tenant has none of that id or name.
    """
    if isinstance(called, str) and flaw_of(called):
        raise UnknownCollection(shorten(called))
    column = "id" if isinstance(called, UUID) else "name"
    rows = sql.fetch(
        f"{_COLLECTION} AND c.{column} = %(called)s", {"tenant": tenant_id, "called": called}
    )
    if not rows:
        raise UnknownCollection(called)
    return _collection(rows[0])


def list_collections(
    *, tenant_id: UUID, behind: UUID | None = None, limit: int = 20, newest_first: bool = True
) -> list[CollectionView]:
    """Return collections, those behind one that was seen. Queries: one."""
    compare, order = ("<", "DESC") if newest_first else (">", "ASC")
    rows = sql.fetch_planned(
        f"""{_COLLECTION} AND (%(behind)s::uuid IS NULL OR c.id {compare} %(behind)s)
            ORDER BY c.id {order} LIMIT %(limit)s""",
        {"tenant": tenant_id, "behind": behind, "limit": limit},
    )
    return [_collection(row) for row in rows]


def get_document(document_id: UUID, *, tenant_id: UUID) -> DocumentView:
    """Return a document. Queries: one.

    Raises:
        UnknownDocument: The tenant has none of that id.
    """
    rows = sql.fetch(
        f"{_DOCUMENT} WHERE id = %(id)s AND tenant_id = %(tenant)s",
        {"id": document_id, "tenant": tenant_id},
    )
    if not rows:
        raise UnknownDocument(document_id)
    return _document(rows[0])


def list_documents(
    *,
    tenant_id: UUID,
    collection_id: UUID | None = None,
    state: str | None = None,
    behind: UUID | None = None,
    limit: int = 20,
    newest_first: bool = True,
) -> list[DocumentView]:
    """Return documents, of one collection or all, those behind one that was seen. Queries: one."""
    compare, order = ("<", "DESC") if newest_first else (">", "ASC")
    rows = sql.fetch_planned(
        f"""{_DOCUMENT} WHERE tenant_id = %(tenant)s
               AND (%(collection)s::uuid IS NULL OR collection_id = %(collection)s)
               AND (%(state)s::text IS NULL OR state = %(state)s)
               AND (%(behind)s::uuid IS NULL OR id {compare} %(behind)s)
             ORDER BY id {order} LIMIT %(limit)s""",
        {
            "tenant": tenant_id, "collection": collection_id, "state": state, "behind": behind,
            "limit": limit,
        },
    )  # fmt: skip
    return [_document(row) for row in rows]


_PLACES: Final = """
SELECT document_id, ordinal, page, start, stop, section, tokens FROM documents_place
 WHERE (document_id, ordinal) IN (
       SELECT * FROM unnest(%(documents)s::uuid[], %(ordinals)s::int[]))
"""


def places_of(wanted: Sequence[tuple[UUID, int]]) -> dict[tuple[UUID, int], PlaceView]:
    """Return where passages stand, by document and ordinal. Queries: one.

    The caller has found the passages in memory, and so may see them.
    """
    if not wanted:
        return {}
    rows = sql.fetch(
        _PLACES,
        {"documents": [each for each, _ in wanted], "ordinals": [each for _, each in wanted]},
    )
    return {(document, place[0]): PlaceView(*place) for document, *place in rows}


def documents_by_id(ids: Sequence[UUID], *, tenant_id: UUID) -> dict[UUID, DocumentView]:
    """Return a tenant's documents by id; those that are gone are missing. Queries: one."""
    rows = sql.fetch(
        f"{_DOCUMENT} WHERE tenant_id = %(tenant)s AND id = ANY(%(ids)s)",
        {"tenant": tenant_id, "ids": list(ids)},
    )
    return {row[0]: _document(row) for row in rows}


_SECTIONS: Final = """
SELECT p.document_id, p.section, min(p.ordinal), max(p.ordinal)
  FROM (SELECT DISTINCT * FROM unnest(%(documents)s::uuid[], %(sections)s::int[])
            AS w(document, section)) w
  JOIN documents_place p ON p.document_id = w.document AND p.section = w.section
 GROUP BY 1, 2
"""


def sections_of(wanted: Sequence[tuple[UUID, int]]) -> dict[tuple[UUID, int], tuple[int, int]]:
    """Return the first and the last passage of sections, by document and section. Queries: one.

    The caller has found passages of them in memory, and so may see them.
    """
    if not wanted:
        return {}
    rows = sql.fetch(
        _SECTIONS,
        {"documents": [each for each, _ in wanted], "sections": [each for _, each in wanted]},
    )
    return {(document, section): (first, last) for document, section, first, last in rows}


_LAST: Final = 2**31 - 1
"""What Postgres takes as an ordinal."""


def passages_of(
    document: DocumentView, *, after: int = -1, limit: int = 20
) -> list[tuple[EntryView, PlaceView]]:
    """Return a document's passages in their order, those behind an ordinal. Queries: five.

    While it is read anew they are those of its former content.
    """
    found = entries_between(
        [(document.id, min(after + 1, _LAST), min(after + limit, _LAST))],
        tenant_id=document.tenant_id,
        scope=Scope(collections=(document.collection_id,)),
    )
    places = places_of(list(found))
    return [(found[key], places[key]) for key in sorted(found) if key in places]


def existing(ids: Collection[UUID]) -> set[UUID]:
    """Return which of some documents there are, for checks of blobs. Queries: one."""
    found = "SELECT id FROM documents_document WHERE id = ANY(%(ids)s)"
    return {row[0] for row in sql.fetch(found, {"ids": list(ids)})}


@dataclass(frozen=True, slots=True)
class DocumentCounts:
    """How much a collection holds.

    Attributes:
        documents, pending, failed: How many.
        cancelled: How many of the failed ones nobody wanted to be read any more.
        passages: How many all of them have.
        size: Bytes of all originals.
    """

    documents: int
    pending: int
    failed: int
    cancelled: int
    passages: int
    size: int


def count_documents(collection_id: UUID) -> DocumentCounts:
    """Return how much a collection holds; the caller may see it. Queries: one, of some rows."""
    return DocumentCounts(*sql.fetch(f"{TALLY} %(collection)s", {"collection": collection_id})[0])
