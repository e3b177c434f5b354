"""Makes segments: HNSW indexes of vectors and postings of words, over ranges of entries.

Nothing here is needed for a search to be right: what no segment covers is in the tail. So whoever
dies here leaves only work behind, which the next one takes up: a segment that is being built is
nobody's yet, and what is left of a dead builder is dropped first.

Which ranges follows from `next_range`: the tail becomes a segment once it is long enough, and takes
with it the segments before it that are not much larger. So there are few of them, each several
times as large as the next, and an entry is indexed again only a few times in its life.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import psycopg
from django.conf import settings
from django.db import connection, transaction
from psycopg.conninfo import conninfo_to_dict

from orchestration import sql
from orchestration.memory.embedders import EmbedderView
from orchestration.memory.segments import WRITERS, SegmentView, ready_segments, tail_start

log = logging.getLogger(__name__)

LEAST: Final = 5_000
"""So many entries in the tail make a segment."""
RATIO: Final = 4
"""A segment that is not so many times as large as what comes behind it is taken in."""
BUILDERS: Final = 0x5C1
"""First half of the advisory locks that let one builder work at a time, for each embedder."""
WORDS: Final = 0
"""Second half for words; embedders' numbers begin at 1."""


@dataclass(frozen=True, slots=True)
class Range:
    """What becomes one segment.

    Attributes:
        start, stop: Its entries' numbers, the last one not included.
        replaced: The segments that it takes in.
    """

    start: int
    stop: int
    replaced: tuple[SegmentView, ...]


def next_range(segments: Sequence[SegmentView], rows: int, stop: int) -> Range | None:
    """Return what to index next: the tail with what it takes in, or None while it is short.

    Args:
        segments: Those that are ready, in order.
        rows: How many entries the tail has.
        stop: The number after the last entry's.
    """
    if rows < LEAST:
        return None
    kept = list(segments)
    replaced: list[SegmentView] = []
    total = rows
    while kept and kept[-1].rows < RATIO * total:
        replaced.insert(0, kept.pop())
        total += replaced[0].rows
    start = kept[-1].stop if kept else 1
    return Range(start, stop, tuple(replaced)) if stop > start else None


_EMBEDDERS: Final = "SELECT id, name, dimensions FROM memory_embedder WHERE dimensions > 0"


def pack() -> None:
    """Make all segments that are due. Queries: as `pack_words`, and `pack_vectors` for each."""
    pack_words()
    for row in sql.fetch(_EMBEDDERS):
        pack_vectors(EmbedderView(*row))


def pack_words() -> int:
    """Make a segment of words if the tail is long enough; return how many entries it has.

    Queries: two; a dozen, in two transactions, when there is something to do.
    """
    if _plan(None, _TAIL_OF_WORDS, {}) is None:
        return 0
    stop = _settled()
    with transaction.atomic():
        if not sql.fetch(_ALONE, {"builders": BUILDERS, "kind": WORDS})[0][0]:
            return 0
        planned = _plan(None, _TAIL_OF_WORDS, {}, stop)
        if planned is None:
            return 0
        _delete([segment for (segment,) in sql.fetch(_LEFT, {"embedder": None})])
        segment, rows = _pack_words(planned)
    _forget_removed(segment, planned)
    with transaction.atomic():
        _delete([each.id for each in planned.replaced])
    return rows


_ALONE: Final = "SELECT pg_try_advisory_xact_lock(%(builders)s, %(kind)s)"
_TAIL_OF_WORDS: Final = """
SELECT count(*), coalesce(max(id), 0) + 1 FROM memory_entry
 WHERE id >= %(start)s AND id < coalesce(%(stop)s, 9223372036854775807)
"""
_TAIL_OF_VECTORS: Final = """
SELECT count(*), coalesce(max(entry_id), 0) + 1 FROM memory_vector
 WHERE entry_id >= %(start)s AND entry_id < coalesce(%(stop)s, 9223372036854775807)
   AND embedder_id = %(embedder)s
"""


def _plan(
    embedder_id: int | None, query: str, params: dict[str, Any], stop: int | None = None
) -> Range | None:
    segments = ready_segments(embedder_id)
    tail = {"start": tail_start(segments), "stop": stop, **params}
    ((rows, last),) = sql.fetch_planned(query, tail)
    return next_range(segments, rows, last)


_SETTLE: Final = "SELECT pg_advisory_xact_lock(%(writers)s)"
_NEXT: Final = "SELECT coalesce(max(id), 0) + 1 FROM memory_entry"


def _settled() -> int:
    """Return a number below which nobody writes any more.

    Writers hold a shared lock from the moment that they take numbers until they commit; so with
    the lock alone, every number that is lower than the highest that can be seen is written or
    never will be. It is held for a moment; whoever writes meanwhile waits for those before.
    """
    with transaction.atomic():
        sql.execute(_SETTLE, {"writers": WRITERS})
        return int(sql.fetch(_NEXT)[0][0])


_POSTINGS: Final = """
INSERT INTO memory_posting
       (realm_id, term, space_id, segment_id, entries, counts, lengths)
SELECT e.realm_id, t.lexeme, e.space_id, %(segment)s,
       array_agg((e.id - %(start)s)::int ORDER BY e.id),
       array_agg(least(cardinality(t.positions), 32767)::smallint ORDER BY e.id),
       array_agg(least(length(e.terms), 32767)::smallint ORDER BY e.id)
  FROM memory_entry e, unnest(e.terms) t
 WHERE e.id >= %(start)s AND e.id < %(stop)s
 GROUP BY 1, 2, 3
"""
_TALLIES: Final = """
INSERT INTO memory_tally (segment_id, space_id, entries, terms)
SELECT %(segment)s, space_id, count(*), sum(length(terms)) FROM memory_entry
 WHERE id >= %(start)s AND id < %(stop)s GROUP BY 2
"""


def _pack_words(planned: Range) -> tuple[int, int]:
    began = time.monotonic()
    segment = _begin(None, planned)
    bounds = {"segment": segment, "start": planned.start, "stop": planned.stop}
    sql.execute("SELECT set_config('work_mem', '128MB', true)")
    # What is removed between the two is in the tallies alone, so that `_forget_removed` sees it.
    sql.execute(_TALLIES, bounds)
    sql.execute(_POSTINGS, bounds)
    rows = _ready(segment, planned, time.monotonic() - began)
    log.info("packed words", extra={"entries": rows, "segment": segment})
    return segment, rows


_REMOVED: Final = """
SELECT DISTINCT %(start)s + u.entry
  FROM memory_posting p, unnest(p.entries) AS u(entry)
 WHERE p.segment_id = %(segment)s
   AND NOT EXISTS (SELECT FROM memory_entry e WHERE e.id = %(start)s + u.entry)
"""
_CUT: Final = """
UPDATE memory_posting p
   SET (entries, counts, lengths) = (
       SELECT coalesce(array_agg(u.entry ORDER BY u.entry), '{}'),
              coalesce(array_agg(u.count ORDER BY u.entry), '{}'),
              coalesce(array_agg(u.length ORDER BY u.entry), '{}')
         FROM unnest(p.entries, p.counts, p.lengths) AS u(entry, count, length)
        WHERE u.entry <> ALL(%(gone)s::int[]))
 WHERE p.segment_id = %(segment)s AND p.entries && %(gone)s::int[]
"""
_STILL: Final = """
SELECT (SELECT sum(entries) FROM memory_tally WHERE segment_id = %(segment)s)
     - (SELECT count(*) FROM memory_entry WHERE id >= %(start)s AND id < %(stop)s)
"""


def _forget_removed(segment: int, planned: Range) -> None:
    """Take out the words of entries that were removed while they were packed.

    Whoever removed one in that time did not see the new segment. All of those have ended once
    nobody writes any more, and who comes later sees it.
    """
    _settled()
    bounds = {"segment": segment, "start": planned.start, "stop": planned.stop}
    if not sql.fetch(_STILL, bounds)[0][0]:
        return
    gone = [number - planned.start for (number,) in sql.fetch(_REMOVED, bounds)]
    with transaction.atomic():
        sql.execute(_CUT, {"segment": segment, "gone": gone})
        sql.execute(
            "DELETE FROM memory_posting WHERE segment_id = %(segment)s AND entries = '{}'",
            {"segment": segment},
        )
        sql.execute("DELETE FROM memory_tally WHERE segment_id = %(segment)s", {"segment": segment})
        sql.execute(_TALLIES, bounds)


_BEGIN: Final = """
INSERT INTO memory_segment (embedder_id, start, stop, rows, state, seconds)
VALUES (%(embedder)s, %(start)s, %(stop)s, 0, 'building', 0) RETURNING id
"""
_REPLACED: Final = "UPDATE memory_segment SET state = 'dropped' WHERE id = ANY(%(replaced)s)"
_READY: Final = """
UPDATE memory_segment
   SET state = 'ready', seconds = %(seconds)s,
       rows = (SELECT coalesce(sum(entries), 0) FROM memory_tally WHERE segment_id = %(segment)s)
 WHERE id = %(segment)s RETURNING rows
"""


def _begin(embedder_id: int | None, planned: Range) -> int:
    """Write down that a segment is being made; return its id."""
    params = {"embedder": embedder_id, "start": planned.start, "stop": planned.stop}
    return int(sql.fetch(_BEGIN, params)[0][0])


def _ready(segment: int, planned: Range, seconds: float) -> int:
    """Put a segment in the place of those that it takes in; return how many rows it has."""
    with transaction.atomic():
        sql.execute(_REPLACED, {"replaced": [each.id for each in planned.replaced]})
        ((rows,),) = sql.fetch(_READY, {"segment": segment, "seconds": seconds})
    return int(rows)


def _delete(segments: list[int]) -> None:
    """Forget segments that nobody searches any more."""
    for table in ("memory_posting", "memory_tally"):
        sql.execute(
            f"DELETE FROM {table} WHERE segment_id = ANY(%(segments)s)", {"segments": segments}
        )
    sql.execute("DELETE FROM memory_segment WHERE id = ANY(%(segments)s)", {"segments": segments})


def pack_vectors(embedder: EmbedderView) -> int:
    """Make a segment of an embedder's vectors if the tail is long enough; return how many it has.

    The index is built beside all reading and writing, on a connection of its own past any pooler:
    it holds a lock of its session, which ends with it.

    Queries: three; a dozen, and two for each segment that is taken in, when there is something to
    do.

    Raises:
        psycopg.Error: It cannot be built; what is left of it is dropped by the next one.
    """
    if _plan(embedder.id, _TAIL_OF_VECTORS, {"embedder": embedder.id}) is None:
        return 0
    with _own_connection() as own:
        if not _locked(own, embedder.id):
            return 0
        _clear(own, embedder.id)
        planned = _plan(embedder.id, _TAIL_OF_VECTORS, {"embedder": embedder.id}, _settled())
        return 0 if planned is None else _build(own, embedder, planned)


_COUNT: Final = """
INSERT INTO memory_tally (segment_id, space_id, entries, terms)
SELECT %(segment)s, space_id, count(*), 0 FROM memory_vector
 WHERE embedder_id = %(embedder)s AND entry_id >= %(start)s AND entry_id < %(stop)s GROUP BY 2
"""


def _build(own: psycopg.Connection[Any], embedder: EmbedderView, planned: Range) -> int:
    began = time.monotonic()
    segment = _begin(embedder.id, planned)
    _create_index(own, embedder, planned, segment)
    bounds = {"start": planned.start, "stop": planned.stop, "embedder": embedder.id}
    sql.execute(_COUNT, {**bounds, "segment": segment})
    rows = _ready(segment, planned, time.monotonic() - began)
    _drop(own, [each.id for each in planned.replaced])
    log.info("indexed vectors", extra={"entries": rows, "segment": segment})
    return rows


def _create_index(
    own: psycopg.Connection[Any], embedder: EmbedderView, planned: Range, segment: int
) -> None:
    own.execute(f"SET maintenance_work_mem = '{settings.SWITCHYARD.memory.index_mb}MB'")
    statement = f"""
        CREATE INDEX CONCURRENTLY {_name(segment)} ON memory_vector
         USING hnsw ((vector::halfvec({embedder.dimensions})) halfvec_ip_ops)
         WHERE embedder_id = {embedder.id}
           AND entry_id >= {planned.start} AND entry_id < {planned.stop}"""
    try:
        own.execute(statement)
    except psycopg.errors.DiskFull:  # containers share little memory between processes
        own.execute(f"DROP INDEX IF EXISTS {_name(segment)}")
        own.execute("SET max_parallel_maintenance_workers = 0")
        own.execute(statement)


def _name(segment: int) -> str:
    return f"memory_vector_segment_{segment}"


def _drop(own: psycopg.Connection[Any], segments: list[int]) -> None:
    for segment in segments:
        own.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {_name(segment)}")
    with transaction.atomic():
        _delete(segments)


_LEFT: Final = """
SELECT id FROM memory_segment
 WHERE embedder_id IS NOT DISTINCT FROM %(embedder)s AND state <> 'ready'
"""


def _clear(own: psycopg.Connection[Any], embedder_id: int) -> None:
    """Drop what a builder left that died: half an index, or one that was taken in."""
    left = [segment for (segment,) in sql.fetch(_LEFT, {"embedder": embedder_id})]
    if left:
        _drop(own, left)


def _locked(own: psycopg.Connection[Any], embedder_id: int) -> bool:
    row = own.execute("SELECT pg_try_advisory_lock(%s, %s)", (BUILDERS, embedder_id)).fetchone()
    return bool(row and row[0])


@contextmanager
def _own_connection() -> Iterator[psycopg.Connection[Any]]:
    direct = settings.SWITCHYARD.database_direct_url
    wanted = connection.get_connection_params()
    params = {name: wanted[name] for name in _REACHED if wanted.get(name)}
    if direct:
        params |= {k: v for k, v in conninfo_to_dict(str(direct)).items() if k in _REACHED}
    with psycopg.connect(**params, autocommit=True) as own:
        yield own


_REACHED: Final = ("host", "port", "user", "password", "dbname")
