"""Hints between processes: work came in, tasks moved. Losing one costs time, never truth.

A process wakes the dispatcher with at most one NOTIFY per 10 ms, outside every transaction: a
NOTIFY inside each commit makes commits wait for each other. That tasks moved is told on a Redis
channel, for those who hold a long poll or an event stream open.
"""

import logging
import threading
from collections.abc import Iterable
from typing import Final
from uuid import UUID

import psycopg
import redis
from django.conf import settings
from django.db import transaction

from tasks import sql
from tasks.lifecycle import State
from tasks.transitions import Moved

log = logging.getLogger(__name__)

WAKE_CHANNEL: Final = "switchyard_wake"
MOVED_CHANNEL: Final = "switchyard.moved"
COALESCE_S: Final = 0.01
_LOUD: Final = 500
"""Most tasks told in one message."""


class Waker:
    """A thread of its own with its own connection, so that waking never delays a caller."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._wanted = threading.Event()
        self._start = threading.Lock()
        self._thread: threading.Thread | None = None

    def wake(self) -> None:
        """Ask for a NOTIFY soon; returns at once."""
        self._wanted.set()
        if self._thread is None or not self._thread.is_alive():
            with self._start:
                if self._thread is None or not self._thread.is_alive():
                    self._thread = threading.Thread(target=self._run, name="waker", daemon=True)
                    self._thread.start()

    def _run(self) -> None:
        pause = threading.Event()
        while True:
            try:
                with psycopg.connect(self._url, autocommit=True, connect_timeout=5) as connection:
                    while True:
                        self._wanted.wait()
                        self._wanted.clear()
                        connection.execute(f"NOTIFY {WAKE_CHANNEL}")
                        pause.wait(COALESCE_S)
            except psycopg.Error as error:
                log.info("no wake-up sent; the dispatcher polls", extra={"error": str(error)})
                pause.wait(1.0)


_waker: Waker | None = None
_hints: redis.Redis | None = None


def _get_waker() -> Waker:
    global _waker  # noqa: PLW0603 - one thread per process
    if _waker is None:
        _waker = Waker(_database_url())
    return _waker


def _database_url() -> str:
    """Return the address of the database that Django uses (a test's own, too), with all that the
    connection needs, such as certificates."""
    options = transaction.get_connection().get_connection_params()
    known = {each.keyword.decode() for each in psycopg.pq.Conninfo.get_defaults()}
    address = {key: options[key] for key in known if options.get(key)}
    return psycopg.conninfo.make_conninfo(**address | {"application_name": WAKE_CHANNEL})


def _get_hints() -> redis.Redis:
    global _hints  # noqa: PLW0603 - one pool per process
    if _hints is None:
        _hints = redis.Redis.from_url(
            str(settings.SWITCHYARD.redis_url), socket_timeout=0.5, socket_connect_timeout=0.5
        )
    return _hints


def wake_dispatcher() -> None:
    """Tell the dispatcher, once the running transaction has committed, that there is work."""
    transaction.on_commit(_get_waker().wake)


def announce(moved: Iterable[Moved]) -> None:
    """Tell, after the commit, which tasks moved; Redis may be away."""
    announce_states((m.task_id, m.target) for m in moved)


def announce_states(states: Iterable[tuple[UUID, State]]) -> None:
    """Tell, after the commit, which states tasks are in now."""
    lines = [[str(task_id), state.value] for task_id, state in states]
    if lines:
        transaction.on_commit(lambda: _publish(lines))


def _publish(lines: list[list[str]]) -> None:
    try:
        for at in range(0, len(lines), _LOUD):
            _get_hints().publish(MOVED_CHANNEL, sql.dumps(lines[at : at + _LOUD]))
    except redis.RedisError as error:
        log.debug("nobody was told; readers poll", extra={"error": str(error)})
