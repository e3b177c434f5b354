"""Connections outlive requests, so the first request after a restart of the database meets a dead
one. What only reads is then tried once more on a new connection."""

from collections.abc import Callable
from typing import TypeVar

from django.db import InterfaceError, OperationalError, connection

T = TypeVar("T")


def reconnecting(read: Callable[[], T]) -> T:
    """Return what `read` returns; when its connection turns out to be dead, call it once more.

    Raises:
        OperationalError, InterfaceError: the database does not answer on a new connection either.
    """
    try:
        return read()
    except (OperationalError, InterfaceError) as error:
        if not drop_if_dead(error):
            raise
        return read()


def drop_if_dead(error: BaseException) -> bool:
    """Close this thread's connection if `error` is that it died; return whether it was so."""
    if not isinstance(error, OperationalError | InterfaceError) or connection.in_atomic_block:
        return False
    if connection.connection is None or connection.is_usable():
        return False
    connection.close()
    return True
