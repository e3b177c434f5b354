"""Running our own SQL on Django's connection: bound by the server, prepared once."""

from collections.abc import Mapping
from typing import Any

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
        returned = cursor.pgresult is not None and cursor.pgresult.nfields > 0
        return cursor.fetchall() if returned else []


def execute(query: str, params: Mapping[str, Any]) -> int:
    """Execute one statement and return how many rows it touched."""
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(query, params, prepare=True)
        return cursor.rowcount
