"""The last steps of a blob: its bytes go, then its row.

While somebody copies the store, nothing is removed: what the copied rows name must still be there.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from orchestration import sql
from orchestration.blobs.ports import Place
from orchestration.blobs.stores import store

KEEPING: Final = 0x424C_4F42
"""The key of the advisory lock: shared by those who copy, exclusive for one who removes."""
_STEP: Final = 20
_STEP_S: Final = 5.0
"""How long one transaction may remove, in seconds: shorter than an idle one is let live."""

_MAY: Final = "SELECT pg_try_advisory_xact_lock(%(key)s::bigint)"
_NEXT: Final = """
SELECT id, tenant_id, sha256 FROM blobs_blob
 WHERE state = 'doomed' AND (%(only)s::uuid IS NULL OR id = %(only)s)
 ORDER BY id LIMIT %(step)s FOR UPDATE SKIP LOCKED
"""
_FORGET: Final = "DELETE FROM blobs_blob WHERE id = ANY(%(ids)s) AND state = 'doomed'"


def remove_doomed(only: UUID | None = None) -> int:
    """Delete the bytes and rows of what was doomed; return how many.

    Does nothing while somebody else removes, or copies the store: what is left is for the next.

    Raises:
        StoreUnavailable: The store does not answer; the rows stay for the next time.
    """
    count = 0
    while done := _step(only):
        count += done
    return count


def _step(only: UUID | None) -> int:
    removed: list[UUID] = []
    with transaction.atomic():
        if not sql.fetch(_MAY, {"key": KEEPING})[0][0]:
            return 0
        until = time.monotonic() + _STEP_S
        for blob_id, tenant_id, sha256 in sql.fetch(_NEXT, {"only": only, "step": _STEP}):
            store().delete([Place(tenant_id, sha256, blob_id)])
            removed.append(blob_id)
            if time.monotonic() > until:
                break
        if removed:
            sql.execute(_FORGET, {"ids": removed})
    return len(removed)


@contextmanager
def kept(connection: Any) -> Iterator[None]:
    """Let nothing be removed as long as this lasts.

    Args:
        connection: A psycopg connection of its own that commits by itself, past any transaction
            pooler. The lock ends with it at the latest, whatever happens to its process.
    """
    connection.execute("SELECT pg_advisory_lock_shared(%s::bigint)", [KEEPING])
    try:
        yield
    finally:
        if not connection.closed:
            connection.execute("SELECT pg_advisory_unlock_shared(%s::bigint)", [KEEPING])
