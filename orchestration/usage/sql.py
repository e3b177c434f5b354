"""Running our own SQL on Django's connection: bound by the server, prepared once."""

from collections.abc import Mapping
from typing import Any

import orjson
import psycopg
from django.db import connection

Row = tuple[Any, ...]


def fetch(query: str, params: Mapping[str, Any]) -> list[Row]:
    """Execute one statement and return its rows (none when it returns no rows).

    Raises:
        django.db.DatabaseError: As Django's own cursor would.
    """
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(query, params, prepare=True)
        return _rows(cursor)


def several(*queries: str, params: Mapping[str, Any]) -> list[list[Row]]:
    """Execute statements on one round trip; return the rows of each.

    Raises:
        django.db.DatabaseError: One of them failed, and with it those behind it.
    """
    connection.ensure_connection()
    driver: Any = connection.connection
    cursors = [psycopg.Cursor(driver) for _ in queries]
    with connection.wrap_database_errors:
        with driver.pipeline():
            for cursor, query in zip(cursors, queries, strict=True):
                cursor.execute(query, params, prepare=True)
        return [_rows(cursor) for cursor in cursors]


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
