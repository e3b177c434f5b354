"""What stores and finds memories for our pages: vectors are made by workers, or not at all.

A page waits for a worker no longer than people wait for a page. Without one, a memory gets its
vector later, and a question is looked for by its words.
"""

from functools import cache
from typing import Final

from django.conf import settings

from orchestration.ephemeral.calls import Calls
from orchestration.ephemeral.talk import Bounds
from orchestration.memory.query_vectors import QueryVectors
from orchestration.memory.remembering import Memory
from orchestration.memory.reranking import Reranker
from orchestration.memory.searching import Searcher
from orchestration.memory.worker_ranks import WorkerRanks
from orchestration.memory.worker_texts import WorkerTexts

PATIENCE_S: Final = 3.0


@cache
def texts() -> WorkerTexts:
    """Return this process's way to workers that hold embedding models."""
    return WorkerTexts(_calls())


@cache
def _calls() -> Calls:
    config = settings.SWITCHYARD
    return Calls(str(config.redis_url), Bounds.of(config.ephemeral))


@cache
def memory() -> Memory:
    """Return what changes memories."""
    return Memory(texts(), timeout_s=PATIENCE_S)


@cache
def searcher() -> Searcher:
    """Return what finds them."""
    ranks = WorkerRanks(_calls())
    return Searcher(
        QueryVectors(texts(), timeout_s=PATIENCE_S), Reranker(ranks, timeout_s=PATIENCE_S)
    )
