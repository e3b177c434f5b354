"""Redis goes away, comes back, and loses everything: nobody is refused because of that."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from deploy.local.redis import EmbeddedRedis
from orchestration.calls.errors import LimitReached
from orchestration.calls.fallback_store import FallbackStore
from orchestration.calls.gate import Gate
from orchestration.calls.memory_store import MemoryStore
from orchestration.calls.ports import Limit
from orchestration.calls.redis_store import RedisStore
from tests.calls.test_gate import claim
from tests.patience import eventually, until_here

ONE = Limit("tenant", "acme", concurrent=1)


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[EmbeddedRedis]:
    with EmbeddedRedis(tmp_path / "redis") as running:
        yield running


@pytest.fixture
async def gate(server: EmbeddedRedis) -> AsyncIterator[Gate]:
    shared = RedisStore.at(server.url, wait_s=5)
    opened = Gate(FallbackStore(shared, MemoryStore()), renew_s=0.1)
    yield opened
    await opened.close()
    await shared.close()


async def test_without_redis_this_process_counts_for_itself_and_says_so_once(
    server: EmbeddedRedis, gate: Gate, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    before = await gate.acquire(claim(ONE, policy="refuse"))
    assert before.shared
    server.stop()
    alone = await gate.acquire(claim(ONE, policy="refuse"))  # passed: the other is not known here
    assert not alone.shared
    with pytest.raises(LimitReached):
        await gate.acquire(claim(ONE, policy="refuse"))
    await gate.release(before, tokens=5, sign="alive")
    await gate.release(alone, tokens=5, sign="alive")
    assert caplog.text.count("Redis is away") == 1
    server.start()

    async def is_shared() -> bool:
        lease = await gate.acquire(claim(ONE))
        await gate.release(lease, tokens=5, sign="alive")
        return lease.shared

    assert await eventually(is_shared)  # a second passes before Redis is asked again
    assert caplog.text.count("shared again") == 1


async def test_after_redis_was_wiped_calls_under_way_come_back(
    server: EmbeddedRedis, gate: Gate
) -> None:
    import redis

    held = await gate.acquire(claim(ONE, policy="refuse"))
    with redis.Redis.from_url(server.url) as client:
        client.flushall()
        await until_here(partial(client.exists, "calls:under_way:tenant:acme"))
    with pytest.raises(LimitReached):
        await gate.acquire(claim(ONE, policy="refuse"))
    await gate.release(held, tokens=None, sign="alive")
    await gate.release(await gate.acquire(claim(ONE)), tokens=None, sign="alive")
