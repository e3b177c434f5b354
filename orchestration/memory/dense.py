"""Finds the entries whose vectors are nearest to a question's.

There are two ways. *Comparing* reads the vectors of all wanted spaces from an index that holds them
side by side, about 0.4 µs each, and misses none. *Walking* follows the HNSW graph of each segment,
which takes a millisecond or two however many there are, unless few of its entries are wanted: then
it wanders past most of what it meets, and finds worse. What is cheaper follows from the tallies.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction

from orchestration import sql
from orchestration.memory.embedders import EmbedderView
from orchestration.memory.filters import condition
from orchestration.memory.records.vector import SLIM
from orchestration.memory.segments import SegmentView, ready_segments, tail_start
from orchestration.memory.vectors import Vectors, literal
from orchestration.memory.wanted import Wanted

COMPARED: Final = 20_000
"""So many vectors are compared rather than walked, however large the rest is."""
COMPARED_FEW: Final = 100_000
"""So many, where they are a small part of what an index would walk past."""
SMALL_PART: Final = 0.05
EF: Final = 200
"""How many candidates an HNSW search keeps in view at least."""
WALKED: Final = 20_000
"""Most entries that one walk of a graph looks at before it gives up."""


@dataclass(frozen=True, slots=True)
class Near:
    """An entry and the cosine of its vector and the question's."""

    id: int
    similarity: float


@dataclass(frozen=True, slots=True)
class Nearest:
    """The nearest entries, and how they were found: `compared` or `walked`."""

    found: list[Near]
    way: str


def nearest(vector: Vectors, embedder: EmbedderView, wanted: Wanted, limit: int) -> Nearest:
    """Return the entries whose vectors are nearest to one of length one.

    Queries: three, and some for settings; one or two more when there are too few.
    """
    if not wanted.spaces:
        return Nearest([], "compared")
    segments = ready_segments(embedder.id)
    sought, covered = _sizes(segments, wanted.spaces)
    search = _Search(vector, embedder, wanted, limit)
    if _should_compare(sought, covered):
        return Nearest(search.compare(), "compared")
    found = search.walk(segments)
    if len(found) < min(limit, sought):  # filters leave few, or most of the near ones do not hold
        return Nearest(search.compare(), "compared")
    return Nearest(found, "walked")


def _should_compare(sought: int, covered: int) -> bool:
    """Return whether comparing is cheaper, or the only way to find the right ones."""
    if sought <= COMPARED:
        return True
    return sought <= COMPARED_FEW and sought < SMALL_PART * covered


_SIZES: Final = """
SELECT coalesce(sum(entries), 0)::bigint FROM memory_tally
 WHERE segment_id = ANY(%(segments)s) AND space_id = ANY(%(spaces)s)
"""


def _sizes(segments: Sequence[SegmentView], spaces: Sequence[int]) -> tuple[int, int]:
    """Return how many indexed entries these spaces have, and how many there are."""
    if not segments:
        return 0, 0
    rows = sql.fetch(_SIZES, {"segments": [s.id for s in segments], "spaces": list(spaces)})
    return int(rows[0][0]), sum(each.rows for each in segments)


class _Search:
    """One search; all that its statements need."""

    def __init__(self, vector: Vectors, embedder: EmbedderView, wanted: Wanted, limit: int) -> None:
        self._condition, params = condition(wanted.filters)
        self._narrow = wanted.filters.narrow
        self._kinds = "AND v.type = ANY(%(f_kinds)s)" if wanted.filters.kinds else ""
        self._limit = limit
        self._embedder = embedder
        self._typed = f"halfvec({embedder.dimensions})"
        self._params: dict[str, Any] = {
            **params,
            "vector": literal(vector),
            "embedder": embedder.id,
            "spaces": list(wanted.spaces),
        }

    def compare(self) -> list[Near]:
        """Compare all; what does not hold is left out, and as many more are looked at."""
        limit = self._limit if self._narrow else self._limit + self._limit // 4 + 8
        while True:
            looked, found = self._compared(limit)
            if len(found) >= self._limit or looked < limit:
                return found[: self._limit]
            limit *= 4

    def _compared(self, limit: int) -> tuple[int, list[Near]]:
        inside = ""
        if self._narrow:
            inside = f"""AND v.entry_id IN (
                SELECT e.id FROM memory_entry e
                 WHERE e.space_id = ANY(%(spaces)s) AND {self._condition})"""
        rows = sql.fetch_planned(
            f"""
            WITH near AS MATERIALIZED (
                SELECT v.entry_id, v.vector <#> %(vector)s::halfvec AS distance
                  FROM memory_vector v
                 WHERE v.embedder_id = %(embedder)s AND v.space_id = ANY(%(spaces)s)
                   AND {self._width()} {self._kinds} {inside}
                 ORDER BY v.vector <#> %(vector)s::halfvec LIMIT {limit})
            SELECT near.entry_id, -near.distance, e.id IS NOT NULL
              FROM near LEFT JOIN memory_entry e ON e.id = near.entry_id AND {self._condition}
             ORDER BY near.distance
            """,
            self._params,
        )
        return len(rows), [Near(number, close) for number, close, holds in rows if holds]

    def _width(self) -> str:
        return f"v.dimensions {'<=' if self._embedder.dimensions <= SLIM else '>'} {SLIM}"

    def walk(self, segments: list[SegmentView]) -> list[Near]:
        """Follow the graph of each segment, and compare what lies behind the last one."""
        parts = [self._in_segment(each) for each in segments]
        parts.append(self._in_tail(tail_start(segments)))
        union = " UNION ALL ".join(parts)
        with transaction.atomic():
            sql.apply(self._settings())
            rows = sql.fetch_planned(
                f"SELECT id, -distance FROM ({union}) all_of_them ORDER BY 2 DESC"
                f" LIMIT {self._limit}",
                self._params,
            )
            # Without this they would last until the end of the caller's transaction.
            sql.apply(dict.fromkeys(self._settings(), "DEFAULT"))
        return [Near(*row) for row in rows]

    def _settings(self) -> dict[str, object]:
        """The planner thinks that sorting thousands is cheaper than walking past them."""
        return {
            "hnsw.ef_search": min(max(EF, self._limit), 1000),
            "hnsw.iterative_scan": "relaxed_order",
            "hnsw.max_scan_tuples": WALKED,
            **dict.fromkeys(
                ("enable_sort", "enable_seqscan", "enable_hashjoin", "enable_mergejoin"), "off"
            ),
        }

    def _in_segment(self, segment: SegmentView) -> str:
        close = f"v.vector::{self._typed} <#> %(vector)s::{self._typed}"
        return self._part(close, f"v.entry_id >= {segment.start} AND v.entry_id < {segment.stop}")

    def _in_tail(self, start: int) -> str:
        close = "v.vector <#> %(vector)s::halfvec"
        return self._part(close, f"v.entry_id >= {start} AND {self._width()}")

    def _part(self, close: str, where: str) -> str:
        return f"""
            (SELECT v.entry_id AS id, {close} AS distance
               FROM memory_vector v JOIN memory_entry e ON e.id = v.entry_id
              WHERE v.embedder_id = {self._embedder.id} AND {where}
                AND v.space_id = ANY(%(spaces)s) {self._kinds} AND {self._condition}
              ORDER BY {close} LIMIT {self._limit})"""
