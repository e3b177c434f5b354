"""The rate limit of an API key, counted in Redis so that all web processes share it.

A window of a minute slides: the count of the minute before fades out as this one passes. Keys with
a high limit take their requests in small blocks (a hundredth of a second's worth), so that most
requests cost no round trip; a key of less than 6,000 requests a minute is counted one by one.

Redis may lose everything or be away: then requests pass, for limits protect against haste, not
against malice, and a second passes before Redis is asked again. So a limit may be passed, briefly,
but a lost Redis never refuses anybody.
"""

import logging
import threading
import time
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import redis
from django.conf import settings

log = logging.getLogger(__name__)

WINDOW_S: Final = 60
_BLOCKS_PER_WINDOW: Final = 6_000
_REST_S: Final = 1.0
_REMEMBERED: Final = 10_000

# KEYS: one hash. ARGV: the limit, how many are wanted. Returns (granted, left, ms until there is
# room). Redis' own clock decides, so the clocks of the web processes do not matter.
_TAKE: Final = """
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local size, limit, wanted = 60000, tonumber(ARGV[1]), tonumber(ARGV[2])
local window = math.floor(now / size)
local saved = redis.call('HMGET', KEYS[1], 'w', 'c', 'p')
local w, current, previous = tonumber(saved[1]), tonumber(saved[2]) or 0, tonumber(saved[3]) or 0
if w ~= window then
    previous = (w == window - 1) and current or 0
    current = 0
end
local passed = now - window * size
local used = current + previous * (size - passed) / size
local granted = math.min(wanted, math.floor(limit - used))
if granted < 1 then
    local wait = size - passed
    if previous > 0 and current < limit then
        wait = math.min(wait, math.ceil((used + 1 - limit) * size / previous))
    end
    return {0, 0, wait}
end
redis.call('HSET', KEYS[1], 'w', window, 'c', current + granted, 'p', previous)
redis.call('PEXPIRE', KEYS[1], 2 * size)
return {granted, math.floor(limit - used - granted), size - passed}
"""


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a key may do now.

    Attributes:
        limit: requests per minute.
        left: how many are left, about.
        wait_s: seconds until there is room, or until the window has moved on.
        allowed: whether this request passes.
    """

    limit: int
    left: int
    wait_s: float
    allowed: bool = True


@dataclass(slots=True)
class _Block:
    granted: int
    left: int
    wait_s: float
    until: float


class RateLimiter:
    """The limits of one process. Thread-safe."""

    def __init__(self, url: str) -> None:
        """Name the Redis server; it is contacted with the first request."""
        self._redis: Any = redis.Redis.from_url(
            url, socket_timeout=0.25, socket_connect_timeout=0.25
        )
        self._take = self._redis.register_script(_TAKE)
        self._lock = threading.Lock()
        self._blocks: dict[UUID, _Block] = {}
        self._rest_until = float("-inf")

    def take(self, key_id: UUID, limit: int) -> Allowance:
        """Count one request of a key. One round trip at most, none while a block lasts."""
        now = time.monotonic()
        return self._known(key_id, limit, now) or self._ask(key_id, limit, now)

    def take_known(self, key_id: UUID, limit: int) -> Allowance | None:
        """Count one request where that needs no round trip; None, and nothing counted, where it
        does."""
        return self._known(key_id, limit, time.monotonic())

    def _known(self, key_id: UUID, limit: int, now: float) -> Allowance | None:
        with self._lock:
            block = self._blocks.get(key_id)
            if block is not None and block.granted > 0 and now < block.until:
                block.granted -= 1
                return Allowance(limit, block.left + block.granted, block.wait_s)
            if now < self._rest_until:
                return Allowance(limit, limit, 0.0)
        return None

    def _ask(self, key_id: UUID, limit: int, now: float) -> Allowance:
        wanted = max(1, limit // _BLOCKS_PER_WINDOW)
        try:
            granted, left, wait_ms = self._take(keys=[f"rate:{key_id}"], args=[limit, wanted])
        except redis.RedisError as error:
            self._rest_until = now + _REST_S
            log.warning("rate limits are off: Redis is away", extra={"error": str(error)})
            return Allowance(limit, limit, 0.0)
        if granted < 1:
            return Allowance(limit, 0, wait_ms / 1000, allowed=False)
        if wanted > 1:
            self._keep(key_id, _Block(granted - 1, left, wait_ms / 1000, now + _REST_S))
        return Allowance(limit, left + granted - 1, wait_ms / 1000)

    def _keep(self, key_id: UUID, block: _Block) -> None:
        with self._lock:
            if len(self._blocks) >= _REMEMBERED:
                self._blocks.clear()
            self._blocks[key_id] = block

    def reachable(self) -> bool:
        """Return whether Redis answers."""
        try:
            return bool(self._redis.ping())
        except redis.RedisError:
            return False


_limiter: RateLimiter | None = None


def limiter() -> RateLimiter:
    """Return this process's limiter."""
    global _limiter  # noqa: PLW0603 - one pool of connections per process
    if _limiter is None:
        _limiter = RateLimiter(str(settings.SWITCHYARD.redis_url))
    return _limiter
