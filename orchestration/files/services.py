"""Keeping, entering and deleting files."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.db import transaction

from orchestration import sql
from orchestration.blobs import services as blobs
from orchestration.blobs.ports import OCTETS, BlobRef, Content
from orchestration.blobs.services import Owner
from orchestration.files.errors import UnknownFile
from orchestration.files.records import NAME_LENGTH
from orchestration.files.selectors import COLUMNS, FileView
from orchestration.ids import uuid7

OWNER: Final = "file"
"""Kind of the owner of a file's blob."""
BATCH: Final = "batch"
BATCH_OUTPUT: Final = "batch_output"
_UNNAMED: Final = "file"

_ENTER: Final = f"""
INSERT INTO files_file (id, tenant_id, name, purpose, size, sha256, expires_at)
VALUES (%(id)s, %(tenant)s, %(name)s, %(purpose)s, %(size)s, %(sha256)s,
        now() + make_interval(secs => %(expires_s)s::float))
RETURNING {COLUMNS}
"""


def keep(
    content: Content,
    *,
    tenant_id: UUID,
    name: str,
    purpose: str,
    expires_s: float | None = None,
    media_type: str = OCTETS,
) -> FileView:
    """Store bytes as a file. Queries: five to ten. Not to be called inside a transaction.

    A crash between the bytes and the row leaves a blob without an owner, which pruning deletes.

    Args:
        content: The bytes.
        tenant_id: Whose they are.
        name: What the file is called.
        purpose: What it is for.
        expires_s: After how many seconds it goes; never by default.
        media_type: What the bytes are.

    Raises:
        StorageFull: The tenant's blobs may take no more room.
        StoreUnavailable: The store takes nothing now.
    """
    stored = blobs.store(content, tenant_id=tenant_id, media_type=media_type)
    with transaction.atomic():
        return enter(stored, tenant_id=tenant_id, name=name, purpose=purpose, expires_s=expires_s)


def enter(
    stored: BlobRef,
    *,
    tenant_id: UUID,
    name: str,
    purpose: str,
    expires_s: float | None = None,
) -> FileView:
    """Make a file of a blob, in the caller's transaction. Queries: two.

    Raises:
        UnknownBlob: The blob was deleted meanwhile.
    """
    wanted = {
        "id": uuid7(),
        "tenant": tenant_id,
        "name": name[:NAME_LENGTH] or _UNNAMED,
        "purpose": purpose,
        "size": stored.size,
        "sha256": stored.sha256,
        "expires_s": expires_s,
    }
    (row,) = sql.fetch(_ENTER, wanted)
    made = FileView._make(row)
    blobs.attach([(tenant_id, stored.sha256, Owner(OWNER, made.id))])
    return made


_DELETE: Final = "DELETE FROM files_file WHERE id = %(id)s AND tenant_id = %(tenant)s RETURNING id"


def delete(file_id: UUID, *, tenant_id: UUID, called: str = "") -> None:
    """Delete a file; its bytes go after the grace period of blobs, unless others need them.

    Queries: two.

    Raises:
        UnknownFile: The tenant has no such file.
    """
    with transaction.atomic():
        if not sql.fetch(_DELETE, {"id": file_id, "tenant": tenant_id}):
            raise UnknownFile(called or str(file_id))
        blobs.release([OWNER], [file_id])
