"""The cache as the settings want it, for whoever calls models."""

from __future__ import annotations

from functools import partial

from django.conf import settings

from orchestration.cache.embedding import WorkerEmbedder
from orchestration.cache.store import PostgresAnswers
from orchestration.calls.cached_caller import CachedCaller
from orchestration.calls.caching import CacheRules
from orchestration.calls.calling import Calling
from orchestration.calls.ports import Ledger
from orchestration.ephemeral.aio import AsyncCalls
from orchestration.registry import services as registry


def rules() -> CacheRules:
    """Return what holds where a caller says nothing."""
    config = settings.SWITCHYARD.cache
    return CacheRules(
        enabled=config.enabled,
        temperature=config.temperature,
        ttl_s=config.ttl_s,
        near=config.semantic,
        threshold=config.threshold,
        embed_s=config.embed_s,
        wait_s=config.wait_s,
        answer_bytes=config.answer_bytes,
    )


def answers() -> PostgresAnswers:
    """Return a store for one event loop; close it at its end."""
    config = settings.SWITCHYARD.cache
    return PostgresAnswers(config.threads, config.waiting, config.flush_s)


def cached(
    inner: Calling, store: PostgresAnswers, ledger: Ledger, calls: AsyncCalls | None = None
) -> CachedCaller:
    """Put the cache before a caller.

    Args:
        inner: Calls models.
        store: Keeps answers.
        ledger: Learns of those that cost nothing.
        calls: Ephemeral calls, for vectors of questions; None compares none.
    """
    embedder = None
    if calls is not None:
        find = partial(store.run, partial(registry.resolve, None, "embedding"))
        embedder = WorkerEmbedder(calls, find, settings.SWITCHYARD.cache.embed_s)
    return CachedCaller(inner, store, ledger, rules(), embedder)
