"""This process's memory: what stores and finds, with vectors by workers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final
from uuid import UUID

from api.rest.callers import callers
from orchestration.memory.ports import Embedded, TextEmbedder
from orchestration.memory.query_vectors import QueryVectors
from orchestration.memory.remembering import Memory
from orchestration.memory.reranking import Reranker
from orchestration.memory.searching import Searcher
from orchestration.memory.using import UseCounter
from orchestration.memory.worker_ranks import WorkerRanks
from orchestration.memory.worker_texts import WorkerTexts

PATIENCE_S: Final = 5.0
"""A vector that takes longer is made later, and a question is looked for by its words."""
EVERYBODY: Final = UUID(int=0)
"""Memory's calls count as one caller's: some places are always left to others."""
TURN_S: Final = 0.5
"""So long a call waits for its turn: most take some milliseconds, and threads are few."""


class BoundedTexts:
    """Makes vectors while there is a place to wait for them in: the port `TextEmbedder`."""

    @property
    def name(self) -> str:
        """See `TextEmbedder`."""
        return WorkerTexts(callers().calls).name

    def embed(self, texts: Sequence[str], *, name: str, timeout_s: float) -> Embedded:
        """See `TextEmbedder`.

        Raises:
            TooManyCalls: There is no place.
        """
        with callers().one(EVERYBODY, patience_s=TURN_S):
            return WorkerTexts(callers().calls).embed(texts, name=name, timeout_s=timeout_s)


class BoundedRanks:
    """Compares texts while there is a place to wait for that in: the port `TextRanker`."""

    def rank(self, question: str, texts: Sequence[str], *, timeout_s: float) -> Sequence[float]:
        """See `TextRanker`.

        Raises:
            TooManyCalls: There is no place.
        """
        with callers().one(EVERYBODY, patience_s=TURN_S):
            return WorkerRanks(callers().calls).rank(question, texts, timeout_s=timeout_s)


@cache
def _texts() -> TextEmbedder:
    return BoundedTexts()


@cache
def memory() -> Memory:
    """Return what stores memories."""
    return Memory(_texts(), timeout_s=PATIENCE_S)


@cache
def searcher() -> Searcher:
    """Return what finds them."""
    return Searcher(QueryVectors(_texts(), timeout_s=PATIENCE_S), reranker())


@cache
def reranker() -> Reranker:
    """Return what puts hits in a new order."""
    return Reranker(BoundedRanks(), timeout_s=PATIENCE_S)


@cache
def uses() -> UseCounter:
    """Return what counts which memories are found."""
    return UseCounter()
