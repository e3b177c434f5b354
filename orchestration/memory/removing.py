"""Removes entries for good: their rows, vectors, words, former versions and links.

What an index of vectors still holds of them is nobody's to read, and goes with the next vacuum.

A memory holds as long as nothing that is there supersedes it: what a removed one superseded holds
again, or is merged into what says the same by now. What was merged into it goes with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.db import transaction

from orchestration import sql
from orchestration.memory.racing import again_if_raced
from orchestration.memory.segments import WRITERS

REMOVERS: Final = 0x5C2
"""First half of the advisory locks that let one of a realm remove or change at a time."""
_HOLD: Final = """
SELECT pg_advisory_xact_lock_shared(%(writers)s), pg_advisory_xact_lock(%(removers)s, %(realm)s)
"""
_REMOVE: Final = """
WITH gone AS (
    DELETE FROM memory_entry WHERE realm_id = %(realm)s AND id = ANY(%(ids)s)
    RETURNING id, realm_id, space_id, terms
), covered AS (
    SELECT g.*, s.id AS segment_id, (g.id - s.start)::int AS entry, s.embedder_id
      FROM gone g JOIN memory_segment s
        ON g.id >= s.start AND g.id < s.stop AND s.state <> 'dropped'
), stood AS (
    SELECT c.realm_id, t.lexeme AS term, c.space_id, c.segment_id, array_agg(c.entry) AS entries
      FROM covered c, unnest(c.terms) t WHERE c.embedder_id IS NULL GROUP BY 1, 2, 3, 4
), counted AS (
    UPDATE memory_tally y
       SET entries = greatest(y.entries - n.entries, 0), terms = greatest(y.terms - n.terms, 0)
      FROM (SELECT segment_id, space_id, count(*) AS entries,
                   sum(CASE WHEN embedder_id IS NULL THEN length(terms) ELSE 0 END) AS terms
              FROM covered GROUP BY 1, 2) n
     WHERE y.segment_id = n.segment_id AND y.space_id = n.space_id
), cut AS (
    UPDATE memory_posting p
       SET (entries, counts, lengths) = (
           SELECT coalesce(array_agg(u.entry ORDER BY u.entry), '{}'),
                  coalesce(array_agg(u.count ORDER BY u.entry), '{}'),
                  coalesce(array_agg(u.length ORDER BY u.entry), '{}')
             FROM unnest(p.entries, p.counts, p.lengths) AS u(entry, count, length)
            WHERE u.entry <> ALL(w.entries))
      FROM stood w
     WHERE p.realm_id = w.realm_id AND p.term = w.term AND p.space_id = w.space_id
       AND p.segment_id = w.segment_id
    RETURNING p.term, p.entries
)
SELECT (SELECT count(*) FROM gone),
       ARRAY(SELECT DISTINCT term FROM cut WHERE cardinality(entries) = 0)
"""
_EMPTIED: Final = """
DELETE FROM memory_posting
 WHERE realm_id = %(realm)s AND term = ANY(%(terms)s) AND cardinality(entries) = 0
"""


def hold(realm_id: int) -> None:
    """Wait for all others who remove or change entries of a realm; until the transaction ends.

    Entries share the rows of their words, which each of them would lock in another order. And a
    builder of segments waits for those who do not see its new one yet; see `packing`.
    """
    sql.execute(_HOLD, {"writers": WRITERS, "removers": REMOVERS, "realm": realm_id})


def remove_rows(realm_id: int, ids: Sequence[int]) -> int:
    """Remove entries' rows, vectors and words, not what is known by their ids; return how many.

    Queries: two or three, in one transaction.
    """
    if not ids:
        return 0
    with transaction.atomic():
        hold(realm_id)
        ((removed, emptied),) = sql.fetch(_REMOVE, {"realm": realm_id, "ids": list(ids)})
        if emptied:
            sql.execute(_EMPTIED, {"realm": realm_id, "terms": emptied})
    return int(removed)


_WORDS: Final = (
    "DELETE FROM memory_posting WHERE realm_id = %(realm)s",
    """DELETE FROM memory_tally WHERE space_id IN (
           SELECT id FROM memory_space WHERE realm_id = %(realm)s)""",
)


def remove_words(realm_id: int) -> None:
    """Remove what indexes hold of a realm that goes: no foreign key takes that along.

    Segments without entries go by themselves; see `packing`. Queries: three, in the transaction in
    which the realm is deleted.
    """
    hold(realm_id)
    for statement in _WORDS:
        sql.execute(statement, {"realm": realm_id})


_GONE: Final = """
SELECT uid FROM unnest(%(uids)s::uuid[]) uid
 WHERE NOT EXISTS (SELECT FROM memory_entry e WHERE e.realm_id = %(realm)s AND e.uid = uid.uid)
"""
_MERGED: Final = """
WITH RECURSIVE merged AS (
    SELECT to_uid FROM memory_link
     WHERE realm_id = %(realm)s AND from_uid = ANY(%(uids)s) AND relation = 'merged'
    UNION
    SELECT l.to_uid FROM merged m JOIN memory_link l
        ON l.realm_id = %(realm)s AND l.from_uid = m.to_uid AND l.relation = 'merged'
)
SELECT e.id, e.uid FROM merged m
  JOIN memory_entry e ON e.realm_id = %(realm)s AND e.uid = m.to_uid
"""
_FREED: Final = """
  FROM memory_link l JOIN memory_entry e ON e.realm_id = l.realm_id AND e.uid = l.to_uid
  LEFT JOIN memory_entry same
    ON same.space_id = e.space_id AND same.hash = e.hash
   AND same.source IS NULL AND same.valid_until IS NULL
 WHERE l.realm_id = %(realm)s AND l.from_uid = ANY(%(uids)s)
   AND l.relation = 'supersedes' AND e.valid_until IS NOT NULL
   AND NOT EXISTS (
       SELECT FROM memory_link o WHERE o.realm_id = e.realm_id AND o.to_uid = e.uid
          AND o.relation IN ('supersedes', 'merged') AND o.from_uid <> ALL(%(uids)s))
"""
"""What only those that go superseded, with what holds and says the same."""
_FREE: Final = (
    f"""
UPDATE memory_entry SET valid_until = NULL, changed_at = now()
 WHERE id = ANY(ARRAY(SELECT DISTINCT ON (e.space_id, e.hash) e.id {_FREED} AND same.id IS NULL
                       ORDER BY e.space_id, e.hash, e.id DESC))
""",
    # Of several that say the same one holds, as long and as firmly as any of them would.
    f"""
WITH freed AS (
    SELECT e.realm_id, e.uid, e.importance, coalesce(e.expires_at, 'infinity') AS expires_at,
           same.id AS same_id, same.uid AS same_uid
    {_FREED} AND same.id IS NOT NULL
), raised AS (
    UPDATE memory_entry m
       SET importance = greatest(m.importance, f.importance), changed_at = now(),
           expires_at = nullif(
               greatest(coalesce(m.expires_at, 'infinity'), f.expires_at), 'infinity')
      FROM (SELECT same_id, max(importance) AS importance, max(expires_at) AS expires_at
              FROM freed GROUP BY same_id) f
     WHERE m.id = f.same_id
), along AS (
    UPDATE memory_link l SET from_uid = f.same_uid
      FROM freed f
     WHERE l.realm_id = f.realm_id AND l.from_uid = f.uid AND l.relation = 'merged'
)
INSERT INTO memory_link (id, realm_id, from_uid, to_uid, relation)
SELECT gen_random_uuid(), realm_id, same_uid, uid, 'merged' FROM freed ON CONFLICT DO NOTHING
""",
)
_FORGET: Final = (
    "DELETE FROM memory_version WHERE realm_id = %(realm)s AND entry_uid = ANY(%(uids)s)",
    "DELETE FROM memory_link WHERE realm_id = %(realm)s AND from_uid = ANY(%(uids)s)",
    "DELETE FROM memory_link WHERE realm_id = %(realm)s AND to_uid = ANY(%(uids)s)",
    "DELETE FROM memory_use WHERE realm_id = %(realm)s AND entry_uid = ANY(%(uids)s)",
)


def remove(realm_id: int, entries: Sequence[tuple[int, UUID]]) -> int:
    """Remove entries, by number and id, with all that is known of them; return how many.

    What was changed meanwhile has another number, and stays with its history. What was merged into
    them goes, too, and what they superseded holds again.

    Queries: ten or eleven, two more where something was merged, in one transaction.

    Raises:
        MemoryContended: Others write the same each time.
    """
    # What is to hold again may be said anew just now.
    return again_if_raced(lambda: _remove(realm_id, entries)) if entries else 0


def _remove(realm_id: int, entries: Sequence[tuple[int, UUID]]) -> int:
    removed = remove_rows(realm_id, [number for number, _ in entries])
    asked = {"realm": realm_id, "uids": [uid for _, uid in entries]}
    gone = [uid for (uid,) in sql.fetch(_GONE, asked)]
    merged = sql.fetch(_MERGED, {"realm": realm_id, "uids": gone})
    removed += remove_rows(realm_id, [number for number, _ in merged])
    gone += [uid for _, uid in merged]
    for statement in (*_FREE, *_FORGET):
        sql.execute(statement, {"realm": realm_id, "uids": gone})
    return removed
