"""Makes the vectors that are missing, in the background.

Whoever takes entries says so in their rows for a minute; so several make different ones, and what a
dead one took is taken again. An entry whose vector cannot be made comes again after growing waits:
it never holds up the others.

Texts are asked for in groups. Where a group fails, each is asked for alone: so a text of which the
embedder dies, or which it never finishes, is found out, and from then on is asked for apart. When
several fail alone, one after the other, it is the embedder that does not answer; it is left in
peace then, and the others of the group are as if nobody had taken them.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction

from orchestration import sql
from orchestration.errors import SwitchyardError
from orchestration.memory.embedders import embedder
from orchestration.memory.ports import TextEmbedder
from orchestration.memory.removing import hold
from orchestration.memory.vectors import literal

log = logging.getLogger(__name__)

GROUP: Final = 64
PATIENCE_S: Final = 60.0
"""For one group; the first one may have to load the model."""
ALONE_S: Final = 20.0
"""For one text that is asked for alone."""
WANTED_AT_ONCE: Final = 5_000
IN_A_ROW: Final = 2
"""So many texts that fail alone say that the embedder does not answer."""


@dataclass(frozen=True, slots=True)
class Missing:
    """An entry that wants a vector; `failed` once it was not made though it was asked for alone."""

    number: int
    realm_id: int
    embedder_id: int
    name: str
    text: str
    failed: bool


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
    RETURNING p.embedder_id, p.entry_id, p.tries
)
SELECT e.id, e.realm_id, b.id, b.name,
       CASE WHEN e.title = '' THEN e.text ELSE e.title || E'\\n' || e.text END, t.tries > 1
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
_LEFT_ALONE: Final = """
UPDATE memory_pending
   SET error = left(%(error)s, 300), tries = tries - 1,
       not_before = now() + make_interval(secs => 60)
 WHERE entry_id = ANY(%(numbers)s::bigint[]) AND embedder_id = %(embedder)s AND tries > 0
"""
_FAILED: Final = """
UPDATE memory_pending SET error = left(%(error)s, 300)
 WHERE entry_id = ANY(%(numbers)s::bigint[]) AND embedder_id = %(embedder)s
"""


def make_missing(texts: TextEmbedder) -> int:
    """Make vectors until none is missing that can be made now; return how many.

    Queries: one for each group of 64; one for each embedder in it, for each text that is asked for
    alone, and for each realm of those.

    Raises:
        SwitchyardError: An embedder does not answer; what was made until then is stored.
    """
    made = 0
    away: dict[int, SwitchyardError] = {}
    while taken := _take(away):
        for embedder_id in dict.fromkeys(each.embedder_id for each in taken):
            group = _Group(texts, [each for each in taken if each.embedder_id == embedder_id])
            try:
                group.make()
            except SwitchyardError as error:
                away[embedder_id] = error
            made += group.made
    if made:
        log.info("made vectors of memories", extra={"count": made})
    if away:
        raise next(iter(away.values()))
    return made


def _take(away: Collection[int]) -> list[Missing]:
    """Take some of those that are missing, but for embedders that do not answer."""
    return [Missing(*row) for row in sql.fetch(_TAKE, {"count": GROUP, "away": list(away)})]


class _Group:
    """Entries of one embedder that were taken together.

    Attributes:
        made: How many vectors were made.
    """

    def __init__(self, texts: TextEmbedder, taken: Sequence[Missing]) -> None:
        self._texts = texts
        self._together = [each for each in taken if not each.failed]
        self._alone = [each for each in taken if each.failed]
        self.made = 0

    def make(self) -> None:
        """Make them; of one that cannot be made the others do not suffer.

        Raises:
            SwitchyardError: The embedder does not answer.
        """
        alone, answers = self._alone, bool(self._together)
        try:
            self._make(self._together, PATIENCE_S)
        except SwitchyardError as error:
            if len(self._together) > 1:
                alone = self._together + alone
            else:
                _failed(self._together[0], error)
                if error.retryable:  # there is no other one to tell whom it is about
                    raise
            answers = False
        error_of_all = self._one_by_one(alone)
        if error_of_all is not None and not answers:
            raise error_of_all

    def _one_by_one(self, alone: Sequence[Missing]) -> SwitchyardError | None:
        """Make them up to several that fail in a row; return the error of those."""
        in_a_row = 0
        for at, each in enumerate(alone):
            try:
                self._make([each], ALONE_S)
                in_a_row = 0
            except SwitchyardError as error:
                _failed(each, error)
                in_a_row = in_a_row + 1 if error.retryable else 0
                if in_a_row == IN_A_ROW:
                    _note(_LEFT_ALONE, alone[at + 1 :], error)
                    return error
        return None

    def _make(self, group: Sequence[Missing], timeout_s: float) -> None:
        if not group:
            return
        answer = self._texts.embed(
            [each.text for each in group], name=group[0].name, timeout_s=timeout_s
        )
        by = embedder(answer.name, answer.vectors.shape[1])
        _write(
            _STORE,
            group,
            {
                "vectors": [literal(each) for each in answer.vectors],
                "embedder": by.id,
                "dimensions": by.dimensions,
            },
        )
        self.made += len(group)


def _failed(wanted: Missing, error: SwitchyardError) -> None:
    log.warning("a vector cannot be made", extra={"entry": wanted.number, "error": str(error)})
    _note(_FAILED, [wanted], error)


def _note(statement: str, group: Sequence[Missing], error: SwitchyardError) -> None:
    if group:
        _write(statement, group, {"error": error.detail, "embedder": group[0].embedder_id})


def _write(statement: str, group: Sequence[Missing], params: Mapping[str, Any]) -> None:
    """Write what came of a group, while none of it is removed.

    Who removes several has locked one and waits for the next, in any order; so this must not.
    """
    with transaction.atomic():
        for realm_id in sorted({each.realm_id for each in group}):
            hold(realm_id)
        sql.execute(statement, {**params, "numbers": [each.number for each in group]})


_LACKING: Final = """
SELECT e.id FROM memory_entry e
 WHERE e.realm_id = %(realm)s
   AND NOT EXISTS (SELECT FROM memory_vector v
                    WHERE v.entry_id = e.id AND v.embedder_id = %(embedder)s)
   AND NOT EXISTS (SELECT FROM memory_pending p
                    WHERE p.entry_id = e.id AND p.embedder_id = %(embedder)s)
 ORDER BY e.id
"""
_WANT: Final = """
INSERT INTO memory_pending (embedder_id, entry_id, tries, error)
SELECT %(embedder)s, e.id, 0, '' FROM memory_entry e WHERE e.id = ANY(%(numbers)s::bigint[])
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

    Queries: as `ask_again`, and one.
    """
    ask_again(realm_id, embedder_id)
    return int(sql.fetch(_LEFT, {"realm": realm_id, "embedder": embedder_id})[0][0])


def ask_again(realm_id: int, embedder_id: int) -> int:
    """Say that those entries of a realm want vectors that have none and were not asked for; return
    how many.

    Queries: one, which reads all entries of the realm; two for each 5,000 that lack one, while
    which none of the realm is removed.
    """
    asked = 0
    lacking = [n for (n,) in sql.fetch(_LACKING, {"realm": realm_id, "embedder": embedder_id})]
    for at in range(0, len(lacking), WANTED_AT_ONCE):
        some = {"embedder": embedder_id, "numbers": lacking[at : at + WANTED_AT_ONCE]}
        with transaction.atomic():
            hold(realm_id)
            asked += sql.execute(_WANT, some)
    return asked
