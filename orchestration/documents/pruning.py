"""Deleting collections that have expired, with their documents."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from orchestration import sql
from orchestration.documents.errors import UnknownCollection
from orchestration.documents.services import delete_collection

ACTOR: Final = "retention"
_EXPIRED: Final = """
SELECT id, tenant_id FROM documents_collection
 WHERE used_at + make_interval(days => expires_after_days) <= now() ORDER BY used_at
"""
_STILL: Final = """
SELECT 1 FROM documents_collection
 WHERE id = %(id)s AND used_at + make_interval(days => expires_after_days) <= now()
"""


def prune() -> dict[str, int]:
    """Delete the collections that nobody has used for so long as they say, with their documents;
    return how many. What was uploaded as a file of its own stays.

    A crash on the way leaves a smaller collection, which the next time deletes.

    Queries: one, and as `delete_collection` for each.
    """
    expired = sql.fetch(_EXPIRED)
    return {"collections": sum(_delete(each, tenant_id) for each, tenant_id in expired)}


def _delete(collection_id: UUID, tenant_id: UUID) -> int:
    if not sql.fetch(_STILL, {"id": collection_id}):
        return 0  # somebody lets it live longer, while others were deleted
    try:
        delete_collection(collection_id, tenant_id=tenant_id, actor=ACTOR, action="expire")
    except UnknownCollection:
        return 0  # somebody else deleted it meanwhile
    return 1
