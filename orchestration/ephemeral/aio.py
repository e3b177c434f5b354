"""Ephemeral calls from an event loop: the gateway."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import redis.asyncio
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from orchestration.ephemeral.calls import CONNECT_S, CONNECTIONS, SILENCE_S, no_redis
from orchestration.ephemeral.talk import Bounds, GivenUp, Talk, prepare, talk
from orchestration.registry.spec import ModelSpec


class AsyncCalls:
    """Asks workers and awaits; belongs to one event loop."""

    def __init__(self, url: str, bounds: Bounds | None = None) -> None:
        """Name the Redis server; it is contacted with the first call."""
        self._bounds = bounds or Bounds()
        self._redis: Any = redis.asyncio.Redis.from_url(
            url,
            max_connections=CONNECTIONS,
            socket_connect_timeout=CONNECT_S,
            socket_timeout=SILENCE_S,
            retry=Retry(NoBackoff(), 1),
        )

    async def ask(
        self,
        kind: str,
        model: ModelSpec,
        values: Mapping[str, Any],
        *,
        timeout_s: float | None = None,
        max_priority: int | None = None,
    ) -> dict[str, Any]:
        """Return what `Calls.ask` does, and raise what it does; cancelled, take the call back."""
        packed = prepare(kind, model, values, self._bounds, max_priority)
        wait_s = self._bounds.timeout_s if timeout_s is None else timeout_s
        return await self._drive(talk(packed, model.name, wait_s, self._bounds))

    async def _drive(self, conversation: Talk) -> dict[str, Any]:
        answer: Any = None
        running = asyncio.current_task()
        assert running is not None, "calls are asked by tasks"  # noqa: S101
        before = running.cancelling()
        try:
            while True:
                answer = await conversation.send(answer)(self._redis)
                _heed(running, before)
        except StopIteration as end:
            result: dict[str, Any] = end.value
            return result
        except RedisError as error:
            raise no_redis(error) from error
        except asyncio.CancelledError:
            # Without it the call expires by itself; who was cancelled waits for no news of that.
            with suppress(GivenUp, RedisError):
                await conversation.throw(GivenUp())(self._redis)
            raise

    async def close(self) -> None:
        """Give the connections back."""
        await self._redis.aclose()


def _heed(task: asyncio.Task[Any], before: int) -> None:
    """Raise a cancellation that was lost on the way: Python 3.11's `wait_for`, by which Redis'
    client sends, can swallow one."""
    if task.cancelling() > before:
        raise asyncio.CancelledError
