"""Listening for hints: one subscription to Redis for everybody who waits in this process."""

import asyncio
import logging
from typing import Final

import orjson
import redis.asyncio
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from api.gateway.watches import Watches
from tasks.wakeups import MOVED_CHANNEL

log = logging.getLogger(__name__)

_SILENCE_S: Final = 15.0
"""After this long without a message, Redis is asked whether it is still there."""
_PAUSE_S: Final = 0.5


class Ears:
    """Wakes watches when Redis tells that their tasks moved.

    Attributes:
        listening: whether the subscription stands.
    """

    def __init__(self, url: str, watches: Watches) -> None:
        """Name the Redis server; listening starts when `run` is awaited."""
        self.listening = False
        self._url = url
        self._watches = watches

    async def run(self) -> None:
        """Listen; without Redis, go on trying."""
        while True:
            try:
                await self._listen()
            except (RedisError, OSError) as error:
                log.info("not listening; waiters look by themselves", extra={"error": str(error)})
                await asyncio.sleep(_PAUSE_S)
            except Exception:
                # Everybody who waits depends on this loop.
                log.exception("listening for hints failed, going on")
                await asyncio.sleep(_PAUSE_S)

    async def _listen(self) -> None:
        never_again = Retry(NoBackoff(), 0)  # `run` tries again, at its own pace
        client = redis.asyncio.Redis.from_url(
            self._url, socket_connect_timeout=2, retry=never_again
        )
        async with client, client.pubsub() as channel:
            await channel.subscribe(MOVED_CHANNEL)
            try:
                await self._hear(channel)
            finally:
                self.listening = False

    async def _hear(self, channel: PubSub) -> None:
        asked = False
        while True:
            message = await channel.get_message(timeout=_SILENCE_S)
            if message is None:
                if asked:
                    raise ConnectionError("Redis has fallen silent")
                await channel.ping()
            elif message["type"] == "subscribe":
                self.listening = True
            elif message["type"] == "message":
                self._tell(message["data"])
            asked = message is None

    def _tell(self, data: bytes) -> None:
        try:
            moved = orjson.loads(data)
            for task_id, state in moved:
                self._watches.tell(task_id, state)
        except (ValueError, TypeError) as error:
            log.warning("a hint makes no sense", extra={"error": str(error)})
