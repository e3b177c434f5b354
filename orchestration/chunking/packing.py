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
        fits: Asked two to ten times for each span, whatever the number of pieces.
        cut: Asked for each piece that does not fit by itself.
    """
    start, at, taken = borders[0], 0, 1
    while at < len(borders) - 1:
        reached = _farthest(borders, start, at, fits, taken)
        if reached > at:
            yield start, borders[reached]
            start, at, taken = borders[reached], reached, reached - at
        elif start < borders[at]:  # the last part of a piece, which the next one does not join
            yield start, borders[at]
            start = borders[at]
        else:
            *parts, last = cut(start, borders[at + 1])
            yield from parts
            start, at = last[0], at + 1
    if start < borders[-1]:
        yield start, borders[-1]


def _farthest(borders: Sequence[int], start: int, at: int, fits: Fits, guess: int) -> int:
    """Return the last border up to which the text from `start` fits; `at` when there is none.

    Steps that double from a guess of how many pieces it is, up or down, then halves: what was asked
    for fits, even if `fits` is not monotone.
    """
    last = len(borders) - 1
    good, bad = at, last + 1
    place, step = min(at + guess, last), 1
    while good < place < bad:
        if fits(start, borders[place]):
            good, place = place, min(place + step, last)
        else:
            bad, place = place, max(place - step, at)
        step *= 2
    while bad - good > 1:
        middle = (good + bad) // 2
        good, bad = (middle, bad) if fits(start, borders[middle]) else (good, middle)
    return good
