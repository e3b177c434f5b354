"""What is known of the entries that may be answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np

from orchestration import sql
from orchestration.memory.lexical import Statistics
from orchestration.memory.vectors import Vectors, unpacked


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry, as far as its place among the answers depends on it.

    Attributes:
        id: Its number.
        counts: How often it has each of the question's words.
        length: How many distinct words it has.
        vector: Of length one; None while nobody has made it.
        before: The number of the entry that stands just before it in its session or source, if any.
        speaker: Who said it.
        at: When it happened.
        importance: From 0 to 1.
        said: Of its text, but for cases and white space: the same for the same words.
    """

    id: int
    counts: Mapping[str, int]
    length: int
    vector: Vectors | None
    before: int | None
    speaker: str
    at: datetime
    importance: float
    said: str = ""


_FACTS: Final = """
SELECT e.id, t.words, t.counts, length(e.terms), halfvec_send(v.vector),
       CASE WHEN e.source IS NOT NULL THEN
            (SELECT b.id FROM memory_entry b
              WHERE b.space_id = e.space_id AND b.source = e.source
                AND b.ordinal = e.ordinal - 1)
            WHEN s.session <> '' THEN
            (SELECT b.id FROM memory_entry b
              WHERE b.space_id = e.space_id AND (b.at, b.id) < (e.at, e.id)
              ORDER BY b.at DESC, b.id DESC LIMIT 1)
       END,
       e.speaker, e.at, e.importance,
       md5(lower(regexp_replace(btrim(e.text, E' \\t\\r\\n'), '\\s+', ' ', 'g')))
  FROM memory_entry e
  JOIN memory_space s ON s.id = e.space_id
  LEFT JOIN memory_vector v ON v.entry_id = e.id AND v.embedder_id = %(embedder)s::smallint
  LEFT JOIN LATERAL (
       SELECT array_agg(u.lexeme) AS words, array_agg(cardinality(u.positions)) AS counts
         FROM unnest(e.terms) u WHERE u.lexeme = ANY(%(words)s::text[])) t ON true
 WHERE e.realm_id = %(realm)s AND e.id = ANY(%(ids)s::bigint[])
"""


def load(
    ids: Iterable[int], realm_id: int, statistics: Statistics, embedder_id: int | None
) -> list[Candidate]:
    """Return what is known of entries of a realm; those gone are missing. Queries: one."""
    rows = sql.fetch(
        _FACTS,
        {
            "ids": list(ids),
            "realm": realm_id,
            "embedder": embedder_id or 0,
            "words": list(statistics.terms),
        },
        binary=True,
    )
    return [
        Candidate(
            number,
            dict(zip(words or (), counts or (), strict=True)),
            length,
            None if raw is None else unpacked(raw),
            *rest,
        )
        for number, words, counts, length, raw, *rest in rows
    ]


def similarities(candidates: Sequence[Candidate], vector: Vectors) -> list[float | None]:
    """Return the cosine of each candidate's vector and the question's, where it has one."""
    return [
        None if each.vector is None else float(np.dot(each.vector, vector)) for each in candidates
    ]
