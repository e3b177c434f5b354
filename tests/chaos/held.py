"""Holding the database still at an exact point, so that a process can be killed right there."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from deploy.local.processes import wait_until
from tasks import sql
from tests.chaos.cluster import Cluster

_WAIT_S = 30.0
_HOLDING = """
CREATE OR REPLACE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    PERFORM set_config('synchronous_commit', 'on', true);
    RETURN NULL;
END $$
"""
_ANSWER = "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
_OTHERS = """
SELECT state, wait_event_type, wait_event, pg_blocking_pids(pid), pid, left(query, 200)
  FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


@contextmanager
def ledger_locked(cluster: Cluster) -> Iterator[Callable[[], object]]:
    """Let no `ledger` task finish: its worker waits within its transaction. Yields what ends it."""
    with writing_held(cluster, "tasks_ledgerentry") as unlock:
        yield unlock


@contextmanager
def writing_held(cluster: Cluster, table: str) -> Iterator[Callable[[], object]]:
    """Let nobody write to a table: who wants to waits within its transaction. Yields what ends
    it."""
    with cluster.operator() as operator:
        operator.execute("BEGIN")
        operator.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
        yield lambda: operator.execute("COMMIT")


@contextmanager
def commits_held(cluster: Cluster, table: str) -> Iterator[Callable[[], None]]:
    """Let the commits of those who insert into a table be stored but not answered, as if a replica
    had to confirm them first; all others are answered. Yields what waits until one is held."""
    with cluster.operator() as operator:
        operator.execute(_HOLDING)
        operator.execute(f"CREATE TRIGGER hold BEFORE INSERT ON {table} EXECUTE FUNCTION hold()")
        try:
            yield lambda: _await(operator, "wait_event = 'SyncRep'", "")
        finally:
            operator.execute("SET lock_timeout = '100ms'")
            assert wait_until(lambda: _answered(operator, table), _WAIT_S), "they stay held"


def _answered(operator: psycopg.Connection[Any], table: str) -> bool:
    """Answer all whose commits are held; return whether no more will be."""
    operator.execute(_ANSWER)
    try:
        operator.execute(f"DROP TRIGGER hold ON {table}")
    except psycopg.errors.LockNotAvailable:
        return False
    return True


def is_awaited(table: str) -> Callable[[], bool]:
    """Return a condition: somebody waits for a table that is held."""
    query = """SELECT 1 FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
                WHERE NOT l.granted AND c.relname = %s"""
    return lambda: bool(sql.fetch(query, [table]))


def await_blocked(operator: psycopg.Connection[Any], statement: str) -> None:
    """Wait until a statement waits for the lock of a table.

    Raises:
        AssertionError: it does not come.
    """
    _await(operator, "wait_event_type = 'Lock' AND wait_event = 'relation'", statement)


def await_idle(operator: psycopg.Connection[Any], statement: str) -> None:
    """Wait until a statement is done and its transaction open.

    Raises:
        AssertionError: it does not come.
    """
    _await(operator, "state = 'idle in transaction'", statement)


def _await(operator: psycopg.Connection[Any], condition: str, statement: str) -> None:
    query = f"""SELECT 1 FROM pg_stat_activity
                 WHERE {condition} AND query LIKE %s AND pid <> pg_backend_pid()"""
    found = wait_until(
        lambda: operator.execute(query, [f"%{statement}%"]).fetchone() is not None, _WAIT_S
    )
    assert found, (
        f"no backend has {condition} in {statement}: {operator.execute(_OTHERS).fetchall()}"
    )
