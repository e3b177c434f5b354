"""Emptying the database between tests, beside gateways that still write down what they did.

A gateway writes behind its clients' backs, so it may hold one table and want the next while a
flush holds that one and wants the first. Postgres ends one of the two; where it is the flush, it
comes again.
"""

from collections.abc import Iterator
from typing import Any, Final

import pytest

TRIES: Final = 10
_DEADLOCK: Final = "40P01"


@pytest.fixture(scope="session", autouse=True)
def _flushed_again() -> Iterator[None]:
    from django.db.backends.base.operations import BaseDatabaseOperations
    from django.db.utils import OperationalError

    once = BaseDatabaseOperations.execute_sql_flush

    def flush(self: Any, sql_list: Any) -> None:
        for left in reversed(range(TRIES)):
            try:
                once(self, sql_list)
            except OperationalError as error:
                if not left or getattr(error.__cause__, "sqlstate", None) != _DEADLOCK:
                    raise
            else:
                return

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", flush)
        yield
