"""Reading about files: always for a tenant, who sees its own that have not expired."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from orchestration import sql
from orchestration.files.errors import UnknownFile


class FileView(NamedTuple):
    """A file as its tenant sees it."""

    id: UUID
    tenant_id: UUID
    name: str
    purpose: str
    size: int
    sha256: str
    created_at: datetime
    expires_at: datetime | None


COLUMNS: Final = "id, tenant_id, name, purpose, size, sha256, created_at, expires_at"
_LIVE: Final = "(expires_at IS NULL OR expires_at > now())"
_GET: Final = f"""
SELECT {COLUMNS} FROM files_file WHERE id = %(id)s AND tenant_id = %(tenant)s AND {_LIVE}
"""
_LIST: Final = f"""
SELECT {COLUMNS} FROM files_file
 WHERE tenant_id = %(tenant)s {{purpose}} {{behind}} AND {_LIVE}
 ORDER BY id {{order}} LIMIT %(limit)s
"""
_FIND: Final = f"""
SELECT {COLUMNS} FROM files_file WHERE id = ANY(%(ids)s) AND tenant_id = %(tenant)s AND {_LIVE}
"""
_EXISTING: Final = "SELECT id FROM files_file WHERE id = ANY(%(ids)s)"


def get_file(file_id: UUID, *, tenant_id: UUID, called: str = "") -> FileView:
    """Return a file. Queries: one, by primary key.

    Args:
        file_id: Which one.
        tenant_id: Whose it must be.
        called: How its user named it, for the error.

    Raises:
        UnknownFile: The tenant has no such file.
    """
    rows = sql.fetch(_GET, {"id": file_id, "tenant": tenant_id})
    if not rows:
        raise UnknownFile(called or str(file_id))
    return FileView._make(rows[0])


def find_files(ids: Collection[UUID], *, tenant_id: UUID) -> dict[UUID, FileView]:
    """Return a tenant's files by their ids; those it has not are missing. Queries: one."""
    rows = sql.fetch(_FIND, {"ids": list(ids), "tenant": tenant_id})
    return {row[0]: FileView._make(row) for row in rows}


def list_files(
    *,
    tenant_id: UUID,
    limit: int,
    purpose: str | None = None,
    behind: UUID | None = None,
    oldest_first: bool = False,
) -> list[FileView]:
    """Return at most `limit` files, newest first unless asked otherwise. Queries: one, by an index.

    Args:
        tenant_id: Whose.
        limit: How many at most.
        purpose: Only those of one purpose.
        behind: Only those that come behind this id in the order asked for.
        oldest_first: The other order.
    """
    compared = ">" if oldest_first else "<"
    query = _LIST.format(
        purpose="" if purpose is None else "AND purpose = %(purpose)s",
        behind="" if behind is None else f"AND id {compared} %(behind)s",
        order="ASC" if oldest_first else "DESC",
    )
    params = {"tenant": tenant_id, "limit": limit, "purpose": purpose, "behind": behind}
    return [FileView._make(row) for row in sql.fetch(query, params)]


def existing(ids: Collection[UUID]) -> set[UUID]:
    """Return which of some files there are. Queries: one."""
    return {row[0] for row in sql.fetch(_EXISTING, {"ids": list(ids)})}
