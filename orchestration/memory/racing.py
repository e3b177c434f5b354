"""Writing what others write at the same time: whoever loses writes again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

import psycopg
from django.db import IntegrityError, OperationalError, transaction

from orchestration.memory.errors import MemoryContended

T = TypeVar("T")
_TRIES: Final = 5
_RACED: Final = (psycopg.errors.UniqueViolation, psycopg.errors.DeadlockDetected)
"""What befalls one of two who write the same at once."""


def again_if_raced(write: Callable[[], T]) -> T:
    """Return what something returns in a transaction; it is done again if somebody wrote the same.

    Raises:
        MemoryContended: Each time; its cause's cause is what Postgres says.
    """
    tried = 0
    while True:
        try:
            with transaction.atomic():
                return write()
        except (IntegrityError, OperationalError) as error:
            if not isinstance(error.__cause__, _RACED):
                raise
            tried += 1
            if tried == _TRIES:
                raise MemoryContended from error
