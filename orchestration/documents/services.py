"""Making, changing and deleting collections and documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

import orjson
from django.db import IntegrityError, transaction

from orchestration import sql
from orchestration.access.services import audit
from orchestration.blobs import services as blobs
from orchestration.documents.errors import (
    InvalidDocument,
    NameTaken,
    UnknownCollection,
    UnknownDocument,
)
from orchestration.documents.passages import describe_passages, remove_passages
from orchestration.documents.records import Collection
from orchestration.documents.selectors import get_collection, get_document
from orchestration.documents.views import CollectionView, DocumentView
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


# Passages are gone by then, and come only while their document is there; see `put`.
_SPACE: Final = "DELETE FROM memory_space WHERE collection = %(collection)s"


def delete_collection(
    collection_id: UUID, *, tenant_id: UUID, actor: str, action: str = "delete"
) -> int:
    """Delete a collection with all documents; return how many. Queries: about ten for each.

    A crash on the way leaves a smaller collection, which can be deleted again.

    Args:
        collection_id: Which one.
        tenant_id: Whose it must be.
        actor: Who does it, for the audit log.
        action: What it is called there.

    Raises:
        UnknownCollection: The tenant has none of that id.
    """
    mine = Collection.objects.filter(pk=collection_id, tenant_id=tenant_id)
    if not mine.exists():
        raise UnknownCollection(collection_id)  # one that has expired can be deleted, too
    deleted = _empty(collection_id, tenant_id)
    with transaction.atomic():
        # From here on no document comes in; some may have, since the last look.
        row = mine.select_for_update().first()
        if row is None:
            raise UnknownCollection(collection_id)  # somebody else was faster
        deleted += _empty(collection_id, tenant_id)
        mine.delete()
        sql.execute(_SPACE, {"collection": collection_id})
        audit(
            actor=actor, action=action, subject_type="collection", subject_id=str(collection_id),
            tenant_id=tenant_id, name=str(row), documents=deleted,
        )  # fmt: skip
    return deleted


def _empty(collection_id: UUID, tenant_id: UUID) -> int:
    deleted = 0
    while ids := [row[0] for row in sql.fetch(_ALL, {"collection": collection_id})]:
        deleted += sum(_gone(each, tenant_id) for each in ids)
    return deleted


def _gone(document_id: UUID, tenant_id: UUID) -> int:
    try:
        _remove(document_id, tenant_id)
    except UnknownDocument:
        return 0  # somebody else deleted it meanwhile
    return 1


_METADATA: Final = """
UPDATE documents_document SET metadata = %(metadata)s::jsonb, changed_at = now()
 WHERE id = %(id)s AND tenant_id = %(tenant)s
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
        "id": document_id, "tenant": tenant_id, "metadata": orjson.dumps(metadata).decode()
    }  # fmt: skip
    with transaction.atomic():
        if not sql.execute(_METADATA, values):
            raise UnknownDocument(document_id)
        document = get_document(document_id, tenant_id=tenant_id)
        describe_passages(document)
    return document


def delete_document(document_id: UUID, *, tenant_id: UUID, actor: str) -> None:
    """Delete a document with its passages and its need of its original. Queries: about twelve.

    Args:
        document_id: Which one.
        tenant_id: Whose it must be.
        actor: Who does it, for the audit log.

    Raises:
        UnknownDocument: The tenant has none of that id.
    """
    with transaction.atomic():
        document = _remove(document_id, tenant_id)
        audit(
            actor=actor, action="delete", subject_type="document", subject_id=str(document_id),
            tenant_id=tenant_id, name=document.name,
        )  # fmt: skip


def _remove(document_id: UUID, tenant_id: UUID) -> DocumentView:
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
    return document
