"""Which ranges of entries are indexed, and up to where nobody writes any more."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Final

from orchestration import sql

WRITERS: Final = 0x5C00_0001
"""The advisory lock that writers of entries share, from taking numbers to their commit."""
PATIENCE_S: Final = 10.0
_PAUSE_S: Final = 0.005
_LONGEST_PAUSE_S: Final = 0.2


@dataclass(frozen=True, slots=True)
class SegmentView:
    """A range of entries' numbers, from `start` to before `stop`, with an index over it."""

    id: int
    start: int
    stop: int
    rows: int


_READY: Final = """
SELECT id, start, stop, rows FROM memory_segment
 WHERE embedder_id IS NOT DISTINCT FROM %(embedder)s AND state = 'ready' ORDER BY start
"""


def ready_segments(embedder_id: int | None) -> list[SegmentView]:
    """Return the segments of an embedder's vectors, or of words (None), in order. Queries: one.

    Each begins where the one before ends, and the first at 1.
    """
    return [SegmentView(*row) for row in sql.fetch(_READY, {"embedder": embedder_id})]


def tail_start(segments: list[SegmentView]) -> int:
    """Return the first number that no segment covers."""
    return segments[-1].stop if segments else 1


class Unsettled(Exception):  # noqa: N818 - named for what happened
    """Somebody has been writing for long; what waits for that is tried again later."""


_LAST: Final = "SELECT last_value FROM memory_entry_id_seq"
_WRITING: Final = """
SELECT virtualtransaction FROM pg_locks
 WHERE locktype = 'advisory' AND classid = 0 AND objid = %(writers)s::bigint::oid AND objsubid = 1
   AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
   AND granted AND pid <> pg_backend_pid()
"""


def settled(patience_s: float = PATIENCE_S) -> int:
    """Return a number below which nobody writes any more.

    Who writes or removes entries holds `WRITERS` from before it takes numbers until it commits. So
    once all those have ended who hold it now, each number that was taken until now is written or
    never will be, and whoever still goes on has begun after this was called. Nobody waits for it.

    Queries: two, and some more while somebody writes; outside a transaction that others wait for.

    Raises:
        Unsettled: One of them goes on for longer.
    """
    ((last,),) = sql.fetch(_LAST)
    until, pause = time.monotonic() + patience_s, _PAUSE_S
    waited_for = before = _writing()
    while waited_for:
        if time.monotonic() > until:
            raise Unsettled(f"{len(waited_for)} transactions have been writing entries for long")
        time.sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE_S)
        waited_for = before & _writing()
    return int(last) + 1


def _writing() -> set[str]:
    return {transaction for (transaction,) in sql.fetch(_WRITING, {"writers": WRITERS})}
