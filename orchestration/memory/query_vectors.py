"""Vectors of questions: kept for a while, for the same question comes again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Final

from orchestration.memory.ports import TextEmbedder
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

    def of(self, text: str, name: str) -> Vectors:
        """Return a question's vector: an array of one dimension, of length one.

        Args:
            text: The question.
            name: What must make the vector.

        Raises:
            SwitchyardError: That one is not to be had, or does not answer in time.
        """
        key = (name, text)
        with self._lock:
            found = self._vectors.get(key)
            if found is not None:
                self._vectors.move_to_end(key)
                return found
        answer = self._embedder.embed([text], name=name, timeout_s=self._timeout_s)
        made: Vectors = answer.vectors[0]
        with self._lock:
            self._vectors[key] = made
            while len(self._vectors) > self._kept:
                self._vectors.popitem(last=False)
        return made
