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
from orchestration.documents.errors import (
    InvalidDocument,
    NameTaken,
    Overtaken,
    UnknownCollection,
    UnknownDocument,
)
from orchestration.documents.records import Collection
from orchestration.documents.selectors import documents_by_id, get_collection, get_document
from orchestration.documents.views import CollectionView, DocumentView
from orchestration.ids import uuid7
from orchestration.memory.owners import Owner, Scope
from orchestration.memory.removing import remove
from orchestration.memory.spaces import find_realm, intern, realm_of, spaces_in
from orchestration.memory.storable import refuse_flaws

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
        InvalidDocument: No database can hold a value.
    """
    refuse_flaws(InvalidDocument, {"name": name, **values})
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
        InvalidDocument: No database can hold a value.
    """
    refuse_flaws(InvalidDocument, values)
    get_collection(collection_id, tenant_id=tenant_id)
    try:
        with transaction.atomic():
            Collection.objects.filter(pk=collection_id, tenant_id=tenant_id).update(**values)
    except IntegrityError as error:
        raise NameTaken(str(values.get("name"))) from error
    return get_collection(collection_id, tenant_id=tenant_id)


_USED: Final = """
UPDATE documents_collection SET used_at = now()
 WHERE id = ANY(%(ids)s) AND used_at < now() - interval '1 minute'
"""


def used(*collections: UUID) -> None:
    """Say that collections are in use, to the minute: else each read would be a write.

    Queries: one.
    """
    sql.execute(_USED, {"ids": list(collections)})


_ALL: Final = "SELECT id FROM documents_document WHERE collection_id = %(collection)s LIMIT 200"


def delete_collection(collection_id: UUID, *, tenant_id: UUID) -> int:
    """Delete a collection with all documents; return how many. Queries: eight for each 200.

    A crash on the way leaves a smaller collection, which can be deleted again.

    Raises:
        UnknownCollection: The tenant has none of that id.
    """
    if not Collection.objects.filter(pk=collection_id, tenant_id=tenant_id).exists():
        raise UnknownCollection(collection_id)  # one that has expired can be deleted, too
    deleted = _empty(collection_id, tenant_id)
    with transaction.atomic():
        # From here on no document comes in; some may have, since the last look.
        Collection.objects.select_for_update().filter(pk=collection_id).first()
        deleted += _empty(collection_id, tenant_id)
        Collection.objects.filter(pk=collection_id, tenant_id=tenant_id).delete()
    return deleted


def _empty(collection_id: UUID, tenant_id: UUID) -> int:
    deleted = 0
    while ids := [row[0] for row in sql.fetch(_ALL, {"collection": collection_id})]:
        deleted += sum(_gone(each, tenant_id) for each in ids)
    return deleted


def _gone(document_id: UUID, tenant_id: UUID) -> int:
    try:
        delete_document(document_id, tenant_id=tenant_id)
    except UnknownDocument:
        return 0  # somebody else deleted it meanwhile
    return 1


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
        passage_tokens: Most tokens of its passages; None for what its collection says.
        apart: Whether it is a document of its own even where another one has the same bytes.
    """

    key: str
    name: str
    media_type: str = ""
    sha256: str = ""
    size: int = 0
    url: str = ""
    metadata: Mapping[str, Any] = field(default_factory=dict)
    passage_tokens: int | None = None
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Entered:
    """A document, and whether it is to be read: not when nothing about it is new."""

    document: DocumentView
    to_read: bool


_SAME: Final = """
SELECT id FROM documents_document
 WHERE collection_id = %(collection)s AND sha256 = %(sha256)s AND sha256 <> '' AND key <> %(key)s
   AND state <> 'failed' AND metadata = %(metadata)s::jsonb
   AND NOT EXISTS (SELECT FROM documents_document
                    WHERE collection_id = %(collection)s AND key = %(key)s)
 ORDER BY id LIMIT 1
"""
_ENTER: Final = """
INSERT INTO documents_document AS d
       (id, tenant_id, collection_id, key, name, url, media_type, sha256, size, title, metadata,
        state, generation, pages, passages, tokens, passage_tokens)
VALUES (%(id)s, %(tenant)s, %(collection)s, %(key)s, %(name)s, %(url)s, %(media_type)s, %(sha256)s,
        %(size)s, '', %(metadata)s::jsonb, 'pending', 1, 0, 0, 0,
        %(passage_tokens)s)
ON CONFLICT (collection_id, key) DO UPDATE
   SET name = excluded.name, url = excluded.url, media_type = excluded.media_type,
       sha256 = excluded.sha256, size = excluded.size, metadata = excluded.metadata,
       passage_tokens = excluded.passage_tokens, state = 'pending', generation = d.generation + 1,
       error = NULL, task_id = NULL, changed_at = now()
 WHERE d.state = 'failed' OR d.metadata <> excluded.metadata OR d.url <> excluded.url
    OR d.passage_tokens IS DISTINCT FROM excluded.passage_tokens
    OR CASE WHEN excluded.sha256 = '' THEN d.state <> 'pending'
            ELSE d.sha256 <> excluded.sha256 END
RETURNING id
"""
_KNOWN: Final = """
SELECT id FROM documents_document WHERE collection_id = %(collection)s AND key = %(key)s
"""


def enter(original: Original, *, collection_id: UUID, tenant_id: UUID) -> Entered:
    """Write a document down; see `enter_all`."""
    return enter_all([original], collection_id=collection_id, tenant_id=tenant_id)[0]


def enter_all(
    originals: Sequence[Original],
    *,
    collection_id: UUID,
    tenant_id: UUID,
    batch_id: UUID | None = None,
) -> list[Entered]:
    """Write documents down, in the caller's transaction; the same ones again change nothing.

    The same bytes under a new key are the document that is there, unless they are to stay apart.
    What lies at an address may be other bytes each time: it is fetched again, unless that is about
    to happen.

    Queries: two to four, and one to three for each.

    Args:
        originals: The files, each under a key of its own.
        collection_id: Where they go.
        tenant_id: Whose they are.
        batch_id: What they come in together with.

    Raises:
        UnknownCollection: The tenant has none of that id.
        UnknownBlob: Bytes were deleted meanwhile.
        InvalidDocument: No database can hold what is said of one.
    """
    for each in originals:
        refuse_flaws(InvalidDocument, _told_of(each))
    get_collection(collection_id, tenant_id=tenant_id)
    used(collection_id)
    # By key, so that two who enter the same documents wait for each other in one order.
    ordered = sorted(range(len(originals)), key=lambda at: originals[at].key)
    written = {at: _write(originals[at], collection_id, tenant_id) for at in ordered}
    ids = [written[at][0] for at in range(len(originals))]
    if batch_id is not None:
        sql.execute(
            "UPDATE documents_document SET batch_id = %(batch)s WHERE id = ANY(%(ids)s)",
            {"batch": batch_id, "ids": ids},
        )
    found = documents_by_id(ids, tenant_id=tenant_id)
    entered = [Entered(found[each], to_read=written[at][1]) for at, each in enumerate(ids)]
    _own_blobs([each.document for each in entered if each.to_read])
    return entered


def _told_of(original: Original) -> dict[str, Any]:
    return {
        "key": original.key, "name": original.name, "url": original.url,
        "media_type": original.media_type, "metadata": original.metadata,
    }  # fmt: skip


def _write(original: Original, collection_id: UUID, tenant_id: UUID) -> tuple[UUID, bool]:
    """Return a document's id and whether it is to be read."""
    values = {
        "id": uuid7(), "tenant": tenant_id, "collection": collection_id, "key": original.key,
        "name": original.name[:255], "url": original.url, "media_type": original.media_type[:127],
        "sha256": original.sha256, "size": original.size,
        "metadata": orjson.dumps(dict(original.metadata)).decode(),
        "passage_tokens": original.passage_tokens,
    }  # fmt: skip
    same = [] if original.apart else sql.fetch(_SAME, values)
    if same:
        return same[0][0], False
    entered = sql.fetch(_ENTER, values)
    rows = entered or sql.fetch(_KNOWN, values)
    return rows[0][0], bool(entered)


def _own_blobs(documents: Sequence[DocumentView]) -> None:
    """Let documents need their originals, and no other blobs. Queries: two."""
    blobs.release([BLOB], [each.id for each in documents])
    owned = [(each.tenant_id, each.sha256, BlobOwner(BLOB, each.id)) for each in documents]
    blobs.attach([each for each in owned if each[1]])


_AGAIN: Final = """
UPDATE documents_document
   SET state = 'pending', generation = generation + 1, error = NULL, task_id = NULL,
       sha256 = CASE WHEN url = '' THEN sha256 ELSE '' END, changed_at = now()
 WHERE id = %(id)s AND tenant_id = %(tenant)s AND state <> 'pending'
"""


def enter_again(document_id: UUID, *, tenant_id: UUID) -> Entered:
    """Have a document read again, in the caller's transaction, unless it is about to be.

    One with an address is fetched again. Queries: two.

    Raises:
        UnknownDocument: The tenant has none of that id.
    """
    changed = sql.execute(_AGAIN, {"id": document_id, "tenant": tenant_id})
    return Entered(get_document(document_id, tenant_id=tenant_id), to_read=bool(changed))


def own_blob(document: DocumentView, sha256: str) -> None:
    """Let a document need its original, and no other blob. Queries: two, in any transaction."""
    owner = BlobOwner(BLOB, document.id)
    blobs.release([BLOB], [document.id])
    blobs.attach([(document.tenant_id, sha256, owner)])


_TASKS: Final = """
UPDATE documents_document d SET task_id = w.task
  FROM unnest(%(ids)s::uuid[], %(generations)s::int[], %(tasks)s::uuid[]) AS w(id, generation, task)
 WHERE d.id = w.id AND d.generation = w.generation
"""


def set_tasks(tasks: Sequence[tuple[DocumentView, UUID]]) -> None:
    """Say which tasks read documents. Queries: one."""
    sql.execute(
        _TASKS,
        {
            "ids": [document.id for document, _ in tasks],
            "generations": [document.generation for document, _ in tasks],
            "tasks": [task for _, task in tasks],
        },
    )


_FETCHED: Final = """
UPDATE documents_document
   SET sha256 = %(sha256)s, size = %(size)s, media_type = %(media_type)s, changed_at = now()
 WHERE id = %(id)s AND generation = %(generation)s AND state <> 'ready'
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


_OLD: Final = (
    "SELECT id, uid FROM memory_entry WHERE source = %(source)s AND space_id = ANY(%(spaces)s)"
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


_METADATA: Final = """
UPDATE documents_document SET metadata = %(metadata)s::jsonb, changed_at = now()
 WHERE id = %(source)s AND tenant_id = %(tenant)s
"""
_DESCRIBE: Final = """
UPDATE memory_entry SET metadata = %(metadata)s::jsonb
 WHERE source = %(source)s AND space_id = ANY(%(spaces)s)
"""


def set_metadata(
    document_id: UUID, metadata: Mapping[str, Any], *, tenant_id: UUID
) -> DocumentView:
    """Change what a document and its passages can be filtered by; it is not read anew.

    Queries: five, in one transaction.

    Raises:
        UnknownDocument: The tenant has none of that id.
        InvalidDocument: No database can hold it.
    """
    refuse_flaws(InvalidDocument, {"metadata": metadata})
    values = {
        "source": document_id, "tenant": tenant_id, "metadata": orjson.dumps(metadata).decode()
    }  # fmt: skip
    with transaction.atomic():
        if not sql.execute(_METADATA, values):
            raise UnknownDocument(document_id)
        document = get_document(document_id, tenant_id=tenant_id)
        realm = find_realm(tenant_id)
        if realm is not None:
            spaces = spaces_in(realm, Scope(collections=(document.collection_id,)))
            sql.execute(_DESCRIBE, {**values, "spaces": spaces})
    return document


def delete_document(document_id: UUID, *, tenant_id: UUID) -> None:
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


def space_of(collection_id: UUID, *, tenant_id: UUID) -> int:
    """Return the space that a collection's passages lie in. Queries: two to five."""
    owner = Owner(collection=collection_id)
    return intern(realm_of(tenant_id), [owner])[owner]
