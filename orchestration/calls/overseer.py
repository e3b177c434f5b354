"""The breakers for those who only look at them, or close one: the admin, metrics, routing.

They have no event loop of their own; what they ask for takes two round trips to Redis.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from redis.exceptions import RedisError

from orchestration.calls.ports import BreakerReport
from orchestration.calls.redis_store import RedisStore
from orchestration.calls.store import StoreRules
from orchestration.errors import OperatorError

ResultT = TypeVar("ResultT")


class BreakersUnknown(OperatorError):  # noqa: N818 - named for what happened
    """Redis, which the breakers are shared in, is away."""

    slug = "breakers-unknown"
    title = "The breakers cannot be seen at the moment"
    retryable = True


class Overseer:
    """Looks at breakers. Thread-safe; not to be called in an event loop.

    Args:
        url: Of the Redis that they are shared in.
        rules: How they count; the same as where calls are made.
    """

    def __init__(self, url: str, rules: StoreRules | None = None) -> None:
        self._url = url
        self._rules = rules

    def reports(self) -> tuple[BreakerReport, ...]:
        """Return those that were in use within a day, by provider and model.

        Raises:
            BreakersUnknown: Redis is away.
        """
        return self._ask(RedisStore.reports)

    def reset(self, provider: str, model: str) -> None:
        """Close one and forget what it counted; every process heeds that within half a second.

        Raises:
            BreakersUnknown: Redis is away.
        """
        self._ask(lambda store: store.reset(provider, model))

    def _ask(self, question: Callable[[RedisStore], Awaitable[ResultT]]) -> ResultT:
        async def ask() -> ResultT:
            store = RedisStore.at(self._url, self._rules)
            try:
                return await question(store)
            finally:
                await store.close()

        try:
            return asyncio.run(ask())
        except (RedisError, OSError) as error:
            raise BreakersUnknown(
                "Redis does not answer.",
                field="REDIS_URL",
                mend="Start it, or wait until it is back; calls go on meanwhile.",
            ) from error
