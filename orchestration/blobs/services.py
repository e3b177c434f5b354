"""Storing, attaching, releasing, reading and deleting blobs; see the package for the order."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from orchestration import sql
from orchestration.blobs.claiming import Claimed, claim, forsake, lock_account, return_room
from orchestration.blobs.errors import BlobLost, StoreUnavailable, UnknownBlob
from orchestration.blobs.ports import OCTETS, BlobRef, Content, Place
from orchestration.blobs.removing import remove_doomed
from orchestration.blobs.selectors import BlobView, Stored, get_blob
from orchestration.blobs.spool import spooled
from orchestration.blobs.stores import store as current_store
from orchestration.ids import uuid7

log = logging.getLogger(__name__)

UPLOAD: Final = "upload"
_TRIES: Final = 5


@dataclass(frozen=True, slots=True, order=True)
class Owner:
    """Who needs a blob.

    Attributes:
        kind: What it is, such as `upload` or `task-result`.
        id: Which one.
    """

    kind: str
    id: UUID


def uploader(tenant_id: UUID) -> Owner:
    """Return the owner of what a tenant uploads: the tenant itself, until it deletes it."""
    return Owner(UPLOAD, tenant_id)


def store(
    content: Content,
    *,
    tenant_id: UUID,
    media_type: str = OCTETS,
    owner: Owner | None = None,
    limited: bool = True,
) -> BlobRef:
    """Store bytes, durably; the same bytes again are the same blob. Queries: three to eight.

    Not to be called inside a transaction: its row must be there before its bytes are.

    Args:
        content: The bytes.
        tenant_id: Whose they are.
        media_type: What they are; the last one that was given counts.
        owner: Who needs them. Without one they are deleted after the grace period, unless
            somebody attaches them.
        limited: Whether they are refused where the tenant's room is full. What the system stores
            itself counts, but is not refused: the work is done already.

    Raises:
        StorageFull: The tenant's blobs may take no more room.
        StoreUnavailable: The store takes nothing now.
    """
    for _ in range(_TRIES):
        claimed = claim(content, tenant_id=tenant_id, media_type=media_type, limited=limited)
        place = Place(tenant_id, content.sha256, claimed.id)
        _write(place, content, claimed)
        if _confirm(claimed.id, owner):
            return BlobRef(content.sha256, content.size, media_type)
        # It was doomed meanwhile. Whoever did that may have deleted the bytes before they came.
        current_store().delete([place])
    raise StoreUnavailable("the blob was deleted as often as it was stored")


def store_bytes(raw: bytes, *, tenant_id: UUID, **more: Any) -> BlobRef:
    """Store bytes that are in memory; else as `store`."""
    with spooled([raw], len(raw)) as content:
        return store(content, tenant_id=tenant_id, **more)


def _write(place: Place, content: Content, claimed: Claimed) -> None:
    """Write the bytes, unless they are there; what was lost comes back so, too."""
    try:
        if claimed.pending or current_store().size(place) != content.size:
            current_store().write(place, content)
    except Exception:
        forsake(claimed)
        raise


_CONFIRM: Final = """
UPDATE blobs_blob SET state = 'stored', used_at = now(),
       marked_at = CASE WHEN NOT %(owned)s AND marked_at IS NOT NULL THEN now() END
 WHERE id = %(id)s AND state IN ('pending', 'stored')
RETURNING id
"""
_REFER: Final = """
INSERT INTO blobs_reference (id, blob_id, owner_kind, owner_id)
VALUES (%(reference)s, %(id)s, %(kind)s, %(owner)s) ON CONFLICT DO NOTHING
"""


def _confirm(blob_id: UUID, owner: Owner | None) -> bool:
    """Say that the bytes are there, and who needs them; return whether the row still stood."""
    with transaction.atomic():
        if not sql.fetch(_CONFIRM, {"id": blob_id, "owned": owner is not None}):
            return False
        if owner is not None:
            params = {"reference": uuid7(), "kind": owner.kind, "owner": owner.id}
            sql.execute(_REFER, params | {"id": blob_id})
    return True


# The row is changed with each new reference: who is about to doom it looks again.
_ATTACH: Final = """
WITH wanted AS (
    SELECT * FROM unnest(%(references)s::uuid[], %(tenants)s::uuid[], %(hashes)s::text[],
                         %(kinds)s::text[], %(owners)s::uuid[])
        AS w(reference, tenant, sha256, kind, owner)
), found AS (
    SELECT id FROM blobs_blob
     WHERE state = 'stored' AND (tenant_id, sha256) IN (SELECT tenant, sha256 FROM wanted)
     ORDER BY id FOR NO KEY UPDATE
), held AS (
    UPDATE blobs_blob b SET used_at = now(), marked_at = NULL FROM found
     WHERE b.id = found.id AND b.state = 'stored'
    RETURNING b.id, b.tenant_id, b.sha256
), entered AS (
    INSERT INTO blobs_reference (id, blob_id, owner_kind, owner_id)
    SELECT w.reference, held.id, w.kind, w.owner
      FROM wanted w JOIN held ON held.tenant_id = w.tenant AND held.sha256 = w.sha256
    ON CONFLICT DO NOTHING
)
SELECT tenant_id, sha256 FROM held
"""


def attach(wanted: Sequence[tuple[UUID, str, Owner]]) -> None:
    """Say who needs blobs: (tenant, hash, owner) each. Queries: one, in any transaction.

    Raises:
        UnknownBlob: One is not stored; nothing was attached if the transaction is undone.
    """
    if not wanted:
        return
    rows = sql.fetch(
        _ATTACH,
        {
            "references": [uuid7() for _ in wanted],
            "tenants": [tenant for tenant, _, _ in wanted],
            "hashes": [sha256 for _, sha256, _ in wanted],
            "kinds": [owner.kind for _, _, owner in wanted],
            "owners": [owner.id for _, _, owner in wanted],
        },
    )
    held = set(rows)
    for tenant, sha256, _ in wanted:
        if (tenant, sha256) not in held:
            raise UnknownBlob(sha256)


_RELEASE: Final = """
WITH held AS (
    SELECT b.id FROM blobs_blob b
     WHERE b.id IN (SELECT blob_id FROM blobs_reference
                     WHERE owner_id = ANY(%(owners)s) AND owner_kind = ANY(%(kinds)s))
     ORDER BY b.id FOR NO KEY UPDATE
), gone AS (
    DELETE FROM blobs_reference r USING held
     WHERE r.blob_id = held.id AND r.owner_id = ANY(%(owners)s) AND r.owner_kind = ANY(%(kinds)s)
    RETURNING r.blob_id
)
UPDATE blobs_blob SET marked_at = now()
 WHERE id IN (SELECT blob_id FROM gone) AND state <> 'doomed'
"""


def release(kinds: Sequence[str], owners: Sequence[UUID]) -> int:
    """Say that owners are gone; blobs that nobody else needs go after the grace period.

    Queries: one, in any transaction. Returns how many blobs may have lost their last owner.
    """
    if not owners:
        return 0
    return sql.execute(_RELEASE, {"kinds": list(kinds), "owners": list(owners)})


_LOCK: Final = """
SELECT id, size FROM blobs_blob
 WHERE tenant_id = %(tenant)s AND sha256 = %(sha256)s AND state = 'stored' FOR UPDATE
"""
_LET_GO: Final = """
DELETE FROM blobs_reference
 WHERE blob_id = %(id)s AND owner_kind = %(kind)s AND owner_id = %(owner)s
"""
_OTHERS: Final = "SELECT count(*) FROM blobs_reference WHERE blob_id = %(id)s"
_DOOM: Final = "UPDATE blobs_blob SET state = 'doomed', marked_at = NULL WHERE id = %(id)s"


def delete(sha256: str, *, tenant_id: UUID) -> int:
    """Delete what a tenant has uploaded; return how many others still need it.

    With none the bytes are gone when this returns, unless a backup is under way; then pruning
    deletes them later. Queries: up to nine.

    Raises:
        UnknownBlob: The tenant has no such blob.
    """
    with transaction.atomic():
        lock_account(tenant_id)
        rows = sql.fetch(_LOCK, {"tenant": tenant_id, "sha256": sha256})
        if not rows:
            raise UnknownBlob(sha256)
        ((blob_id, size),) = rows
        owner = uploader(tenant_id)
        sql.execute(_LET_GO, {"id": blob_id, "kind": owner.kind, "owner": owner.id})
        others = int(sql.fetch(_OTHERS, {"id": blob_id})[0][0])
        if others == 0:
            sql.execute(_DOOM, {"id": blob_id})
            return_room(tenant_id, size, 1)
            transaction.on_commit(partial(_remove_now, blob_id))
    return others


def _remove_now(blob_id: UUID) -> None:
    try:
        remove_doomed(only=blob_id)
    except StoreUnavailable as error:
        log.warning("deleted later", extra={"blob": str(blob_id), "error": str(error)})


_USED: Final = """
UPDATE blobs_blob SET used_at = now()
 WHERE id = %(id)s AND state = 'stored' AND used_at < now() - interval '1 hour'
"""


def read(blob: BlobView | Stored, start: int = 0, stop: int | None = None) -> Iterator[Any]:
    """Return a blob's bytes from `start` to before `stop`, in chunks. Queries: one.

    They can be read to their end even if the blob is deleted meanwhile.

    Raises:
        UnknownBlob: It was deleted since it was looked up.
        BlobLost: It stands in the database, and its bytes are gone.
        StoreUnavailable: The store does not answer.
    """
    place = Place(blob.tenant_id, blob.sha256, blob.id)
    try:
        chunks = current_store().read(place, start, blob.size if stop is None else stop)
    except FileNotFoundError:
        if get_blob(blob.sha256, tenant_id=blob.tenant_id).id == blob.id:
            raise BlobLost(blob.sha256, "gone") from None
        raise UnknownBlob(blob.sha256) from None
    sql.execute(_USED, {"id": blob.id})
    return chunks


def read_bytes(sha256: str, *, tenant_id: UUID) -> bytes:
    """Return all bytes of a blob, verified. Queries: two.

    Raises:
        UnknownBlob: The tenant has no such blob.
        BlobLost: Its bytes are gone or others.
        StoreUnavailable: The store does not answer.
    """
    return verified_bytes(get_blob(sha256, tenant_id=tenant_id))


def verified_bytes(blob: BlobView | Stored) -> bytes:
    """Return all bytes of a blob that was looked up. Queries: one. Raises as `read_bytes` does."""
    with spooled(read(blob), blob.size) as found:
        if found.sha256 != blob.sha256:
            raise BlobLost(blob.sha256, "not those that were stored")
        return found.open().read()
