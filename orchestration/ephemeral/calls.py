"""Ephemeral calls from threads: web, workers, scripts."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from orchestration.ephemeral.errors import NoRedis
from orchestration.ephemeral.talk import SLICE_S, Bounds, Talk, prepare, talk
from orchestration.registry.spec import ModelSpec

log = logging.getLogger(__name__)

CONNECT_S = 1.0
SILENCE_S = SLICE_S + 2.0
"""A Redis that says nothing for so long is gone; the longest wait for an answer is a slice."""
CONNECTIONS = 10_000
"""Each call in flight has one; the library's limit of 100 would look like a Redis that is away."""


class Calls:
    """Asks workers and waits. Thread-safe; one connection for each call in flight."""

    def __init__(self, url: str, bounds: Bounds | None = None) -> None:
        """Name the Redis server; it is contacted with the first call."""
        self._bounds = bounds or Bounds()
        # A connection that died while it lay idle is replaced once, at once.
        self._redis: Any = redis.Redis.from_url(
            url,
            max_connections=CONNECTIONS,
            socket_connect_timeout=CONNECT_S,
            socket_timeout=SILENCE_S,
            retry=Retry(NoBackoff(), 1),
        )

    def ask(
        self,
        kind: str,
        model: ModelSpec,
        values: Mapping[str, Any],
        *,
        timeout_s: float | None = None,
        max_priority: int | None = None,
    ) -> dict[str, Any]:
        """Return the result that a task of that kind would have.

        Args:
            kind: embedding, rerank or tokenize.
            model: Which model.
            values: The input, as for a task.
            timeout_s: Seconds until the answer is of no use any more.
            max_priority: The highest level that the caller may ask for; None for any.

        Raises:
            InvalidInput: The input does not fit the kind.
            CallTooLarge: The call or its answer would be.
            NobodyServes, TooManyCalls, CallTimedOut, CallLost, NoRedis: there is no answer.
            SwitchyardError: The model cannot do it.
        """
        packed = prepare(kind, model, values, self._bounds, max_priority)
        wait_s = self._bounds.timeout_s if timeout_s is None else timeout_s
        return self._drive(talk(packed, model.name, wait_s, self._bounds))

    def _drive(self, conversation: Talk) -> dict[str, Any]:
        answer: Any = None
        try:
            while True:
                answer = conversation.send(answer)(self._redis)
        except StopIteration as end:
            result: dict[str, Any] = end.value
            return result
        except redis.RedisError as error:
            raise no_redis(error) from error

    def close(self) -> None:
        """Give the connections back."""
        self._redis.close()


def no_redis(error: Exception) -> NoRedis:
    """Return the error for a Redis that does not answer; what it said goes to the log."""
    log.warning("no ephemeral calls: Redis is away", extra={"error": str(error)})
    return NoRedis(
        "Redis does not answer, or refuses the call.",
        field="redis_url",
        mend="Check that Redis runs and that REDIS_URL names it.",
    )
