"""Makes segments: HNSW indexes of vectors and postings of words, over ranges of entries.

Nothing here is needed for a search to be right: what no segment covers is in the tail. So whoever
dies here leaves only work behind, which the next one takes up: a segment that is being built is
nobody's yet, and what is left of a dead builder is dropped first.

Which ranges become segments is decided in `ranges`.
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

import psycopg
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection, transaction
from psycopg.conninfo import conninfo_to_dict

from orchestration import sql
from orchestration.memory import ranges
from orchestration.memory.embedders import EmbedderView
from orchestration.memory.ranges import Range, next_range, worn_range
from orchestration.memory.records.vector import SLIM
from orchestration.memory.removing import hold
from orchestration.memory.segments import Unsettled, ready_segments, settled, tail_start

log = logging.getLogger(__name__)

BUILDERS: Final = 0x5C1
"""First half of the advisory locks that let one builder work at a time, for each embedder."""
WORDS: Final = 0
"""Second half for words; embedders' numbers begin at 1."""

_NODE: Final = 768
"""Bytes that a vector takes in an index that is being built, beside its numbers of two bytes each:
650 were measured."""

ENDING_S: Final = 60.0
"""How long a segment of words waits for those who had begun before it; else it is made again."""

# Those that have no segment, and too few vectors for one, need not be looked at: they are many
# where tenants bring vectors of their own. They are counted in an index that is in their order.
_FEW: Final = """
(SELECT count(*) FROM (
     SELECT FROM memory_vector v WHERE v.embedder_id = b.id AND v.dimensions {width}
      ORDER BY v.space_id, v.entry_id LIMIT %(least)s) few)
"""
_EMBEDDERS: Final = f"""
SELECT b.id, b.name, b.dimensions FROM memory_embedder b
 WHERE b.dimensions > 0 AND (
       EXISTS (SELECT FROM memory_segment s WHERE s.embedder_id = b.id)
    OR CASE WHEN b.dimensions <= {SLIM} THEN {_FEW.format(width=f"<= {SLIM}")}
            ELSE {_FEW.format(width=f"> {SLIM}")} END >= %(least)s)
 ORDER BY b.id
"""


def pack() -> None:
    """Make all segments that are due. Queries: one, and as `pack_words`, and as `pack_vectors` for
    each embedder that has segments or enough vectors for one.

    Where somebody writes for long, the next one makes them.

    Raises:
        django.db.Error, psycopg.Error: The first that befell one of them; the others are made.
    """
    first: Exception | None = None
    embedders = [EmbedderView(*row) for row in sql.fetch(_EMBEDDERS, {"least": ranges.LEAST})]
    due: list[Callable[[], int]] = [pack_words]
    due += [partial(pack_vectors, each) for each in embedders]
    for make in due:
        try:
            make()
        except Unsettled as error:
            log.info("indexing waits for who writes", extra={"error": str(error)})
            break
        except (DatabaseError, InterfaceError, psycopg.Error) as error:
            log.warning("a segment was not made", extra={"error": str(error)})
            first = first or error
    if first is not None:
        raise first


def pack_words() -> int:
    """Make a segment of words if one is due; return how many entries it has.

    One builder works at a time: it holds a lock of a session of its own, which ends with it.

    Queries: three; two dozen, in three transactions, when there is something to do.
    """
    if not _is_due(None, _TAIL_OF_WORDS, {}):
        return 0
    with _own_connection() as own:
        if not _locked(own, WORDS):
            return 0
        _retire(_left(None))
        planned = _plan(None, _TAIL_OF_WORDS, {}, settled())
        if planned is None:
            return 0
        rows = _pack_words(planned) if planned.rows else 0
        _retire([each.id for each in planned.replaced])
    return rows


_TAIL_OF_WORDS: Final = """
SELECT count(*), coalesce(max(id), 0) + 1 FROM memory_entry
 WHERE id >= %(start)s AND id < coalesce(%(stop)s, 9223372036854775807)
"""
_TAIL_OF_VECTORS: Final = """
SELECT count(*), coalesce(max(entry_id), 0) + 1 FROM memory_vector
 WHERE entry_id >= %(start)s AND entry_id < coalesce(%(stop)s, 9223372036854775807)
   AND embedder_id = %(embedder)s
"""


_LEFT: Final = """
SELECT id FROM memory_segment
 WHERE embedder_id IS NOT DISTINCT FROM %(embedder)s AND state <> 'ready'
"""


def _left(embedder_id: int | None) -> list[int]:
    """Return the segments that a builder left that died: half made, or taken in."""
    return [segment for (segment,) in sql.fetch(_LEFT, {"embedder": embedder_id})]


def _is_due(embedder_id: int | None, query: str, params: dict[str, Any]) -> bool:
    return _plan(embedder_id, query, params) is not None or bool(_left(embedder_id))


def _plan(
    embedder_id: int | None,
    query: str,
    params: dict[str, Any],
    stop: int | None = None,
    most: int = sys.maxsize,
) -> Range | None:
    segments = ready_segments(embedder_id)
    tail = {"start": tail_start(segments), "stop": stop, **params}
    ((rows, last),) = sql.fetch_planned(query, tail)
    planned = next_range(segments, rows, last, most)
    return planned or worn_range(segments, _rows_left(embedder_id), most)


_ROWS_LEFT: Final = """
SELECT y.segment_id, sum(y.entries)::bigint
  FROM memory_segment s JOIN memory_tally y ON y.segment_id = s.id
 WHERE s.embedder_id IS NOT DISTINCT FROM %(embedder)s AND s.state = 'ready' GROUP BY 1
"""


def _rows_left(embedder_id: int | None) -> dict[int, int]:
    """Return how many entries segments have now, by their ids."""
    return dict(sql.fetch(_ROWS_LEFT, {"embedder": embedder_id}))


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
_TALLIES_OF: Final = _TALLIES.replace("GROUP BY", "AND space_id = ANY(%(spaces)s) GROUP BY")


def _pack_words(planned: Range) -> int:
    """Write the words of a range down, then let them be found; return how many entries it has.

    Whoever dies between the two leaves a segment that nobody searches.
    """
    began = time.monotonic()
    with transaction.atomic():
        segment = _begin(None, planned)
        bounds = {"segment": segment, "start": planned.start, "stop": planned.stop}
        sql.execute("SELECT set_config('work_mem', '128MB', true)")
        # What is removed between the two is in the tallies alone, which `_forget_removed` sees.
        sql.execute(_TALLIES, bounds)
        sql.execute(_POSTINGS, bounds)
    # Who removes an entry from here on takes its words out of this segment, too. Those who had
    # begun before did not see it; all of them have ended then.
    settled(ENDING_S)
    with transaction.atomic():
        _forget_removed(segment, planned)
        rows = _ready(segment, planned, time.monotonic() - began)
    log.info("packed words", extra={"entries": rows, "segment": segment})
    return rows


_DIFFERING: Final = """
SELECT coalesce(s.realm_id, 0), y.space_id
  FROM memory_tally y
  LEFT JOIN (SELECT space_id, count(*) AS entries FROM memory_entry
              WHERE id >= %(start)s AND id < %(stop)s GROUP BY 1) e ON e.space_id = y.space_id
  LEFT JOIN memory_space s ON s.id = y.space_id
 WHERE y.segment_id = %(segment)s AND y.entries <> coalesce(e.entries, 0)
 ORDER BY 1, 2
"""
_REMOVED: Final = """
SELECT DISTINCT u.entry
  FROM memory_posting p, unnest(p.entries) AS u(entry)
 WHERE p.segment_id = %(segment)s AND p.space_id = ANY(%(spaces)s)
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
 WHERE p.segment_id = %(segment)s AND p.space_id = ANY(%(spaces)s)
   AND p.entries && %(gone)s::int[]
"""
_EMPTIED: Final = """
DELETE FROM memory_posting
 WHERE segment_id = %(segment)s AND space_id = ANY(%(spaces)s) AND entries = '{}'
"""
_UNTALLIED: Final = """
DELETE FROM memory_tally WHERE segment_id = %(segment)s AND space_id = ANY(%(spaces)s)
"""


def _forget_removed(segment: int, planned: Range) -> None:
    """Take out the words of entries that were removed while they were packed.

    Realm by realm, in the order of their numbers, and each as whoever removes entries there does:
    so nobody waits for somebody who waits for this.
    """
    bounds = {"segment": segment, "start": planned.start, "stop": planned.stop}
    rows = sql.fetch(_DIFFERING, bounds)
    for realm_id, found in groupby(rows, key=itemgetter(0)):
        hold(realm_id)
        some = bounds | {"spaces": [space for _, space in found]}
        some["gone"] = [entry for (entry,) in sql.fetch(_REMOVED, some)]
        for statement in (_CUT, _EMPTIED, _UNTALLIED, _TALLIES_OF):
            sql.execute(statement, some)


_BEGIN: Final = """
INSERT INTO memory_segment (embedder_id, start, stop, rows, state, seconds)
VALUES (%(embedder)s, %(start)s, %(stop)s, 0, 'building', 0) RETURNING id
"""
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
        sql.execute(_DROPPED, {"segments": [each.id for each in planned.replaced]})
        ((rows,),) = sql.fetch(_READY, {"segment": segment, "seconds": seconds})
    return int(rows)


_DROPPED: Final = "UPDATE memory_segment SET state = 'dropped' WHERE id = ANY(%(segments)s)"
_DELETE: Final = (
    "DELETE FROM memory_posting WHERE segment_id = ANY(%(segments)s)",
    "DELETE FROM memory_tally WHERE segment_id = ANY(%(segments)s)",
    "DELETE FROM memory_segment WHERE id = ANY(%(segments)s)",
)


def _retire(segments: list[int]) -> None:
    """Forget segments, once nobody takes anything out of them any more."""
    if not segments:
        return
    sql.execute(_DROPPED, {"segments": segments})
    settled()
    with transaction.atomic():
        for statement in _DELETE:
            sql.execute(statement, {"segments": segments})


def pack_vectors(embedder: EmbedderView) -> int:
    """Make a segment of an embedder's vectors if one is due; return how many it has.

    The index is built beside all reading and writing, on a connection of its own past any pooler:
    it holds a lock of its session, which ends with it.

    Queries: three; about fifteen, and one for each segment that is taken in, when there is
    something to do.

    Raises:
        psycopg.Error: It cannot be built; what is left of it is dropped by the next one.
    """
    if not _is_due(embedder.id, _TAIL_OF_VECTORS, {"embedder": embedder.id}):
        return 0
    most = settings.SWITCHYARD.memory.index_mb * 2**20 // (2 * embedder.dimensions + _NODE)
    with _own_connection() as own:
        if not _locked(own, embedder.id):
            return 0
        if left := _left(embedder.id):
            _drop(own, left)
        tail = {"embedder": embedder.id}
        planned = _plan(embedder.id, _TAIL_OF_VECTORS, tail, settled(), most)
        if planned is None:
            return 0
        rows = _build(own, embedder, planned) if planned.rows else 0
        _drop(own, [each.id for each in planned.replaced])
        return rows


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
    _retire(segments)


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
