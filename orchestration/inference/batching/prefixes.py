"""Caches of what was read before, so that a common beginning is read once.

Whoever sits down asks for the longest beginning that another sequence has in its slot, or that
was kept when one ended. What is restored is cut back to the part that is shared.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from orchestration.inference.batching.native import Blob

SHORTEST = 32
"""Below this many shared tokens reading them again costs as little."""
MOST_KEPT = 1000
"""All are compared with each prompt, by the thread that decodes."""


@dataclass(frozen=True, slots=True)
class Found:
    """A shared beginning and where it lies: in a slot, or kept."""

    length: int
    slot: int | None
    blob: Blob | None


class Prefixes:
    """Kept caches, the least recently used go first when `limit` bytes are passed."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._kept: OrderedDict[bytes, tuple[npt.NDArray[np.int32], Blob]] = OrderedDict()
        self.size = 0

    def keep(self, tokens: Sequence[int], blob: Blob) -> None:
        """Keep the cache of a sequence that ended."""
        array = np.asarray(tokens[: blob.length], dtype=np.int32)
        if len(blob.data) > self._limit or len(array) < SHORTEST:
            return
        self._drop(array.tobytes())
        self._kept[array.tobytes()] = (array, blob)
        self.size += len(blob.data)
        while self.size > self._limit or len(self._kept) > MOST_KEPT:
            self._drop(next(iter(self._kept)))

    def find(
        self,
        tokens: Sequence[int],
        seated: Iterable[tuple[int, Sequence[int]]],
        floor: Callable[[int], int],
    ) -> Found | None:
        """Return the longest beginning of `tokens` that is cached somewhere.

        The last two tokens are never part of it: the last must be read to draw the next one, and a
        single token is computed another way than several.

        Args:
            tokens: What is to be read.
            seated: Slots and the tokens in them.
            floor: Returns the longest beginning within a length after which reading may go on.
        """
        wanted = np.asarray(tokens[:-2], dtype=np.int32)
        best = Found(0, None, None)
        for slot, cached in seated:
            length = floor(_shared(wanted, np.asarray(cached, dtype=np.int32)))
            if length > best.length:
                best = Found(length, slot, None)
        for key, (array, blob) in self._kept.items():
            length = floor(_shared(wanted, array))
            if length > best.length:
                best, used = Found(length, None, blob), key
        if best.blob is not None:
            self._kept.move_to_end(used)
        return best if best.length >= SHORTEST else None

    def clear(self) -> None:
        """Keep nothing any more."""
        self._kept.clear()
        self.size = 0

    def forget(self, found: Found) -> None:
        """Keep a copy no longer that could not be used."""
        for key in [key for key, (_, blob) in self._kept.items() if blob is found.blob]:
            self._drop(key)

    def _drop(self, key: bytes) -> None:
        if (entry := self._kept.pop(key, None)) is not None:
            self.size -= len(entry[1].data)


def _shared(one: npt.NDArray[np.int32], other: npt.NDArray[np.int32]) -> int:
    """Return how many tokens both begin with."""
    most = min(len(one), len(other))
    differing = np.flatnonzero(one[:most] != other[:most])
    return int(differing[0]) if len(differing) else most
