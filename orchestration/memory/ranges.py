"""Which ranges of entries' numbers become segments. Pure.

The tail becomes a segment once it is long enough, and takes with it the segments before it that are
not much larger. So there are few of them, each several times as large as the next, and an entry is
indexed again only a few times in its life. None is larger than can be built in memory, which is
several times as fast, and found better in: a walk keeps as many in view in a small graph as in a
large one. A segment most of whose entries were removed is made anew: it costs searches as much as a
full one.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from orchestration.memory.segments import SegmentView

LEAST: Final = 5_000
"""So many entries in the tail make a segment."""
RATIO: Final = 4
"""A segment that is not so many times as large as what comes behind it is taken in."""
KEPT: Final = 0.7
"""A segment that has a smaller part of its entries left is made anew."""


@dataclass(frozen=True, slots=True)
class Range:
    """What becomes one segment, or, where nothing is left in it, none.

    Attributes:
        start, stop: Its entries' numbers, the last one not included.
        replaced: The segments that it takes in.
        rows: How many entries it has, about.
    """

    start: int
    stop: int
    replaced: tuple[SegmentView, ...]
    rows: int


def next_range(
    segments: Sequence[SegmentView], rows: int, stop: int, most: int = sys.maxsize
) -> Range | None:
    """Return what to index next: the tail with what it takes in, or None while it is short.

    Args:
        segments: Those that are ready, in order.
        rows: How many entries the tail has.
        stop: The number after the last entry's.
        most: So many entries a segment has at most. A longer tail is cut.
    """
    if rows < LEAST:
        return None
    kept = list(segments)
    replaced: list[SegmentView] = []
    total = rows
    while kept and kept[-1].rows < RATIO * total and kept[-1].rows + total <= most:
        replaced.insert(0, kept.pop())
        total += replaced[0].rows
    start = kept[-1].stop if kept else 1
    if total > most:  # each number is that of one entry at most
        stop, total = min(stop, start + most), most
    return Range(start, stop, tuple(replaced), total) if stop > start else None


def worn_range(
    segments: Sequence[SegmentView], left: Mapping[int, int], most: int = sys.maxsize
) -> Range | None:
    """Return what to index again: the first segment that has lost much, with those behind it that
    are not much larger than what it has left; None where none has.

    Nothing is left in a range only where nothing is left behind it either: then it needs no
    segment.

    Args:
        segments: Those that are ready, in order.
        left: How many entries each has now, by its id; those that have none may be missing.
        most: So many entries a segment has at most.
    """
    for at, first in enumerate(segments):
        rows = left.get(first.id, 0)
        if rows >= KEPT * first.rows:
            continue
        taken = [first]
        for each in segments[at + 1 :]:
            more = left.get(each.id, 0)
            if (rows >= LEAST and more >= RATIO * rows) or 0 < rows > most - more:
                break
            taken.append(each)
            rows += more
        return Range(first.start, taken[-1].stop, tuple(taken), rows)
    return None
