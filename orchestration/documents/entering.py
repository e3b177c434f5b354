"""Writing documents down, so that a task reads them.

A document is what its collection has under a key: other bytes under it are its new content, the
same bytes under another key another document. Each statement here decides by the row as it is when
it is written, so that of several who write one document the last one counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

import orjson
from django.db import transaction

from orchestration import sql
from orchestration.blobs import services as blobs
from orchestration.blobs.ports import BlobRef
from orchestration.blobs.services import Owner as BlobOwner
from orchestration.documents.errors import InvalidDocument, Overtaken
from orchestration.documents.passages import describe_passages
from orchestration.documents.records import KEY_BYTES, KEY_LENGTH
from orchestration.documents.selectors import documents_by_id, get_collection, get_document
from orchestration.documents.services import BLOB, used
from orchestration.documents.views import DocumentView
from orchestration.ids import uuid7
from orchestration.memory.storable import refuse_flaws


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
    """

    key: str
    name: str
    media_type: str = ""
    sha256: str = ""
    size: int = 0
    url: str = ""
    metadata: Mapping[str, Any] = field(default_factory=dict)
    passage_tokens: int | None = None


@dataclass(frozen=True, slots=True)
class Entered:
    """A document, and whether it is to be read: not when nothing about it is new."""

    document: DocumentView
    to_read: bool


def _to_read(when: str) -> str:
    """Return the columns by which a document is to be read, if something is true of it."""
    return f"""
       state = CASE WHEN {when} THEN 'pending' ELSE d.state END,
       generation = d.generation + CASE WHEN {when} THEN 1 ELSE 0 END,
       error = CASE WHEN {when} THEN NULL ELSE d.error END,
       task_id = CASE WHEN {when} THEN NULL ELSE d.task_id END"""


_WRITTEN: Final = "RETURNING id, state = 'pending' AND task_id IS NULL"
"""Of what nobody reads yet somebody must."""

# What lies at an address may be other bytes each time: it is fetched again, unless that is about to
# happen. Until then what is known of the former bytes stays.
_RECUT: Final = (
    "(d.name <> excluded.name OR d.passage_tokens IS DISTINCT FROM excluded.passage_tokens)"
)
_NEWS: Final = f"""(d.state = 'failed' OR {_RECUT} OR CASE WHEN excluded.sha256 = ''
            THEN d.state <> 'pending' OR d.url <> excluded.url
            ELSE d.sha256 <> excluded.sha256 OR (d.url <> '' AND d.state = 'pending') END)"""
_ENTER: Final = f"""
INSERT INTO documents_document AS d
       (id, tenant_id, collection_id, key, name, url, media_type, sha256, size, title, metadata,
        state, generation, pages, passages, tokens, passage_tokens)
VALUES (%(id)s, %(tenant)s, %(collection)s, %(key)s, %(name)s, %(url)s, %(media_type)s, %(sha256)s,
        %(size)s, '', %(metadata)s::jsonb, 'pending', 1, 0, 0, 0,
        %(passage_tokens)s)
ON CONFLICT (collection_id, key) DO UPDATE
   SET name = excluded.name, url = excluded.url, metadata = excluded.metadata,
       passage_tokens = excluded.passage_tokens,
       sha256 = CASE WHEN excluded.sha256 = '' THEN d.sha256 ELSE excluded.sha256 END,
       size = CASE WHEN excluded.sha256 = '' THEN d.size ELSE excluded.size END,
       media_type = CASE WHEN excluded.sha256 = '' THEN d.media_type ELSE excluded.media_type END,
       read_sha256 = CASE WHEN {_RECUT} THEN '' ELSE d.read_sha256 END,
       {_to_read(_NEWS)}, changed_at = now()
 WHERE {_NEWS} OR d.metadata <> excluded.metadata OR d.url <> excluded.url
{_WRITTEN}
"""
_KNOWN: Final = """
SELECT id, false FROM documents_document WHERE collection_id = %(collection)s AND key = %(key)s
"""

# Nobody deletes it now; who waits here for somebody that does finds it gone.
_HOLD: Final = """
SELECT 1 FROM documents_collection WHERE id = %(id)s AND tenant_id = %(tenant)s FOR KEY SHARE
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
    """Write documents down, in the caller's transaction.

    One whose bytes, name and size of passages are what they were is not read again; metadata that
    changed goes to its passages at once.

    Queries: three to five, and one to six for each.

    Args:
        originals: The files, each under a key of its own.
        collection_id: Where they go.
        tenant_id: Whose they are.
        batch_id: What they come in together with.

    Raises:
        UnknownCollection: The tenant has none of that id.
        UnknownBlob: Bytes were deleted meanwhile.
        InvalidDocument: What is said of one cannot be stored; its key or address may be too long.
    """
    for each in originals:
        refuse_flaws(InvalidDocument, _told_of(each))
        for name in ("key", "url"):
            _refuse_long(name, getattr(each, name))
    sql.fetch(_HOLD, {"id": collection_id, "tenant": tenant_id})
    get_collection(collection_id, tenant_id=tenant_id)
    used(collection_id)
    # By key, so that two who enter the same documents wait for each other in one order.
    ordered = sorted(originals, key=lambda each: each.key)
    by_key = {each.key: _write(each, collection_id, tenant_id) for each in ordered}
    written = [by_key[each.key] for each in originals]
    ids = [each.id for each in written]
    if batch_id is not None:
        sql.execute(
            "UPDATE documents_document SET batch_id = %(batch)s WHERE id = ANY(%(ids)s)",
            {"batch": batch_id, "ids": ids},
        )
    found = documents_by_id(ids, tenant_id=tenant_id)
    _own_blobs([found[each.id] for each in written if each.new_bytes])
    for row in written:
        if row.described:
            describe_passages(found[row.id])
    return [Entered(found[each.id], to_read=each.to_read) for each in written]


def _refuse_long(name: str, value: str) -> None:
    size = len(value.encode())
    if len(value) > KEY_LENGTH or size > KEY_BYTES:
        raise InvalidDocument(
            f"The document's {name} has {len(value):,} characters in {size:,} bytes; at most"
            f" {KEY_LENGTH:,} in {KEY_BYTES:,} fit.",
            field=name, value=value,
            mend="Send a shorter one; of a file's path only what lies below `--root` counts.",
        )  # fmt: skip


def _told_of(original: Original) -> dict[str, Any]:
    return {
        "key": original.key, "name": original.name, "url": original.url,
        "media_type": original.media_type, "metadata": original.metadata,
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Written:
    """What became of a row.

    Attributes:
        id: Which one.
        to_read: Whether it is to be read.
        new_bytes: Whether it needs other bytes than before, which are here; until an address gave
            some, the former ones are needed.
        described: Whether what is known of it changed, and nothing that its passages are made of.
    """

    id: UUID
    to_read: bool
    new_bytes: bool
    described: bool


def _write(original: Original, collection_id: UUID, tenant_id: UUID) -> _Written:
    values = {
        "id": uuid7(), "tenant": tenant_id, "collection": collection_id, "key": original.key,
        "name": original.name[:255], "url": original.url, "media_type": original.media_type[:127],
        "sha256": original.sha256, "size": original.size,
        "metadata": orjson.dumps(dict(original.metadata)).decode(),
        "passage_tokens": original.passage_tokens,
    }  # fmt: skip
    changed = sql.fetch(_ENTER, values)
    ((document_id, to_read),) = changed or sql.fetch(_KNOWN, values)
    return _Written(
        document_id,
        to_read=to_read,
        new_bytes=to_read and bool(original.sha256),
        described=bool(changed) and not to_read,
    )


def _own_blobs(documents: Sequence[DocumentView]) -> None:
    """Let documents need their originals, and no other blobs. Queries: two."""
    blobs.release([BLOB], [each.id for each in documents])
    blobs.attach([(each.tenant_id, each.sha256, BlobOwner(BLOB, each.id)) for each in documents])


_OTHER: Final = (
    "(d.state = 'failed' OR d.sha256 <> %(sha256)s OR (d.url <> '' AND d.state = 'pending'))"
)
_REPLACE: Final = f"""
UPDATE documents_document d
   SET sha256 = %(sha256)s, size = %(size)s, media_type = %(media_type)s, url = '',
       {_to_read(_OTHER)}, changed_at = now()
 WHERE id = %(id)s AND tenant_id = %(tenant)s AND ({_OTHER} OR d.url <> '')
{_WRITTEN}
"""


def replace_content(document_id: UUID, content: BlobRef, *, tenant_id: UUID) -> Entered:
    """Give a document other bytes, in the caller's transaction; all else that is known of it stays.

    One that had an address has none any more. Queries: five to seven.

    Raises:
        UnknownDocument: The tenant has none of that id.
        UnknownCollection: Its collection has expired.
        UnknownBlob: The bytes were deleted meanwhile.
    """
    # The collection before the document, as whoever enters one takes them.
    collection_id = get_document(document_id, tenant_id=tenant_id).collection_id
    get_collection(collection_id, tenant_id=tenant_id)
    used(collection_id)
    values = {"id": document_id, "tenant": tenant_id, **_bytes(content)}
    written = sql.fetch(_REPLACE, values)
    document = get_document(document_id, tenant_id=tenant_id)
    to_read = any(each for _, each in written)
    if to_read:
        _own_blobs([document])
    return Entered(document, to_read)


def _bytes(content: BlobRef) -> dict[str, Any]:
    return {
        "sha256": content.sha256, "size": content.size, "media_type": content.media_type[:127]
    }  # fmt: skip


_AGAIN: Final = """
UPDATE documents_document
   SET state = 'pending', generation = generation + 1, error = NULL, task_id = NULL,
       read_sha256 = '', changed_at = now()
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


def fetched(document: DocumentView, content: BlobRef) -> DocumentView:
    """Say what came from a document's address. Queries: four, in one transaction.

    Raises:
        Overtaken: It was changed or deleted meanwhile.
        UnknownBlob: The bytes were deleted meanwhile.
    """
    values = {"id": document.id, "generation": document.generation, **_bytes(content)}
    with transaction.atomic():
        if not sql.execute(_FETCHED, values):
            raise Overtaken(document.id)
        found = get_document(document.id, tenant_id=document.tenant_id)
        _own_blobs([found])
    return found
