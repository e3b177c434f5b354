"""How much a tenant's memory holds: counts that stop, for nobody waits for exact millions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from orchestration import sql
from orchestration.memory.records.realm import Realm

CAP: Final = 10_000
LOOKED_AT: Final = 20_000
"""So many missing vectors, of all tenants, are looked at."""
_ENTRIES: Final = f"""
SELECT count(*) FROM (SELECT FROM memory_entry WHERE realm_id = %(realm)s LIMIT {CAP}) e
"""
_OWNERS: Final = f"""
SELECT count(*) FROM (SELECT FROM memory_space WHERE realm_id = %(realm)s LIMIT {CAP}) s
"""
_MISSING: Final = f"""
SELECT count(e.id), count(e.id) FILTER (WHERE p.tries > 0), count(*),
       (array_agg(p.error) FILTER (WHERE e.id IS NOT NULL AND p.error <> ''))[1]
  FROM (SELECT entry_id, tries, error FROM memory_pending
         WHERE embedder_id = %(embedder)s ORDER BY entry_id LIMIT {LOOKED_AT}) p
  LEFT JOIN memory_entry e ON e.id = p.entry_id AND e.realm_id = %(realm)s
"""


@dataclass(frozen=True, slots=True)
class Missing:
    """Vectors of an embedder that a tenant's entries lack.

    Attributes:
        count: How many.
        tried: How many of them were tried in vain.
        more: Whether there may be more than were looked at.
        error: What became of one of those.
    """

    count: int
    tried: int
    more: bool
    error: str

    def __str__(self) -> str:
        """Return it as people read it."""
        return f"{self.count:,}{' or more' if self.more else ''}"


def count_entries(realm: Realm) -> int:
    """Return how many entries a realm has, up to `CAP`. Queries: one, along an index."""
    return int(sql.fetch(_ENTRIES, {"realm": realm.pk})[0][0])


def count_owners(realm: Realm) -> int:
    """Return how many owners a realm has, up to `CAP`. Queries: one, along an index."""
    return int(sql.fetch(_OWNERS, {"realm": realm.pk})[0][0])


def count_missing(realm: Realm, embedder_id: int | None) -> Missing:
    """Return how many vectors are missing. Queries: one; none without an embedder."""
    if embedder_id is None:
        return Missing(0, 0, more=False, error="")
    rows = sql.fetch(_MISSING, {"realm": realm.pk, "embedder": embedder_id})
    count, tried, looked, error = rows[0]
    return Missing(count, tried, more=looked >= LOOKED_AT, error=error or "")
