"""Reading about blobs: always for a tenant, who sees its own stored ones."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from django.conf import settings

from orchestration import sql
from orchestration.blobs.errors import UnknownBlob
from orchestration.blobs.ports import SHA256


class BlobView(NamedTuple):
    """A stored blob as its tenant sees it."""

    id: UUID
    tenant_id: UUID
    sha256: str
    size: int
    media_type: str
    created_at: datetime
    used_at: datetime
    owners: int
    """How many need it."""


class Stored(NamedTuple):
    """What reading a blob's bytes takes."""

    id: UUID
    tenant_id: UUID
    sha256: str
    size: int


class Room(NamedTuple):
    """What a tenant's blobs take, and may take."""

    bytes: int
    blobs: int
    limit_bytes: int


_COLUMNS: Final = """b.id, b.tenant_id, b.sha256, b.size, b.media_type, b.created_at, b.used_at,
    (SELECT count(*) FROM blobs_reference r WHERE r.blob_id = b.id)"""
_GET: Final = f"""
SELECT {_COLUMNS} FROM blobs_blob b
 WHERE b.tenant_id = %(tenant)s AND b.sha256 = %(sha256)s AND b.state = 'stored'
"""
_FIND: Final = """
SELECT id, tenant_id, sha256, size FROM blobs_blob
 WHERE tenant_id = %(tenant)s AND sha256 = ANY(%(hashes)s) AND state = 'stored'
"""
_LIST: Final = f"""
SELECT {_COLUMNS} FROM blobs_blob b
 WHERE b.tenant_id = %(tenant)s AND b.id < %(below)s AND b.state = 'stored'
 ORDER BY b.id DESC LIMIT %(limit)s
"""
_ROOM: Final = """
SELECT bytes, blobs, coalesce(limit_bytes, %(default)s) FROM blobs_account
 WHERE tenant_id = %(tenant)s
"""


def get_blob(sha256: str, *, tenant_id: UUID) -> BlobView:
    """Return a blob. Queries: one, by a unique index.

    Raises:
        UnknownBlob: The tenant has none of that hash, whoever else has.
    """
    found = SHA256.match(sha256)
    rows = sql.fetch(_GET, {"tenant": tenant_id, "sha256": sha256}) if found else []
    if not rows:
        raise UnknownBlob(sha256)
    return BlobView._make(rows[0])


def find_blobs(hashes: Collection[str], *, tenant_id: UUID) -> dict[str, Stored]:
    """Return those blobs of a tenant that there are, by their hashes. Queries: one, by a unique
    index, whoever needs them."""
    rows = sql.fetch(_FIND, {"tenant": tenant_id, "hashes": list(hashes)})
    return {row[2]: Stored._make(row) for row in rows}


def list_blobs(*, tenant_id: UUID, limit: int, below: UUID) -> list[BlobView]:
    """Return at most `limit` blobs with ids below one, newest first. Queries: one, by an index."""
    params = {"tenant": tenant_id, "limit": limit, "below": below}
    return [BlobView._make(row) for row in sql.fetch(_LIST, params)]


def room_of(tenant_id: UUID) -> Room:
    """Return what a tenant's blobs take. Queries: one, by primary key."""
    default = settings.SWITCHYARD.blobs.tenant_bytes
    rows = sql.fetch(_ROOM, {"tenant": tenant_id, "default": default})
    return Room._make(rows[0]) if rows else Room(0, 0, default)


_EVERY: Final = f"""
SELECT {_COLUMNS} FROM blobs_blob b
 WHERE b.id > %(after)s AND b.state = ANY(%(states)s)
   AND (%(until)s::timestamptz IS NULL OR b.created_at <= %(until)s)
 ORDER BY b.id LIMIT %(step)s
"""
_STEP: Final = 500


def every_blob(*, doomed: bool = False, until: datetime | None = None) -> Iterator[BlobView]:
    """Yield the blobs of all tenants, for copies and checks, in the order of their ids.

    Queries: one for each 500.

    Args:
        doomed: Whether those, too, that are on their way out.
        until: Only those that were claimed until then.
    """
    after = UUID(int=0)
    states = ["stored", "doomed"] if doomed else ["stored"]
    while rows := sql.fetch(
        _EVERY, {"after": after, "states": states, "until": until, "step": _STEP}
    ):
        yield from map(BlobView._make, rows)
        after = rows[-1][0]
