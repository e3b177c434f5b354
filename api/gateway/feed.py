"""Token streams from Redis: one reader for everybody in this process who follows one.

One blocking call waits for new entries of all streams that are followed; each entry is decoded once
and handed to those who are up to date. Whoever is not reads what it lacks by itself: a new reader,
one whose client is slow, and everybody after an outage. So nobody's pace matters to anybody else,
and what is held for a slow reader is bounded.
"""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final
from uuid import UUID, uuid4

import redis.asyncio
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from tasks.tokens import NOWHERE, Entry, Place, stream_key

log = logging.getLogger(__name__)

AWAY: Final = (RedisError, OSError)
_BLOCK_MS: Final = 2_000
_TIMEOUT_S: Final = 5.0
_CONNECT_S: Final = 2.0
_PAUSE_S: Final = 0.5
_GATHER_S: Final = 0.01
"""A worker writes for all its tasks at once; after the first, the others are a moment away."""
_HELD: Final = 64
"""Most entries that are held for a reader whose client is slow."""
_HELD_BYTES: Final = 262_144
_AT_ONCE: Final = 128
_READERS: Final = 16
"""Most who read by themselves at once: thousands may come back together, each wants a connection
and memory for what it reads."""
_BELL_S: Final = 60


class Follower:
    """One reader of one stream.

    Args:
        task_id: whose stream.
        wake: called when there is something new.

    Attributes:
        at: the last entry that was taken.
    """

    def __init__(self, task_id: UUID, wake: Callable[[], None]) -> None:
        self.key = stream_key(task_id)
        self.at = NOWHERE
        self.wake = wake
        self._held: deque[Entry] = deque()
        self._bytes = 0

    def hand(self, entry: Entry) -> bool:
        """Take an entry in; False when too many are held."""
        self._held.append(entry)
        self._bytes += sum(len(part.text) for part in entry.parts)
        full = len(self._held) > _HELD or self._bytes > _HELD_BYTES
        if full:
            self.drop()
        self.wake()
        return not full

    def drop(self) -> None:
        """Forget what is held."""
        self._held.clear()
        self._bytes = 0

    def take(self) -> list[Entry]:
        """Return what is held and new."""
        fresh = [entry for entry in self._held if entry.place > self.at]
        self.drop()
        return self.taken(fresh)

    def taken(self, entries: list[Entry]) -> list[Entry]:
        """Note how far the reader is."""
        if entries:
            self.at = entries[-1].place
        return entries


class Feed:
    """Reads all followed streams.

    Args:
        url: of Redis.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._client: redis.asyncio.Redis | None = None
        self._followers: dict[str, set[Follower]] = {}
        self._read: dict[str, str] = {}
        self._bell = f"switchyard:tokens:bell:{uuid4()}"
        self._rung: bytes = b"0-0"
        self._wanted = asyncio.Event()
        self._turns = asyncio.Semaphore(_READERS)

    @property
    def streams(self) -> int:
        """How many streams are followed."""
        return len(self._read)

    async def read(self, follower: Follower) -> list[Entry]:
        """Return what a reader lacks and let it follow what comes; at most 128 entries, and when
        these are not all, it follows nothing yet: read again.

        Raises:
            RedisError, OSError: Redis is away.
        """
        entries = follower.taken(await self._read_and_join(follower))
        if len(entries) == _AT_ONCE:
            self.leave(follower)
        elif self.follows(follower) and follower.key not in self._read:
            self._read[follower.key] = str(follower.at)
            self._wanted.set()
            await self._ring()
        return entries

    async def _read_and_join(self, follower: Follower) -> list[Entry]:
        """Return what a reader lacks; what is handed out from before the call on is held for it.

        When somebody else has begun to read the same stream meanwhile, it may have begun behind
        what we have; then we read again.
        """
        while True:
            self.leave(follower)
            self._followers.setdefault(follower.key, set()).add(follower)
            known = follower.key in self._read
            try:
                entries = await self._range(follower.key, after=follower.at)
            except AWAY:
                self.leave(follower)
                raise
            if known or follower.key not in self._read:
                return entries

    def follows(self, follower: Follower) -> bool:
        """Return whether new entries are handed to a reader."""
        return follower in self._followers.get(follower.key, ())

    def leave(self, follower: Follower) -> None:
        """Hand a reader nothing more."""
        followers = self._followers.get(follower.key, set())
        followers.discard(follower)
        follower.drop()
        if not followers:
            self._followers.pop(follower.key, None)
            self._read.pop(follower.key, None)

    async def begun(self, follower: Follower) -> bool:
        """Return whether a stream has entries.

        Raises:
            RedisError, OSError: Redis is away.
        """
        async with self._turn():
            return bool(await self._redis().exists(follower.key))

    async def entry(self, follower: Follower, place: Place) -> Entry | None:
        """Return the entry of a reader's stream that stands at a place; None when none does.

        Raises:
            RedisError, OSError: Redis is away.
        """
        async with self._turn():
            found: Any = await self._redis().xrange(follower.key, str(place), str(place))
        return next(iter(_entries(found)), None)

    async def _range(self, key: str, *, after: Place) -> list[Entry]:
        async with self._turn():
            found: Any = await self._redis().xrange(key, f"({after}", "+", count=_AT_ONCE)
        return _entries(found)

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        """Read beside few others.

        Raises:
            TimeoutError: there are too many of them for now; it is an OSError.
        """
        async with asyncio.timeout(_TIMEOUT_S):
            await self._turns.acquire()
        try:
            yield
        finally:
            self._turns.release()

    async def _ring(self) -> None:
        """Let the blocking call, which waits for other streams only, end and begin anew."""
        pipeline = self._redis().pipeline(transaction=False)
        pipeline.xadd(self._bell, {"": ""}, maxlen=1, approximate=False)
        pipeline.expire(self._bell, _BELL_S)
        try:
            await pipeline.execute()
        except AWAY as error:
            log.info("no bell; the call ends by itself", extra={"error": str(error)})

    def _redis(self) -> redis.asyncio.Redis:
        if self._client is None:
            self._client = redis.asyncio.Redis.from_url(
                self._url,
                socket_timeout=_TIMEOUT_S,
                socket_connect_timeout=_CONNECT_S,
                retry=Retry(NoBackoff(), 1),
            )
        return self._client

    async def run(self) -> None:
        """Read again and again; without Redis, go on trying."""
        while True:
            try:
                await self._wait()
                await asyncio.sleep(_GATHER_S)
            except AWAY as error:
                log.info("no tokens are read for now", extra={"error": str(error)})
                await asyncio.sleep(_PAUSE_S)
            except Exception:
                # Everybody who reads along depends on this loop.
                log.exception("reading tokens failed, going on")
                await asyncio.sleep(_PAUSE_S)

    async def _wait(self) -> None:
        if not self._read:
            self._wanted.clear()
            await self._wanted.wait()
        places: dict[Any, Any] = {**self._read, self._bell: self._rung}
        found: Any = await self._redis().xread(places, count=_AT_ONCE, block=_BLOCK_MS)
        for key, entries in found:
            self._hand_out(key.decode(), entries)

    def _hand_out(self, key: str, raw: Sequence[tuple[bytes, dict[bytes, bytes]]]) -> None:
        if key == self._bell:
            self._rung = raw[-1][0]
            return
        if key in self._read:
            self._read[key] = raw[-1][0].decode()
            entries = _entries(raw)
            for follower in list(self._followers.get(key, ())):
                if not all(follower.hand(entry) for entry in entries):
                    self.leave(follower)

    async def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            await self._client.aclose()


def _entries(raw: Sequence[tuple[bytes, dict[bytes, bytes]]]) -> list[Entry]:
    """Return entries; what is none was written by somebody else and is passed over."""
    entries = []
    for place, fields in raw:
        try:
            entries.append(Entry.read(place, fields))
        except (ValueError, TypeError) as error:
            log.warning("an entry makes no sense", extra={"error": str(error)})
    return entries
