"""Each test runs with the store in memory and with the one in Redis."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator

import pytest

from orchestration.calls.memory_store import MemoryStore
from orchestration.calls.redis_store import RedisStore
from orchestration.calls.store import BreakerRules, Store, StoreRules
from tests.calls.desk import Desk, desk

QUICK = StoreRules(
    window_s=0.4,
    lease_s=1.0,
    breaker=BreakerRules(
        window_s=30.0, least=4, share=0.5, open_s=0.4, most_open_s=1.0, calm_s=30.0
    ),
)
"""A minute of 0.4 s, so that tests need not wait for a real one."""


@pytest.fixture
def rules() -> StoreRules:
    """How the store counts; tests may say otherwise."""
    return QUICK


@pytest.fixture(params=["memory", "redis"])
async def store(request: pytest.FixtureRequest, rules: StoreRules) -> AsyncIterator[Store]:
    """Either store."""
    if request.param == "memory":
        yield MemoryStore(rules)
        return
    shared = RedisStore.at(os.environ["REDIS_URL"], rules, wait_s=30)
    yield shared
    await shared.close()


@pytest.fixture
async def at(store: Store) -> AsyncIterator[Desk]:
    """A desk with either store."""
    async with desk(store) as opened:
        yield opened
