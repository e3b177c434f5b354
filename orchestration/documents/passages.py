"""Puts a document's passages in place: all of them at once, and only those of its last content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID, uuid5

import orjson
from django.db import transaction

from orchestration import sql
from orchestration.documents.errors import Overtaken
from orchestration.documents.views import DocumentView
from orchestration.memory.drafts import Draft, Kind
from orchestration.memory.embedders import embedder
from orchestration.memory.owners import Owner, Scope
from orchestration.memory.ports import Embedded, TextEmbedder
from orchestration.memory.realms import embedder_of, with_embedder
from orchestration.memory.removing import remove
from orchestration.memory.spaces import find_realm, intern, realm_of, spaces_in
from orchestration.memory.writing import place, store


@dataclass(frozen=True, slots=True)
class Part:
    """A passage before it is stored; see `PassagePlace`.

    Attributes:
        heading: The headings above it, from the document's title on.
        text: What it says.
    """

    heading: str
    text: str
    page: int
    start: int
    stop: int
    section: int
    tokens: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a document."""

    title: str
    pages: int
    parts: Sequence[Part]


def searched_text(part: Part) -> str:
    """Return what a passage's vector is made of: it is found by its headings, too."""
    return f"{part.heading}\n{part.text}" if part.heading else part.text


def embedder_name(tenant_id: UUID, texts: TextEmbedder) -> str | None:
    """Return what a tenant's entries are searched by, if anything. Queries: one to five."""
    chosen = embedder_of(with_embedder(realm_of(tenant_id), texts))
    return None if chosen is None else chosen.name


_READY: Final = """
UPDATE documents_document
   SET state = 'ready', title = %(title)s, pages = %(pages)s, passages = %(passages)s,
       tokens = %(tokens)s, error = NULL, ingested_at = now(), changed_at = now(),
       read_sha256 = %(sha256)s
 WHERE id = %(id)s AND generation = %(generation)s AND state <> 'ready'
RETURNING metadata::text
"""
_PLACE: Final = """
INSERT INTO documents_place (document_id, ordinal, page, start, stop, section, tokens)
SELECT %(id)s, p.* FROM unnest(%(ordinals)s::int[], %(pages)s::int[], %(starts)s::int[],
                               %(stops)s::int[], %(sections)s::int[], %(tokens)s::int[]) AS p
"""


def put(document: DocumentView, reading: Reading, made: Embedded | None) -> None:
    """Put a document's passages in the place of those that it had, in one transaction.

    Passages without vectors get them in the background; their words find them at once.

    Queries: about fifteen.

    Args:
        document: As it was when it was read.
        reading: Its passages.
        made: Their vectors; None where nobody makes any now.

    Raises:
        Overtaken: It was changed or deleted meanwhile.
    """
    realm = realm_of(document.tenant_id)
    by = embedder(made.name, made.vectors.shape[1]) if made is not None else None
    owner = Owner(collection=document.collection_id)
    with transaction.atomic():
        ready = sql.fetch(_READY, _outcome(document, reading))
        if not ready:
            raise Overtaken(document.id)
        # Whoever deletes the collection waits for this document, and finds the space after it.
        space_id = space_of(document.collection_id, tenant_id=document.tenant_id)
        # It may have been described anew while it was read.
        document = replace(document, metadata=orjson.loads(ready[0][0]))
        drafts = [_draft(document, owner, at, part) for at, part in enumerate(reading.parts)]
        remove_passages(document)
        store(
            realm,
            [place(each, space_id) for each in drafts],
            embedder=by,
            vectors=None if made is None else made.vectors,
        )
        sql.execute(_PLACE, _places(document, reading))


_SAME: Final = """
UPDATE documents_document SET state = 'ready', error = NULL, changed_at = now()
 WHERE id = %(id)s AND generation = %(generation)s AND state <> 'ready'
RETURNING metadata::text
"""


def keep(document: DocumentView) -> None:
    """Say that a document's passages are those of its bytes as they are; describe them as it is.

    Queries: four, in one transaction.

    Raises:
        Overtaken: It was changed or deleted meanwhile.
    """
    with transaction.atomic():
        ready = sql.fetch(_SAME, {"id": document.id, "generation": document.generation})
        if not ready:
            raise Overtaken(document.id)
        # They are described as it was when they were put in place.
        describe_passages(replace(document, metadata=orjson.loads(ready[0][0])))


def _draft(document: DocumentView, owner: Owner, ordinal: int, part: Part) -> Draft:
    return Draft(
        text=part.text,
        kind=Kind.PASSAGE,
        owner=owner,
        uid=uuid5(document.id, f"{document.generation}/{ordinal}"),
        title=part.heading,
        at=document.created_at,
        metadata=document.metadata,
        source=document.id,
        ordinal=ordinal,
        task_id=document.task_id,
    )


def _outcome(document: DocumentView, reading: Reading) -> dict[str, object]:
    return {
        "id": document.id,
        "generation": document.generation,
        "sha256": document.sha256,
        "title": reading.title,
        "pages": reading.pages,
        "passages": len(reading.parts),
        "tokens": sum(each.tokens for each in reading.parts),
    }


def _places(document: DocumentView, reading: Reading) -> dict[str, object]:
    parts = reading.parts
    return {
        "id": document.id,
        "ordinals": list(range(len(parts))),
        "pages": [each.page for each in parts],
        "starts": [each.start for each in parts],
        "stops": [each.stop for each in parts],
        "sections": [each.section for each in parts],
        "tokens": [each.tokens for each in parts],
    }


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


_DESCRIBE: Final = """
UPDATE memory_entry SET metadata = %(metadata)s::jsonb
 WHERE source = %(source)s AND space_id = ANY(%(spaces)s)
"""


def describe_passages(document: DocumentView) -> None:
    """Let a document's passages be filtered by its metadata, in the caller's transaction.

    Queries: three.
    """
    realm = find_realm(document.tenant_id)
    if realm is None:
        return
    spaces = spaces_in(realm, Scope(collections=(document.collection_id,)))
    metadata = orjson.dumps(dict(document.metadata)).decode()
    sql.execute(_DESCRIBE, {"source": document.id, "spaces": spaces, "metadata": metadata})


def space_of(collection_id: UUID, *, tenant_id: UUID) -> int:
    """Return the space that a collection's passages lie in. Queries: two to five."""
    owner = Owner(collection=collection_id)
    return intern(realm_of(tenant_id), [owner])[owner]
