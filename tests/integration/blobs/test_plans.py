"""No statement of every day reads a whole table, however many blobs there are."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import connection

from orchestration import sql
from orchestration.blobs.pruning import prune
from orchestration.blobs.selectors import list_blobs, room_of
from orchestration.blobs.services import attach, delete, read_bytes, release, uploader
from tests.factories import make_tenant
from tests.integration.blobs.acts import a_task, later, put, sha_of

pytestmark = pytest.mark.django_db

TABLES = ("blobs_blob", "blobs_reference", "blobs_account")
_FILL = """
WITH stored AS (
    INSERT INTO blobs_blob (id, tenant_id, sha256, size, media_type, state)
    SELECT gen_random_uuid(), %(tenant)s, encode(sha256(n::text::bytea), 'hex'), 1, 'a/b', 'stored'
      FROM generate_series(1, 20000) AS n
    RETURNING id
)
INSERT INTO blobs_reference (id, blob_id, owner_kind, owner_id)
SELECT gen_random_uuid(), id, 'task-result', gen_random_uuid() FROM stored
"""


class Explainer:
    """Explains whatever is sent, as every connection will plan it, before it is executed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.scans: dict[str, str] = {}
        self.count = 0
        for name in ("fetch", "execute"):
            monkeypatch.setattr(sql, name, self._explaining(getattr(sql, name)))

    def _explaining(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def run(query: str, params: Any) -> Any:
            self.count += 1
            with psycopg.Cursor(connection.connection) as cursor:
                found: Any = cursor.execute(f"EXPLAIN (FORMAT JSON) {query}", params).fetchone()
            self._look(query, found[0][0]["Plan"])
            return original(query, params)

        return run

    def _look(self, query: str, node: Any) -> None:
        if node["Node Type"] == "Seq Scan" and node["Relation Name"] in TABLES:
            self.scans[node["Relation Name"]] = query
        for below in node.get("Plans", []):
            self._look(query, below)


def test_every_statement_of_every_day_goes_by_an_index(monkeypatch: pytest.MonkeyPatch) -> None:
    tenant, others = make_tenant().pk, [make_tenant().pk for _ in range(300)]
    with connection.cursor() as cursor:
        cursor.execute(_FILL, {"tenant": tenant})
        for other in others:
            cursor.execute("INSERT INTO blobs_account VALUES (%s, 0, 0)", [other])
        for table in TABLES:
            cursor.execute(f"ANALYZE {table}")
    seen = Explainer(monkeypatch)
    task = a_task()
    put(tenant)
    stored = put(tenant, owner=uploader(tenant)).sha256
    attach([(tenant, stored, task)])
    assert read_bytes(stored, tenant_id=tenant)
    assert len(list_blobs(tenant_id=tenant, limit=5, below=UUID(int=2**128 - 1))) == 5
    assert room_of(tenant).blobs == 1
    assert delete(stored, tenant_id=tenant) == 1
    release([task.kind], [task.id])
    put(tenant, b"and another", owner=uploader(tenant))
    assert delete(sha_of(b"and another"), tenant_id=tenant) == 0
    later()
    assert prune()["blobs"] == 2
    assert seen.count > 25
    assert seen.scans == {}
