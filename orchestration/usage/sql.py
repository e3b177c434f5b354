"""Running our own SQL on Django's connection: bound by the server, prepared once."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, Final

import orjson
import psycopg
from django.db import connection, transaction

Row = tuple[Any, ...]

HASTILY: Final = "SELECT set_config('synchronous_commit', 'off', true)"
"""Sent first, it lets a transaction's commit not wait for the disk: a crash may forget it."""


def fetch(query: str, params: Mapping[str, Any]) -> list[Row]:
    """Execute one statement and return its rows (none when it returns no rows).

    Raises:
        django.db.DatabaseError: As Django's own cursor would.
    """
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(query, params, prepare=True)
        return _rows(cursor)


class Trips:
    """Statements of a transaction that travel together; see `together`."""

    def __init__(self, driver: Any, pipeline: Any) -> None:
        """Send nothing yet."""
        self._driver, self._pipeline = driver, pipeline

    def fetch(self, *queries: str, params: Mapping[str, Any]) -> list[list[Row]]:
        """Execute statements, with all before them, on one round trip; return the rows of each.

        Raises:
            psycopg.Error: One of them failed, and with it those behind it.
        """
        cursors = [self._sent(query, params) for query in queries]
        self._pipeline.sync()
        return [_rows(cursor) for cursor in cursors]

    def send(self, query: str, params: Mapping[str, Any]) -> None:
        """Execute a statement with the next trip, at the latest that of the commit."""
        self._sent(query, params)

    def _sent(self, query: str, params: Mapping[str, Any]) -> psycopg.Cursor[Row]:
        cursor: psycopg.Cursor[Row] = psycopg.Cursor(self._driver)
        return cursor.execute(query, params, prepare=True)


@contextmanager
def together() -> Iterator[Trips]:
    """Give a transaction on few round trips: it begins with its first one, and is committed with
    its last. Within another transaction it is a part of that.

    Raises:
        django.db.DatabaseError: As Django's own cursor would; nothing was written.
    """
    connection.ensure_connection()
    driver: Any = connection.connection
    with connection.wrap_database_errors:
        if connection.in_atomic_block:
            with transaction.atomic(), driver.pipeline() as pipeline:
                yield Trips(driver, pipeline)
            return
        try:
            with driver.pipeline() as pipeline, driver.transaction():
                yield Trips(driver, pipeline)
        except BaseException:
            with suppress(psycopg.Error):  # what travels with the commit fails behind the block
                driver.rollback()
            raise


def _rows(cursor: psycopg.Cursor[Row]) -> list[Row]:
    returned = cursor.description is not None
    return cursor.fetchall() if returned else []


def execute(query: str, params: Mapping[str, Any]) -> int:
    """Execute one statement and return how many rows it touched."""
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(query, params, prepare=True)
        return cursor.rowcount


def rows(items: list[dict[str, Any]]) -> str:
    """Return rows for `json_to_recordset`; decimals travel as text, so that they stay exact."""
    return orjson.dumps(items, default=str).decode()
