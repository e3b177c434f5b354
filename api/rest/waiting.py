"""Long polls: a request that waits until its task has ended.

Each holds a thread of this process, so their number is capped; beyond it a request is answered at
once with what there is. A waiter is woken by one thread that listens on Redis for the whole
process, and looks by itself each second, so that a lost message or a lost Redis costs at most that.
"""

import logging
import threading
import time
from collections import defaultdict
from typing import Final
from uuid import UUID

import orjson
import redis
from django.conf import settings

from tasks.lifecycle import TERMINAL, values
from tasks.selectors.task import get_state
from tasks.wakeups import MOVED_CHANNEL

log = logging.getLogger(__name__)

LOOK_S: Final = 1.0
_ENDED: Final = frozenset(values(TERMINAL))


class Ears:
    """Listens on Redis and wakes those who wait for a task. Thread-safe."""

    def __init__(self, url: str) -> None:
        """Name the Redis server; listening starts with the first waiter."""
        self._url = url
        self._lock = threading.Lock()
        self._waiting: defaultdict[str, set[threading.Event]] = defaultdict(set)
        self._thread: threading.Thread | None = None
        self._hears = True

    def add(self, task_id: UUID, event: threading.Event) -> None:
        """Set `event` when the task has ended."""
        with self._lock:
            self._waiting[str(task_id)].add(event)
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="ears", daemon=True)
                self._thread.start()

    def remove(self, task_id: UUID, event: threading.Event) -> None:
        """Forget a waiter."""
        with self._lock:
            events = self._waiting[str(task_id)]
            events.discard(event)
            if not events:
                del self._waiting[str(task_id)]

    def _run(self) -> None:
        pause = threading.Event()
        while True:
            try:
                self._listen()
            except (redis.RedisError, OSError) as error:
                if self._hears:
                    log.warning("Redis is away; waiters look by themselves: %s", error)
                self._hears = False
                pause.wait(LOOK_S)

    def _listen(self) -> None:
        client = redis.Redis.from_url(self._url, socket_connect_timeout=2, health_check_interval=10)
        with client, client.pubsub(ignore_subscribe_messages=True) as channel:  # type: ignore[no-untyped-call]
            channel.subscribe(MOVED_CHANNEL)
            self._hears = True
            while True:
                message = channel.get_message(timeout=LOOK_S)
                if message is not None:
                    self._tell(message["data"])

    def _tell(self, data: bytes) -> None:
        with self._lock:
            if not self._waiting:
                return
            for task_id, state in orjson.loads(data):
                if state in _ENDED and task_id in self._waiting:
                    for event in self._waiting[task_id]:
                        event.set()


class Waiters:
    """The long polls of one process."""

    def __init__(self, url: str, most: int) -> None:
        """Allow `most` waiters at once."""
        self._ears = Ears(url)
        self._places = threading.BoundedSemaphore(most)

    def wait(self, task_id: UUID, *, tenant_id: UUID | None, seconds: float) -> bool:
        """Return when the task has ended or the time is over; False at once when all places are
        taken. Queries: one per second.

        Raises:
            NotFound: the task is gone.
        """
        if not self._places.acquire(blocking=False):
            return False
        event = threading.Event()
        try:
            self._ears.add(task_id, event)
            self._watch(task_id, tenant_id, event, time.monotonic() + seconds)
        finally:
            self._ears.remove(task_id, event)
            self._places.release()
        return True

    @staticmethod
    def _watch(task_id: UUID, tenant_id: UUID | None, event: threading.Event, until: float) -> None:
        while get_state(task_id, tenant_id=tenant_id) not in TERMINAL:
            left = until - time.monotonic()
            if left <= 0:
                return
            event.wait(min(LOOK_S, left))
            event.clear()


_waiters: Waiters | None = None


def waiters() -> Waiters:
    """Return this process's waiters."""
    global _waiters  # noqa: PLW0603 - one thread that listens per process
    if _waiters is None:
        config = settings.SWITCHYARD
        _waiters = Waiters(str(config.redis_url), config.limits.waiters)
    return _waiters
