"""Large results of tasks: they lie as blobs, and whoever reads a task sees no difference.

A worker stores one before it finishes its task, outside any transaction; the finish attaches it in
the transaction that moves the task. What a lost finish leaves has no owner and goes after the
grace period. Retention releases the others with their tasks.
"""

import logging
from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

import orjson
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection

from orchestration.blobs import services as blobs
from orchestration.blobs.errors import StoreUnavailable
from orchestration.blobs.ports import BlobRef
from orchestration.blobs.services import Owner

log = logging.getLogger(__name__)

RESULT: Final = "task-result"
_JSON: Final = "application/json"


def keep(result: Any, size: int, *, tenant_id: UUID) -> BlobRef | None:
    """Store a result as a blob if it is large; None when it goes into the database as ever.

    So does a large one while the store or the database does not answer, or no temporary file can be
    written: what was computed is worth more than where it lies. Queries: none for small ones, else
    up to eight, on a connection that is closed afterwards, for threads that use none else.

    Args:
        result: What a task returned.
        size: How many bytes it has as JSON.
        tenant_id: Whose task it is.
    """
    if size <= settings.SWITCHYARD.blobs.result_bytes:
        return None
    raw = orjson.dumps(result, default=str)
    try:
        return blobs.store_bytes(raw, tenant_id=tenant_id, media_type=_JSON, limited=False)
    except (StoreUnavailable, OSError, OperationalError, InterfaceError) as error:
        log.warning("a large result goes into the database", extra={"error": str(error)})
        return None
    finally:
        connection.close()


def attach(ended: Sequence[tuple[UUID, UUID, str]]) -> None:
    """Say which tasks need which results: (tenant, task, hash) each. Queries: one, or none.

    Raises:
        UnknownBlob: One was not attached within the grace period, and is gone.
    """
    blobs.attach([(tenant, sha256, Owner(RESULT, task)) for tenant, task, sha256 in ended])


def load(sha256: str, *, tenant_id: UUID) -> str:
    """Return a result as JSON text. Queries: two.

    Raises:
        BlobLost: Its bytes are gone or others.
        StoreUnavailable: The store does not answer.
    """
    return blobs.read_bytes(sha256, tenant_id=tenant_id).decode()
