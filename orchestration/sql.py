"""Running our own SQL on Django's connection.

Django interpolates parameters on the client, so that the server plans each statement anew; hot
statements are bound by the server instead, and planned once per connection. All share the
connection, and so the transaction, of the code around them. Behind a transaction pooler this needs
one that knows prepared statements.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import psycopg
from django.db import connection

Row: TypeAlias = tuple[Any, ...]
Params: TypeAlias = Mapping[str, Any] | Sequence[Any]


def fetch(query: str, params: Params = (), *, binary: bool = False) -> list[Row]:
    """Execute one statement, prepared once, and return its rows (none when it returns none).

    Args:
        query: The statement.
        params: Its parameters.
        binary: Whether rows come in binary, which spares much with bytes and times.

    Raises:
        django.db.DatabaseError: As Django's own cursor would.
    """
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(query, params, prepare=True, binary=binary)
        returned = cursor.pgresult is not None and cursor.pgresult.nfields > 0
        return cursor.fetchall() if returned else []


def execute(query: str, params: Params = ()) -> int:
    """Execute one statement, prepared once, and return how many rows it touched."""
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(query, params, prepare=True)
        return cursor.rowcount


def fetch_planned(query: str, params: Params = ()) -> list[Row]:
    """Execute one statement, planned for these very parameters, and return its rows.

    For statements whose best plan depends on them: partial indexes, limits, selective filters.
    """
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.ClientCursor(connection.connection) as cursor:
        cursor.execute(query, params)
        return cursor.fetchall()


def apply(settings: Mapping[str, object]) -> None:
    """Set what the server does until the transaction ends."""
    connection.ensure_connection()
    text = "; ".join(f"SET LOCAL {name} = {value}" for name, value in settings.items())
    with connection.wrap_database_errors, psycopg.ClientCursor(connection.connection) as cursor:
        cursor.execute(text)
