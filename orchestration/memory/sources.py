"""Entries of one source, a document or a conversation, by their places in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from orchestration import sql
from orchestration.memory.owners import Scope
from orchestration.memory.selectors import EntryView, entries_by_number
from orchestration.memory.spaces import find_realm, spaces_in

_BETWEEN: Final = """
SELECT e.id FROM unnest(%(sources)s::uuid[], %(firsts)s::int[], %(lasts)s::int[])
                 AS w(source, first, last)
  JOIN memory_entry e ON e.space_id = ANY(%(spaces)s) AND e.source = w.source
   AND e.ordinal BETWEEN w.first AND w.last
"""


def entries_between(
    ranges: Sequence[tuple[UUID, int, int]], *, tenant_id: UUID, scope: Scope
) -> dict[tuple[UUID, int], EntryView]:
    """Return entries by source and ordinal; those that are not there are missing.

    Queries: four, none without ranges.

    Args:
        ranges: Source, first and last ordinal.
        tenant_id: Whose.
        scope: Of which owners.
    """
    realm = find_realm(tenant_id) if ranges else None
    if realm is None:
        return {}
    rows = sql.fetch(
        _BETWEEN,
        {
            "spaces": spaces_in(realm, scope),
            "sources": [source for source, _, _ in ranges],
            "firsts": [first for _, first, _ in ranges],
            "lasts": [last for _, _, last in ranges],
        },
    )
    found = entries_by_number(realm.id, {number for (number,) in rows})
    return {(each.source, each.ordinal): each for each in found.values() if each.source}
