"""Running our own SQL, again after a deadlock; JSON as parameters and columns."""

import logging
import random
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import orjson
import psycopg
from django.db import OperationalError, connection

from orchestration.sql import Row, execute, fetch

__all__ = ["Row", "dumps", "execute", "fetch", "fetch_retrying", "is_conflict", "loads", "retrying"]

T = TypeVar("T")

log = logging.getLogger(__name__)

_CONFLICTS = (psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure)


def fetch_retrying(query: str, params: Mapping[str, Any] | Sequence[Any] = ()) -> list[Row]:
    """Execute one statement, again after a deadlock unless it is part of a transaction."""
    if connection.in_atomic_block:
        return fetch(query, params)
    return retrying(lambda: fetch(query, params))


def dumps(value: Any) -> str:
    """Return JSON for a parameter (UUIDs and times become strings)."""
    return orjson.dumps(value, default=str).decode()


def loads(text: Any) -> Any:
    """Read a JSON column that came as text; NULL stays None."""
    return None if text is None else orjson.loads(text)


def is_conflict(error: BaseException) -> bool:
    """Return whether an error is a deadlock or a serialisation failure: try again."""
    return isinstance(error.__cause__, _CONFLICTS)


def retrying(action: Callable[[], T], *, times: int = 5) -> T:
    """Call `action`, which opens its own transaction, again after a deadlock.

    Raises:
        OperationalError: it still deadlocks after `times` calls.
    """
    for attempt in range(1, times + 1):
        try:
            return action()
        except OperationalError as error:
            if attempt == times or not is_conflict(error):
                raise
            log.info("deadlock, trying again", extra={"attempt": attempt})
            time.sleep(random.uniform(0.001, 0.01) * attempt)
    raise AssertionError("unreachable: the last try returns or raises")
