"""Collections with documents that were read, for tests of what is answered from them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from orchestration.access.records import Tenant
from orchestration.documents.entering import Original, enter
from orchestration.documents.passages import Part, Reading, put
from orchestration.documents.services import create_collection
from orchestration.documents.views import DocumentView
from orchestration.kinds.catalogue import get_kind, validate_input
from orchestration.memory.ports import Embedded
from orchestration.memory.realms import with_embedder
from orchestration.memory.spaces import realm_of

TRAINS = (
    "On Sundays the last train leaves Bern at 22:04.",
    "Bicycles travel at half the fare.",
    "Dogs in a basket travel free of charge.",
)


def shelf(
    tenant: Tenant,
    texts: Sequence[str] = TRAINS,
    *,
    name: str = "trains",
    key: str = "timetable.pdf",
    made: Embedded | None = None,
    **metadata: Any,
) -> DocumentView:
    """Make a collection with one document of a passage for each text, on a page each."""
    collection = create_collection(name, tenant_id=tenant.pk)
    return stand(tenant, collection.id, texts, key=key, made=made, **metadata)


def stand(
    tenant: Tenant,
    collection_id: UUID,
    texts: Sequence[str],
    *,
    key: str,
    made: Embedded | None = None,
    **metadata: Any,
) -> DocumentView:
    """Put a document into a collection."""
    original = Original(key, key, url=f"https://example.org/{key}", metadata=metadata)
    document = enter(original, collection_id=collection_id, tenant_id=tenant.pk).document
    parts = [
        Part("Timetable", text, page, 10 * page, 10 * page + len(text), 0, len(text.split()))
        for page, text in enumerate(texts, start=1)
    ]
    if made is not None:
        with_embedder(realm_of(tenant.pk), None, made)
    put(document, Reading("The timetable", len(parts), parts), made)
    return document


def wanted(**values: Any) -> dict[str, Any]:
    """Return `retrieval` of the kind rag, as it is stored."""
    body = {"question": "?", "retrieval": values}
    asked: dict[str, Any] = validate_input(get_kind("rag"), body)["retrieval"]
    return asked
