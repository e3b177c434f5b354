"""Which ranges of entries are indexed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from orchestration import sql

WRITERS: Final = 0x5C00_0001
"""The advisory lock that writers of entries share, from taking numbers to their commit."""


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
