"""Collections, documents and what was found in them, as they are answered."""

from typing import Any

from orchestration.documents.searching import Found, Hit
from orchestration.documents.views import CollectionView, DocumentView, PlaceView
from orchestration.memory.selectors import EntryView

COLLECTIONS = "/api/v1/collections"
DOCUMENTS = "/api/v1/documents"


def collection_answer(found: CollectionView) -> dict[str, Any]:
    """Return a collection."""
    path = f"{COLLECTIONS}/{found.id}"
    links = {
        "self": path,
        "search": f"{path}/search",
        "documents": f"{DOCUMENTS}?collection={found.id}",
    }
    return {
        "id": found.id,
        "name": found.name,
        "description": found.description,
        "metadata": found.metadata,
        "passage_tokens": found.passage_tokens,
        "expires_after_days": found.expires_after_days,
        "documents": found.documents,
        "pending": found.pending,
        "failed": found.failed,
        "passages": found.passages,
        "bytes": found.size,
        "used_at": found.used_at,
        "created_at": found.created_at,
        "links": links,
    }


def document_answer(found: DocumentView) -> dict[str, Any]:
    """Return a document."""
    return {
        "id": found.id,
        "collection": found.collection_id,
        "key": found.key,
        "name": found.name,
        "url": found.url or None,
        "title": found.title,
        "media_type": found.media_type or None,
        "sha256": found.sha256 or None,
        "size": found.size,
        "metadata": found.metadata,
        "state": found.state,
        "error": found.error,
        "pages": found.pages or None,
        "passages": found.passages,
        "tokens": found.tokens,
        "task": found.task_id,
        "created_at": found.created_at,
        "changed_at": found.changed_at,
        "ingested_at": found.ingested_at,
        "links": _links(found),
    }


def _links(found: DocumentView) -> dict[str, str | None]:
    path = f"{DOCUMENTS}/{found.id}"
    return {
        "self": path,
        **{part: f"{path}/{part}" for part in ("passages", "content", "ingest")},
        "collection": f"{COLLECTIONS}/{found.collection_id}",
        "task": f"/api/v1/tasks/{found.task_id}" if found.task_id else None,
    }


def passage_answer(entry: EntryView, place: PlaceView) -> dict[str, Any]:
    """Return a passage."""
    return {
        "ordinal": place.ordinal,
        "heading": entry.title,
        "text": entry.text,
        "page": place.page or None,
        "start": place.start,
        "stop": place.stop,
        "section": place.section,
        "tokens": place.tokens,
    }


def found_answer(found: Found, *, parent: bool) -> dict[str, Any]:
    """Return what was found."""
    return {
        "items": [_hit(each, parent=parent) for each in found.hits],
        "searched_by": found.searched_by,
        "without": found.without or None,
        "unranked": found.unranked or None,
        "millis": found.millis,
    }


def _hit(hit: Hit, *, parent: bool) -> dict[str, Any]:
    document, place, scored = hit.document, hit.place, hit.scored
    return {
        "id": hit.passage.uid,
        "text": hit.passage.text,
        "heading": hit.passage.title,
        "document": {
            "id": document.id,
            "name": document.name,
            "title": document.title,
            "url": document.url or None,
            "metadata": document.metadata,
        },
        "ordinal": place.ordinal,
        "page": place.page or None,
        "start": place.start,
        "stop": place.stop,
        "score": scored.score,
        "why": {
            "similarity": scored.similarity,
            "words": scored.words,
            "reranked": scored.reranked,
        },
        "before": [_beside(each) for each in hit.before],
        "after": [_beside(each) for each in hit.after],
        "parent": hit.section if parent else None,
    }


def _beside(entry: EntryView) -> dict[str, Any]:
    return {"ordinal": entry.ordinal, "text": entry.text}
