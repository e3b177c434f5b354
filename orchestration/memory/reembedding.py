"""Changes what a tenant's entries are searched by, while they are searched.

Vectors of the new embedder are made beside the old ones, of all entries, old and new. Once none is
missing, searches change over, and the old vectors go.

Whoever stores an entry reads what its realm wants in the same transaction. Those who had begun
before the new embedder was named did not see it: so once all of them have ended, it is asked again
which entries lack its vector, before searches change over. A realm that gets its first embedder
names it as the next one, too, and is asked in the same way.
"""

from __future__ import annotations

import logging
from typing import Final
from uuid import UUID

from django.db import transaction

from orchestration import sql
from orchestration.access.services import audit
from orchestration.memory.embedders import named
from orchestration.memory.embedding import ask_again, want_vectors
from orchestration.memory.removing import hold
from orchestration.memory.segments import settled
from orchestration.memory.spaces import realm_of

log = logging.getLogger(__name__)

GROUP: Final = 5_000
_BEGIN: Final = """
UPDATE memory_realm SET next_embedder_id = %(embedder)s WHERE id = %(realm)s
"""


def begin(name: str, *, tenant_id: UUID, actor: str) -> int:
    """Have all vectors of a tenant made by an embedder; return how many are to be made.

    Said again, or of the present embedder, it has those made that are missing.

    Queries: seven; one reads all entries of the tenant.
    """
    realm, embedder = realm_of(tenant_id), named(name)
    with transaction.atomic():
        sql.execute(_BEGIN, {"realm": realm.id, "embedder": embedder.id})
        audit(
            actor=actor, action="embed", subject_type="memory", subject_id=str(tenant_id),
            tenant_id=tenant_id, embedder=name,
        )  # fmt: skip
    return want_vectors(realm.id, embedder.id)


# An entry that can have no vector, however often it is tried, is found by its words.
_MADE: Final = """
SELECT r.id, r.next_embedder_id FROM memory_realm r
 WHERE r.next_embedder_id IS NOT NULL AND NOT EXISTS (
           SELECT FROM memory_pending p JOIN memory_entry e ON e.id = p.entry_id
            WHERE p.embedder_id = r.next_embedder_id AND e.realm_id = r.id AND p.tries < 5)
 ORDER BY r.id
"""
_CONCLUDE: Final = """
UPDATE memory_realm r SET embedder_id = r.next_embedder_id, next_embedder_id = NULL
  FROM (SELECT id, embedder_id FROM memory_realm WHERE id = %(realm)s FOR UPDATE) old
 WHERE r.id = old.id AND r.next_embedder_id = %(embedder)s
   AND EXISTS (SELECT FROM memory_embedder b WHERE b.id = %(embedder)s AND b.dimensions > 0)
RETURNING old.embedder_id
"""
_DROP: Final = f"""
DELETE FROM memory_vector WHERE (entry_id, embedder_id) IN (
    SELECT v.entry_id, v.embedder_id FROM memory_vector v
      JOIN memory_space s ON s.id = v.space_id
     WHERE s.realm_id = %(realm)s AND v.embedder_id = %(embedder)s LIMIT {GROUP})
"""
_UNTALLIED: Final = """
DELETE FROM memory_tally y USING memory_segment g, memory_space s
 WHERE g.id = y.segment_id AND g.embedder_id = %(embedder)s
   AND s.id = y.space_id AND s.realm_id = %(realm)s
"""


def conclude_all() -> int:
    """Let those realms change over that lack no vector; return how many.

    Queries: one; four or more for each that seems to lack none, of which one reads its entries.

    Raises:
        Unsettled: Somebody is writing for long; the next one asks again.
    """
    made = sql.fetch(_MADE)
    if made:
        settled()
    return sum(_conclude(realm_id, embedder_id) for realm_id, embedder_id in made)


def _conclude(realm_id: int, embedder_id: int) -> bool:
    if ask_again(realm_id, embedder_id):
        return False
    olds = [old for (old,) in sql.fetch(_CONCLUDE, {"realm": realm_id, "embedder": embedder_id})]
    if olds in ([], [embedder_id]):
        return False
    log.info("memory is searched by another embedder", extra={"realm": realm_id})
    for old in olds:
        if old is not None:
            _drop(realm_id, old)
    return True


def _drop(realm_id: int, embedder_id: int) -> None:
    """Drop vectors that nobody searches any more; segments that are empty by that go, too."""
    params = {"realm": realm_id, "embedder": embedder_id}
    while sql.execute(_DROP, params):
        pass
    with transaction.atomic():
        hold(realm_id)
        sql.execute(_UNTALLIED, params)
