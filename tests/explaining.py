"""The plans of statements: explained before they are sent, with their parameters and as the generic
plan that a prepared statement gets."""

from collections.abc import Callable, Collection, Iterator
from types import ModuleType
from typing import Any

import psycopg
import pytest
from django.db import connection
from psycopg._queries import PostgresQuery
from psycopg.adapt import Transformer


class Explainer:
    """Explains whatever goes through a module's `fetch` and `execute`, before it is executed.

    Args:
        patch: puts the module back.
        sql: the module.
        growing: tables that nothing may read from end to end.

    Attributes:
        scans: statements that do, by what was explained and which table they read.
        count: how many were explained.
    """

    def __init__(
        self, patch: pytest.MonkeyPatch, sql: ModuleType, growing: Collection[str]
    ) -> None:
        self.scans: dict[str, str] = {}
        self.count = 0
        self._growing = growing
        for name in ("fetch", "execute"):
            patch.setattr(sql, name, self._explaining(getattr(sql, name)))

    def _explaining(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def run(query: str, params: Any = ()) -> Any:
            self.explain(query, params)
            return original(query, params)

        return run

    def explain(self, query: str, params: Any) -> None:
        """Explain a statement in both ways."""
        self.count += 1
        with psycopg.Cursor(connection.connection) as cursor:
            own = cursor.execute(f"EXPLAIN (FORMAT JSON) {query}", params, prepare=False)
            self._note("", query, own.fetchone())
            generic = _prepared(cursor, query, params)
            self._note("generic: ", query, cursor.execute(generic, prepare=False).fetchone())
            cursor.execute("DEALLOCATE explained", prepare=False)

    def _note(self, sort: str, query: str, explained: Any) -> None:
        for node in nodes(explained[0][0]["Plan"]):
            if node["Node Type"] == "Seq Scan" and node["Relation Name"] in self._growing:
                self.scans[f"{sort}{node['Relation Name']}"] = query


def _prepared(cursor: psycopg.Cursor[Any], query: str, params: Any) -> str:
    """Prepare a statement as psycopg does; return the one that explains its generic plan."""
    converted = PostgresQuery(Transformer.from_context(connection.connection))
    converted.convert(query, params)
    names = (
        "SELECT array_agg(format_type(oid, NULL) ORDER BY at)"
        " FROM unnest(%s::oid[]) WITH ORDINALITY AS t(oid, at)"
    )
    types = cursor.execute(names, [list(converted.types)], prepare=False).fetchone()
    known = ["unknown" if each == "-" else each for each in (types and types[0]) or []]
    given = f"({', '.join(known)})" if known else ""
    text = converted.query.decode()
    cursor.execute(f"PREPARE explained {given} AS {text}".encode(), prepare=False)
    cursor.execute("SET LOCAL plan_cache_mode = force_generic_plan", prepare=False)
    nulls = f"({', '.join(['NULL'] * len(known))})" if known else ""
    return f"EXPLAIN (FORMAT JSON) EXECUTE explained {nulls}"


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Return a plan's nodes, the outermost first."""
    yield plan
    for child in plan.get("Plans", []):
        yield from nodes(child)
