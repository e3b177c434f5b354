"""Stores, files, batches and results in OpenAI's form."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from api.gateway.openai.shapes import Shape
from api.gateway.openai.stores.names import BATCH, STORE, name_of
from orchestration.documents.stores import FileCounts, StoreView
from orchestration.documents.views import DocumentView, PlaceView
from orchestration.errors import PROBLEM_URN
from orchestration.memory.selectors import EntryView
from orchestration.parsing.errors import UnreadableDocument, UnsupportedFormat

_STATUSES: Final = {"pending": "in_progress", "ready": "completed", "failed": "failed"}
_UNSUPPORTED: Final = UnsupportedFormat.slug
_INVALID: Final = frozenset(each.slug for each in UnreadableDocument.__subclasses__())
_MS: Final = 1000


def store_shape(store: StoreView) -> Shape:
    """Return a store."""
    name = f"{STORE}{store.id.hex}"
    busy = "in_progress" if store.counts.in_progress else "completed"
    days = store.expires_after_days
    return {
        "id": name,
        "object": "vector_store",
        "created_at": _time(store.created_at),
        "name": "" if store.name == name else store.name,
        "description": store.description,
        "usage_bytes": store.size,
        "file_counts": counts_shape(store.counts),
        "status": "expired" if store.expired else busy,
        "expires_after": None if days is None else {"anchor": "last_active_at", "days": days},
        "expires_at": None if days is None else _time(store.used_at + timedelta(days=days)),
        "last_active_at": _time(store.used_at),
        "metadata": store.metadata,
    }


def counts_shape(counts: FileCounts) -> Shape:
    """Return counts of files."""
    return {
        "in_progress": counts.in_progress,
        "completed": counts.completed,
        "failed": counts.failed,
        "cancelled": counts.cancelled,
        "total": counts.total,
    }


def file_shape(document: DocumentView, store: StoreView) -> Shape:
    """Return a store's file."""
    sizes = {
        "max_chunk_size_tokens": document.passage_tokens or store.passage_tokens,
        "chunk_overlap_tokens": 0,
    }
    return {
        "id": name_of(document),
        "object": "vector_store.file",
        "created_at": _time(document.created_at),
        "vector_store_id": f"{STORE}{store.id.hex}",
        "usage_bytes": document.size,
        "status": "cancelled" if document.cancelled else _STATUSES[document.state],
        "last_error": _error(document),
        "attributes": document.metadata,
        "chunking_strategy": {"type": "static", "static": sizes},
    }


def _error(document: DocumentView) -> Shape | None:
    """Return why a file was not read, in OpenAI's three words."""
    if document.error is None or document.cancelled:
        return None
    slug = str(document.error.get("type", "")).removeprefix(PROBLEM_URN)
    code = "invalid_file" if slug in _INVALID else "server_error"
    words = (document.error.get("detail"), document.error.get("mend"))
    return {
        "code": "unsupported_file" if slug == _UNSUPPORTED else code,
        "message": " ".join(str(each) for each in words if each),
    }


def batch_shape(batch_id: UUID, store_id: UUID, counts: FileCounts) -> Shape:
    """Return a batch; when it was made stands in its id."""
    return {
        "id": f"{BATCH}{batch_id.hex}",
        "object": "vector_store.file_batch",
        "created_at": (batch_id.int >> 80) // _MS,
        "vector_store_id": f"{STORE}{store_id.hex}",
        "status": _batch_status(counts),
        "file_counts": counts_shape(counts),
    }


def _batch_status(counts: FileCounts) -> str:
    if counts.in_progress:
        return "in_progress"
    if counts.cancelled:
        return "cancelled"
    return "failed" if counts.failed == counts.total else "completed"


def deleted_shape(name: str, what: str) -> Shape:
    """Return what is said of something that was deleted."""
    return {"id": name, "object": f"{what}.deleted", "deleted": True}


def texts_shape(found: Sequence[tuple[EntryView, PlaceView]], limit: int) -> Shape:
    """Return a page of what a file says, given one passage more where more follow."""
    more = len(found) > limit
    return {
        "object": "vector_store.file_content.page",
        "data": [{"type": "text", "text": each.text} for each, _ in found[:limit]],
        "has_more": more,
        "next_page": str(found[limit - 1][0].ordinal) if more else None,
    }


def result_shape(document: DocumentView, texts: Sequence[str], score: float) -> Shape:
    """Return something that was found."""
    return {
        "file_id": name_of(document),
        "filename": document.name,
        "score": score,
        "attributes": document.metadata,
        "content": [{"type": "text", "text": text} for text in texts],
    }


def results_shape(
    queries: Sequence[str], results: Sequence[Shape], notes: Sequence[str]
) -> dict[str, Any]:
    """Return a page of what was found; `notes`, which are our own, say what was done otherwise."""
    return {
        "object": "vector_store.search_results.page",
        "search_query": list(queries),
        "data": list(results),
        "has_more": False,
        "next_page": None,
        "notes": list(notes),
    }


def _time(moment: datetime) -> int:
    return int(moment.timestamp())
