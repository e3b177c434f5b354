"""Changes what a tenant's entries are searched by, while they are searched.

Vectors of the new embedder are made beside the old ones, of all entries, old and new. Once none is
missing, searches change over, and the old vectors go. Whose vectors are to go stands in the realm
until they are gone; so they go, too, if whoever removes them dies, or if another embedder is named
before all of a new one's are made.

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
UPDATE memory_realm
   SET next_embedder_id = %(embedder)s,
       leaving = array_remove(
           CASE WHEN next_embedder_id <> embedder_id THEN leaving || next_embedder_id
                ELSE leaving END, %(embedder)s::smallint)
 WHERE id = %(realm)s
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
UPDATE memory_realm r
   SET embedder_id = r.next_embedder_id, next_embedder_id = NULL,
       leaving = CASE WHEN old.embedder_id <> %(embedder)s THEN r.leaving || old.embedder_id
                      ELSE r.leaving END
  FROM (SELECT id, embedder_id FROM memory_realm WHERE id = %(realm)s FOR UPDATE) old
 WHERE r.id = old.id AND r.next_embedder_id = %(embedder)s
   AND EXISTS (SELECT FROM memory_embedder b WHERE b.id = %(embedder)s AND b.dimensions > 0)
RETURNING old.embedder_id IS DISTINCT FROM r.embedder_id
"""
_LEAVING: Final = "SELECT id, unnest(leaving) FROM memory_realm WHERE leaving <> '{}' ORDER BY id"
_UNWANT: Final = """
DELETE FROM memory_pending p USING memory_entry e
 WHERE e.id = p.entry_id AND e.realm_id = %(realm)s AND p.embedder_id = %(embedder)s
"""
_DROP: Final = f"""
DELETE FROM memory_vector WHERE (entry_id, embedder_id) IN (
    SELECT v.entry_id, v.embedder_id FROM memory_vector v
      JOIN memory_space s ON s.id = v.space_id
      JOIN memory_realm r ON r.id = s.realm_id AND %(embedder)s = ANY(r.leaving)
     WHERE s.realm_id = %(realm)s AND v.embedder_id = %(embedder)s LIMIT {GROUP})
"""
_LEFT: Final = """
UPDATE memory_realm SET leaving = array_remove(leaving, %(embedder)s::smallint)
 WHERE id = %(realm)s AND %(embedder)s = ANY(leaving)
"""
_UNTALLIED: Final = """
DELETE FROM memory_tally y USING memory_segment g, memory_space s
 WHERE g.id = y.segment_id AND g.embedder_id = %(embedder)s
   AND s.id = y.space_id AND s.realm_id = %(realm)s
"""


def conclude_all() -> int:
    """Let those realms change over that lack no vector; return how many.

    Vectors that nobody searches any more go.

    Queries: two; three or more for each that seems to lack none, of which one reads its entries;
    six or more for each embedder whose vectors go.

    Raises:
        Unsettled: Somebody is writing for long; the next one asks again.
    """
    made = sql.fetch(_MADE)
    if made:
        settled()
    changed = sum(_conclude(realm_id, embedder_id) for realm_id, embedder_id in made)
    for realm_id, embedder_id in sql.fetch(_LEAVING):
        _drop(realm_id, embedder_id)
    return changed


def _conclude(realm_id: int, embedder_id: int) -> bool:
    if ask_again(realm_id, embedder_id):
        return False
    changed = sql.fetch(_CONCLUDE, {"realm": realm_id, "embedder": embedder_id})
    if changed != [(True,)]:
        return False
    log.info("memory is searched by another embedder", extra={"realm": realm_id})
    return True


def _drop(realm_id: int, embedder_id: int) -> None:
    """Drop vectors that nobody searches any more, unless somebody wants them again meanwhile;
    segments that are empty by that go, too."""
    params = {"realm": realm_id, "embedder": embedder_id}
    sql.execute(_UNWANT, params)
    while sql.execute(_DROP, params):
        pass
    with transaction.atomic():
        hold(realm_id)
        if sql.execute(_LEFT, params):
            sql.execute(_UNTALLIED, params)
