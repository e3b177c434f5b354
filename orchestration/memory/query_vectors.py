"""Vectors of questions: kept for a while, for the same question comes again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Final

from orchestration.memory.ports import Embedded, TextEmbedder
from orchestration.memory.vectors import Vectors

KEPT: Final = 2_000
"""Questions of one process; about 1.5 MB for each thousand of 384 dimensions."""


class QueryVectors:
    """Asks an embedder, unless it was asked the same lately. Thread-safe."""

    def __init__(self, embedder: TextEmbedder, *, timeout_s: float, kept: int = KEPT) -> None:
        """Ask nothing yet."""
        self._embedder = embedder
        self._timeout_s = timeout_s
        self._kept = kept
        self._vectors: OrderedDict[tuple[str, str], Vectors] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, text: str) -> Embedded:
        """Return a question's vector, of length one: an array of one row.

        Raises:
            SwitchyardError: Nobody makes vectors, or not in time.
        """
        key = (self._embedder.name, text)
        with self._lock:
            found = self._vectors.get(key)
            if found is not None:
                self._vectors.move_to_end(key)
                return Embedded(key[0], found)
        made = self._embedder.embed([text], timeout_s=self._timeout_s)
        with self._lock:
            self._vectors[made.name, text] = made.vectors
            while len(self._vectors) > self._kept:
                self._vectors.popitem(last=False)
        return made
