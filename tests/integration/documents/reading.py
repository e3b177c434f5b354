"""Documents for tests: taken in by the services, read by a worker's runtime in this process."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID
from zlib import crc32

import numpy as np

from orchestration import sql
from orchestration.access.records import Tenant
from orchestration.blobs import services as blobs
from orchestration.documents.entering import Original
from orchestration.documents.ingesting import Reader
from orchestration.documents.searching import DocumentSearcher, Query
from orchestration.documents.selectors import get_document
from orchestration.documents.services import create_collection
from orchestration.documents.views import CollectionView, DocumentView
from orchestration.errors import EngineUnavailable
from orchestration.memory.ports import Embedded
from orchestration.memory.query_vectors import QueryVectors
from orchestration.memory.searching import Searcher
from orchestration.memory.vectors import unit
from tasks.models import Task
from tasks.services.ingesting import Taken, take_in
from tests.factories import submitter_of

NAME = "words@64"
NOTES = "# Ships\n\nThe hull is made of oak.\n\n# Sails\n\nThe sails are made of flax.\n"
SHORTER = "# Ships\n\nThe hull is made of steel.\n"


class WordVectors:
    """Makes vectors of words, so that texts that share words are near; serves `TextEmbedder`."""

    def __init__(self) -> None:
        self.away = False
        self.asked = 0
        self.before_each: Callable[[], object] = lambda: None

    @property
    def name(self) -> str:
        return NAME

    def embed(self, texts: Sequence[str], *, name: str, timeout_s: float) -> Embedded:
        self.asked += 1
        self.before_each()
        if self.away:
            raise EngineUnavailable("nobody embeds now")
        rows = np.full((len(texts), 64), 0.001, dtype=np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split():
                rows[row, crc32(word.strip(".,:#").encode()) % 64] += 1
        return Embedded(name, unit(rows))


class Going:
    """Is asked whether to stop, and hears of progress."""

    def __init__(self, stop_after: int | None = None) -> None:
        self.moved = 0
        self._stop_after = stop_after

    def requested(self) -> str | None:
        return "cancelled" if self.moved == self._stop_after else None

    def progress(self) -> None:
        self.moved += 1


def collection(tenant: Tenant, name: str = "papers", **values: Any) -> CollectionView:
    """Make a collection."""
    return create_collection(name, tenant_id=tenant.pk, **values)


def enter(
    tenant: Tenant,
    into: CollectionView,
    content: str | bytes,
    *,
    name: str = "notes.md",
    key: str | None = None,
    **more: Any,
) -> Taken:
    """Store bytes and take them in as a document."""
    raw = content.encode() if isinstance(content, str) else content
    stored = blobs.store_bytes(raw, tenant_id=tenant.pk)
    original = Original(key or name, name, sha256=stored.sha256, size=stored.size, **more)
    return take_in(original, collection_id=into.id, by=submitter_of(tenant))


def task_of(document: DocumentView) -> Task:
    """Return the task that reads a document."""
    assert document.task_id is not None
    return Task.objects.get(pk=document.task_id)


def passages(document_id: UUID) -> list[str]:
    """Return the texts of a document's passages in their order, as stored."""
    rows = sql.fetch(
        "SELECT text FROM memory_entry WHERE source = %(id)s ORDER BY ordinal", {"id": document_id}
    )
    return [row[0] for row in rows]


def count(table: str, where: str, **params: Any) -> int:
    """Count rows."""
    return int(sql.fetch(f"SELECT count(*) FROM {table} WHERE {where}", params)[0][0])


def read(texts: WordVectors, document: DocumentView, going: Going | None = None) -> str:
    """Do what a document's task does; return what came of it."""
    going = going or Going()
    told = Reader(texts).ingest(
        document.id,
        document.generation,
        tenant_id=document.tenant_id,
        stop=going,
        progress=going.progress,
    )
    return str(told["outcome"])


def again(document: DocumentView) -> DocumentView:
    """Return a document as it is now."""
    return get_document(document.id, tenant_id=document.tenant_id)


def found(texts: WordVectors, into: CollectionView, tenant: Tenant, question: str) -> list[str]:
    """Return the texts of the passages that a search finds."""
    searcher = DocumentSearcher(Searcher(QueryVectors(texts, timeout_s=5)))
    answer = searcher.search(Query(question), collection_id=into.id, tenant_id=tenant.pk)
    return [each.passage.text for each in answer.hits]
