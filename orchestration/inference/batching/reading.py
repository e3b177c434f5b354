"""Which prompts are read in one call; pure.

llama.cpp splits a call into parts in which every sequence has the same number of tokens, and whose
slots follow each other. A part of one token is computed another way than a longer one: prompts are
put together, and cut into chunks, only where no such part comes about. Then what is read beside a
prompt does not change a bit of it, and neither does where it is cut.
"""

from __future__ import annotations

from collections.abc import Iterable

from orchestration.inference.batching.prefixes import SHORTEST
from orchestration.inference.batching.sequence import Sequence

CHUNK = 128
"""Tokens of a prompt that are read at once: beside others that draw, a step stays short."""


def chunk(sequence: Sequence) -> range:
    """Return the positions that are read next.

    Chunks end at multiples of `CHUNK`, but no single token is left for the last one, and at the
    edges of images.
    """
    start, count = sequence.cached, len(sequence.tokens)
    end = start - start % CHUNK + CHUNK
    return range(start, sequence.layout.until(start, count if end >= count - 1 else end))


def brevity(sequence: Sequence) -> tuple[int, int, int]:
    """Order by it: the most urgent first, then the one with the least left to read."""
    left = len(sequence.tokens) - sequence.cached
    return (-sequence.priority, left, sequence.arrival)


def together(reading: list[Sequence], most: int, align: int) -> list[Sequence]:
    """Return those that are read in one call, by slot.

    Args:
        reading: Seated sequences with something to read, in the order in which they may; the
            first is always among those returned.
        most: Tokens of a call, but for the first one's chunk.
        align: Beginnings are shared in multiples of it. Who has the same beginning as another
            waits, to copy it. Who is less urgent than the first waits, too: a longer call would
            hold that up.
    """
    group = [reading[0]]
    total = len(chunk(reading[0]))
    for each in reading[1:]:
        if each.priority < reading[0].priority:
            continue
        length = len(chunk(each))
        if total + length > most or not _adjoins(each, group) or not _fits(length, group):
            continue
        if not any(_begin_alike(each, other, max(SHORTEST, align)) for other in group):
            group.append(each)
            total += length
    return sorted(group, key=_slot)


def _slot(sequence: Sequence) -> int:
    return -1 if sequence.slot is None else sequence.slot


def _adjoins(sequence: Sequence, group: Iterable[Sequence]) -> bool:
    slots = [_slot(each) for each in group]
    return _slot(sequence) in (min(slots) - 1, max(slots) + 1)


def _fits(length: int, group: Iterable[Sequence]) -> bool:
    """Tell whether no part of one token comes about: lengths are equal or far enough apart."""
    lengths = sorted({length, *(len(chunk(each)) for each in group)})
    parts = [longer - shorter for shorter, longer in zip([0, *lengths], lengths, strict=False)]
    return 1 not in parts or lengths == [1]


def _begin_alike(one: Sequence, other: Sequence, length: int) -> bool:
    return one.cached < length and one.tokens[:length] == other.tokens[:length]
