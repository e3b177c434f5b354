"""Committing a group so that one bad entry harms no other, and a lost connection nobody."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

import psycopg
from django.db import IntegrityError, InterfaceError, OperationalError, connection

from orchestration.errors import SwitchyardError
from orchestration.usage.errors import LedgerRefused, LedgerUnavailable

log = logging.getLogger(__name__)

T = TypeVar("T")
Answer = SwitchyardError | None
Commit = Callable[[Sequence[T]], list[Answer]]

_TRIES: Final = 4
_CONFLICTS: Final = (psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure)
_KNOWN: Final = frozenset({"usage_entry_once", "usage_open_call_pkey"})
"""Constraints that a call meets which was committed before."""


def in_parts(items: Sequence[T], commit: Commit[T]) -> list[Answer]:
    """Commit items together; when one of them is to blame, in halves.

    Args:
        items: At least one.
        commit: Opens its own transaction; returns an answer for each item. Calling it again for
            what was committed does no harm: an item that was is not refused.

    Returns:
        An answer for each: None, what `commit` answered, `LedgerUnavailable` when the database
        does not answer, `LedgerRefused` when it refuses this very item.
    """
    try:
        return _again(items, commit)
    except (OperationalError, InterfaceError) as error:
        connection.close()
        log.warning("the ledger's database does not answer", extra={"error": repr(error)})
        return [LedgerUnavailable("the database does not answer") for _ in items]
    except Exception as error:
        # Whatever it is, the thread must live on for the others; the one to blame is told.
        if len(items) > 1:
            half = len(items) // 2
            return [*in_parts(items[:half], commit), *in_parts(items[half:], commit)]
        return [_refusal(error)]


def _again(items: Sequence[T], commit: Commit[T]) -> list[Answer]:
    """Commit, again after a conflict with somebody else, and once on a new connection.

    Raises:
        OperationalError, InterfaceError: The database does not answer.
    """
    for attempt in range(1, _TRIES + 1):
        try:
            return commit(items)
        except (OperationalError, InterfaceError) as error:
            conflict = isinstance(error.__cause__, _CONFLICTS)
            if attempt == _TRIES or (attempt > 1 and not conflict):
                raise
            if not conflict:
                connection.close()
    raise AssertionError("unreachable: the last try returns or raises")


def _refusal(error: Exception) -> Answer:
    cause = error.__cause__
    constraint = cause.diag.constraint_name if isinstance(cause, psycopg.Error) else None
    if isinstance(error, IntegrityError) and constraint in _KNOWN:
        return None
    log.error("the ledger refuses a call", exc_info=error)
    return LedgerRefused(type(error).__name__)
