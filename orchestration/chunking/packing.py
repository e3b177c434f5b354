"""Filling passages: as many pieces of a text as fit, then the next passage."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

Span: TypeAlias = tuple[int, int]
Fits: TypeAlias = Callable[[int, int], bool]
"""Says whether the text between two places is short enough."""
Cut: TypeAlias = Callable[[int, int], Iterator[Span]]
"""Yields what fits of a piece that does not."""


def pack(borders: Sequence[int], fits: Fits, cut: Cut) -> Iterator[Span]:
    """Yield spans that follow each other, each as long as fits.

    The last part of a piece that had to be cut is filled up with what follows.

    Args:
        borders: Where the text may be parted, in order, with its start and end.
        fits: Asked about ten times for each span, whatever the number of pieces.
        cut: Asked for each piece that does not fit by itself.
    """
    start, at = borders[0], 0
    while at < len(borders) - 1:
        reached = _farthest(borders, start, at, fits)
        if reached > at:
            yield start, borders[reached]
            start, at = borders[reached], reached
        elif start < borders[at]:  # the last part of a piece, which the next one does not join
            yield start, borders[at]
            start = borders[at]
        else:
            *parts, last = cut(start, borders[at + 1])
            yield from parts
            start, at = last[0], at + 1
    if start < borders[-1]:
        yield start, borders[-1]


def _farthest(borders: Sequence[int], start: int, at: int, fits: Fits) -> int:
    """Return the last border up to which the text from `start` fits; `at` when there is none.

    Steps that double, then halves: what was asked for fits, even if `fits` is not monotone.
    """
    last, good, step = len(borders) - 1, at, 1
    while good < last and fits(start, borders[min(good + step, last)]):
        good = min(good + step, last)
        step *= 2
    bad = min(good + step, last + 1)
    while bad - good > 1:
        middle = (good + bad) // 2
        good, bad = (middle, bad) if fits(start, borders[middle]) else (good, middle)
    return good
