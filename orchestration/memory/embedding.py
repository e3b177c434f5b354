"""Makes the vectors that are missing, in the background.

Whoever takes entries says so in their rows for a minute; so several make different ones, and what a
dead one took is taken again. An entry whose vector cannot be made comes again after growing waits:
it never holds up the others.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from orchestration import sql
from orchestration.errors import SwitchyardError
from orchestration.memory.embedders import embedder
from orchestration.memory.ports import TextEmbedder
from orchestration.memory.vectors import literal

log = logging.getLogger(__name__)

GROUP: Final = 64
PATIENCE_S: Final = 60.0
"""For one group; the first one may have to load the model."""


@dataclass(frozen=True, slots=True)
class Missing:
    """An entry that wants a vector."""

    number: int
    embedder_id: int
    name: str
    text: str


_TAKE: Final = """
WITH next AS (
    SELECT embedder_id, entry_id FROM memory_pending
     WHERE (not_before IS NULL OR not_before <= now()) AND embedder_id <> ALL(%(away)s::smallint[])
     ORDER BY embedder_id, entry_id LIMIT %(count)s FOR UPDATE SKIP LOCKED
), taken AS (
    UPDATE memory_pending p
       SET tries = least(p.tries + 1, 1000),
           not_before = now() + make_interval(secs => 60 * power(2, least(p.tries, 10)))
      FROM next WHERE p.embedder_id = next.embedder_id AND p.entry_id = next.entry_id
    RETURNING p.embedder_id, p.entry_id
)
SELECT e.id, b.id, b.name,
       CASE WHEN e.title = '' THEN e.text ELSE e.title || E'\\n' || e.text END
  FROM taken t JOIN memory_entry e ON e.id = t.entry_id
  JOIN memory_embedder b ON b.id = t.embedder_id
 ORDER BY b.id, e.id
"""
_STORE: Final = """
WITH made AS (
    SELECT e.id, e.space_id, e.type, w.vector
      FROM unnest(%(numbers)s::bigint[], %(vectors)s::text[]) AS w(id, vector)
      JOIN memory_entry e ON e.id = w.id FOR KEY SHARE OF e
), stored AS (
    INSERT INTO memory_vector (entry_id, embedder_id, space_id, type, dimensions, vector)
    SELECT id, %(embedder)s, space_id, type, %(dimensions)s, vector::halfvec FROM made
    ON CONFLICT DO NOTHING
)
DELETE FROM memory_pending
 WHERE embedder_id = %(embedder)s AND entry_id = ANY(%(numbers)s::bigint[])
"""
_FAILED: Final = """
UPDATE memory_pending SET error = left(%(error)s, 300)
 WHERE entry_id = ANY(%(numbers)s::bigint[]) AND embedder_id = %(embedder)s
"""


def make_missing(texts: TextEmbedder) -> int:
    """Make vectors until none is missing that can be made now; return how many.

    Queries: one for each group of 64, and one or two more for each embedder in it.

    Raises:
        SwitchyardError: The embedder does not answer; what was made until then is stored.
    """
    made = 0
    away: dict[int, SwitchyardError] = {}
    while taken := _take(away):
        for embedder_id in dict.fromkeys(each.embedder_id for each in taken):
            try:
                made += _make(texts, [each for each in taken if each.embedder_id == embedder_id])
            except SwitchyardError as error:
                away[embedder_id] = error
    if made:
        log.info("made vectors of memories", extra={"count": made})
    if away:
        raise next(iter(away.values()))
    return made


def _take(away: Collection[int]) -> list[Missing]:
    """Take some of those that are missing, but for embedders that do not answer."""
    return [Missing(*row) for row in sql.fetch(_TAKE, {"count": GROUP, "away": list(away)})]


def _make(texts: TextEmbedder, group: Sequence[Missing]) -> int:
    """Make one group's vectors; of one that cannot be made the others do not suffer.

    Raises:
        SwitchyardError: The embedder does not answer.
    """
    try:
        answer = texts.embed(
            [each.text for each in group], name=group[0].name, timeout_s=PATIENCE_S
        )
        by = embedder(answer.name, answer.vectors.shape[1])
    except SwitchyardError as error:
        _failed(group, error)
        if error.retryable:
            raise
        if len(group) > 1:
            return sum(_make(texts, [each]) for each in group)
        log.warning(
            "a vector cannot be made", extra={"entry": group[0].number, "error": str(error)}
        )
        return 0
    sql.execute(
        _STORE,
        {
            "numbers": [each.number for each in group],
            "vectors": [literal(each) for each in answer.vectors],
            "embedder": by.id,
            "dimensions": by.dimensions,
        },
    )
    return len(group)


def _failed(group: Sequence[Missing], error: SwitchyardError) -> None:
    sql.execute(
        _FAILED,
        {
            "error": error.detail,
            "numbers": [each.number for each in group],
            "embedder": group[0].embedder_id,
        },
    )


_LACKING: Final = """
INSERT INTO memory_pending (embedder_id, entry_id, tries, error)
SELECT %(embedder)s, e.id, 0, '' FROM memory_entry e
 WHERE e.realm_id = %(realm)s
   AND NOT EXISTS (SELECT FROM memory_vector v
                    WHERE v.entry_id = e.id AND v.embedder_id = %(embedder)s)
ON CONFLICT DO NOTHING
"""
_LEFT: Final = """
SELECT count(*) FROM memory_pending p JOIN memory_entry e ON e.id = p.entry_id
 WHERE p.embedder_id = %(embedder)s AND e.realm_id = %(realm)s
"""


def want_vectors(realm_id: int, embedder_id: int) -> int:
    """Say that all entries of a realm want vectors of an embedder; return how many lack one.

    Queries: two; the first reads all entries of the realm.
    """
    params = {"realm": realm_id, "embedder": embedder_id}
    sql.execute(_LACKING, params)
    return int(sql.fetch(_LEFT, params)[0][0])
