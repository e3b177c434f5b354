"""Making, changing and deleting collections and documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

import orjson
from django.db import IntegrityError, transaction

from orchestration import sql
from orchestration.blobs import services as blobs
from orchestration.blobs.services import Owner as BlobOwner
from orchestration.documents.errors import NameTaken, Overtaken, UnknownDocument
from orchestration.documents.records import Collection
from orchestration.documents.selectors import get_collection, get_document
from orchestration.documents.views import CollectionView, DocumentView
from orchestration.errors import SwitchyardError
from orchestration.ids import uuid7
from orchestration.memory.owners import Owner, Scope
from orchestration.memory.removing import remove
from orchestration.memory.spaces import find_realm, intern, realm_of, spaces_in

BLOB: Final = "document"
"""Kind of the owner of a document's original."""


def create_collection(name: str, *, tenant_id: UUID, **values: Any) -> CollectionView:
    """Make a collection. Queries: three.

    Args:
        name: What the tenant calls it.
        tenant_id: Whose it is.
        values: Description, metadata, passage_tokens, expires_after_days.

    Raises:
        NameTaken: The tenant has one of that name.
    """
    try:
        with transaction.atomic():
            record = Collection.objects.create(tenant_id=tenant_id, name=name, **values)
    except IntegrityError as error:
        raise NameTaken(name) from error
    return get_collection(record.pk, tenant_id=tenant_id)


def change_collection(collection_id: UUID, *, tenant_id: UUID, **values: Any) -> CollectionView:
    """Change what is known of a collection. Queries: three.

    Raises:
        UnknownCollection: The tenant has none of that id.
        NameTaken: The tenant has another one of that name.
    """
    get_collection(collection_id, tenant_id=tenant_id)
    try:
        with transaction.atomic():
            Collection.objects.filter(pk=collection_id, tenant_id=tenant_id).update(**values)
    except IntegrityError as error:
        raise NameTaken(str(values.get("name"))) from error
    return get_collection(collection_id, tenant_id=tenant_id)


_ALL: Final = "SELECT id FROM documents_document WHERE collection_id = %(collection)s LIMIT 200"


def delete_collection(collection_id: UUID, *, tenant_id: UUID) -> int:
    """Delete a collection with all documents; return how many. Queries: eight for each 200.

    A crash on the way leaves a smaller collection, which can be deleted again.

    Raises:
        UnknownCollection: The tenant has none of that id.
    """
    get_collection(collection_id, tenant_id=tenant_id)
    deleted = 0
    while ids := [row[0] for row in sql.fetch(_ALL, {"collection": collection_id})]:
        deleted += sum(delete_document(each, tenant_id=tenant_id) for each in ids)
    Collection.objects.filter(pk=collection_id, tenant_id=tenant_id).delete()
    return deleted


@dataclass(frozen=True, slots=True)
class Original:
    """A file to be read.

    Attributes:
        key: What stays when it changes: file name, path or address.
        name: What it is called.
        media_type: What it is said to be.
        sha256: Of its bytes, which are a blob; empty where they are yet to be fetched.
        size: In bytes.
        url: Where they are to be fetched; empty where they are here.
        metadata: What its passages can be filtered by.
    """

    key: str
    name: str
    media_type: str = ""
    sha256: str = ""
    size: int = 0
    url: str = ""
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entered:
    """A document, and whether it is to be read: not when nothing about it is new."""

    document: DocumentView
    to_read: bool


_SAME: Final = """
SELECT id FROM documents_document
 WHERE collection_id = %(collection)s AND sha256 = %(sha256)s AND sha256 <> '' AND key <> %(key)s
   AND state <> 'failed' AND metadata = %(metadata)s::jsonb
 ORDER BY id LIMIT 1
"""
_ENTER: Final = """
INSERT INTO documents_document AS d
       (id, tenant_id, collection_id, key, name, url, media_type, sha256, size, title, metadata,
        state, generation, pages, passages, tokens)
VALUES (%(id)s, %(tenant)s, %(collection)s, %(key)s, %(name)s, %(url)s, %(media_type)s, %(sha256)s,
        %(size)s, '', %(metadata)s::jsonb, 'pending', 1, 0, 0, 0)
ON CONFLICT (collection_id, key) DO UPDATE
   SET name = excluded.name, url = excluded.url, media_type = excluded.media_type,
       sha256 = excluded.sha256, size = excluded.size, metadata = excluded.metadata,
       state = 'pending', generation = d.generation + 1, error = NULL, task_id = NULL,
       changed_at = now()
 WHERE d.sha256 <> excluded.sha256 OR d.sha256 = '' OR d.metadata <> excluded.metadata
    OR d.state = 'failed'
RETURNING id
"""
_KNOWN: Final = """
SELECT id FROM documents_document WHERE collection_id = %(collection)s AND key = %(key)s
"""


def enter(original: Original, *, collection_id: UUID, tenant_id: UUID) -> Entered:
    """Write a document down, in the caller's transaction; the same one again changes nothing.

    The same bytes under another key are the document that is there. Queries: three to five.

    Raises:
        UnknownCollection: The tenant has none of that id.
        UnknownBlob: Its bytes were deleted meanwhile.
    """
    get_collection(collection_id, tenant_id=tenant_id)
    values = {
        "id": uuid7(), "tenant": tenant_id, "collection": collection_id, "key": original.key,
        "name": original.name[:255], "url": original.url, "media_type": original.media_type[:127],
        "sha256": original.sha256, "size": original.size,
        "metadata": orjson.dumps(dict(original.metadata)).decode(),
    }  # fmt: skip
    same = sql.fetch(_SAME, values)
    if same:
        return Entered(get_document(same[0][0], tenant_id=tenant_id), to_read=False)
    entered = sql.fetch(_ENTER, values)
    rows = entered or sql.fetch(_KNOWN, values)
    document = get_document(rows[0][0], tenant_id=tenant_id)
    if entered and original.sha256:
        own_blob(document, original.sha256)
    return Entered(document, to_read=bool(entered))


def own_blob(document: DocumentView, sha256: str) -> None:
    """Let a document need its original, and no other blob. Queries: two, in any transaction."""
    owner = BlobOwner(BLOB, document.id)
    blobs.release([BLOB], [document.id])
    blobs.attach([(document.tenant_id, sha256, owner)])


def set_task(document: DocumentView, task_id: UUID) -> None:
    """Say which task reads a document. Queries: one."""
    sql.execute(
        """UPDATE documents_document SET task_id = %(task)s
            WHERE id = %(id)s AND generation = %(generation)s""",
        {"id": document.id, "task": task_id, "generation": document.generation},
    )


_FETCHED: Final = """
UPDATE documents_document
   SET sha256 = %(sha256)s, size = %(size)s, media_type = %(media_type)s, changed_at = now()
 WHERE id = %(id)s AND generation = %(generation)s AND state = 'pending'
"""


def fetched(document: DocumentView, *, sha256: str, size: int, media_type: str) -> DocumentView:
    """Say what came from a document's address. Queries: four, in one transaction.

    Raises:
        Overtaken: It was changed or deleted meanwhile.
        UnknownBlob: The bytes were deleted meanwhile.
    """
    values = {
        "id": document.id, "generation": document.generation, "sha256": sha256, "size": size,
        "media_type": media_type[:127],
    }  # fmt: skip
    with transaction.atomic():
        if not sql.execute(_FETCHED, values):
            raise Overtaken(document.id)
        own_blob(document, sha256)
    return get_document(document.id, tenant_id=document.tenant_id)


_FAIL: Final = """
UPDATE documents_document SET state = 'failed', error = %(error)s::jsonb, changed_at = now()
 WHERE id = %(id)s AND generation = %(generation)s AND state = 'pending'
"""


def fail(document_id: UUID, generation: int, error: SwitchyardError | Mapping[str, Any]) -> bool:
    """Say why a document cannot be read; return whether that is so yet. Queries: one.

    The passages that it had stay: they are of its former content.
    """
    told = error.problem() if isinstance(error, SwitchyardError) else dict(error)
    return bool(
        sql.execute(
            _FAIL,
            {
                "id": document_id,
                "generation": generation,
                "error": orjson.dumps(told, default=str).decode(),
            },
        )
    )


_OLD: Final = (
    "SELECT id, uid FROM memory_entry WHERE source = %(source)s AND space_id = ANY(%(in)s)"
)


def remove_passages(document: DocumentView) -> int:
    """Remove a document's passages, in the caller's transaction; return how many."""
    realm = find_realm(document.tenant_id)
    if realm is None:
        return 0
    spaces = spaces_in(realm, Scope(collections=(document.collection_id,)))
    rows: Sequence[tuple[int, UUID]] = [
        (number, uid) for number, uid in sql.fetch(_OLD, {"source": document.id, "spaces": spaces})
    ]
    sql.execute("DELETE FROM documents_place WHERE document_id = %(id)s", {"id": document.id})
    return remove(realm.id, rows)


def delete_document(document_id: UUID, *, tenant_id: UUID) -> bool:
    """Delete a document with its passages and its need of its original. Queries: about twelve.

    Raises:
        UnknownDocument: The tenant has none of that id.
    """
    with transaction.atomic():
        rows = sql.fetch(
            "SELECT 1 FROM documents_document WHERE id = %(id)s AND tenant_id = %(t)s FOR UPDATE",
            {"id": document_id, "t": tenant_id},
        )
        if not rows:
            raise UnknownDocument(document_id)
        document = get_document(document_id, tenant_id=tenant_id)
        remove_passages(document)
        blobs.release([BLOB], [document_id])
        sql.execute("DELETE FROM documents_document WHERE id = %(id)s", {"id": document_id})
    return True


def space_of(collection_id: UUID, *, tenant_id: UUID) -> int:
    """Return the space that a collection's passages lie in. Queries: two to five."""
    owner = Owner(collection=collection_id)
    return intern(realm_of(tenant_id), [owner])[owner]
