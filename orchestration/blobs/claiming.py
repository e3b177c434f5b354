"""The first step of storing: a row, and room for it in the tenant's account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from orchestration import sql
from orchestration.blobs.errors import StorageFull
from orchestration.blobs.ports import Content
from orchestration.ids import uuid7


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row that is to have bytes.

    Attributes:
        id: The row's.
        tenant_id: Whose it is.
        size: Of its bytes.
        pending: Whether nobody has confirmed yet that they are there.
        used_at: When it was claimed, by which a claim is known again.
    """

    id: UUID
    tenant_id: UUID
    size: int
    pending: bool
    used_at: datetime


_TOUCH: Final = """
UPDATE blobs_blob SET used_at = now(), media_type = %(media_type)s,
       marked_at = CASE WHEN marked_at IS NOT NULL THEN now() END
 WHERE tenant_id = %(tenant)s AND sha256 = %(sha256)s AND state IN ('pending', 'stored')
RETURNING id, state = 'pending', used_at
"""
_INSERT: Final = """
INSERT INTO blobs_blob (id, tenant_id, sha256, size, media_type, state, marked_at)
VALUES (%(id)s, %(tenant)s, %(sha256)s, %(size)s, %(media_type)s, 'pending', now())
RETURNING id, true, used_at
"""


def claim(content: Content, *, tenant_id: UUID, media_type: str, limited: bool) -> Claimed:
    """Return the row of bytes, a new one where there is none. Queries: one; six for a new one.

    Each claim starts the grace period anew.

    Raises:
        StorageFull: There is no room for a new one.
    """
    wanted = {"tenant": tenant_id, "sha256": content.sha256, "media_type": media_type}
    with transaction.atomic(durable=True):
        rows = sql.fetch(_TOUCH, wanted)
        if not rows:
            used, limit = lock_account(tenant_id)
            # One who claims the same may have been first, and has let go of the account.
            rows = sql.fetch(_TOUCH, wanted)
        if not rows:
            if limited and used + content.size > limit:
                raise StorageFull(content.size, used, limit)
            sql.execute(_TAKE, {"tenant": tenant_id, "size": content.size})
            rows = sql.fetch(_INSERT, wanted | {"id": uuid7(), "size": content.size})
    ((blob_id, pending, used_at),) = rows
    return Claimed(blob_id, tenant_id, content.size, pending, used_at)


_OPEN: Final = """
INSERT INTO blobs_account (tenant_id, bytes, blobs) VALUES (%(tenant)s, 0, 0)
ON CONFLICT DO NOTHING
"""
_LOCK: Final = """
SELECT bytes, coalesce(limit_bytes, %(default)s) FROM blobs_account
 WHERE tenant_id = %(tenant)s FOR UPDATE
"""
_TAKE: Final = """
UPDATE blobs_account SET bytes = bytes + %(size)s, blobs = blobs + 1 WHERE tenant_id = %(tenant)s
"""
_RETURN: Final = """
UPDATE blobs_account SET bytes = bytes - %(size)s, blobs = blobs - %(count)s
 WHERE tenant_id = %(tenant)s
"""


def lock_account(tenant_id: UUID) -> tuple[int, int]:
    """Lock a tenant's account until the transaction ends; return its bytes and their limit.

    Whoever makes or dooms rows locks the account before the rows; who locks rows alone never asks
    for the account. Queries: two.
    """
    sql.execute(_OPEN, {"tenant": tenant_id})
    default = settings.SWITCHYARD.blobs.tenant_bytes
    ((used, limit),) = sql.fetch(_LOCK, {"tenant": tenant_id, "default": default})
    return used, limit


def return_room(tenant_id: UUID, size: int, count: int) -> None:
    """Give back the room of rows that were doomed in this transaction. Queries: one."""
    sql.execute(_RETURN, {"tenant": tenant_id, "size": size, "count": count})


_FORSAKE: Final = """
UPDATE blobs_blob SET state = 'doomed', marked_at = NULL
 WHERE id = %(id)s AND state = 'pending' AND used_at = %(used_at)s
RETURNING id
"""


def forsake(claimed: Claimed) -> None:
    """Doom a row whose bytes could not be written, unless somebody else has claimed it since.

    Queries: up to four.
    """
    with transaction.atomic(durable=True):
        lock_account(claimed.tenant_id)
        if sql.fetch(_FORSAKE, {"id": claimed.id, "used_at": claimed.used_at}):
            return_room(claimed.tenant_id, claimed.size, 1)
