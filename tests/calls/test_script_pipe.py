"""Calls of scripts that travel together: in order, once, whoever leaves."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest
import redis.asyncio
from redis.exceptions import RedisError, ResponseError

from deploy.local.ports import free_port
from orchestration.calls.script_pipe import ScriptPipe

_NOTE = "return redis.call('RPUSH', KEYS[1], ARGV[1])"


class Client:
    """Connections to Redis, with a count of the groups that are sent."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner
        self.groups = 0

    def pipeline(self, **options: Any) -> Any:
        self.groups += 1
        return self.inner.pipeline(**options)


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    inner = redis.asyncio.Redis.from_url(os.environ["REDIS_URL"], decode_responses=True)
    yield Client(inner)
    await inner.aclose()


@pytest.fixture
def key() -> str:
    return f"pipe:{uuid4()}"


async def noted(client: Client, key: str) -> list[str]:
    found: list[str] = await client.inner.lrange(key, 0, -1)
    return found


async def test_calls_of_the_same_moment_travel_together_and_in_order(
    client: Client, key: str
) -> None:
    pipe, note = ScriptPipe(client), client.inner.register_script(_NOTE)
    await pipe.call(note, [key], ["first"])
    before = client.groups
    assert await asyncio.gather(*(pipe.call(note, [key], [at]) for at in range(20))) == [
        *range(2, 22)
    ]
    assert client.groups - before == 1
    assert await noted(client, key) == ["first", *map(str, range(20))]


async def test_a_script_that_redis_has_forgotten_is_told_again(client: Client, key: str) -> None:
    pipe, note = ScriptPipe(client), client.inner.register_script(f"{_NOTE} -- {key}")
    assert await pipe.call(note, [key], ["one"]) == 1
    assert await pipe.call(note, [key], ["two"]) == 2


async def test_a_call_with_its_text_comes_in_its_turn_though_redis_has_forgotten_it(
    client: Client, key: str
) -> None:
    pipe, note = ScriptPipe(client), client.inner.register_script(_NOTE)
    await pipe.call(note, [key], ["known"])
    rare = client.inner.register_script(f"{_NOTE} -- {key}")
    await asyncio.gather(
        pipe.call(rare, [key], ["rare"], by_text=True), pipe.call(note, [key], ["next"])
    )
    assert await noted(client, key) == ["known", "rare", "next"]


async def test_who_leaves_while_he_waits_disturbs_nobody(client: Client, key: str) -> None:
    pipe, note = ScriptPipe(client), client.inner.register_script(_NOTE)
    leaving, staying = (pipe.call(note, [key], [who]) for who in ("leaving", "staying"))
    leaving.cancel()
    assert await staying == 2
    assert await noted(client, key) == ["leaving", "staying"]


async def test_one_that_fails_harms_no_other(client: Client, key: str) -> None:
    pipe, note = ScriptPipe(client), client.inner.register_script(_NOTE)
    wrong = client.inner.register_script("return redis.call('NONSENSE')")
    said = await asyncio.gather(
        pipe.call(wrong, [key], []), pipe.call(note, [key], ["fine"]), return_exceptions=True
    )
    assert isinstance(said[0], ResponseError)
    assert said[1] == 1


async def test_without_redis_all_who_wait_are_told(key: str) -> None:
    away = redis.asyncio.Redis(port=free_port())
    pipe = ScriptPipe(away)
    note = away.register_script(_NOTE)
    said = await asyncio.gather(
        *(pipe.call(note, [key], [at]) for at in range(250)), return_exceptions=True
    )
    assert all(isinstance(each, RedisError) for each in said)
    await pipe.close()
    await away.aclose()
